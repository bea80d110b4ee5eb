"""What stands around an element of a page's tree, which itself knows only what is in it."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Iterator

from .elements import BLOCKS, ITEMS, PARTED

NEAR = 1_000
"""How many characters before and after an element are looked at, at least.

A paragraph may hold thousands of citations: to look at all of it for each takes too long.
"""

StandsFor = Callable[[etree.Element], str | None]
"""Gives words for an element, None for those in it."""


class Surroundings:
    """What is above, before and after each element of a tree."""

    def __init__(self, root: etree.Element) -> None:
        self.parents: dict[etree.Element, etree.Element] = {}
        self.before: dict[etree.Element, etree.Element] = {}
        self.after: dict[etree.Element, etree.Element] = {}
        self._grown: set[etree.Element] = set()
        for parent in root.iter():
            former: etree.Element | None = None
            for child in parent:
                self.parents[child] = parent
                if former is not None:
                    self.before[child], self.after[former] = former, child
                former = child

    def insert_after(self, old: etree.Element, new: etree.Element) -> None:
        """Put a new element after another; it is in the tree from the next `settle` on.

        To insert them one by one would move all that follow each time.
        """
        self.parents[new] = parent = self.parents[old]
        if (following := self.after.get(old)) is not None:
            self.after[new], self.before[following] = following, new
        self.after[old], self.before[new] = new, old
        self._grown.add(parent)

    def settle(self) -> None:
        """Put into the tree what was inserted."""
        for parent in self._grown:
            children: list[etree.Element] = []
            child: etree.Element | None = parent[0]
            while child is not None:
                children.append(child)
                child = self.after.get(child)
            parent[:] = children
        self._grown.clear()

    def block_of(self, element: etree.Element) -> etree.Element | None:
        """Give the paragraph, item, cell or other block that an element stands in."""
        block = self.parents.get(element)
        while block is not None and block.tag not in BLOCKS | ITEMS:
            block = self.parents.get(block)
        return block

    def words_before(
        self, element: etree.Element, block: etree.Element, stands_for: StandsFor
    ) -> str:
        """Give the words of a block that stand before an element in it and are `NEAR`.

        They begin after what stands in a block of its own, a list say.
        """
        pieces = _near(self._backwards(element, block, stands_for))
        return "".join(reversed(pieces)).rpartition(PARTED)[2]

    def words_after(
        self, element: etree.Element, block: etree.Element, stands_for: StandsFor
    ) -> str:
        """Give the words after it likewise, which end before what stands in a block."""
        return "".join(_near(self._onwards(element, block, stands_for))).partition(PARTED)[0]

    def _backwards(
        self, element: etree.Element, block: etree.Element, stands_for: StandsFor
    ) -> Iterator[str]:
        while element is not block:
            former = self.before.get(element)
            while former is not None:
                yield former.tail or ""
                yield from _words(former, stands_for, backwards=True)
                former = self.before.get(former)
            element = self.parents[element]
            yield element.text or ""

    def _onwards(
        self, element: etree.Element, block: etree.Element, stands_for: StandsFor
    ) -> Iterator[str]:
        while element is not block:
            yield element.tail or ""
            following = self.after.get(element)
            while following is not None:
                yield from _words(following, stands_for, backwards=False)
                yield following.tail or ""
                following = self.after.get(following)
            element = self.parents[element]


def _near(pieces: Iterable[str]) -> list[str]:
    """Take pieces until they are enough, or a block begins."""
    found: list[str] = []
    length = 0
    for one in pieces:
        found.append(one)
        length += len(one)
        if length >= NEAR or one == PARTED:
            break
    return found


def _words(element: etree.Element, stands_for: StandsFor, *, backwards: bool) -> Iterator[str]:
    """Give the words of an element piece by piece, with line breaks as such."""
    other = PARTED if element.tag in BLOCKS else stands_for(element)
    if other is not None or element.tag == "br":
        yield "\n" if other is None else other
        return
    if not backwards:
        yield element.text or ""
    for child in reversed(element) if backwards else element:
        tail = child.tail or ""
        if backwards:
            yield tail
        yield from _words(child, stands_for, backwards=backwards)
        if not backwards:
            yield tail
    if backwards:
        yield element.text or ""
