"""The words of an HTML fragment, and where in the fragment each stands.

Unlike `contents.text_of` this keeps the way back, so that words can be wrapped in a link.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

HTML_PIECE = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style)\b.*?(?:</(?P=raw)\s*>|\Z)"
    r"|<(?P<end>/?)(?P<tag>[a-z][^\s/>]*)(?P<attributes>(?:[^\"'>]|\"[^\"]*\"|'[^']*')*+)>"
    r"|<(?:[!?/][^>]*>?|[a-z].*)"
    r"|(?P<entity>&(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]*);)"
    r"|(?P<text>[^<&]+|[<&])",
    re.DOTALL | re.IGNORECASE | re.ASCII,
)
"""A piece of HTML, as its standard reads it (https://html.spec.whatwg.org/#tokenization).

`<!-- … -->`, `<script>…</script>`, `<a href="…">` or `</a>`, the broken `<!x>` or, up to the
end, `<a href="…`, `&amp;`, `text` or a `<` by itself.
"""

SOURCE = re.compile(r"\bclass=[\"'][^\"']*(?<![\w-])citation-source(?![\w-])")
"""Marks the link of a cited title: ` class="citation-source" href="../sources/#a"`."""

APART = frozenset({"a", "button", "sup", "code", "pre", "script", "style", "template"})
"""Elements whose words are no part of the text."""

TITLES = frozenset({"em", "i", "cite"})
"""Elements that may hold a title; one in a quotation stands in no element."""

BLOCKS = frozenset(
    ["p", "li", "dt", "dd", "div", "blockquote", "td", "th", "pre", "figcaption", "summary"]
    + [f"h{level}" for level in range(1, 7)]
)
"""Elements whose end parts what they hold from what follows, so that no name goes on there."""

OBJECT = "\ufffc"
"""Stands for an element that is `APART` and for the end of a block.

It is Unicode's object replacement character, neither a letter nor a space.
"""


@dataclass(frozen=True)
class Span:
    """An element that may hold a title, by its place in the words.

    `link` says whether it is the link of a citation, which is always one.
    """

    start: int
    end: int
    link: bool


class Piece(NamedTuple):
    """Words that stand in one piece: `start` in the words, `first` to `last` in the fragment."""

    start: int
    words: str
    first: int
    last: int

    def place(self, position: int) -> tuple[int, int]:
        """Give where one character stands; within an entity, where that does."""
        if len(self.words) != self.last - self.first:
            return self.first, self.last
        first = self.first + position - self.start
        return first, first + 1


@dataclass(frozen=True)
class Words:
    """The words of a fragment: `text` as readers see it, and the `spans` in it.

    A line break is one here, ends of `BLOCKS` and elements that are `APART` are `OBJECT`s.
    """

    text: str
    spans: tuple[Span, ...]
    pieces: tuple[Piece, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Give where words, at least one character, begin and end in the fragment."""
        return self._piece(start).place(start)[0], self._piece(end - 1).place(end - 1)[1]

    def _piece(self, position: int) -> Piece:
        return self.pieces[bisect_right(self.pieces, position, key=lambda one: one.start) - 1]


class _Open(NamedTuple):
    tag: str
    apart: bool
    titled: bool
    start: int


@dataclass
class _Reader:
    """Collects words while it goes through the tags.

    A tag without an end (`<br>`) waits on the stack for the end of what holds it: it is in
    nobody's way there, and no list of such tags is needed.
    """

    pieces: list[Piece] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    length: int = 0
    apart: int = 0

    def add(self, words: str, first: int, last: int) -> None:
        if words and not self.apart:
            self.pieces.append(Piece(self.length, words, first, last))
            self.length += len(words)

    def open(self, tag: str, attributes: str, at: int) -> None:
        cited = tag == "a" and SOURCE.search(attributes) is not None
        apart = tag in APART and not cited
        if apart:
            self.add(OBJECT, at, at)
            self.apart += 1
        self.stack.append(_Open(tag, apart, cited or tag in TITLES, self.length))

    def close(self, tag: str) -> None:
        while any(one.tag == tag for one in self.stack):
            last = self.stack.pop()
            self.apart -= last.apart
            if last.titled:
                self.spans.append(Span(last.start, self.length, last.tag == "a"))
            if last.tag == tag:
                return


def read(fragment: str) -> Words:
    """Read the words of an HTML fragment; of broken HTML as many as can be."""
    reader = _Reader()
    for token in HTML_PIECE.finditer(fragment):
        start, end = token.span()
        kind = token.lastgroup
        if kind == "text":
            reader.add(token[0], start, end)
        elif kind == "entity":
            reader.add(html.unescape(token[0]), start, end)
        elif kind == "raw":
            reader.add(OBJECT, start, start)
        elif kind == "attributes":
            tag = token["tag"].lower()
            if token["end"]:
                if tag in BLOCKS:
                    reader.add(OBJECT, start, start)
                reader.close(tag)
            else:
                if tag == "br":
                    reader.add("\n", start, start)
                reader.open(tag, token["attributes"], start)
    while reader.stack:
        reader.close(reader.stack[-1].tag)
    text = "".join(piece.words for piece in reader.pieces)
    return Words(text, tuple(reader.spans), tuple(reader.pieces))
