"""Style sheets as rules: read, and written again (https://www.w3.org/TR/css-syntax-3/)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

CONDITIONAL = {"media", "supports", "layer", "container"}
"""At-rules that hold rules, which are looked at one by one."""


@dataclass(frozen=True)
class Declared:
    """A declaration: its property, its text, and the names it makes use of."""

    name: str
    text: str
    mentions: frozenset[str]


@dataclass(frozen=True)
class Rule:
    """A rule: its selectors and what it declares, or the condition on other rules.

    A rule with neither selectors nor rules, `@page` say, is its `text`, and kept.
    """

    text: str
    selectors: tuple[tuple[str, list[Node]], ...] = ()
    declarations: tuple[Declared, ...] = ()
    rules: tuple[Rule, ...] | None = None
    keyframes: str = ""

    def mentioned(self) -> Iterator[str]:
        """Give each name that the rule makes use of: custom properties and keyframes."""
        for one in self.declarations:
            yield from one.mentions
        for rule in self.rules or ():
            yield from rule.mentioned()


@lru_cache(maxsize=16)
def parse(css: str) -> tuple[Rule, ...]:
    """Parse a style sheet.

    Raises ValueError where it holds what cannot stand in a page: an error, an `@import`,
    a relative `url()`.
    """
    return tuple(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))


def _rules(nodes: Iterable[Node]) -> Iterator[Rule]:
    for node in nodes:
        if isinstance(node, QualifiedRule):
            yield _style_rule(node)
        elif isinstance(node, AtRule):
            if node.lower_at_keyword == "charset":
                continue
            yield _at_rule(node)
        else:
            raise ValueError(f"line {node.source_line}: {getattr(node, 'message', node)}")


def _style_rule(node: QualifiedRule) -> Rule:
    selectors = tuple((tinycss2.serialize(one).strip(), trim(one)) for one in split(node.prelude))
    found = tinycss2.parse_declaration_list(node.content, skip_comments=True, skip_whitespace=True)
    return Rule("", selectors, tuple(map(_declared, found)))


def _declared(node: Node) -> Declared:
    if not isinstance(node, Declaration):
        raise ValueError(f"line {node.source_line}: {getattr(node, 'message', 'nested rule')}")
    _check_urls(node.value)
    return Declared(node.name, node.serialize(), frozenset(_identifiers(node.value)))


def _at_rule(node: AtRule) -> Rule:
    keyword, prelude = node.lower_at_keyword, tinycss2.serialize(node.prelude).strip()
    if keyword == "import":
        raise ValueError(f"line {node.source_line}: @import is another request; put it in")
    if keyword in CONDITIONAL and node.content is not None:
        inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
        return Rule(f"@{keyword} {prelude}", rules=tuple(_rules(inner)))
    _check_urls(node.content or [])
    return Rule(node.serialize(), keyframes=prelude if keyword.endswith("keyframes") else "")


def _identifiers(tokens: list[Node]) -> Iterator[str]:
    for token in tokens:
        if token.type == "ident":
            yield token.value
        inner = getattr(token, "arguments", None) or getattr(token, "content", None)
        if isinstance(inner, list):
            yield from _identifiers(inner)


def _check_urls(tokens: list[Node]) -> None:
    for token in tokens:
        argument = next(iter(getattr(token, "arguments", None) or ()), None)
        if token.type == "url" or (token.type == "function" and token.lower_name == "url"):
            address = token.value if token.type == "url" else getattr(argument, "value", "")
            if not address.startswith(("data:", "#")):
                raise ValueError(f"line {token.source_line}: url({address}) is another request")


def trim(tokens: list[Node]) -> list[Node]:
    """Leave out white space that is no descendant combinator: around others, at the ends."""
    kept: list[Node] = []
    for token in tokens:
        if token.type == "whitespace" and (not kept or kept[-1] in (">", "+", "~")):
            continue
        if token in (">", "+", "~") and kept and kept[-1].type == "whitespace":
            kept.pop()
        kept.append(token)
    while kept and kept[-1].type == "whitespace":
        kept.pop()
    return kept


def split(tokens: list[Node]) -> Iterator[list[Node]]:
    """Part a list of selectors at its commas."""
    part: list[Node] = []
    for token in tokens:
        if token == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def written(rule: Rule) -> str:
    """Give the CSS of a rule."""
    if rule.rules is not None:
        return f"{rule.text}{{{''.join(map(written, rule.rules))}}}"
    if not rule.selectors:
        return rule.text
    selectors = ",".join(text for text, _ in rule.selectors)
    return f"{selectors}{{{';'.join(one.text.rstrip(';') for one in rule.declarations)}}}"
