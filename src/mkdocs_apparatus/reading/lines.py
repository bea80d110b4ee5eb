"""Lines of Markdown in which faults stand, which Python-Markdown forgets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from secrets import token_hex

from .page_reading import Fault, Page

OPENING = re.compile(r"@\{?|\[\^")
"""What stands before a key or a label: `@`, `@{`, `[^`."""

GOES_ON = re.compile(r"\w|[:.#$%&+?<>~/-]\w")
"""What makes a key longer: `a` in `@roea`, `.a` in `@roe.a`; not the full stop of `@roe.`."""

_NONCE = token_hex(8)

TAG = f"zq{_NONCE}x{{}}qz"
"""A number after a word, as a word: of this run alone, so that no text can hold it."""

TAGGED = re.compile(rf"zq{_NONCE}x(\d+)qz")
"""Such a number: `zq00112233aabbccddx17qz`."""

CITED = "citation"
READ_AGAIN = {
    "unknown-key": {CITED, "citation-in-title"},
    "bad-citation": {CITED},
    "no-author": {CITED},
    "unread-locator": {CITED},
    "key-case": {CITED},
    "duplicate-note": {"unused-note"},
}
"""What faults become when all keys are known, and the labels of notes no more.

A fault of any other code remains what it is. The same words may stand elsewhere without
fault, or with another.
"""


def lines_of(page: Page, faults: Iterable[Fault]) -> list[tuple[Fault, int]]:
    """Name the line where each fault stands; 0 where it came from another file.

    Python-Markdown forgets line numbers, and the same words may stand in a code block.
    So each occurrence of the name is marked with a number and the page read again:
    those that really are citations or notes then say their number. This costs a second
    reading, and is done only where there is a problem.
    """
    faults = list(faults)
    marked, marks = _marked(page, {fault.name for fault in faults})
    again = page.reread(marked)
    read = {(CITED, one.raw) for one in again.citations}
    read |= {(one.code, one.written) for one in again.faults}
    found: dict[tuple[str, str, str], list[int]] = {}
    for code, written in read:
        said = TAGGED.sub("", written)
        codes = (code, *(old for old, new in READ_AGAIN.items() if code in new))
        for number in map(int, TAGGED.findall(written)):
            name, line = marks[number]
            for one in codes:
                found.setdefault((one, said, name), []).append(line)
                found.setdefault((one, "", name), []).append(line)
    for place in found.values():
        place.sort(reverse=True)
    # Equal faults stand in order; of two definitions the second is the one too many.
    end = {"duplicate-note": 0}
    taken, located = Counter[tuple[str, str, int]](), list[tuple[Fault, int]]()
    for fault in faults:
        places = found.get((fault.code, fault.written, fault.name))
        line = places.pop(end.get(fault.code, -1)) if places else 0
        if line:
            taken[fault.code, fault.name, line] += 1
        else:
            # A mark within a key that wants braces, as in `@ell(1)`, cuts it short: "".
            cut = found.get((fault.code, "", fault.name), [])
            while cut and taken[fault.code, fault.name, cut[-1]]:
                taken[fault.code, fault.name, cut.pop()] -= 1
            line = cut.pop() if cut else 0
        located.append((fault, line))
    return located


def _marked(page: Page, names: Collection[str]) -> tuple[str, list[tuple[str, int]]]:
    """Put a number after each name in a page's Markdown; give the names and lines of all."""
    lengths = sorted({len(name) for name in names}, reverse=True)
    marks: list[tuple[str, int]] = []
    parts: list[str] = []
    done = 0
    for opening in OPENING.finditer(page.source):
        start = opening.end()
        for end in (start + length for length in lengths if opening.start() >= done):
            name = page.source[start:end]
            if name in names and not GOES_ON.match(page.source, end):
                parts += [page.source[done:end], TAG.format(len(marks))]
                marks.append((name, page.line(opening.start())))
                done = end
                break
    return "".join([*parts, page.source[done:]]), marks
