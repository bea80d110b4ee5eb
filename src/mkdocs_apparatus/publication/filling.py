"""Fill what a page left open: citations, the numbers of notes, lists of sources.

Filling is a function of HTML: it works on whatever holds slots (`reading.slots`), whoever
made it, and whenever.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote

from ..citations.inlines import ENTRY
from ..model import PageResult
from ..page.contents import text_of
from ..page.titled import is_title
from ..page.tree import Element, Node, Text, nodes, written
from ..page.words import CITED_SOURCE
from ..reading.commands import PLACES
from ..reading.note_markup import FIRST_OF
from ..reading.slots import Slot, fill_slots, has_slots, slot_of
from .rendering import Renderer

CITATION = "span.citation"
"""A citation as written: `<span class="citation">[@key]</span>`, its text being a slot."""

REFERENCE = "a.footnote-ref"
"""The link in a note marker, with its number."""

LISTS = ("full", "page")
"""Kinds of slots that lists of sources fill: of the site, and of a page."""

AFTER_STOP = "”’»"
"""Marks that may follow the full stop at the end of a citation."""


@dataclass(frozen=True)
class Filler:
    """Fills slots with what a `renderer`'s edition says.

    `late` are results of texts that were converted when the edition had been made.
    """

    renderer: Renderer
    late: Mapping[int, PageResult] = field(default_factory=dict)

    @cached_property
    def pages(self) -> Mapping[int, PageResult]:
        """The results of all texts by conversion."""
        edition = self.renderer.edition
        found = {one.conversion: one for one in (*edition.pages.values(), *edition.parts)}
        return found | dict(self.late)

    def fill(self, tree: Node, url: str) -> None:
        """Fill all slots in a tree that is shown at `url`; one that nothing fills is as written."""
        for element in tree.select(f"{CITATION}, {REFERENCE}"):
            if element.tag == "a":
                if has_slots(element.text):  # else it is somebody else's
                    element.set_text(self.words(element.text))
            elif found := slot_of(element.text):
                self._cite(element, *found)
        for notes in tree.select(f"ol[{FIRST_OF}]"):
            written_by = notes.attr(FIRST_OF) or ""
            page = self.pages.get(int(written_by)) if written_by.isdecimal() else None
            if not page:
                continue
            del notes.attrs[FIRST_OF]
            if page.numbers:
                notes.attrs["start"] = str(min(page.numbers.values()))
        has_list = self._lists(tree, url)
        self._link_entries(tree, url, has_list=has_list)
        if has_slots(written(tree)):
            self._fill_rest(tree)

    def _found(self, slot: Slot) -> str | None:
        """Give the HTML that fills a slot of a citation."""
        page = self.pages.get(slot.conversion)
        if not page or slot.kind not in ("prose", "words"):
            return None
        return (page.prose if slot.kind == "prose" else page.words).get(slot.number)

    def _cite(self, element: Element, slot: Slot, raw: str) -> None:
        found = self._found(slot)
        if found is None:
            element.add_class("citation-unresolved")
            element.set_text(raw)
            return
        element.set_inner_html(found)
        # citeproc ends a citation at the start of a note with a stop of its own.
        after = element.next_sibling
        ended = slot.kind == "words" and element.text.rstrip().rstrip(AFTER_STOP).endswith(".")
        if ended and isinstance(after, Text):
            after.data = after.data.removeprefix(".")

    def _lists(self, tree: Node, url: str) -> bool:
        """Print the lists of sources at their places; say whether one was that of a page.

        A page's own list has what its parts cite as well, which then have none.
        """
        found = [(place, slot_of(place.text)) for place in tree.select(PLACES)]
        slots = [(place, one[0]) for place, one in found if one and one[0].kind in LISTS]
        parts = {one.conversion for one in self.renderer.edition.parts}
        own = any(one.kind == "page" and one.conversion not in parts for _, one in slots)
        has_list = False
        for place, slot in slots:
            page = self.pages.get(slot.conversion)
            if own and slot.kind == "page" and slot.conversion in parts:
                place.decompose()
            elif page:
                keys = page.keys if slot.kind == "page" else self._all
                sources = [one for one in self.renderer.edition.sources if one.key in keys]
                place.replace_with(*nodes(self.renderer.list_of(slot.kind, sources, url)))
                has_list |= slot.kind == "page"
        return has_list

    @cached_property
    def _all(self) -> frozenset[str]:
        return frozenset(source.key for source in self.renderer.edition.sources)

    def _link_entries(self, tree: Node, url: str, *, has_list: bool) -> None:
        """Point citeproc's links at the source list, else at the page's own, else at nothing."""
        for link in tree.select(f'{CITATION} a[href^="{ENTRY}"]'):
            key = unquote((link.attr("href") or "").removeprefix(ENTRY))
            target = self.renderer.urls.get(key)
            if target:
                del link.attrs["href"]
                link.attrs.update({"class": CITED_SOURCE, "href": self.renderer.link(target, url)})
                # A title speaks its own language; "Harbi 2022" does not.
                language = self.renderer.languages.get(key, "")
                if language and is_title(link):
                    link.attrs["lang"] = language
            elif not has_list:
                link.unwrap()

    def _fill_rest(self, tree: Node) -> None:
        """Fill what stands elsewhere, in a table of contents or a description, with words."""
        for node in list(tree.descendants):
            if isinstance(node, Text) and has_slots(node.data):
                node.data = self.words(node.data)
            elif isinstance(node, Element):
                for name, value in node.attrs.items():
                    if isinstance(value, str) and has_slots(value):
                        node.attrs[name] = self.words(value)

    def words(self, text: str) -> str:
        """Fill the slots in plain text."""
        return fill_slots(text, self._words)

    def escaped(self, text: str) -> str:
        """Fill the slots in words that stand in HTML: a title, an entry of the contents."""
        return fill_slots(text, lambda slot, raw: html.escape(self._words(slot, raw), quote=False))

    def _words(self, slot: Slot, raw: str) -> str:
        if slot.kind == "note":
            page = self.pages.get(slot.conversion)
            return str(page.numbers_in_order[slot.number]) if page else raw
        found = self._found(slot)
        return raw if found is None else text_of(found)
