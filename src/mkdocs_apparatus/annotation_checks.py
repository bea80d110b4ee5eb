"""What is wrong with annotations, each with file, line, code and mend."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from .annotations import HEADER
from .model import ANNOTATION_TYPES, Problem
from .numbering import PARAGRAPH_ID
from .problems import VALID_ID
from .reading import TAG, TAGGED, Page, PageReading, RawAnnotation

EXAMPLE = "'/// annotation | Title', below it, indented four spaces, 'id: a-name' and 'type: term'"


def check_annotations(pages: Iterable[Page]) -> Iterator[Problem]:
    """Find annotations that cannot be read, linked to, or put beside a paragraph."""
    for page in pages:
        found = list(_faults(page.reading))
        if found or page.reading.unread:
            yield from _located(page, found)


def _faults(reading: PageReading) -> Iterator[tuple[int, str, str]]:
    """Give the index of each annotation with a fault, the code and the message."""
    ids = {one.id for one in reading.paragraphs if one.id} | reading.other_ids
    closed = all(one.closed for one in reading.annotations)
    for index, one in enumerate(reading.annotations):
        name = f"the annotation '{one.title}'" if one.title else "an annotation"
        if one.paragraph is None:
            mend = "put it after the paragraph that it belongs to"
            yield index, "annotation-without-paragraph", f"{name} follows no paragraph; {mend}"
        if not one.closed:
            mend = "write '///' on a line of its own after its text"
            yield index, "unclosed-annotation", f"{name} takes in all that follows; {mend}"
        if one.nested and closed:
            mend = "put it after that one"
            yield index, "nested-annotation", f"{name} stands in another annotation; {mend}"
        if not one.title:
            mend = "write '/// annotation | Title'"
            yield index, "annotation-without-title", f"{name} has no title; {mend}"
        if not any(one.parts):
            mend = "write one between its header and '///'"
            yield index, "empty-annotation", f"{name} has no text; {mend}"
        yield from ((index, code, f"{name} {words}") for code, words in _values(one, ids))
        ids.add(one.id)


def _values(one: RawAnnotation, ids: set[str]) -> Iterator[tuple[str, str]]:
    if one.type not in ANNOTATION_TYPES:
        types = ", ".join(ANNOTATION_TYPES)
        close = get_close_matches(one.type.lower(), ANNOTATION_TYPES, 1, 0.6)
        write = f"write below it, indented four spaces, 'type: ' and one of {types}"
        mend = f"did you mean '{close[0]}'?" if close else write
        said = f"is of the unknown type '{one.type}'" if one.type else "has no type"
        yield "annotation-type", f"{said}; {mend}"
    if not one.id:
        mend = "write below it, indented four spaces, 'id: a-name'"
        yield "annotation-without-id", f"has no id, and no address; {mend}"
    elif not VALID_ID.fullmatch(one.id):
        yield "bad-id", f"has the id '{one.id}'; use letters, digits, '-', '_', '.' and ':'"
    elif PARAGRAPH_ID.fullmatch(one.id):
        yield "bad-id", f"has the id '{one.id}', as paragraphs have; choose a name"
    elif one.id in ids:
        yield "duplicate-id", f"has the id '{one.id}', which stands twice; choose another"


def _located(page: Page, faults: Iterable[tuple[int, str, str]]) -> Iterator[Problem]:
    """Name the lines: titles are marked with a number, and the page read again."""
    headers = list(HEADER.finditer(page.source))
    marks = iter(range(len(headers)))

    def mark(match: re.Match[str]) -> str:
        return f"{match['opening']}{match['title'] or '|'} {TAG.format(next(marks))}"

    again = page.reread(HEADER.sub(mark, page.source))
    read = [TAGGED.search(one.title) for one in again.annotations]
    numbers = [int(one[1]) if one else -1 for one in read]

    def line(number: int) -> int:
        if number < 0:  # its text came from another file
            return 0
        return page.source.count("\n", 0, headers[number].start()) + 1 + page.offset

    for index, code, message in faults:
        where = line(numbers[index]) if index < len(numbers) else 0
        yield Problem(page.path, where, code, message)
    for number in sorted({*map(int, TAGGED.findall(again.unread))} - set(numbers)):
        message = f"this annotation cannot be read; write {EXAMPLE}, and '///' at its end"
        yield Problem(page.path, line(number), "bad-annotation", message)
