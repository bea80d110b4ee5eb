"""What the extension reads of each page, kept until all are read."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from ..reading.abstracts import told
from ..reading.extension import ApparatusExtension
from ..reading.page_reading import PageReading


class KeepsReadings:
    """The events of a plugin that keeps, by the path of its source, what a page holds."""

    extension: ApparatusExtension
    readings: dict[str, PageReading]

    @event_priority(100)
    def _keep(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Keep what the extension read; plugins that make abstracts of the Markdown do it now."""
        reading = self.readings[page.file.src_uri] = self.extension.reading
        self.markdown = page.markdown
        heard_by = config.plugins.events["page_content"]
        if any(getattr(one, "__self__", None) is not self for one in heard_by):
            is_note = self.extension.settings.note_style
            page.markdown = told(page.markdown or "", reading, note_style=is_note)

    @event_priority(-100)
    def _as_written(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        page.markdown = self.markdown

    on_page_content = CombinedEvent(_keep, _as_written)
