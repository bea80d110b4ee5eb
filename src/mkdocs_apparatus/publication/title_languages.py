"""Titles in other languages, marked as such (WCAG 2.2, 3.1.2; BCP 47)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..citations.csl_text import plain
from ..citations.inlines import bare
from ..page.tree import Element, Text, read, written

IDEOGRAPH = re.compile("[\u3400-\u9fff]")
"""A Han character: beside its translation, it is not the whole title that is Chinese."""

OPENING, CLOSING = "“", "”"


def language_of(csl: Mapping[str, Any]) -> str:
    """Give the language of a source's title as CSL-JSON has it, empty where it is not one."""
    if IDEOGRAPH.search(str(csl.get("title", ""))):
        return ""
    return str(csl.get("language", ""))


def mark_title(entry: str, csl: Mapping[str, Any]) -> str:
    """Say in a formatted entry (HTML) which language the title is in.

    A title is set in italics, or in quotation marks.
    """
    language, title = language_of(csl), bare(plain(str(csl.get("title", ""))))
    if not language or not title:
        return entry
    tree = read(entry)
    for node in list(tree.descendants):
        if isinstance(node, Element) and node.tag == "em":
            if bare(node.text).startswith(title):
                node.attrs["lang"] = language
                return written(tree)
        elif isinstance(node, Text) and _mark_quoted(node, title, language):
            return written(tree)
    return entry


def _mark_quoted(node: Text, title: str, language: str) -> bool:
    """Mark the title in quotation marks that opens in a text node, if it is this one.

    It may go on in what follows the node, emphasis say.
    """
    start = node.data.find(OPENING)
    while start >= 0:
        inside = node.data[start + 1 :].partition(CLOSING)
        held = [one for one in node.next_siblings if not inside[1]]
        last = next((one for one in held if isinstance(one, Text) and CLOSING in one.data), None)
        between = held[: held.index(last)] if last else []
        end = last.data.partition(CLOSING)[0] if last else ""
        words = inside[0] + "".join(one.text for one in between) + end
        if bare(words).startswith(title) and (inside[1] or last):
            span = Element("span", {"lang": language}, [Text(inside[0])])
            rest = Text(inside[1] + inside[2])
            node.data = node.data[: start + 1]
            node.insert_after(span, rest)
            for one in between:
                span.append(one.extract())
            if last:
                span.append(Text(end))
                last.data = last.data[len(end) :]
            return True
        start = node.data.find(OPENING, start + 1)
    return False
