"""Ask citeproc for all that pages cite, and sort its answers by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from ..citations.answers import Answer, Cited
from ..citations.citeproc import Citeproc
from ..citations.styles import Style
from ..messages.tags import is_tag
from ..model import Citation
from ..reading.page_reading import Page, RawCitation
from ..reading.syntax import keys_in
from .source_lists import SourceLists
from .units import NOWHERE, Slot, SlottedUnit, units_apart, units_of


@dataclass(frozen=True)
class Resolved:
    """What citeproc said by slot, and note numbers by conversion and index.

    `lists` are those of pages that count by themselves, by conversion: HTML by key, in order.
    `entries` are those of all sources as they stand alone, by key.
    """

    answer: Answer = field(default_factory=Answer)
    cited: Mapping[Slot, Cited] = field(default_factory=dict)
    numbers: Mapping[tuple[int, int], int] = field(default_factory=dict)
    lists: Mapping[int, dict[str, str]] = field(default_factory=dict)

    @cached_property
    def entries(self) -> dict[str, str]:
        """The entries of sources as they are printed where a citation stands alone, by key."""
        return {one.key: one.entry for one in self.answer.listed}


def groups_of(pages: Sequence[Page]) -> list[list[Page]]:
    """Part the pages by how notes count: each essay as one, every other page alone."""
    essays: dict[str, list[Page]] = {}
    for page in pages:
        if page.in_essay:
            essays.setdefault(page.essay, []).append(page)
    return [*essays.values(), *([page] for page in pages if not page.in_essay)]


def note_numbers(groups: Iterable[Sequence[Page]]) -> dict[tuple[int, int], int]:
    """Give notes their numbers, through each group."""
    numbers: dict[tuple[int, int], int] = {}
    for group in groups:
        readings = [page.reading for page in group]
        places = [(one.conversion, index) for one in readings for index in range(len(one.notes))]
        numbers.update({place: number for number, place in enumerate(places, 1)})
    return numbers


def resolve(
    pages: Sequence[Page],
    lists: SourceLists,
    citeproc: Citeproc,
    style: Style,
    language: str | None,
) -> Resolved:
    """Ask citeproc. A note style starts afresh in each group, where readers start.

    An in-text style sees the site as one document, since its list of sources is one:
    "2019a" must mean the same work on all pages. But where citations are numbers in a list,
    and only pages have one, they count in it.

    Raises `CiteprocError`.
    """
    numbers = note_numbers(groups_of(pages))
    by_page = style.numbers and not lists.homes
    alone = _alone(pages) if by_page else []
    groups, first = _units(pages, alone, style)
    entries = {keys_in(raw.raw)[0]: raw for page in pages for raw in entries_of(page)}
    if not any(groups) and not lists.all and not lists.homes and not entries:
        citeproc.stop()
        return Resolved(numbers=numbers)
    answer = citeproc.resolve(
        style,
        language,
        [[one.unit for one in group] for group in groups],
        list_all=lists.all,
        listed=() if lists.all else sorted({*lists.homes, *entries}),
        alone=[True] * len(alone),
        aside=[index >= first for index in range(len(groups))],
        others=_languages(pages),
    )
    cited: dict[Slot, Cited] = {}
    for group, results in zip(groups, answer.groups, strict=True):
        slots = [slot for one in group for slot in one.slots]
        cited.update(zip(slots, results, strict=True))
    cited.pop(NOWHERE, None)
    for page in pages:
        for raw in entries_of(page):
            cited[page.reading.conversion, raw.slot] = Cited(
                (Citation(keys_in(raw.raw)[0]),), None, None
            )
    hosts = [group[0].reading.conversion for group in alone]
    own = dict(zip(hosts, answer.lists, strict=False))
    return Resolved(answer, cited, numbers, own)


def _languages(pages: Iterable[Page]) -> list[str]:
    """Give the languages of pages and of parts of them."""
    said = {tag for page in pages for tag in (page.language, *page.reading.parts)}
    return sorted(filter(is_tag, said))


def entries_of(page: Page) -> list[RawCitation]:
    """Give the citations of a page that stand alone, where an entry is printed."""
    return [raw for raw in page.reading.citations if raw.kind == "entry"]


def _alone(pages: Iterable[Page]) -> list[list[Page]]:
    """Give the pages that have a list of their own, each with its parts."""
    found: dict[str, list[Page]] = {}
    for page in pages:
        if page.url in found or page.reading.lists:
            found.setdefault(page.url, []).append(page)
    return list(found.values())


def _units(
    pages: Sequence[Page], alone: Sequence[Sequence[Page]], style: Style
) -> tuple[list[list[SlottedUnit]], int]:
    """Part what citeproc is to see into groups, those of pages `alone` first.

    Give also from which group on they stand aside. In a note style annotations do, and pages
    outside the essays: citeproc tells sources apart by all that is said in one document, so that
    an annotation would add a letter or a title in an essay's notes, or take one away.
    """
    own = [
        [
            *(unit for page in group for unit in units_of(page, style)),
            *chain.from_iterable(apart for page in group for apart in units_apart(page, style)),
        ]
        for group in alone
    ]
    counted = {page.reading.conversion for group in alone for page in group}
    rest = [page for page in pages if page.reading.conversion not in counted]
    parted = groups_of(rest) if style.is_note else [rest]
    units = [[unit for page in group for unit in units_of(page, style)] for group in parted]
    apart = [group for page in rest for group in units_apart(page, style)]
    essays = len({page.essay for page in rest if page.in_essay})
    groups = [*own, *units, *apart]
    within = len(own) + (essays or len(units)) if style.is_note else len(groups)
    return groups, within
