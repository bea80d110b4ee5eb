"""What an editor is told to do about a name that is unknown."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

ALIKE = 0.6
"""How alike two names must be (`difflib.SequenceMatcher.ratio`) for one to be a misspelling."""


MILD = frozenset({"key-case", "large-search-index"})
"""Codes of problems that leave nothing wrong on a page, and stop no strict build."""


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "", sign: str = "") -> str:
    """Ask for the known name that is most alike, with `sign` before it; else say `otherwise`.

    So `variants` for `varients`: "did you mean 'variants'?".
    """
    close = nearest(name, tuple(sorted(known)), ALIKE)
    return f"did you mean '{sign}{close}'?" if close else otherwise


@lru_cache(maxsize=4096)
def nearest(name: str, known: tuple[str, ...], least: float) -> str:
    """Give the known name that is most alike, and at least so; empty where none is.

    A name that is wrong is often wrong in many places, and is compared with all but once.
    """
    return next(iter(get_close_matches(name, known, 1, least)), "")
