"""Write into the ledger of published addresses that a page or a place has moved, or is gone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ..hints import did_you_mean
from .permalinks import DELETED, Ledger, page_of


class MoveError(ValueError):
    """Says in one sentence why an address cannot be said to have moved, and what to do."""


def moved(ledger: Ledger, old: str, new: str, present: Collection[str]) -> Ledger:
    """Give a ledger in which the line of `old` leads to `new`, an address or `DELETED`.

    `present` are the addresses of the site. Raises `MoveError` for what was never published
    or stands still, for a new place that is not there, and for a move that leads round.
    """
    published = {one.anchor: one for one in ledger.entries}
    if old not in published:
        known = [one for one in published if ("#" in one) == ("#" in old)]
        mend = did_you_mean(old, known, "nothing needs to lead on from it")
        raise MoveError(f"'{old}' was never published; {mend}")
    if old in present:
        raise MoveError(f"'{old}' is there still; move it first, and then run this again")
    if new != DELETED and new not in present:
        known = [one for one in present if ("#" in one) == ("#" in new)]
        mend = did_you_mean(new, known, "name a page or a place that the site has")
        raise MoveError(f"'{new}' is not there; {mend}")
    entries = (replace(one, target=new) if one.anchor == old else one for one in ledger.entries)
    after = replace(ledger, entries=tuple(entries))
    if (line := _round(after, old)) is not None:
        mend = f"take '-> {after.targets[line]}' out of the line of '{line}' first"
        raise MoveError(f"this would lead round in a circle; {mend}")
    _refuse_other_text(ledger, old, new)
    return after


def _refuse_other_text(ledger: Ledger, old: str, new: str) -> None:
    """Keep ids of a page from leading to those that another has published for other texts."""
    if "#" in old + new or new not in {one.anchor for one in ledger.entries}:
        return
    own = {one.anchor.partition("#")[2] for one in ledger.entries if page_of(one.anchor) == new}
    theirs = [
        identifier
        for page, mark, identifier in (one.anchor.partition("#") for one in ledger.entries)
        if page == old
        and mark
        and identifier in own
        and f"{old}#{identifier}" not in ledger.targets
    ]
    if theirs:
        first = f"{old}#{theirs[0]}"
        others = {1: "", 2: " and another"}.get(len(theirs), f" and {len(theirs) - 1} others")
        mend = (
            f"say of each where it is now ('apparatus move {first} …'), or, where they are the "
            f"same texts, write '{old} -> {new}' into the ledger yourself"
        )
        raise MoveError(f"'{new}' has published '#{theirs[0]}'{others} of its own; {mend}")


def _round(ledger: Ledger, start: str) -> str | None:
    """Give the last address with a line of its own on a way that leads round, if it does."""
    way: list[str] = []
    address: str | None = start
    while address and address not in way:
        way.append(address)
        address = ledger.step(address)
    return next((one for one in reversed(way) if one in ledger.targets), None) if address else None


def rewritten(data: bytes, before: Ledger, after: Ledger) -> bytes:
    """Give a ledger's file with the lines that have changed; all else stays byte for byte."""
    lines = data.split(b"\n")
    targets = after.targets
    for one in before.entries:
        if targets.get(one.anchor) != one.target:
            line = lines[one.line - 1]
            written = f"{one.anchor} -> {targets[one.anchor]}".encode()
            stands = line.decode("utf-8-sig").strip().encode()
            lines[one.line - 1] = line.replace(stands, written, 1)
    return b"\n".join(lines)
