"""How paragraphs are called: `p1`, `p2`, … and between them `p1a`, so that none is renamed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .lines import TAG
from .page_reading import PageReading

PARAGRAPH_ID = re.compile(r"p(?P<number>\d{1,9})(?P<letters>[a-z]*)")
"""A paragraph's permanent id, which also says its number: `p4`, `p4a`."""


FIRST = "p0"
"""The id of a new paragraph before the first, `p1`, which is another's for ever."""


def paragraph_ids(named: Sequence[str | None], reserved: Iterable[str] = ()) -> list[str]:
    """Give each paragraph an id of the series, keeping those that have one.

    A new paragraph between `p4` and `p5` is `p4a`, one after the last `p5` is `p6`, and one
    before all others `p0`; where none has an id they are counted. None of the `reserved` is
    given. An id outside of the series (`intro`) is treated as none, so that every paragraph has
    a number.
    """
    series = [one if one and PARAGRAPH_ID.fullmatch(one) else None for one in named]
    taken = {one for one in series if one} | set(reserved)
    last = max((place for place, one in enumerate(series) if one), default=-1)
    found: list[str] = []
    previous = FIRST if FIRST in taken or last < 1 or series[0] else ""
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
    if not previous:
        return FIRST
    following = f"{previous}a"
    if previous[-1].isalpha() and previous[-1] < "z":
        beside = previous[:-1] + chr(ord(previous[-1]) + 1)
        following = following if beside in taken else beside
    while following in taken:
        following = _between(following, taken)
    return following


HAS_ID = re.compile(r"(?:^|\s)#\S")
"""An id among attributes."""


NOWHERE = -1
"""The line of what stands in no line of a page."""


@dataclass(frozen=True)
class Block:
    """A paragraph in the lines of a page: from `start` to `end`, where its attributes stand too.

    `id` is None where it has none. What came from another file is `NOWHERE`.
    """

    start: int
    end: int
    id: str | None


@dataclass(frozen=True)
class Text:
    """The lines of a page's Markdown, its top-level paragraphs, and all other ids on it."""

    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    others: frozenset[str]

    @classmethod
    def read(cls, source: str, reread: Callable[[str], PageReading]) -> Text:
        """Find the paragraphs of Markdown without its front matter; `reread` reads as a site does.

        Which blocks are paragraphs is Python-Markdown's to say: each block is given a trial id,
        and those that come out on a top-level paragraph are.
        """
        lines = source.split("\n")
        ends = _ends(lines)
        found = reread(_with_ids(lines, {place: TAG.format(place) for place in ends}))
        trial = {TAG.format(place): place for place in ends}
        written: dict[str, list[int]] = {}
        for place in reversed(ends):
            for one in ids_in(lines[place]):
                written.setdefault(one, [NOWHERE]).append(place)
        blocks = []
        for identifier in (one.id for one in found.paragraphs):
            # A trial id after a heading makes a paragraph of its own, which has none.
            if identifier:
                places = [*written.get(identifier, [NOWHERE])]
                end = trial.get(identifier, places[-1])
                written[identifier] = places[:-1] or [NOWHERE]  # an id may stand twice
                own = None if identifier in trial else identifier
                blocks.append(Block(begin_of(lines, end), end, own))
        others = {*found.other_ids, *(one.id for one in found.annotations)}
        return cls(tuple(lines), tuple(blocks), frozenset(others))

    def with_ids(self, ids: Mapping[int, str], bare: Collection[int] = ()) -> str:
        """Write ids after blocks, each by its place among them, and take out those of `bare`."""
        ends = {self.blocks[place].end for place in bare}
        written = {self.blocks[place].end: one for place, one in ids.items()}
        return _with_ids(self.lines, written, ends)


def number(source: str, reread: Callable[[str], PageReading], reserved: Iterable[str]) -> str:
    """Write an id after each paragraph that has none, and change nothing else.

    `source` and `reread` are as in `Text.read`, `reserved` are the ids that this page has ever
    published, none of which is given again.
    """
    text = Text.read(source, reread)
    ids = [one.id for one in text.blocks]
    given = paragraph_ids(ids, {*reserved, *text.others})
    return text.with_ids({place: one for place, one in enumerate(given) if not ids[place]})


def _ends(lines: Sequence[str]) -> list[int]:
    """Find the last line of each block."""
    fences = _fences(lines)
    return [
        place
        for place, line in enumerate(lines)
        if line.strip()
        and place not in fences
        and not "".join(lines[place + 1 : place + 2]).strip()
    ]


def begin_of(lines: Sequence[str], end: int) -> int:
    """Find the first line of the block that ends in a line."""
    while end > 0 and lines[end - 1].strip() and not FENCE.match(lines[end - 1]):
        end -= 1
    return end


FENCE = re.compile(r" {0,3}/{3,}")
"""A line that opens or closes a block of pymdownx: `/// annotation | Title`, `///`."""


def _fences(lines: Sequence[str]) -> set[int]:
    """Find the lines that open and close blocks, with the options of those that have some.

    Attributes after an option would be read as part of it.
    """
    found: set[int] = set()
    for place, line in enumerate(lines):
        if FENCE.match(line) or (place - 1 in found and line.startswith("    ")):
            found.add(place)
    return found


def _with_ids(lines: Sequence[str], ids: Mapping[int, str], bare: Collection[int] = ()) -> str:
    """Put each id after its line, or into the attributes there; lines of `bare` lose theirs."""
    out: list[str] = []
    for place, line in enumerate(lines):
        begin = _attributes(line)
        if place in bare:
            out += _bare(line)
        elif place not in ids or (begin and HAS_ID.search(line[begin:])):
            out.append(line)
        elif begin:
            out.append(f"{line[:begin]}#{ids[place]} {line[begin:]}")
        else:
            ending = "\r" if line.endswith("\r") else ""
            out += [line, f"{{: #{ids[place]} }}{ending}"]
    return "\n".join(out)


def ids_in(line: str) -> list[str]:
    """List the ids in a line of attributes alone: `p4` of `{: #p4 .lead }`."""
    begin = _attributes(line)
    inside = line[begin : line.rstrip().rfind("}")] if begin else ""
    return [one[1:] for one in inside.split() if one.startswith("#")]


def _bare(line: str) -> list[str]:
    """Take the id out of a line of attributes, or the line where it then says nothing."""
    begin, end = _attributes(line), line.rstrip().rfind("}")
    rest = [one for one in line[begin:end].split() if not one.startswith("#")]
    return [f"{line[:begin]}{' '.join(rest)} {line[end:]}"] if rest else []


def _attributes(line: str) -> int:
    """Say where the first attribute stands, 0 in a line that is none of attributes alone.

    Such a line follows a block: `{: #p4 .lead }`, `{.lead}` (Python-Markdown's attr_list).
    """
    opening, closing = line.find("{"), line.rstrip().rfind("}")
    is_alone = line[:opening].strip(" ") == "" and closing == len(line.rstrip()) - 1
    inside = line[opening + 1 : closing].removeprefix(":").lstrip(" ")
    if not is_alone or not 0 <= opening <= 3 or not inside or "}" in inside:
        return 0
    return closing - len(inside)
