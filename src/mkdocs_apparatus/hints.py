"""What an editor is told to do about a name that is unknown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

ALIKE = 0.6
"""How alike two names must be (`difflib.SequenceMatcher.ratio`) for one to be a misspelling."""

LONGEST = 200
"""How many characters a name may have that is compared with others."""

MILD = frozenset({"key-case", "large-search-index", "no-messages"})
"""Codes of problems that leave nothing wrong on a page, and stop no strict build."""


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "", sign: str = "") -> str:
    """Ask for the known name that is most alike, with `sign` before it; else say `otherwise`.

    So `variants` for `varients`: "did you mean 'variants'?".
    """
    close = nearest(name, frozenset(known), ALIKE)
    return f"did you mean '{sign}{close}'?" if close else otherwise


@lru_cache(maxsize=4096)
def nearest(name: str, known: frozenset[str], least: float) -> str:
    """Give the known name that is most alike, and at least so; empty where none is.

    A name that is wrong is often wrong in many places, and is compared with all but once; and
    few are compared letter by letter: only those that share enough letters, wherever they stand.
    """
    if len(name) > LONGEST:
        return ""
    letters = _letters(known)
    own = letters.of(name)
    close = (
        (2 * (own & has).bit_count() / (len(name) + len(one) or 1), one)
        for one, has in letters.names.items()
    )
    best = (least, "")
    matcher = SequenceMatcher(b=name)
    for at_most, one in sorted((one for one in close if one[0] >= least), reverse=True):
        if (at_most, one) < best:
            break
        matcher.set_seq1(one)
        best = max(best, (matcher.ratio(), one))
    return best[1]


@dataclass(frozen=True)
class _Letters:
    """Names with their letters, as bits of a number: one for the first `a`, one for the second."""

    names: dict[str, int]
    bits: dict[tuple[str, int], int]

    def of(self, name: str) -> int:
        """Give the letters of a name, of those that any of the names has."""
        return sum(self.bits.get(one, 0) for one in _counted(name))


@lru_cache(maxsize=8)
def _letters(known: frozenset[str]) -> _Letters:
    bits: dict[tuple[str, int], int] = {}
    names = {
        name: sum(bits.setdefault(one, 1 << len(bits)) for one in _counted(name))
        for name in known
        if len(name) <= 2 * LONGEST
    }
    return _Letters(names, bits)


def _counted(name: str) -> list[tuple[str, int]]:
    """Count equal letters: of `abba` it is `a` 1, `b` 1, `b` 2, `a` 2."""
    seen: dict[str, int] = {}
    found = []
    for letter in name:
        seen[letter] = seen.get(letter, 0) + 1
        found.append((letter, seen[letter]))
    return found
