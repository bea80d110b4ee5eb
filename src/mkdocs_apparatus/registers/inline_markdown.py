"""One line of Markdown, as editors write it in data files, to HTML that is safe to print."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from functools import lru_cache

from markdown import Markdown
from markdown.blockprocessors import ParagraphProcessor
from markdown.inlinepatterns import SimpleTextInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry
from markupsafe import Markup

LEFT_OUT = (
    *("html", "entity", "automail", "reference", "short_reference"),
    *("image_link", "image_reference", "short_image_ref"),
)
"""Python-Markdown's inline patterns that are no part of this: HTML, pictures, definitions."""

WEB = re.compile(r"https?://", re.IGNORECASE)
"""The schemes that a link may have: `https://example.org/`."""

WITHIN_WORDS = r"((?<=\w)\*+(?=\w))"
"""Asterisks within a word, which emphasise nothing: `2*3*4`."""


class _WebLinks(Treeprocessor):
    """Leaves of a link that leads anywhere but to the web its words."""

    def run(self, root: etree.Element) -> None:
        for link in root.iter("a"):
            if not WEB.match(link.get("href", "")):
                link.tag, link.attrib = "span", {}


@lru_cache(maxsize=1)
def _converter() -> Markdown:
    """Make one converter for all texts: making one takes longer than most conversions."""
    markdown = Markdown()
    markdown.preprocessors.deregister("html_block")
    # So that "1918. A year later" is no list.
    markdown.parser.blockprocessors = Registry()
    markdown.parser.blockprocessors.register(ParagraphProcessor(markdown.parser), "paragraph", 10)
    for name in LEFT_OUT:
        markdown.inlinePatterns.deregister(name)
    # Before emphasis (60), after code (190) and what a backslash escapes (180).
    markdown.inlinePatterns.register(SimpleTextInlineProcessor(WITHIN_WORDS), "product", 70)
    markdown.treeprocessors.register(_WebLinks(markdown), "web", 5)
    return markdown


@lru_cache(maxsize=4096)
def inline(text: str) -> Markup:
    """Give one line of Markdown as HTML: emphasis, code and links to the web, and no more.

    HTML in it is shown as it is written. Texts are kept: an index, a preview and a search
    entry print the same.
    """
    converted = _converter().reset().convert(text)
    return Markup(converted.removeprefix("<p>").removesuffix("</p>"))
