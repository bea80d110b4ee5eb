"""Let old addresses land: aliases, tombstones and redirects, without JavaScript.

A browser keeps what follows `#` to itself, so a page must hold an element for every id
that it ever published. A page that moved leaves one behind that leads on.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from jinja2 import Environment

from ..page.contents import NOTES
from .permalinks import DELETED

Relative = Callable[[str, str], str]


@dataclass(frozen=True)
class Gone:
    """An id that a page published. `href` is where it leads, None where it was deleted."""

    id: str
    href: str | None


def land(
    content: str, url: str, moves: Mapping[str, str], relative: Relative, templates: Environment
) -> str:
    """Give a page its old ids: at their new places on it, or in a list at its end."""
    gone: list[Gone] = []
    for anchor, target in sorted(moves.items()):
        page, _, identifier = anchor.partition("#")
        if page != url or not identifier:
            continue
        target_page, _, place = target.partition("#")
        if target_page == url and place:
            content = _alias(content, unquote(identifier), unquote(place))
        else:
            gone.append(
                Gone(unquote(identifier), None if target == DELETED else relative(target, url))
            )
    if not gone:
        return content
    stones = templates.get_template("tombstones.html").render(gone=gone)
    notes = NOTES.search(content)
    end = notes.start() if notes else len(content)
    return content[:end] + stones + content[end:]


def _alias(content: str, old: str, new: str) -> str:
    """Put an empty element with the old id at the beginning of the new place."""
    opening = re.compile(rf'(<\w+\b[^>]*\bid="{re.escape(html.escape(new))}"[^>]*>)')
    alias = f'<span class="permalink-alias" id="{html.escape(old)}"></span>'
    return opening.sub(lambda match: match[1] + alias, content, count=1)


def redirects(
    moves: Mapping[str, str],
    pages: set[str],
    site_url: str,
    relative: Relative,
    templates: Environment,
) -> dict[str, str]:
    """Give the HTML of each page that moved, by its old url.

    `pages` are the urls that exist. Ids that the page published are listed in it, with
    their new places; with JavaScript a reader gets there at once.
    """
    template = templates.get_template("redirect.html")
    found: dict[str, str] = {}
    for anchor, target in moves.items():
        if "#" in anchor or anchor in pages:
            continue
        gone = [
            Gone(unquote(old.partition("#")[2]), None if new == DELETED else relative(new, anchor))
            for old, new in sorted(moves.items())
            if old.startswith(f"{anchor}#")
        ]
        href = None if target == DELETED else relative(target, anchor)
        canonical = site_url + target if site_url and href else None
        places = {one.id: one.href for one in gone}
        found[anchor] = template.render(href=href, canonical=canonical, gone=gone, places=places)
    return found
