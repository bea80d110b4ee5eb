"""Data files that an editor writes by hand: YAML whose records know their lines.

Scalars stay text as written, so that `1848` and `1917-11-07` need no quotes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import yaml

from .model import Problem


@dataclass(frozen=True)
class Record:
    """A mapping of a data file: fields by name, each a text, a list or another record.

    `line` counts from 1, `lines` gives the line of each field.
    """

    fields: Mapping[str, Any]
    line: int
    lines: Mapping[str, int]

    def text(self, name: str) -> str:
        """Give a field's text on one line; empty where it is absent or no text."""
        value = self.fields.get(name)
        return " ".join(value.split()) if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """Give a list of texts; one text is a list of one."""
        value = self.fields.get(name)
        items = value if isinstance(value, list) else [value]
        return tuple(" ".join(one.split()) for one in items if isinstance(one, str) and one)

    def records(self, name: str) -> tuple[Record, ...]:
        """Give a list of records; what is none is left out."""
        value = self.fields.get(name)
        items = value if isinstance(value, list) else []
        return tuple(one for one in items if isinstance(one, Record))


def parse(text: str, path: str) -> tuple[Record, tuple[Problem, ...]]:
    """Read a data file, a mapping at the top; an empty file is an empty record.

    A file that is not YAML, or no mapping, gives an empty record and a problem
    (`bad-data`), as does a field that stands twice. `path` is how problems name it.
    """
    empty = Record({}, 1, {})
    problems: list[Problem] = []
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
        found = _value(node, path, problems) if node else empty
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = " ".join(str(getattr(error, "problem", None) or error).split())
        line = mark.line + 1 if mark else 0
        message = f"it is not YAML here: {reason}; quote texts that hold ': ', '#', '[' or '{{'"
        return empty, (Problem(path, line, "bad-data", message),)
    if not isinstance(found, Record):
        message = "there must be fields ('name: …') at the top, not a list or a text"
        return empty, (Problem(path, 1, "bad-data", message),)
    return found, tuple(problems)


def _value(node: yaml.Node, path: str, problems: list[Problem]) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, path, problems) for one in node.value]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    fields: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name in fields:
            message = f"the field '{name}' stands here for the second time; remove one of the two"
            problems.append(Problem(path, line, "bad-data", message))
            continue
        fields[name], lines[name] = _value(value, path, problems), line
    return Record(fields, node.start_mark.line + 1, lines)


def unknown_fields(record: Record, known: Set[str], path: str) -> Iterator[Problem]:
    """Find fields that mean nothing, a misspelt one say."""
    for name in record.fields:
        if name not in known:
            close = get_close_matches(name, sorted(known), 1, 0.6)
            mend = f"did you mean '{close[0]}'?" if close else f"use {', '.join(sorted(known))}"
            message = f"'{name}' is no field here; {mend}"
            yield Problem(path, record.lines[name], "unknown-field", message)
