"""Where two readings of an essay differ, and whether a known kind explains it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from .kinds import KINDS, Kind
from .showing import Shown


@dataclass(frozen=True)
class Difference:
    """A note, a form or an entry that differs: what the oracle says of it, and what we show.

    `part` is one of `note`, `form`, `entry`, `order`; `name` its number, or its source's key.
    """

    part: str
    name: str
    oracle: str
    ours: str


@dataclass(frozen=True)
class Explained:
    """A difference with the kinds that explain it, none where nothing does."""

    difference: Difference
    kinds: tuple[Kind, ...]


def differences(oracle: Shown, ours: Shown) -> Iterator[Difference]:
    """Compare note by note, form by form, entry by entry, and the order of entries.

    An entry without words, of a letter say, is not compared, nor are those that a style without a
    bibliography has none of: there we print what stands in a first citation, which is compared as
    such (`tests/citations/test_entries_without_words.py`).
    """
    yield from _in_order("note", oracle.notes, ours.notes)
    yield from _in_order("form", oracle.forms, ours.forms)
    for key in oracle.entries | ours.entries:
        theirs, own = oracle.entries.get(key, ""), ours.entries.get(key, "")
        is_empty = not theirs and (key in oracle.entries or not oracle.entries)
        if theirs != own and not is_empty:
            yield Difference("entry", key, theirs, own)
    orders = (" ".join(oracle.entries), " ".join(ours.entries))
    if oracle.entries and orders[0] != orders[1]:
        yield Difference("order", "", *orders)


def _in_order(part: str, oracle: Sequence[str], ours: Sequence[str]) -> Iterator[Difference]:
    for at in range(max(len(oracle), len(ours))):
        one = oracle[at] if at < len(oracle) else ""
        other = ours[at] if at < len(ours) else ""
        if one != other:
            yield Difference(part, str(at + 1), one, other)


def explain(difference: Difference, kinds: Sequence[Kind] = KINDS, most: int = 3) -> Explained:
    """Find the fewest kinds that make the oracle's words ours, of at most so many."""
    moving = [one for one in kinds if _by(difference, [one]) != difference.oracle]
    for count in range(1, most + 1):
        for chosen in combinations(moving, count):
            if _by(difference, chosen) == difference.ours:
                return Explained(difference, chosen)
    return Explained(difference, ())


def _by(difference: Difference, kinds: Sequence[Kind]) -> str:
    words = difference.oracle
    for kind in kinds:
        words = kind.mend(words, difference.part, difference.name)
    return words
