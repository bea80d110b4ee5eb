"""Whether the registers of a site have a place, data, and ids that no other element has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ..model import Problem
from ..page.tree import Element, by_id
from ..reading.commands import PLACES
from ..reading.page_reading import Page
from ..reading.settings import REGISTERS
from .names import GROUPS, HAN_HEADING, Index, heading_id
from .timeline import OTHER_PERIOD, Timeline

COMMANDS = {which: command for command, which in REGISTERS.items()}


def check_registers(
    index: Index | None,
    timeline: Timeline | None,
    pages: Sequence[Page],
    trees: Mapping[str, Element],
    *,
    whole: bool,
) -> Iterator[Problem]:
    """Find data that no page shows, commands without data or too many, and ids taken twice.

    `trees` are the filled pages by url, the registers not yet printed in them. Where they
    are not the `whole` site, another page may show the data.
    """
    paths = {
        "index": next((one.path for one in index.entries), "") if index else None,
        "timeline": timeline.path if timeline else None,
    }
    for which, path in paths.items():
        yield from _check_places(which, path, pages, whole=whole)
    yield from _check_once(pages, trees)
    for page in pages:
        if not page.reading.places:
            continue
        own = set(by_id(trees[page.url])) if page.url in trees else set()
        yield from _check_ids(page, own, index, timeline)


def _check_places(
    which: str, path: str | None, pages: Sequence[Page], *, whole: bool
) -> Iterator[Problem]:
    """Find a register without a page, and pages of one without data, whose `path` is None."""
    shown = [page for page in pages if which in page.reading.places]
    command = COMMANDS[which]
    meant = any(one.name == command for page in pages for one in page.reading.faults)
    if path and not shown and whole and not meant:  # else it is misspelt, which is said
        message = f"no page shows the {which}; write '{command}' in a paragraph of its own"
        yield Problem(path, 0, "no-place", message)
    if path is None:
        for page in shown:
            message = f"'{command}' has no data; write the file that the option '{which}' names"
            yield Problem(page.path, 0, "no-data", message)


def _check_once(pages: Sequence[Page], trees: Mapping[str, Element]) -> Iterator[Problem]:
    """Find the same register printed again: one has one address, and its ids stand once."""
    first: dict[tuple[str, str], Page] = {}
    for page in pages:
        counts: Counter[str] = Counter()
        for which in _registers_on(trees.get(page.url)):
            counts[which] += 1
            if which == "contents":  # it has no ids
                continue
            # A grid may stand on several pages; all lead to the other two.
            where = page.url if which == "grid" else ""
            other = first.setdefault((which, where), page)
            if other is not page or counts[which] > 1:
                command = COMMANDS[which]
                line = _line(page, command, counts[which])
                message = f"'{command}' stands in {other.path} already; take one of the two out"
                yield Problem(page.path, line, "duplicate-register", message)


def _registers_on(tree: Element | None) -> list[str]:
    found = [one.attr("data-apparatus-place") or "" for one in tree.select(PLACES)] if tree else []
    return [one for one in found if one in COMMANDS]


def _line(page: Page, command: str, which: int) -> int:
    """Give the line of the command's use of that number; 0 where it came from another file."""
    lines = [
        number
        for number, line in enumerate(page.source.splitlines(), page.offset + 1)
        if line.strip() == command
    ]
    return lines[which - 1] if len(lines) >= which else 0


def _check_ids(
    page: Page, own: set[str], index: Index | None, timeline: Timeline | None
) -> Iterator[Problem]:
    """Find entries and events whose id the page, or another register in it, has given away."""
    places, mend = page.reading.places, "write another with 'id: …'"
    taken = dict.fromkeys(own, f"something else on {page.path}")
    for which in sorted(places):
        for one in _parts(which, timeline):
            if one in own:
                message = f"the id '{one}' is that of a part of the {which}; rename it on this page"
                yield Problem(page.path, 0, "duplicate-id", message)
            taken[one] = f"a part of the {which}"
    for entry in index.entries if index and "index" in places else ():
        if entry.id in taken:
            message = f"the id '{entry.id}' of '{entry.name}' is that of {taken[entry.id]}; {mend}"
            yield Problem(entry.path, entry.line, "duplicate-id", message)
        taken[entry.id] = f"'{entry.name}' in the index"
    if timeline is None or "timeline" not in places:
        return
    for event in timeline.events:
        if event.id in taken:
            said = f"the id '{event.id}' of the event of {event.date.words}"
            message = f"{said} is that of {taken[event.id]}; {mend}"
            yield Problem(timeline.path, event.line, "duplicate-id", message)


def _parts(which: str, timeline: Timeline | None) -> Iterator[str]:
    """Give the ids that a register has besides those of its entries or events."""
    if which == "index":
        yield from map(heading_id, (*GROUPS, HAN_HEADING))
    elif which in ("grid", "timeline"):
        yield from (f"{which}-title", f"{which}-desc")
    if which == "timeline" and timeline:
        yield from (period.id for period in timeline.periods)
        yield OTHER_PERIOD
