"""The timeline: periods, and dated events that paragraphs of the essay tell of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise

from .dates import Dated
from .model import Edition, Paragraph, Problem, Section

ORIGINS = ("essay", "supplied")
"""Who dates an event: the essay itself, or its editor."""


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
        """Give the first period that an event lies in."""
        return next((one for one in self.periods if one.holds(event.date)), None)


def check_periods(timeline: Timeline) -> Iterator[Problem]:
    """Find periods that overlap, and events that lie in none."""
    for one, other in pairwise(timeline.periods):
        if one.holds(other.date):
            mend = f"end '{one.name}' before it, or begin '{other.name}' later"
            message = f"'{other.name}' begins before '{one.name}' ends; {mend}"
            yield Problem(timeline.path, other.line, "overlapping-periods", message)
    for event in timeline.events:
        if not timeline.period_of(event):
            mend = "mend its date, or the dates of a period"
            message = f"{event.date.words} lies in no period; {mend}"
            yield Problem(timeline.path, event.line, "outside-periods", message)


def check_timeline(timeline: Timeline, edition: Edition) -> Iterator[Problem]:
    """Find events that name no paragraph, or a paragraph or source that does not exist."""
    paragraphs = set(paragraphs_of(edition))
    sources = {one.key for one in edition.sources}
    for event in timeline.events:
        if not event.paragraphs:
            message = (
                f"the event of {event.date.words} names no paragraph; "
                "write 'paragraphs: [section#p1]'"
            )
            yield Problem(timeline.path, event.line, "no-paragraph", message)
        for name in event.paragraphs:
            if name not in paragraphs:
                hint = _hint(name, paragraphs, "write it as 'section#p1'")
                message = f"there is no paragraph '{name}'; {hint}"
                yield Problem(timeline.path, event.line, "unknown-paragraph", message)
        for key in event.sources:
            if key not in sources:
                hint = _hint(key, sources, "cite it in the essay, or take it out here")
                message = f"no page cites a source '{key}'; {hint}"
                yield Problem(timeline.path, event.line, "unknown-key", message)


def _hint(name: str, known: Iterable[str], otherwise: str) -> str:
    close = get_close_matches(name, sorted(known), 1, 0.6)
    return f"did you mean '{close[0]}'?" if close else otherwise


def paragraphs_of(edition: Edition) -> dict[str, tuple[Section, Paragraph]]:
    """Give the paragraphs of the essay that have an id, as a timeline names them."""
    return {
        f"{section.slug}#{paragraph.id}": (section, paragraph)
        for section in edition.sections
        for paragraph in section.paragraphs
        if paragraph.id
    }


def events_of(timeline: Timeline, section_slug: str) -> tuple[Event, ...]:
    """Give the events that a section's paragraphs tell of, in order of time."""
    start = f"{section_slug}#"
    return tuple(
        event
        for event in timeline.events
        if any(name.startswith(start) for name in event.paragraphs)
    )
