"""Macros that a `.bib` file defines in its `@preamble`, and those that BibTeX files share.

BibTeX writes the preamble into the bibliography, where TeX reads it; pandoc skips it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

DEFINED = re.compile(
    r"""\\(?: (?:new|renew|provide)command \s*\*? \s*
            (?: \{ \s* \\(?P<braced>[a-zA-Z]+) \s* \} | \\(?P<named>[a-zA-Z]+) )
            \s* (?: \[ (?P<count>\d) \] )? \s*
          | def \s* \\(?P<def>[a-zA-Z]+) (?P<marks>(?:\#\d)*) \s* )
        (?= \{ )""",
    re.VERBOSE,
)
r"""The head of a definition: `\newcommand{\noop}[1]`, `\providecommand\noop`, `\def\noop#1`."""

USED = re.compile(r"\\([a-zA-Z]+)[ \t]*")
r"""A macro where it is used: `\noop`."""

BRACE = re.compile(r"[{}]")

ROUNDS = 8
"""How deep definitions may use each other; one that uses itself has no end."""


LONGEST = 10_000
"""By how many characters a field may grow."""


@dataclass(frozen=True)
class Definition:
    """A macro's text, with `#1` where its first argument goes, and how many it takes."""

    count: int
    text: str


SHARED = {
    "noop": Definition(1, ""),
    "noopsort": Definition(1, ""),
    "SortNoop": Definition(1, ""),
    "singleletter": Definition(1, "#1"),
    "switchargs": Definition(2, "#2#1"),
    "natexlab": Definition(1, "#1"),
}
r"""What files use and leave to their styles to define: BibTeX's own "xampl.bib", natbib.

`\noopsort{1973b}1973` sorts by what it hides.
"""


def definitions(preamble: str) -> dict[str, Definition]:
    """Read the definitions of a preamble; all else in it is not for the words of a list."""
    found, ends = dict(SHARED), group_ends(preamble)
    for head in DEFINED.finditer(preamble):
        name = head["braced"] or head["named"] or head["def"]
        count = int(head["count"] or 0) if not head["def"] else head["marks"].count("#")
        if end := ends.get(head.end()):
            found[name] = Definition(count, preamble[head.end() + 1 : end - 1])
    return found


def expanded(text: str, known: Mapping[str, Definition]) -> str:
    """Put in a text what its macros are defined as; one that grows without end stays."""
    last = text
    for _ in range(ROUNDS):
        again = _once(last, known)
        if again == last:
            break
        if len(again) > len(text) + LONGEST:
            return text
        last = again
    return last


def _once(text: str, known: Mapping[str, Definition]) -> str:
    parts: list[str] = []
    at, ends = 0, group_ends(text)
    for used in USED.finditer(text):
        definition = known.get(used[1])
        if definition is None or used.start() < at:
            continue
        parts.append(text[at : used.start()])
        at = used.end()
        body = definition.text
        for number in range(1, definition.count + 1):
            argument = text[at : ends.get(at, len(text) if text[at : at + 1] == "{" else at + 1)]
            at += len(argument)
            held = argument[1:-1] if argument.startswith("{") else argument
            body = body.replace(f"#{number}", held)
        if not definition.count and text.startswith("{}", at):
            at += 2
        parts.append(body)
    return "".join([*parts, text[at:]])


def group_ends(text: str) -> dict[int, int]:
    """Give the end of each group in braces by its beginning; one that never closes has none."""
    opened: list[int] = []
    ends: dict[int, int] = {}
    for brace in BRACE.finditer(text):
        if brace[0] == "{":
            opened.append(brace.start())
        elif opened:
            ends[opened.pop()] = brace.end()
    return ends
