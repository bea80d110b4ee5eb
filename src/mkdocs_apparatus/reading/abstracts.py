"""Markdown as programs are to see it that make an abstract of it, without the plugin.

A feed may begin with the first words of a page's Markdown, which such a program converts by
itself, or not at all.
"""

from __future__ import annotations

import re

from .page_reading import PageReading
from .slots import Slot, marked
from .syntax import NOTE_REFERENCE

REFERENCE = re.compile(rf"\s*{NOTE_REFERENCE}")
"""A reference to a note with the space before it, and not its definition: ` [^hukou]`."""


def told(markdown: str, reading: PageReading, *, note_style: bool) -> str:
    """Take what is a note out of Markdown, and make slots of citations in the text."""
    for one in {one.raw: one for one in reading.citations}.values():
        # A key may be written in other letters than its file has.
        pattern = "(?i:" + r"\s+".join(map(re.escape, one.raw.split())) + ")"
        if note_style and one.kind == "bracket":
            markdown = re.sub(rf"\s*{pattern}", "", markdown)
        else:
            kind = "entry" if one.kind == "entry" else "prose"
            slot = marked(one.raw, Slot(kind, reading.conversion, one.slot))
            markdown = slot.join(re.split(pattern, markdown))
    return REFERENCE.sub("", markdown)
