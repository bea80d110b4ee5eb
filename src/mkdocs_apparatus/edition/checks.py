"""What is wrong with a site's citations, each with file, line, code and mend."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..bib import Bibliography, Entry
from ..citations.answers import Cited
from ..citations.bib_parsing import CONTAINERS
from ..hints import did_you_mean
from ..ids import fault_of
from ..iso import is_iso
from ..model import Problem
from ..reading.page_reading import Fault, Page, lines_of
from ..reading.syntax import keys_in

FEW = 5
"""How many of many are named."""

UNCITED_MEND = "cite or remove them, or set 'uncited: ignore'"


def check_pages(pages: Iterable[Page], bibliography: Bibliography) -> Iterator[Problem]:
    """Find unknown keys, and notes that are missing, unused or written twice."""
    for page in pages:
        faults = [
            fault
            for fault in page.reading.faults
            if fault.code != "unknown-key" or _is_news(fault.name, bibliography)
        ]
        for fault, line in lines_of(page, faults) if faults else ():
            yield Problem(page.path, line, fault.code, _message(fault, page, bibliography))
        yield from _check_ids(page)
        if page.in_essay and page.date and not is_iso(page.date):
            mend = "write it as 2021, 2021-06 or 2021-06-06"
            message = f"the date '{page.date}' is not ISO 8601; {mend}"
            yield Problem(page.path, page.date_line, "bad-date", message)


def _check_ids(page: Page) -> Iterator[Problem]:
    """Find ids of paragraphs that stand twice, or make no good address."""
    seen: set[str] = set()
    for paragraph in page.reading.paragraphs:
        identifier = paragraph.id
        if not identifier:
            continue
        if fault := fault_of(identifier):
            message = f"the id '{identifier}' {fault[0]}; {fault[1]}"
            yield Problem(page.path, _id_line(page, identifier, 0), "bad-id", message)
        elif identifier in seen:
            mend = "take one out and run 'apparatus number'"
            message = f"two paragraphs have the id '{identifier}'; {mend}"
            yield Problem(page.path, _id_line(page, identifier, 1), "duplicate-id", message)
        seen.add(identifier)


def _id_line(page: Page, identifier: str, which: int) -> int:
    written = re.compile(rf"\{{:?[^}}\n]*#{re.escape(identifier)}(?=[\s}}])")
    found = [one.start() for one in written.finditer(page.source)]
    return page.source.count("\n", 0, found[which]) + 1 + page.offset if len(found) > which else 0


def _is_news(key: str, bibliography: Bibliography) -> bool:
    """Whether an unknown key says more than that its entry, or its file, does not parse."""
    if not bibliography.entries and bibliography.problems:
        return False
    return re.search(rf"[{{(]\s*{re.escape(key)}\s*,", bibliography.broken) is None


def _message(fault: Fault, page: Page, bibliography: Bibliography) -> str:
    name = fault.name
    if fault.code == "unknown-key":
        files = ", ".join(bibliography.names) or "any bibliography"
        add = f"add it there, or write '\\@{name}' if it is not a citation"
        hint = did_you_mean(name, bibliography.keys, add, "@")
        return f"'@{name}' is not in {files}; {hint}"
    if fault.code == "undefined-note":
        add = f"write '[^{name}]: …' on this page"
        labels = page.reading.labels
        return f"'[^{name}]' has no note; {did_you_mean(name, labels, add, '^')}"
    if fault.code == "note-in-annotation":
        return f"'[^{name}]' stands in an annotation, which has no notes; say it there in words"
    if fault.code == "citation-in-title":
        return f"'{fault.written}' stands in the title of an annotation; cite it in the text below"
    if fault.code == "unused-note":
        return (
            f"the note '[^{name}]' is never referred to; put '[^{name}]' in the text or remove it"
        )
    return f"the note '[^{name}]' is defined twice; rename or remove one of the two"


def check_uses(
    pages: Sequence[Page], bibliography: Bibliography, uncited: str
) -> Iterator[Problem]:
    """Find entries that no page cites, and that no cited entry takes fields from.

    `uncited` says which are a problem: none (`ignore`), those that no list prints (`unlisted`),
    or `all`. Of each file one problem counts them.
    """
    printed = any("full" in page.reading.places for page in pages)
    if uncited == "ignore" or (uncited == "unlisted" and printed):
        return
    used = _used(pages, bibliography)
    idle: dict[str, list[Entry]] = {}
    for entry in bibliography.entries:
        if entry.key not in used and entry.type not in CONTAINERS:
            idle.setdefault(entry.path, []).append(entry)
    for path, entries in idle.items():
        first = entries[0]
        if len(entries) == 1:
            message = f"'{first.key}' is never cited; cite it ('[@{first.key}]') or remove it"
        else:
            named = ", ".join(f"'{entry.key}'" for entry in entries[:FEW])
            more = f" and {len(entries) - FEW} more" if len(entries) > FEW else ""
            message = f"{len(entries)} entries are never cited: {named}{more}; {UNCITED_MEND}"
        yield Problem(path, first.line, "uncited-source", message)


def _used(pages: Iterable[Page], bibliography: Bibliography) -> set[str]:
    """Give the keys that pages cite, and those of what cited entries take fields from."""
    used = {key for page in pages for one in page.reading.citations for key in keys_in(one.raw)}
    by_key = {entry.key: entry for entry in bibliography.entries}
    waiting = [by_key[key] for key in used if key in by_key]
    while waiting:
        fields = waiting.pop().fields
        parents = ",".join(fields.get(name, "") for name in ("crossref", "xdata")).split(",")
        new = {parent.strip() for parent in parents} - used
        used |= new
        waiting += [by_key[key] for key in new if key in by_key]
    return used


def check_answer(
    pages: Iterable[Page],
    cited: Mapping[tuple[int, int], Cited],
    failed: Mapping[str, str],
    bibliography: Bibliography,
) -> Iterator[Problem]:
    """Find citations and entries that pandoc could not read."""
    for page in pages:
        unread = [
            Fault("bad-citation", keys_in(raw.raw)[0], raw.raw)
            for raw in page.reading.citations
            if (found := cited.get((page.reading.conversion, raw.slot))) and not found.citations
        ]
        for fault, line in lines_of(page, unread) if unread else ():
            mend = "give each part between semicolons one key, as in '[see @a, p. 3; @b]'"
            message = f"'{fault.written}' cannot be read as a citation; {mend}"
            yield Problem(page.path, line, fault.code, message)
    for entry in bibliography.entries:
        if entry.key in failed:
            words = " ".join(failed[entry.key].split())
            message = f"pandoc cannot read '{entry.key}': {words}; mend its fields"
            yield Problem(entry.path, entry.line, "bad-bibtex", message)
