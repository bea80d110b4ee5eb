"""Of style sheets, the rules that can match something in a page.

Whatever scripts may put into a page counts as being there: any word of theirs may come to be
a class, an id, a tag or an attribute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

import rcssmin

from .page_names import PageNames
from .page_parts import PageParts
from .script_words import words_of
from .sheets import Compound, GroupRule, OtherRule, Rule, Sheet, StyleRule, flat
from .theme_words import ThemeWords


class UsedCss:
    """Some style sheets that pages link, in order, ready to be asked what a page uses.

    `theme` has the words of the theme's scripts. They know of much more than a page has: of
    them counts what belongs to a block (as in BEM) that is in the page, and `THEME_CLASSES`.
    """

    def __init__(self, sheets: Iterable[Sheet], theme: frozenset[str] = frozenset()) -> None:
        self._rules: tuple[Rule, ...] = ()
        self._compounds: dict[str, Compound] = {}
        for sheet in sheets:
            self._rules += sheet.rules
            self._compounds = {**self._compounds, **sheet.compounds}
        self._theme = ThemeWords(theme, self._vocabulary())
        self._written: dict[tuple[frozenset[str], frozenset[str]], str] = {}

    def _vocabulary(self) -> Iterator[str]:
        """Give all names that can come to matter."""
        for compound in self._compounds.values():
            yield from (name.lstrip(".#") for name in compound.names)
            for attribute in compound.attributes:
                yield from (attribute.name, attribute.in_dataset)
        for rule in flat(self._rules):
            if isinstance(rule, OtherRule):
                yield rule.keyframes
            else:
                yield from (one.name for one in rule.declared)

    def of(self, parts: PageParts, own: frozenset[str] = frozenset()) -> str:
        """Give the rules that can match something in a page, minified, in their order.

        `own` are the words of the page's own scripts. Dropped are rules that can match
        nothing, custom properties that nothing reads, and animations that nothing runs.
        """
        possible = PageNames(parts, own, self._theme).possible(self._compounds)
        known = own.union(*map(words_of, parts.style_attributes))
        asked = (frozenset(possible), known)
        if asked not in self._written:  # sections of an essay are much alike
            rules = tuple(_matching(self._rules, possible))
            read = _read(rules, self._theme.words | known)
            self._written[asked] = rcssmin.cssmin("".join(_written(rules, read)))
        return self._written[asked]


def _matching(rules: Iterable[Rule], possible: Set[str]) -> Iterator[Rule]:
    """Give of each rule, within others too, what can match something."""
    for rule in rules:
        if isinstance(rule, GroupRule):
            yield GroupRule(rule.condition, tuple(_matching(rule.rules, possible)))
        elif isinstance(rule, StyleRule):
            fits = [one for one in rule.selectors if one.needs <= possible]
            if len(fits) == len(rule.selectors):
                yield rule
            elif fits:
                yield StyleRule(tuple(fits), rule.declared)
        else:
            yield rule


def _read(rules: tuple[Rule, ...], known: Set[str]) -> set[str]:
    """Give `known` names and those that the rules read, directly or by what they read."""
    read, waiting = set(known), set(known)
    definitions: dict[str, set[str]] = {}
    for rule in flat(rules):
        if isinstance(rule, StyleRule):
            found = [(one.name, one.reads) for one in rule.declared]
        else:
            found = [(rule.keyframes, rule.reads)]
        for name, reads in found:
            if name:
                definitions.setdefault(name, set()).update(reads)
            else:
                waiting |= reads
    while waiting:
        read |= waiting
        reached = (definitions.pop(name) for name in waiting & definitions.keys())
        waiting = set().union(*reached) - read
    return read


def _written(rules: Iterable[Rule], read: Set[str]) -> Iterator[str]:
    """Give the CSS of rules without the definitions that are not `read`."""

    def wanted(name: str) -> bool:
        return not name or name in read

    for rule in rules:
        if isinstance(rule, GroupRule):
            if inner := "".join(_written(rule.rules, read)):
                yield f"{rule.condition}{{{inner}}}"
        elif isinstance(rule, OtherRule):
            if wanted(rule.keyframes):
                yield rule.text
        elif declared := ";".join([one.text for one in rule.declared if wanted(one.name)]):
            yield f"{','.join([one.text for one in rule.selectors])}{{{declared}}}"
