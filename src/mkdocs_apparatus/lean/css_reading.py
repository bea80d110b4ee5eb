"""Style sheets read (https://www.w3.org/TR/css-syntax-3/), once for all pages and builds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache as once
from hashlib import sha256
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

from ..cache import Cache
from .selectors import selectors
from .sheets import (
    Compound,
    Declared,
    GroupRule,
    OtherRule,
    Rule,
    Sheet,
    StyleRule,
    from_json,
    to_json,
)

ADDRESSED = {"url", "src", "image-set", "-webkit-image-set"}
"""Functions whose texts are addresses."""

CONDITIONAL = {"media", "supports", "layer", "container"}
"""At-rules that hold rules, which are looked at one by one."""


def read_sheet(css: str, cache: Cache | None = None) -> Sheet:
    """Read a style sheet, from the cache if it was read before.

    Raises ValueError where it holds what cannot stand in a page: an error, an `@import`,
    a relative `url()`, the end of its element.
    """
    key = f"{_reader()}\n{css}"
    if cache and (found := cache.get("sheets", key)):
        return from_json(found)
    sheet = _read(css)
    if cache:
        cache.put("sheets", key, to_json(sheet))
    return sheet


@once
def _reader() -> str:
    """Say what a reading depends on besides the style sheet: this code, and the parser."""
    names = ("css_reading.py", "selectors.py", "sheets.py")
    code = b"".join(Path(__file__).with_name(name).read_bytes() for name in names)
    return f"{sha256(code).hexdigest()} tinycss2 {version('tinycss2')}"


def _read(css: str) -> Sheet:
    if "</style" in css.lower():
        raise ValueError("</style would end the element that the sheet is to stand in")
    compounds: dict[str, Compound] = {}
    nodes = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return Sheet(tuple(_rules(nodes, compounds)), compounds)


def _rules(nodes: Iterable[Node], compounds: dict[str, Compound]) -> Iterator[Rule]:
    for node in nodes:
        if isinstance(node, QualifiedRule):
            found = tuple(selectors(node.prelude, compounds))
            yield StyleRule(found, tuple(_declared(node.content)))
        elif isinstance(node, AtRule):
            if node.lower_at_keyword != "charset":
                yield _at_rule(node, compounds)
        else:
            raise ValueError(f"line {node.source_line}: {getattr(node, 'message', node)}")


def _declared(content: list[Node]) -> Iterator[Declared]:
    """Read declarations: custom properties one by one, others run by run."""
    nodes = tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True)
    for node in nodes:
        if not isinstance(node, Declaration):
            raise ValueError(f"line {node.source_line}: {getattr(node, 'message', 'nested rule')}")
        _check_urls(node.value)
    for name, run in groupby(nodes, lambda one: one.name if one.name.startswith("--") else ""):
        parts = list(run)
        reads = frozenset(read for one in parts for read in _reads(one))
        yield Declared(name, ";".join(one.serialize().rstrip(";") for one in parts), reads)


def _reads(node: Declaration) -> Iterator[str]:
    """Give the names that a declaration makes use of: any identifier may be keyframes'."""
    may_animate = "animation" in node.lower_name or node.name.startswith("--")
    for name in _identifiers(node.value):
        if may_animate or name.startswith("--"):
            yield name


def _at_rule(node: AtRule, compounds: dict[str, Compound]) -> Rule:
    keyword, prelude = node.lower_at_keyword, tinycss2.serialize(node.prelude).strip()
    if keyword == "import":
        raise ValueError(f"line {node.source_line}: @import is another request; put it in")
    content = node.content or []
    if keyword in CONDITIONAL and node.content is not None:
        inner = tinycss2.parse_rule_list(content, skip_comments=True, skip_whitespace=True)
        return GroupRule(f"@{keyword} {prelude}", tuple(_rules(inner, compounds)))
    _check_urls(content)
    keyframes = prelude if keyword.endswith("keyframes") else ""
    reads = frozenset(one for one in _identifiers(content) if one.startswith("--"))
    return OtherRule(node.serialize(), keyframes, reads)


def _identifiers(tokens: list[Node]) -> Iterator[str]:
    for token in tokens:
        if token.type == "ident":
            yield token.value
        inner = getattr(token, "arguments", None) or getattr(token, "content", None)
        if isinstance(inner, list):
            yield from _identifiers(inner)


def _check_urls(tokens: list[Node]) -> None:
    for token in tokens:
        inner = getattr(token, "arguments", None) or getattr(token, "content", None)
        if token.type == "url" or (token.type == "function" and token.lower_name in ADDRESSED):
            texts = [one.value for one in inner or [] if one.type == "string"]
            for address in [token.value] if token.type == "url" else texts:
                if not address.startswith(("data:", "#")):
                    raise ValueError(f"line {token.source_line}: url({address}) is another request")
        if isinstance(inner, list):
            _check_urls(inner)
