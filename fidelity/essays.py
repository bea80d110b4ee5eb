"""A site's essay, as this package reads it and as pandoc is to read it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from mkdocs_apparatus.bib import Bibliography
from mkdocs_apparatus.edition.source_lists import source_lists
from mkdocs_apparatus.host.plugin import ApparatusPlugin
from mkdocs_apparatus.host.unbuilt_site import convert
from mkdocs_apparatus.reading.page_reading import Page
from mkdocs_apparatus.reading.syntax import keys_in

ANNOTATION = re.compile(r"^/// annotation \| .+\n(?:    .+\n)*(?:(?!///).*\n)*?///$", re.MULTILINE)
"""An annotation, which is no Markdown to pandoc; written without a look at the plugin's reader."""

ATTRIBUTES = re.compile(r"^\{:.*\}$", re.MULTILINE)
"""Attributes of a paragraph, which pandoc takes for words: `{: #p4 }`."""

LABEL = re.compile(r"^\[\^([^\]]+)\]:", re.MULTILINE)
"""The definition of a note: `[^1]: Words.`"""


@dataclass(frozen=True)
class Essay:
    """The essay of one site, read for note styles or for in-text ones.

    `contents` are the pages' HTML with slots, by url. `markdown` is for pandoc: the sections in
    order, nothing but their own words. `apart` are the keys of each citation of other pages and of
    annotations, in that order, that cites what the essay does not; `listed` are all that stand in
    the list besides what is cited.
    """

    name: str
    pages: tuple[Page, ...]
    contents: Mapping[str, str]
    bibliography: Bibliography
    bib_files: tuple[Path, ...]
    language: str | None
    markdown: str
    apart: tuple[tuple[str, ...], ...]
    listed: tuple[str, ...]


def read_essay(name: str, config_file: Path, style: str) -> Essay:
    """Read a site up to where its citations would be resolved; `style` tells which kind they are.

    All that is done here is done once, for all styles of a kind.
    """
    config = load_config(str(config_file))
    plugin = next(one for one in config.plugins.values() if isinstance(one, ApparatusPlugin))
    plugin.config.style = style
    with TemporaryDirectory() as folder:
        config.site_dir = folder
        read, contents = _read(config, plugin)
    assert plugin.citeproc is not None
    plugin.citeproc.stop()
    bibliography, sections = plugin.bibliography, [page for page in read if page.in_essay]
    lists = source_lists(read, bibliography)
    cited = {key for page in sections for keys in _keys(page, annotations=False) for key in keys}
    apart = [keys for page in read if not page.in_essay for keys in _keys(page, annotations=False)]
    apart += [keys for page in read for keys in _keys(page, annotations=True)]
    return Essay(
        name,
        tuple(read),
        contents,
        bibliography,
        tuple(config_file.resolve().parent / file for file in bibliography.names),
        plugin.info.language or None,
        _for_pandoc([page.source for page in sections]),
        tuple(keys for keys in dict.fromkeys(apart) if not cited.issuperset(keys)),
        tuple(one.key for one in bibliography.entries) if lists.all else tuple(lists.homes),
    )


def _read(config: MkDocsConfig, plugin: ApparatusPlugin) -> tuple[list[Page], dict[str, str]]:
    """Let MkDocs convert all pages, as `mkdocs build` does."""
    _, files = convert(config)
    found = plugin.site_pages.read(files, plugin.order, plugin.readings)
    return [read for read, _ in found], {read.url: page.content or "" for read, page in found}


def _keys(page: Page, *, annotations: bool) -> list[tuple[str, ...]]:
    """Give the keys of each citation of a page in its annotations, or of each elsewhere."""
    asked = [one for one in page.reading.citations if (one.annotation is not None) == annotations]
    return [keys_in(one.raw) for one in asked]


def _for_pandoc(sources: list[str]) -> str:
    """Join the sections, and leave out what is no Markdown to pandoc."""
    bare = [ATTRIBUTES.sub("", ANNOTATION.sub("", source)) for source in sources]
    text = "\n\n".join(bare)
    labels = LABEL.findall(text)
    assert "///" not in text, "an annotation is left"
    assert len(labels) == len(set(labels)), "two sections have notes of one label"
    return text
