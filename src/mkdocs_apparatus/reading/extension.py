"""The Python-Markdown extension: citations, notes and annotations, with slots to fill.

A page is converted before the whole site is known, so what depends on other pages (note
numbers, what citeproc says, the source list) is left as a slot that shows the Markdown
as it was written. `filling.Filler` fills the slots; one left empty shows no hole.

Notes are Python-Markdown's own footnotes as far as an editor or a theme can see: the
same syntax, ids and classes, with the roles of DPUB-ARIA 1.1 added.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from dataclasses import replace

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.treeprocessors import Treeprocessor

from .annotations import AnnotationExtension
from .elements import own
from .inline_processors import (
    AFTER_LINKS,
    BEFORE_ESCAPES,
    BEFORE_LINKS,
    CitationProcessor,
    CommandProcessor,
    NoteBeforeBracketProcessor,
    NoteReferenceProcessor,
)
from .page_reading import Fault, PageReading
from .settings import Settings
from .slots import next_conversion
from .walk import Walk


class DefinitionTreeprocessor(Treeprocessor):
    """Parse the notes' definitions into the tree, so that inline patterns run in them."""

    def __init__(self, md: Markdown, notes: FootnoteExtension) -> None:
        super().__init__(md)
        self.notes = notes

    def run(self, root: etree.Element) -> None:
        """Append a holder with one `div` for each definition; `Walk` takes it out again."""
        if not self.notes.footnotes:
            return
        holder = etree.SubElement(root, "div", {own("definitions"): ""})
        for label, text in self.notes.footnotes.items():
            body = etree.SubElement(holder, "div", {"data-definition": label})
            self.md.parser.parseChunk(body, text)


class WalkTreeprocessor(Treeprocessor):
    """Read the finished tree and give notes and citations their markup."""

    def __init__(self, md: Markdown, extension: ApparatusExtension, doubled: list[str]) -> None:
        super().__init__(md)
        self.extension = extension
        self.doubled = doubled

    def run(self, root: etree.Element) -> None:
        """Keep what was read in `extension.reading`, and among its `texts`."""
        doubled = [Fault("duplicate-note", one, f"[^{one}]:") for one in self.doubled]
        self.doubled.clear()
        in_essay = self.extension.in_essay
        raw_html = [str(one) for one in self.md.htmlStash.rawHtmlBlocks]
        walk = Walk(root, self.extension.settings, next_conversion(), raw_html, in_essay=in_essay)
        reading = walk.read()
        reading = replace(reading, faults=(*reading.faults, *doubled))
        self.extension.reading = self.extension.texts[reading.conversion] = reading


def _keep_first(notes: FootnoteExtension) -> list[str]:
    """Let a second definition of a label be a fault; it would replace the first unsaid.

    Gives the list in which such labels will stand.
    """
    keep = notes.setFootnote
    doubled: list[str] = []

    def define(label: str, text: str) -> None:
        if label in notes.footnotes:
            doubled.append(label)
        else:
            keep(label, text)

    notes.setFootnote = define  # type: ignore[assignment, method-assign]
    return doubled


class ApparatusExtension(Extension):
    """Citations and notes. After each conversion `reading` says what the page holds.

    Other programs convert texts of their own with it, docstrings say, also while a page is
    converted: `texts` has what was read of each, by its conversion. `in_essay` is set before
    each, and says whether the page is a section of the essay.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.in_essay = False
        self.reading = PageReading()
        self.texts: dict[int, PageReading] = {}

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the processors, and the extensions they rest on where a site has not."""
        if "attr_list" not in md.treeprocessors:
            md.registerExtensions(["attr_list"], {})
        if "footnote" not in md.parser.blockprocessors:
            md.registerExtensions(["footnotes"], {})
        AnnotationExtension().extendMarkdown(md)
        md.registerExtension(self)
        reader: BlockProcessor = md.parser.blockprocessors["footnote"]
        notes: FootnoteExtension = reader.footnotes  # type: ignore[attr-defined]
        self.settings = replace(
            self.settings,
            marker=notes.getConfig("SUPERSCRIPT_TEXT"),
            place=notes.getConfig("PLACE_MARKER"),
        )
        md.ESCAPED_CHARS.append("@")
        md.inlinePatterns.deregister("footnote")
        for name in ("footnote", "footnote-reorder", "footnote-duplicate"):
            md.treeprocessors.deregister(name, strict=False)
        inline = md.inlinePatterns.register
        settings = self.settings
        inline(CommandProcessor(md, settings), "command", BEFORE_ESCAPES)
        inline(NoteBeforeBracketProcessor(md, settings, notes), "footnote-bracket", BEFORE_LINKS)
        # Before citations: the label of a note may hold an @.
        inline(NoteReferenceProcessor(md, settings, notes), "footnote", AFTER_LINKS + 1)
        inline(CitationProcessor(md, settings), "cite", AFTER_LINKS)
        md.treeprocessors.register(DefinitionTreeprocessor(md, notes), "footnote", 50)
        # After attr_list (8), which gives paragraphs their ids; before MkDocs reads ids (5).
        md.treeprocessors.register(WalkTreeprocessor(md, self, _keep_first(notes)), "apparatus", 6)
