"""The MkDocs plugin: it handles events and logs problems; the core does the rest."""

from __future__ import annotations

import html
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import TemplateContext as Context

from ..edition.assembly import assemble
from ..model import Problem
from ..page.contents import hide, show
from ..publication import permalinks, search
from ..publication.assets import add_assets, asset
from ..publication.filling import Renderer, environment
from ..publication.publication import Publication, check_info, cited_edition
from ..publication.revision import identify
from ..reading.extension import ApparatusExtension
from ..reading.page_reading import Page, PageReading
from ..reading.settings import Settings
from ..registers.names import load_index
from ..registers.registers import read_registers
from ..registers.timeline_file import load_timeline
from .options import (
    ApparatusConfig,
    info_of,
    load_bibliography,
    load_data,
    load_style,
    watched_files,
)
from .pages import SitePages, items_of, url_of

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
        if not config.use_directory_urls:
            self.ledger = permalinks.as_files(self.ledger)
        self.bibliography = load_bibliography(self.config, self.base, self.config_name)
        self.style, problems = load_style(self.config, self.base, self.config_name)
        self.problems += problems
        docs = Path(config.docs_dir)
        self.index = load_data(docs / self.config.index, self.base, load_index)
        self.timeline = load_data(docs / self.config.timeline, self.base, load_timeline)
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
        self.site_pages = SitePages(config, self.config.essay, self.base, self.extension)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Bring our style and scripts, and keep data files from being published."""
        add_assets(files, config)
        for name in (self.config.index, self.config.timeline):
            path = os.path.relpath(Path(config.docs_dir, name), config.docs_dir)
            if data := files.get_file_from_path(path):
                data.inclusion = InclusionLevel.EXCLUDED
        if self._searches(config):
            worker = File.generated(config, f"assets/{search.WORKER}", content=asset(["search.js"]))
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
        self.extension.in_essay = self.site_pages.in_essay(page.file)

    def on_page_content(
        self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Keep what the extension read while MkDocs converted this page."""
        self.readings[page.file.src_uri] = self.extension.reading
        return html

    def resolve(self, config: MkDocsConfig, files: Files) -> list[tuple[Page, MkDocsPage]]:
        """Resolve what all pages hold; afterwards `edition` and the problems are known."""
        pages = self.site_pages.read(files, self.order, self.readings)
        read = [page for page, _ in pages]
        language = self.config.edition.language
        # With --dirty pages are left out that did not change, and what only they hold.
        whole = all(one.src_uri in self.readings for one in files.documentation_pages())
        self.edition = assemble(read, self.bibliography, self.style, language, whole=whole)
        custom = config.theme.custom_dir
        self.templates = environment([Path(custom) / "apparatus"] if custom else [])
        self.renderer = Renderer(self.edition, self.templates, get_relative_url, self.info.language)
        fill = self.renderer.fill
        self.contents = {read.url: fill(page.content or "", read.url) for read, page in pages}
        self.registers, found = read_registers(
            self.index,
            self.timeline,
            self.edition,
            self.bibliography,
            read,
            self.contents,
            whole=whole,
        )
        self.addresses = permalinks.addresses(self.edition, self.registers)
        paths = {page.url: page.path for page in read}
        lost = permalinks.check(self.ledger, self.addresses, paths) if whole else ()
        self.permalink_problems = tuple(sorted(lost))
        problems = [*self.problems, *self.edition.problems, *found, *self.permalink_problems]
        about = self.config.edition.about if whole else ""
        problems += check_info(self.info, self.edition, about, self.config_name)
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
            next((url_of(page) for _, page in pages if page.is_homepage), ""),
        )

    def _fill_titles(self, page: MkDocsPage, read: Page) -> None:
        fill = self.publication.renderer.in_words
        page.title = fill(str(page.title), read)
        for item in items_of(page.toc):
            item.title = fill(item.title, read)

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
        read = self.read_pages.get(url_of(page))
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
        """Rebuild when a file changes that is read here, and lies outside the docs folder."""
        watched = watched_files(self.config, self.style, Path(config.docs_dir))
        for path in [*watched, self.base / permalinks.LEDGER]:
            found = self.base / path
            if found.exists():
                server.watch(str(found))
            elif found.parent.is_dir():  # a file that is missing may come
                server.watch(str(found.parent), recursive=False)
        return server


def _is_ours(extension: object) -> bool:
    """Whether an extension was added by an earlier build of the same configuration."""
    return isinstance(extension, ApparatusExtension)
