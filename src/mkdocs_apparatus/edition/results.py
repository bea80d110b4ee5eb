"""What fills the slots of each page, and of each text that another program put into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from ..page_result import PageResult
from ..reading.page_reading import Page, RawCitation
from .resolution import Resolved, entries_of
from .source_lists import SourceLists


def results_of(
    pages: Sequence[Page], resolved: Resolved, lists: SourceLists
) -> dict[int, PageResult]:
    """Give what fills each text, by its conversion.

    What the parts of a page cite stands in the page's own list, where it has one; the parts
    then have none.
    """
    together: dict[str, list[Page]] = {}
    for page in pages:
        together.setdefault(page.url, []).append(page)
    found: dict[int, PageResult] = {}
    for host, *parts in together.values():
        printed: dict[str, str] = {}
        for page in (host, *parts):
            for key, anchor in _printed(page, resolved).items():
                printed.setdefault(key, anchor)
        cited = {one.reading.conversion: _keys(one, resolved, printed) for one in (host, *parts)}
        listed = any(not one.whole for one in host.reading.lists)
        for page in (host, *parts):
            keys = cited[page.reading.conversion]
            if page is host:
                keys = keys.union(*cited.values())
            result = _result(page, resolved, printed, keys)
            held = lists.of(page, () if page.is_part and listed else keys)
            found[page.reading.conversion] = replace(result, lists=tuple(held))
    return found


def _printed(page: Page, resolved: Resolved) -> dict[str, str]:
    """Give the anchors of the entries that a page prints where citations stand alone, by key."""
    found: dict[str, str] = {}
    for raw in entries_of(page):
        if cited := resolved.cited.get((page.reading.conversion, raw.slot)):  # pandoc may be gone
            found.setdefault(cited.citations[0].key, page.reading.prefix + raw.anchor)
    return found


def _keys(page: Page, resolved: Resolved, printed: Mapping[str, str]) -> frozenset[str]:
    """Give the keys that a page's own list is to hold."""
    keys: set[str] = set()
    for raw in page.reading.citations:
        cited = resolved.cited.get((page.reading.conversion, raw.slot))
        if not cited or not cited.citations or raw.kind == "entry":
            continue
        # What is printed here already need not be listed for an author in the text.
        if raw.kind != "bare" or cited.citations[0].key not in printed or resolved.lists:
            keys.update(citation.key for citation in cited.citations)
    return frozenset(keys)


def _result(
    page: Page, resolved: Resolved, printed: dict[str, str], keys: AbstractSet[str]
) -> PageResult:
    prose, words, entries = dict[int, str](), dict[int, str](), dict[int, str]()
    conversion = page.reading.conversion
    for raw in page.reading.citations:
        cited = resolved.cited.get((conversion, raw.slot))
        if not cited or not cited.citations:
            continue
        if raw.kind == "entry":
            key = cited.citations[0].key
            if key in resolved.entries:
                entries[raw.slot] = resolved.entries[key]
            continue
        if cited.note is not None:
            words[raw.slot] = cited.note
        if cited.prose is not None:
            (words if _in_note(raw, cited.note) else prose)[raw.slot] = cited.prose
    notes = enumerate(page.reading.notes)
    return PageResult(
        prose,
        words,
        {note.anchor: resolved.numbers[conversion, index] for index, note in notes},
        frozenset(keys),
        conversion,
        entries=entries,
        printed=printed,
        numbered=resolved.lists.get(conversion, {}),
    )


def _in_note(raw: RawCitation, note: str | None) -> bool:
    """Whether a citation of an author-date style stands in a note."""
    return raw.note is not None and note is None
