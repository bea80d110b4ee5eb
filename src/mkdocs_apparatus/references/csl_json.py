"""CSL-JSON: references as values, the form that all others are written from.

A reference is a dict of CSL variables as in
https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables and
https://github.com/citation-style-language/schema (`csl-data.json`). Its texts may hold the
markup of https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html#html-like-formatting-tags;
names, dates and addresses hold none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Item = Mapping[str, Any]

BREAKS = re.compile("[ \t-\r\x1c-\x1e\x85\u2028\u2029]+")
"""White space that may end a line; a no-break space may not."""


def fold(text: str) -> str:
    """Put a text on one line, as each format but JSON wants it."""
    return BREAKS.sub(" ", text).strip(" ")


OTHERS = {"literal": "others"}
"""What pandoc reads for `and others`, as a last name; to other programs it names a body."""


def people(names: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Give the names that are somebody's."""
    return [name for name in names if name != OTHERS]


def to_csl_json(items: Sequence[Item]) -> str:
    """Write references as a CSL-JSON file, keys sorted, that the schema accepts.

    The schema wants a type, which pandoc leaves empty for `@misc`, and has no `license`,
    though CSL has: it stands in the note, where Zotero, citeproc-js and pandoc read
    variables that have no place of their own. So does the remark, which no program takes
    from `annote`.
    """
    return json.dumps([_valid(item) for item in items], **FORMAT) + "\n"


FORMAT: dict[str, Any] = {"ensure_ascii": False, "indent": 2, "sort_keys": True}


def _valid(item: Item) -> dict[str, Any]:
    kept = {name: value for name, value in item.items() if name != "license"}
    kept["type"] = item.get("type") or "document"
    licence = f"license: {item['license']}" if "license" in item else ""
    notes = [item.get("note"), item.get("annote"), licence]
    if any(notes):
        kept["note"] = "\n".join(filter(None, notes))
    return kept
