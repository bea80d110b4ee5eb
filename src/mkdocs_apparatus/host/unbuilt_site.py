"""A site as MkDocs would build it, read without building, for the command line."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.structure.files import Files, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page as MkDocsPage

from ..model import Problem
from ..publication.permalinks import LEDGER, Ledger, publish
from ..publication.resolving import HIDING
from ..reading.page_reading import Page
from .overheard import overhear
from .pages import give_ids
from .plugin import ApparatusPlugin
from .searching import advice

RESERVED = frozenset({"example", "test", "invalid", "localhost"})
"""Top-level domains at which nobody can be reached: https://www.rfc-editor.org/rfc/rfc6761."""


def convert(config: MkDocsConfig) -> tuple[MkDocsConfig, Files]:
    """Run MkDocs up to where all pages are converted, and nothing is written of them.

    As `mkdocs.commands.build.build` does, event by event: what other plugins and hooks do to
    pages until then is done.
    """
    config.plugins.on_startup(command="build", dirty=False)
    config = config.plugins.on_config(config)
    config.plugins.on_pre_build(config=config)
    files = get_files(config)
    files.add_files_from_theme(config.theme.get_env(), config)
    files = config.plugins.on_files(files, config=config)
    set_exclusions(files, config)
    nav = get_navigation(files, config)
    config.plugins.on_nav(nav, config=config, files=files)
    for file in files.documentation_pages():
        page = file.page or MkDocsPage(None, file, config)
        config._current_page = page
        page = config.plugins.on_pre_page(page, config=config, files=files) or page
        page.read_source(config)
        page.markdown = config.plugins.on_page_markdown(
            page.markdown or "", page=page, config=config, files=files
        )
        page.render(config, files)
        page.content = config.plugins.on_page_content(
            page.content or "", page=page, config=config, files=files
        )
    config._current_page = None
    return config, files


def check_links(config: MkDocsConfig, files: Files) -> None:
    """Let MkDocs warn of links to places that are not there, as the end of a build does."""
    for file in files.documentation_pages():
        if file.page:
            level = config.validation.links.anchors
            file.page.validate_anchor_links(files=files, log_level=level)


@dataclass(frozen=True)
class Site:
    """What the plugin read of a site: its pages, its ledger and its addresses.

    `docs` is the docs folder, `data` are its data files, `folders` those in which files may be
    written. `advise()` gives what is no fault of the site, and may be called once.
    """

    base: Path
    docs: Path
    data: tuple[Path, ...]
    directory_urls: bool
    folders: tuple[Path, ...]
    pages: tuple[Page, ...]
    ledger: Ledger
    addresses: frozenset[str]
    problems: tuple[Problem, ...]
    permalink_problems: tuple[Problem, ...]
    is_copy: bool
    address: str
    advise: Callable[[], list[Problem]]

    @classmethod
    def read(cls, config_file: Path) -> Site:
        """Run MkDocs up to where all pages are read, and resolve the edition.

        Raises `MkDocsException` for a configuration that MkDocs rejects.
        """
        with overhear(config_file.name) as heard:
            try:
                config = load_config(str(config_file))
            except Abort as error:
                said = "; ".join(one.message for one in heard)
                raise ConfigurationError(said or str(error)) from error
            return cls._of(config, heard)

    @classmethod
    def _of(cls, config: MkDocsConfig, heard: list[Problem]) -> Site:
        plugin = next(
            (one for one in config.plugins.values() if isinstance(one, ApparatusPlugin)), None
        )
        if plugin is None:
            raise ConfigurationError("the site does not use the plugin 'apparatus'")
        with TemporaryDirectory() as folder:
            config.site_dir = folder  # plugins write files there, and this builds no site
            return cls._read(config, plugin, heard)

    @classmethod
    def _read(cls, config: MkDocsConfig, plugin: ApparatusPlugin, heard: list[Problem]) -> Site:
        config, files = convert(config)
        before = tuple(heard)
        resolved, found = plugin.resolve(config, files)
        for read, page in found:
            give_ids(page, resolved.sheets[read.url].root)
        check_links(config, files)
        pages = tuple(page for page, _ in found)
        whole = plugin.searches(config) and not plugin.asks_pagefind(config)
        own = plugin.config
        advise = partial(advice, plugin, resolved, pages)
        return cls(
            plugin.base,
            Path(config.docs_dir),
            (Path(config.docs_dir, own.index), Path(config.docs_dir, own.timeline)),
            config.use_directory_urls,
            _folders(plugin.base, Path(config.docs_dir)),
            pages,
            plugin.ledger,
            resolved.addresses,
            (*before, *resolved.problems, *heard[len(before) :]),
            resolved.lost,
            plugin.info.is_copy,
            plugin.info.url,
            advise if whole and not plugin.info.is_copy else list,
        )

    @property
    def ledger_file(self) -> Path:
        """Where the ledger stands: beside `mkdocs.yml`."""
        return self.base / LEDGER

    @property
    def doubtful(self) -> list[Problem]:
        """What must be mended before addresses are published."""
        found = [*self.permalink_problems, *(one for one in self.problems if one.code in HIDING)]
        if self.is_copy:
            message = "addresses of a copy to be read offline are not published; build the site"
            found.append(Problem(LEDGER, 0, "offline-copy", message))
        for page in self.pages:
            count = sum(one.id is None for one in page.reading.paragraphs)
            if page.in_essay and count:
                message = f"{count} paragraphs have no id; put a blank line after each"
                found.append(Problem(page.path, 0, "no-id", message))
        return sorted(set(found))

    @property
    def is_nowhere(self) -> bool:
        """Whether the site's address is none, or one that stands for another (RFC 2606, 6761)."""
        host = urlsplit(self.address).hostname or ""
        return not host or host.rpartition(".")[2] in RESERVED

    def ledger_before(self) -> bytes:
        """Give what is in the ledger now."""
        return self.ledger_file.read_bytes() if self.ledger_file.is_file() else b""

    def published(self) -> bytes | None:
        """Give the ledger with all addresses of the site; None where none is new.

        It keeps its byte order mark and the ends of its lines.
        """
        before = self.ledger_before()
        mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
        text = publish(self.ledger, self.addresses)
        if b"\r\n" in before:
            text = text.replace("\n", "\r\n")
        after = mark + text.encode()
        return after if after != before else None


def _folders(base: Path, docs: Path) -> tuple[Path, ...]:
    """Give the folders of a project: that of its configuration, and the one that this names.

    A docs folder within the first that is a link to elsewhere was not named as lying there.
    """
    return (base,) if docs.absolute().is_relative_to(base) else (base, docs)
