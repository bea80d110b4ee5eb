"""Files that other plugins made of pages before these were filled.

One page for print, a feed, Markdown for machines: each holds slots in its own spelling, which
its own parser reads.
"""

from __future__ import annotations

import html
import json
from codecs import BOM_UTF8
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any
from xml.dom import minidom
from xml.parsers.expat import ExpatError

from ..page.tree import Doctype, Element, Node, document, read, written
from ..reading.note_markup import FIRST_OF
from ..reading.parts import PLACED
from ..reading.slots import MARK, Slot, fill_slots, has_slots, marked, slots_in, without_marks
from .filling import REFERENCE, Filler
from .publication import Publication

SUFFIXES = frozenset({".html", ".htm", ".xml", ".json", ".md", ".txt"})
"""Files that may hold text of pages."""

MARKS = (MARK.encode(), rb"\udb40\udc01", rb"\uDB40\uDC01", b"&#917505;", b"&#xE0001;")
"""How a mark may be written: in UTF-8, in JSON, in XML."""

ENDED = MARK
"""Stands after a citation that ends with a full stop, so that there is no second."""

ELSEWHERE = " "
"""The url of what is no page: no link from there is within the same page."""


@dataclass(frozen=True)
class Finisher:
    """Fills what is left to fill in the files of a built site."""

    publication: Publication
    filler: Filler

    def finish(self, path: str, data: bytes) -> bytes | None:
        """Fill a file of the site; None if there is nothing to fill.

        `path` is relative to the site's root. What cannot be parsed as what its name says
        is taken as plain text.
        """
        if not any(mark in data for mark in MARKS):
            return None
        kind = PurePosixPath(path).suffix
        bom = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
        text = data.removeprefix(bom).decode("utf-8", "surrogateescape")
        if kind in (".html", ".htm"):
            filled = self._page(text, path)
        elif kind == ".xml":
            filled = self._xml(data, text)
        else:
            filled = self._json(text) if kind == ".json" else self._markdown(text)
        return bom + without_marks(filled).encode("utf-8", "surrogateescape")

    def _page(self, text: str, path: str) -> str:
        """Fill a page, or a part of one, which stays that."""
        tree: Node = document(text)
        if not any(isinstance(one, Doctype) for one in tree.children):
            tree = read(text)
        self._fill(tree, path.removesuffix("index.html"), self.filler)
        return written(tree)

    def _fill(self, tree: Node, url: str, filler: Filler) -> None:
        agree(tree)
        filler.fill(tree, url)
        publication = replace(self.publication, renderer=filler.renderer)
        publication.print_registers(tree, url)

    @cached_property
    def _absolute(self) -> Filler:
        """Fill what is read away from the site: with whole addresses, if it has one."""
        base = self.publication.info.url
        renderer = replace(self.filler.renderer, relative=lambda target, _: base + target)
        return replace(self.filler, renderer=renderer)

    def _string(self, text: str) -> str:
        """Fill a text of a feed or of data: HTML, or words alone."""
        if not has_slots(text):
            return text
        if "</" not in text:
            return self.filler.words(text)
        tree = read(text)
        self._fill(tree, ELSEWHERE, self._absolute)
        return written(tree)

    def _xml(self, data: bytes, text: str) -> str:
        """Fill an XML file, in which HTML is escaped or stands in a CDATA section.

        It may have another encoding, which it says itself; what is given is UTF-8.
        """
        try:
            tree = minidom.parseString(data)
        except (ExpatError, LookupError, ValueError):
            return self._markdown(text)
        nodes: list[Any] = [tree.documentElement]
        while nodes:
            node = nodes.pop()
            if node.nodeType in (node.TEXT_NODE, node.CDATA_SECTION_NODE):
                node.data = self._string(node.data)
            nodes += node.childNodes
        return tree.toxml("utf-8").decode()

    def _json(self, text: str) -> str:
        try:
            value = json.loads(text)
        except ValueError:
            return self._markdown(text)
        return json.dumps(_mapped(value, self._string), ensure_ascii=False)

    def _markdown(self, text: str) -> str:
        """Fill plain text: in Markdown, which is text too."""
        filled = fill_slots(text, self._in_markdown)
        return filled.replace(f"{ENDED}.", "").replace(ENDED, "")

    def _in_markdown(self, slot: Slot, raw: str) -> str:
        if slot.kind == "note":
            return self.filler.words(marked(raw, slot))
        place = "div data-apparatus-place" if slot.kind not in ("prose", "words") else "span class"
        value = "citation" if place == "span class" else slot.kind
        tag = place.partition(" ")[0]
        tree = read(f'<{place}="{value}">{marked("", slot)}</{tag}>')
        self._fill(tree, ELSEWHERE, self._absolute)
        words = tree.to_markdown().strip()
        ended = slot.kind == "words" and words.endswith(".")
        return f"{words or html.unescape(raw)}{ENDED if ended else ''}"


def agree(tree: Node) -> None:
    """Let the ids of markers and notes agree with the links between them.

    A program that joins pages gives each its own: it makes `#one-fn:p1-1` of the link `#fn:p1-1`,
    and of the ids those that it finds (mkdocs-print-site-plugin: the first in each line).
    """
    before: dict[str, str] = {}
    for link in tree.select(REFERENCE):
        marker, slots = link.parent, slots_in(link.text)
        prefix, is_note, _ = (link.attr("href") or "").rpartition("fn:")
        if slots and is_note and prefix.startswith("#") and isinstance(marker, Element):
            before[str(slots[0].conversion)] = prefix[1:]
            _give(marker, prefix[1:], "fnref")
    for notes in tree.select(f"ol[{FIRST_OF}]"):
        prefix = before.get(notes.attr(FIRST_OF) or "", "")
        for note in notes.select("li[id]"):
            _give(note, prefix, "fn:")
    seen: set[str] = set()
    for element in tree.select(PLACED):  # excerpts of several pages, one after another
        if element.attrs["id"] in seen:
            del element.attrs["id"]
        else:
            seen.add(str(element.attrs["id"]))


def _give(element: Element, prefix: str, kind: str) -> None:
    """Let `fnref2:p1-1`, or `one-fnref2:p1-1`, be `one-fnref2:p1-1`."""
    _, found, rest = (element.attr("id") or "").rpartition(kind)
    if found:
        element.attrs["id"] = f"{prefix}{kind}{rest}"


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """Change each text in a value of JSON."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_mapped(one, change) for one in value]
    if isinstance(value, dict):
        return {change(name): _mapped(one, change) for name, one in value.items()}
    return value
