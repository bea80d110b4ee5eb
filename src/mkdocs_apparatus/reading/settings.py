"""What the Markdown extension must know of the site whose pages it reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """The site's options; `keys` are those that the bibliography defines, None for any.

    `marker` and `place` are the site's options of Python-Markdown's footnotes: what is
    set around a note's number, and the paragraph that says where the notes stand.
    """

    keys: frozenset[str] | None
    note_style: bool
    narrative: bool = True
    marker: str = "{}"
    place: str = "///Footnotes Go Here///"
    bib_command: str = "\\bibliography"
    full_bib_command: str = "\\full_bibliography"
    bib_by_default: bool = True

    def knows(self, key: str) -> bool:
        """Whether the bibliography defines `key`."""
        return self.keys is None or key in self.keys
