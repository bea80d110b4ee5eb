"""Files that the plugin adds to a site."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

from ..publication.assets import FILES, PLAIN_FILES, asset
from ..publication.leftovers import SUFFIXES, Finisher
from ..publication.publication import cite_file
from ..references.files import FORMATS, file_name


def add_file(files: Files, config: MkDocsConfig, path: str, text: str) -> None:
    """Write a file into the built site, and tell MkDocs of it.

    It is its own source: MkDocs lets plugins write there, and others, which read the source
    path of every file (i18n, ezlinks, file-filter), find one that exists.
    """
    add_files(files, config, {path: text})


def add_files(files: Files, config: MkDocsConfig, texts: Mapping[str, str]) -> None:
    """Add files by their paths in the site, each as its own source."""
    site = Path(config.site_dir)
    folders: set[Path] = set()  # that are in the site, and exist
    for path, text in texts.items():
        place = site / path
        if place.parent not in folders or place.is_symlink():
            if not place.resolve().is_relative_to(site.resolve()):
                raise PluginError(f"'{path}' would be written outside of the site; nothing was")
            place.parent.mkdir(parents=True, exist_ok=True)
            folders.add(place.parent)
        place.write_text(text, "utf-8", newline="")
        files.append(File(path, config.site_dir, config.site_dir, config.use_directory_urls))


def add_assets(files: Files, config: MkDocsConfig, *, has_look: bool) -> None:
    """Publish the style and scripts, and let each page load them before those of the site."""
    for path, parts in (FILES if has_look else PLAIN_FILES).items():
        add_file(files, config, path, asset(parts))
        wanted = config.extra_css if path.endswith(".css") else config.extra_javascript
        if path not in wanted:  # by an earlier build of the same configuration
            wanted.insert(0, path)


CHECKERS = frozenset({"htmlproofer"})
"""Plugins that take a link for dead whose file is not there before pages are read."""


def announce(
    files: Files, config: MkDocsConfig, keys: Iterable[str], in_essay: Callable[[File], bool]
) -> None:
    """Tell plugins that check links of the files that pages may link to, and that come later.

    As files that are not published, which those that are published will replace.
    """
    if CHECKERS.isdisjoint(config.plugins):
        return
    pages = [one.url for one in files.documentation_pages() if in_essay(one)]
    urls = ["", *pages] if pages else []
    names = [cite_file(url, extension) for url in urls for extension in FORMATS.values()]
    stems = ["sources", *(f"sources/{file_name(key)}" for key in keys)]
    names += [f"{stem}.{extension}" for stem in stems for extension in FORMATS.values()]
    for name in names:
        file = File(unquote(name), config.site_dir, config.site_dir, config.use_directory_urls)
        file.inclusion = InclusionLevel.EXCLUDED
        files.append(file)


def keep_back(files: Files, config: MkDocsConfig, names: Iterable[str]) -> None:
    """Keep data files in the docs folder from being published."""
    for name in names:
        path = os.path.relpath(Path(config.docs_dir, name), config.docs_dir)
        if data := files.get_file_from_path(path):
            data.inclusion = InclusionLevel.EXCLUDED


def fill_copies(site: Path, finisher: Finisher) -> None:
    """Fill what other plugins made of pages before these were filled."""
    for path in sorted(site.rglob("*")):
        if path.suffix not in SUFFIXES or not path.is_file():  # a folder may be named `x.json`
            continue
        filled = finisher.finish(path.relative_to(site).as_posix(), path.read_bytes())
        if filled is not None:
            path.write_bytes(filled)
