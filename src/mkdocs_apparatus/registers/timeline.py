"""The timeline: periods, and dated events that paragraphs of an essay tell of."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from ..hints import did_you_mean
from ..model import Edition, Paragraph, Problem, Section
from .dates import Dated

ORIGINS = ("essay", "supplied")
"""Who dates an event: the essay itself, or its editor."""

OTHER_PERIOD = "period-other"
"""The id of the heading of events that lie in no period."""


@dataclass(frozen=True)
class Period:
    """A stretch of the timeline, with the anchor of its heading; `name` is plain text."""

    id: str
    name: str
    date: Dated
    line: int

    def holds(self, date: Dated) -> bool:
        """Whether a date lies in this period, be it in part."""
        return date.start < self.date.end and date.end > self.date.start


@dataclass(frozen=True)
class Event:
    """An event, with its anchor and its line in the file.

    `event` and `remark` are inline Markdown, `place` plain text, `origin` one of `ORIGINS`.
    `paragraphs` are written `section#id`, `sources` are keys.
    """

    id: str
    date: Dated
    origin: str
    place: str
    event: str
    paragraphs: tuple[str, ...]
    sources: tuple[str, ...]
    remark: str
    line: int


@dataclass(frozen=True)
class Timeline:
    """The periods and events of a timeline in order of time; `path` is that of its file."""

    path: str
    periods: tuple[Period, ...]
    events: tuple[Event, ...]
    problems: tuple[Problem, ...]

    def period_of(self, event: Event) -> Period | None:
        """Give the first period that an event lies in.

        That is the first to end after the event's beginning, or none: others begin later.
        """
        place = bisect_right(self._ends, event.date.start)
        first = next(iter(self.periods[place : place + 1]), None)
        return first if first and first.holds(event.date) else None

    @cached_property
    def _ends(self) -> list[float]:
        """The latest end of the periods up to each, which rises."""
        return list(accumulate((one.date.end for one in self.periods), max))

    @cached_property
    def by_section(self) -> dict[str, tuple[Event, ...]]:
        """The events that a section's paragraphs tell of, in order of time, by its slug."""
        found: dict[str, list[Event]] = {}
        for event in self.events:
            for slug in dict.fromkeys(name.partition("#")[0] for name in event.paragraphs):
                found.setdefault(slug, []).append(event)
        return {slug: tuple(events) for slug, events in found.items()}

    def following(self, renamed: Mapping[str, str], edition: Edition) -> Timeline:
        """Give the timeline with the present names of paragraphs; those that are there stay."""
        lost = renamed.keys() - named_paragraphs(edition).keys()
        new = {name: renamed[name] for name in lost}
        if not new:
            return self

        def followed(event: Event) -> Event:
            names = (new.get(one, one) for one in event.paragraphs)
            return replace(event, paragraphs=tuple(dict.fromkeys(names)))

        return replace(self, events=tuple(map(followed, self.events)))


def check_periods(timeline: Timeline) -> Iterator[Problem]:
    """Find periods that overlap, and, where there are periods, events that lie in none."""
    longest: Period | None = None
    for period in timeline.periods:
        if longest and longest.holds(period.date):
            mend = f"end '{longest.name}' before it, or begin '{period.name}' later"
            message = f"'{period.name}' begins before '{longest.name}' ends; {mend}"
            yield Problem(timeline.path, period.line, "overlapping-periods", message)
        if longest is None or period.date.end > longest.date.end:
            longest = period
    for event in timeline.events if timeline.periods else ():
        if not timeline.period_of(event):
            mend = "mend its date, or the dates of a period"
            message = f"{event.date.words} lies in no period; {mend}"
            yield Problem(timeline.path, event.line, "outside-periods", message)


def check_timeline(
    timeline: Timeline, edition: Edition, doubtful: AbstractSet[str] = frozenset()
) -> Iterator[Problem]:
    """Find events that name no paragraph, or a paragraph or source that does not exist.

    `doubtful` are sections whose paragraphs are not all known, by their slugs, and paragraphs of
    which is said elsewhere that they are lost.
    """
    paragraphs = dict.fromkeys(named_paragraphs(edition))
    lacking = _without_ids(edition)
    sources = frozenset(one.key for one in edition.sources)
    for event in timeline.events:
        if not event.paragraphs:
            message = (
                f"the event of {event.date.words} names no paragraph; "
                "write 'paragraphs: [section#p1]'"
            )
            yield Problem(timeline.path, event.line, "no-paragraph", message)
        for name in event.paragraphs:
            if name not in paragraphs and doubtful.isdisjoint({name, name.partition("#")[0]}):
                mend = _mend(name, lacking, paragraphs)
                message = f"there is no paragraph '{name}'; {mend}"
                yield Problem(timeline.path, event.line, "unknown-paragraph", message)
        for key in event.sources:
            if key not in sources:
                mend = did_you_mean(key, sources, "cite it in the essay, or take it out here")
                message = f"no page cites a source '{key}'; {mend}"
                yield Problem(timeline.path, event.line, "unknown-key", message)


def in_edition(timeline: Timeline, edition: Edition) -> Timeline:
    """Call paragraphs as the edition does, where events call their sections otherwise.

    A section may be named with the folder of its essay, as in `letters/first#p2`, and without
    it where no other essay has a section of that name.
    """
    slugs = {f"{one.essay}/{one.path}": one.slug for one in edition.sections}
    counts = Counter(one.path for one in edition.sections)
    slugs |= {one.path: one.slug for one in edition.sections if counts[one.path] == 1}

    def called(name: str) -> str:
        section, _, paragraph = name.partition("#")
        return f"{slugs.get(section, section)}#{paragraph}"

    events = (replace(one, paragraphs=(*map(called, one.paragraphs),)) for one in timeline.events)
    return replace(timeline, events=tuple(events))


def _mend(name: str, lacking: Collection[str], paragraphs: Collection[str]) -> str:
    """Say how to name a paragraph: it may be `lacking` an id yet, or be another."""
    if name in lacking:
        return "run 'apparatus number', which gives paragraphs their ids"
    if not paragraphs:
        return "run 'apparatus number', which gives paragraphs their ids, and name one of them"
    return did_you_mean(name, paragraphs, f"name one as in '{next(iter(paragraphs))}'")


@dataclass(frozen=True)
class NamedParagraph:
    """A paragraph of the essay, with the section in which it stands."""

    section: Section
    paragraph: Paragraph

    @property
    def url(self) -> str:
        """Its address, relative to the site root."""
        return f"{self.section.url}#{self.paragraph.id}"


def _without_ids(edition: Edition) -> frozenset[str]:
    """Give the paragraphs that have no id yet, by the name that they are to have."""
    return frozenset(
        f"{section.slug}#p{paragraph.number}"
        for section in edition.sections
        for paragraph in section.paragraphs
        if not paragraph.id
    )


def named_paragraphs(edition: Edition) -> dict[str, NamedParagraph]:
    """Give the paragraphs of the essay that have an id, as a timeline names them."""
    return {
        f"{section.slug}#{paragraph.id}": NamedParagraph(section, paragraph)
        for section in edition.sections
        for paragraph in section.paragraphs
        if paragraph.id
    }


def events_of(timeline: Timeline, section_slug: str) -> tuple[Event, ...]:
    """Give the events that a section's paragraphs tell of, in order of time."""
    return timeline.by_section.get(section_slug, ())
