"""Paragraphs that a writer has split: the first half keeps the id, which is its address.

The line `{: #p4 }` stands at a paragraph's end, and is left with the second half when an empty
line parts the two. What the paragraph was before tells which half begins as it did.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .numbering import NOWHERE, Block, Text, begin_of, ids_in

ALIKE = 8
"""How many words two paragraphs must begin with alike; a shorter one with all that it has."""


@dataclass(frozen=True)
class Split:
    """A paragraph that was split: the places of its first half and of that with its id.

    A place is the index of a `Text`'s block.
    """

    id: str
    first: int
    last: int


def has_rows(text: Text) -> bool:
    """Whether any paragraph may have been split: one without an id stands before one with one."""
    return next(_rows(text), None) is not None


def splits(text: Text, earlier: Iterable[str]) -> Iterator[Split]:
    """Find the paragraphs that were split since they were what an `earlier` text says.

    The earliest paragraph in a row without ids that begins as the one after them did, which
    begins otherwise now, is its first half.
    """
    before = _paragraphs(earlier)
    for last, run in _rows(text):
        block = text.blocks[last]
        old = before.get(block.id or "", [])
        if not old or _begins(_words(text.lines, block), old):
            continue
        for first in run:
            if _begins(_words(text.lines, text.blocks[first]), old):
                yield Split(block.id or "", first, last)
                break


def unsure(text: Text, earlier: Iterable[str]) -> list[str]:
    """List the ids after paragraphs without one, of which no earlier text says what they were."""
    known = _paragraphs(earlier)
    ids = (text.blocks[last].id or "" for last, _ in _rows(text))
    return [one for one in ids if one not in known]


def rejoined(text: Text, found: Collection[Split]) -> str:
    """Give the first halves their ids back; the last halves have none then."""
    return text.with_ids({one.first: one.id for one in found}, [one.last for one in found])


def _rows(text: Text) -> Iterator[tuple[int, list[int]]]:
    """Give each paragraph with an id before which others without one stand, and those.

    A heading or a list may stand between them.
    """
    run: list[int] = []
    for place, block in enumerate(text.blocks):
        if block.id is None:
            run.append(place)
            continue
        if run and block.end != NOWHERE:
            yield place, run
        run = []


def _paragraphs(texts: Iterable[str]) -> dict[str, list[str]]:
    """Give the words of paragraphs by their ids; the first text that has one counts."""
    found: dict[str, list[str]] = {}
    for text in texts:
        lines = text.replace("\r", "").split("\n")
        for place, line in enumerate(lines):
            for identifier in ids_in(line):
                block = Block(begin_of(lines, place), place, identifier)
                found.setdefault(identifier, _words(lines, block))
    return found


def _words(lines: Sequence[str], block: Block) -> list[str]:
    last = block.end if ids_in(lines[block.end]) else block.end + 1
    return " ".join(lines[block.start : last]).split()


def _begins(words: Sequence[str], old: Sequence[str]) -> bool:
    count = min(ALIKE, len(words))
    return 0 < count <= len(old) and list(words[:count]) == list(old[:count])
