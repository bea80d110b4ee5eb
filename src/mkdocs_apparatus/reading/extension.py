"""The Python-Markdown extension: citations, notes and annotations, with slots to fill.

A page is converted before the whole site is known, so what depends on other pages (note
numbers, what citeproc says, the source list) is left as a slot that shows the Markdown
as it was written. `filling.Filler` fills the slots; one left empty shows no hole.

Notes are Python-Markdown's own footnotes as far as an editor or a theme can see: the
same syntax, ids and classes, with the roles of DPUB-ARIA 1.1 added.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable
from dataclasses import replace

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, INLINE_PLACEHOLDER_RE, AtomicString

from ..hints import nearest
from ..page.contents import text_of
from . import syntax
from .annotations import AnnotationExtension
from .page_reading import Fault, PageReading
from .settings import Settings
from .slots import has_slots, next_conversion
from .walk import Walk

ESCAPED = re.compile("\x02(\\d+)\x03")
"""How Python-Markdown keeps a character that was escaped, `\\@` say: STX, code, ETX."""

AFTER_LINKS = 85
"""Below code (190), escapes (180), links (170 to 110) and HTML (90), above emphasis (60)."""


class _Inline(InlineProcessor):
    """An inline processor that leaves the text of links alone."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, pattern: str, md: Markdown, settings: Settings) -> None:
        super().__init__(pattern, md)
        self.compiled_re = re.compile(pattern, re.DOTALL | re.VERBOSE)
        self.settings = settings

    def written(self, text: str) -> str:
        """Give back the Markdown of `text` on one line, as pandoc is to read it."""
        text = INLINE_PLACEHOLDER_RE.sub(self._inline, text)
        text = HTML_PLACEHOLDER_RE.sub(self._raw, text)
        return " ".join(ESCAPED.sub(lambda found: "\\" + chr(int(found[1])), text).split())

    def _inline(self, found: re.Match[str]) -> str:
        inline = self.md.treeprocessors["inline"]
        node = inline.stashed_nodes.get(found[1], "")  # type: ignore[attr-defined]
        return node if isinstance(node, str) else self._markdown(node)

    def _markdown(self, node: etree.Element) -> str:
        """Write an element that Python-Markdown made of something in a citation."""
        inner = (node.text or "") + "".join(
            self._markdown(child) + (child.tail or "") for child in node
        )
        inner = INLINE_PLACEHOLDER_RE.sub(self._inline, inner)
        if node.tag == "code":  # which another extension may have coloured
            inner = HTML_PLACEHOLDER_RE.sub(lambda found: text_of(self._raw(found)), inner)
        if node.tag == "a":
            return f"[{inner}]({node.get('href', '')})"
        mark = {"code": "`", "em": "*", "strong": "**"}.get(str(node.tag), "")
        return f"{mark}{inner}{mark}"

    def _raw(self, found: re.Match[str]) -> str:
        return str(self.md.htmlStash.rawHtmlBlocks[int(found[1])])

    def cite(self, raw: str, keys: Iterable[str], kind: str) -> etree.Element:
        """Make the span that `Walk` turns into a note marker or an in-text citation."""
        raw = self.written(raw)
        unknown = [key for key in keys if not self.settings.knows(key)]
        span = etree.Element("span", {"data-cite": "unknown" if unknown else kind})
        span.set("data-keys", " ".join(unknown))
        span.text = AtomicString(raw)
        return span


type_of_match = tuple[etree.Element | None, int | None, int | None]
NO_MATCH: type_of_match = (None, None, None)


class CitationProcessor(_Inline):
    """`[see @brinton1970, p. 69; @graeber2015]`, and `@brinton1970 [p. 69] says`.

    Both in one, so that the first to begin takes the bracket.
    """

    LOCATOR = re.compile(r"\s?\[(?!\^)")
    NEVER = "(?P<key>(?!))"

    def __init__(self, md: Markdown, settings: Settings) -> None:
        narrative = syntax.NARRATIVE if settings.narrative else self.NEVER
        super().__init__(rf"\[ (?!\^) (?=[^\[\]]*@) | {narrative}", md, settings)

    def handleMatch(self, m: re.Match[str], data: str) -> type_of_match:  # type: ignore[override]
        """Take the whole citation, if it names a key."""
        if m["key"]:
            return self._narrative(m, data)
        end = syntax.bracketed(data, m.start())
        keys = syntax.keys_in(data[m.start() : end]) if end else ()
        if not keys:
            return NO_MATCH
        return self.cite(data[m.start() : end], keys, "bracket"), m.start(), end

    def _narrative(self, m: re.Match[str], data: str) -> type_of_match:
        """Leave a handle like `@someone`; an unknown key counts if it is near a known one."""
        key, known = syntax.key_of(m["key"]), self.settings.keys or ()
        if not self.settings.knows(key) and not nearest(key, tuple(known), 0.85):
            return NO_MATCH
        end = m.end()
        if opening := self.LOCATOR.match(data, end):
            close = syntax.bracketed(data, opening.end() - 1)
            if close and data[close : close + 1] not in ("(", "["):
                end = close
        raw = data[m.start() : end]
        # Without its author it says nothing in the text, and is a note like any other.
        kind = "bracket" if raw.startswith("-") else "narrative"
        return self.cite(raw, syntax.keys_in(raw), kind), m.start(), end


class NoteReferenceProcessor(_Inline):
    """`[^hukou]`, defined or not."""

    def __init__(self, md: Markdown, settings: Settings, notes: FootnoteExtension) -> None:
        super().__init__(syntax.NOTE_REFERENCE, md, settings)
        self.notes = notes

    def handleMatch(self, m: re.Match[str], data: str) -> type_of_match:  # type: ignore[override]
        """Mark the place; a label that has no note stays as written and is a fault."""
        label = self.written(m["label"])
        kind = "data-note" if label in self.notes.footnotes else "data-undefined"
        span = etree.Element("span", {kind: label})
        span.text = AtomicString(f"[^{label}]")
        return span, m.start(), m.end()


class DefinitionTreeprocessor(Treeprocessor):
    """Parse the notes' definitions into the tree, so that inline patterns run in them."""

    def __init__(self, md: Markdown, notes: FootnoteExtension) -> None:
        super().__init__(md)
        self.notes = notes

    def run(self, root: etree.Element) -> None:
        """Append a holder with one `div` for each definition; `Walk` takes it out again."""
        if not self.notes.footnotes:
            return
        holder = etree.SubElement(root, "div", {"data-definitions": ""})
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
        has_parts = any(has_slots(str(one)) for one in self.md.htmlStash.rawHtmlBlocks)
        walk = Walk(root, self.extension.settings, next_conversion(), in_essay=in_essay)
        reading = walk.read(has_parts=has_parts)
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
        inline(CitationProcessor(md, self.settings), "cite", AFTER_LINKS)
        inline(NoteReferenceProcessor(md, self.settings, notes), "footnote", AFTER_LINKS - 1)
        md.treeprocessors.register(DefinitionTreeprocessor(md, notes), "footnote", 50)
        # After attr_list (8), which gives paragraphs their ids; before MkDocs reads ids (5).
        md.treeprocessors.register(WalkTreeprocessor(md, self, _keep_first(notes)), "apparatus", 6)
