"""Fill what a page left open: citations, the numbers of notes, lists of sources.

Filling is a function of HTML: it works on whatever holds slots (`reading.slots`), whoever
made it, and whenever.
"""

from __future__ import annotations

import html
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import unquote

from ..citations.inlines import ENTRY
from ..page.contents import text_of
from ..page.titled import is_title
from ..page.tree import Element, Node, Text, nodes, written
from ..page.words import CITED_SOURCE
from ..page_result import PageResult
from ..reading.commands import PLACES
from ..reading.note_markup import FIRST_OF
from ..reading.slots import Slot, fill_slots, has_slots, slot_of
from .rendering import Renderer

CITATION = "span.citation"
"""A citation as written: `<span class="citation">[@key]</span>`, its text being a slot."""

REFERENCE = "a.footnote-ref"
"""The link in a note marker, with its number."""

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
        placed: dict[str, set[str]] = {"full": set(), "page": set()}
        for place in tree.select(PLACES):
            self._list(place, url, placed)
        self._link_entries(tree, url, placed["page"])
        if has_slots(written(tree)):
            self._fill_rest(tree)

    def _found(self, slot: Slot) -> str | None:
        """Give the HTML that fills a slot of a citation."""
        page = self.pages.get(slot.conversion)
        if not page or slot.kind not in ("prose", "words", "entry"):
            return None
        kinds = {"prose": page.prose, "words": page.words, "entry": page.entries}
        return kinds[slot.kind].get(slot.number)

    def _cite(self, element: Element, slot: Slot, raw: str) -> None:
        found = self._found(slot)
        if found is None:
            element.add_class("citation-unresolved")
            element.set_text(raw)
            return
        element.set_inner_html(found)
        before, first = element.previous_sibling, next(iter(element.children), None)
        raised = slot.kind != "entry" and isinstance(first, Element) and first.tag == "sup"
        # As pandoc does; where there is no author to name, the number of the note follows.
        if (raised or not found) and isinstance(before, Text):
            before.data = before.data.rstrip()
        # citeproc ends an entry, a citation at the start of a note and "Roe et al." with a stop.
        after = element.next_sibling
        ended = element.text.rstrip().rstrip(AFTER_STOP).endswith(".")
        if ended and isinstance(after, Text):
            after.data = after.data.removeprefix(".")

    def _list(self, place: Element, url: str, placed: dict[str, set[str]]) -> None:
        """Print a list of sources at its place; one that holds nothing leaves nothing.

        `placed` are the keys that have an entry with an id in the tree, by kind of list.
        """
        slot, written_as = slot_of(place.text) or (None, "")
        page = self.pages.get(slot.conversion) if slot else None
        if not slot or not page or slot.kind not in placed:
            return
        held = page.lists[slot.number]
        if held is None or (slot.kind == "full" and not held and self.renderer.edition.sources):
            return
        sources = self.renderer.edition.sources_of(held)
        if page.numbered and slot.kind == "page":
            by_key = {one.key: one for one in sources}
            numbered = [(key, html) for key, html in page.numbered.items() if key in by_key]
            sources = [replace(by_key[key], html=html) for key, html in numbered]
        own = held - placed[slot.kind]
        placed[slot.kind] |= own
        # One that nobody wrote has no heading of an editor's before it.
        titled = slot.kind == "page" and not written_as
        listed = self.renderer.list_of
        printed = listed(slot.kind, sources, own, url, titled=titled) if sources else ""
        place.replace_with(*nodes(printed))

    def _link_entries(self, tree: Node, url: str, own: Container[str]) -> None:
        """Point citeproc's links at an entry: of the site's list, of the page's `own`, or of
        one that is printed in its place; else at nothing.
        """
        page = self.renderer.edition.pages.get(url)
        for link in tree.select(f'{CITATION} a[href^="{ENTRY}"]'):
            key = unquote((link.attr("href") or "").removeprefix(ENTRY))
            target = self.renderer.urls.get(key)
            if key in own and target is None:
                continue
            if page and target is None and key in page.printed:
                target = f"{url}#{page.printed[key]}"
            target = target or self.renderer.printed.get(key)
            if target is None:
                link.unwrap()
                continue
            del link.attrs["href"]
            link.attrs.update({"class": CITED_SOURCE, "href": self.renderer.link(target, url)})
            # A title speaks its own language; "Harbi 2022" does not.
            language = self.renderer.languages.get(key, "")
            if language and is_title(link):
                link.attrs["lang"] = language

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
