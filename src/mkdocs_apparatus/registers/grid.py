"""Sources by sections: a figure of how often each section of the essay cites each source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment

from ..characters import columns as width_of
from ..messages.places import colon
from ..messages.speech import ENGLISH, Speech
from ..messages.templates import spoken
from ..model import Edition, Link, Place, Section, Source
from ..references.labels import short_names

WIDTH = 660.0
"""The least width of the figure in CSS pixels, that of a page's text."""

COLUMN = 24.0
"""The least width of a column; with `ROW` the size that WCAG 2.5.8 asks of a target."""

ROW = 24.0
HEAD = 26.0
LETTER = 6.5
"""The width of a letter of a name, generously."""


@dataclass(frozen=True)
class Cell:
    """How often a section cites a source: a dot of this `radius` in its row, at `x`.

    `url` is the first citing place, relative to the site root.
    """

    x: float
    radius: float
    count: int
    url: str
    title: str


@dataclass(frozen=True)
class Column:
    """A section, its `number` standing at `x`.

    It is the section's own, but counts through all where there are several essays; `title` then
    has that of the essay too.
    """

    x: float
    section: Section
    number: int
    title: str


@dataclass(frozen=True)
class Row:
    """A source that an essay cites, its name standing at `y`."""

    y: float
    source: Source
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """The figure: rows in the order of the source list, columns in that of the essay.

    `left` is where the columns begin and `others` how many sources only other pages cite.
    """

    width: float
    height: float
    left: float
    column: float
    row: float
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    others: int


def grid_html(edition: Edition, templates: Environment, link: Link) -> str:
    """Print the figure with the template `grid.html`; empty where the essay cites nothing.

    `link(url)` makes a link, relative to the page, to an address in the site.
    """
    grid = grid_of(edition, spoken(templates))
    if not grid.rows:
        return ""
    # Its first entry, as the list may stand lower on the same page.
    list_url = next((one.url for one in edition.sources if one.url), None)
    template = templates.get_template("grid.html")
    return template.render(grid=grid, link=link, list_url=list_url)


def grid_of(edition: Edition, speech: Speech = ENGLISH) -> Grid:
    """Lay out the figure, in CSS pixels."""
    names = short_names(edition.sources, speech)
    count = max(len(edition.sections), 1)
    left = LETTER * max(map(width_of, names.values()), default=0)
    column = max(COLUMN, (WIDTH - left) / count)
    columns = tuple(
        Column(left + column * (place + 0.5), section, place + 1, _title(section, edition, speech))
        for place, section in enumerate(edition.sections)
    )
    by_url = {one.section.url: one for one in columns}
    found = ((one, _cells(one, names[one.key], by_url, speech)) for one in edition.sources)
    cited = [(source, cells) for source, cells in found if cells]
    rows = tuple(
        Row(HEAD + ROW * (place + 0.5), source, names[source.key], cells)
        for place, (source, cells) in enumerate(cited)
    )
    others = len(edition.sources) - len(rows)
    width, height = left + column * count, HEAD + ROW * len(rows)
    return Grid(width, height, left, column, ROW, columns, rows, others)


def _title(section: Section, edition: Edition, speech: Speech) -> str:
    essay = edition.essay_of(section.url)
    return f"{essay.title}{colon(speech)}{section.title}" if essay else section.title


def _cells(
    source: Source, name: str, columns: Mapping[str, Column], speech: Speech
) -> tuple[Cell, ...]:
    """Give the dots of a source, in the order of columns, which are by url."""
    found: dict[str, list[Place]] = {}
    for place in source.cited:
        url = place.url.partition("#")[0]
        if url in columns:
            found.setdefault(url, []).append(place)
    cells = (_cell(name, columns[url], places, speech) for url, places in found.items())
    return tuple(sorted(cells, key=lambda one: one.x))


def _cell(name: str, column: Column, places: Sequence[Place], speech: Speech) -> Cell:
    """Give a dot whose area grows with the count of citations, as far as its row allows."""
    count = len(places)
    title = speech.say_many(
        "%(name)s in %(section)s: %(num)s citation",
        "%(name)s in %(section)s: %(num)s citations",
        count,
        name=name,
        section=column.title,
    )
    radius = min(6.5 * count**0.35, ROW / 2 - 0.5)
    return Cell(column.x, radius, count, places[0].url, title)
