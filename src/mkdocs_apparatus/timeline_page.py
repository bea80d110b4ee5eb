"""The timeline as readers see and search it: an overview to look at, a list to read."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from jinja2 import Environment
from markdown import Markdown
from markdown.blockprocessors import ParagraphProcessor
from markdown.util import Registry
from markupsafe import Markup

from .contents import text_of
from .labels import short_names
from .model import Edition, Section
from .problems import is_iso
from .timeline import Event, Timeline, events_of, paragraphs_of
from .timeline_figure import figure_of, outline

Link = Callable[[str], str]
"""Makes a link, relative to the page, to an address in the site."""


@dataclass(frozen=True)
class Reference:
    """A link in words; `url` is relative to the site root, None where nothing can be linked.

    `label` is what a screen reader says instead of the words, if it says more.
    """

    url: str | None
    words: str
    label: str = ""


@dataclass(frozen=True)
class Group:
    """The events of one period under its heading; `dates` is in words."""

    id: str
    name: str
    dates: str
    events: tuple[Event, ...]


def timeline_html(timeline: Timeline, edition: Edition, templates: Environment, link: Link) -> str:
    """Print the timeline with the template `timeline.html`.

    Paragraphs and sources that do not exist, which `check_timeline` reports, are left out.
    """
    return templates.get_template("timeline.html").render(
        figure=figure_of(timeline),
        groups=_groups(timeline),
        paragraphs=partial(_paragraphs, edition),
        sources=partial(_sources, edition),
        link=link,
        title=_title,
        inline=inline,
        outline=outline,
        is_iso=is_iso,
        markup=Markup,
    )


def inline(text: str) -> Markup:
    """Give one line of Markdown as HTML: emphasis and links, but no lists or headings."""
    markdown = Markdown()
    # So that "1918. A year later" is no list.
    markdown.parser.blockprocessors = Registry()
    markdown.parser.blockprocessors.register(ParagraphProcessor(markdown.parser), "paragraph", 10)
    return Markup(markdown.convert(text).removeprefix("<p>").removesuffix("</p>"))


def _title(event: Event) -> str:
    """Say an event in one line of plain text: "1848, Europe: A wave of revolutions …"."""
    when = ", ".join(filter(None, (event.date.words, event.place)))
    return f"{when}: {text_of(inline(event.event))}"


def _groups(timeline: Timeline) -> list[Group]:
    """Put events under their periods; those that lie in none come last."""
    periods = [timeline.period_of(event) for event in timeline.events]
    held = list(zip(timeline.events, periods, strict=True))

    groups = [
        Group(
            period.id,
            period.name,
            period.date.words,
            tuple(event for event, its in held if its == period),
        )
        for period in timeline.periods
    ]
    others = tuple(event for event, its in held if its is None)
    return [*groups, Group("period-other", "Other dates", "", others)] if others else groups


def _paragraphs(edition: Edition, event: Event) -> list[Reference]:
    """Name the paragraphs that tell of an event: "Democracy in the factory ¶5"."""
    known = paragraphs_of(edition)
    found = [known[name] for name in event.paragraphs if name in known]
    return [
        Reference(f"{section.url}#{one.id}", f"{section.title} ¶{one.number}")
        for section, one in found
    ]


def _sources(edition: Edition, event: Event) -> list[Reference]:
    names = short_names(edition.sources)
    by_key = {source.key: source for source in edition.sources}
    return [Reference(by_key[key].url, names[key]) for key in event.sources if key in by_key]


def section_dates_html(
    timeline: Timeline, section: Section, url: str, templates: Environment, link: Link
) -> str:
    """Print links from a section to its events, with the template `section_dates.html`.

    `url` is the page of the timeline. Events of one date share a link, to the first. A
    section without events gets nothing.
    """
    by_date: dict[str, list[Event]] = {}
    for event in events_of(timeline, section.slug):
        by_date.setdefault(event.date.words, []).append(event)
    dates = [
        Reference(f"{url}#{events[0].id}", words, "; ".join(map(_title, events)))
        for words, events in by_date.items()
    ]
    if not dates:
        return ""
    return templates.get_template("section_dates.html").render(dates=dates, link=link)


def search_entries(timeline: Timeline, url: str) -> Iterator[dict[str, str]]:
    """Give an entry of the search index for each event; `url` is the page of the timeline.

    Both texts are HTML-escaped, as the search programs of MkDocs and Material expect.
    """
    for event in timeline.events:
        title = "Timeline: " + ", ".join(filter(None, (event.date.words, event.place)))
        text = " ".join(text_of(inline(one)) for one in (event.event, event.remark) if one)
        yield {
            "location": f"{url}#{event.id}",
            "title": html.escape(title, False),
            "text": html.escape(text, False),
        }
