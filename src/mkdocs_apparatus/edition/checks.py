"""What is wrong with a site's citations, each with file, line, code and mend."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import takewhile

from ..bib import Bibliography, Entry
from ..citations.answers import Cited
from ..citations.bib_parsing import CONTAINERS
from ..hints import ALIKE, did_you_mean, nearest
from ..ids import fault_of
from ..iso import is_iso
from ..model import Problem
from ..reading.elements import STASHED
from ..reading.lines import lines_of
from ..reading.misspelt import MEANT
from ..reading.page_reading import Fault, Page
from ..reading.syntax import CITED_KEY, cited, key_of, keys_in
from .language_checks import check_languages
from .locator_checks import check_locators

FEW = 5
"""How many of many are named."""

ATTRIBUTES = re.compile(r"\{[^{}\n]*\}")
"""What gives a block its id: `{: #p4 .lead }`."""

ID = re.compile(r"#([^\s{}]+)")
"""An id among attributes: `#p4`."""

UNCITED_MEND = "cite or remove them, or set 'uncited: ignore'"


def check_pages(pages: Iterable[Page], bibliography: Bibliography) -> Iterator[Problem]:
    """Find unknown keys, and notes that are missing, unused or written twice."""
    for page in pages:
        faults = [
            fault
            for fault in page.reading.faults
            if fault.code != "unknown-key" or _is_news(fault.name, bibliography)
        ]
        line_with = cache(partial(_line_with, page))
        for fault, line in lines_of(page, faults) if faults else ():
            line = line or line_with(fault)
            yield Problem(page.path, line, fault.code, _message(fault, page, bibliography))
        yield from _check_ids(page)
        yield from check_languages(page)
        yield from _check_description(page, bibliography)
        if page.in_essay and page.date and not is_iso(page.date):
            mend = "write it as 2021, 2021-06 or 2021-06-06"
            message = f"the date '{page.date}' is not ISO 8601; {mend}"
            yield Problem(page.path, page.date_line, "bad-date", message)


def _check_ids(page: Page) -> Iterator[Problem]:
    """Find ids of paragraphs that stand twice, or make no good address."""
    seen: set[str] = set()
    written: dict[str, list[int]] = {}
    for paragraph in page.reading.paragraphs:
        identifier = paragraph.id
        if not identifier:
            continue
        if fault := fault_of(identifier):
            message = f"the id '{identifier}' {fault[0]}; {fault[1]}"
            written = written or _id_lines(page)
            line = next(iter(written.get(identifier, ())), 0)
            yield Problem(page.path, line, "bad-id", message)
        elif identifier in seen:
            mend = "take one out and run 'apparatus number'"
            message = f"two paragraphs have the id '{identifier}'; {mend}"
            written = written or _id_lines(page)
            line = next(iter(written.get(identifier, ())[1:]), 0)
            yield Problem(page.path, line, "duplicate-id", message)
        seen.add(identifier)


def _check_description(page: Page, bibliography: Bibliography) -> Iterator[Problem]:
    """Find citations in a description of the author's, which is read as it is written."""
    for found in CITED_KEY.finditer(page.description) if page.description_line else ():
        key = key_of(found["key"])
        if bibliography.by_letters.get(key.casefold()):
            mend = "name the work in words there, and cite it in the text"
            message = f"'{found[0]}' stands in the description, where nothing is cited; {mend}"
            yield Problem(page.path, page.description_line, "unresolved", message)


def _line_with(page: Page, fault: Fault) -> int:
    """Find the first line that has a command, other than in code and alone, or what is none."""
    if fault.code in MEANT:
        begin = STASHED.split(fault.written.partition("\n")[0])[0].rstrip()
        lines = enumerate(page.source.split("\n"), 1 + page.offset)
        return next((number for number, line in lines if begin in line), 0)
    if "command" not in fault.code:
        return 0
    source, name = f"{page.source}\n", fault.name
    at = source.find(name)
    while at >= 0:
        end = source.index("\n", at)
        line = source[source.rfind("\n", 0, at) + 1 : end]
        if line.strip() != name and name in line.replace(f"`{name}", ""):
            return page.line(at)
        at = source.find(name, end)
    return 0


def _id_lines(page: Page) -> dict[str, list[int]]:
    """Give the lines on which each id is written among attributes."""
    found: dict[str, list[int]] = {}
    for attributes in ATTRIBUTES.finditer(page.source):
        for identifier in dict.fromkeys(ID.findall(attributes[0])):
            found.setdefault(identifier, []).append(page.line(attributes.start()))
    return found


