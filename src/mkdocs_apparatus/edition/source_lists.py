r"""Which sources stand in a list: `\full_bibliography{keyword=primary, not type=book}`.

The terms are those of `\printbibliography` in BibLaTeX (manual, 3.8.3): `keyword`, `type`,
and `notkeyword`, `nottype`; and `file`, for sites that have several.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import PurePosixPath

import latexcodec  # noqa: F401 - makes the codec "ulatex" known

from ..bib import Bibliography, Entry
from ..hints import did_you_mean
from ..model import Problem
from ..reading.lines import TAG, TAGGED
from ..reading.page_reading import Page

TERM = re.compile(r"(?P<no>not(?:\s+|(?=keyword|type|file)))?(?P<field>\w+)\s*=\s*(?P<values>.+)")
"""A term: `keyword=primary`, `not type=book|collection`, BibLaTeX's `notkeyword=primary`."""

TYPES = {
    "conference": "inproceedings",
    "electronic": "online",
    "mastersthesis": "thesis",
    "phdthesis": "thesis",
    "techreport": "report",
    "www": "online",
}
"""Types that BibLaTeX takes for another (manual, 2.1.2)."""


def _values_of(entry: Entry, bibliography: Bibliography) -> dict[str, frozenset[str]]:
    """Give what can be asked of an entry; keywords are parted by commas or semicolons.

    One without keywords has those of the entry that it takes fields from, as in BibLaTeX.
    """
    family = bibliography.family([entry.key])
    written = next((one.fields["keywords"] for one in family if "keywords" in one.fields), "")
    keywords = re.split("[,;]", written)
    path = PurePosixPath(entry.path)
    files = ("/".join(path.parts[at:]).casefold() for at in range(len(path.parts)))
    return {
        "keyword": frozenset(filter(None, map(_plain, keywords))),
        "type": frozenset({entry.type, TYPES.get(entry.type, entry.type)}),
        "file": frozenset(files),
    }


FIELDS = ("keyword", "type", "file")


def _plain(text: str) -> str:
    """Give words as they are compared: TeX undone, without braces, in small letters."""
    words = str(codecs.decode(text, "ulatex"))  # type: ignore[call-overload]
    return " ".join(re.sub("[{}]", "", words).split()).casefold()


class FilterError(ValueError):
    """What is wanted cannot be read; the message says why, and ends in the mend."""


@dataclass(frozen=True)
class Term:
    """One of the `values` of a field, or, `negated`, none of them."""

    field: str
    values: frozenset[str]
    negated: bool

    def holds(self, values: Mapping[str, frozenset[str]]) -> bool:
        """Whether it holds of an entry's values."""
        return self.negated == self.values.isdisjoint(values[self.field])


def read_filter(wanted: str) -> tuple[Term, ...]:
    """Read what stands after a command; all terms must hold. Raises `FilterError`."""
    mend = "write it as in '{keyword=primary, not type=book}'"
    if not wanted:
        return ()
    if not (wanted.startswith("{") and wanted.endswith("}") and wanted.count("{") == 1):
        raise FilterError(f"says which sources to list in no pair of braces; {mend}")
    return tuple(_term(one.strip(), mend) for one in wanted[1:-1].split(","))


def _term(text: str, mend: str) -> Term:
    found = TERM.fullmatch(text)
    values = frozenset(map(_plain, found["values"].split("|"))) if found else frozenset()
    if not found or "" in values:
        raise FilterError(f"has '{text}', which asks for no value of a field; {mend}")
    if found["field"] not in FIELDS:
        mend = f"write one of {', '.join(FIELDS)}"
        raise FilterError(f"asks for '{found['field']}', by which nothing is listed; {mend}")
    return Term(found["field"], values, bool(found["no"]))


@dataclass(frozen=True)
class SourceLists:
    """The sources in the lists of a site.

    `held` gives the keys of each list by conversion and number, None where it cannot be read,
    `homes` the page where each source has its entry. `all` says whether one list holds all.
    """

    held: Mapping[tuple[int, int], frozenset[str] | None] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)
    all: bool = False
    problems: tuple[Problem, ...] = ()

    def of(self, page: Page, cited: Collection[str]) -> Iterator[frozenset[str] | None]:
        """Give the keys in each list of a page, of a list of its own those that it has `cited`."""
        for number, one in enumerate(page.reading.lists):
            held = self.held[page.reading.conversion, number]
            yield held if one.whole or held is None else held.intersection(cited)


def source_lists(pages: Sequence[Page], bibliography: Bibliography) -> SourceLists:
    """Say what each list holds, in reading order; the first that holds a source is its home."""
    lists = [one for page in pages for one in page.reading.lists]
    asked = any(one.wanted for one in lists)
    values = {
        entry.key: _values_of(entry, bibliography) if asked else {}
        for entry in bibliography.entries
    }
    keys_of = cache(partial(_keys, values))  # the same may be wanted on each page
    nothing = cache(partial(_nothing, values))
    held: dict[tuple[int, int], frozenset[str] | None] = {}
    homes: dict[str, str] = {}
    problems: list[Problem] = []
    for page in pages:
        faults: list[tuple[int, str, str]] = []
        for number, one in enumerate(page.reading.lists):
            try:
                keys = keys_of(one.wanted)
            except FilterError as error:
                held[page.reading.conversion, number] = None
                faults.append((number, "bad-filter", str(error)))
                continue
            if one.wanted and values and not keys:
                faults.append((number, "empty-list", nothing(one.wanted)))
            held[page.reading.conversion, number] = keys
            for key in keys if one.whole else ():
                homes.setdefault(key, page.url)
        problems += _located(page, faults) if faults else ()
    whole = any(one.whole and not one.wanted for one in lists)
    return SourceLists(held, homes, whole, tuple(problems))


def _keys(entries: Mapping[str, Mapping[str, frozenset[str]]], wanted: str) -> frozenset[str]:
    terms = read_filter(wanted)
    return frozenset(key for key, of in entries.items() if all(term.holds(of) for term in terms))


def _nothing(entries: Mapping[str, Mapping[str, frozenset[str]]], wanted: str) -> str:
    """Say that no entry is listed, and which value none has."""
    known = {name: {value for of in entries.values() for value in of[name]} for name in FIELDS}
    for term in read_filter(wanted):
        for value in sorted(term.values - known[term.field]) if not term.negated else ():
            mend = f"give one to an entry, or name another {term.field}"
            hint = did_you_mean(value, known[term.field], mend)
            return f"lists nothing: no entry has the {term.field} '{value}'; {hint}"
    return "lists nothing: no entry has all of it; take a term out"


def _located(page: Page, faults: Iterable[tuple[int, str, str]]) -> Iterator[Problem]:
    """Name the lines of lists: what each says is marked with its line, and read again."""
    lists = page.reading.lists
    lines = page.source.split("\n")
    for one in {one.written: one for one in lists if one.wanted}.values():
        name = one.written.removesuffix(one.wanted)
        for number, line in enumerate(lines):
            tagged = f"{name}{one.wanted[0]}{TAG.format(number)}{one.wanted[1:]}"
            lines[number] = line.replace(one.written, tagged)
    # The Markdown of a part is another program's: none of its lines can be named.
    read = () if page.is_part else page.reread("\n".join(lines)).lists
    again = [TAGGED.search(one.written) for one in read]
    for number, code, words in faults:
        found = again[number] if number < len(again) else None
        at = int(found[1]) + 1 + page.offset if found else 0
        yield Problem(page.path, at, code, f"'{lists[number].written}' {words}")
