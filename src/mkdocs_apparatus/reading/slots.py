"""Slots: what a page shows as written until the whole site is known.

A slot is a stretch of text between two marks of characters that nothing shows (Unicode's
tags, U+E0001 to U+E007F, are "default ignorable"). So it is found wherever the text went:
in the page's tree, in a title, and in what other plugins made of the page before it was
filled, a feed, one page for print or plain Markdown, which keep no attributes.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

MARK = "\U000e0001"
"""The character with which each mark begins."""

_TAG, _END = MARK, "\U000e007f"
_SHIFT = 0xE0000
_NONCE = secrets.token_hex(4)
"""Of this run alone, so that no text can hold a mark; none is left in a built site."""

_SLOT = re.compile(
    f"{_TAG}(?P<mark>[\U000e0020-\U000e007e]{{1,40}}){_END}(?P<raw>[^{_TAG}]*){_TAG}{_END}"
)
"""Of `‹f00d-words-3-17›[@key]‹›`, its marks here in guillemets, what it names and shows."""

_CUT = re.compile(f"{_TAG}[\U000e0020-\U000e007e]{{,40}}{_END}?")
"""A mark, or what is left of it: `‹f00d-wo`."""

_NAMED = re.compile(r"(?P<nonce>\w+)-(?P<kind>\w+)-(?P<conversion>\d+)-(?P<number>\d+)")
"""`f00d-words-3-17`: the seventeenth citation of the third conversion, in a note."""

_conversions = count(1)


@dataclass(frozen=True)
class Slot:
    """What fills a slot.

    `kind` is `prose` or `words` (of a citation in the text or in a note, by its `number` in
    the page), `note` (the number of a note, by its index in the page), or what a command
    prints (`commands.PLACES`). `conversion` tells the text converted that holds it from
    others, also from those converted within one page.
    """

    kind: str
    conversion: int
    number: int


def next_conversion() -> int:
    """Give the number of a conversion, which no other of this run has."""
    return next(_conversions)


def marked(raw: str, slot: Slot) -> str:
    """Put the marks of a slot around what is shown as long as nothing fills it."""
    name = f"{_NONCE}-{slot.kind}-{slot.conversion}-{slot.number}"
    mark = "".join(chr(_SHIFT + ord(letter)) for letter in name)
    return f"{_TAG}{mark}{_END}{raw.replace(_TAG, '')}{_TAG}{_END}"


def has_slots(text: str) -> bool:
    """Whether a text may hold slots; quick."""
    return _TAG in text


def fill_slots(text: str, filled: Callable[[Slot, str], str]) -> str:
    """Replace each slot of a text by what `filled` gives for it and what it shows."""

    def one(match: re.Match[str]) -> str:
        name = "".join(chr(ord(letter) - _SHIFT) for letter in match["mark"])
        found = _NAMED.fullmatch(name)
        if not found or found["nonce"] != _NONCE:
            return match[0]
        slot = Slot(found["kind"], int(found["conversion"]), int(found["number"]))
        return filled(slot, match["raw"])

    return _SLOT.sub(one, text)


def slots_in(text: str) -> list[Slot]:
    """Give the slots that stand in a text, in order."""
    found: list[Slot] = []

    def take(slot: Slot, raw: str) -> str:
        found.append(slot)
        return raw

    fill_slots(text, take)
    return found


def slot_of(text: str) -> tuple[Slot, str] | None:
    """Give the slot that a text is, and what it shows; None if it is anything else."""
    found: list[tuple[Slot, str]] = []

    def take(slot: Slot, raw: str) -> str:
        found.append((slot, raw))
        return ""

    return found[0] if not fill_slots(text, take) and len(found) == 1 else None


def without_marks(text: str) -> str:
    """Give a text with all slots as they were written, also of one that was cut in two."""
    return _CUT.sub("", fill_slots(text, lambda _, raw: raw))
