"""What the plugin learns from the configuration, before any page is read."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger

from ..cache import Cache
from ..citations.citeproc import Citeproc
from ..citations.pandoc import Pandoc
from ..publication import permalinks
from ..publication.revision import identify
from ..reading.extension import ApparatusExtension
from ..reading.page_reading import PageReading
from ..reading.settings import Settings
from ..registers.names import load_index
from ..registers.timeline_file import load_timeline
from .essays import essays_of
from .languages import SpeaksLanguage
from .look import LookEvents
from .messages import still_waiting
from .option_names import NamesOptions, line_of
from .options import info_of, load_bibliography, load_data, load_ledger, load_style, unread
from .pages import SitePages, is_ours
from .searching import SearchEvents

log = get_plugin_logger("apparatus")


class ReadsConfiguration(NamesOptions, SpeaksLanguage, SearchEvents, LookEvents):
    """The first event: what a build is to read, in which language, and how."""

    citeproc: Citeproc | None = None

    def configure(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load what the options name, and add the Markdown extension."""
        self.base = Path(config.config_file_path or ".").resolve().parent
        self.cache = Cache(self.base / ".cache" / "plugin" / "apparatus")
        self.config_name = self.config_file.name
        self.info = info_of(self.config.edition, config, identify(self.base), self.language)
        self.readings: dict[str, PageReading] = {}
        self.order: list[str] = []
        self.begin_search()
        self._load(config)
        self.problems += self.language_problems(self.config_name)
        self.problems += self.search_problems(config, self.config_name)
        self.problems += self.look_problems(config, self.config_name)
        self.problems += self.misspelt()
        line = line_of(self.config_file, "essay")
        self.essays, found = essays_of(self.config.essay, self.config_name, line)
        self.problems += found
        self.settings = Settings(
            self.bibliography.keys,
            self.style.is_note if self.style else True,
            narrative=self.config.enable_inline_citations,
            bib_command=self.config.bib_command,
            full_bib_command=self.config.full_bib_command,
            bib_by_default=self.config.bib_by_default,
            speech=self.speech,
        )
        self.extension = ApparatusExtension(self.settings)
        # One of ours was added by an earlier build of the same configuration.
        others = [one for one in config.markdown_extensions if not is_ours(one)]
        config.markdown_extensions[:] = [*others, self.extension]  # type: ignore[list-item]
        self.site_pages = SitePages(config, self.essays, self.base, self.extension)
        return config

    def _load(self, config: MkDocsConfig) -> None:
        """Read ledger, bibliography, style and data files, of which one may be wrong."""
        self.ledger = load_ledger(self.base / permalinks.LEDGER)
        self.bibliography = load_bibliography(self.config, self.base, self.config_name)
        self.style, self.problems = load_style(self.config, self.base, self.config_name)
        self.first = [*self.problems, *unread(self.bibliography)]
        self.citeproc = self._begin()
        docs = Path(config.docs_dir)
        index = partial(load_index, language=self.language)
        self.index = load_data(docs / self.config.index, self.base, index, self.cache)
        timeline = partial(load_timeline, speech=self.speech)
        self.timeline = load_data(docs / self.config.timeline, self.base, timeline, self.cache)

    def _begin(self) -> Citeproc | None:
        """Let pandoc read the bibliography while MkDocs converts pages."""
        if self.citeproc:  # of a build before this one, which failed
            self.citeproc.stop()
        style, timeout = self.style, self.config.pandoc_timeout
        if style is None:
            return None
        pandoc = Pandoc(
            self.cache, timeout, lambda gone: log.info(still_waiting(gone, timeout, style))
        )
        return Citeproc(self.bibliography, pandoc, style.language(self.info.language))
