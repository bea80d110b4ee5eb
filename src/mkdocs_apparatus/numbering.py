"""How paragraphs are called: `p1`, `p2`, … and between them `p1a`, so that none is renamed."""

from __future__ import annotations

import re
from collections.abc import Sequence

PARAGRAPH_ID = re.compile(r"p(?P<number>\d+)(?P<letters>[a-z]*)")
"""A paragraph's permanent id, which also says its number: `p4`, `p4a`."""


def paragraph_ids(named: Sequence[str | None]) -> list[str]:
    """Give each paragraph an id of the series, keeping those that have one.

    A new paragraph between `p4` and `p5` is `p4a`, one after the last `p5` is `p6`; where
    none has an id they are counted. An id outside of the series (`intro`) is treated as
    none, so that every paragraph has a number.
    """
    series = [one if one and PARAGRAPH_ID.fullmatch(one) else None for one in named]
    taken = {one for one in series if one}
    last = max((place for place, one in enumerate(series) if one), default=-1)
    found: list[str] = []
    previous = "p0"
    for place, one in enumerate(series):
        previous = one or (_between if place < last else _after)(previous, taken)
        taken.add(previous)
        found.append(previous)
    return found


def _after(previous: str, taken: set[str]) -> str:
    number = int(re.sub(r"\D", "", previous)) + 1
    while f"p{number}" in taken:
        number += 1
    return f"p{number}"


def _between(previous: str, taken: set[str]) -> str:
    """Follow `p4` with `p4a`, `p4a` with `p4b`, and with `p4aa` where `p4b` is taken."""
    following = f"{previous}a"
    if previous[-1].isalpha() and previous[-1] < "z":
        beside = previous[:-1] + chr(ord(previous[-1]) + 1)
        following = following if beside in taken else beside
    while following in taken:
        following = _between(following, taken)
    return following
