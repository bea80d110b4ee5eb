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

from .elements import COMMAND, HEADINGS, become, unwrap, words_around
from .page_reading import Fault, RawList
from .settings import REGISTERS, Settings
from .slots import Slot, marked

PLACES = "div[data-apparatus-place]"
"""Where lists and registers stand: `<div data-apparatus-place="index">\\index</div>`."""

EMPTY = "data-apparatus-empty"
"""Says of an element that it is to go."""

HOLDERS = {"p", "li", "dd", "td", "div", "blockquote"}
"""What may hold a command beside other text."""

INLINE = {"em", "strong", "span", "b", "i", "mark"}
"""What may stand around a command that is alone: `**\\bibliography**`."""


@dataclass
class Commands:
    """What a page's commands ask for.

    `places` and `lists` are those of `PageReading`, `notes` the element that the notes are to
    replace.
    """

    places: set[str] = field(default_factory=set)
    notes: etree.Element | None = None
    lists: list[RawList] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def place_here(
    element: etree.Element, which: str, text: str, conversion: int, number: int = 0
) -> None:
    """Turn an element into the place of a list or register, which shows `text` until then."""
    shown = marked(text, Slot(which, conversion, number))
    become(element, "div", {"data-apparatus-place": which}, shown)


def place_list(element: etree.Element, found: Commands, one: RawList, conversion: int) -> None:
    """Turn an element into the place of a list of sources."""
    which = "full" if one.whole else "page"
    place_here(element, which, one.written, conversion, len(found.lists))
    found.lists.append(one)
    if one.whole:
        found.places.add("full")


def take_commands(
    root: etree.Element, settings: Settings, conversion: int, raw_html: Sequence[str]
) -> Commands:
    r"""Find `\bibliography` and its like, and put slots there for lists and registers.

    `raw_html` is what Python-Markdown has put aside: a command may be a comment. Of several
    places of the notes the last counts, as they are to come after the rest.
    """
    found = Commands()
    parents = {child: parent for parent in root.iter() for child in parent}
    for element in list(root.iter()):
        text = (element.text or "").strip()
        if COMMAND in element.attrib:
            which, wanted = element.attrib[COMMAND], element.attrib["data-wanted"]
            # `\bibliography{refs}` in a sentence may be LaTeX that somebody tells of.
            ours = not wanted or ("=" in wanted and which not in REGISTERS.values())
            place = _make_place(element, parents, in_line=not ours)
            if place is None and ours and which not in REGISTERS.values():
                found.faults.append(Fault("misplaced-command", text, text))
            if place is None:
                unwrap(element, parents[element])
            else:
                _take(place, (which, text, wanted), found, conversion)
        elif element.tag == "p" and not len(element):
            raw = HTML_PLACEHOLDER_RE.fullmatch(text)
            text = raw_html[int(raw[1])].strip() if raw else text
            place_of = {settings.place: "notes"} | (settings.commands if raw else {})
            if text in place_of:
                _take(element, (place_of[text], text, ""), found, conversion)
    for parent in list(root.iter()):
        for child in parent.findall(f"div[@{EMPTY}]"):
            parent.remove(child)
    return found


def _take(
    place: etree.Element, command: tuple[str, str, str], found: Commands, conversion: int
) -> None:
    """Give a place to a command: which it is, as written, and what it wants listed."""
    which, written, wanted = command
    if which == "notes" and not wanted:
        if found.notes is not None:
            become(found.notes, "div", {EMPTY: ""}, None)
        found.notes = place
    elif which in ("full", "page", "notes"):
        place_list(place, found, RawList(which == "full", written, wanted), conversion)
    else:
        place_here(place, which, written, conversion)
        found.places.add(which)


def _make_place(
    span: etree.Element, parents: Mapping[etree.Element, etree.Element], *, in_line: bool
) -> etree.Element | None:
    """Free the place of a command of the text around it; None where it is within a sentence.

    One that must stand `in_line` needs a line of its own.
    """
    block = parents[span]
    while block.tag in INLINE and not any(part.strip() for part in words_around(span, block)):
        become(block, "span", {}, span.text)
        span, block = block, parents[block]
    before, after = words_around(span, block)
    if block.tag == "p" and not len(block) - 1 and not (before + after).strip():
        return block
    alone = not (before.rpartition("\n")[2] + after.partition("\n")[0]).strip()
    at_end = not after.strip() and not in_line
    if block.tag not in HOLDERS | HEADINGS or not (alone or at_end):
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
