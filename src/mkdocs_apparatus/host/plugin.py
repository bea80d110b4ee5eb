"""The MkDocs plugin: it handles events and logs problems; the core does the rest."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import TemplateContext as Context

from ..cache import Cache
from ..citations.citeproc import Citeproc
from ..citations.pandoc import Pandoc
from ..hints import MILD
from ..page.tree import by_id, read, written
from ..publication import permalinks, search
from ..publication.assets import asset
from ..publication.document import WORKER, add_to_head, use_worker
from ..publication.leftovers import Finisher
from ..publication.resolving import Inputs, Resolved, resolve
from ..publication.revision import identify
from ..publication.search_view import SearchView, hide, show
from ..reading.extension import ApparatusExtension
from ..reading.page_reading import Page, PageReading
from ..reading.settings import Settings
from ..registers.names import load_index
from ..registers.timeline_file import load_timeline
from .files import add_assets, add_file, add_files, extend_search, fill_copies, keep_back, watch
from .options import (
    ApparatusConfig,
    info_of,
    load_bibliography,
    load_data,
    load_ledger,
    load_style,
    watched_files,
)
from .pages import SitePages, items_of, url_of

log = get_plugin_logger("apparatus")


class ApparatusPlugin(BasePlugin[ApparatusConfig]):
    """Reads citations as MkDocs renders each page, resolves them once, fills the pages."""

    citeproc: Citeproc | None = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load the bibliography and the style, and add the Markdown extension."""
        self.base = Path(config.config_file_path or ".").resolve().parent
        self.cache = Cache(self.base / ".cache" / "plugin" / "apparatus")
        self.config_name = Path(config.config_file_path or "mkdocs.yml").name
        self.info = info_of(self.config.edition, config, identify(self.base))
        self.readings: dict[str, PageReading] = {}
        self.order: list[str] = []
        self.views: dict[str, tuple[str, SearchView]] = {}
        self.ledger = load_ledger(self.base / permalinks.LEDGER)
        if self.info.is_copy:
            self.ledger = permalinks.as_files(self.ledger)
        self.bibliography = load_bibliography(self.config, self.base, self.config_name)
        self.style, self.problems = load_style(self.config, self.base, self.config_name)
        self.citeproc = self._begin()
        docs = Path(config.docs_dir)
        self.index = load_data(docs / self.config.index, self.base, load_index, self.cache)
        self.timeline = load_data(docs / self.config.timeline, self.base, load_timeline, self.cache)
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

    def _begin(self) -> Citeproc | None:
        """Let pandoc read the bibliography while MkDocs converts pages."""
        if self.citeproc:  # of a build before this one, which failed
            self.citeproc.stop()
        language = self.style.language(self.info.language) if self.style else ""
        return Citeproc(self.bibliography, Pandoc(self.cache), language) if self.style else None

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Bring our style and scripts, and keep data files from being published."""
        add_assets(files, config)
        for name in (self.config.index, self.config.timeline):
            keep_back(files, os.path.relpath(Path(config.docs_dir, name), config.docs_dir))
        if self._searches(config):
            add_file(files, config, f"assets/{WORKER}", asset(["search.js"]))
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

    @event_priority(100)
    def on_page_content(
        self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Keep what the extension read while MkDocs converted this page."""
        self.readings[page.file.src_uri] = self.extension.reading
        return html

    def resolve(
        self, config: MkDocsConfig, files: Files
    ) -> tuple[Resolved, list[tuple[Page, MkDocsPage]]]:
        """Resolve what all pages hold; the pages are given in reading order."""
        pages = self.site_pages.read(files, self.order, self.readings)
        custom = config.theme.custom_dir
        inputs = Inputs(
            self.bibliography,
            self.style,
            self.info,
            self.ledger,
            self.index,
            self.timeline,
            about=self.config.edition.about,
            home=next((url_of(page) for _, page in pages if page.is_homepage), ""),
            config_name=self.config_name,
            templates=[Path(custom) / "apparatus"] if custom else [],
            relative=get_relative_url,
            problems=tuple(self.problems),
            margin_notes=self.config.notes == "margin",
            citeproc=self.citeproc,
            # With --dirty pages are left out that did not change, and what only they hold.
            whole=all(one.src_uri in self.readings for one in files.documentation_pages()),
        )
        contents = {read.url: page.content or "" for read, page in pages}
        return resolve([read for read, _ in pages], contents, inputs), pages

    @event_priority(-50)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """All pages are read: resolve, report, and fill the slots."""
        self.resolved, pages = self.resolve(config, files)
        for problem in self.resolved.problems:
            (log.info if problem.code in MILD else log.warning)(str(problem))
        self.read_pages = {read.url: read for read, _ in pages}
        publication = self.resolved.publication
        for sheet in self.resolved.sheets.values():
            publication.page(sheet)
        trees = {url: sheet.root for url, sheet in self.resolved.sheets.items()}
        found = search.entries(self.resolved.edition, trees)
        self.search_entries = [*found, *publication.registers.search_entries()]
        add_files(files, config, publication.files(trees))
        for read_page, page in pages:
            self._write(page, read_page)

    def _write(self, page: MkDocsPage, read: Page) -> None:
        """Give a page to MkDocs, with its title and ids."""
        sheet, filler = self.resolved.sheets[read.url], self.resolved.filler
        page.content = written(sheet.root)
        if page.present_anchor_ids is not None:
            page.present_anchor_ids |= by_id(sheet.root).keys()
        self.views[read.url] = page.content, hide(sheet.root, sheet.apart)
        if self.info.is_copy:
            page.canonical_url = self.info.address(read.url)
        page.title = filler.escaped(str(page.title))
        for item in items_of(page.toc):
            item.title = filler.escaped(item.title)

    @event_priority(100)
    def _hide_from_search(
        self, context: Context, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> Context:
        """Let search plugins, which read pages now, see no note twice and no arrows."""
        self.whole, self.view = self.views.pop(url_of(page), ("", SearchView("", {})))
        if page.content and page.content != self.whole:  # another plugin has changed it
            self.whole, self.view = page.content, hide(read(page.content))
        page.content = self.view.html
        return context

    @event_priority(-100)
    def _show_again(
        self, context: Context, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> Context:
        """Put back what was hidden, into whatever other plugins made of the page."""
        unchanged = page.content == self.view.html
        page.content = self.whole if unchanged else show(page.content or "", self.view)
        return context

    on_page_context = CombinedEvent(_hide_from_search, _show_again)

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Say in the head of each page what it is, to readers that are programs."""
        output = self.on_post_template(output, template_name="", config=config) or output
        read = self.read_pages.get(url_of(page))
        if read is None:
            return output
        head = self.resolved.publication.head(read, config.site_description or "")
        return add_to_head(output, head, read.description)

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str | None:
        """Let 404.html, as any page, ask our worker for what is searched."""
        return use_worker(output_content) if self._searches(config) else output_content

    @event_priority(-50)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Extend the search index when its plugin has written it, before `offline` (-100).

        By then other plugins have written what they made of pages before these were filled.
        """
        site = Path(config.site_dir)
        extend_search(site, self.search_entries)
        fill_copies(site, Finisher(self.resolved.publication, self.resolved.filler))

    def on_build_error(self, *, error: Exception) -> None:
        """Let no pandoc wait for a request that does not come."""
        if self.citeproc:
            self.citeproc.stop()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Rebuild when a file changes that is read here, and lies outside the docs folder."""
        watched = watched_files(self.config, self.style, Path(config.docs_dir))
        for path in [*watched, self.base / permalinks.LEDGER]:
            watch(server, self.base / path)
        return server


def _is_ours(extension: object) -> bool:
    """Whether an extension was added by an earlier build of the same configuration."""
    return isinstance(extension, ApparatusExtension)
