"""The MkDocs plugin: it handles events and logs problems; the core does the rest."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

import markdown
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import get_relative_url
from mkdocs.utils import meta as front_matter
from mkdocs.utils.templates import TemplateContext as Context

from . import permalinks, search
from .build import identify
from .contents import hide, show, text_of
from .edition import assemble
from .markdown import ApparatusExtension
from .minifying import minified
from .model import Problem
from .names import load_index
from .options import ApparatusConfig, info_of, load_bibliography, load_style, shown
from .publishing import Publication, check_info, cited_edition
from .reading import Page, PageReading
from .registers import read_registers
from .rendering import Renderer, environment
from .timeline_file import load_timeline
from .walk import Settings

Data = TypeVar("Data")
ASSETS = resources.files(__package__) / "assets"
FILES = {
    "apparatus.css": ("apparatus.css", "figures.css"),
    "apparatus.js": ("apparatus.js",),
}
"""What is published of `ASSETS`, and of which parts."""


def _asset(parts: Iterable[str]) -> str:
    """Read parts of `ASSETS`; scripts are minified where the minifier runs."""
    pieces = ((part, (ASSETS / part).read_text("utf-8")) for part in parts)
    return "\n".join(minified(text) if part.endswith(".js") else text for part, text in pieces)


log = get_plugin_logger("apparatus")


class ApparatusPlugin(BasePlugin[ApparatusConfig]):
    """Reads citations as MkDocs renders each page, resolves them once, fills the pages."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load the bibliography and the style, and add the Markdown extension."""
        self.base = Path(config.config_file_path or ".").resolve().parent
        self.config_name = Path(config.config_file_path or "mkdocs.yml").name
        build = identify(self.base)
        self.info = info_of(self.config.edition, config.site_name, config.site_url, build)
        self.problems: list[Problem] = []
        self.readings: dict[str, PageReading] = {}
        self.contents: dict[str, str] = {}
        self.order: list[str] = []
        ledger = self.base / permalinks.LEDGER
        self.ledger = permalinks.parse(ledger.read_text("utf-8-sig") if ledger.is_file() else "")
        self.bibliography = load_bibliography(self.config, self.base, self.config_name)
        self.style, problems = load_style(self.config, self.base, self.config_name)
        self.problems += problems
        self.index = self._data(config, self.config.index, load_index)
        self.timeline = self._data(config, self.config.timeline, load_timeline)
        self.settings = Settings(
            self.bibliography.keys,
            self.style.is_note if self.style else True,
            narrative=self.config.enable_inline_citations,
            bib_command=self.config.bib_command,
            full_bib_command=self.config.full_bib_command,
            bib_by_default=self.config.bib_by_default,
        )
        self.extension = ApparatusExtension(self.settings)
        config.markdown_extensions[:] = [
            one for one in config.markdown_extensions if not _is_ours(one)
        ]
        config.markdown_extensions.append(self.extension)  # type: ignore[arg-type]
        return config

    def _data(
        self, config: MkDocsConfig, name: str, load: Callable[[str, str], Data]
    ) -> Data | None:
        """Load a data file of the docs folder, if it is there."""
        path = Path(config.docs_dir) / name
        if not name or not path.is_file():
            return None
        return load(path.read_text("utf-8-sig"), shown(path, self.base))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Bring the style and script of permalinks, before those of the site."""
        if any(self._in_essay(file) for file in files.documentation_pages()):
            for name, parts in FILES.items():
                files.append(File.generated(config, f"assets/{name}", content=_asset(parts)))
            for wanted, asset in (
                (config.extra_css, "assets/apparatus.css"),
                (config.extra_javascript, "assets/apparatus.js"),
            ):
                if asset not in wanted:  # by an earlier build of the same configuration
                    wanted.insert(0, asset)
        if self._searches(config):
            worker = File.generated(
                config, f"assets/{search.WORKER}", content=_asset(["search.js"])
            )
            files.append(worker)
        return files

    def _searches(self, config: MkDocsConfig) -> bool:
        """Whether our worker answers the search field, which it knows as Material's."""
        found = any(name.rpartition("/")[2] == "search" for name in config.plugins)
        return bool(self.config.search) and found and config.theme.name == "material"

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Learn the order in which the pages are read."""
        self.order = [page.file.src_uri for page in nav.pages]

    def on_page_markdown(
        self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> None:
        """Tell the extension whose page it reads next."""
        self.extension.in_essay = self._in_essay(page.file)

    def on_page_content(
        self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Keep what the extension read while MkDocs converted this page."""
        self.readings[page.file.src_uri] = self.extension.reading
        return html

    def resolve(self, config: MkDocsConfig, files: Files) -> list[tuple[Page, MkDocsPage]]:
        """Resolve what all pages hold; afterwards `edition` and the problems are known."""
        pages = self._pages(config, files)
        read = [page for page, _ in pages]
        language = self.config.edition.language
        self.edition = assemble(read, self.bibliography, self.style, language)
        present = permalinks.addresses(self.edition)
        lost = permalinks.check(self.ledger, present, {page.url: page.path for page in read})
        self.permalink_problems = tuple(sorted(lost))
        problems = [*self.problems, *self.edition.problems, *self.permalink_problems]
        custom = config.theme.custom_dir
        self.templates = environment([Path(custom) / "apparatus"] if custom else [])
        self.renderer = Renderer(self.edition, self.templates, get_relative_url, self.info.language)
        filled = {
            read.url: self.renderer.fill(page.content or "", read.url) for read, page in pages
        }
        self.contents = filled
        self.registers, found = read_registers(
            self.index, self.timeline, self.edition, read, self.contents
        )
        problems += found
        problems += check_info(self.info, self.edition, self.config.edition.about, self.config_name)
        self.cited, failed = cited_edition(self.info, self.edition, problems)
        self.all_problems = tuple(sorted({*problems, *failed}))
        return pages

    @event_priority(-50)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """All pages are read: resolve, report, and fill the slots."""
        pages = self.resolve(config, files)
        for problem in self.all_problems:
            log.warning(str(problem))
        self.read_pages = {read.url: read for read, _ in pages}
        self.publication = self._publication(pages)
        for read, page in pages:
            page.content = self.publication.page(self.contents[read.url], read.url)
            self.contents[read.url] = page.content
            self._fill_titles(page, read)
            if page.present_anchor_ids is not None:
                page.present_anchor_ids |= set(self._anchors(read))
        for path, text in self.publication.files(self.contents).items():
            files.append(File.generated(config, path, content=text))

    def _anchors(self, read: Page) -> Iterator[str]:
        """Give the ids that a page gets from the lists and registers printed in it."""
        if "full" in read.reading.places:
            yield from (source.key for source in self.edition.sources)
        yield from self.registers.anchors(read.reading.places)

    def _publication(self, pages: list[tuple[Page, MkDocsPage]]) -> Publication:
        return Publication(
            self.info,
            self.edition,
            self.bibliography,
            self.cited,
            self.ledger.moves,
            self.renderer,
            self.templates,
            self.registers,
            self.config.edition.about,
            next((_url(page) for _, page in pages if page.is_homepage), ""),
        )

    def _fill_titles(self, page: MkDocsPage, read: Page) -> None:
        fill = self.publication.renderer.in_words
        page.title = fill(str(page.title), read)
        for item in _items(page.toc):
            item.title = fill(item.title, read)

    def _pages(self, config: MkDocsConfig, files: Files) -> list[tuple[Page, MkDocsPage]]:
        """List the pages that were read: in nav order, then in folder order."""
        names = [*self.order, *sorted(self.readings.keys() - set(self.order))]
        found = []
        for name in names:
            file = files.get_file_from_path(name)
            if file and file.page and name in self.readings:
                found.append((self._page(file, file.page, config), file.page))
        return found

    def _page(self, file: File, page: MkDocsPage, config: MkDocsConfig) -> Page:
        source = file.content_string
        body, _ = front_matter.get_data(source)
        path = shown(Path(file.abs_src_path), self.base) if file.abs_src_path else file.src_uri
        return Page(
            path=path,
            url=_url(page),
            slug=self._slug(file),
            title=text_of(str(page.title)),
            in_essay=self._in_essay(file),
            source=body,
            offset=source[: len(source) - len(body)].count("\n"),
            reading=self.readings[file.src_uri],
            date=str(page.meta.get("date") or ""),
            date_line=next(
                (n for n, line in enumerate(source.splitlines(), 1) if line.startswith("date:")), 0
            ),
            description=str(page.meta.get("description") or ""),
            reread=partial(self._reread, config),
        )

    def _in_essay(self, file: File) -> bool:
        essay = self.config.essay.strip("/")
        return bool(essay) and file.src_uri.startswith(f"{essay}/")

    def _slug(self, file: File) -> str:
        """Name a page by its path, sections by their path in the essay."""
        path = PurePosixPath(file.src_uri).with_suffix("")
        if self._in_essay(file):
            path = path.relative_to(self.config.essay.strip("/"))
        return path.as_posix()

    def _reread(self, config: MkDocsConfig, source: str) -> PageReading:
        """Read Markdown as the site does, every key being known."""
        extension = ApparatusExtension(replace(self.settings, keys=None))
        extensions: list[Any] = list(config.markdown_extensions)
        extensions[extensions.index(self.extension)] = extension
        converter = markdown.Markdown(
            extensions=extensions, extension_configs=config.mdx_configs or {}
        )
        converter.convert(source)
        return extension.reading

    @event_priority(100)
    def _hide_from_search(
        self, context: Context, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> Context:
        """Let search plugins, which read pages now, see no note twice and no arrows."""
        self.hidden: list[str] = []
        if page.content:
            page.content, self.hidden = hide(page.content)
        return context

    @event_priority(-100)
    def _show_again(
        self, context: Context, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> Context:
        """Put back what was hidden, into whatever other plugins made of the page."""
        if page.content:
            page.content = show(page.content, self.hidden)
        return context

    on_page_context = CombinedEvent(_hide_from_search, _show_again)

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Say in the head of each page what it is, to readers that are programs."""
        output = self.on_post_template(output, template_name="", config=config) or output
        read = self.read_pages.get(_url(page))
        head = self.publication.head(read, config.site_description or "") if read else ""
        if read and read.description and '<meta name="description"' not in output:
            head += f'<meta name="description" content="{html.escape(read.description)}">\n'
        return output.replace("</head>", f"{head}</head>", 1)

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str | None:
        """Let 404.html, as any page, ask our worker for what is searched."""
        return search.use_worker(output_content) if self._searches(config) else output_content

    @event_priority(-50)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Extend the search index when its plugin has written it, before `offline` (-100)."""
        index = Path(config.site_dir) / "search" / "search_index.json"
        if index.is_file():
            found = search.entries(self.edition, self.contents)
            extra = [*found, *self.registers.search_entries()]
            index.write_text(search.extend_index(index.read_text("utf-8"), extra), "utf-8")

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Rebuild when the bibliography or the style changes."""
        paths = [self.config.bib_file, self.config.bib_dir, self.base / permalinks.LEDGER]
        paths += [self.style.path if self.style else self.config.csl_file or self.config.style]
        for path in filter(None, paths):
            found = self.base / path
            if found.exists():
                server.watch(str(found))
            elif found.parent.is_dir():  # a file that is missing may come
                server.watch(str(found.parent), recursive=False)
        return server


def _items(toc: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for item in toc:
        yield item
        yield from _items(item.children)


def _url(page: MkDocsPage) -> str:
    """Give a page's url as the edition has it: relative to the site root, which is empty."""
    return page.url.removeprefix("./").removeprefix(".")


def _is_ours(extension: object) -> bool:
    """Whether an extension was added by an earlier build of the same configuration."""
    return isinstance(extension, ApparatusExtension)
