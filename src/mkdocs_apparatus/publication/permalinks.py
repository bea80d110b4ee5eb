"""The ledger of published addresses, `permalinks.txt`: none of them may be lost.

One address a line, relative to the site root, sorted:

    essay/introduction/                                     a page
    essay/introduction/#p4                                  a paragraph; so annotations,
                                                            sources, names, events
    essay/introduction/#p5 -> essay/introduction/#p4        it stands elsewhere now
    essay/introduction/#p6 -> deleted                       taken out on purpose
    essay/old/ -> essay/new/                                the page, and each of its places
                                                            that has no line of its own

What is wrong with a ledger says `ledger_checks`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
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
    def targets(self) -> dict[str, str]:
        """Where the line of an address says that it leads, for those that have such a line."""
        return {one.anchor: one.target for one in self.entries if one.target}

    @cached_property
    def moves(self) -> dict[str, str]:
        """Where each address that moved or was deleted leads, through all moves.

        A place leads where its own line says, or else its page's: to its id on the new page.
        What leads round in a circle leads to an address of the circle.
        """
        found: dict[str, str] = {}
        for one in self.entries:
            way: dict[str, None] = {}
            address, following = one.anchor, self.step(one.anchor)
            while following and address not in found and address not in way:
                way[address] = None
                address, following = following, self.step(following)
            found |= dict.fromkeys(way, found.get(address, address))
        return {one.anchor: found[one.anchor] for one in self.entries if one.anchor in found}

    def step(self, address: str) -> str | None:
        """Say where an address leads by one line, None where none speaks of it.

        A page on the way that never published the id has no say in it: the id is looked for
        where the whole chain of pages ends.
        """
        page, mark, identifier = address.partition("#")
        if address in self.targets or not mark or page not in self.targets:
            return self.targets.get(address)
        for target in (self.targets[page], self._ends[page]):
            if target == DELETED or "#" in target:  # the page became a part of another
                return target
            if (place := f"{target}#{identifier}") in self._known:
                return place
        return place

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(one.anchor for one in self.entries)

    @cached_property
    def _ends(self) -> dict[str, str]:
        """Where each page that moved is in the end; in a circle, an address of it."""
        found: dict[str, str] = {}
        for page in self.targets:
            way: dict[str, None] = {}
            while page in self.targets and page not in found and page not in way:
                way[page] = None
                page = self.targets[page]
            found |= dict.fromkeys(way, found.get(page, page))
        return found

    def reserved(self, url: str) -> set[str]:
        """Give the ids that a page has ever published, or a page that became it."""
        return self._ids.get(url, set())

    @cached_property
    def _ids(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for page, _, identifier in (one.anchor.partition("#") for one in self.entries):
            if identifier:
                found.setdefault(page, set()).add(identifier)
                found.setdefault(self._ends.get(page, page), set()).add(identifier)
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


def as_files(ledger: Ledger, pages: Collection[str]) -> Ledger:
    """Give a ledger for a copy whose pages are files: `a/b/#p4` is `a/b.html#p4` there.

    Of a page that is the index of a folder it is `a/b/index.html#p4`, as among the `pages`.
    """

    def file(address: str) -> str:
        page, mark, anchor = address.partition("#")
        if not page.endswith("/"):
            return address
        index = f"{page}index.html"
        name = index if index in pages else f"{page.removesuffix('/')}.html"
        return f"{name}{mark}{anchor}"

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


def landing(
    ledger: Ledger, pages: Collection[str], taken: Collection[str], present: Collection[str]
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Give the moves that lead to `pages`, and for which pages may be written.

    `taken` are the files of the site by path; a page that moved and would be in the way of one
    is a problem. Targets that are not there are the business of `check`; where only the line of
    a page speaks of a place, that must be `present`, or the page is all that there is to lead to.
    """
    moves = {
        anchor: target
        for anchor, target in ledger.moves.items()
        if target == DELETED or page_of(target) in pages or file_of(page_of(target)) in taken
        if anchor in ledger.targets
        or (page_of(anchor) not in pages and (target == DELETED or target in present))
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


def page_of(address: str) -> str:
    """Give the page of an address: of `essay/a/#p4` it is `essay/a/`."""
    return address.partition("#")[0]
