"""Pages while other plugins make abstracts of them."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage

from ..reading.abstracts import told
from ..reading.extension import ApparatusExtension
from ..reading.page_reading import PageReading
from .options import ApparatusConfig


class MakesAbstracts(BasePlugin[ApparatusConfig]):
    """The events of a plugin that keeps what its `extension` read, and says it in abstracts."""

    extension: ApparatusExtension
    readings: dict[str, PageReading]

    @event_priority(100)
    def keep_reading(
        self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> None:
        """Keep what the extension read; plugins that make abstracts of the Markdown do it now."""
        reading = self.readings[page.file.src_uri] = self.extension.reading
        self.markdown = page.markdown
        heard_by = config.plugins.events["page_content"]
        if any(getattr(one, "__self__", None) is not self for one in heard_by):
            is_note = self.extension.settings.note_style
            page.markdown = told(page.markdown or "", reading, note_style=is_note)

    @event_priority(-100)
    def give_back(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> None:
        """Give the page its Markdown again."""
        page.markdown = self.markdown

    on_page_content = CombinedEvent(keep_reading, give_back)
