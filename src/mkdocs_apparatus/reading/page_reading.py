"""What one page holds, as its Markdown was read: paragraphs, notes, citations.

The Markdown extension fills these in while it converts a page; `edition` joins them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from secrets import token_hex

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


_NONCE = token_hex(8)

TAG = f"zq{_NONCE}x{{}}qz"
"""A number after a word, as a word: of this run alone, so that no text can hold it."""

TAGGED = re.compile(rf"zq{_NONCE}x(\d+)qz")
"""Such a number: `zq00112233aabbccddx17qz`."""

CITED = "citation"
READ_AGAIN = {
    "unknown-key": {CITED, "citation-in-title"},
    "bad-citation": {CITED},
    "no-author": {CITED},
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
    names = sorted({fault.name for fault in faults}, key=len, reverse=True)
    either = "|".join(re.escape(name) for name in names)
    marks: list[tuple[str, int]] = []

    def mark(match: re.Match[str]) -> str:
        marks.append((match[1], page.source.count("\n", 0, match.start()) + 1 + page.offset))
        return match[0] + TAG.format(len(marks) - 1)

    name = rf"(?:@\{{?|\[\^)({either})(?!\w|[:.#$%&+?<>~/-]\w)"
    again = page.reread(re.sub(name, mark, page.source))
    read = [(CITED, one.raw) for one in again.citations]
    read += [(one.code, one.written) for one in again.faults]
    found: dict[tuple[str, str, str], list[int]] = {}
    for code, written in read:
        for number in TAGGED.findall(written):
            marked, line = marks[int(number)]
            for one in (code, *(old for old, new in READ_AGAIN.items() if code in new)):
                for said in (TAGGED.sub("", written), ""):
                    found.setdefault((one, said, marked), []).append(line)
    for place in found.values():
        place.sort(reverse=True)
    # Equal faults stand in order; of two definitions the second is the one too many.
    end = {"duplicate-note": 0}
    located = []
    for fault in faults:
        places = found.get((fault.code, fault.written, fault.name))
        line = places.pop(end.get(fault.code, -1)) if places else 0
        # A mark within a key that wants braces, as in `@ell(1)`, cuts it short: "".
        cut = found.get((fault.code, "", fault.name), [])
        if line in cut:
            cut.remove(line)
        elif not line and cut:
            line = cut.pop()
        located.append((fault, line))
    return located
