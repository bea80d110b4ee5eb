"""Where a note number stands: after the punctuation that follows it, close to the word."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as etree

from .elements import CITE
from .surroundings import Surroundings
from .syntax import CLOSING, STOP

MARKER = "\ufdd4"
"""A character that no text may hold, for a marker."""

STOPS = ".!?…。！？"
SEPARATORS = ",;:，；："
BRACKETS = {"(": ")", "[": "]", "（": "）", "「": "」", "《": "》", "〈": "〉", "【": "】"}
QUOTES = "\"'“”‘’«»‹›„‚"

PARTING = re.compile(r"[,;，；]\s*")
"""What parts two citations: `[@roe], [@poe]`."""


def close_up(
    marker: etree.Element,
    around: Surroundings,
    rows: dict[etree.Element, etree.Element],
    *,
    stick: bool,
) -> None:
    """Set the marker after the punctuation that follows it, and close up to the word.

    As pandoc does; after a narrative citation, which does not `stick`, only a stop
    moves. Of several markers in a row the first takes the place; `rows` has it for each
    marker before. One that follows no word of its block stays where it is.
    """
    parent, block = around.parents[marker], around.block_of(marker)
    tail = marker.tail or ""
    closing = CLOSING.match(tail) if stick or STOP.match(tail) else None
    words = closing[0] if closing else ""
    first, former = marker, around.before.get(marker)
    if stick and former in rows and not (former.tail or "").strip():
        first, former.tail = rows[former], None
    if stick and words:
        holder = parent if block is None else block
        before = around.words_before(first, holder, lambda one: MARKER if one in rows else None)
        before += MARKER if first is not marker else ""
        words = words if _may_move(before, tail, around.after.get(marker)) else ""
    marker.tail = tail[len(words) :]
    rows[marker] = first
    former = around.before.get(first)
    if former is not None:
        former.tail = _close(former.tail, words, strip=stick)
    else:
        parent.text = _close(parent.text, words, strip=stick)


def _may_move(before: str, after: str, following: etree.Element | None) -> bool:
    """Whether punctuation after a marker may go before it.

    Not where no word stands there: "([@roe])", "“[@roe]”, ", "Roe: [@roe]."; not out of
    brackets that a marker begins: "([@roe], [@poe])"; not what parts two: "[@roe], [@poe].".
    """
    before = before.rstrip(f" \n{MARKER}")
    if not before or _is_opening(before) or unicodedata.category(before[-1]) == "Pd":
        return False
    if before[-1] in SEPARATORS or (before[-1] in STOPS and after[0] in STOPS + SEPARATORS):
        return False
    cites = following is not None and following.get(CITE) == "bracket"
    return not (cites and PARTING.fullmatch(after)) and not _begins_brackets(before)


def _is_opening(words: str) -> bool:
    """Whether words end in a bracket or quotation mark that opens something.

    “ opens in English and closes in German; what follows a word or a stop closes.
    """
    if words[-1] in BRACKETS:
        return True
    former = words[-2:-1]
    opens = not former or former.isspace() or former in BRACKETS or former in QUOTES
    return words[-1] in QUOTES and (opens or unicodedata.category(former) == "Pd")


def _begins_brackets(words: str) -> bool:
    """Whether a bracket is open that a marker is the first thing in."""
    opened: list[int] = []
    for index, letter in enumerate(words):
        if letter in BRACKETS:
            opened.append(index)
        elif opened and letter == BRACKETS[words[opened[-1]]]:
            opened.pop()
    return bool(opened) and words[opened[-1] + 1 :].lstrip().startswith(MARKER)


def _close(text: str | None, words: str, *, strip: bool) -> str:
    text = text or ""
    return (text.rstrip() if strip else text) + words
