"""The MkDocs plugin: it handles events and logs problems; the core does the rest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import get_relative_url

from ..characters import without_controls
from ..lean.known_scripts import share_mark
from ..publication import permalinks
from ..publication.document import add_to_head, in_language
from ..publication.leftovers import Finisher
from ..publication.resolving import Inputs, Resolved, alike, resolve
from ..reading.page_reading import Page
from .configuring import ReadsConfiguration
from .files import add_assets, add_files, announce, fill_copies, keep_back
from .languages import SpeaksLanguage
from .last_site import KeepsLastSite
from .look import LookEvents
from .messages import folded
from .pages import give_ids, items_of, url_of
from .readings import KeepsReadings
from .searching import SearchEvents
from .sources import ReadsSources, check_author, mend
from .watching import watch_sources

log = get_plugin_logger("apparatus")


class ApparatusPlugin(KeepsLastSite, ReadsConfiguration, KeepsReadings, ReadsSources):
    """Reads citations as MkDocs renders each page, resolves them once, fills the pages."""

    on_config = CombinedEvent(
        SpeaksLanguage.speak,
        LookEvents.dress,
        SearchEvents.prepare_search,
        ReadsConfiguration.configure,
    )

    @event_priority(50)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Bring our style and scripts, and keep data files from being published."""
        add_assets(files, config, has_look=self.has_look(config))
        announce(files, config, self.bibliography.keys, lambda file: bool(self.essays.of(file, {})))
        keep_back(files, config, (self.config.index, self.config.timeline))
        self.add_worker(files, config)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Learn the order in which the pages are read."""
        self.order = [page.file.src_uri for page in nav.pages]

    def on_page_markdown(
        self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Tell the extension whose page it reads next, and keep out what no page can hold."""
        in_essay = self.extension.in_essay = bool(self.essays.of(page.file, page.meta))
        self.problems += mend(page, self.base)
        if in_essay or self.essays.entitled(page.file):
            self.problems += check_author(page, self.base)
        return without_controls(markdown)

    def resolve(
        self, config: MkDocsConfig, files: Files
    ) -> tuple[Resolved, list[tuple[Page, MkDocsPage]]]:
        """Resolve what all pages hold; the pages are given in reading order."""
        pages = self.site_pages.read(files, self.order, self.readings)
        if self.info.is_copy:
            self.ledger = permalinks.as_files(self.ledger, {read.url for read, _ in pages})
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
            problems=(*self.problems, *self.site_pages.doubles(files)),
            texts=self.extension.texts,
            uncited=self.config.uncited,
            margin_notes=self.config.notes == "margin",
            citeproc=self.citeproc,
            files=self.site_pages.written(files),
            essays=self.essays.named([(read.essay, page) for read, page in pages]),
            first=(*self.folder_problems(self.essays.folders, files), *self.first),
            speech=self.speech,
            # With --dirty pages are left out that did not change, and what only they hold.
            whole=all(one.src_uri in self.readings for one in files.documentation_pages()),
        )
        contents = {read.url: page.content or "" for read, page in pages}
        return resolve([read for read, _ in pages], contents, inputs), pages

    @event_priority(-50)
    def _resolve_all(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """All pages are read: resolve, report, and fill the slots."""
        self.resolved, pages = self.resolve(config, files)
        for line, is_mild in folded(self.resolved.problems):
            (log.info if is_mild else log.warning)(line)
        self.read_pages = {read.url: read for read, _ in pages}
        self.extension.in_essay = False  # from now on excerpts are converted
        share_mark(env, self.resolved.publication.templates)
        self.search_entries = self.finish(self.resolved, [read for read, _ in pages])
        trees = {url: sheet.root for url, sheet in self.resolved.sheets.items()}
        add_files(files, config, self.resolved.publication.files(trees))
        for read_page, page in pages:
            self._write(page, read_page)

    on_env = CombinedEvent(LookEvents.mark_templates, _resolve_all, LookEvents.remember_sections)

    def _write(self, page: MkDocsPage, read: Page) -> None:
        """Give a page to MkDocs, with its title and ids."""
        sheet, filler = self.resolved.sheets[read.url], self.resolved.filler
        give_ids(page, sheet.root)
        self.give(page, sheet.root, sheet.apart)
        if self.info.is_copy:
            page.canonical_url = self.info.address(read.url)
        page.title = filler.escaped(str(page.title))
        for item in items_of(page.toc):
            item.title = filler.escaped(item.title)

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Say in the head of each page what it is, to readers that are programs."""
        output = self.on_post_template(output, template_name="", config=config) or output
        if (read := self.read_pages.get(url_of(page))) is None:
            return output
        if language := self.resolved.publication.languages.get(read.url):
            output = in_language(output, language)
        head = self.resolved.publication.head(read, config.site_description or "")
        return add_to_head(output, head, read.description)

    @event_priority(-50)
    def _fill_copies(self, *, config: MkDocsConfig) -> None:
        """Fill what other plugins made of pages before these were filled, and have written."""
        late = alike(self.read_pages.values(), self.resolved.edition, self.extension.texts)
        filler = replace(self.resolved.filler, late=late)
        fill_copies(Path(config.site_dir), Finisher(self.resolved.publication, filler))

    on_post_build = CombinedEvent(
        SearchEvents.extend_index,
        _fill_copies,
        SearchEvents.use_pagefind,
        LookEvents.finish_pages,
        KeepsLastSite._settle,
    )

    @event_priority(-100)
    def on_build_error(self, *, error: Exception) -> None:
        """Let no pandoc wait for a request that does not come."""
        if self.citeproc:
            self.citeproc.stop()
        super().on_build_error(error=error)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Rebuild when a file changes that is read here, and lies outside the docs folder."""
        watch_sources(server, self.config, self.style, self.base, Path(config.docs_dir))
        return server
