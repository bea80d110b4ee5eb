"""What is found within a line of Markdown: citations, references to notes, commands.

Each leaves a span that says what it is; `Walk` gives it its markup when the page is whole.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from html.parser import HTMLParser

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import HTML_PLACEHOLDER_RE, INLINE_PLACEHOLDER_RE, AtomicString

from ..hints import nearest
from ..page.contents import text_of
from . import syntax
from .elements import APART, CITE, COMMAND, ESCAPED, NOTE, UNDEFINED
from .settings import Settings

AFTER_LINKS = 85
"""Below code (190), escapes (180), links (170 to 110) and HTML (90), above emphasis (60)."""

BEFORE_LINKS = 175
"""Where Python-Markdown itself looks for references to notes."""

BEFORE_ESCAPES = 185
"""A command may hold what Markdown reads as something else: `[NOTES HERE]`, `__LIST__`."""

type_of_match = tuple[etree.Element | None, int | None, int | None]
NO_MATCH: type_of_match = (None, None, None)


OPENINGS = tuple(f"<{name}" for name in sorted({"a", *APART}))
"""How HTML begins that keeps a citation from being one."""


class Tags(HTMLParser):
    """Knows which elements a text of HTML has opened, and not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Open an element."""
        self.open.add(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        self.open.discard(tag)


class _Inline(InlineProcessor):
    """An inline processor that leaves the text of links alone."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, pattern: str, md: Markdown, settings: Settings) -> None:
        super().__init__(pattern, md)
        self.compiled_re = re.compile(pattern, re.DOTALL | re.VERBOSE)
        self.settings = settings
        self._blocks: object = None
        self._looked_at, self._opens = 0, False

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
        if node.tag == "br":
            return " "
        mark = {"code": "`", "em": "*", "strong": "**"}.get(str(node.tag), "")
        return f"{mark}{inner}{mark}"

    def _raw(self, found: re.Match[str]) -> str:
        return str(self.md.htmlStash.rawHtmlBlocks[int(found[1])])

    def opened(self, data: str, end: int) -> set[str]:
        """Give the elements that HTML in a line opens, and that are open at `end`."""
        tags = Tags()
        if self._may_open():
            for found in INLINE_PLACEHOLDER_RE.finditer(data, 0, end):
                tags.feed(HTML_PLACEHOLDER_RE.sub(self._raw, self._inline(found)))
        return tags.open

    def _may_open(self) -> bool:
        """Whether HTML of this page opens what matters: few pages do, and have all looked at."""
        blocks = self.md.htmlStash.rawHtmlBlocks
        if blocks is not self._blocks:  # those of the page before
            self._blocks, self._looked_at, self._opens = blocks, 0, False
        new = (str(one).lower() for one in blocks[self._looked_at :])
        self._opens = self._opens or any(one.startswith(OPENINGS) for one in new)
        self._looked_at = len(blocks)
        return self._opens

    def cite(self, raw: str, kind: str) -> etree.Element:
        """Make the span that `Walk` turns into a note marker or an in-text citation.

        `kind` is `bracket`, `narrative`, `bare` for one without a bracket, or `linked` for one
        in the text of a link; it becomes `unknown` where a key is.
        """
        written = self.written(raw)
        known = all(self.settings.key(key) is not None for key in syntax.keys_in(written))
        span = etree.Element("span", {CITE: kind if known else "unknown"})
        span.text = AtomicString(written)
        return span