SAID = {
    "bad-citation": "'{written}' names sources that nothing parts; part sources with ';', "
    "as in '[see @a, p. 3; @b]', or write '\\@{name}' if that is no source",
    "citation-in-title": "'{written}' stands in the title of an annotation; "
    "cite it in the text below",
    "deep-citation": "'{written}' has more markup than a citation may have; write it more simply",
    "duplicate-note": "the note '[^{name}]' is defined twice; rename or remove one of the two",
    "inline-note": "'{written}' is no note here; write '[^label]' in its place, and below the "
    "paragraph '[^label]: ' and its text",
    "misplaced-command": "'{name}' stands within a sentence, and prints nothing there; "
    "put it in a paragraph of its own, or in code if it is meant as words",
    "misspelt-block": "'{written}' opens no block; did you mean '/// {name}'?",
    "misspelt-command": "'{written}' prints nothing; did you mean '{name}'?",
    "note-in-annotation": "'[^{name}]' stands in an annotation, which has no notes; "
    "say it there in words",
    "unresolved": "'{written}' stands in HTML, or in the text of a link, where citations "
    "are not read; put it outside, write 'markdown' into the HTML tag (with the extension "
    "md_in_html), or '&#64;' for '@'",
    "unused-note": "the note '[^{name}]' is never referred to; "
    "put '[^{name}]' in the text or remove it",
}
"""What is said of faults that need nothing but their own words."""

SHOWN = 200
"""How many characters of what was written are repeated."""


def _is_news(key: str, bibliography: Bibliography) -> bool:
    """Whether an unknown key says more than that its entry, or its file, does not parse."""
    if not bibliography.entries and bibliography.problems:
        return False
    return key not in bibliography.lost


def _message(fault: Fault, page: Page, bibliography: Bibliography) -> str:
    name = fault.name
    if fault.code == "unknown-key":
        files = ", ".join(bibliography.names) or "any bibliography"
        add = f"add it there, or write '\\@{name}' if it is not a citation"
        return f"'@{name}' is not in {files}; {_meant(fault, bibliography) or add}"
    if fault.code == "undefined-note":
        add = f"write '[^{name}]: …' on this page"
        labels = page.reading.labels
        return f"'[^{name}]' has no note; {did_you_mean(name, labels, add, '^')}"
    if fault.code == "key-case":
        own = bibliography.by_letters[name.casefold()]
        return f"'@{name}' is '{own}' in {', '.join(bibliography.names)}; write '@{own}'"
    written = fault.written if len(fault.written) <= SHOWN else f"{fault.written[:SHOWN]}…"
    return SAID[fault.code].format(name=name, written=written)


def _meant(fault: Fault, bibliography: Bibliography) -> str:
    """Ask for the key that was meant: one that was cut short for want of braces, or is alike."""
    keys, name = bibliography.in_order, fault.name
    begun = takewhile(lambda key: key.startswith(name), keys[bisect_left(keys, name) :])
    cut = [key for key in begun if f"@{key}" in fault.written]
    meant = max(cut, key=len) if cut else nearest(name, bibliography.keys, ALIKE)
    return f"did you mean '{cited(meant)}'?" if meant else ""


def check_uses(
    pages: Sequence[Page], bibliography: Bibliography, listed: Collection[str], uncited: str
) -> Iterator[Problem]:
    """Find entries that no page cites, and that no cited entry takes fields from.

    `uncited` says which are a problem: none (`ignore`), those that no list prints either
    (`unlisted`: they are not `listed`), or `all`. Of each file one problem counts them.
    """
    if uncited == "ignore":
        return
    used = _used(pages, bibliography).union(listed if uncited == "unlisted" else ())
    idle: dict[str, list[Entry]] = {}
    for entry in bibliography.entries:
        if entry.key not in used and entry.type not in CONTAINERS:
            idle.setdefault(entry.path, []).append(entry)
    for path, entries in idle.items():
        first = entries[0]
        if len(entries) == 1:
            mend = f"cite it ('[{cited(first.key)}]') or remove it"
            message = f"'{first.key}' is never cited; {mend}"
        else:
            named = ", ".join(f"'{entry.key}'" for entry in entries[:FEW])
            more = f" and {len(entries) - FEW} more" if len(entries) > FEW else ""
            message = f"{len(entries)} entries are never cited: {named}{more}; {UNCITED_MEND}"
        yield Problem(path, first.line, "uncited-source", message)


def _used(pages: Iterable[Page], bibliography: Bibliography) -> set[str]:
    """Give the keys that pages cite, and those of what cited entries take fields from."""
    read = [one.raw for page in pages for one in page.reading.citations]
    read += [one.written for page in pages for one in page.reading.faults]  # is to be mended
    used = {key for one in read for key in keys_in(one)}
    return {entry.key for entry in bibliography.family(used)}


def check_answer(
    pages: Iterable[Page],
    cited: Mapping[tuple[int, int], Cited],
) -> Iterator[Problem]:
    """Find citations that pandoc could not read."""
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
        yield from _check_names(page, cited)
        yield from check_locators(page, cited)


def _check_names(page: Page, resolved: Mapping[tuple[int, int], Cited]) -> Iterator[Problem]:
    """Find `@key` in a sentence where there is no author to be printed."""
    nameless = [
        Fault("no-author", keys_in(raw.raw)[0], raw.raw)
        for raw in page.reading.citations
        if raw.kind == "bare"
        and (one := resolved.get((page.reading.conversion, raw.slot)))
        and one.citations
        and one.prose == ""
    ]
    for fault, line in lines_of(page, nameless) if nameless else ():
        mend = f"name it in words of your own, and cite it as '[{cited(fault.name)}]'"
        message = f"'{fault.written}' has no author to name, so nothing is printed here; {mend}"
        yield Problem(page.path, line, fault.code, message)
