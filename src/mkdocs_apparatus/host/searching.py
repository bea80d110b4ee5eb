"""What the plugin has to do with search: what its programs see of a page, and what they find."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext as Context

from ..model import SearchEntry
from ..page.tree import Element, read, written
from ..publication.assets import asset
from ..publication.document import WORKER, use_worker
from ..publication.search_view import SearchView, hide, show
from .files import add_file
from .options import ApparatusConfig
from .pages import url_of


class SearchEvents(BasePlugin[ApparatusConfig]):
    """The events that have to do with search; `begin_search` is called before all others."""

    def begin_search(self) -> None:
        """Forget the build before."""
        self.views: dict[str, tuple[str, SearchView]] = {}
        self.search_entries: list[SearchEntry] = []

    def searches(self, config: MkDocsConfig) -> bool:
        """Whether our worker answers the search field, which it knows as Material's."""
        found = any(name.rpartition("/")[2] == "search" for name in config.plugins)
        return bool(self.config.search) and found and config.theme.name == "material"

    def add_worker(self, files: Files, config: MkDocsConfig) -> None:
        """Publish our worker, if it is asked."""
        if self.searches(config):
            add_file(files, config, f"assets/{WORKER}", asset(["search.js"]))

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
        """Let 404.html, as any page, ask our worker for what is searched."""
        return use_worker(output_content) if self.searches(config) else output_content

    @event_priority(100)
    def extend_index(self, *, config: MkDocsConfig) -> None:
        """Add our entries to those of search plugins, before they write them.

        So plugins that change an index later (exclude-search, i18n, encryptcontent) see them.
        """
        for plugin in config.plugins.values():
            extend(getattr(plugin, "search_index", None), self.search_entries)


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
            held.append({"location": one.url, "title": title, "text": text})
