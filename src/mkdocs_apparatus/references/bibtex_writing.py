"""BibTeX (in BibLaTeX's fields) through pandoc, from CSL-JSON.

Read back by BibTeX, BibLaTeX, pandoc and Zotero, a field has the words that were put in,
straight quotes and braces among them. Pandoc's reader would curl quotes, and its writer
leaves braces unbalanced that BibTeX counts; so such characters go through pandoc as
stand-ins.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from ..citations.csl_text import TAG
from ..citations.pandoc import Pandoc
from .csl_json import Item, fold

Read = TypeVar("Read")

WRITTEN = {
    '"': '"',
    "'": "'",
    "`": r"\`{}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "\\": r"{\textbackslash}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "|": "|",
    "{": r"\{",
    "}": r"\}",
}
"""How characters are written that pandoc would change, or write in a way Zotero misreads."""

LONE_BRACES = {"{": r"{\{\vphantom{\}}}", "}": r"{\vphantom{\{}\}}"}
"""Unbalanced braces: BibTeX counts also escaped ones, so each has a partner that prints nothing."""

VERBATIM = frozenset({"id", "type", "URL", "DOI", "language"})
"""Variables that hold no words."""

AND = re.compile(r"\band\b", re.IGNORECASE)
LISTS = frozenset({"publisher", "publisher-place"})
"""Variables whose fields BibLaTeX takes apart at "and" unless braces hold them."""

PARTS = re.compile(rf"[,=]|{AND.pattern}|^\W|^(?-i:[a-z]\w*[-’'])", re.IGNORECASE)
"""What pandoc or BibTeX takes a name apart at unless braces hold it.

`Marks and Spencer, Ltd`, `family=Wong`, `’t Hooft`, `al-Hakim`.
"""

_FORMS = ["{", "}", ",", *WRITTEN.values(), *LONE_BRACES.values()]
_STAND_INS = {form: chr(0x10FF00 + place) for place, form in enumerate(_FORMS)}
_OPEN, _CLOSE, _COMMA = (_STAND_INS[mark] for mark in "{},")
_BACK = str.maketrans({stand_in: form for form, stand_in in _STAND_INS.items()})
_MARK = _STAND_INS["'"]
TWICE = re.compile(f"{_MARK}(?={_MARK})")
"""Where TeX would make one quote of two apostrophes: `''`."""


def to_bibtex(items: Sequence[Item]) -> str:
    """Write references as BibTeX, in one pandoc process.

    Raises `pandoc.CiteprocError`.
    """

    def written(answer: dict[str, Any]) -> list[str]:
        return [restored(entry) for entry in answer["bibtex"]]

    return "\n".join(ask(written, bibtex=protected(items)))


def ask(
    read: Callable[[Any], Read],
    bibtex: Sequence[Item] = (),
    works: Sequence[Item] = (),
    styles: Mapping[str, str] | None = None,
    pandoc: Pandoc | None = None,
    language: str | None = None,
) -> Read:
    """Run `data/cite.lua`, which says what is asked and answered, and `read` its answer.

    Raises `pandoc.CiteprocError`.
    """
    request = {
        "bibtex": list(bibtex),
        "works": list(works),
        "styles": dict(styles or {}),
        "language": language,
    }
    return (pandoc or Pandoc()).ask("cite.lua", json.dumps(request, sort_keys=True), read)


def protected(items: Sequence[Item]) -> list[dict[str, Any]]:
    """Put stand-ins for what pandoc would change into the texts of references."""
    return [{name: _value(name, value) for name, value in item.items()} for item in items]


def restored(entry: str) -> str:
    """Put what they stand for in place of the stand-ins in pandoc's BibTeX."""
    return TWICE.sub(r"\g<0>{}", entry).translate(_BACK)


def _value(name: str, value: Any) -> Any:
    if name in VERBATIM:
        return value
    if isinstance(value, str):
        text = _text(value, TAG)
        return f"{_OPEN}{text}{_CLOSE}" if name in LISTS and AND.search(value) else text
    if isinstance(value, list):
        return [{part: _grouped(part, words) for part, words in one.items()} for one in value]
    return value


def _text(text: str, markup: re.Pattern[str] | None = None) -> str:
    """Put stand-ins into a field, whose braces balance or not as a whole."""
    forms = WRITTEN if _balances(text) else WRITTEN | LONE_BRACES
    table = str.maketrans({character: _STAND_INS[form] for character, form in forms.items()})
    if markup is None:
        return fold(text).translate(table)
    tags = [*markup.findall(text), ""]
    parts = zip(markup.split(fold(text)), tags, strict=True)
    return "".join(part.translate(table) + tag for part, tag in parts)


def _balances(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def _grouped(part: str, words: str) -> str:
    """Hold a part of a name together; pandoc would take `, Jr.` for a suffix."""
    safe = _text(words)
    if part == "literal" or not PARTS.search(words):
        return safe
    return f"{_OPEN}{safe.replace(',', _COMMA)}{_CLOSE}"
