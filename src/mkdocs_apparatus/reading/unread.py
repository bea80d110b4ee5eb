"""Citations where Markdown is not read: in HTML, and in the text of links."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence

from ..page.tree import Element, Node, Text, read
from .elements import APART, outside_code
from .page_reading import Fault
from .settings import Settings
from .slots import fill_slots
from .syntax import CITED_KEY, Brackets, key_of

ESCAPED_AT = re.compile(r"&(?:#64|#x40|commat);", re.IGNORECASE)
"""An @ that is meant as such, in HTML."""


def unread_citations(
    root: etree.Element, raw_html: Sequence[str], settings: Settings
) -> Iterator[Fault]:
    """Find citations of known keys that stay as they are written.

    `raw_html` is what Python-Markdown has put aside of the page whose tree is `root`.
    """
    for one in raw_html:
        if "@" in one:
            # What another program converted with this extension has slots of its own.
            for words in _words(read(ESCAPED_AT.sub("", fill_slots(one, lambda *_: "")))):
                yield from _in(words, settings)
    for link in root.iter("a"):  # whose text may be a name, `[@roe](https://…)`
        faults = _in("".join(outside_code(link)), settings)
        yield from (one for one in faults if one.written.startswith("["))


def _words(tree: Node) -> Iterator[str]:
    """Give the texts of a tree that are prose."""
    for child in tree.children:
        if isinstance(child, Text):
            yield child.data
        elif isinstance(child, Element) and child.tag not in APART:
            yield from _words(child)


def _in(words: str, settings: Settings) -> Iterator[Fault]:
    """Find the citations in words, each bracket with all that stands in it."""
    end, brackets = 0, Brackets()
    for found in CITED_KEY.finditer(words):
        key = key_of(found["key"])
        if found.start() < end or settings.key(key) is None:
            continue
        opening = words.rfind("[", end, found.start())
        close = brackets.end(words, opening) if opening >= 0 else None
        written = words[opening:close] if close else found[0]
        end = close or found.end()
        yield Fault("unresolved", key, " ".join(written.split()))
