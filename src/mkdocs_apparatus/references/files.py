"""The sources as files that reference managers and LaTeX read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any

from ..bib import Bibliography
from ..citations.csl_text import plain
from ..model import Source
from .csl_json import to_csl_json
from .ris import to_ris

FORMATS = {"BibTeX": "bib", "RIS": "ris", "CSL-JSON": "json"}
"""Formats of reference files by the names that readers know, and their extensions."""

SAFE = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
"""A key that is a file name as it stands: `brinton1970`."""

RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
"""Names that Windows keeps for devices."""

MACRO = re.compile(r"^@string\s*[{(]\s*(?P<name>[^\s=]+)", re.IGNORECASE | re.MULTILINE)
"""Where a macro is defined: `@string{oup = "Oxford University Press"}`."""

WORD = re.compile(r"\w+")

PARENTS = ("crossref", "xdata", "xref")
"""Fields that name entries which an entry takes fields from."""


def sources_out(bibliography: Bibliography, sources: Sequence[Source]) -> dict[str, str]:
    """Give the files of all cited sources, in list order, and of each: text by path.

    `sources.bib` has the entries as the editor wrote them, with the entries and macros that
    they need. CSL-JSON is what pandoc reads in them: English titles in sentence case, with
    markup for what keeps its capitals. RIS has no such markup, so that its titles have all
    the capitals that the editor wrote.
    """
    written = _Written(bibliography)
    files = _files(written, sources, "sources")
    for source in sources:
        files |= _files(written, [source], f"sources/{file_name(source.key)}")
    return files


def file_name(key: str) -> str:
    """Give the name of a source's files, without extension: a function of its key alone.

    Two keys have two names, also where case does not count; only a key that is no safe
    name has a dot and a hash in it.
    """
    if SAFE.fullmatch(key) and not RESERVED.fullmatch(key):
        return key
    readable = "-".join(re.findall("[a-z0-9]+", key.lower()))[:60] or "source"
    return f"{readable}.{sha256(key.encode()).hexdigest()[:12]}"


def _files(written: _Written, sources: Sequence[Source], path: str) -> dict[str, str]:
    return {
        f"{path}.bib": written.texts(source.key for source in sources),
        f"{path}.ris": to_ris([_with_capitals(source) for source in sources]),
        f"{path}.json": to_csl_json([source.csl for source in sources]),
    }


def _with_capitals(source: Source) -> dict[str, Any]:
    """Give a source as CSL-JSON, whose titles have the capitals of the bibliography."""
    csl = source.csl
    same = {name: one for name, one in source.titles.items() if _bare(csl, name) == _plain(one)}
    return csl | same


def _bare(item: Mapping[str, Any], name: str) -> str:
    return _plain(str(item.get(name, "")))


def _plain(text: str) -> str:
    return plain(text).casefold()


class _Written:
    """A bibliography as its editor wrote it, from which entries are taken with what they need."""

    def __init__(self, bibliography: Bibliography) -> None:
        self._bibliography = bibliography
        starts = [one.start() for one in MACRO.finditer(bibliography.macros)]
        ends = [*starts, len(bibliography.macros)]
        macros = [bibliography.macros[at:to].strip() for at, to in pairwise(ends)]
        self._macros = [_Macro.of(text) for text in reversed(macros)]

    def texts(self, keys: Iterable[str]) -> str:
        """Give the entries of these keys as BibTeX, what they need after them, as it wants that."""
        family = self._bibliography.family(keys, lambda entry: entry.linked(PARENTS))
        entries = [entry.text for entry in family]
        return "\n\n".join(filter(None, [self._macros_of(entries), *entries])) + "\n"

    def _macros_of(self, texts: Sequence[str]) -> str:
        """Keep the macros whose names occur in entries, or in a macro that is kept."""
        read = {word for text in texts for word in _words(text)} if self._macros else set()
        kept: list[str] = []
        for macro in self._macros:  # the last first: one uses those before it
            if macro.is_in(read, [*texts, *kept]):
                kept.append(macro.text)
                read |= macro.words
        return "\n".join(reversed(kept))


@dataclass(frozen=True)
class _Macro:
    """The definition of a macro, and the words in it and in its name."""

    text: str
    name: str
    words: frozenset[str]
    in_name: frozenset[str]

    @classmethod
    def of(cls, text: str) -> _Macro:
        found = MACRO.match(text)
        name = found["name"].casefold() if found else ""
        return cls(text, name, _words(text), _words(name))

    def is_in(self, words: Set[str], texts: Iterable[str]) -> bool:
        """Whether it is named in texts that have these words."""
        if not self.in_name <= words:
            return False
        # `acm-press` is more than its words.
        return self.name in words or any(self.name in one.casefold() for one in texts)


def _words(text: str) -> frozenset[str]:
    """Give what may be the name of a macro: of `publisher = oup` it is `publisher`, `oup`."""
    return frozenset(WORD.findall(text.casefold()))
