"""The words of a tree, and in which text node each stands, so that they can be linked.

Unlike `contents.text_of` this keeps the way back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from .contents import SILENT
from .tree import Element, Node, Text

CITED_SOURCE = "citation-source"
"""The class of the link of a cited title, `<a class="citation-source" href="…">`."""

APART = frozenset({"a", "button", "sup", "code", "pre", *SILENT})
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
    """A text node and where its words begin; None for what stands in no text node."""

    start: int
    node: Text | None


@dataclass(frozen=True)
class Words:
    """The words of a tree: `text` as readers see it, and the `spans` in it.

    A line break is one here, ends of `BLOCKS` and elements that are `APART` are `OBJECT`s.
    """

    text: str
    spans: tuple[Span, ...]
    pieces: tuple[Piece, ...]

    def place(self, start: int, end: int) -> tuple[Text, int] | None:
        """Give the text node in which words stand, and where in it; None if in several."""
        at = bisect_right(self.pieces, start, key=lambda one: one.start) - 1
        piece = self.pieces[at]
        following = self.pieces[at + 1].start if at + 1 < len(self.pieces) else len(self.text)
        if piece.node is None or end > following:
            return None
        return piece.node, start - piece.start


class _Open(NamedTuple):
    tag: str
    titled: bool
    start: int


@dataclass
class _Collector:
    """Collects words while it goes through a tree."""

    left_out: Collection[Node]
    texts: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    length: int = 0

    def add(self, words: str, node: Text | None = None) -> None:
        if words:
            self.pieces.append(Piece(self.length, node))
            self.texts.append(words)
            self.length += len(words)

    def walk(self, top: Node) -> None:
        """Go through with a stack of its own: elements may be nested as deep as one likes."""
        stack = [(iter([top]), _Open("", False, 0))]
        while stack:
            children, opened = stack[-1]
            for child in children:
                if isinstance(child, Text):
                    self.add(child.data, child)
                elif isinstance(child, Element) and child not in self.left_out:
                    opening = self.open(child)
                    if opening:
                        stack.append((iter(child.children), opening))
                        break
            else:
                stack.pop()
                self.close(opened)

    def open(self, element: Element) -> _Open | None:
        """Note an element; None if what it holds is no part of the text."""
        tag = element.tag
        cited = tag == "a" and element.has_class(CITED_SOURCE)
        if tag in APART and not cited:
            self.add(OBJECT)
            return None
        if tag == "br":
            self.add("\n")
        return _Open(tag, cited or tag in TITLES, self.length)

    def close(self, opened: _Open) -> None:
        if opened.tag in BLOCKS:
            self.add(OBJECT)
        if opened.titled:
            self.spans.append(Span(opened.start, self.length, opened.tag == "a"))


def words_of(trees: Iterable[Node], but: Collection[Node] = ()) -> Words:
    """Give the words of trees one after another; what is in `but` counts as not there."""
    collector = _Collector(but)
    for tree in trees:
        collector.walk(tree)
    spans, pieces = tuple(collector.spans), tuple(collector.pieces)
    return Words("".join(collector.texts), spans, pieces)
