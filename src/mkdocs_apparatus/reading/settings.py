"""What the Markdown extension must know of the site whose pages it reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ..messages.speech import ENGLISH, Speech

REGISTERS = {
    "\\contents": "contents",
    "\\index": "index",
    "\\timeline": "timeline",
    "\\source_grid": "grid",
}
"""The commands of registers, with what `PageReading.places` calls each."""


@dataclass(frozen=True)
class Settings:
    """The site's options; `keys` are those that the bibliography defines, None for any.

    `marker` and `place` are the site's options of Python-Markdown's footnotes: what is
    set around a note's number, and the paragraph that says where the notes stand. `speech` is
    the language in which readers are spoken to.
    """

    keys: frozenset[str] | None
    note_style: bool
    narrative: bool = True
    marker: str = "{}"
    place: str = "///Footnotes Go Here///"
    bib_command: str = "\\bibliography"
    full_bib_command: str = "\\full_bibliography"
    bib_by_default: bool = True
    speech: Speech = ENGLISH

    def key(self, written: str) -> str | None:
        """Give the key that is meant: as written, else in other letters; None where none is."""
        if self.keys is None or written in self.keys:
            return written
        return self._by_letters.get(written.casefold())

    @cached_property
    def _by_letters(self) -> dict[str, str]:
        """The keys that are one key whether their letters are capital or small."""
        found: dict[str, list[str]] = {}
        for key in self.keys or ():
            found.setdefault(key.casefold(), []).append(key)
        return {letters: keys[0] for letters, keys in found.items() if len(keys) == 1}

    @cached_property
    def lengths(self) -> list[int]:
        """How many letters keys have, the most first."""
        return sorted({len(key) for key in self.keys or ()}, reverse=True)

    @cached_property
    def commands(self) -> dict[str, str]:
        """What an editor writes to have something printed, with what `commands` calls each."""
        own = "notes" if self.note_style else "page"
        return REGISTERS | {self.full_bib_command: "full", self.bib_command: own}
