"""What one page holds, as its Markdown was read: paragraphs, notes, citations.

The Markdown extension fills these in while it converts a page; `edition` joins them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from ..model import Name, NoteKind, Paragraph


@dataclass(frozen=True)
class RawCitation:
    """A citation as written. `slot` counts the page's citations in reading order.

    `note` is the index in the page's notes of the note that it is or stands in, and
    `annotation` that of an annotation; both are None for one in the text. `anchor`
    is the id of the citing place.
    """

    slot: int
    raw: str
    anchor: str
    note: int | None
    paragraph: Paragraph | None
    annotation: int | None = None
    kind: str = "bracket"


Parts = tuple[tuple[tuple[int | None, str], ...], ...]
"""What a note or annotation says, paragraph by paragraph, in parts.

A part is `(slot, "")` for a citation or `(None, words)` for the words between.
"""


@dataclass(frozen=True)
class RawAnnotation:
    """An annotation as written, its values unchecked; `title` is plain text.

    `words` are those of its paragraph that it is about, empty where it is about all of it.
    `closed` says whether there is a line `///` at its end, `nested` whether it stands in
    another one; `note` is the label of the note that it stands in, where it does.
    """

    id: str
    type: str
    title: str
    paragraph: Paragraph | None
    parts: Parts
    words: str = ""
    closed: bool = True
    nested: bool = False
    note: str = ""

    @property
    def slots(self) -> list[int]:
        """The citations that stand in it, in order."""
        return _slots(self.parts)


@dataclass(frozen=True)
class RawNote:
    """A note in order of appearance."""

    anchor: str
    kind: NoteKind
    paragraph: Paragraph | None
    parts: Parts

    @property
    def slots(self) -> list[int]:
        """The citations that the note is or holds, in order."""
        return _slots(self.parts)


def _slots(parts: Parts) -> list[int]:
    return [slot for paragraph in parts for slot, _ in paragraph if slot is not None]


@dataclass(frozen=True)
class RawList:
    """A list of sources that a command asks for: of the `whole` site, or of its page.

    `written` is all of the command, `wanted` what stands after its name ("{type=book}").
    """

    whole: bool
    written: str = ""
    wanted: str = ""


@dataclass(frozen=True)
class Fault:
    """Something wrong in the Markdown: a key or label `name`, in what was `written`."""

    code: str
    name: str
    written: str


@dataclass(frozen=True)
class PageReading:
    """Everything that one page contributes, in reading order.

    `conversion` tells its slots from those of other texts converted into the same page;
    `other_ids` are ids that stand on anything but a paragraph or an annotation.
    `labels` are those of the discursive notes that it defines; `places` says what is to be
    printed in it (`full`, the source list; `index`; `timeline`; `grid`), `unread` the text of
    annotations, or of their ends, that could not be read as such. `misplaced` are annotations
    that stand in notes, `lists` the lists of sources, by the numbers of their slots. `prefix` is
    what another program put before the ids of a text, `languages` are the tags that are said of
    words and parts of it, `parts` those of parts alone.
    """

    paragraphs: tuple[Paragraph, ...] = ()
    notes: tuple[RawNote, ...] = ()
    citations: tuple[RawCitation, ...] = ()
    faults: tuple[Fault, ...] = ()
    labels: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    conversion: int = 0
    other_ids: frozenset[str] = frozenset()
    annotations: tuple[RawAnnotation, ...] = ()
    misplaced: tuple[RawAnnotation, ...] = ()
    unread: str = ""
    lists: tuple[RawList, ...] = ()
    prefix: str = ""
    languages: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Page:
    """A page to resolve. `path` is how problems name its file.

    `date`, `description` and `language`, in lines `date_line` and so on, are its front
    matter's. `source` is its Markdown after the front matter, which takes `offset` lines. `reread`
    reads changed Markdown in the same way, accepting every key. A page may be a `part`: a text
    that another program converted, and put into the page of that url. `essay` is the folder of the
    essay in which it is a section, `entitles` of that whose title page it is; `authors` are those
    of the page alone.
    """

    path: str
    url: str
    slug: str
    title: str
    essay: str
    source: str
    offset: int
    reading: PageReading
    reread: Callable[[str], PageReading]
    date: str = ""
    date_line: int = 0
    description: str = ""
    description_line: int = 0
    language: str = ""
    language_line: int = 0
    is_part: bool = False
    entitles: str = ""
    authors: tuple[Name, ...] = ()

    @property
    def in_essay(self) -> bool:
        """Whether it is a section of an essay."""
        return bool(self.essay)

    def line(self, offset: int) -> int:
        """Give the line of the file, from 1, in which an offset of the `source` lies."""
        return bisect_left(self._ends, offset) + 1 + self.offset

    @cached_property
    def _ends(self) -> list[int]:
        """Where lines end, found once."""
        return [end.start() for end in re.finditer("\n", self.source)]
