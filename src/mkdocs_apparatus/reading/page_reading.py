"""What one page holds, as its Markdown was read: paragraphs, notes, citations.

The Markdown extension fills these in while it converts a page; `edition` joins them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from ..model import NoteKind, Paragraph


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
    what another program put before the ids of a text.
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


@dataclass(frozen=True)
class Page:
    """A page to resolve. `path` is how problems name its file.

    `date` (in line `date_line`) and `description` are its front matter's. `source` is its
    Markdown after the front matter, which takes `offset` lines. `reread` reads changed
    Markdown in the same way, accepting every key. A page may be a `part`: a text that another
    program converted, and put into the page of that url.
    """

    path: str
    url: str
    slug: str
    title: str
    in_essay: bool
    source: str
    offset: int
    reading: PageReading
    reread: Callable[[str], PageReading]
    date: str = ""
    date_line: int = 0
    description: str = ""
    is_part: bool = False

    def line(self, offset: int) -> int:
        """Give the line of the file, from 1, in which an offset of the `source` lies."""
        return bisect_left(self._ends, offset) + 1 + self.offset

    @cached_property
    def _ends(self) -> list[int]:
        """Where lines end, found once."""
        return [end.start() for end in re.finditer("\n", self.source)]


OPENING = re.compile(r"@\{?|\[\^")
"""What stands before a key or a label: `@`, `@{`, `[^`."""

GOES_ON = re.compile(r"\w|[:.#$%&+?<>~/-]\w")
"""What makes a key longer: `a` in `@roea`, `.a` in `@roe.a`; not the full stop of `@roe.`."""

TAG = "zq{}qz"
TAGGED = re.compile(r"zq(\d+)qz")

CITED = "citation"
READ_AGAIN = {
    "unknown-key": {CITED, "citation-in-title"},
    "bad-citation": {CITED},
    "key-case": {CITED},
    "duplicate-note": {"unused-note"},
}
"""What faults become when all keys are known, and the labels of notes no more.

A fault of any other code remains what it is. The same words may stand elsewhere without
fault, or with another.
"""


def lines_of(page: Page, faults: Iterable[Fault]) -> list[tuple[Fault, int]]:
    """Name the line where each fault stands; 0 where it came from another file.

    Python-Markdown forgets line numbers, and the same words may stand in a code block.
    So each occurrence of the name is marked with a number and the page read again:
    those that really are citations or notes then say their number. This costs a second
    reading, and is done only where there is a problem.
    """
    faults = list(faults)
    marked, marks = _marked(page, {fault.name for fault in faults})
    again = page.reread(marked)
    read = {(CITED, one.raw) for one in again.citations}
    read |= {(one.code, one.written) for one in again.faults}
    found: dict[tuple[str, str, str], list[int]] = {}
    for code, written in read:
        said = TAGGED.sub("", written)
        codes = (code, *(old for old, new in READ_AGAIN.items() if code in new))
        for number in map(int, TAGGED.findall(written)):
            name, line = marks[number]
            for one in codes:
                found.setdefault((one, said, name), []).append(line)
                found.setdefault((one, "", name), []).append(line)
    for place in found.values():
        place.sort(reverse=True)
    # Equal faults stand in order; of two definitions the second is the one too many.
    end = {"duplicate-note": 0}
    taken, located = Counter[tuple[str, str, int]](), list[tuple[Fault, int]]()
    for fault in faults:
        places = found.get((fault.code, fault.written, fault.name))
        line = places.pop(end.get(fault.code, -1)) if places else 0
        if line:
            taken[fault.code, fault.name, line] += 1
        else:
            # A mark within a key that wants braces, as in `@ell(1)`, cuts it short: "".
            cut = found.get((fault.code, "", fault.name), [])
            while cut and taken[fault.code, fault.name, cut[-1]]:
                taken[fault.code, fault.name, cut.pop()] -= 1
            line = cut.pop() if cut else 0
        located.append((fault, line))
    return located


def _marked(page: Page, names: Collection[str]) -> tuple[str, list[tuple[str, int]]]:
    """Put a number after each name in a page's Markdown; give the names and lines of all."""
    lengths = sorted({len(name) for name in names}, reverse=True)
    marks: list[tuple[str, int]] = []
    parts: list[str] = []
    done = 0
    for opening in OPENING.finditer(page.source):
        start = opening.end()
        for end in (start + length for length in lengths if opening.start() >= done):
            name = page.source[start:end]
            if name in names and not GOES_ON.match(page.source, end):
                parts += [page.source[done:end], TAG.format(len(marks))]
                marks.append((name, page.line(opening.start())))
                done = end
                break
    return "".join([*parts, page.source[done:]]), marks
