"""What was meant for a command, an annotation or a note, and is none."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator

from ..hints import nearest
from .elements import ITEMS, outside_code
from .page_reading import Fault
from .settings import Settings

ALIKE = 0.75
"""How alike a word must be that was meant for `annotation`: `anotation`, not `admonition`."""

AS_GOOD_AS = 0.9
"""How alike one must be that was meant for a command: LaTeX has words not far from ours."""

MEANT = frozenset({"misspelt-command", "misspelt-block", "inline-note"})
"""The codes of what is found here."""

LIKE_COMMAND = re.compile(r"(\\\w+)(?:\{[^{}]*\})?")
"""What stands where a command does: `\\full_bibliograpy`, `\\biblography{type=book}`."""

BLOCK = re.compile(r"[ ]{0,3}/{3,}[ ]*(\w+)[^\n]*")
"""The first line of a block: `/// anotation | Xu Qinxian`."""

INLINE_NOTE = re.compile(r"(?<!\\)\^\[[^]^]*\]")
"""A note in the sentence, as pandoc has it: `^[See also there.]`."""


def misspelt(root: etree.Element, settings: Settings) -> Iterator[Fault]:
    """Find paragraphs that are nearly a command or the beginning of an annotation, and
    notes in pandoc's other form. What begins a block of another extension is none of ours.
    """
    known = {name.casefold(): name for name in settings.commands}
    for element in root.iter("p"):
        text = (element.text or "").strip()
        if not len(element) and (found := LIKE_COMMAND.fullmatch(text)):
            name = nearest(found[1].casefold(), frozenset(known), AS_GOOD_AS)
            if name and found[1] not in settings.commands:
                yield Fault("misspelt-command", known[name], text)
        if found := BLOCK.match(element.text or ""):
            is_near = nearest(found[1].casefold(), frozenset({"annotation"}), ALIKE)
            if is_near and found[1] != "annotation":
                yield Fault("misspelt-block", "annotation", found[0].strip())
    yield from _inline_notes(root)


def _inline_notes(root: etree.Element) -> Iterator[Fault]:
    """Find each once, also where a block stands in an item."""
    blocks = (one for one in root.iter() if one.tag in {"p", *ITEMS})
    found = (one[0] for block in blocks for one in INLINE_NOTE.finditer(_prose(block)))
    for written in dict.fromkeys(found):
        if re.search(r"\s|@", written):  # `x^[2]` may be anything
            yield Fault("inline-note", "", written)


def _prose(block: etree.Element) -> str:
    return "".join(outside_code(block))
