"""Titles of works in a tree: set in italics, or in quotation marks."""

from __future__ import annotations

from .tree import Element, Text

QUOTES = "“‘«„"
"""How a title in quotation marks begins."""


def is_title(link: Element) -> bool:
    """Whether the words of a link are a title: `<em>Capital</em>`, `“The Strike”`; not "Ibid."."""
    first = next(iter(link.children), None)
    if isinstance(first, Text):
        return first.data.startswith(tuple(QUOTES))
    return isinstance(first, Element) and first.tag == "em"