class CitationProcessor(_Inline):
    """`[see @brinton1970, p. 69; @graeber2015]`, and `@brinton1970 [p. 69] says`.

    Both in one, so that the first to begin takes the bracket.
    """

    LOCATOR = re.compile(r"\s?\[(?!\^)")
    NEVER = "(?P<key>(?!))"

    def __init__(self, md: Markdown, settings: Settings) -> None:
        narrative = syntax.NARRATIVE if settings.narrative else self.NEVER
        super().__init__(rf"\[ (?!\^) (?=[^\[\]]*@) | {narrative}", md, settings)
        self.brackets = syntax.Brackets()

    def handleMatch(self, m: re.Match[str], data: str) -> type_of_match:  # type: ignore[override]
        """Take the whole citation, if it names a key."""
        if m["key"]:
            return self._narrative(m, data)
        end = self.brackets.end(data, m.start())
        if not end or not syntax.keys_in(data[m.start() : end]):
            return NO_MATCH
        return self._cited("bracket", data, m.start(), end)

    def _narrative(self, m: re.Match[str], data: str) -> type_of_match:
        """Leave a handle like `@someone`; an unknown key counts if it is near a known one."""
        key, known = syntax.key_of(m["key"]), self.settings.keys or frozenset()
        if self.settings.key(key) is None:
            # A key that wants braces, of which Markdown sees the beginning: @D'Arcy2001.
            start = m.start("key")
            longer = (start + length for length in self.settings.lengths)
            if end := next((end for end in longer if data[start:end] in known), 0):
                return self._cited("narrative", data, m.start(), end)
            if not nearest(key, known, 0.85):
                return NO_MATCH
        end = m.end()
        if opening := self.LOCATOR.match(data, end):
            close = self.brackets.end(data, opening.end() - 1)
            if close and data[close : close + 1] not in ("(", "["):
                end = close
        raw = data[m.start() : end]
        kind = "bare" if raw == m[0] else "narrative"
        # Without its author it says nothing in the text, and is a note like any other.
        kind = "bracket" if raw.startswith("-") else kind
        return self._cited(kind, data, m.start(), end)

    def _cited(self, kind: str, data: str, start: int, end: int) -> type_of_match:
        """Mark a citation, but for one in code, or in the text of a link that is HTML."""
        opened = self.opened(data, start)
        if opened & APART:
            return NO_MATCH
        return self.cite(data[start:end], "linked" if "a" in opened else kind), start, end


class NoteReferenceProcessor(_Inline):
    """`[^hukou]`, defined or not."""

    def __init__(self, md: Markdown, settings: Settings, notes: FootnoteExtension) -> None:
        super().__init__(syntax.NOTE_REFERENCE, md, settings)
        self.notes = notes

    def label(self, m: re.Match[str]) -> str:
        """Give a label, in which a line may break."""
        return self.written(m["label"])

    def handleMatch(self, m: re.Match[str], data: str) -> type_of_match:  # type: ignore[override]
        """Mark the place; a label that has no note stays as written and is a fault."""
        label = self.label(m)
        if label in self.notes.footnotes:
            kind = NOTE
        elif syntax.LABEL.fullmatch(label) and data[m.end() : m.end() + 1] != "(":
            kind = UNDEFINED
        else:
            return NO_MATCH
        span = etree.Element("span", {kind: label})
        span.text = AtomicString(f"[^{label}]")
        return span, m.start(), m.end()


class NoteBeforeBracketProcessor(NoteReferenceProcessor):
    """`[^hukou](as it was)`: a note if there is one of that label, else a link."""

    def handleMatch(self, m: re.Match[str], data: str) -> type_of_match:  # type: ignore[override]
        """Take it before links are looked for, as Python-Markdown does."""
        known = self.label(m) in self.notes.footnotes
        before_link = data[m.end() : m.end() + 1] in ("(", "[")
        return super().handleMatch(m, data) if known and before_link else NO_MATCH


class CommandProcessor(_Inline):
    r"""`\bibliography` and its like, and `\bibliography{type=book}`, wherever it stands in text.

    `\bibliographystyle` is another word, and `\bibliography {#sources}` names an id.
    """

    WANTED = r"(?P<wanted> \[ [^\]\n]* \]? | [ ]*\{ (?![:\#.]) [^{}\n]* \}? )"

    def __init__(self, md: Markdown, settings: Settings) -> None:
        commands = sorted(filter(None, settings.commands), key=len, reverse=True)
        either = "|".join(map(re.escape, commands))
        super().__init__(rf"(?<!\\) (?P<name>{either}) (?: {self.WANTED} | (?!\w))", md, settings)

    def handleMatch(self, m: re.Match[str], data: str) -> type_of_match:  # type: ignore[override]
        """Mark the place; where it stands says `commands`."""
        span = etree.Element("span", {COMMAND: self.settings.commands[m["name"]]})
        span.set("data-wanted", (m["wanted"] or "").strip())
        span.text = AtomicString(m[0].strip())
        return span, m.start(), m.end()
