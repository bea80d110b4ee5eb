"""Let old addresses land: aliases, tombstones and redirects, without JavaScript.

A browser keeps what follows `#` to itself, so a page must hold an element for every id
that it ever published. A page that moved leaves one behind that leads on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from jinja2 import Environment

from ..model import Edition, Section
from ..page.contents import NOTES
from ..page.sheet import Sheet
from ..page.tree import Element, by_id, nodes
from ..registers.timeline import named_paragraphs
from .permalinks import DELETED, Ledger

Relative = Callable[[str, str], str]


@dataclass(frozen=True)
class Gone:
    """An id that a page published. `href` is where it leads, None where it was deleted."""

    id: str
    href: str | None


def by_page(moves: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Give by page, and by the id on it, sorted, where places lead that moved."""
    found: dict[str, dict[str, str]] = {}
    for anchor, target in sorted(moves.items()):
        page, _, identifier = anchor.partition("#")
        if identifier:
            found.setdefault(page, {})[identifier] = target
    return found


def land(
    sheet: Sheet, moves: Mapping[str, str], relative: Relative, templates: Environment
) -> None:
    """Give a page its old ids: at their new places on it, or in a list at its end.

    `moves` are those of its ids, see `by_page`.
    """
    gone: list[Gone] = []
    ids: dict[str, Element] = {}
    for identifier, target in moves.items():
        target_page, _, place = target.partition("#")
        if target_page == sheet.url and place:
            ids = ids or by_id(sheet.root)
            if element := ids.get(unquote(place)):
                # An empty element with the old id, at the beginning of the new place.
                values = {"class": "permalink-alias", "id": unquote(identifier)}
                element.insert(0, Element("span", values))
        else:
            href = None if target == DELETED else relative(target, sheet.url)
            gone.append(Gone(unquote(identifier), href))
    if not gone:
        return
    stones = nodes(templates.get_template("tombstones.html").render(gone=gone))
    notes = sheet.root.select_one(NOTES)
    if notes:
        notes.insert_before(*stones)
    else:
        sheet.root.extend(stones)


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
    ids = by_page(moves)
    for anchor, target in moves.items():
        if "#" in anchor or anchor in pages:
            continue
        gone = [
            Gone(unquote(old), None if new == DELETED else relative(new, anchor))
            for old, new in ids.get(anchor, {}).items()
        ]
        href = None if target == DELETED else relative(target, anchor)
        canonical = site_url + target if site_url and href else None
        places = {one.id: one.href for one in gone}
        found[anchor] = template.render(href=href, canonical=canonical, gone=gone, places=places)
    return found


def renamed_paragraphs(moves: Mapping[str, str], edition: Edition) -> dict[str, str]:
    """Give the present names of paragraphs that moved, by their old ones.

    Both are as a timeline names them: `introduction#p5` is now `introduction#p4`. A section may
    be named with the folder of its essay, and without it where that says which is meant.
    """
    present = {one.url: name for name, one in named_paragraphs(edition).items()}
    found: dict[str, set[str]] = {}
    for anchor, name in _named(moves, edition):
        if moves[anchor] in present:
            found.setdefault(name, set()).add(present[moves[anchor]])
    return {name: min(new) for name, new in found.items() if len(new) == 1}


def lost_names(ledger: Ledger, edition: Edition) -> set[str]:
    """Give the names of sections and paragraphs that were published and are lost.

    The ledger's checks say so; who names one in a timeline need not be told again.
    """
    present = {one.url for one in named_paragraphs(edition).values()} | edition.pages.keys()
    lost = [one.anchor for one in ledger.entries if one.anchor not in ledger.moves]
    return {name for _, name in _named((one for one in lost if one not in present), edition)}


def _named(anchors: Iterable[str], edition: Edition) -> Iterator[tuple[str, str]]:
    """Give addresses of sections and paragraphs with the names that a timeline may have for each.

    Where a section stands is known from those that there are.
    """
    around = sorted({one for section in edition.sections for one in _around(section)})
    for anchor in anchors:
        page, mark, identifier = anchor.partition("#")
        path = unquote(page)
        for before, after in around:
            if path.startswith(before) and path.endswith(after):
                yield anchor, f"{path[len(before) : len(path) - len(after)]}{mark}{identifier}"


def _around(section: Section) -> Iterator[tuple[str, str]]:
    """Give what stands in a section's address before and after its names: `essay/` and `/`."""
    url = unquote(section.url)
    for name in (section.slug, section.path, f"{section.essay}/{section.path}"):
        before, found, after = url.rpartition(name)
        if found and after in {"/", ".html"}:
            yield before, after
