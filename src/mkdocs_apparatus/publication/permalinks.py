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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote

from ..model import Edition, Problem
from ..registers.registers import Registers

LEDGER = "permalinks.txt"
DELETED = "deleted"

LINE = re.compile(r"(?P<anchor>[^\s>]+)(?: -> (?P<target>[^\s>]+))?")
"""A line: `essay/a/#p4`, `essay/a/#p4 -> essay/b/#p1`, `essay/a/#p4 -> deleted`."""


OUTSIDE = re.compile(r"(?:^|\s)/|://|(?:^|[\s/\\])\.\.(?:[/\\]|\s|$)|[\x00-\x1f]")
"""What would lead out of the site: `/etc/`, `https://…`, `../`, also where `%2e` is written."""


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

    @property
    def moves(self) -> dict[str, str]:
        """Where each address that moved or was deleted leads, through all moves."""
        moved = {one.anchor: one.target for one in self.entries if one.target}
        return {anchor: _follow(anchor, moved) for anchor in moved}

    def reserved(self, url: str) -> set[str]:
        """Give the ids that a page has ever published."""
        pages = (one.anchor.partition("#") for one in self.entries)
        return {identifier for page, _, identifier in pages if page == url and identifier}


def _follow(anchor: str, moved: Mapping[str, str]) -> str:
    seen = {anchor}
    while (target := moved.get(anchor)) and target not in seen:
        seen.add(target)
        anchor = target
    return anchor


def parse(text: str) -> Ledger:
    """Read a ledger; a line that does not parse is a problem and counts for nothing."""
    entries: list[Published] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        found = LINE.fullmatch(line.strip())
        if found and found["anchor"] in seen:
            mend = "keep one of the two lines"
            message = f"'{found['anchor']}' stands here for the second time; {mend}"
            problems.append(Problem(LEDGER, number, "bad-ledger", message))
        elif found and not OUTSIDE.search(unquote(line)):
            seen.add(found["anchor"])
            entries.append(Published(found["anchor"], found["target"], number))
        elif line.strip():
            mend = f"write 'address', 'address -> new address' or 'address -> {DELETED}'"
            message = f"'{line.strip()}' is not a published address; {mend}"
            problems.append(Problem(LEDGER, number, "bad-ledger", message))
    return Ledger(tuple(entries), tuple(problems))


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
    lines = {
        f"{one.anchor} -> {one.target}" if one.target else one.anchor for one in known.values()
    }
    return "".join(f"{line}\n" for line in sorted(lines | (set(present) - known.keys())))


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
            page = one.anchor.partition("#")[0]
            message = f"the page '{page}' is gone; add a line '{page} -> new address'"
            yield _problem(one, "dead-move", message)


def _has_page(anchor: str, present: set[str], moves: Mapping[str, str]) -> bool:
    """Whether a page or a redirect stands where an old address leads."""
    page = anchor.partition("#")[0]
    return not page or page in present or page in moves


def _lost(anchor: str, files: Mapping[str, str]) -> str:
    url = anchor.partition("#")[0]
    file = files.get(url) or f"docs/{url.strip('/')}.md"
    mend = f"put it back, or write '{anchor} -> new address' or '{anchor} -> {DELETED}'"
    return f"'{anchor}' was published and is gone; it was last seen in {file}; {mend}"


def _problem(one: Published, code: str, message: str) -> Problem:
    return Problem(LEDGER, one.line, code, message)
