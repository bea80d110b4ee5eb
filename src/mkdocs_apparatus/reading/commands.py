r"""What an editor writes in a paragraph of its own to have something printed there."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from dataclasses import dataclass, field

from .elements import become
from .page_reading import RawList
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

    `places` and `lists` are those of `PageReading`, `notes` the paragraph that the notes are
    to replace.
    """

    places: set[str] = field(default_factory=set)
    notes: etree.Element | None = None
    lists: list[RawList] = field(default_factory=list)


def place_here(
    element: etree.Element, which: str, text: str, conversion: int, number: int = 0
) -> None:
    """Turn an element into the place of a list or register, which shows `text` until then."""
    shown = marked(text, Slot(which, conversion, number))
    become(element, "div", {"data-apparatus-place": which}, shown)


def take_commands(root: etree.Element, settings: Settings, conversion: int) -> Commands:
    r"""Find `\bibliography` and its like, and put slots there for lists and registers."""
    found = Commands()
    for block in list(root.iter("p")):
        if not len(block):
            _take(block, settings, found, conversion)
    return found


def place_list(element: etree.Element, found: Commands, one: RawList, conversion: int) -> None:
    """Turn an element into the place of a list of sources."""
    which = "full" if one.whole else "page"
    place_here(element, which, one.written, conversion, len(found.lists))
    found.lists.append(one)
    if one.whole:
        found.places.add("full")


def _take(block: etree.Element, settings: Settings, found: Commands, conversion: int) -> None:
    text = (block.text or "").strip()
    whole, own = _after(text, settings.full_bib_command), _after(text, settings.bib_command)
    if whole is not None:
        place_list(block, found, RawList(True, text, whole), conversion)
    elif text in REGISTERS:
        place_here(block, REGISTERS[text], text, conversion)
        found.places.add(REGISTERS[text])
    elif text == settings.place or (own == "" and settings.note_style):
        found.notes = block
    elif own is not None:
        place_list(block, found, RawList(False, text, own), conversion)


def _after(text: str, command: str) -> str | None:
    """Give what says which sources a list is to hold, in `{…}`; None if it is no such command.

    BibLaTeX writes it in `[…]`, which has to be told from other words.
    """
    if not text.startswith(command):
        return None
    wanted = text.removeprefix(command)
    is_command = not wanted or wanted[0] == "[" or wanted.lstrip()[:1] == "{"
    return wanted.strip() if is_command else None
