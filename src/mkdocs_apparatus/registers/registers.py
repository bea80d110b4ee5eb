"""The registers of an edition: its index of names and its timeline, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from jinja2 import Environment

from ..bib import Bibliography
from ..messages.speech import ENGLISH, Speech
from ..model import Edition, Essay, Link, Problem, Section
from ..page.passages import Passage, passages_of
from ..page.tree import Element
from ..page.words import Words
from ..page_result import SearchEntry
from ..reading.page_reading import Page
from . import index_page, timeline_page
from .checks import check_registers
from .grid import grid_html
from .mentions import Finder, finder_of
from .names import Index
from .timeline import Timeline, check_timeline, in_edition
from .titles import titles_of

WORDS_A_MINUTE = 238
"""How fast adults read prose in English (Brysbaert 2019, doi:10.1016/j.jml.2019.104047)."""


@dataclass(frozen=True)
class Registers:
    """An index and a timeline, None where a site has none, on the pages of these urls.

    `finder` finds the names of the index, and `mentions` are the passages that mention each
    entry, by its id. `first` gives by a section's slug the words of its paragraphs, and
    the entries that each is the first to mention; `minutes` says how long each section
    takes to read, by its slug.
    """

    index: Index | None = None
    timeline: Timeline | None = None
    index_url: str | None = None
    timeline_url: str | None = None
    finder: Finder | None = None
    mentions: Mapping[str, Sequence[Passage]] = field(default_factory=dict)
    first: Mapping[str, Sequence[tuple[Words, Sequence[str]]]] = field(default_factory=dict)
    minutes: Mapping[str, int] = field(default_factory=dict)
    speech: Speech = ENGLISH

    def printed(
        self, which: str, edition: Edition, templates: Environment, link: Link, url: str
    ) -> str | None:
        """Print a register on the page of a url; None where it has no data."""
        if which == "index" and self.index:
            return index_page.index_html(self.index, self.mentions, templates, link)
        if which == "timeline" and self.timeline:
            return timeline_page.timeline_html(self.timeline, edition, templates, link)
        if which == "contents":
            template = templates.get_template("contents.html")
            held = [(one, edition.by_essay[one.folder]) for one in _essays_at(url, edition)]
            return template.render(essays=held, minutes=self.minutes, link=link)
        return grid_html(edition, templates, link) if which == "grid" else None

    def mark(self, section: Section, link: Link) -> None:
        """Link the first mention of each name in a section's text to its entry in the index.

        Lists and quotations are text too, but notes, annotations and headings are not.
        """
        if self.finder is None or self.index_url is None:
            return
        for words, entries in self.first.get(section.slug, ()):
            self.finder.mark(words, {one: link(f"{self.index_url}#{one}") for one in entries})

    def head(self, section: Section, edition: Edition, templates: Environment) -> str:
        """Say which section of its essay it is, and how long it takes to read."""
        return templates.get_template("section_head.html").render(
            section=section,
            essay=edition.essay_of(section.url),
            count=len(edition.by_essay[section.essay]),
            minutes=self.minutes[section.slug],
        )

    def dates(self, section: Section, templates: Environment, link: Link) -> str:
        """Print the links from a section to its events, if it has any."""
        if self.timeline is None or self.timeline_url is None:
            return ""
        return timeline_page.section_dates_html(
            self.timeline, section, self.timeline_url, templates, link
        )

    def addresses(self) -> Iterator[str]:
        """Give the addresses of entries and events, relative to the site root."""
        if self.index and self.index_url is not None:
            yield from (f"{self.index_url}#{entry.id}" for entry in self.index.entries)
        if self.timeline and self.timeline_url is not None:
            yield from (f"{self.timeline_url}#{event.id}" for event in self.timeline.events)

    def search_entries(self) -> Iterator[SearchEntry]:
        """Give the entries of the search index, each for the place where it stands."""
        if self.index and self.index_url is not None:
            yield from index_page.search_entries(self.index, self.index_url, self.speech)
        if self.timeline and self.timeline_url is not None:
            yield from timeline_page.search_entries(self.timeline, self.timeline_url, self.speech)


def read_registers(
    index: Index | None,
    timeline: Timeline | None,
    edition: Edition,
    bibliography: Bibliography,
    pages: Sequence[Page],
    trees: Mapping[str, Element],
    *,
    whole: bool = True,
    speech: Speech = ENGLISH,
    doubtful: AbstractSet[str] = frozenset(),
) -> tuple[Registers, tuple[Problem, ...]]:
    """Find what the index mentions, how long sections take to read, and what is wrong.

    `trees` are the filled pages by url. Problems are those of the data files, of what
    they name in vain, and of registers without a place or data (`check_registers`). What
    other pages may hold is not missed where these are not the `whole` site, nor what is
    `doubtful`, as `check_timeline` has it.
    """
    timeline = in_edition(timeline, edition) if timeline else None
    problems = list(check_registers(index, timeline, pages, trees, whole=whole))
    passages = passages_of(edition, trees, speech)
    finder = finder_of(index, titles_of(edition, bibliography, trees)) if index else None
    found = finder.find(passages) if finder else {}
    if index:
        problems += index.problems
        problems += index_page.check_mentions(index, found) if whole else ()
    if timeline:
        problems += timeline.problems
        problems += check_timeline(timeline, edition, doubtful) if whole else ()
    registers = Registers(
        index,
        timeline,
        _url("index", pages),
        _url("timeline", pages),
        finder,
        found,
        _first(
            {one.id: found[one.id] for one in index.entries if one.linked and one.id in found}
            if index
            else {}
        ),
        _minutes(edition.sections, passages),
        speech,
    )
    return registers, tuple(problems)


def _essays_at(url: str, edition: Edition) -> Sequence[Essay]:
    """Give the essay of which a page is the title page or a section; elsewhere all."""
    own = next((one for one in edition.essays if one.url == url), edition.essay_of(url))
    return [own] if own else edition.essays


def _first(mentions: Mapping[str, Sequence[Passage]]) -> dict[str, list[tuple[Words, list[str]]]]:
    """Find for each entry the first paragraph of each section that mentions it."""
    first: dict[str, dict[str, tuple[Words, list[str]]]] = {}
    for entry, passages in mentions.items():
        seen: set[str] = set()
        for one in passages:
            if one.kind == "paragraph" and one.paragraph and one.section not in seen:
                seen.add(one.section)
                held = first.setdefault(one.section, {})
                held.setdefault(one.paragraph.number, (one.words, []))[1].append(entry)
    return {section: list(held.values()) for section, held in first.items()}


def _minutes(sections: Iterable[Section], passages: Iterable[Passage]) -> dict[str, int]:
    """Say how long the text of each section takes to read, at least a minute."""
    counts = dict.fromkeys((section.slug for section in sections), 0)
    for one in passages:
        if one.kind == "paragraph":
            counts[one.section] += one.count
    return {slug: max(1, round(count / WORDS_A_MINUTE)) for slug, count in counts.items()}


def _url(which: str, pages: Sequence[Page]) -> str | None:
    return next((page.url for page in pages if which in page.reading.places), None)
