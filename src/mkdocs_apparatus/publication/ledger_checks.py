"""What is wrong with the ledger of published addresses: what is lost, leads nowhere, or clashes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from ..hints import ALIKE, did_you_mean, nearest
from ..model import Problem
from .permalinks import DELETED, LEDGER, Ledger, Published, page_of

FEW = 4
"""How many addresses of a circle are named."""


def check(
    ledger: Ledger,
    present: Collection[str],
    files: Mapping[str, str],
    doubtful: Collection[str] = (),
) -> Iterator[Problem]:
    """Find what was published and is lost, leads nowhere, or is used for something else.

    `present` are the addresses that the site has, and `files` gives the Markdown file of each
    page by its url. What follows from the lost page or the wrong line of a page, for the places
    that were on it, is not said, nor what is lost on a `doubtful` page, not all of which is read.
    """
    yield from ledger.problems
    circles = list(_circles(ledger))
    said = {circle[0]: _round(circle) for circle in circles}
    round_about = {address for circle in circles for address in circle}
    lost = {one.anchor for one in ledger.entries if not one.target} - set(present)
    lost -= ledger.moves.keys()
    new = frozenset(one for one in present if "#" not in one) - {
        one.anchor for one in ledger.entries
    }
    for one in ledger.entries:
        page = page_of(one.anchor)
        if one.anchor in said:
            yield _problem(one, "dead-move", said[one.anchor])
        elif one.anchor in present:
            yield from _used_again(one)
        elif page != one.anchor and (page in lost or (page in doubtful and not one.target)):
            continue
        elif one.anchor in lost:
            yield _problem(one, "lost-anchor", _lost(one.anchor, files, new))
        elif ledger.moves[one.anchor] not in round_about:
            find = _dead if one.target else _left_behind
            yield from find(one, ledger, present)


def _circles(ledger: Ledger) -> Iterator[list[str]]:
    """Give the moves that lead round, each circle from its first line on.

    One that only the lines of pages make for the places on them is theirs.
    """
    lines = {one.anchor: one.line for one in ledger.entries if one.target}
    seen: set[str] = set()
    for anchor in lines:
        way: dict[str, int] = {}
        address: str | None = anchor
        while address and address not in seen:
            seen.add(address)
            way[address] = len(way)
            address = ledger.step(address)
        if address in way:
            circle = list(way)[way[address] :]
            first = min((one for one in circle if one in lines), key=lines.__getitem__)
            start = circle.index(first)
            yield [*circle[start:], *circle[:start]]


def _round(circle: Sequence[str]) -> str:
    shown = [*circle[:FEW], "…"] if len(circle) > FEW else circle
    named = " -> ".join([*shown, circle[0]])
    mend = "let one of these lines lead to a place that is there, or take '->' out of it"
    return f"'{named}' is a circle, and leads nowhere; {mend}"


def _used_again(one: Published) -> Iterator[Problem]:
    if one.target:
        state = "deleted" if one.target == DELETED else "moved"
        mend = "give what stands there now another id, or take the rest of the line out"
        message = f"'{one.anchor}' was {state} and is used again; {mend}"
        yield _problem(one, "reused-anchor", message)


def _left_behind(one: Published, ledger: Ledger, present: Collection[str]) -> Iterator[Problem]:
    """Find a place that is not on the page to which the line of its own leads."""
    page, end = page_of(one.anchor), ledger.moves[one.anchor]
    if end == DELETED or end in present or ledger.moves[page] not in present:
        return
    mend = f"put it back there, or write '{_lines_for(one.anchor)}'"
    message = f"'{one.anchor}' was published and is not at '{page_of(end)}', where its page is now"
    yield _problem(one, "lost-anchor", f"{message}; {mend}")


def _dead(one: Published, ledger: Ledger, present: Collection[str]) -> Iterator[Problem]:
    """Find a line that leads to nothing, or one of a page that neither stands nor leads on."""
    page, target = page_of(one.anchor), one.target or ""
    if ledger.moves[one.anchor] not in {DELETED, *present}:
        wrong = page_of(target)
        pages = frozenset(page_of(other) for other in present) if wrong not in present else ()
        mend = did_you_mean(wrong, pages, "name its new place")
        message = f"'{one.anchor}' leads to '{target}', which is not there; {mend}"
        yield _problem(one, "dead-move", message)
    elif page and page not in present and page not in ledger.moves:
        message = f"the page '{page}' is gone; add a line '{page} -> new address'"
        yield _problem(one, "dead-move", message)


def _lost(anchor: str, files: Mapping[str, str], new: frozenset[str]) -> str:
    """Say of a page or place where it was; for a page, `new` are those that may be it."""
    url = page_of(anchor)
    file = files.get(url) or f"docs/{url.strip('/')}.md"
    was = f"'{anchor}' was published and is gone; it was last seen in {file}"
    if url != anchor:
        return f"{was}; put it back, or write '{_lines_for(anchor)}'"
    near = nearest(anchor, new, ALIKE) or "new address"
    covers = "which counts for its paragraphs too"
    return f"{was}; put it back, or write '{_lines_for(anchor, near)}', {covers}"


def _lines_for(anchor: str, target: str = "new address") -> str:
    return f"{anchor} -> {target}' or '{anchor} -> {DELETED}"


def forgotten(ledger: Ledger, before: Ledger, text: str) -> Iterator[Problem]:
    """Find what a ledger of `before`, which git knows, names and this one, of `text`, does not.

    Lines that do not parse name what they begin with.
    """
    named = {one.anchor for one in ledger.entries} | {
        one.split()[0] for one in text.split("\n") if one.strip()
    }
    lost = [one.anchor for one in before.entries if one.anchor not in named]
    if lost:
        others = f" and {len(lost) - 1} other addresses" if len(lost) > 1 else ""
        mend = f"take back what 'git log -p {LEDGER}' shows, or write '-> {DELETED}' behind it"
        message = f"'{lost[0]}'{others} stood here when this was committed; {mend}"
        yield Problem(LEDGER, 0, "forgotten-address", message)


def _problem(one: Published, code: str, message: str) -> Problem:
    return Problem(LEDGER, one.line, code, message)
