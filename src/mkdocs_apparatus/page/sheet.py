"""A page while it is made: its tree, and what in it is no part of its text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .tree import Element, Node, nodes, read


@dataclass(frozen=True)
class Sheet:
    """A page of the site by its `url`; `root` holds its content and is changed in place.

    `apart` are elements that belong to the page and not to its text, "Cite this" say:
    what is searched leaves them out.
    """

    url: str
    root: Element
    apart: list[Element] = field(default_factory=list)

    @classmethod
    def of(cls, url: str, html: str) -> Sheet:
        """Begin with the HTML that other programs gave the page."""
        return cls(url, read(html))

    def add(self, html: str, put: Callable[..., object] | None = None) -> None:
        """Put HTML into the page that is no part of its text: at its end, or by `put(*nodes)`."""
        new = nodes(html)
        if put:
            put(*new)
        else:
            self.root.extend(new)
        self.set_apart(new)

    def set_apart(self, new: list[Node]) -> None:
        """Say that nodes of the page are no part of its text."""
        self.apart.extend(one for one in new if isinstance(one, Element))
