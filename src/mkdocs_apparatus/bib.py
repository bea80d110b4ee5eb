"""The entries of `.bib` files as they stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from .model import Problem

LINKS = ("xdata", "crossref")
"""Fields that name the entries that an entry takes fields from, nearest first (BibLaTeX, 3.13)."""

LOST = re.compile(r"(?<=[{(])\s*+([^\s,{}]{1,200}+)\s*+,")
"""A key in an entry that does not parse: `@book{brinton1970,`."""


@dataclass(frozen=True)
class Entry:
    """A BibTeX entry as it stands in its file.

    `line` counts from 1; `fields` are by lower-case name, with what `@string` macros stand for
    and LaTeX as written. Those that are `private` (`bib_fields`) are missing from `text`, which
    is what readers get. It takes no fields from the entries `parted` from it, though it names
    them: they would take fields from it in turn.
    """

    key: str
    type: str
    path: str
    line: int
    fields: dict[str, str]
    text: str
    private: frozenset[str] = frozenset()
    parted: frozenset[str] = frozenset()

    @property
    def published(self) -> dict[str, str]:
        """The fields that pandoc may read, and readers see."""
        kept = {name: text for name, text in self.fields.items() if name not in self.private}
        if self.parted:
            kept |= {name: ",".join(self.parents([name])) for name in LINKS if name in kept}
        return kept

    def linked(self, fields: Sequence[str] = LINKS) -> list[str]:
        """Give the keys that are named in these fields, each once."""
        named = (key.strip() for name in fields for key in self.fields.get(name, "").split(","))
        return list(dict.fromkeys(filter(None, named)))

    def parents(self, fields: Sequence[str] = LINKS) -> list[str]:
        """Give those of them that it takes fields from."""
        return [key for key in self.linked(fields) if key not in self.parted]


@dataclass(frozen=True)
class Bibliography:
    """The entries of all `.bib` files, and the macros they share.

    `names` are the files, as problems name them. `macros` is the text of all `@string`,
    `preamble` that of all `@preamble`. `broken` holds the text of what did not parse, so that
    a key lost in it is not reported a second time as unknown. `defined` has the `@string`
    macros by lower-case name, `undefined` the names of those used and not defined.
    """

    names: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    macros: str = ""
    preamble: str = ""
    broken: str = ""
    problems: tuple[Problem, ...] = ()
    defined: dict[str, str] = field(default_factory=dict)
    undefined: frozenset[str] = frozenset()

    @cached_property
    def keys(self) -> frozenset[str]:
        """All keys that can be cited."""
        return frozenset(entry.key for entry in self.entries)

    @cached_property
    def in_order(self) -> list[str]:
        """All keys in the order of their letters: those that begin alike stand together."""
        return sorted(self.keys)

    @cached_property
    def by_letters(self) -> dict[str, str]:
        """A key for each that is written in capital or small letters."""
        return {key.casefold(): key for key in reversed(self.in_order)}

    @cached_property
    def lost(self) -> frozenset[str]:
        """The keys in what did not parse."""
        return frozenset(LOST.findall(self.broken))

    @cached_property
    def by_key(self) -> dict[str, Entry]:
        """Each entry by its key."""
        return {entry.key: entry for entry in self.entries}

    def family(
        self, keys: Iterable[str], named: Callable[[Entry], Iterable[str]] = Entry.parents
    ) -> list[Entry]:
        """Give the entries of these keys and of those `named` by them, nearest first.

        None comes twice, however many name it.
        """
        found: dict[str, Entry] = {}
        waiting = list(keys)
        while waiting:
            entries = [self.by_key[key] for key in waiting if key in self.by_key]
            new = {entry.key: entry for entry in entries if entry.key not in found}
            found |= new
            waiting = [key for entry in new.values() for key in named(entry)]
        return list(found.values())
