"""A style sheet as far as it matters what a page uses of it, also as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Needs = frozenset[str]
"""What must be possible for a selector to match: the texts of its compound selectors."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A selector of an attribute, `[open]`, `[dir=rtl]`; `value` is None if any may match."""

    name: str
    value: str | None

    @property
    def in_dataset(self) -> str:
        """The name that a script has for it: `readingState` for `data-reading-state`."""
        first, *others = self.name.removeprefix("data-").split("-")
        return first + "".join(one.capitalize() for one in others)


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound selector, `a.md-nav__link[href]:is(.x, p > a)`, as requirements.

    `names` are `a`, `.md-nav__link`, `#id`. Of each group of `alternatives` (`:is()`, `:has()`)
    one selector must be possible.
    """

    names: frozenset[str]
    attributes: tuple[Attribute, ...] = ()
    alternatives: tuple[tuple[Needs, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Selector:
    """A complex selector, `.md-typeset > p:hover`: its text, and what it needs."""

    text: str
    needs: Needs


@dataclass(frozen=True, slots=True)
class Declared:
    """A custom property, or under the empty name a run of other declarations.

    `reads` has the names that they make use of: custom properties and keyframes.
    """

    name: str
    text: str
    reads: frozenset[str]


@dataclass(frozen=True, slots=True)
class StyleRule:
    """Selectors, and what they declare."""

    selectors: tuple[Selector, ...]
    declared: tuple[Declared, ...]


@dataclass(frozen=True, slots=True)
class GroupRule:
    """A condition, `@media print`, on other rules."""

    condition: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class OtherRule:
    """Any other at-rule, `@page {…}`; `keyframes` is the name under which it is used, or empty."""

    text: str
    keyframes: str
    reads: frozenset[str]


Rule = StyleRule | GroupRule | OtherRule


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style sheet: its rules, and the compound selectors in them by text, inner ones first."""

    rules: tuple[Rule, ...]
    compounds: Mapping[str, Compound]


def only_on(sheet: Sheet, media: str) -> Sheet:
    """Give a sheet that counts only on some media, `print` say; on all if none are named."""
    if media.strip().lower() in ("", "all"):
        return sheet
    return Sheet((GroupRule(f"@media {media}", sheet.rules),), sheet.compounds)


def flat(rules: tuple[Rule, ...]) -> Iterator[StyleRule | OtherRule]:
    """Give all rules that are no conditions on others, in order."""
    for rule in rules:
        if isinstance(rule, GroupRule):
            yield from flat(rule.rules)
        else:
            yield rule


def to_json(sheet: Sheet) -> bytes:
    """Write a sheet; `from_json` reads it."""
    compounds = {
        text: [
            sorted(one.names),
            [[attribute.name, attribute.value] for attribute in one.attributes],
            [[sorted(needs) for needs in group] for group in one.alternatives],
        ]
        for text, one in sheet.compounds.items()
    }
    data = {"rules": [_plain(rule) for rule in sheet.rules], "compounds": compounds}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _plain(rule: Rule) -> dict[str, Any]:
    if isinstance(rule, GroupRule):
        return {"if": rule.condition, "rules": [_plain(one) for one in rule.rules]}
    if isinstance(rule, OtherRule):
        return {"text": rule.text, "keyframes": rule.keyframes, "reads": sorted(rule.reads)}
    return {
        "selectors": [[one.text, sorted(one.needs)] for one in rule.selectors],
        "declared": [[one.name, one.text, sorted(one.reads)] for one in rule.declared],
    }


def from_json(data: bytes) -> Sheet:
    """Read what `to_json` wrote; raises ValueError, KeyError or TypeError on anything else."""
    found = json.loads(data)
    compounds = {
        text: Compound(
            frozenset(names),
            tuple(Attribute(name, value) for name, value in attributes),
            tuple(tuple(map(frozenset, group)) for group in alternatives),
        )
        for text, (names, attributes, alternatives) in found["compounds"].items()
    }
    return Sheet(tuple(map(_rule, found["rules"])), compounds)


def _rule(data: dict[str, Any]) -> Rule:
    if "if" in data:
        return GroupRule(data["if"], tuple(map(_rule, data["rules"])))
    if "text" in data:
        return OtherRule(data["text"], data["keyframes"], frozenset(data["reads"]))
    return StyleRule(
        tuple(Selector(text, frozenset(needs)) for text, needs in data["selectors"]),
        tuple(Declared(name, text, frozenset(reads)) for name, text, reads in data["declared"]),
    )
