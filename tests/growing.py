"""Sites that grow, put together by the core alone: neither MkDocs nor pandoc is timed.

What citeproc and pandoc say is made up, so that only our own part grows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown import Markdown

from mkdocs_apparatus.citations.answers import Answer, Cited, Listed, Unit
from mkdocs_apparatus.citations.bib_parsing import merge, parse
from mkdocs_apparatus.citations.mending import mended
from mkdocs_apparatus.citations.styles import Style, find_style
from mkdocs_apparatus.model import Citation, EditionInfo
from mkdocs_apparatus.publication import search
from mkdocs_apparatus.publication.permalinks import Ledger
from mkdocs_apparatus.publication.resolving import Inputs, Resolved, resolve
from mkdocs_apparatus.publication.search_view import hide
from mkdocs_apparatus.reading.extension import ApparatusExtension
from mkdocs_apparatus.reading.page_reading import Page, PageReading
from mkdocs_apparatus.reading.settings import Settings
from mkdocs_apparatus.reading.syntax import keys_in
from mkdocs_apparatus.registers.names import load_index
from mkdocs_apparatus.registers.timeline_file import load_timeline


class Spoken:
    """Answers as pandoc would: each citation is the title of its source, linked."""

    def ask(self, script: str, request: str, read: Callable[[Any], Any]) -> Any:
        """Cite works, as `cite.lua` does."""
        asked = json.loads(request)
        said = {"t": "Str", "c": "A work."}
        cites = [{"t": "Cite", "c": [[], [said]]} for _ in asked["works"]]
        document = {"blocks": [{"t": "Para", "c": cites}]}
        styles = dict.fromkeys(asked["styles"], document)
        return read({"bibtex": ["@book{a}"] * len(asked["bibtex"]), "styles": styles})


class Citeproc:
    """Answers as `citations.citeproc.Citeproc` does."""

    pandoc = Spoken()

    def resolve(
        self, style: Style, language: str | None, groups: list[list[Unit]], **asked: Any
    ) -> Answer:
        """Link each source that is cited."""
        cited = [[_cited(raw) for unit in group for raw in unit.raws] for group in groups]
        keys = dict.fromkeys(one.key for group in cited for each in group for one in each.citations)
        listed = [
            Listed(key, f"<em>Title {key}</em>.", "", {"id": key, "title": f"Title {key}"}, "x")
            for key in keys
        ]
        return Answer(tuple(map(tuple, cited)), tuple(listed))

    def stop(self) -> None:
        """End nothing."""


def _cited(raw: str) -> Cited:
    keys = keys_in(raw)
    words = "; ".join(f'<a href="#ref-{key}"><em>Title {key}</em></a>' for key in keys)
    return Cited(tuple(map(Citation, keys)), None, words)


@dataclass
class Core:
    """A site; `pages` are Markdown by url, those in `essay/` sections."""

    pages: Mapping[str, str]
    bib: str = ""
    index: str = ""
    timeline: str = ""
    note_style: bool = True

    def finished(self) -> Resolved:
        """Read, resolve and finish all pages, as the plugin does."""
        bibliography = merge([parse(self.bib, "refs.bib")])
        settings = Settings(bibliography.keys, note_style=self.note_style)
        extension = ApparatusExtension(settings)
        markdown = Markdown(extensions=[extension, "md_in_html"])
        pages: list[Page] = []
        contents: dict[str, str] = {}
        for url, text in self.pages.items():
            extension.in_essay = url.startswith("essay/")
            contents[url] = markdown.reset().convert(text)
            pages.append(_page(url, text, extension.reading, settings))
        style = find_style("chicago-notes-bibliography", Path())
        resolved = resolve(
            pages,
            contents,
            Inputs(
                bibliography,
                style,
                EditionInfo("Title", url="https://example.org/", language="en"),
                Ledger(),
                load_index(self.index, "index.yml") if self.index else None,
                load_timeline(self.timeline, "timeline.yml") if self.timeline else None,
                about="",
                home="",
                config_name="mkdocs.yml",
                templates=[],
                relative=lambda target, url: f"/{target}",
                citeproc=Citeproc(),  # type: ignore[arg-type]
            ),
        )
        _publish(resolved, pages)
        return resolved


def _publish(resolved: Resolved, pages: list[Page]) -> None:
    publication = resolved.publication
    for sheet in resolved.sheets.values():
        publication.page(sheet)
    trees = {url: sheet.root for url, sheet in resolved.sheets.items()}
    list(search.entries(resolved.edition, trees, {page.url: page.title for page in pages}))
    list(publication.registers.search_entries())
    publication.files(trees)
    for page in pages:
        publication.head(page, "")
        hide(trees[page.url], resolved.sheets[page.url].apart)


def _page(url: str, text: str, reading: PageReading, settings: Settings) -> Page:
    def reread(source: str) -> PageReading:
        again = ApparatusExtension(Settings(None, note_style=settings.note_style))
        Markdown(extensions=[again, "md_in_html"]).convert(source)
        return again.reading

    slug = url.strip("/").removeprefix("essay/")
    essay = "essay" if url.startswith("essay/") else ""
    return Page(f"{slug}.md", url, slug, f"Page {slug}", essay, text, 0, reading, reread)


def entries(count: int, more: str = "") -> str:
    """Write so many entries of a `.bib` file."""
    return "\n".join(
        f"@book{{key{n},\n  author = {{Name{n}, Given}},\n  title = {{Title {n}}},\n{more}"
        f"  year = {{2001}}\n}}"
        for n in range(count)
    )


def cite(count: int) -> str:
    """Cite so many sources in a bracket."""
    return f"[{'; '.join(f'@key{n}, p. {n}' for n in range(count))}]"


def annotation(n: int) -> str:
    """Write an annotation."""
    return f"/// annotation | Title {n}\n    id: note-{n}\n    type: term\n\nText.\n///"


@dataclass(frozen=True)
class Case:
    """What grows: `make(count)` gives a call to be timed; `largest` is the size to be borne."""

    make: Callable[[int], Callable[[], object]]
    largest: int


def _site(largest: int, make: Callable[[int], Core]) -> Case:
    return Case(lambda count: make(count).finished, largest)


def _essay(count: int, one: Callable[[int], str], *, sep: str = "\n\n", bib: str = "") -> Core:
    return Core({"essay/a/": sep.join(map(one, range(count)))}, bib)


def _sections(count: int) -> Core:
    pages = {
        f"essay/s{n}/": f"# S{n}\n\nWord [@key{n}].\n{{: #p1 }}\n\n{annotation(n)}\n"
        for n in range(count)
    }
    pages["sources/"] = "\\full_bibliography\n\n\\source_grid\n\n\\contents\n"
    return Core(pages, entries(count))


def _pages(count: int) -> Core:
    pages = {
        f"s{n}/": f"# S{n}\n\nWord [@key{n}].\n\n\\bibliography{{type=book}}\n"
        for n in range(count)
    }
    return Core(pages | {"sources/": "\\full_bibliography\n"}, entries(count))


def _names(count: int) -> Core:
    names = "\n".join(f"  - name: Name{n}\n    variants: [Name{n}, No {n}]" for n in range(count))
    text = " ".join(f"Then Name{n} spoke." for n in range(count))
    return Core({"essay/a/": text, "names/": "\\index\n"}, index=f"people:\n{names}\n")


def _events(count: int) -> Core:
    periods = "\n".join(
        f"  - name: P{n}\n    dates: {1000 + n}/{1000 + n}" for n in range(count // 10 + 1)
    )
    events = "\n".join(
        f"  - date: {1000 + n // 10}\n    origin: essay\n    event: E\n    paragraphs: [a#p{n + 1}]"
        for n in range(count)
    )
    text = "\n\n".join(f"Word.\n{{: #p{n + 1} }}" for n in range(count))
    timeline = f"periods:\n{periods}\nevents:\n{events}\n"
    return Core({"essay/a/": text, "time/": "\\timeline\n"}, timeline=timeline)


def _macros(count: int) -> Core:
    strings = "\n".join(f'@string{{mac{n} = "Macro {n}"}}' for n in range(count))
    sources = "\n".join(f"@book{{key{n}, title = {{T}}, publisher = mac{n}}}" for n in range(count))
    text = "\n\n".join(f"Word [@key{n}]." for n in range(count))
    return Core({"a/": text, "sources/": "\\full_bibliography\n"}, f"{strings}\n{sources}")


TITLED = "@book{{a,\n  title = {{{}}},\n  author = {{A, B}}\n}}"


def _bib(text: str) -> Callable[[], object]:
    return lambda: mended(merge([parse(text, "refs.bib")]))


CASES = {
    "entries": Case(lambda count: _bib(entries(count)), 100_000),
    "letters of a title": Case(
        lambda count: _bib(TITLED.format(r"{\'E}lan \emph{vital} & more, " * (count // 30))),
        1_000_000,
    ),
    "citations in a bracket": _site(
        10_000, lambda count: Core({"essay/a/": f"Words {cite(count)}.\n"}, entries(count))
    ),
    "citations in a paragraph": _site(
        10_000,
        lambda count: _essay(
            count, lambda n: f"word [@key{n}, p. 3],", sep=" ", bib=entries(count)
        ),
    ),
    "citations in a row": _site(
        10_000, lambda count: _essay(count, lambda n: f"[@key{n}]", sep=" ", bib=entries(count))
    ),
    "narrative citations": _site(
        10_000, lambda count: _essay(count, lambda n: f"as @key{n} said,", bib=entries(count))
    ),
    "notes": _site(
        5_000, lambda count: _essay(count, lambda n: f"Word [@key{n % 9}].", bib=entries(9))
    ),
    "notes in notes": _site(
        5_000, lambda count: _essay(count, lambda n: f"[^{n}]: Note[^{n + 1}].\n\nW[^{n}].")
    ),
    "paragraphs": _site(5_000, lambda count: _essay(count, lambda n: f"Word.\n{{: #p{n + 1} }}")),
    "annotations": _site(
        5_000, lambda count: _essay(count, lambda n: f"Word.\n{{: #p{n + 1} }}\n\n{annotation(n)}")
    ),
    "headings": _site(
        8_000, lambda count: _essay(count, lambda n: f"## Of @key{n % 9}\n\nWord.", bib=entries(9))
    ),
    "unknown keys": _site(
        5_000, lambda count: _essay(count, lambda n: f"Word [@kei{n}].", bib=entries(500))
    ),
    "macros of as many sources": _site(600, _macros),
    "sections": _site(2_000, _sections),
    "pages": _site(2_000, _pages),
    "names": _site(10_000, _names),
    "events": _site(10_000, _events),
}
"""What a site may have much of."""
