"""What the theme's scripts may put into pages."""

from __future__ import annotations

from collections.abc import Iterable

THEME_CLASSES = {"js", "no-js", "focus-visible", "js-focus-visible"}
"""Classes that the theme's scripts give to what is in any page."""

THEME_TAGS = {
    *("a", "article", "aside", "br", "code", "details", "div", "h1", "h2", "li", "mark", "nav"),
    *("ol", "p", "pre", "small", "span", "sub", "summary", "sup", "ul"),
}
"""Elements that the theme's scripts make: those of search results, dialog and highlights."""


class ThemeWords:
    """The words of the theme's scripts, as far as they are in a vocabulary."""

    def __init__(self, words: frozenset[str], vocabulary: Iterable[str]) -> None:
        self.words = words & frozenset(vocabulary)
        self._blocks: dict[str, set[str]] = {}
        for word in self.words:
            self._blocks.setdefault(block_of(word), set()).add(word)

    def in_blocks(self, blocks: Iterable[str]) -> set[str]:
        """Give the words that may come into a page that has these blocks."""
        found = set(self.words & THEME_CLASSES)
        return found.union(*(self._blocks.get(one, ()) for one in blocks))


def block_of(name: str) -> str:
    """Give the block of a class named by BEM: `md-nav` of `md-nav__link--active`."""
    return name.partition("__")[0].partition("--")[0]
