"""The MkDocs plugin: it handles events and logs problems; the core does the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import Any

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

from . import bibliography, permalinks, search
from .build import identify
from .citeproc import CiteprocError, Style, StyleError
from .citing import CiteThis, cite_this
from .contents import hide, show, text_of
from .edition import assemble
from .exports.edition_json import edition_json
from .exports.references import sources_out
from .markdown import ApparatusExtension
from .metadata import PageInfo, page_metadata
from .model import Bibliography, Problem
from .moves import land, redirects
from .options import ApparatusConfig, bib_files, info_of, shown, style_of
from .panels import number_paragraphs, panel, statement
from .reading import Page, PageReading
from .rendering import Renderer, environment
from .walk import Settings

ASSETS = resources.files(__package__) / "assets"
log = get_plugin_logger("apparatus")


class ApparatusPlugin(BasePlugin[ApparatusConfig]):
    """Reads citations as MkDocs renders each page, resolves them once, fills the pages."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load the bibliography and the style, and add the Markdown extension."""
        self.base = Path(config.config_file_path or ".").resolve().parent
        self.build = identify(self.base)
        self.info = info_of(self.config.edition, config.site_name, config.site_url, self.build)
        self.problems: list[Problem] = []
        self.readings: dict[str, PageReading] = {}
        self.contents: dict[str, str] = {}
        self.order: list[str] = []
        ledger = self.base / permalinks.LEDGER
        self.ledger = permalinks.parse(ledger.read_text("utf-8") if ledger.is_file() else "")
        self.bibliography = self._load_bibliography()
        self.style = self._load_style()
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

    def _load_bibliography(self) -> Bibliography:
        name = self.config.bib_file or self.config.bib_dir
        if not name:
            message = "no bibliography is set; give 'bib_file' or 'bib_dir' to the plugin"
            self.problems.append(Problem("mkdocs.yml", 0, "no-bibliography", message))
            return Bibliography()
        try:
            return bibliography.load(bib_files(self.config, self.base))
        except (OSError, RuntimeError) as error:
            reason = " ".join(str(error).split())
            message = f"cannot be read: {reason}; check the plugin's options in mkdocs.yml"
            name = name if "://" in name else shown(self.base / name, self.base)
            return Bibliography((name,), problems=(Problem(name, 0, "bad-bibtex", message),))

    def _load_style(self) -> Style | None:
        try:
            return style_of(self.config, self.base)
        except StyleError as error:
            self.problems.append(Problem("mkdocs.yml", 0, "bad-style", str(error)))
            return None

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Bring the style and script of permalinks, before those of the site."""
        if any(self._in_essay(file) for file in files.documentation_pages()):
            for name in ("apparatus.css", "apparatus.js"):
                content = (ASSETS / name).read_text("utf-8")
                files.append(File.generated(config, f"assets/{name}", content=content))
            for wanted, asset in (
                (config.extra_css, "assets/apparatus.css"),
                (config.extra_javascript, "assets/apparatus.js"),
            ):
                if asset not in wanted:  # by an earlier build of the same configuration
                    wanted.insert(0, asset)
        return files

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
        files_by_url = {page.url: page.path for page in read}
        present = permalinks.addresses(self.edition)
        found = permalinks.check(self.ledger, present, files_by_url)
        self.permalink_problems = tuple(sorted(found))
        every = {*self.problems, *self.edition.problems, *self.permalink_problems}
        self.all_problems = tuple(sorted(every))
        return pages

    @event_priority(-50)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """All pages are read: resolve, report, and fill the slots."""
        pages = self.resolve(config, files)
        for problem in self.all_problems:
            log.warning(str(problem))
        custom = config.theme.custom_dir
        folders = [Path(custom) / "apparatus"] if custom else []
        self.templates = templates = environment(folders)
        self.read_pages = {read.url: read for read, _ in pages}
        self.cited = self._cite_this()
        renderer = Renderer(self.edition, templates, get_relative_url)
        moves = self.ledger.moves
        for read, page in pages:
            content = renderer.fill(page.content or "", read.url)
            content = land(content, read.url, moves, renderer.link, templates)
            page.content = self._citable(content, read, renderer)
            self.contents[read.url] = page.content
            page.title = renderer.in_words(str(page.title), read)
            for item in _items(page.toc):
                item.title = renderer.in_words(item.title, read)
            if read.reading.has_full_list and page.present_anchor_ids is not None:
                page.present_anchor_ids |= {source.key for source in self.edition.sources}
        self._add_edition_json(config, files)
        self._add_reference_files(config, files)
        urls = {read.url for read, _ in pages}
        site_url = config.site_url or ""
        for url, text in redirects(moves, urls, site_url, renderer.link, templates).items():
            path = f"{url}index.html" if url.endswith("/") else url
            files.append(File.generated(config, path, content=text))

    def _cite_this(self) -> CiteThis | None:
        """Format how the edition is cited, where there is an essay to cite."""
        if not self.edition.sections:
            return None
        if not self.info.url:
            mend = "set 'site_url' in mkdocs.yml to the address of the site"
            log.warning(f"mkdocs.yml: no-site-url: permalinks in citations are relative; {mend}")
        try:
            return cite_this(self.info, self.edition.sections)
        except CiteprocError as error:  # said already of the notes, if of all
            if not any(one.code == "pandoc-failed" for one in self.all_problems):
                log.warning(f"pandoc: pandoc-failed: 'Cite this' is left out: {error}")
            return None

    def _citable(self, content: str, read: Page, renderer: Renderer) -> str:
        """Add the paragraph numbers, "Cite this" and the statement of the edition."""
        if self.cited is None:
            return content
        found = next((one for one in self.cited.sections if one.url == read.url), None)
        if found or read.url == "":
            work, paragraphs = (found.work, found.paragraphs) if found else (self.cited.edition, ())
            content = number_paragraphs(content, paragraphs)
            content += panel(
                self.templates,
                "section" if found else "edition",
                work,
                lambda extension: renderer.link(_cite_file(read.url, extension), read.url),
                paragraphs,
                has_address=bool(self.info.url),
            )
        return content + statement(self.templates, self.info)

    def _add_reference_files(self, config: MkDocsConfig, files: Files) -> None:
        texts: dict[str, str] = {}
        if self.edition.list_url is not None:
            texts |= sources_out(self.bibliography, self.edition.sources)
        if self.cited:
            works = {"": self.cited.edition} | {one.url: one.work for one in self.cited.sections}
            for url, work in works.items():
                texts[_cite_file(url, "bib")] = work.bibtex
                texts[_cite_file(url, "ris")] = work.ris
                texts[_cite_file(url, "json")] = work.csl_json
        for path, text in texts.items():
            files.append(File.generated(config, path, content=text))

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

    def _add_edition_json(self, config: MkDocsConfig, files: Files) -> None:
        content = edition_json(self.edition, self.info.title, self.info.url, self.contents)
        files.append(File.generated(config, "edition.json", content=content))

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
        read = self.read_pages.get(_url(page))
        if read is None:
            return output
        sections = {section.url: section for section in self.edition.sections}
        about = {source.key: source for source in self.edition.sources}
        info = PageInfo(
            read.url,
            read.title,
            read.description or config.site_description or "",
            sections.get(read.url),
            is_home=read.url == "",
        )
        known = about.get(self.config.edition.about)
        metadata = page_metadata(self.info, self.edition, info, known)
        head = self.templates.get_template("head.html").render(metadata=metadata)
        return output.replace("</head>", f"{head}</head>", 1)

    @event_priority(-50)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Extend the search index when its plugin has written it, before `offline` (-100)."""
        index = Path(config.site_dir) / "search" / "search_index.json"
        if index.is_file():
            found = search.entries(self.edition, self.contents)
            index.write_text(search.extend_index(index.read_text("utf-8"), found), "utf-8")

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


def _cite_file(url: str, extension: str) -> str:
    """Name the reference file of a page: `essay/introduction/cite.bib`."""
    folder = url if url.endswith("/") or not url else f"{url.rpartition('.')[0]}/"
    return f"{folder}cite.{extension}"


def _is_ours(extension: object) -> bool:
    """Whether an extension was added by an earlier build of the same configuration."""
    return isinstance(extension, ApparatusExtension)
