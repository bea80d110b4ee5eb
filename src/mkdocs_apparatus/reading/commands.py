r"""What an editor writes in a paragraph of its own to have something printed there."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from dataclasses import dataclass, field

from .elements import become
from .settings import Settings
from .slots import Slot, marked

PLACES = "div[data-apparatus-place]"
"""Where lists and registers stand: `<div data-apparatus-place="index">\\index</div>`."""

REGISTERS = {
    "\\contents": "contents",
    "\\index": "index",
    "\\timeline": "timeline",
    "\\source_grid": "grid",
}
"""The commands of registers, with what `PageReading.places` calls each."""


@dataclass
class Commands:
    """What a page's commands ask for.

    `places` is `PageReading.places`, `notes` the paragraph that the notes are to replace;
    `has_list` says whether the page has a source list of its own.
    """

    places: set[str] = field(default_factory=set)
    notes: etree.Element | None = None
    has_list: bool = False


def place_here(element: etree.Element, which: str, text: str, conversion: int) -> None:
    """Turn an element into the place of a list or register, which shows `text` until then."""
    become(
        element, "div", {"data-apparatus-place": which}, marked(text, Slot(which, conversion, 0))
    )


def take_commands(root: etree.Element, settings: Settings, conversion: int) -> Commands:
    r"""Find `\bibliography` and its like, and put slots there for lists and registers."""
    found = Commands()
    for block in list(root.iter("p")):
        if not len(block):
            _take(block, settings, found, conversion)
    return found


def _take(block: etree.Element, settings: Settings, found: Commands, conversion: int) -> None:
    text = (block.text or "").strip()
    if text == settings.full_bib_command:
        place_here(block, "full", text, conversion)
        found.places.add("full")
    elif text in REGISTERS:
        place_here(block, REGISTERS[text], text, conversion)
        found.places.add(REGISTERS[text])
    elif text == settings.place or (text == settings.bib_command and settings.note_style):
        found.notes = block
    elif text == settings.bib_command:
        place_here(block, "page", text, conversion)
        found.has_list = True
