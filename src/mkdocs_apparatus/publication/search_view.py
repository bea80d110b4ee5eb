"""A page as search programs are to see it: without what has entries of its own.

MkDocs lets search plugins read a page just before it goes into its template. For that moment
it holds comments in place of paragraphs, notes, lists and of what is no part of its text.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..page.contents import ANNOTATION, LIST, MARGIN_NOTE, MARKER, OWN_NOTES, PARAGRAPHS, SIGN
from ..page.tree import Comment, Element, nodes, outermost, read, written

HIDDEN = ", ".join((f"{PARAGRAPHS}[id]", OWN_NOTES, ANNOTATION, LIST, MARKER, SIGN, MARGIN_NOTE))
"""What is searched by entries of its own, and note markers."""

_NONCE = secrets.token_hex(4)
"""Of this run alone, so that no comment of a page can be taken for one of ours."""


@dataclass(frozen=True)
class SearchView:
    """The HTML for search programs, and by comment the HTML that it stands for."""

    html: str
    pieces: Mapping[str, str]


def hide(root: Element, apart: Iterable[Element] = ()) -> SearchView:
    """Put comments in place of what is not to be searched; the tree is of no more use."""
    pieces: dict[str, str] = {}
    for element in list(outermost([*root.select(HIDDEN), *apart])):
        name = f"{_NONCE}-{len(pieces)}"
        pieces[name] = element.serialize()
        element.replace_with(Comment(name))
    return SearchView(written(root), pieces)


def show(content: str, view: SearchView) -> str:
    """Put back what was hidden, into whatever other programs made of the view."""
    root = read(content)
    for node in list(root.descendants):
        if isinstance(node, Comment) and node.data in view.pieces:
            node.replace_with(*nodes(view.pieces[node.data]))
    return written(root)
