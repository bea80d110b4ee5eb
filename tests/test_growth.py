"""What there is more of costs as much more, and not the square of it."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Callable
from copy import deepcopy
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from growing import CASES, entries
from growth import seconds
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from mkdocs_apparatus.citations.bib_parsing import merge, parse
from mkdocs_apparatus.citations.definitions import definitions
from mkdocs_apparatus.citations.inlines import link_titles
from mkdocs_apparatus.edition.checks import check_pages
from mkdocs_apparatus.messages.speech import ENGLISH
from mkdocs_apparatus.model import Annotation, Edition, Paragraph, Section, Source
from mkdocs_apparatus.page.passages import passages_of
from mkdocs_apparatus.page.tree import read
from mkdocs_apparatus.page_result import PageResult
from mkdocs_apparatus.publication.panels import _boxes
from mkdocs_apparatus.publication.search import entries as search_entries
from mkdocs_apparatus.reading.extension import ApparatusExtension
from mkdocs_apparatus.reading.lines import lines_of
from mkdocs_apparatus.reading.page_reading import Fault, Page, PageReading
from mkdocs_apparatus.reading.settings import Settings
from mkdocs_apparatus.reading.syntax import Brackets, parts_of
from mkdocs_apparatus.reading.walk import Walk
from mkdocs_apparatus.references.files import sources_out
from mkdocs_apparatus.registers.grid import grid_of
from mkdocs_apparatus.registers.timeline_figure import figure_of
from mkdocs_apparatus.registers.timeline_file import load_timeline
from mkdocs_apparatus.registers.timeline_page import _groups

TIMES = 4
"""How much larger the larger of two is."""

AT_MOST = 9
"""How many times as long it may take: 4 is linear, 16 square."""

Make = Callable[[int], Callable[[], object]]


def _walk(one: Callable[[int], str], sep: str, count: int) -> Callable[[], object]:
    """Walk over a page that says something so many times, once: the walk changes it."""
    settings = Settings(None, note_style=True)
    markdown = Markdown(extensions=[ApparatusExtension(settings)])
    markdown.treeprocessors.deregister("apparatus")
    roots: list[etree.Element] = []

    class Keep(Treeprocessor):
        def run(self, root: etree.Element) -> None:
            roots.append(root)

    markdown.treeprocessors.register(Keep(markdown), "keep", 6)
    text = sep.join(map(one, range(count)))
    root = _converted(markdown, text, roots)
    return lambda: Walk(deepcopy(root), settings, 1, [], in_essay=True).read()


def _converted(markdown: Markdown, text: str, roots: list[etree.Element]) -> etree.Element:
    markdown.reset().convert(text)
    return roots.pop()


SECTION = Section("a", "essay/a/", 1, "A", ())


def _essay(count: int) -> tuple[Edition, dict[str, Any]]:
    """Make a section of paragraphs with an annotation each, and as many sections without."""
    paragraphs = tuple(Paragraph(str(n), f"p{n}") for n in range(count))
    first = Section("a", "essay/a/", 1, "A", paragraphs)
    others = (Section(f"s{n}", f"essay/s{n}/", n, "S", ()) for n in range(count))
    beside = tuple(
        Annotation(f"n{n}", f"essay/a/#n{n}", "a", "A", one, "term", "T", ())
        for n, one in enumerate(paragraphs)
    )
    sections = (first, *others)
    pages = {one.url: PageResult({}, {}, {}, frozenset()) for one in sections}
    html = "".join(
        f'<p data-paragraph="{n}">A.</p><details class="annotation"><div class="annotation-body" '
        f'id="n{n}">B.</div></details>'
        for n in range(count)
    )
    empty = '<details class="annotation"><div class="annotation-body" id="x"></div></details>'
    trees = {one.url: read(html if one is first else empty) for one in sections}
    return Edition(sections, (), (), pages, None, (), beside), trees


def _passages(count: int) -> Callable[[], object]:
    return partial(passages_of, *_essay(count))


def _searched(count: int) -> Callable[[], object]:
    edition, trees = _essay(count)
    return lambda: list(search_entries(edition, trees, {}))


def _panel(count: int) -> Callable[[], object]:
    edition, _ = _essay(count)
    none = SimpleNamespace(html="", text="")
    names = ("chicago_note", "chicago_bibliography", "mla_works_cited", "mla_in_text")
    forms = SimpleNamespace(**dict.fromkeys([*names, "apa_reference", "apa_in_text"], none))
    paragraphs = [
        SimpleNamespace(paragraph=one, url="", forms=forms)
        for one in edition.sections[0].paragraphs
    ]
    beside = [SimpleNamespace(annotation=one, url="", forms=forms) for one in edition.annotations]
    section = SimpleNamespace(paragraphs=paragraphs, annotations=beside)
    return lambda: list(_boxes(section, True, ENGLISH))  # type: ignore[arg-type]


def _faulty(count: int) -> Callable[[], object]:
    """Look for the lines of as many faults as a page has lines."""
    source = "\n".join(f"Word [@key{n}]." for n in range(count))
    faults = [Fault("unknown-key", f"key{n}", f"[@key{n}]") for n in range(count)]
    again = PageReading()
    page = Page("a.md", "a/", "a", "A", False, source, 0, again, lambda _: again)
    return lambda: lines_of(page, faults)


def _open(count: int) -> Callable[[], object]:
    """Look for the ends of brackets that have none."""
    text = "[@a " * count
    return lambda: [Brackets().end(text, 0), *_ends(text)]


def _ends(text: str) -> list[int | None]:
    brackets = Brackets()
    return [brackets.end(text, at) for at in range(0, len(text), 4)]


def _doubled(count: int) -> Callable[[], object]:
    """Find as many paragraphs of one id."""
    source = "\n".join("Word.\n{: #p1 }\n" for _ in range(count))
    reading = PageReading(tuple(Paragraph(str(n), "p1") for n in range(count)))
    page = Page("a.md", "a/", "a", "A", False, source, 0, reading, lambda _: reading)
    bibliography = merge([])
    return lambda: list(check_pages([page], bibliography))


def _unknown(count: int) -> Callable[[], object]:
    """Ask what was meant by as many keys that are lost, each in a file as long."""
    source = "\n".join(f"[@nobody{n}]" for n in range(count))
    faults = tuple(Fault("unknown-key", f"nobody{n}", f"[@nobody{n}]") for n in range(count))
    reading = PageReading(faults=faults)
    page = Page("a.md", "a/", "a", "A", False, source, 0, reading, lambda _: reading)
    broken = "".join(f"@book{{nobody{n}, title = \n" for n in range(count))
    bibliography = merge([parse(broken + entries(1), "a.bib")])
    return lambda: list(check_pages([page], bibliography))


def _macros(count: int) -> Callable[[], object]:
    strings = "\n".join(f'@string{{mac{n} = "Macro {n}"}}' for n in range(count))
    sources = "\n".join(f"@book{{key{n}, title = {{T}}, publisher = mac{n}}}" for n in range(count))
    bibliography = merge([parse(f"{strings}\n{sources}", "a.bib")])
    cited = [Source(f"key{n}", None, "book", "", "", {"id": f"key{n}"}, ()) for n in range(count)]
    return lambda: sources_out(bibliography, cited)


def _linked(count: int) -> Callable[[], object]:
    inlines = [{"t": "Emph", "c": [{"t": "Str", "c": f"Title{n}"}]} for n in range(count)]
    titles = [(f"key{n}", [f"title{n}"]) for n in range(count)]
    return lambda: link_titles(inlines, titles)


def _timeline(count: int) -> Any:
    """Make as many periods as events, and as many events of one date."""
    periods = "\n".join(f"  - name: P\n    dates: {1000 + n}" for n in range(count))
    event = "    origin: essay\n    event: E\n    paragraphs: [a#p1]"
    events = "\n".join(
        f"  - date: {1000 + n}\n{event}\n  - date: 1000\n{event}" for n in range(count)
    )
    return load_timeline(f"periods:\n{periods}\nevents:\n{events}\n", "t.yml")


EMPTY = Edition((SECTION,), (), (), {}, None, ())


def _grid(count: int) -> Callable[[], object]:
    sections = tuple(Section(f"s{n}", f"essay/s{n}/", n, "S", ()) for n in range(count))
    sources = tuple(Source(f"key{n}", None, "book", "", "", {}, ()) for n in range(count))
    edition = Edition(sections, (), sources, {}, None, ())
    return lambda: grid_of(edition)


GROWING: dict[str, tuple[Make, int]] = {
    "citations in a paragraph": (partial(_walk, lambda n: f"word [@key{n}],", " "), 200),
    "citations alone in a paragraph": (partial(_walk, lambda n: f"Says @key{n},", " "), 200),
    "notes that lead to others": (
        partial(_walk, lambda n: f"W[^{n}].\n\n[^{n}]: N[^{n + 1}]." if not n else
        f"[^{n}]: N[^{n + 1}].", "\n\n"), 400
    ),
    "brackets that never close": (_open, 500),
    "letters of a citation": (lambda n: lambda: parts_of("[@a" + "x" * n + "]"), 40_000),
    "passages": (_passages, 200),
    "entries of search": (_searched, 400),
    "boxes": (_panel, 200),
    "lines of unknown keys": (_faulty, 500),
    "lines of doubled ids": (_doubled, 400),
    "lost keys": (_unknown, 200),
    "macros": (_macros, 75),
    "titles in a note": (_linked, 400),
    "events by periods": (lambda n: partial(_groups, _timeline(n), EMPTY, ENGLISH), 100),
    "marks of events": (lambda n: partial(figure_of, _timeline(n)), 300),
    "a grid": (_grid, 100),
    "macros that never close": (
        lambda n: partial(definitions, r"\newcommand{\a}{" * n), 400
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GROWING)
def test_twice_as_much_takes_twice_as_long(name: str) -> None:
    make, small = GROWING[name]
    short, long = make(small), make(TIMES * small)

    def is_square() -> bool:
        return seconds(long) > AT_MOST * seconds(short)

    # Once more if it seems so: the machine may have been busy.
    assert not (is_square() and is_square())


@pytest.mark.parametrize("name", CASES)
def test_a_site_of_much_is_finished(name: str) -> None:
    """So that what `benchmarks/growth.py` times is a site without faults of its own."""
    CASES[name].make(20)()
