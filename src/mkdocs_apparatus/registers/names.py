"""The index of names as an editor writes it: a data file of entries in groups.

people:
  - name: Deng Xiaoping
    original: 邓小平
    lang: zh-Hans
    variants: [Deng Xiaoping, Deng]
    dates: 1904–1997
    gloss: Chinese leader of the reform era.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..cache import Cache
from ..hints import did_you_mean
from ..ids import fault_of
from ..messages.speech import message
from ..messages.tags import fault_of as tag_fault_of
from ..model import Problem
from .collation import ranks
from .datafile import Record, Shape, check_fields, has_shape, parse

GROUPS = {
    "people": message("People"),
    "organisations": message("Organisations"),
    "places": message("Places"),
    "works": message("Works"),
    "concepts": message("Concepts"),
}
"""The groups of the index in their order, with the headings that readers see."""

HAN_HEADING = "han"
"""The id of the part that lists names under their characters, beside those of `GROUPS`."""

FIELDS = {
    **dict.fromkeys(("name", "original", "lang", "id", "dates", "gloss"), Shape.TEXT),
    "variants": Shape.TEXTS,
    "linked": Shape.TEXT,
}
"""What an entry may say of itself; only `name` is required."""

YES, NO = ("yes", "true"), ("no", "false")
"""What `linked` may be."""

HAN = (
    r"\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\U00020000-\U000323af"
)
"""Han characters (北, 䶮, 々) by their blocks in Unicode, to stand in a class of a regex."""

HAN_LETTER = re.compile(f"[{HAN}]")
"""A Han character: `北`."""

ARTICLE = re.compile(r"\A(?:the|an?) ", re.IGNORECASE)
"""An article at the beginning of a name: `The Soviets`."""

QUOTES = re.compile("[\"'“”„‘’‚«»‹›]")
"""Quotation marks and apostrophes, which do not count in sorting."""


@dataclass(frozen=True)
class IndexEntry:
    """A name of the index.

    `name` is how it is printed and sorted, `group` one of `GROUPS`, `variants` how the text
    writes it, with the `original`, which is the name in its own language `lang` (BCP 47).
    `dates` is plain text, `gloss` one line of Markdown (`inline_markdown`). What an entry lacks
    is empty. `line` of the file `path` counts from 1. `linked` says whether its first mention
    in a section leads to it.
    """

    id: str
    name: str
    group: str
    variants: tuple[str, ...]
    original: str
    lang: str
    dates: str
    gloss: str
    path: str
    line: int
    linked: bool = True


@dataclass(frozen=True)
class Index:
    """The entries of an index in the order of their file, each id once, and what is wrong."""

    entries: tuple[IndexEntry, ...] = ()
    problems: tuple[Problem, ...] = ()
    _ranks: Mapping[str, int] = field(default_factory=dict, compare=False)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {entry.id: place for place, entry in enumerate(self.entries)}

    def entries_of(self, ids: Iterable[str]) -> list[IndexEntry]:
        """Give the entries of these ids, in the order of the file."""
        places = {self._places[one] for one in ids if one in self._places}
        return [self.entries[place] for place in sorted(places)]

    def by_name(self) -> list[IndexEntry]:
        """Give the entries in alphabetical order, leading articles and quotation marks apart."""
        return sorted(self.entries, key=lambda one: (self._ranks[_sorted_as(one.name)], one.id))

    def by_characters(self) -> list[IndexEntry]:
        """Give the entries that have Han characters, in the order of these."""
        found = [one for one in self.by_name() if HAN_LETTER.search(one.original)]
        return sorted(found, key=lambda one: self._ranks[one.original])


def load_index(text: str, path: str, cache: Cache | None = None, language: str = "") -> Index:
    """Read the data file of an index; `path` is how problems name it, `language` orders it.

    Nothing is raised; what is wrong is among the index's problems, by line. An entry without
    name, or whose id another has, is left out.
    """
    top, unreadable = parse(text, path)
    problems = [*unreadable, *_check_groups(top, path)]
    entries: dict[str, IndexEntry] = {}
    for group in top.fields:
        for record in top.records(group) if group in GROUPS else ():
            problems += _check_record(record, path)
            if not record.text("name"):
                continue
            entry = _entry(record, group, path)
            problems += _check_id(entry, entries.get(entry.id))
            entries.setdefault(entry.id, entry)
    problems += _check_variants(entries.values())
    texts = [text for one in entries.values() for text in (_sorted_as(one.name), one.original)]
    return Index(tuple(entries.values()), tuple(sorted(problems)), ranks(texts, cache, language))


def _sorted_as(name: str) -> str:
    return ARTICLE.sub("", QUOTES.sub("", name))


def first_letter(name: str) -> str:
    """Give the letter under which a name is sorted, without its accents: `C` for Ćosić."""
    return unicodedata.normalize("NFKD", _sorted_as(name))[:1].upper()


def plain(words: str) -> str:
    """Give the form under which words are the same: spaces folded, `’` as `'`, accents in one.

    `é` is one character (NFC of Unicode), though it may be written as a letter and an accent.
    """
    return " ".join(unicodedata.normalize("NFC", words).replace("’", "'").split())


def heading_id(which: str) -> str:
    """Give the id of the heading of a group, or of `HAN_HEADING`: `index-people`."""
    return f"index-{which}"


def _entry(record: Record, group: str, path: str) -> IndexEntry:
    name, original = record.text("name"), record.text("original")
    variants = record.texts("variants") or (name,)
    return IndexEntry(
        id=record.text("id") or anchor_of(name),
        name=name,
        group=group,
        variants=tuple(dict.fromkeys(filter(_has_letter, (*variants, original)))),
        original=original,
        lang=record.text("lang"),
        dates=record.text("dates"),
        gloss=record.text("gloss"),
        path=path,
        line=record.line,
        linked=record.text("linked") not in NO,
    )


def _has_letter(variant: str) -> bool:
    """Whether a text can be found as a word, at least a digit being in it."""
    return any(one.isalnum() for one in variant)


APOSTROPHES = re.compile("['’]")
"""In an id they part no words: `People’s` is `peoples`."""

NOT_IN_ANCHORS = re.compile("[^a-z0-9]+")
"""What an id says with a hyphen: the comma and space of `cosic, dobrica`."""


def anchor_of(name: str) -> str:
    """Give the id `cosic-dobrica` for "Ćosić, Dobrica"; empty where no letter is Latin."""
    split = unicodedata.normalize("NFKD", APOSTROPHES.sub("", name).casefold())
    letters = "".join(one for one in split if not unicodedata.combining(one))
    return NOT_IN_ANCHORS.sub("-", letters).strip("-")


def _check_groups(top: Record, path: str) -> Iterator[Problem]:
    for name, value in top.fields.items():
        line = top.lines[name]
        if name not in GROUPS:
            mend = did_you_mean(name, GROUPS, f"use {', '.join(GROUPS)}")
            yield Problem(path, line, "unknown-group", f"'{name}' is no group; {mend}")
        elif not has_shape(value, Shape.RECORDS):
            message = f"'{name}' must be a list of entries; begin each with '- name: …'"
            yield Problem(path, line, "bad-data", message)


def _check_record(record: Record, path: str) -> Iterator[Problem]:
    yield from check_fields(record, FIELDS, path)
    if record.lacks("name"):
        message = "the entry has no name; add 'name: …', as the index is to print it"
        yield Problem(path, record.line, "no-name", message)
    original, tag = record.text("original"), record.text("lang")
    if original and record.lacks("lang"):
        message = f"'{original}' is in no language; add 'lang: …', its BCP 47 tag ('zh-Hans')"
        yield Problem(path, record.lines["original"], "no-lang", message)
    if mend := tag and tag_fault_of(tag):
        message = f"the language '{tag}' is none; {mend}"
        yield Problem(path, record.lines["lang"], "unknown-language", message)
    if record.text("linked") not in (*YES, *NO, ""):
        message = f"'linked' is '{record.text('linked')}'; write 'no', or take it out"
        yield Problem(path, record.lines["linked"], "bad-data", message)
    for variant in record.texts("variants"):
        if not _has_letter(variant):
            message = f"the variant '{variant}' is no word; write one, or take it out"
            yield Problem(path, record.lines["variants"], "bad-variant", message)


def _check_id(entry: IndexEntry, other: IndexEntry | None) -> Iterator[Problem]:
    if fault := fault_of(entry.id):
        said, mend = fault
        message = f"the id '{entry.id}' of '{entry.name}' {said}; write 'id: …' and {mend}"
        yield Problem(entry.path, entry.line, "bad-id", message)
    if other:
        mend = "write another with 'id: …', or make one entry of them"
        message = f"'{other.name}' and '{entry.name}' have the same id '{entry.id}'; {mend}"
        yield Problem(entry.path, entry.line, "duplicate-id", message)


def _check_variants(entries: Iterable[IndexEntry]) -> Iterator[Problem]:
    owners: dict[str, IndexEntry] = {}
    for entry in entries:
        for variant in entry.variants:
            owner = owners.setdefault(plain(variant), entry)
            if owner is not entry:
                mend = "take it from one of the two"
                message = f"'{variant}' is a variant of '{owner.name}' and '{entry.name}'; {mend}"
                yield Problem(entry.path, entry.line, "duplicate-variant", message)
