r"""What an editor writes in a paragraph of its own to have something printed there."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from dataclasses import dataclass, field

from .elements import become
from .settings import Settings

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


def take_commands(root: etree.Element, settings: Settings) -> Commands:
    r"""Find `\bibliography` and its like, and put slots there for lists and registers."""
    found = Commands()
    for block in list(root.iter("p")):
        if not len(block):
            _take(block, (block.text or "").strip(), settings, found)
    return found


def _take(block: etree.Element, text: str, settings: Settings, found: Commands) -> None:
    if text == settings.full_bib_command:
        become(block, "div", {"data-list": "full"}, text)
        found.places.add("full")
    elif text in REGISTERS:
        become(block, "div", {"data-register": REGISTERS[text]}, text)
        found.places.add(REGISTERS[text])
    elif text == settings.place or (text == settings.bib_command and settings.note_style):
        found.notes = block
    elif text == settings.bib_command:
        become(block, "div", {"data-list": "page"}, text)
        found.has_list = True
