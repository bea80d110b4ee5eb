"""Selectors as requirements that the names in a page can meet (Selectors Level 4)."""

from __future__ import annotations

from collections.abc import Iterator

import tinycss2
from tinycss2.ast import Node

from .sheets import Attribute, Compound, Needs, Selector

ALTERNATIVES = {"is", "where", "has"}
"""Pseudo-classes of which one selector must be possible; all others count as possible."""

COMBINATORS = (">", "+", "~")


def selectors(prelude: list[Node], compounds: dict[str, Compound]) -> Iterator[Selector]:
    """Read a list of selectors; compound ones in it are entered into `compounds`."""
    for one in _split(prelude):
        yield Selector(tinycss2.serialize(one).strip(), _needs(one, compounds))


def _split(tokens: list[Node]) -> Iterator[list[Node]]:
    """Part a list of selectors at its commas."""
    part: list[Node] = []
    for token in tokens:
        if token == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _needs(tokens: list[Node], compounds: dict[str, Compound]) -> Needs:
    """Read a complex selector: of `.a > p:hover` it needs `.a` and `p:hover`."""
    needs = set()
    compound: list[Node] = []
    for token in [*tokens, None]:
        if token is None or token.type == "whitespace" or token in COMBINATORS:
            if compound:
                text = tinycss2.serialize(compound)
                if text not in compounds:
                    # Inner compounds are entered by the call, before this one.
                    compounds[text] = _compound(compound, compounds)
                needs.add(text)
            compound = []
        elif token.type != "comment":
            compound.append(token)
    return frozenset(needs)


def _compound(tokens: list[Node], compounds: dict[str, Compound]) -> Compound:
    names: set[str] = set()
    attributes: list[Attribute] = []
    alternatives: list[tuple[Needs, ...]] = []
    before = ""
    for token in tokens:
        if token.type == "ident" and before == ".":
            names.add(f".{token.value}")
        elif token.type == "ident" and not before.startswith(":"):
            names.add(token.lower_value)
        elif token == "|":  # after a namespace, which no name tells
            names.clear()
        elif token.type == "hash":
            names.add(f"#{token.value}")
        elif token.type == "[] block":
            attributes.append(_attribute(token.content))
        elif token.type == "function" and token.lower_name in ALTERNATIVES:
            alternatives.append(tuple(_needs(one, compounds) for one in _split(token.arguments)))
        before = token.value if token.type == "literal" else ""
    return Compound(frozenset(names), tuple(attributes), tuple(alternatives))


def _attribute(tokens: list[Node]) -> Attribute:
    """Read `[name]` or `[name=value]`; of other comparisons only the name counts."""
    tokens = [one for one in tokens if one.type not in ("whitespace", "comment")]
    if "|" in tokens:  # after a namespace
        tokens = tokens[tokens.index("|") + 1 :]
    is_equal = len(tokens) == 3 and tokens[1] == "="
    return Attribute(tokens[0].lower_value, tokens[2].value if is_equal else None)
