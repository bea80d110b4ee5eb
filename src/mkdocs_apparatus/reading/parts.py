"""Texts that other programs convert and put into a page: docstrings, say.

Each is read as a page is, and belongs to the page in which its slots stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..page.tree import Element
from .page_reading import Page, PageReading
from .slots import Slot, slots_in

PLACED = "[id]:has(> a.footnote-ref), span.citation[id]"
"""A note marker, and a citation in the text of an in-text style, with the ids of their places."""


def parts_of(page: Page, tree: Element, texts: Mapping[int, PageReading]) -> Iterator[Page]:
    """Give the texts that stand in a page, in the order in which they do, as pages.

    `texts` are all that were converted, by conversion. Their notes are numbered by themselves,
    as they stand at the end of each text.
    """
    places = {place.conversion: None for place in slots_in(tree.text)}
    prefixes = _prefixes(tree, texts)
    for conversion in places:
        reading = texts.get(conversion)
        if reading and conversion != page.reading.conversion:
            read = replace(reading, prefix=prefixes.get(conversion, ""))
            yield replace(page, essay="", entitles="", is_part=True, reading=read)


def _prefixes(tree: Element, texts: Mapping[int, PageReading]) -> dict[int, str]:
    """Say what stands before the ids of each text: `things--` of `things--fnref:p1-1`."""
    found: dict[int, str] = {}
    for element in tree.select(PLACED):
        slots = slots_in(element.text)
        reading = texts.get(slots[0].conversion) if slots else None
        if reading and reading.conversion not in found:
            written = element.attr("id") or ""
            found[reading.conversion] = written.removesuffix(_id(slots[0], reading))
    return found


def _id(slot: Slot, reading: PageReading) -> str:
    """Give the id that a marker or a citation was given by us."""
    if slot.kind == "note":
        return f"fnref:{reading.notes[slot.number].anchor}"
    return reading.citations[slot.number].anchor
