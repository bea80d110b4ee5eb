"""Whether `@key` stands by itself, and is an entry of a list, or within a sentence.

mkdocs-bibtex prints the entry of a source wherever a text says `@key`, and lists of
publications are made so: `- @roe`, `- Data: @roe`, `1. **2020** @roe [PDF](roe.pdf)`.
pandoc has the author there, as in "@roe says". Both are meant where they are written so.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from .elements import CITE, ESCAPED, ITEMS, NOTE, PARTED, STASHED
from .surroundings import Surroundings

CITED, LABEL = "\ufdd2", "\ufdd3"
"""Two characters that no text may hold, for another citation and for bold words."""

ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
"""What is said beside an entry: `(PhD thesis)`, `[in press]`."""

NO_WORDS = re.compile(r"[\W\d_]*")
"""Numbers, signs, bold words and other citations: `2020: `, `**Award** `, `– `."""

SEPARATORS = re.compile(rf"(?<![\s,;&/|{CITED}])[\s,;&/|{CITED}]+$")
"""What parts citations: `@roe, `."""

ENDED = re.compile(r"(?<!\S)(?P<word>\S*)[.:!?…。：！？][\"'”’»]*$")
"""What ends a sentence, or leads to what follows: `Liv's paper is out!`, `Data:`."""

SHORT = re.compile(
    r"\w|\S*\.\w+|cf|vgl|esp|al|pp|ff|vs|ca|bes|bzw|resp|approx|incl|fig|sec|ch|vol|nos?|nr|eds?|dr|prof",
    re.IGNORECASE,
)
"""Words that a full stop does not end a sentence after: `e.g.`, `cf.`."""

REMARK = re.compile(r"[.:!?…。：！？](?:\s|$)")
"""A sentence of its own follows: `. The standard work.`, `: a good start`."""

ITEM_REMARK = re.compile(r"\s*[,;–—|·•-]+(?:\s|$)")
"""In an item also what follows a comma or a dash: `, best paper`."""


def stands_alone(span: etree.Element, around: Surroundings) -> bool:
    """Whether a citation is no part of a sentence in its paragraph, item or cell."""
    block = holder = around.block_of(span)
    if block is None:
        return False
    is_item = False
    while holder is not None and not is_item:
        is_item, holder = holder.tag in ITEMS, around.parents.get(holder)
    before = around.words_before(span, block, _stand_in)
    return _begins(before) and _ends(around.words_after(span, block, _stand_in), is_item=is_item)


def _stand_in(element: etree.Element) -> str | None:
    """Leave out what is no word of the text around: links, pictures, marks of notes."""
    if CITE in element.attrib or element.get("class", "").startswith("citation"):
        return CITED
    if element.tag in ("strong", "b", "code", "kbd", "mark"):
        return LABEL
    if element.tag == "br":
        return PARTED
    apart = element.tag in ("a", "img", "input", "svg", "sup") or NOTE in element.attrib
    return " " if apart else None


def _begins(before: str) -> bool:
    """Whether a sentence, or an entry, may begin after these words."""
    words = SEPARATORS.sub("", ASIDE.sub(" ", _unescaped(before)))
    if "(" in words or "[" in words:  # which is still open
        return False
    if NO_WORDS.fullmatch(words):
        return True
    ended = ENDED.search(words)
    return ended is not None and not (ended[0].endswith(".") and SHORT.fullmatch(ended["word"]))


def _unescaped(words: str) -> str:
    """Give words with what was escaped, a bracket say, and without what was put aside, HTML say."""
    return STASHED.sub(" ", ESCAPED.sub(lambda found: chr(int(found[1])), words))


def _ends(after: str, *, is_item: bool) -> bool:
    """Whether no sentence goes on with these words."""
    words = ASIDE.sub(" ", _unescaped(after))
    if NO_WORDS.fullmatch(words) or REMARK.match(words):
        return True
    return is_item and ITEM_REMARK.match(words) is not None
