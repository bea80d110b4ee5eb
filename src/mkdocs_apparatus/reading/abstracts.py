"""Markdown as programs are to see it that make an abstract of it, without the plugin.

A feed may begin with the first words of a page's Markdown, which such a program converts by
itself, or not at all.
"""

from __future__ import annotations

import re

from .page_reading import PageReading
from .slots import Slot, marked

REFERENCE = re.compile(
    r"(?:(?<=\S)[ \t]*\[\^[^\]]{0,999}\]|^[ \t]*\[\^[^\]]{0,999}\](?!:))", re.MULTILINE
)
"""A reference to a note with the space before it, and not its definition: ` [^hukou]`."""


def told(markdown: str, reading: PageReading, *, note_style: bool) -> str:
    """Take what is a note out of Markdown, and make slots of citations in the text."""
    # The first of several that read alike is the one that an abstract may hold.
    cited = {_alike(one.raw): one for one in reversed(reading.citations)}

    def filled(found: re.Match[str]) -> str:
        one = cited[_alike(found[0])]
        if note_style and one.kind == "bracket":
            return ""
        kind = "entry" if one.kind == "entry" else "prose"
        space = found[0][: -len(found[0].lstrip())]
        return f"{space}{marked(one.raw, Slot(kind, reading.conversion, one.slot))}"

    # A key may begin as another does, and stand in a bracket: the longest is what is meant.
    longest = sorted(cited, key=len, reverse=True)
    # A key may be written in other letters than its file has.
    either = rf"\s*(?i:{'|'.join(map(_pattern, longest))})"
    return REFERENCE.sub("", re.sub(either, filled, markdown) if cited else markdown)


def _pattern(raw: str) -> str:
    """Say where a citation stands: in lines of any length, and not in an address."""
    pattern = r"\s+".join(map(re.escape, raw.split()))
    if raw.startswith("["):
        return pattern
    return rf"(?<![\w\\/:.@-]){pattern}(?!\w|[:.#$%&+?<>~/-]\w)"


def _alike(raw: str) -> str:
    """Give a citation as it is compared: on one line, in small letters."""
    return " ".join(raw.split()).lower()
