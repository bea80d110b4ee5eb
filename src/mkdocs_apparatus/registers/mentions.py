"""Where the text mentions the names of the index.

Found are the variants that an entry lists, as whole words, and of several that overlap the
one that begins first, then the longest. In the title of a work, set off by italics, quotation
marks or the link of a citation, nothing is found but a name that is the whole of it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ..citations.inlines import bare
from ..page.passages import Passage
from ..page.tree import Element, Text
from ..page.words import OBJECT, Span, Words
from .names import HAN, Index, plain

CJK = HAN + r"\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\uac00-\ud7af\uff66-\uffdc"
"""Han characters, kana (かカ) and hangul (한): scripts that put no space between words."""

LETTER = rf"(?:[^\W{CJK}]|[\u0300-\u036f])"
"""What makes a word longer: `a`, `é`, `ж`, `1`, an accent that stands by itself; not `北`."""

BEFORE = rf"(?:(?<!{LETTER})(?<![-‐‑])(?<!{LETTER}['’])|(?=[{CJK}]))"
"""Where a word may begin: in `of Soviet`, `(Soviet`, `在Soviet`; not `Sino-Soviet`, `O’Brien`."""

AFTER = rf"(?:(?!{LETTER}|[-‐‑]|['’](?!s(?!{LETTER})){LETTER})|(?<=[{CJK}]))"
"""Where a word may end: in `Xi said`, `Xi’s`, `workers’`; not `Xis`, `Xi-era`, `Xi’an`."""

TITLE_START = re.compile(rf"[^\w{OBJECT}]*")
"""What may stand before a title in its element: `“`, `(`."""

TITLE_END = re.compile(rf"(?:['’]s)?[^\w{OBJECT}]*")
"""What may stand after a title in its element: `,”`, `’s`."""

QUOTES = {"“": "”", "‘": "’", "„": "“", "‚": "‘", "«": "»", "‹": "›", '"': '"', "'": "'"}
"""Quotation marks that open, with those that close."""

QUOTE = re.compile(rf"(?<!\w)[{''.join(QUOTES)}]")
"""Where a quotation may begin: in `read “The`; not in `don’t`, `rock 'n' roll`."""

DEEPEST = 20
"""How often names may part that begin alike, until all that are left are tried in turn."""

LONGEST = 400
"""How many characters a quoted title may have."""

TERM = "index-term"
"""The class of a mention that is marked: `<a class="index-term" href="../names/#lenin">`."""


@dataclass(frozen=True)
class _Mention:
    entry: str
    start: int
    end: int
    cited: bool


@dataclass(frozen=True)
class Finder:
    """Finds the names of an index; `finder_of` makes one, which takes longer than to use it.

    `owners` gives the entry's id by a form of words that `pattern` finds, `titles` are those
    of works, `bare`.
    """

    pattern: re.Pattern[str]
    owners: Mapping[str, str]
    titles: frozenset[str]

    def find(self, passages: Iterable[Passage]) -> dict[str, tuple[Passage, ...]]:
        """Give the passages that mention each entry, by its id, in the order given.

        Every entry with variants has its tuple, an empty one where nothing mentions it.
        """
        found: dict[str, list[Passage]] = {entry: [] for entry in self.owners.values()}
        for passage in passages:
            mentions = self._mentions(passage.words)
            for entry in dict.fromkeys(one.entry for one in mentions):
                found[entry].append(passage)
        return {entry: tuple(where) for entry, where in found.items()}

    def mark(self, words: Words, wanted: Mapping[str, str]) -> None:
        """Link the first mention of each entry that is `wanted` in the tree of these words.

        `wanted` gives the href by the entry's id. A mention in the link of a citation, or in
        which a tag stands, stays as it is, and the next one is taken.
        """
        left = dict(wanted)
        places: dict[Text, list[tuple[int, int, str]]] = {}
        for mention in self._mentions(words):
            place = words.place(mention.start, mention.end)
            if place and mention.entry in left and not mention.cited:
                node, start = place
                end = start + mention.end - mention.start
                places.setdefault(node, []).append((start, end, left.pop(mention.entry)))
        for node, linked in places.items():
            _link(node, linked)

    def _mentions(self, words: Words) -> Iterator[_Mention]:
        titles: _Titles | None = None
        place = 0
        while match := self.pattern.search(words.text, place):
            start, place = match.span()
            if titles is None:  # only now: few passages mention anything
                titles = _Titles.of(self._titles(words))
            around = titles.around(start, place)
            if all(_fills(words.text, start, place, title) for title in around):
                cited = any(title.link for title in around)
                yield _Mention(self.owners[plain(match[0])], start, place, cited)
            elif not all(title.start <= start and place <= title.end for title in around):
                # It runs over the border of a title, which may hold a name by itself.
                place = start + 1

    def _titles(self, words: Words) -> Iterator[Span]:
        """Give what is set off as titles are, and is one."""
        for span in words.spans:
            if span.link or bare(words.text[span.start : span.end]) in self.titles:
                yield span
        for opening in QUOTE.finditer(words.text) if self.titles else ():
            start, closing = opening.end(), QUOTES[opening[0]]
            end = words.text.find(closing, start, start + LONGEST)
            while end >= 0:
                if bare(words.text[start:end]) in self.titles:
                    yield Span(start, end, link=False)
                end = words.text.find(closing, end + 1, start + LONGEST)


@dataclass(frozen=True)
class _Titles:
    """Titles in the order of their beginnings, these, and how long the longest is."""

    spans: list[Span]
    starts: list[int]
    longest: int

    @classmethod
    def of(cls, found: Iterable[Span]) -> _Titles:
        spans = sorted(found, key=lambda one: one.start)
        longest = max((one.end - one.start for one in spans), default=0)
        return cls(spans, [one.start for one in spans], longest)

    def around(self, start: int, end: int) -> list[Span]:
        """Give those that a stretch of words is in, be it in part."""
        near = slice(bisect_right(self.starts, start - self.longest), bisect_left(self.starts, end))
        return [one for one in self.spans[near] if start < one.end]


def _link(node: Text, places: Iterable[tuple[int, int, str]]) -> None:
    """Part a text node, and link what stands at the places in it, which are in order."""
    text, done = node.data, 0
    parts: list[Text | Element] = []
    for start, end, href in places:
        term = Element("a", {"class": TERM, "href": href}, [Text(text[start:end])])
        parts += [Text(text[done:start]), term]
        done = end
    node.replace_with(*parts, Text(text[done:]))


def _fills(text: str, start: int, end: int, span: Span) -> bool:
    """Whether a match is the whole of a title, stops and quotes aside."""
    return (
        span.start <= start
        and end <= span.end
        and TITLE_START.fullmatch(text, span.start, start) is not None
        and TITLE_END.fullmatch(text, end, span.end) is not None
    )


def finder_of(index: Index, titles: Iterable[str]) -> Finder:
    """Make what finds the names of an index; `titles` are those of works, as plain text."""
    variants = [(plain(one), entry.id) for entry in index.entries for one in entry.variants]
    owners: dict[str, str] = {}
    for form, entry in variants:
        owners.setdefault(form, entry)
    for form, entry in variants:  # only now: another entry's own capital comes first
        if form[0].islower():
            owners.setdefault(form[0].upper() + form[1:], entry)
    return Finder(_pattern(owners), owners, frozenset(filter(None, map(bare, titles))))


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """Give a pattern for any of the forms; of several that fit, the longest is taken."""
    held = sorted(forms)
    return re.compile(f"{BEFORE}{_branches(held, 0) if held else '(?!)'}{AFTER}")


def _branches(forms: Sequence[str], done: int, depth: int = 0) -> str:
    """Give a pattern for what follows the beginning that forms share, of as many letters.

    They stand by the letters that follow, so that most need not be tried: `L(?:enin|uxemburg)`.
    """
    if len(forms) == 1 or depth > DEEPEST:
        longest_first = sorted(forms, key=len, reverse=True)
        either = "|".join("".join(map(_letter, one[done:])) for one in longest_first)
        return f"(?:{either})"
    first, last = forms[0], forms[-1]  # they are sorted: what these share, all do
    apart = (at for at in range(done, len(first)) if first[at] != last[at])
    shared = next(apart, len(first))
    ends = len(first) == shared
    groups = groupby(forms[ends:], key=lambda form: form[shared])
    branches = [_branches(list(held), shared, depth + 1) for _, held in groups]
    beginning = "".join(map(_letter, first[done:shared]))
    return f"{beginning}(?:{'|'.join([*branches, *[''] * ends])})"


def _letter(one: str) -> str:
    """Give a pattern for a character of a form, however it is written: `é` in one or two."""
    if one in " '":
        return {" ": r"\s+", "'": "['’]"}[one]
    apart = unicodedata.normalize("NFD", one)
    return re.escape(one) if apart == one else f"(?:{re.escape(one)}|{re.escape(apart)})"
