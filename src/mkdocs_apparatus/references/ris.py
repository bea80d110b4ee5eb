"""RIS through rispy, from CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from rispy import RisWriter

from ..citations.csl_text import plain
from .csl_json import Item, fold, people
from .ris_tags import (
    EDITORS,
    LISTS,
    NAMES,
    OF_TYPE,
    ORIGINAL,
    OTHER_EDITORS,
    PAGED_WHOLE,
    RANGE,
    SEASONS,
    TEXTS,
    TYPES,
)

TAGS = {*TEXTS, *LISTS, *NAMES, "A3", "ED", "PY", "DA", "M2", "Y2", "OP", "SP", "EP", "KW"}


class _Writer(RisWriter):
    """rispy's writer without its record numbers, at which pandoc stops reading."""

    def set_header(self, count: int) -> str:
        return ""


def to_ris(items: Sequence[Item]) -> str:
    """Write references as a RIS file."""
    mapping = {"TY": "type_of_reference"} | {tag: tag.lower() for tag in sorted(TAGS)}
    writer = _Writer(mapping=mapping, enforce_list_tags=False)
    return str(writer.formats([dict(_fields(item)) for item in items]))


def _fields(item: Item) -> Iterator[tuple[str, str | list[str]]]:
    kind = TYPES.get(item.get("type", ""), "GEN")
    yield "type_of_reference", kind
    yield from _people(item, kind)
    for tag, variables in (TEXTS | OF_TYPE.get(kind, {})).items():
        values = [words(item[one]) for one in variables if item.get(one)]
        yield tag.lower(), values[:1]
    for tag, variables in LISTS.items():
        yield tag.lower(), [words(item[one]) for one in variables if item.get(one)]
    yield "kw", [words(one) for one in re.split("[,;]", item.get("keyword", "")) if one.strip()]
    yield "op", _original(item)
    yield from _dates(item)
    yield from _pages(item)


def _people(item: Item, kind: str) -> Iterator[tuple[str, list[str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for tag, variables in NAMES.items():
        lists = [item[one] for one in variables if item.get(one)]
        found[tag] = [name for names in lists[:1] for name in names]
    for role, tag in EDITORS.get(kind, OTHER_EDITORS).items():
        found[tag] = [*item.get(role, []), *found.get(tag, [])]
    for tag, names in found.items():
        yield tag.lower(), [fold(_name(one)) for one in people(names)]


def words(value: Any) -> str:
    """Give a CSL value as words on one line."""
    return fold(plain(str(value)))


def _name(name: dict[str, str]) -> str:
    """Write a name as `van der Berg, Jan, Jr.`; a body's as it is."""
    if "literal" in name:
        return name["literal"]
    particles = (name.get("dropping-particle"), name.get("non-dropping-particle"))
    family = " ".join(filter(None, [*particles, name.get("family")]))
    return ", ".join(filter(None, [family, name.get("given"), name.get("suffix")]))


def _original(item: Item) -> list[str]:
    """Say on one line what was published first, and when."""
    said = [words(item[one]) for one in ORIGINAL if item.get(one)]
    if "original-date" in item:
        said.append(_iso(item["original-date"]))
    return ["; ".join(said)] if said else []


def _iso(date: Item) -> str:
    parts = date.get("date-parts", [])
    return "/".join("-".join(f"{part:02}" for part in one) for one in parts) or words(
        date.get("literal", date.get("raw", ""))
    )


def _dates(item: Item) -> Iterator[tuple[str, str | list[str]]]:
    """Write dates as `2014/06/30/more`: year, month, day, and whatever else is known."""
    if "issued" in item:
        parts = item["issued"].get("date-parts")
        yield "py", str(parts[0][0]) if parts else _iso(item["issued"])
        yield "da", _date(item["issued"])
        if parts and len(parts) > 1:  # Zotero reads of `DA` the first date alone, and this
            yield "m2", f"issued: {_iso(item['issued'])}"
    if "accessed" in item:
        yield "y2", _date(item["accessed"])


def _date(date: Item) -> str:
    first, *last = date.get("date-parts") or [[]]
    numbers, more = list(first), ["circa"] if date.get("circa") else []
    season = date.get("season") or (numbers[1] - 20 if len(numbers) > 1 and numbers[1] > 12 else 0)
    if season:
        numbers = numbers[:1]
        more.append(SEASONS[int(season) - 1] if str(season) in "1234" else str(season))
    more += [f"to {_iso({'date-parts': [one]})}" for one in last]
    more += [words(date[name]) for name in ("literal", "raw") if date.get(name)]
    filled = [f"{one:02}" for one in numbers] + [""] * (3 - len(numbers))
    return "/".join([*filled, ", ".join(more)])


def _pages(item: Item) -> Iterator[tuple[str, str | list[str]]]:
    pages = words(item.get("page", ""))
    if not pages and item.get("type") in PAGED_WHOLE:
        pages = words(item.get("number-of-pages", ""))
    found = RANGE.fullmatch(pages)
    if found:
        yield "sp", found["first"]
        yield "ep", found["last"]
    elif pages:
        yield "sp", pages
