"""Differences that are known, each with why we print what we print.

A kind is a rule that makes the oracle's words ours. A difference counts as explained only where
rules give what we print, to the letter; so a rule that is too wide explains nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of difference: whose word we follow, and why.

    `mend` takes the oracle's words, the part (`note`, `form`, `entry`, `order`) and its name.
    """

    name: str
    why: str
    mend: Callable[[str, str, str], str]


FOLLOWS_NO_WORD = re.compile(r"^[,;.]⟦(.*)[,;.](⟨\^⟩\d+⟨/\^⟩)⟧")


def _no_word(words: str, part: str, name: str) -> str:
    """`numbers:,¹ and` is `numbers:¹, and`."""
    alone = re.fullmatch(r"([,;.])⟦(⟨\^⟩\d+⟨/\^⟩)⟧ ?", words)
    if part == "form" and alone:
        return f":⟦{alone[2]}⟧{alone[1]}"
    row = re.fullmatch(r",⟦(⟨\^⟩\d+⟨/\^⟩);(⟨\^⟩\d+⟨/\^⟩)⟧ ?", words)
    if part == "form" and row:
        return f":⟦{row[1]},{row[2]}⟧;"
    return words


NAME_ENDS = re.compile(r"(⟦[^⟦⟧]*\.\]?(?:⟨/.⟩)*)(⟨\^⟩\d+⟨/\^⟩⟧)")
"""A name that ends in a full stop, before the number of its note: `One et al.²`."""


def _comma_lost(words: str, part: str, name: str) -> str:
    """`Two et al.¹ and` is `Two et al.,¹ and`."""
    return NAME_ENDS.sub(r"\1,\2", words) if part == "form" else words


BRACKET_ENDS = re.compile(r"(⟦[^⟦⟧]*\.\)(?:⟨/.⟩)*)(⟨\^⟩\d+⟨/\^⟩⟧)")
"""A name that ends in a stop and a bracket: `Twice (T.)²`."""


def _stop_lost(words: str, part: str, name: str) -> str:
    """`Twice (T.)¹ and` is `Twice (T.).¹ and`."""
    return BRACKET_ENDS.sub(r"\1.\2", words) if part == "form" else words


def _stop_doubled(words: str, part: str, name: str) -> str:
    """`p. 15. . But` is `p. 15. But`."""
    return re.sub(r"\. \.(?= |$)", ".", words) if part == "note" else words


def _nothing(words: str, part: str, name: str) -> str:
    """`So has , and another, of .` is `So has, and another, of.`"""
    return re.sub(r"(?<=\w) (?=[,.])", "", words) if part == "note" else words


GENRES = {
    "phdthesis": "PhD thesis",
    "mathesis": "Master’s thesis",
    "techreport": "technical report",
    "patentus": "U.S. patent",
}


def _genre(words: str, part: str, name: str) -> str:
    """`Phdthesis, Universität` is `PhD thesis, Universität`."""
    for raw, english in GENRES.items():
        first = english[0].upper() + english[1:]
        words = words.replace(raw, english).replace(raw.capitalize(), first)
    return words


def _small_genre(words: str, part: str, name: str) -> str:
    """`(phdthesis)` is `(phd thesis)`."""
    for raw, english in GENRES.items():
        words = words.replace(raw, english.lower())
    return words


def _unchanged(words: str, part: str, name: str) -> str:
    return words


LABEL_FIRST = Kind(
    "label-before-name",
    "where a style has `names` with a `label` and no `name`, pandoc prints the label first "
    "(“, ed.Hold H”); by CSL, and by citeproc-js, it follows the names. Explained is what pandoc "
    "itself says of the style with `<name/>` written before the label",
    _unchanged,
)
"""No rule of words: see `Comparison.row`."""

KINDS = (
    Kind(
        "number-after-no-word",
        "pandoc moves a note’s number behind the punctuation that follows, also where no word "
        "is before it, so that “:” is followed by “,”; we leave it where it is written",
        _no_word,
    ),
    Kind(
        "comma-after-et-al",
        "pandoc drops a comma that follows an author in the text whose name ends in a full stop",
        _comma_lost,
    ),
    Kind(
        "stop-after-bracket",
        "pandoc drops the full stop of a sentence after an author in the text whose name ends in "
        "a stop and a bracket",
        _stop_lost,
    ),
    Kind(
        "stop-doubled",
        "where a style ends its citations with a stop and a space, pandoc sets the stop of the "
        "author’s sentence after it",
        _stop_doubled,
    ),
    Kind(
        "space-before-nothing",
        "where a style prints nothing for an author in a note, pandoc leaves the space before it",
        _nothing,
    ),
    LABEL_FIRST,
    Kind(
        "words-of-biblatex",
        "in languages that it has no words for, pandoc prints “phdthesis” and the like as they "
        "are written in the file; we print the English words",
        _genre,
    ),
    Kind(
        "words-of-biblatex-small",
        "the same, in a style that sets them in small letters",
        _small_genre,
    ),
)
