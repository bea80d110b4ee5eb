"""Small things done to an element of a page's tree."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator
from secrets import token_hex

from markdown.util import HTML_PLACEHOLDER_RE

STASHED = re.compile("\x02[^\x02\x03]*\x03")
"""Python-Markdown's placeholder for something inline, code or a link say: STX, a name, ETX."""

APART = {"code", "pre", "script", "style", "textarea", "template", "kbd", "samp", "svg", "math"}
"""Elements whose words are not prose."""

ESCAPED = re.compile("\x02(\\d+)\x03")
"""How Python-Markdown keeps a character that was escaped, `\\@` say: STX, code, ETX."""

HEADINGS = {f"h{level}" for level in range(1, 7)}

BLOCKS = {*("p", "ul", "ol", "dl", "table", "div", "blockquote", "pre", "details"), *HEADINGS}
"""What stands below the words of an item, and is no part of them."""

ITEMS = {"li", "td", "th", "dd", "dt"}
"""What holds one thing of many."""


_NONCE = token_hex(8)


def own(name: str) -> str:
    """Give the name of an attribute that only our own elements have: of this run alone.

    A page may hold any other, by raw HTML or `{: data-x="y" }`.
    """
    return f"data-{name}-{_NONCE}"


CITE, NOTE, UNDEFINED, COMMAND = map(own, ("cite", "note", "undefined", "command"))
"""What says that an element is a citation, refers to a note or to none, or is a command."""


def become(element: etree.Element, tag: str, attributes: dict[str, str], text: str | None) -> None:
    """Make `element` another one in the same place."""
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = tag, text, tail
    element.attrib.update(attributes)


def is_raw(block: etree.Element) -> bool:
    """Whether a paragraph only stands for what replaces it later: HTML, code, the contents."""
    text = (block.text or "").strip()
    return not len(block) and (text == "[TOC]" or bool(HTML_PLACEHOLDER_RE.fullmatch(text)))


def unwrap(element: etree.Element, parent: etree.Element) -> None:
    """Put what an element holds, which is text, in its place."""
    position = list(parent).index(element)
    words = (element.text or "") + (element.tail or "")
    parent.remove(element)
    if position:
        before = parent[position - 1]
        before.tail = (before.tail or "") + words
    else:
        parent.text = (parent.text or "") + words


def outside_code(element: etree.Element) -> Iterator[str]:
    """Give the words of an element that stand in no code."""
    yield element.text or ""
    for child in element:
        if child.tag != "code":
            yield from outside_code(child)
        yield child.tail or ""


HERE, PARTED = "\ufdd0", "\ufdd1"
"""Two characters that no text may hold, for an element and for the edge of a block."""


def words_around(
    element: etree.Element,
    block: etree.Element,
    stands_for: Callable[[etree.Element], str | None] = lambda _: None,
) -> tuple[str, str]:
    """Give the words of a block before and after an element in it, with line breaks as such.

    They begin after what stands in a block of its own, a list say, and end before it.
    `stands_for` may give other words for an element than those in it.
    """

    def flat(within: etree.Element) -> str:
        return (within.text or "") + "".join(one(child) + (child.tail or "") for child in within)

    def one(child: etree.Element) -> str:
        if child is element:
            return HERE
        if child.tag in BLOCKS:
            return PARTED
        other = None if element in child.iter() else stands_for(child)
        if other is None:
            return "\n" if child.tag == "br" else flat(child)
        return other

    before, _, after = flat(block).partition(HERE)
    return before.rpartition(PARTED)[2], after.partition(PARTED)[0]
