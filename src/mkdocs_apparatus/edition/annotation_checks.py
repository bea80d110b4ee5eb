"""What is wrong with annotations, each with file, line, code and mend."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..hints import did_you_mean
from ..ids import fault_of
from ..model import Problem
from ..reading.annotation_types import ANNOTATION_TYPES
from ..reading.annotations import HEADER, STRAY, AnnotationBlock
from ..reading.lines import TAG, TAGGED
from ..reading.numbering import PARAGRAPH_ID
from ..reading.page_reading import Page, PageReading, RawAnnotation

EXAMPLE = "'/// annotation | Title', below it, indented four spaces, 'id: a-name' and 'type: term'"


AFTER_PARAGRAPH = "put it after the paragraph that it belongs to"

TAGGED_STRAY = re.compile(rf"{TAGGED.pattern}\s*\n[ ]*/{{3,}}[ ]*$", re.MULTILINE)
"""A line `///` that ends nothing, with its number on the line before it."""

MISPLACED = "annotation-in-note"


def check_annotations(pages: Iterable[Page]) -> Iterator[Problem]:
    """Find annotations that cannot be read, linked to, or put beside a paragraph."""
    for page in pages:
        found = list(_faults(page.reading))
        if found or page.reading.unread or _indented(page):
            yield from located(page, found)


def _faults(reading: PageReading) -> Iterator[tuple[int, str, str]]:
    """Give the index of each annotation with a fault, the code and the message."""
    ids = {one.id for one in reading.paragraphs if one.id} | reading.other_ids
    closed = all(one.closed for one in reading.annotations)
    for index, one in enumerate(reading.misplaced):
        words = f"stands in the note '[^{one.note}]'; {AFTER_PARAGRAPH}"
        yield index, MISPLACED, f"{name_of(one)} {words}"
    for index, one in enumerate(reading.annotations):
        name = name_of(one)
        if one.paragraph is None:
            message = f"{name} follows no paragraph; {AFTER_PARAGRAPH}"
            yield index, "annotation-without-paragraph", message
        if not one.closed:
            mend = "write '///' on a line of its own after its text"
            yield index, "unclosed-annotation", f"{name} takes in all that follows; {mend}"
        if one.nested and closed:
            mend = "put it after that one"
            yield index, "nested-annotation", f"{name} stands in another annotation; {mend}"
        if options := _unindented(one):
            mend = "indent them four spaces, right below the header"
            message = f"{name} has its options ({options}) in its text; {mend}"
            yield index, "bad-annotation", message
            continue
        if not one.title:
            mend = "write '/// annotation | Title'"
            yield index, "annotation-without-title", f"{name} has no title; {mend}"
        if not any(one.parts):
            mend = "write one between its header and '///'"
            yield index, "empty-annotation", f"{name} has no text; {mend}"
        yield from ((index, code, f"{name} {words}") for code, words in _values(one, ids))
        ids.add(one.id)


BELOW = re.compile(r"(?:\n {4}[^\n]*)*")
"""The lines right below a header that are indented: its options."""

OPTION = re.compile(r"\s*(id|type|words):\s")
"""An option of an annotation, at the beginning of its text: `id: xu-qinxian`."""

INDENTED = re.compile(r"(?:\n    [ ]*\w+:[^\n]*)*\n(?:[ \t]*\n)+(?: {4}|\t)[^\n]*\S")
"""What follows a header and is code: options, an empty line, and text that is indented too."""


def _unindented(one: RawAnnotation) -> str:
    """Name the option with which the text of an annotation without any begins."""
    words = one.parts[0][0][1] if one.parts and one.parts[0] else ""
    found = OPTION.match(words)
    return found[1] if found and not one.id and not one.type else ""


def _indented(page: Page) -> list[int]:
    """Give the numbers of headers below which the text is indented, and so is code."""
    headers = enumerate(HEADER.finditer(page.source)) if page.reading.annotations else ()
    return [
        number
        for number, header in headers
        if not header["opening"].startswith((" ", "\t", ">"))
        and INDENTED.match(page.source, header.end())
    ]


def name_of(one: RawAnnotation) -> str:
    """Say how problems name an annotation."""
    return f"the annotation '{one.title}'" if one.title else "an annotation"


def _values(one: RawAnnotation, ids: set[str]) -> Iterator[tuple[str, str]]:
    if one.type not in ANNOTATION_TYPES:
        types = ", ".join(ANNOTATION_TYPES)
        write = f"write below it, indented four spaces, 'type: ' and one of {types}"
        mend = did_you_mean(one.type.lower(), ANNOTATION_TYPES, write)
        said = f"is of the unknown type '{one.type}'" if one.type else "has no type"
        yield "annotation-type", f"{said}; {mend}"
    if not one.id:
        mend = "write below it, indented four spaces, 'id: a-name'"
        yield "annotation-without-id", f"has no id, and no address; {mend}"
    elif fault := fault_of(one.id):
        yield "bad-id", f"has the id '{one.id}', which {fault[0]}; {fault[1]}"
    elif PARAGRAPH_ID.fullmatch(one.id):
        yield "bad-id", f"has the id '{one.id}', as paragraphs have; choose a name"
    elif one.id in ids:
        yield "duplicate-id", f"has the id '{one.id}', which stands twice; choose another"


def located(page: Page, faults: Iterable[tuple[int, str, str]]) -> Iterator[Problem]:
    """Name the lines of faults, each by the index of an annotation, a code and a message.

    Titles are marked with a number, and the page is read again.
    """
    headers = list(HEADER.finditer(page.source))
    marks = iter(range(len(headers)))

    def mark(match: re.Match[str]) -> str:
        return f"{match['opening']}{match['title'] or '|'} {TAG.format(next(marks))}"

    again = page.reread(HEADER.sub(mark, page.source))
    numbers, misplaced = _marked(again.annotations), _marked(again.misplaced)

    def line(number: int) -> int:  # 0 where its text came from another file
        return _line(page, headers[number]) if number >= 0 else 0

    for index, code, message in faults:
        which = misplaced if code == MISPLACED else numbers
        where = line(which[index]) if index < len(which) else 0
        yield Problem(page.path, where, code, message)
    for number in sorted({*_indented(page)} & {*numbers}):
        name = name_of(page.reading.annotations[numbers.index(number)])
        mend = "begin its lines without spaces, below an empty line, or write code between '```'"
        message = f"{name} has a text that is indented, and so is code; {mend}"
        yield Problem(page.path, line(number), "bad-annotation", message)
    unread = {*map(int, TAGGED.findall(again.unread))} - {*numbers, *misplaced}
    for number in sorted(unread):
        message = f"this annotation cannot be read{_why_not(page, headers[number])}"
        yield Problem(page.path, line(number), "bad-annotation", message)
    # The end of one that cannot be read ends nothing either, nor one in the wrong place.
    misspelt = any(one.code == "misspelt-block" for one in page.reading.faults)
    if not (unread or misspelt) and all(one.closed for one in page.reading.annotations):
        yield from _strays(page)


def _why_not(page: Page, header: re.Match[str]) -> str:
    """Say what keeps an annotation from being read: an option that is none, or its form."""
    below = BELOW.match(page.source, header.end())
    for line in below[0].split("\n") if below else ():
        option, mark, _ = line.strip().partition(":")
        if mark and option.isidentifier() and option not in AnnotationBlock.OPTIONS:
            names = ", ".join(AnnotationBlock.OPTIONS)
            mend = did_you_mean(option, AnnotationBlock.OPTIONS, f"write one of {names}")
            return f": '{option}' is no option of it; {mend}"
    return f"; write {EXAMPLE}, then an empty line and its text, not indented, and '///' at its end"


def _marked(annotations: Iterable[RawAnnotation]) -> list[int]:
    """Give the number in each title, -1 where it has none."""
    found = [TAGGED.search(one.title) for one in annotations]
    return [int(one[1]) if one else -1 for one in found]


def _strays(page: Page) -> Iterator[Problem]:
    """Find lines `///` that end nothing: each is given a number on a line before it."""
    if not STRAY.search(page.reading.unread):
        return
    ends = list(STRAY.finditer(page.source))
    marks = iter(range(len(ends)))

    def mark(match: re.Match[str]) -> str:
        return f"{match['opening']}{TAG.format(next(marks))}\n{match[0]}"

    again = page.reread(STRAY.sub(mark, page.source))
    for number in sorted({int(one[1]) for one in TAGGED_STRAY.finditer(again.unread)}):
        mend = "remove it, or mend the block above it that it should end"
        message = f"'{ends[number]['end']}' ends nothing; {mend}"
        yield Problem(page.path, _line(page, ends[number]), "bad-annotation", message)


def _line(page: Page, match: re.Match[str]) -> int:
    return page.line(match.start())
