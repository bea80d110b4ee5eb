"""What selectors can match: what a page holds now, or may hold when scripts have run."""

from __future__ import annotations

from collections.abc import Mapping

from .page_parts import Names, PageParts
from .sheets import Attribute, Compound
from .theme_words import THEME_TAGS, ThemeWords, block_of


class PageNames:
    """The names in a page, and those that scripts may bring into it.

    Names that scripts are taken to give to elements are not held against the page; the rest
    is. `own` are the words of the page's own scripts.
    """

    def __init__(self, parts: PageParts, own: frozenset[str], theme: ThemeWords) -> None:
        self._parts = parts
        self._holders: dict[str, list[Names]] = {}
        for element in parts.elements:
            for name in element:
                self._holders.setdefault(name, []).append(element)
        blocks = {block_of(name[1:]) for name in self._holders if name.startswith(".")}
        made = own | theme.in_blocks(blocks)
        self._made = THEME_TAGS.union(made, (sign + one for one in made for sign in ".#"))
        self._own = own
        self._theme = theme.words

    def possible(self, compounds: Mapping[str, Compound]) -> set[str]:
        """Give the texts of the compound selectors that may match."""
        found: set[str] = set()
        for text, compound in compounds.items():
            if (
                self._has(compound.names)
                and all(map(self._may_have, compound.attributes))
                and all(any(needs <= found for needs in one) for one in compound.alternatives)
            ):
                found.add(text)
        return found

    def _has(self, names: Names) -> bool:
        """Whether an element with all of these (`p`, `#id`, `.class`) may be in the page."""
        wanted = names - self._made
        if not wanted <= self._holders.keys():
            return False
        if len(wanted) < 2:
            return True
        rarest = min((self._holders[one] for one in wanted), key=len)
        return any(wanted <= element for element in rarest)

    def _may_have(self, attribute: Attribute) -> bool:
        written = {attribute.name, attribute.in_dataset}
        values = self._parts.values(attribute.name)
        if not values:
            return bool(written & self._own or written & self._theme)
        return attribute.value is None or bool(written & self._own) or attribute.value in values
