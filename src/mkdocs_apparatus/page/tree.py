"""HTML as a tree: parsed once, changed by small functions, and written once.

The parser is `turbohtml`, which reads as browsers do (https://html.spec.whatwg.org/#parsing).
Measured on the fourteen pages of this edition and on fragments with SVG, MathML, `<template>`,
`<pre>`, comments and broken tags, in November 2026: it and Lexbor (`selectolax`) read and write
2 MB in 17 ms and lose nothing; `justhtml` takes 0.7 s and writes a picture in `<noscript>` as
text, html5lib 1.6 s and empties `<template>`; `html5-parser` has no wheels. Of the two fast
ones, this has text as nodes, which can be parted and wrapped, and types.

Its writer that keeps the source's own spelling (`to_source`) is not used: where tags were
left out or nested wrongly, what it writes after a change is another tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from turbohtml import Comment, Doctype, Document, Element, Node, Text, parse, parse_fragment

from ..characters import without_controls

__all__ = [
    "Comment",
    "Doctype",
    "Document",
    "Element",
    "Node",
    "Text",
    "by_id",
    "document",
    "nodes",
    "outermost",
    "read",
    "written",
]


def read(html: str) -> Element:
    """Parse HTML as it stands in a page's body; an element is given that holds it."""
    return parse_fragment(html, positions=False)


def document(html: str) -> Document:
    """Parse a whole page."""
    return parse(html, positions=False)


def written(tree: Node) -> str:
    """Write a whole page, or what an element holds, without characters that HTML forbids."""
    return without_controls(tree.serialize(inner=isinstance(tree, Element)))


def nodes(html: str) -> list[Node]:
    """Give the nodes of a piece of HTML, which stand nowhere yet."""
    return [one.extract() for one in list(read(html).children)]


def by_id(tree: Node) -> dict[str, Element]:
    """Give the elements of a tree by id; of several with one id the first, as browsers do."""
    found: dict[str, Element] = {}
    for element in tree.select("[id]"):
        found.setdefault(element.attr("id") or "", element)
    return found


def outermost(elements: Iterable[Element]) -> Iterator[Element]:
    """Leave out elements that stand in another of them."""
    chosen = list(elements)
    held = set(chosen)
    yield from (one for one in chosen if held.isdisjoint(one.ancestors))
