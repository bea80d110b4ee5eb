"""The pages of MkDocs as the edition has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import meta as front_matter

from ..iso import date_of
from ..model import Problem
from ..page.contents import text_of
from ..page.tree import Element, by_id
from ..reading.extension import ApparatusExtension
from ..reading.page_reading import Page, PageReading
from .essays import Essays
from .options import shown
from .sources import authors_of, line_of_field, source_of

AFTERWARDS = ("sitemap.xml.gz", "search/search_index.json")
"""What MkDocs and its search write when all else is written."""


@dataclass(frozen=True)
class SitePages:
    """Reads the pages of a site; `base` is the folder of its configuration, and `extension` the
    one that converts its pages.
    """

    config: MkDocsConfig
    essays: Essays
    base: Path
    extension: ApparatusExtension

    def read(
        self, files: Files, order: Iterable[str], readings: Mapping[str, PageReading]
    ) -> list[tuple[Page, MkDocsPage]]:
        """List the pages that were read: in nav `order`, then in that of folders.

        Of two with one address that which MkDocs writes last, over the other: see `doubles`.
        """
        names = list(order)
        found = []
        kept = {one.dest_uri: one for one in files.documentation_pages()}
        for name in [*names, *sorted(readings.keys() - set(names))]:
            file = files.get_file_from_path(name)
            if file and file.page and name in readings and kept.get(file.dest_uri, file) is file:
                found.append((self._page(file, file.page, readings[name]), file.page))
        return found

    def doubles(self, files: Files) -> Iterator[Problem]:
        """Find pages that another is written over."""
        first: dict[str, File] = {}
        for file in files.documentation_pages():
            other = first.setdefault(file.dest_uri, file)
            if other is not file:
                message = (
                    f"its address '{file.url}' is also that of '{other.src_uri}', of which nothing"
                    " is left on the site; rename one of them"
                )
                yield Problem(self._shown(file), 0, "same-address", message)

    def _shown(self, file: File) -> str:
        """Give a page's path as problems name it."""
        return shown(Path(file.abs_src_path), self.base) if file.abs_src_path else file.src_uri

    def _page(self, file: File, page: MkDocsPage, reading: PageReading) -> Page:
        source = source_of(file, self.base)
        body, own = front_matter.get_data(source)
        essay = self.essays.of(file, page.meta)
        return Page(
            path=self._shown(file),
            url=url_of(page),
            slug=self.essays.slug(file, essay),
            title=text_of(str(page.title)),
            essay=essay,
            entitles=self.essays.entitled(file),
            authors=authors_of(page.meta.get("author")),
            source=body,
            offset=source[: len(source) - len(body)].count("\n"),
            reading=reading,
            date=date_of(page.meta.get("date")),
            date_line=line_of_field(source, "date"),
            description=str(page.meta.get("description") or ""),
            # Other plugins make descriptions too, of the first words of a text.
            description_line=line_of_field(source, "description") if "description" in own else 0,
            language=str(page.meta.get("language") or ""),
            language_line=line_of_field(source, "language"),
            reread=self._reread,
        )

    def written(self, files: Files) -> frozenset[str]:
        """Name the files, by path, that MkDocs, its theme and the docs folder bring."""
        found = (one.dest_uri for one in files if not one.inclusion.is_excluded())
        config = self.config
        templates = [*config.theme.static_templates, *map(str, config.extra_templates)]
        return frozenset([*found, *templates, *AFTERWARDS])

    def _reread(self, source: str) -> PageReading:
        """Read Markdown as the site does, every key being known."""
        extension = ApparatusExtension(replace(self.extension.settings, keys=None))
        extensions: list[Any] = list(self.config.markdown_extensions)
        extensions[extensions.index(self.extension)] = extension
        converter = markdown.Markdown(
            extensions=extensions, extension_configs=self.config.mdx_configs or {}
        )
        converter.convert(source)
        return extension.reading


def url_of(page: MkDocsPage) -> str:
    """Give a page's url as the edition has it: relative to the site root, which is empty."""
    return page.url.removeprefix("./").removeprefix(".")


def give_ids(page: MkDocsPage, root: Element) -> None:
    """Tell MkDocs, which checks links, of the ids in a page's finished tree."""
    if page.present_anchor_ids is not None:
        page.present_anchor_ids |= by_id(root).keys()


def items_of(toc: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    """Give all items of a page's table of contents."""
    for item in toc:
        yield item
        yield from items_of(item.children)


def is_ours(extension: object) -> bool:
    """Whether an extension was added by an earlier build of the same configuration."""
    return isinstance(extension, ApparatusExtension)
