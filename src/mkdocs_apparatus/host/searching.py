"""What the plugin has to do with search: what its programs see of a page, and what they find."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext as Context

from ..messages.speech import Speech
from ..model import Problem
from ..page.contents import text_of
from ..page.tree import Element, read, written
from ..page_result import SearchEntry
from ..publication import pagefind, search
from ..publication.assets import STAND_IN, asset, worker
from ..publication.document import WORKER, say_not_found, use_worker
from ..publication.resolving import Resolved
from ..publication.search_view import SearchView, hide, show
from ..reading.page_reading import Page as ReadPage
from .files import add_file
from .offline import is_copy, is_offline
from .options import ApparatusConfig
from .pages import url_of

log = get_plugin_logger("apparatus")

LARGE = 500
"""Kilobytes of the search index from which Pagefind costs readers less."""

SEPARATOR = r"""[\s\u200b\-–—,;:!?.“”‘’"()\[\]/，。、；：！？（）《》「」]+|&(?:[lg]t|amp|quot);"""
"""What parts words. Punctuation does too: "(北京工人自治联合会," is found by its first sign."""

INDEX = "search/search_index.json"
"""Where Material and MkDocs write the search index, in the built site."""


class SearchEvents(BasePlugin[ApparatusConfig]):
    """The events that have to do with search; `begin_search` is called before all others."""

    config_name: str
    speech: Speech

    def begin_search(self) -> None:
        """Forget the build before."""
        self.views: dict[str, tuple[str, SearchView]] = {}
        self.search_entries: list[SearchEntry] = []

    @event_priority(100)
    def prepare_search(self, config: MkDocsConfig) -> None:
        """Set what a site leaves open, before Material does; no page is to ask another origin."""
        if not self.searches(config):
            return
        for name, plugin in config.plugins.items():
            if name.rpartition("/")[2] == "search" and not plugin.config.get("separator"):
                plugin.config["separator"] = SEPARATOR
        polyfills = config.extra.setdefault("polyfills", []) if is_offline(config) else []
        if is_offline(config) and not any("iframe-worker" in str(one) for one in polyfills):
            polyfills.append(STAND_IN)

    def searches(self, config: MkDocsConfig) -> bool:
        """Whether our worker answers the search field, which it knows as Material's."""
        found = any(name.rpartition("/")[2] == "search" for name in config.plugins)
        return bool(self.config.search) and found and config.theme.name == "material"

    def add_worker(self, files: Files, config: MkDocsConfig) -> None:
        """Publish our worker, if it is asked."""
        if self.searches(config):
            add_file(files, config, f"assets/{WORKER}", worker("whole"))
            if STAND_IN in config.extra.get("polyfills", ()):
                add_file(files, config, STAND_IN, asset((STAND_IN.rpartition("/")[2],)))

    def asks_pagefind(self, config: MkDocsConfig) -> bool:
        """Whether the index is Pagefind's; a copy read from a disk cannot fetch one in pieces."""
        wanted = self.config.search == "pagefind" and self.searches(config)
        return wanted and not is_copy(config)

    def search_problems(self, config: MkDocsConfig, config_name: str) -> list[Problem]:
        """Say where Pagefind is wanted and missing; the whole index is searched then."""
        self.lacks_pagefind = False
        try:
            if self.asks_pagefind(config):
                pagefind.program()
        except pagefind.PagefindError as error:
            self.lacks_pagefind = True
            mend = "run `pip install 'mkdocs-apparatus[pagefind]'`, or set 'search: true'"
            message = f"'search: pagefind' has no effect: {error}; {mend}"
            return [Problem(config_name, 0, "no-pagefind", message)]
        return []

    def finish(self, resolved: Resolved, pages: Iterable[ReadPage]) -> list[SearchEntry]:
        """Finish the trees of all pages, and give what is searched in them by our entries."""
        publication = resolved.publication
        for sheet in resolved.sheets.values():
            publication.page(sheet)
        trees = {url: sheet.root for url, sheet in resolved.sheets.items()}
        titles = {page.url: resolved.filler.words(page.title) for page in pages}
        found = search.entries(resolved.edition, trees, titles, publication.registers.speech)
        return [*found, *publication.registers.search_entries()]

    def give(self, page: Page, root: Element, apart: list[Element]) -> None:
        """Give a page its finished tree, which is of no more use then."""
        page.content = written(root)
        self.views[url_of(page)] = page.content, hide(root, apart)

    @event_priority(100)
    def _hide(self, context: Context, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
        """Let search plugins, which read pages now, see no note twice and no arrows."""
        self.whole, self.view = self.views.pop(url_of(page), ("", SearchView("", {})))
        if page.content and page.content != self.whole:  # another plugin has changed it
            self.whole, self.view = page.content, hide(read(page.content))
        page.content = self.view.html

    @event_priority(-100)
    def _show(self, context: Context, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
        """Put back what was hidden, into whatever other plugins made of the page."""
        unchanged = page.content == self.view.html
        page.content = self.whole if unchanged else show(page.content or "", self.view)

    on_page_context = CombinedEvent(_hide, _show)

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str | None:
        """Let 404.html, as any page, ask our worker for what is searched, and say what it is."""
        if template_name == "404.html":
            output_content = say_not_found(output_content, self.speech)
        return use_worker(output_content) if self.searches(config) else output_content

    @event_priority(100)
    def extend_index(self, *, config: MkDocsConfig) -> None:
        """Add our entries to those of search plugins, before they write them.

        So plugins that change an index later (exclude-search, i18n, encryptcontent) see them.
        """
        for plugin in config.plugins.values():
            extend(getattr(plugin, "search_index", None), self.search_entries)

    @event_priority(-105)
    def use_pagefind(self, *, config: MkDocsConfig) -> None:
        """Give the index to Pagefind, once all plugins have had their say in it."""
        if not self.asks_pagefind(config) or self.lacks_pagefind:
            return
        try:
            give_to_pagefind(Path(config.site_dir))
        except pagefind.PagefindError as error:
            mend = "build again, or set 'search: true'"
            message = f"the index is searched whole, as Pagefind failed: {error}; {mend}"
            log.warning(str(Problem(self.config_name, 0, "pagefind-failed", message)))


def give_to_pagefind(site: Path) -> None:
    """Let Pagefind index what a built site's search index holds, and let the worker ask it.

    Material's script fetches its index on each page, and finds one without entries then.
    Raises `PagefindError`, and leaves the site as it is.
    """
    path, assets = site / INDEX, site / "assets"
    if not path.is_file():
        return
    index = json.loads(path.read_text("utf-8"))
    language = str([*index["config"].get("lang", []), "en"][0]).partition("-")[0].lower()
    pagefind.write(pagefind.records(index["docs"]), language, assets / pagefind.FOLDER)
    (assets / WORKER).write_text(worker("pagefind"), "utf-8", newline="")
    # How many there are is what our worker wants to know of what Material gives to it.
    config = {**index["config"], "places": len(index["docs"])}
    path.write_text(json.dumps({**index, "config": config, "docs": []}), "utf-8")


def advice(plugin: SearchEvents, resolved: Resolved, pages: Iterable[ReadPage]) -> list[Problem]:
    """Say that the index of a site is too large to be fetched whole; the trees are of no more use.

    Its size is that of the file that Material would write, but for what other plugins change.
    """
    ours = plugin.finish(resolved, pages)
    docs = [{"location": one.url, "title": one.title, "text": one.text} for one in ours]
    for url, sheet in resolved.sheets.items():
        docs.append(
            {"location": url, "title": "", "text": text_of(hide(sheet.root, sheet.apart).html)}
        )
    size = sum(len(json.dumps(one)) + 1 for one in docs) // 1000
    if size <= LARGE:
        return []
    message = (
        f"the search index has about {size} kB, which each reader who searches fetches whole; "
        "write 'search: pagefind' in the options of the plugin 'apparatus', and "
        "`pip install 'mkdocs-apparatus[pagefind]'`"
    )
    return [Problem(plugin.config_name, 0, "large-search-index", message)]


def extend(index: object, extra: Iterable[SearchEntry]) -> None:
    """Add entries to the index of MkDocs's or Material's search plugin, if it is one.

    A page of which nothing is searched gets none. Title and text come HTML-escaped, as the
    programs that show them expect them.
    """
    held: list[dict[str, Any]] | None
    held = getattr(index, "entries", getattr(index, "_entries", None))
    if not isinstance(held, list):
        return
    pages = {str(one["location"]).partition("#")[0] for one in held}
    for one in extra:
        if one.url.partition("#")[0] in pages:
            title, text = html.escape(one.title, False), html.escape(one.text, False)
            kind = {"kind": one.kind} if one.kind else {}
            held.append({"location": one.url, "title": title, "text": text, **kind})
