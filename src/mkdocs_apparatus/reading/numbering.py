"""How paragraphs are called: `p1`, `p2`, … and between them `p1a`, so that none is renamed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from .lines import TAG
from .page_reading import PageReading

PARAGRAPH_ID = re.compile(r"p(?P<number>\d{1,9})(?P<letters>[a-z]*)")
"""A paragraph's permanent id, which also says its number: `p4`, `p4a`."""


def paragraph_ids(named: Sequence[str | None], reserved: Iterable[str] = ()) -> list[str]:
    """Give each paragraph an id of the series, keeping those that have one.

    A new paragraph between `p4` and `p5` is `p4a`, one after the last `p5` is `p6`; where
    none has an id they are counted. None of the `reserved` is given. An id outside of the
    series (`intro`) is treated as none, so that every paragraph has a number.
    """
    series = [one if one and PARAGRAPH_ID.fullmatch(one) else None for one in named]
    taken = {one for one in series if one} | set(reserved)
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


HAS_ID = re.compile(r"(?:^|\s)#\S")
"""An id among attributes."""


def number(source: str, reread: Callable[[str], PageReading], reserved: Iterable[str]) -> str:
    """Write an id after each paragraph that has none, and change nothing else.

    `source` is a page's Markdown without its front matter, `reread` reads it as the site
    does, `reserved` are the ids that this page has ever published, none of which is given
    again. Which blocks are paragraphs is Python-Markdown's to say: each block is given a
    trial id, and those that come out on a top-level paragraph are.
    """
    lines = source.split("\n")
    fences = _fences(lines)
    ends = [
        place
        for place, line in enumerate(lines)
        if line.strip()
        and place not in fences
        and not "".join(lines[place + 1 : place + 2]).strip()
    ]
    read = reread(_with_ids(lines, {place: TAG.format(place) for place in ends}))
    trial = {TAG.format(place): place for place in ends}
    # A trial id after a heading makes a paragraph of its own, which has none.
    ids = [paragraph.id for paragraph in read.paragraphs if paragraph.id]
    taken = {*reserved, *read.other_ids, *(one.id for one in read.annotations)}
    given = paragraph_ids([None if one in trial else one for one in ids], taken)
    new = {trial[one]: name for one, name in zip(ids, given, strict=True) if one in trial}
    return _with_ids(lines, new)


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


def _with_ids(lines: Sequence[str], ids: Mapping[int, str]) -> str:
    """Put each id after its line, or into the attributes that stand there."""
    out: list[str] = []
    for place, line in enumerate(lines):
        begin = _attributes(line)
        if place not in ids or (begin and HAS_ID.search(line[begin:])):
            out.append(line)
        elif begin:
            out.append(f"{line[:begin]}#{ids[place]} {line[begin:]}")
        else:
            ending = "\r" if line.endswith("\r") else ""
            out += [line, f"{{: #{ids[place]} }}{ending}"]
    return "\n".join(out)


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
