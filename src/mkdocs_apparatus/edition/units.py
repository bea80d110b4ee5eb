"""What citeproc is to see of a page, and which slots its answers fill."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from ..citations.answers import Unit
from ..citations.styles import Style
from ..model import NoteKind
from ..reading.page_reading import Page, Parts, RawCitation
from ..reading.syntax import keys_in

Slot = tuple[int, int]
"""A citation of the site, by the conversion of its text and its slot there."""

NOWHERE: Slot = (0, -1)
"""The slot of a citation that is never shown."""


@dataclass(frozen=True)
class SlottedUnit:
    """A text for citeproc, and the slots of its citations, in order."""

    unit: Unit
    slots: tuple[Slot, ...]


def _slots(page: Page, slots: Iterable[int]) -> tuple[Slot, ...]:
    return tuple((page.reading.conversion, slot) for slot in slots)


def units_of(page: Page, style: Style) -> Iterator[SlottedUnit]:
    """Say what citeproc is to see of a page, with the slots that its answers fill.

    In a note style every note counts, also one of prose that cites nothing, since some
    styles refer to notes by number ("n 14"). In an in-text style order is that of the
    citations, which numeric styles count. Annotations stand apart, and entries in no order.
    """
    citations = [
        one for one in page.reading.citations if one.annotation is None and one.kind != "entry"
    ]
    if style.is_note:
        notes: Iterable[int | RawCitation] = range(len(page.reading.notes))
    else:
        notes = dict.fromkeys(one if one.note is None else one.note for one in citations)
    for item in notes:
        if isinstance(item, RawCitation):
            yield SlottedUnit(Unit((((True, item.raw),),)), _slots(page, (item.slot,)))
            continue
        note = page.reading.notes[item]
        unit = Unit(_said(page, note.parts), note.kind is NoteKind.DISCURSIVE)
        yield SlottedUnit(unit, _slots(page, filter(partial(_is_cited, page), note.slots)))


def _is_cited(page: Page, slot: int) -> bool:
    """Whether citeproc is to see a citation; it need not see where an entry is printed."""
    return page.reading.citations[slot].kind != "entry"


def _said(page: Page, parts: Parts) -> tuple[tuple[tuple[bool, str], ...], ...]:
    citations = page.reading.citations
    return tuple(
        tuple(
            (True, citations[slot].raw)
            if slot is not None and _is_cited(page, slot)
            else (False, words or "x")
            for slot, words in paragraph
        )
        for paragraph in parts
    )


def units_apart(page: Page, style: Style) -> Iterator[list[SlottedUnit]]:
    """Give the annotations of a page as citeproc is to see them: after all else, each by itself.

    So they change nothing in what the essay says, not even the numbers of a numeric style.
    Their sources are cited in the short form, as if they had been cited before: by a unit
    that nobody sees. It cites each, since their order may tell them apart ("2019a"), and then
    two at once, because a style says "ibid." only after a single source. A style that names
    the note of the first citation has no short form for what stands in no note, and gives the
    full one, each time.
    """
    for annotation in page.reading.annotations:
        if style.is_note and style.names_notes:
            for slot in annotation.slots:
                said = _said(page, _with_only(slot, annotation.parts))
                yield [SlottedUnit(Unit(said, note=True), _slots(page, [slot]))]
        elif annotation.slots:
            unit = Unit(_said(page, annotation.parts), note=True)
            keys = [key for raw in unit.raws for key in keys_in(raw)]
            before = [*(f"[@{{{key}}}]" for key in keys), f"[@{{{keys[0]}}}; @{{{keys[0]}}}]"]
            hidden = Unit((tuple((True, raw) for raw in before),))
            yield [
                SlottedUnit(hidden, (NOWHERE,) * len(before)),
                SlottedUnit(unit, _slots(page, annotation.slots)),
            ]


def _with_only(slot: int, parts: Parts) -> Parts:
    """Leave one citation in a text, and a word in place of each other."""
    return tuple(
        tuple((one, words) if one in (slot, None) else (None, "x") for one, words in paragraph)
        for paragraph in parts
    )
