"""What fills a page once the site is resolved, and what a search index is told of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class PageResult:
    """What fills the slots of one page.

    `prose` are the words of citations in the text, `words` of those in a note, by slot of the
    page's `conversion`; a slot in neither is shown as written. `numbers` gives note numbers by
    anchor, `keys` the sources cited, `lists` those of each list (None: as written). `entries`
    stand where citations do alone, `printed` are their anchors; `numbered` is a list of its own.
    """

    prose: dict[int, str]
    words: dict[int, str]
    numbers: dict[str, int]
    keys: frozenset[str]
    conversion: int = 0
    lists: tuple[frozenset[str] | None, ...] = ()
    entries: dict[int, str] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    numbered: dict[str, str] = field(default_factory=dict)

    @cached_property
    def numbers_in_order(self) -> tuple[int, ...]:
        """The numbers of the page's notes in the order in which they stand."""
        return tuple(self.numbers.values())


@dataclass(frozen=True)
class SearchEntry:
    """An entry of a search index, all plain text; `url` is relative to the site root.

    `kind` says what the place is, in English: "paragraph", "source".
    """

    url: str
    title: str
    text: str
    kind: str = ""
