"""The registers of an edition: its index of names and its timeline, and where they stand."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jinja2 import Environment

from . import index_page, mentions, timeline_page
from .contents import APPARATUS, PARAGRAPH, text_of
from .grid import grid_html
from .model import Edition, Passage, Problem, Section
from .names import Index
from .passages import passages_of
from .reading import Page
from .timeline import Timeline, check_timeline
from .walk import REGISTERS

Link = Callable[[str], str]
"""Makes a link, relative to the page, to an address in the site."""

COMMAND = {which: command for command, which in REGISTERS.items()}

WORDS_A_MINUTE = 238
"""How fast adults read prose in English (Brysbaert 2019, doi:10.1016/j.jml.2019.104047)."""

SLOT = re.compile(r'<div data-register="(?P<which>\w+)">[^<]*</div>')
"""Where a register stands: `<div data-register="index">\\index</div>`."""

HEADING = re.compile(r"<h1\b")
"""The title of a page: `<h1 id="introduction">`."""

LINKED = re.compile(r'<a class="citation-source"[^>]*>(?P<words>.*?)</a>', re.DOTALL)
"""A work's title in a citation, as it is printed."""


@dataclass(frozen=True)
class Registers:
    """An index and a timeline, None where a site has none, on the pages of these urls.

    `mentions` are the passages that mention each entry of the index, by its id; `minutes`
    says how long each section takes to read, by its slug.
    """

    index: Index | None = None
    timeline: Timeline | None = None
    index_url: str | None = None
    timeline_url: str | None = None
    titles: tuple[str, ...] = ()
    mentions: Mapping[str, Sequence[Passage]] = field(default_factory=dict)
    minutes: Mapping[str, int] = field(default_factory=dict)

    def fill(self, content: str, edition: Edition, templates: Environment, link: Link) -> str:
        """Print each register where it is to stand; one without data stays as written."""

        def printed(match: re.Match[str]) -> str:
            # Hidden from search, which has an entry for each place.
            if match["which"] == "index" and self.index:
                words = index_page.index_html(self.index, self.mentions, templates, link)
            elif match["which"] == "timeline" and self.timeline:
                words = timeline_page.timeline_html(self.timeline, edition, templates, link)
            elif match["which"] == "contents":
                template = templates.get_template("contents.html")
                words = template.render(sections=edition.sections, minutes=self.minutes, link=link)
            elif match["which"] == "grid":
                words = grid_html(edition, templates, link)
            else:
                return match[0]
            return APPARATUS.format(words)

        return SLOT.sub(printed, content)

    def mark(self, content: str, section: Section, link: Link) -> str:
        """Link the first mention of each name in a section to its entry in the index."""
        if self.index is None or self.index_url is None:
            return content
        first: dict[str, dict[str, str]] = {}
        for entry, passages in self.mentions.items():
            here = (one for one in passages if one.section == section.slug)
            found = next((one for one in here if one.kind == "paragraph"), None)
            if found:
                number = found.label.removeprefix("¶")
                first.setdefault(number, {})[entry] = link(f"{self.index_url}#{entry}")
        index, titles = self.index, self.titles

        def paragraph(match: re.Match[str]) -> str:
            wanted = first.get(html.unescape(match["number"]))
            if not wanted:
                return match[0]
            start, end = match.span("html")
            marked = mentions.mark(match["html"], index, wanted, titles)
            return match.string[match.start() : start] + marked + match.string[end : match.end()]

        return PARAGRAPH.sub(paragraph, content)

    def head(self, content: str, section: Section, edition: Edition, templates: Environment) -> str:
        """Say above a section's title which it is, and how long it takes to read."""
        printed = templates.get_template("section_head.html").render(
            section=section, count=len(edition.sections), minutes=self.minutes[section.slug]
        )
        return HEADING.sub(lambda match: APPARATUS.format(printed) + match[0], content, count=1)

    def dates(self, section: Section, templates: Environment, link: Link) -> str:
        """Print the links from a section to its events."""
        if self.timeline is None or self.timeline_url is None:
            return ""
        printed = timeline_page.section_dates_html(
            self.timeline, section, self.timeline_url, templates, link
        )
        return APPARATUS.format(printed) if printed else ""

    def anchors(self, places: Collection[str]) -> Iterator[str]:
        """Give the ids of the entries and events that a page with these `places` shows."""
        if "index" in places and self.index:
            yield from (entry.id for entry in self.index.entries)
        if "timeline" in places and self.timeline:
            yield from (event.id for event in self.timeline.events)

    def search_entries(self) -> Iterator[dict[str, str]]:
        """Give the entries of the search index, each for the place where it stands."""
        if self.index and self.index_url is not None:
            yield from index_page.search_entries(self.index, self.index_url)
        if self.timeline and self.timeline_url is not None:
            yield from timeline_page.search_entries(self.timeline, self.timeline_url)


def read_registers(
    index: Index | None,
    timeline: Timeline | None,
    edition: Edition,
    pages: Sequence[Page],
    contents: Mapping[str, str],
) -> tuple[Registers, tuple[Problem, ...]]:
    """Find what the index mentions; `contents` are the filled pages by url.

    Each register is printed on one page; one that no page prints, or that has no data, is
    a problem.
    """
    problems = list(_places(index, timeline, pages))
    titles = tuple(sorted({one for content in contents.values() for one in _titles(content)}))
    found: dict[str, tuple[Passage, ...]] = {}
    passages = passages_of(edition, contents)
    if index:
        found = mentions.find(index, passages, titles)
        problems += [*index.problems, *index_page.check_mentions(index, found)]
    if timeline:
        problems += [*timeline.problems, *check_timeline(timeline, edition)]
    registers = Registers(
        index,
        timeline,
        _url("index", pages),
        _url("timeline", pages),
        titles,
        found,
        {section.slug: _minutes(section, passages) for section in edition.sections},
    )
    return registers, tuple(problems)


def _minutes(section: Section, passages: Sequence[Passage]) -> int:
    """Say how long the paragraphs of a section take to read, at least a minute."""
    texts = [one.html for one in passages if (one.section, one.kind) == (section.slug, "paragraph")]
    count = sum(len(text_of(text).split()) for text in texts)
    return max(1, round(count / WORDS_A_MINUTE))


def _url(which: str, pages: Sequence[Page]) -> str | None:
    return next((page.url for page in pages if which in page.reading.places), None)


def _titles(content: str) -> Iterator[str]:
    """Give the titles of works as a page prints them: no other name is mentioned in one."""
    for one in LINKED.finditer(content):
        if title := text_of(one["words"]).strip("“”‘’«»\"' .,;:"):
            yield title


def _places(
    index: Index | None, timeline: Timeline | None, pages: Sequence[Page]
) -> Iterator[Problem]:
    files = {
        "index": index.entries[0].path if index and index.entries else "",
        "timeline": timeline.path if timeline else "",
    }
    for which, path in files.items():
        command = COMMAND[which]
        page = next((page for page in pages if which in page.reading.places), None)
        if path and page is None:
            message = f"no page shows the {which}; write '{command}' in a paragraph of its own"
            yield Problem(path, 0, "no-place", message)
        elif page and (index if which == "index" else timeline) is None:
            message = f"'{command}' has no data; write the file that the option '{which}' names"
            yield Problem(page.path, 0, "no-data", message)
