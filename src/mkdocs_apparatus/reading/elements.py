"""Small things done to an element of a page's tree."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown.util import HTML_PLACEHOLDER_RE

STASHED = re.compile("\x02[^\x03]*\x03")
"""Python-Markdown's placeholder for something inline, code or a link say: STX, a name, ETX."""


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
