"""The entries of `.bib` files as they stand there."""

from __future__ import annotations

from dataclasses import dataclass

from .model import Problem


@dataclass(frozen=True)
class Entry:
    """A BibTeX entry as it stands in its file.

    `line` counts from 1; `fields` are by lower-case name, macros and LaTeX as written. `text`
    is all that pandoc and readers get of it: without what is private (`bib_fields`).
    """

    key: str
    type: str
    path: str
    line: int
    fields: dict[str, str]
    text: str


@dataclass(frozen=True)
class Bibliography:
    """The entries of all `.bib` files, and the macros (`@string`) they share.

    `names` are the files, as problems name them. `broken` holds
    the text of what did not parse, so that a key lost in it is not reported a second
    time as unknown.
    """

    names: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    macros: str = ""
    broken: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """All keys that can be cited."""
        return frozenset(entry.key for entry in self.entries)
