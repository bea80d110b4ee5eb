"""The timeline as readers see and search it: an overview to look at, a list to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from ..iso import is_iso
from ..messages import places
from ..messages.speech import ENGLISH, Speech
from ..messages.templates import spoken
from ..model import Edition, Essay, Link, Section
from ..page.contents import text_of
from ..page_result import SearchEntry
from ..references.labels import short_names
from .inline_markdown import inline
from .timeline import OTHER_PERIOD, Event, Timeline, events_of, named_paragraphs
from .timeline_figure import figure_of, outline


@dataclass(frozen=True)
class Reference:
    """A link in words; `url` is relative to the site root, None where nothing can be linked.

    `label` is what a screen reader says instead of the words, if it says more.
    """

    url: str | None
    words: str
    label: str = ""


@dataclass(frozen=True)
class EventRow:
    """An event as the list prints it, with the paragraphs that tell of it and its sources."""

    event: Event
    paragraphs: tuple[Reference, ...]
    sources: tuple[Reference, ...]


@dataclass(frozen=True)
class PeriodGroup:
    """The events of one period under its heading; `dates` is in words."""

    id: str
    name: str
    dates: str
    rows: tuple[EventRow, ...]


def timeline_html(timeline: Timeline, edition: Edition, templates: Environment, link: Link) -> str:
    """Print the timeline with the template `timeline.html`.

    Paragraphs and sources that do not exist, which `check_timeline` reports, are left out.
    """
    speech = spoken(templates)
    return templates.get_template("timeline.html").render(
        figure=figure_of(timeline, speech),
        groups=_groups(timeline, edition, speech),
        link=link,
        title=lambda event: _title(event, speech),
        inline=inline,
        outline=outline,
        is_iso=is_iso,
        markup=Markup,
    )


def _title(event: Event, speech: Speech) -> str:
    """Say an event in one line of plain text: "1848, Europe: A wave of revolutions …"."""
    when = places.together(speech, (event.date.words, event.place))
    return f"{when}{places.colon(speech)}{text_of(inline(event.event))}"


def _groups(timeline: Timeline, edition: Edition, speech: Speech) -> list[PeriodGroup]:
    """Put events under their periods; those that lie in none come last."""
    held: dict[str, list[EventRow]] = {}
    for row in _rows(timeline.events, edition, speech):
        period = timeline.period_of(row.event)
        held.setdefault(period.id if period else OTHER_PERIOD, []).append(row)
    groups = [
        PeriodGroup(one.id, one.name, one.date.words, tuple(held.get(one.id, ())))
        for one in timeline.periods
    ]
    others = tuple(held.get(OTHER_PERIOD, ()))
    name = speech.say("Other dates") if groups else speech.say("Dates")
    other = PeriodGroup(OTHER_PERIOD, name, "", others)
    return [*groups, other] if others else groups


def _rows(events: Iterable[Event], edition: Edition, speech: Speech) -> Iterator[EventRow]:
    """Find what events refer to: "§3 ¶5", "Walder and Gong 1993"."""
    paragraphs = {
        name: Reference(
            f"{one.section.url}#{one.paragraph.id}",
            _within(edition.essay_of(one.section.url))
            + f"{places.section(speech, one.section.number)} {label.seen}",
            places.together(speech, [one.section.title, label.said]),
        )
        for name, one in named_paragraphs(edition).items()
        for label in (places.paragraph(speech, one.paragraph.number),)
    }
    names = short_names(edition.sources, speech)
    sources = {one.key: Reference(one.url, names[one.key]) for one in edition.sources}
    for event in events:
        yield EventRow(
            event,
            tuple(paragraphs[name] for name in event.paragraphs if name in paragraphs),
            tuple(sources[key] for key in event.sources if key in sources),
        )


def _within(essay: Essay | None) -> str:
    return f"{essay.title} " if essay else ""


def section_dates_html(
    timeline: Timeline, section: Section, url: str, templates: Environment, link: Link
) -> str:
    """Print links from a section to its events, with the template `section_dates.html`.

    `url` is the page of the timeline. Events of one date share a link, to the first. A
    section without events gets nothing.
    """
    speech = spoken(templates)
    by_date: dict[str, list[Event]] = {}
    for event in events_of(timeline, section.slug):
        by_date.setdefault(event.date.words, []).append(event)
    dates = [
        Reference(
            f"{url}#{events[0].id}",
            words,
            places.semicolon(speech).join(_title(one, speech) for one in events),
        )
        for words, events in by_date.items()
    ]
    if not dates:
        return ""
    return templates.get_template("section_dates.html").render(dates=dates, link=link)


def search_entries(timeline: Timeline, url: str, speech: Speech = ENGLISH) -> Iterator[SearchEntry]:
    """Give an entry of the search index for each event; `url` is the page of the timeline."""
    for event in timeline.events:
        when = places.together(speech, (event.date.words, event.place))
        title = speech.say("Timeline: %(name)s", name=when)
        text = " ".join(text_of(inline(one)) for one in (event.event, event.remark) if one)
        yield SearchEntry(f"{url}#{event.id}", title, text, "event")
