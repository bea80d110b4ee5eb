"""Data files that an editor writes by hand: YAML whose records know their lines.

Scalars stay text as written, so that `1848` and `1917-11-07` need no quotes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any

import yaml

from ..characters import HALF, LOST, joined, without_controls
from ..hints import did_you_mean
from ..model import Problem

MANY = 1_000_000
"""How many values aliases may stand for beyond those that are written."""


class Shape(Enum):
    """What the value of a field must be; every field may also be empty."""

    TEXT = "a text"
    TEXTS = "a text or a list of texts ('[one, another]')"
    RECORDS = "a list of records"
    ANY = "anything"


@dataclass(frozen=True)
class Record:
    """A mapping of a data file: fields by name, each a text, a list or another record.

    `line` counts from 1, `lines` gives the line of each field.
    """

    fields: Mapping[str, Any]
    line: int
    lines: Mapping[str, int]

    def lacks(self, name: str) -> bool:
        """Whether a field is absent or empty; a value of the wrong shape is neither."""
        value = self.fields.get(name, "")
        return isinstance(value, str) and not value.strip()

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
    (`bad-data`), as does a field that stands twice or whose name is no text. `path` is how
    problems name it. Never raises for bad input.
    """
    empty = Record({}, 1, {})
    problems: list[Problem] = []
    try:
        node = _compose(text)
        if node and _size(node, {}) > len(text) + MANY:
            message = f"its aliases ('*name') stand for more than {MANY} values; write them out"
            return empty, (Problem(path, 0, "bad-data", message),)
        found = _value(node, path, problems) if node else empty
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = " ".join(str(getattr(error, "problem", None) or error).split())
        line = mark.line + 1 if mark else 0
        message = f"it is not YAML here: {reason}; quote texts that hold ': ', '#', '[' or '{{'"
        return empty, (Problem(path, line, "bad-data", message),)
    except RecursionError:
        message = "its lists stand in each other too deeply, or in themselves; take them apart"
        return empty, (Problem(path, 0, "bad-data", message),)
    if not isinstance(found, Record):
        message = "there must be fields ('name: …') at the top, not a list or a text"
        return empty, (Problem(path, 1, "bad-data", message),)
    return found, tuple(problems)


def _compose(text: str) -> yaml.Node | None:
    """Read YAML with libyaml, which is faster, where PyYAML has it; the reasons are PyYAML's."""
    fast = getattr(yaml, "CBaseLoader", None)
    if fast:
        with suppress(yaml.YAMLError):
            return yaml.compose(text, Loader=fast)
    return yaml.compose(text, Loader=yaml.BaseLoader)


def _size(node: yaml.Node, known: dict[int, int]) -> int:
    """Count the values in a node, those that aliases put in several places in each."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) not in known:
        inner = (
            one for pair in node.value for one in (pair if isinstance(pair, tuple) else (pair,))
        )
        known[id(node)] = 1 + sum(_size(one, known) for one in inner)
    return known[id(node)]


def _value(node: yaml.Node, path: str, problems: list[Problem]) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, path, problems) for one in node.value]
    if not isinstance(node, yaml.MappingNode):
        return _scalar(node, path, problems)
    fields: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        name = _scalar(key, path, problems) if isinstance(key, yaml.ScalarNode) else None
        if name is None:
            message = "the name of a field must be a text; quote it if it begins with '[' or '{'"
            problems.append(Problem(path, line, "bad-data", message))
        elif name in fields:
            message = f"the field '{name}' stands here for the second time; remove one of the two"
            problems.append(Problem(path, line, "bad-data", message))
        else:
            fields[name], lines[name] = _value(value, path, problems), line
    return Record(fields, node.start_mark.line + 1, lines)


def _scalar(node: yaml.Node, path: str, problems: list[Problem]) -> str:
    """Give a text: an emoji may be written in two halves, as JSON does; controls are left out."""
    text = joined(node.value)
    if LOST in text and HALF.search(node.value):
        message = "it holds half a character ('\\ud800'); write the whole one"
        problems.append(Problem(path, node.start_mark.line + 1, "bad-data", message))
    return without_controls(text)


def check_fields(record: Record, known: Mapping[str, Shape], path: str) -> Iterator[Problem]:
    """Find fields that mean nothing, a misspelt one say, and values of another shape."""
    for name, value in record.fields.items():
        line = record.lines[name]
        if name not in known:
            mend = did_you_mean(name, known, f"use {', '.join(sorted(known))}")
            yield Problem(path, line, "unknown-field", f"'{name}' is no field here; {mend}")
        elif not has_shape(value, known[name]):
            mend = MENDS[known[name]]
            message = f"'{name}' must be {known[name].value}; {mend}"
            yield Problem(path, line, "bad-data", message)


MENDS = {
    Shape.TEXT: "quote it if it begins with '[' or '{' or holds ': '",
    Shape.TEXTS: "quote texts that begin with '[' or '{' or hold ': '",
    Shape.RECORDS: "begin each with '- ' and a field",
}


def has_shape(value: object, shape: Shape) -> bool:
    """Whether the value of a `Record`'s field can be read as what it is to be."""
    if isinstance(value, list):
        held = {Shape.TEXTS: str, Shape.RECORDS: Record, Shape.ANY: object}.get(shape)
        return held is not None and all(isinstance(one, held) for one in value)
    if isinstance(value, str):
        return shape is not Shape.RECORDS or not value.strip()
    return shape is Shape.ANY
