r"""What an editor writes to have something printed: `\bibliography` and its like.

A command works in a paragraph, list item or cell of its own, in a line of its own, and at the
end of a text. Within a sentence it is none: of lists of sources a fault is then given, and
the words stay.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markdown.util import HTML_PLACEHOLDER_RE

from .elements import HEADINGS, become, unwrap, words_around
from .page_reading import Fault
from .settings import REGISTERS, Settings
from .slots import Slot, marked

PLACES = "div[data-apparatus-place]"
"""Where lists and registers stand: `<div data-apparatus-place="index">\\index</div>`."""

HOLDERS = {"p", "li", "dd", "td", "div", "blockquote"}
"""What may hold a command beside other text."""

INLINE = {"em", "strong", "span", "b", "i", "mark"}
"""What may stand around a command that is alone: `**\\bibliography**`."""


@dataclass
class Commands:
    """What a page's commands ask for.

    `places` is `PageReading.places`, `notes` the element that the notes are to replace;
    `has_list` says whether the page has a source list of its own.
    """

    places: set[str] = field(default_factory=set)
    notes: etree.Element | None = None
    has_list: bool = False
    faults: list[Fault] = field(default_factory=list)


def place_here(element: etree.Element, which: str, text: str, conversion: int) -> None:
    """Turn an element into the place of a list or register, which shows `text` until then."""
    become(
        element, "div", {"data-apparatus-place": which}, marked(text, Slot(which, conversion, 0))
    )


def take_commands(
    root: etree.Element, settings: Settings, conversion: int, raw_html: Sequence[str]
) -> Commands:
    r"""Find `\bibliography` and its like, and put slots there for lists and registers.

    `raw_html` is what Python-Markdown has put aside: a command may be a comment. Of several
    of one kind the last counts, as what it prints is to come after the rest.
    """
    found, last = Commands(), dict[str, etree.Element]()
    for which, text, element in _standing(root, settings, found, raw_html):
        before = last.get(which)
        if before is not None and which not in REGISTERS.values():
            become(before, "div", {"data-empty": ""}, None)
        last[which] = element
        if which == "notes":
            found.notes = element
        else:
            place_here(element, which, text, conversion)
    for parent in list(root.iter()):
        for child in [one for one in parent if "data-empty" in one.attrib]:
            parent.remove(child)
    found.places = last.keys() - {"notes", "page"}
    found.has_list = "page" in last
    return found


def _standing(
    root: etree.Element, settings: Settings, found: Commands, raw_html: Sequence[str]
) -> list[tuple[str, str, etree.Element]]:
    """Give the commands that stand well, in order: which, as written, and the place made."""
    standing = []
    parents = {child: parent for parent in root.iter() for child in parent}
    for element in list(root.iter()):
        which, text = element.get("data-command"), (element.text or "").strip()
        if which:
            place = _make_place(element, parents)
            if place is None and which not in REGISTERS.values():
                found.faults.append(Fault("misplaced-command", text, text))
            if place is None:
                unwrap(element, parents[element])
            else:
                standing.append((which, text, place))
        elif element.tag == "p" and not len(element):
            raw = HTML_PLACEHOLDER_RE.fullmatch(text)
            text = raw_html[int(raw[1])].strip() if raw else text
            place_of = {settings.place: "notes"} | (settings.commands if raw else {})
            if text in place_of:
                standing.append((place_of[text], text, element))
    return standing


def _make_place(
    span: etree.Element, parents: Mapping[etree.Element, etree.Element]
) -> etree.Element | None:
    """Free the place of a command of the text around it; None where it is within a sentence."""
    block = parents[span]
    while block.tag in INLINE and not any(part.strip() for part in words_around(span, block)):
        become(block, "span", {}, span.text)
        span, block = block, parents[block]
    before, after = words_around(span, block)
    if block.tag == "p" and not len(block) - 1 and not (before + after).strip():
        return block
    in_line = not (before.rpartition("\n")[2] + after.partition("\n")[0]).strip()
    if block.tag not in HOLDERS | HEADINGS or not (in_line or not after.strip()):
        return None
    return _part(span, block, parents.get(block))


def _part(span: etree.Element, block: etree.Element, outer: etree.Element | None) -> etree.Element:
    """Give a place between what stands before a command in its block, and what follows it."""
    if block.tag not in HEADINGS | {"p"} or outer is None:
        return span
    position = list(block).index(span)
    rest = etree.Element(block.tag)
    rest.text, span.tail = (span.tail or "").lstrip(), None
    rest.extend(block[position + 1 :])
    for child in block[position:]:
        block.remove(child)
    place = etree.Element("div")
    index = list(outer).index(block)
    place.tail, block.tail = block.tail, "\n"
    outer.insert(index + 1, place)
    if len(rest) or rest.text:
        outer.insert(index + 2, rest)
        rest.tail, place.tail = place.tail, "\n"
    if not len(block) and not (block.text or "").strip():
        outer.remove(block)
        rest.attrib.update(block.attrib)
    return place
