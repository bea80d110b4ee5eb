"""What an editor is told to do about a name that is unknown."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

ALIKE = 0.6
"""How alike two names must be (`difflib.SequenceMatcher.ratio`) for one to be a misspelling."""


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "", sign: str = "") -> str:
    """Ask for the known name that is most alike, with `sign` before it; else say `otherwise`.

    So `variants` for `varients`: "did you mean 'variants'?".
    """
    close = get_close_matches(name, sorted(known), 1, ALIKE)
    return f"did you mean '{sign}{close[0]}'?" if close else otherwise
