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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from .datafile import Record, parse, unknown_fields
from .model import Problem
from .problems import VALID_ID

GROUPS = {
    "people": "People",
    "organisations": "Organisations",
    "places": "Places",
    "works": "Works",
    "concepts": "Concepts",
}
"""The groups of the index in their order, with the headings that readers see."""

FIELDS = frozenset({"name", "variants", "original", "lang", "id", "dates", "gloss"})
"""What an entry may say of itself; only `name` is required."""

HAN = (
    r"\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\U00020000-\U000323af"
)
"""Han characters (北, 䶮, 々) by their blocks in Unicode, to stand in a class of a regex."""


@dataclass(frozen=True)
class IndexEntry:
    """A name of the index.

    `name` is how it is printed and sorted, `group` one of `GROUPS`, `variants` how the text
    writes it, with the `original`, which is the name in its own language `lang` (BCP 47).
    `dates` is plain text, `gloss` plain text with Markdown emphasis. What an entry lacks is
    empty. `line` of the file `path` counts from 1.
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


@dataclass(frozen=True)
class Index:
    """The entries of an index in the order of their file, each id once, and what is wrong."""

    entries: tuple[IndexEntry, ...] = ()
    problems: tuple[Problem, ...] = ()


def load_index(text: str, path: str) -> Index:
    """Read the data file of an index; `path` is how problems name it.

    Nothing is raised. Problems, by line: `bad-data`, `unknown-group`, `unknown-field`,
    `no-name`, `no-lang`, `bad-id`, `duplicate-id`, `duplicate-variant`. An entry without
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
    return Index(tuple(entries.values()), tuple(sorted(problems)))


def plain(words: str) -> str:
    """Give the form under which words are the same: spaces folded, `’` as `'`."""
    return " ".join(words.replace("’", "'").split())


def _entry(record: Record, group: str, path: str) -> IndexEntry:
    name, original = record.text("name"), record.text("original")
    variants = record.texts("variants") or (name,)
    return IndexEntry(
        id=record.text("id") or _slug(name),
        name=name,
        group=group,
        variants=tuple(dict.fromkeys(filter(None, (*variants, original)))),
        original=original,
        lang=record.text("lang"),
        dates=record.text("dates"),
        gloss=record.text("gloss"),
        path=path,
        line=record.line,
    )


APOSTROPHES = re.compile("['’]")
"""In a slug they part no words: `People’s` is `peoples`."""


def _slug(name: str) -> str:
    """Give `cosic-dobrica` for "Ćosić, Dobrica"; empty where no letter is Latin."""
    split = unicodedata.normalize("NFKD", APOSTROPHES.sub("", name).casefold())
    letters = "".join(one for one in split if not unicodedata.combining(one))
    return re.sub("[^a-z0-9]+", "-", letters).strip("-")


def _check_groups(top: Record, path: str) -> Iterator[Problem]:
    for name, value in top.fields.items():
        line = top.lines[name]
        if name not in GROUPS:
            close = get_close_matches(name, GROUPS, 1, 0.6)
            mend = f"did you mean '{close[0]}'?" if close else f"use {', '.join(GROUPS)}"
            yield Problem(path, line, "unknown-group", f"'{name}' is no group; {mend}")
        elif value and (not isinstance(value, list) or len(top.records(name)) < len(value)):
            message = f"'{name}' must be a list of entries; begin each with '- name: …'"
            yield Problem(path, line, "bad-data", message)


def _check_record(record: Record, path: str) -> Iterator[Problem]:
    yield from unknown_fields(record, FIELDS, path)
    if not record.text("name"):
        message = "the entry has no name; add 'name: …', as the index is to print it"
        yield Problem(path, record.line, "no-name", message)
    original = record.text("original")
    if original and not record.text("lang"):
        message = f"'{original}' is in no language; add 'lang: …', its BCP 47 tag ('zh-Hans')"
        yield Problem(path, record.lines["original"], "no-lang", message)


def _check_id(entry: IndexEntry, other: IndexEntry | None) -> Iterator[Problem]:
    if not VALID_ID.fullmatch(entry.id):
        mend = "write 'id: …' with letters, digits, '-', '_', '.' and ':'"
        message = f"the id '{entry.id}' of '{entry.name}' is not a valid anchor; {mend}"
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
