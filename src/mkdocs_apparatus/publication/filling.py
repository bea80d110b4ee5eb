"""Fill a page's slots from the resolved edition, and print the source list.

The HTML patterns here are those that `walk` writes through Python-Markdown's serializer,
which sorts attributes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader
from markupsafe import Markup

from ..model import Edition, PageResult, Source
from ..page.contents import text_of
from ..reading.page_reading import Page
from ..references.coins import coins
from ..references.files import FORMATS, file_name
from .languages import language_of, mark_title

MARKER = re.compile(
    r'(<a class="footnote-ref" href="#fn:(?P<anchor>[^"]+)" role="doc-noteref">[^<\d]*)\d+'
)
"""A note marker: `<a class="footnote-ref" href="#fn:p4-1" role="doc-noteref">1</a>`."""

FIRST = re.compile(r'(?P<ol><ol start=")1(?=">\s*<li id="fn:(?P<anchor>[^"]+)")')
"""The list of notes, with its first: `<ol start="1"> <li id="fn:p4-1"`."""

SLOT = re.compile(
    r'<span class="citation" data-(?P<kind>prose|words)="(?P<in>\d+)-(?P<slot>\d+)"'
    r'(?P<id>(?: id="[^"]*")?)>(?P<raw>[^<]*)</span>(?P<stop>\.?)'
)
"""A citation as written: `<span class="citation" data-words="1-3">[@key]</span>`."""

LIST = re.compile(r'<div data-list="(?P<which>full|page)">[^<]*</div>')
"""Where a source list stands: `<div data-list="full">\\full_bibliography</div>`."""

ENTRY = re.compile(r'<a href="#ref-(?P<key>[^"]*)"[^>]*>(?P<words>.*?)</a>', re.DOTALL)
"""A link to an entry, as citeproc writes it: `<a href="#ref-brinton1970"><em>…</em></a>`."""

TITLED = re.compile("<em>|[“‘«„]")
"""How a title begins in a citation."""


def environment(overrides: Iterable[Path] = ()) -> Environment:
    """Load the package's Jinja fragments; a folder of `overrides` may replace any of them."""
    folders = [FileSystemLoader(folder) for folder in overrides]
    loader = ChoiceLoader([*folders, PackageLoader(__package__)])
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


@dataclass(frozen=True)
class Renderer:
    """Prints one site. `relative(url, page_url)` makes a link from a page to a site url.

    `language` is that of the edition, a BCP 47 tag.
    """

    edition: Edition
    templates: Environment
    relative: Callable[[str, str], str]
    language: str = ""

    def fill(self, content: str, url: str) -> str:
        """Fill the slots in a page's HTML; one that nothing fills keeps its Markdown."""
        page = self.edition.pages[url]

        def number(match: re.Match[str]) -> str:
            return f"{match[1]}{page.numbers.get(match['anchor'], 1)}"

        def words(match: re.Match[str]) -> str:
            held = page.prose if match["kind"] == "prose" else page.words
            ours = int(match["in"]) == page.conversion
            found = held.get(int(match["slot"])) if ours else None
            if found is None:
                raw = match["raw"] + "</span>" + match["stop"]
                return f'<span class="citation citation-unresolved">{raw}'
            # citeproc ends a citation at the start of a note with a stop of its own.
            ended = match["kind"] == "words" and text_of(found).rstrip("”’»").endswith(".")
            stop = "" if ended else match["stop"]
            linked = self._link_entries(found, url, has_list)
            return f'<span class="citation"{match["id"]}>{linked}</span>{stop}'

        has_list = '<div data-list="page">' in content
        content = MARKER.sub(number, content)
        content = FIRST.sub(number, content)
        content = SLOT.sub(words, content)
        return LIST.sub(lambda match: self._list(match["which"], page, url), content)

    def in_words(self, heading: str, page: Page) -> str:
        """Fill citations in a title or an entry of the contents: HTML that has only words."""
        prose = self.edition.pages[page.url].prose
        for one in page.reading.citations:
            if one.slot in prose:
                words = html.escape(text_of(prose[one.slot]), quote=False)
                heading = heading.replace(html.escape(one.raw, quote=False), words)
        return heading

    def entry(self, source: Source) -> str:
        """Give a source's entry, its title marked if it is in another language."""
        return mark_title(source.html, source.csl) if source.key in self._languages else source.html

    def _link_entries(self, fragment: str, url: str, has_list: bool) -> str:
        """Point links at the source list, else at the page's own, else at nothing."""

        def link(match: re.Match[str]) -> str:
            key = unquote(html.unescape(match["key"]))
            target = self._urls.get(key)
            if target:
                href = html.escape(self.link(target, url))
                # A title speaks its own language; "Harbi 2022" does not.
                language = self._languages.get(key, "") if TITLED.match(match["words"]) else ""
                lang = f' lang="{html.escape(language)}"' if language else ""
                return f'<a class="citation-source" href="{href}"{lang}>{match["words"]}</a>'
            return match[0] if has_list else match["words"]

        return ENTRY.sub(link, fragment)

    def link(self, target: str, url: str) -> str:
        """Link to a place in the site; what follows `#` is no path."""
        page, _, fragment = target.partition("#")
        path = self.relative(page, url) if page != url else ""
        if path.endswith(".."):
            path += "/"
        return f"{path}#{fragment}" if fragment else path or "#"

    @cached_property
    def _urls(self) -> dict[str, str]:
        return {source.key: source.url for source in self.edition.sources if source.url}

    @cached_property
    def _languages(self) -> dict[str, str]:
        english = self.language.partition("-")[0] or "en"
        spoken = ((source.key, language_of(source.csl)) for source in self.edition.sources)
        return {key: one for key, one in spoken if one.partition("-")[0] != english}

    def _list(self, which: str, page: PageResult, url: str) -> str:
        def relative(target: str) -> str:
            return self.link(target, url)

        sources = [one for one in self.edition.sources if which == "full" or one.key in page.keys]
        template = self.templates.get_template(
            "sources.html" if which == "full" else "references.html"
        )
        return template.render(
            sources=sources,
            relative=relative,
            markup=Markup,
            entry=self.entry,
            coins=coins,
            formats={name: f".{extension}" for name, extension in FORMATS.items()},
            file_name=file_name,
        )
