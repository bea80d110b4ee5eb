"""The ledger of published addresses, `permalinks.txt`: none of them may be lost.

One address a line, relative to the site root, sorted:

    essay/introduction/                                     a page
    essay/introduction/#p4                                  a paragraph; so annotations,
                                                            sources, names, events
    essay/introduction/#p5 -> essay/introduction/#p4        it stands elsewhere now
    essay/introduction/#p6 -> deleted                       taken out on purpose
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import unquote

from ..model import Edition, Problem
from ..registers.registers import Registers
from .page_addresses import clashes, fault_of, file_of

LEDGER = "permalinks.txt"
DELETED = "deleted"

LINE = re.compile(r"(?P<anchor>[^\s>]+)(?: -> (?P<target>[^\s>]+))?")
"""A line: `essay/a/#p4`, `essay/a/#p4 -> essay/b/#p1`, `essay/a/#p4 -> deleted`."""


SHOWN = 120
"""How many characters of a line that does not parse are shown."""


@dataclass(frozen=True)
class Published:
    """An address that was published. `target` is where it stands now, or `DELETED`."""

    anchor: str
    target: str | None
    line: int


@dataclass(frozen=True)
class Ledger:
    """What was ever published, and lines that do not parse."""

    entries: tuple[Published, ...] = ()
    problems: tuple[Problem, ...] = ()

    @cached_property
    def moves(self) -> dict[str, str]:
        """Where each address that moved or was deleted leads, through all moves.

        What leads round in a circle leads to an address of the circle.
        """
        moved = {one.anchor: one.target for one in self.entries if one.target}
        found: dict[str, str] = {}
        for anchor in moved:
            way: dict[str, None] = {}
            while anchor in moved and anchor not in found and anchor not in way:
                way[anchor] = None
                anchor = moved[anchor]
            found |= dict.fromkeys(way, found.get(anchor, anchor))
        return found

    def reserved(self, url: str) -> set[str]:
        """Give the ids that a page has ever published."""
        return self._ids.get(url, set())

    @cached_property
    def _ids(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for page, _, identifier in (one.anchor.partition("#") for one in self.entries):
            if identifier:
                found.setdefault(page, set()).add(identifier)
        return found


def parse(text: str) -> Ledger:
    """Read a ledger; a line that does not parse is a problem and counts for nothing."""
    entries: list[Published] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, line in enumerate(map(str.strip, text.split("\n")), 1):
        found = LINE.fullmatch(line)
        fault = _fault_of(found) if found else ""
        if found and fault is None and unquote(found["anchor"]) not in seen:
            seen.add(unquote(found["anchor"]))
            entries.append(Published(found["anchor"], found["target"], number))
        elif found and fault is None:
            mend = "keep one of the two lines"
            message = f"'{_shown(found['anchor'])}' stands here for the second time; {mend}"
            problems.append(Problem(LEDGER, number, "bad-ledger", message))
        elif line:
            mend = f"write 'address', 'address -> new address' or 'address -> {DELETED}'"
            reason = f": {fault}" if fault else ""
            message = f"'{_shown(line)}' is not a published address{reason}; {mend}"
            problems.append(Problem(LEDGER, number, "bad-ledger", message))
    return Ledger(tuple(entries), tuple(problems))


def _fault_of(line: re.Match[str]) -> str | None:
    fault = fault_of(line["anchor"])
    return fault if fault or line["target"] in (None, DELETED) else fault_of(line["target"])


def _shown(text: str) -> str:
    """Let what a stranger wrote do nothing to a terminal, and not fill it."""
    safe = "".join(one if one.isprintable() else f"\\x{ord(one):02x}" for one in text[:SHOWN])
    return safe + ("…" if len(text) > SHOWN else "")


def as_files(ledger: Ledger) -> Ledger:
    """Give a ledger for a copy whose pages are files: `a/b/#p4` is `a/b.html#p4` there."""

    def file(address: str) -> str:
        page, mark, anchor = address.partition("#")
        return f"{page.removesuffix('/')}.html{mark}{anchor}" if page.endswith("/") else address

    entries = (
        replace(one, anchor=file(one.anchor), target=one.target and file(one.target))
        for one in ledger.entries
    )
    return replace(ledger, entries=tuple(entries))


def addresses(edition: Edition, registers: Registers) -> set[str]:
    """Give all addresses of a site that last.

    They are those of pages, named paragraphs, annotations, sources, names and events.
    """
    found = {url for url in edition.pages if url}
    found |= {one.url for one in edition.annotations if one.id}
    for section in edition.sections:
        found |= {f"{section.url}#{one.id}" for one in section.paragraphs if one.id}
    found |= {source.url for source in edition.sources if source.url}
    return found | set(registers.addresses())


def publish(ledger: Ledger, present: Iterable[str]) -> str:
    """Write the ledger with all addresses that are present now, sorted."""
    known = {one.anchor: one for one in ledger.entries}
    present = {one for one in present if not fault_of(one)}
    lines = {
        f"{one.anchor} -> {one.target}" if one.target else one.anchor for one in known.values()
    }
    return "".join(f"{line}\n" for line in sorted(lines | (present - known.keys())))


def check(ledger: Ledger, present: set[str], files: Mapping[str, str]) -> Iterator[Problem]:
    """Find what was published and is lost, leads nowhere, or is used for something else.

    `files` gives the Markdown file of each page by its url.
    """
    yield from ledger.problems
    moves = ledger.moves
    for one in ledger.entries:
        if one.target is None and one.anchor not in present:
            yield _problem(one, "lost-anchor", _lost(one.anchor, files))
        elif one.target and one.anchor in present:
            state = "deleted" if one.target == DELETED else "moved"
            mend = "give what stands there now another id, or take the rest of the line out"
            message = f"'{one.anchor}' was {state} and is used again; {mend}"
            yield _problem(one, "reused-anchor", message)
        elif one.target and moves[one.anchor] not in present | {DELETED}:
            message = (
                f"'{one.anchor}' leads to '{one.target}', which is not there; name its new place"
            )
            yield _problem(one, "dead-move", message)
        elif one.target and not _has_page(one.anchor, present, moves):
            page = _page(one.anchor)
            message = f"the page '{page}' is gone; add a line '{page} -> new address'"
            yield _problem(one, "dead-move", message)


def landing(
    ledger: Ledger, pages: Collection[str], taken: Collection[str]
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Give the moves that lead to `pages`, and for which pages may be written.

    `taken` are the files of the site by path; a page that moved and would be in the way of one
    is a problem. Targets that are not there are the business of `check`.
    """
    moves = {
        anchor: target
        for anchor, target in ledger.moves.items()
        if target == DELETED or _page(target) in pages or file_of(_page(target)) in taken
    }
    lines = {one.anchor: one.line for one in ledger.entries}
    old = [one for one in moves if "#" not in one and one not in pages]
    problems = []
    for anchor, file in clashes(old, taken):
        mend = "no page that moved can stand there; take the line out"
        message = f"'{anchor}' is in the way of the site's own file '{file}'; {mend}"
        problems.append(Problem(LEDGER, lines[anchor], "bad-ledger", message))
        del moves[anchor]
    return moves, tuple(problems)


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


def _has_page(anchor: str, present: set[str], moves: Mapping[str, str]) -> bool:
    """Whether a page or a redirect stands where an old address leads."""
    page = _page(anchor)
    return not page or page in present or page in moves


def _page(address: str) -> str:
    return address.partition("#")[0]


def _lost(anchor: str, files: Mapping[str, str]) -> str:
    url = _page(anchor)
    file = files.get(url) or f"docs/{url.strip('/')}.md"
    mend = f"put it back, or write '{anchor} -> new address' or '{anchor} -> {DELETED}'"
    return f"'{anchor}' was published and is gone; it was last seen in {file}; {mend}"


def _problem(one: Published, code: str, message: str) -> Problem:
    return Problem(LEDGER, one.line, code, message)
