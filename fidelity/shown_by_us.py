"""What the site shows, by the functions that fill its pages, without MkDocs.

`tests/test_fidelity.py` builds whole sites and finds the same in their pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from mkdocs.utils import get_relative_url

from mkdocs_apparatus.cache import Cache
from mkdocs_apparatus.citations.citeproc import Citeproc
from mkdocs_apparatus.citations.pandoc import CiteprocError, Pandoc
from mkdocs_apparatus.citations.styles import Style
from mkdocs_apparatus.edition.assembly import assemble
from mkdocs_apparatus.page.tree import Node, read
from mkdocs_apparatus.publication.filling import Filler
from mkdocs_apparatus.publication.rendering import Renderer, environment

from .essays import Essay
from .showing import Shown, forms_of, marked, runs_of

NOTE = ".footnote > ol > li"
APART = ".footnote, .sources, .annotations, aside, .cite-apparatus, .headerlink"
TEMPLATES = environment()


class OnlyEntries(Cache):
    """Keeps what pandoc read of entries, and no answers: those are kept as what they show."""

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Keep the value, unless it is an answer of citeproc."""
        if kind != "citeproc":
            super().put(kind, key, value)


def show(essay: Essay, style: Style, cache: Path) -> Shown:
    """Fill the essay's pages, and read them. Raises `CiteprocError`."""
    language = style.language(essay.language)
    citeproc = Citeproc(essay.bibliography, Pandoc(OnlyEntries(cache)), language)
    edition = assemble(essay.pages, essay.bibliography, style, essay.language, citeproc=citeproc)
    citeproc.stop()
    filler = Filler(Renderer(edition, TEMPLATES, get_relative_url, essay.language or ""))
    trees: dict[str, Node] = {}
    for url, html in essay.contents.items():
        trees[url] = read(html)
        filler.fill(trees[url], url)
    for problem in edition.problems:
        if problem.code == "pandoc-failed":
            raise CiteprocError(str(problem))
    return read_pages(essay, trees.__getitem__)


def read_pages(essay: Essay, tree: Callable[[str], Node]) -> Shown:
    """Read what pages show, each given by its url as a tree, which is changed."""
    notes: list[str] = []
    forms: list[str] = []
    entries: Mapping[str, str] = {}
    for page in essay.pages:
        root = tree(page.url)
        if page.reading.places and "full" in page.reading.places and not entries:
            entries = {
                (one.attr("id") or "").removeprefix("ref-"): marked(runs_of(entry))
                for one in root.select("li.source")
                for entry in one.select(".source-entry")
            }
        if page.in_essay:
            for one in root.select(".annotations, aside, details.annotation"):
                one.extract()
            notes += [marked(runs_of(note)) for note in root.select(NOTE)]
            for one in root.select(APART):
                one.extract()
            forms += forms_of(root)
    return Shown(notes, forms, dict(entries))
