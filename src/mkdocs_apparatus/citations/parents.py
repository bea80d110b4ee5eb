"""Entries that take fields from each other: in a circle, or from too many.

pandoc follows `crossref` and `xdata` without end, and where an entry that fields are taken from
names several others, it takes each field of the one together with each of the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import prod

from ..bib import LINKS, Entry
from ..model import Problem

MOST = 100_000
"""How many fields an entry may be offered by others, as pandoc counts them.

An article in proceedings in a series, each with 15 fields, is offered 30.
"""


def without_circles(entries: Sequence[Entry]) -> tuple[list[Entry], list[Problem]]:
    """Part entries that take fields from each other in a circle, or from too many.

    They are printed with their own fields; the problems name each circle.
    """
    if not any(name in entry.fields for entry in entries for name in LINKS):
        return list(entries), []
    search = _Search({entry.key: entry for entry in entries})
    for entry in entries:
        search.visit(entry.key)
    parted = [
        replace(entry, parted=frozenset(search.parted[entry.key])) if entry.key in search.parted
        else entry
        for entry in entries
    ]  # fmt: skip
    return parted, search.problems


class _Search:
    """Follows parents depth first, without recursion: strangers choose how deep it goes."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self.entries = entries
        self.parents = {
            key: [one for one in entry.linked() if one in entries] for key, entry in entries.items()
        }
        self.parted: dict[str, set[str]] = {}
        self.problems: list[Problem] = []
        self.offered: dict[str, int] = {}

    def visit(self, key: str) -> None:
        """Follow an entry's parents, and theirs."""
        if key in self.offered:
            return
        path: list[tuple[str, Iterator[str]]] = [(key, iter(self.parents[key]))]
        places = {key: 0}
        while path:
            here, rest = path[-1]
            parent = next(rest, None)
            if parent is None:
                path.pop()
                del places[here]
                self._count(here)
            elif parent in places:
                self._part([one for one, _ in path[places[parent] :]])
            elif parent not in self.offered:
                places[parent] = len(path)
                path.append((parent, iter(self.parents[parent])))

    def _part(self, circle: Sequence[str]) -> None:
        for key, parent in zip(circle, [*circle[1:], circle[0]], strict=True):
            self.parted.setdefault(key, set()).add(parent)
        entry = self.entries[circle[0]]
        said = " → ".join(f"'{key}'" for key in [*circle, circle[0]])
        mend = "take out one 'crossref' or 'xdata' of them"
        message = f"entries take their fields from each other in a circle: {said}; {mend}"
        self.problems.append(Problem(entry.path, entry.line, "bad-bibtex", message))

    def _count(self, key: str) -> None:
        entry, parted = self.entries[key], self.parted.get(key, set())
        parents = [one for one in self.parents[key] if one not in parted]
        own = len(entry.fields)
        found = own + len(parents) * prod(self.offered.get(one, 1) for one in parents)
        if found > MOST:
            self.parted[key] = {*parted, *parents}
            found = own
            mend = "name fewer entries in 'crossref' and 'xdata'"
            message = f"'{key}' takes fields from too many others, and gets none; {mend}"
            self.problems.append(Problem(entry.path, entry.line, "bad-bibtex", message))
        self.offered[key] = found
