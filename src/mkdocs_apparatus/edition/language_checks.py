"""Languages that pages say they are in, and that are none."""

from __future__ import annotations

from collections.abc import Iterator

from ..messages.tags import fault_of
from ..model import Problem
from ..reading.page_reading import Page


def check_languages(page: Page) -> Iterator[Problem]:
    """Find tags of languages that nobody knows, of a page or a part of it (`unknown-language`)."""
    if page.language and (mend := fault_of(page.language)):
        message = f"the language '{page.language}' is none; {mend}"
        yield Problem(page.path, page.language_line, "unknown-language", message)
    for tag in sorted(page.reading.languages):
        if mend := fault_of(tag):
            message = f"'lang={tag}' names no language; {mend}"
            yield Problem(page.path, _line(page, tag), "unknown-language", message)


def _line(page: Page, tag: str) -> int:
    """Give the line where a part is said to be in a language; 0 if that came from another file."""
    places = (page.source.find(f"lang={quote}{tag}") for quote in ("", '"', "'"))
    found = [place for place in places if place >= 0]
    return page.line(min(found)) if found else 0
