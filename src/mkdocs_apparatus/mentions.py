"""Where the text mentions the names of the index.

Found are the variants that an entry lists, as whole words, and of several that overlap the
one that begins first, then the longest.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .model import Passage
from .names import HAN, Index, IndexEntry, plain
from .words import OBJECT, Span, Words, read

CJK = HAN + r"\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\uac00-\ud7af\uff66-\uffdc"
"""Han characters, kana (かカ) and hangul (한): scripts that put no space between words."""

LETTER = rf"[^\W{CJK}]"
"""What makes a word longer: `a`, `é`, `ж`, `1`, not `北`."""

BEFORE = rf"(?:(?<!{LETTER})(?<![-‐‑])(?<!{LETTER}['’])|(?=[{CJK}]))"
"""Where a word may begin: in `of Soviet`, `(Soviet`, `在Soviet`; not `Sino-Soviet`, `O’Brien`."""

AFTER = rf"(?:(?!{LETTER}|[-‐‑]|['’](?!s(?!{LETTER})){LETTER})|(?<=[{CJK}]))"
"""Where a word may end: in `Xi said`, `Xi’s`, `workers’`; not `Xis`, `Xi-era`, `Xi’an`."""

TITLE_START = re.compile(rf"[^\w{OBJECT}]*")
"""What may stand before a title in its element: `“`, `(`."""

TITLE_END = re.compile(rf"(?:['’]s)?[^\w{OBJECT}]*")
"""What may stand after a title in its element: `,”`, `’s`."""

MARKED = re.compile(r'<a class="index-term" href="(?P<href>[^"]*)">')
"""A mention that is marked: `<a class="index-term" href="../names/#lenin">`."""


@dataclass(frozen=True)
class _Matcher:
    """`owners` gives the entry's id by a form of words, None where it is a work's title."""

    pattern: re.Pattern[str]
    owners: Mapping[str, str | None]


@dataclass(frozen=True)
class _Mention:
    entry: str
    start: int
    end: int
    linked: bool


def find(
    index: Index, passages: Sequence[Passage], titles: Iterable[str]
) -> dict[str, tuple[Passage, ...]]:
    """Give the passages that mention each entry, by its id, in the order given.

    Every entry has its tuple, an empty one where nothing mentions it. `titles` are the
    works' titles as plain text: within one no other name is found.
    """
    matcher = _matcher(index.entries, tuple(titles))
    found: dict[str, list[Passage]] = {entry.id: [] for entry in index.entries}
    for passage in passages:
        mentions = _mentions(read(passage.html), matcher)
        for entry in dict.fromkeys(one.entry for one in mentions):
            found[entry].append(passage)
    return {entry: tuple(where) for entry, where in found.items()}


def mark(fragment: str, index: Index, wanted: Mapping[str, str], titles: Iterable[str]) -> str:
    """Link the first mention of each entry that is `wanted` in a paragraph's HTML.

    `wanted` gives the href by the entry's id. Nothing else changes, and nothing at all when
    it is done again. A mention in the link of a citation, or in which a tag stands, stays
    as it is, and the next one is taken.
    """
    words = read(fragment)
    marked = {html.unescape(one["href"]) for one in MARKED.finditer(fragment)}
    left = {entry: href for entry, href in wanted.items() if href not in marked}
    pieces: list[str] = []
    done = 0
    for mention in _mentions(words, _matcher(index.entries, tuple(titles))):
        start, end = words.place(mention.start, mention.end)
        if mention.entry not in left or mention.linked or "<" in fragment[start:end]:
            continue
        href = html.escape(left.pop(mention.entry))
        link = f'<a class="index-term" href="{href}">{fragment[start:end]}</a>'
        pieces += [fragment[done:start], link]
        done = end
    return "".join([*pieces, fragment[done:]])


def _mentions(words: Words, matcher: _Matcher) -> Iterator[_Mention]:
    place = 0
    while match := matcher.pattern.search(words.text, place):
        start, place = match.span()
        entry = matcher.owners[plain(match[0])]
        if entry is None:
            continue
        spans = [one for one in words.spans if one.start < place and start < one.end]
        if all(_fills(words.text, start, place, span) for span in spans):
            yield _Mention(entry, start, place, any(span.link for span in spans))
        elif not all(span.start <= start and place <= span.end for span in spans):
            # It runs over the border of an element, which may hold a name by itself.
            place = start + 1


def _fills(text: str, start: int, end: int, span: Span) -> bool:
    """Whether a match is the whole of an element, stops and quotes aside."""
    return (
        span.start <= start
        and end <= span.end
        and TITLE_START.fullmatch(text, span.start, start) is not None
        and TITLE_END.fullmatch(text, end, span.end) is not None
    )


@lru_cache(maxsize=4)
def _matcher(entries: tuple[IndexEntry, ...], titles: tuple[str, ...]) -> _Matcher:
    """Compile one pattern for all; it is kept, since each paragraph asks for the same."""
    variants = [(plain(one), entry.id) for entry in entries for one in entry.variants]
    owners: dict[str, str | None] = {}
    for form, entry in variants:
        owners.setdefault(form, entry)
    for form, entry in variants:  # only now: another entry's own capital comes first
        if form[0].islower():
            owners.setdefault(form[0].upper() + form[1:], entry)
    for title in filter(None, map(plain, titles)):
        owners.setdefault(title, None)
    return _Matcher(_pattern(owners), owners)


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """Give a pattern for any of the forms; of several that fit, an alternation takes the first."""
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    words = "|".join(
        re.escape(form).replace("'", "['’]").replace(r"\ ", r"\s+") for form in longest_first
    )
    return re.compile(f"{BEFORE}(?:{words or '(?!)'}){AFTER}")
