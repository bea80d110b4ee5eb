"""Where titles stand in what citeproc wrote."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class Places:
    """The `text` of inlines, and where the words of each begin and end in it.

    `set_off` has, by words, where they stand set off, as titles are, in order.
    """

    text: str
    starts: frozenset[int]
    ends: frozenset[int]
    set_off: dict[str, list[int]]

    @classmethod
    def of(cls, words: Sequence[str], is_set_off: Sequence[bool]) -> Places:
        """Make it of the words of each inline, and whether these are set off."""
        edges = [0, *accumulate(map(len, words))]
        filled = [place for place, one in enumerate(words) if one]
        set_off: dict[str, list[int]] = {}
        for place in filled:
            if is_set_off[place]:
                set_off.setdefault(words[place], []).append(edges[place])
        starts, ends = (frozenset(edges[place + more] for place in filled) for more in (0, 1))
        return cls("".join(words), starts, ends, set_off)

    def find(self, name: str, start: int) -> tuple[int, int] | None:
        """Find a title after `start`: set off if it is anywhere, else as whole words."""
        places = self.set_off.get(name, [])
        following = bisect_left(places, start)
        if following < len(places):
            return places[following], places[following] + len(name)
        at = self.text.find(name, start)
        while at >= 0:
            if at in self.starts and at + len(name) in self.ends:
                return at, at + len(name)
            at = self.text.find(name, at + 1)
        return None
