"""Of style sheets, the rules that can match something in a page.

Whatever scripts may put into a page counts as being there: any word of theirs may come to be
a class, an id, a tag or an attribute.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache

import rcssmin
from tinycss2.ast import Node

from .css_rules import Rule, parse, split, trim, written
from .page_parts import Element, PageParts

WORD = re.compile(r"[A-Za-z_-][\w-]*")
"""A name that a script may give to what it makes: `md-search-result__link`, `copied`."""

ALTERNATIVES = {"is", "where", "has"}
"""Pseudo-classes of which one selector must be possible; all others count as possible."""

THEME_CLASSES = {"js", "no-js", "focus-visible", "js-focus-visible"}
"""Classes that the theme's scripts give to what is in any page."""

THEME_TAGS = {
    *("a", "article", "aside", "br", "code", "details", "div", "h1", "h2", "li", "mark", "nav"),
    *("ol", "p", "pre", "small", "span", "sub", "summary", "sup", "ul"),
}
"""Elements that the theme's scripts make: those of search results, dialog and highlights."""


@lru_cache(maxsize=8)
def words_of(script: str) -> frozenset[str]:
    """Give every word of a script: it may set any of them as class, tag, id or attribute."""
    return frozenset(WORD.findall(script))


@dataclass(frozen=True)
class Names:
    """What selectors can match: what a page holds now, or may hold when scripts have run.

    `words` are those of all scripts, `own` those of the page's own. Names that scripts are
    taken to give to elements, `made`, are not held against the page; the rest is: `holders`
    has the elements by each of their names.
    """

    holders: Mapping[str, list[Element]]
    attributes: Mapping[str, set[str]]
    words: frozenset[str]
    own: frozenset[str]
    made: frozenset[str]

    def has(self, names: Iterable[str]) -> bool:
        """Whether an element with all of these (`p`, `#id`, `.class`) may be in the page."""
        wanted = {one for one in names if not self._is_made(one)}
        rarest = min((self.holders.get(one, []) for one in wanted), key=len, default=None)
        return rarest is None or any(wanted <= element for element in rarest)

    def _is_made(self, name: str) -> bool:
        return name in THEME_TAGS or name.lstrip(".#") in self.made

    def attribute(self, tokens: list[Node]) -> bool:
        """Whether an attribute selector may match: `[open]`, `[dir=rtl]`."""
        tokens = [one for one in tokens if one.type not in ("whitespace", "comment")]
        name = tokens[0].lower_value
        first, *others = name.removeprefix("data-").split("-")
        in_dataset = first + "".join(one.capitalize() for one in others)
        written = {name, in_dataset}
        if name not in self.attributes:
            return bool(written & self.words)
        if len(tokens) < 3 or tokens[1] != "=" or written & self.own:
            return True
        return tokens[2].value in self.attributes[name]


def names_of(parts: PageParts, scripts: Iterable[str], theme_scripts: Iterable[str]) -> Names:
    """Gather the names of a page. See `used_css`."""
    own = frozenset[str]().union(*map(words_of, [*scripts, *parts.scripts]))
    theme = frozenset[str]().union(*map(words_of, theme_scripts))
    holders: dict[str, list[Element]] = {}
    for element in parts.elements:
        for name in element:
            holders.setdefault(name, []).append(element)
    blocks = {block_of(name[1:]) for name in holders if name.startswith(".")}
    made = own | {name for name in theme if block_of(name) in blocks} | (theme & THEME_CLASSES)
    return Names(holders, parts.attributes, own | theme, own, made)


def block_of(name: str) -> str:
    """Give the block of a class named by BEM: `md-nav` of `md-nav__link--active`."""
    return name.partition("__")[0].partition("--")[0]


def possible(selector: list[Node], names: Names) -> bool:
    """Whether a complex selector, `.md-typeset > p:hover`, may match: each compound may."""
    compound: list[Node] = []
    for token in [*selector, None]:
        if token is None or token.type == "whitespace" or token in (">", "+", "~"):
            if not _compound(compound, names):
                return False
            compound = []
        elif token.type != "comment":
            compound.append(token)
    return True


def _compound(tokens: list[Node], names: Names) -> bool:
    """Whether a compound selector, `a.md-nav__link[href]:not(:focus)`, may match."""
    wanted, before, fits = [], "", True
    for token in tokens:
        if token.type == "ident" and before == ".":
            wanted.append(f".{token.value}")
        elif token.type == "ident" and not before.startswith(":"):
            wanted.append(token.lower_value)
        elif token.type == "hash":
            wanted.append(f"#{token.value}")
        elif token.type == "[] block":
            fits = names.attribute(token.content)
        elif token.type == "function" and token.lower_name in ALTERNATIVES:
            fits = any(possible(trim(one), names) for one in split(token.arguments))
        if not fits:
            return False
        before = token.value if token.type == "literal" else ""
    return names.has(wanted)


def used_css(
    sheets: Iterable[str],
    parts: PageParts,
    scripts: Iterable[str] = (),
    theme_scripts: Iterable[str] = (),
) -> str:
    """Give the rules that can match something in a page, minified, in their order.

    Whatever `scripts` and the page's own name may come to be in the page. `theme_scripts`
    know of much more than a page has: of them counts what belongs to a block (as in BEM)
    that is in the page, and `THEME_CLASSES`. Dropped are rules that can match nothing, custom
    properties that nothing reads, and animations that nothing runs. Raises ValueError, see
    `parse`.
    """
    names = names_of(parts, scripts, theme_scripts)
    rules = list(_kept((rule for sheet in sheets for rule in parse(sheet)), _matching(names)))
    styled = {name for text in parts.style_attributes for name in WORD.findall(text)}
    while True:
        read = {name for rule in rules for name in rule.mentioned()}
        fewer = list(_kept(rules, _read(names.words | styled | read)))
        if fewer == rules:
            return str(rcssmin.cssmin("".join(map(written, rules))))
        rules = fewer


def _kept(rules: Iterable[Rule], keep: Callable[[Rule], Rule | None]) -> Iterator[Rule]:
    """Give of each rule, within others too, what `keep` keeps of it."""
    for rule in rules:
        if rule.rules is None:
            kept = keep(rule)
        else:
            inner = tuple(_kept(rule.rules, keep))
            kept = Rule(rule.text, rules=inner) if inner else None
        if kept:
            yield kept


def _matching(names: Names) -> Callable[[Rule], Rule | None]:
    """Keep the selectors that can match something."""

    def keep(rule: Rule) -> Rule | None:
        if not rule.selectors:
            return rule
        selectors = tuple(one for one in rule.selectors if possible(one[1], names))
        return Rule("", selectors, rule.declarations) if selectors and rule.declarations else None

    return keep


def _read(mentioned: Set[str]) -> Callable[[Rule], Rule | None]:
    """Keep the custom properties and keyframes that are `mentioned`."""

    def keep(rule: Rule) -> Rule | None:
        if not rule.selectors:
            return rule if not rule.keyframes or rule.keyframes in mentioned else None
        declarations = tuple(
            one
            for one in rule.declarations
            if not one.name.startswith("--") or one.name in mentioned
        )
        return Rule("", rule.selectors, declarations) if declarations else None

    return keep
