"""What a built page holds that a style sheet or a policy can be about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from turbohtml import Doctype, Document, Element, parse
from turbohtml.query import escape_identifier

from .known_scripts import is_known

EXECUTABLE = {"", "text/javascript", "application/javascript", "module"}
"""The types of scripts that run; others are data, which no policy concerns."""

SHEET = 'link[rel~="stylesheet" i]'

LINKED = 'link[data-lean="no"]'
"""A sheet that a page is not to hold: most of its readers do without it, or need it often."""

FETCHED = {
    "src": "img, script, iframe, audio, video, source, track, embed",
    "data": "object",
    "href": f'{SHEET}, link[rel~="icon" i]',
}
"""What a page fetches by itself, by the attribute that says from where."""

Names = frozenset[str]
"""All of an element that selectors are held against: its tag, `#id` and each `.class`."""


@dataclass(frozen=True)
class PageParts:
    """What a page holds: the names of its elements, and its tree for all else that may be asked.

    `sheets` are its links to style sheets and the styles that stand between them, in their
    order; `sources` the addresses of its scripts; `scripts` and `styles` the texts of those
    that stand in it, `styles` without those among the `sheets`; `foreign` are the texts of
    scripts that no template wrote. `linked` are the addresses of
    sheets that stay files, `chosen` says whether there are such, or others that a reader may
    choose. `elsewhere` are the addresses, at other origins, of what a page shows or runs.
    """

    elements: frozenset[Names]
    sheets: tuple[Element, ...]
    sources: tuple[str, ...]
    scripts: tuple[str, ...]
    foreign: tuple[str, ...]
    styles: tuple[str, ...]
    style_attributes: tuple[str, ...]
    linked: tuple[str, ...]
    chosen: bool
    elsewhere: tuple[str, ...]
    _tree: Document

    def values(self, attribute: str) -> set[str]:
        """Give the values of an attribute, of elements that have it."""
        found = self._tree.select(f"[{escape_identifier(attribute)}]")
        return {one.attr(attribute) or "" for one in found}


def parsed(html: str) -> Document | None:
    """Parse a page by the rules of HTML5; give None for a text without doctype.

    That is no page but a part of one, or a token by which a site is verified.
    """
    tree = parse(html, positions=False)
    return tree if any(isinstance(one, Doctype) for one in tree.children) else None


def parts_of(tree: Document, mark: str = "") -> PageParts:
    """Read what a page holds; `mark` is that of scripts which templates wrote."""
    inline = list(_inline_scripts(tree))
    sheets = _sheets(tree)
    styles = tree.select("style")
    seen = {(one.tag, one.attr("id"), one.attr("class")) for one in tree.iter_elements()}
    return PageParts(
        frozenset(_names(*one) for one in seen),
        tuple(sheets),
        tuple(one.attr("src") or "" for one in tree.select("script[src]")),
        tuple(one.text for one in inline if is_known(one, mark)),
        tuple(one.text for one in inline if not is_known(one, mark)),
        tuple(one.text for one in styles if one not in sheets),
        tuple(one.attr("style") or "" for one in tree.select("[style]")),
        tuple(one.attr("href") or "" for one in tree.select(LINKED)),
        any(map(_stays, tree.select(SHEET))),
        tuple(_elsewhere(tree)),
        tree,
    )


def _sheets(tree: Document) -> list[Element]:
    """Give a page's sheets: what stands in another order says something else."""
    found = [one for one in tree.select(f"{SHEET}, style") if not _stays(one)]
    places = [place for place, one in enumerate(found) if one.tag == "link"]
    return found[places[0] : places[-1] + 1] if places else []


def _stays(sheet: Element) -> bool:
    """Whether a sheet counts only when a reader chooses it, or is to stay a file."""
    rel = (sheet.attr("rel") or "").lower().split()
    return "alternate" in rel or "disabled" in sheet.attrs or sheet.attr("data-lean") == "no"


def is_elsewhere(address: str) -> bool:
    """Whether an address leads to another origin: `https://…` or `//…`."""
    return bool(urlsplit(address).netloc)


def _elsewhere(tree: Document) -> Iterator[str]:
    for attribute, selector in FETCHED.items():
        found = (one.attr(attribute) or "" for one in tree.select(selector))
        yield from filter(is_elsewhere, found)


def _names(tag: str, id_: str | None, classes: str | None) -> Names:
    names = [tag.lower()]  # of SVG too: selectors are read in lower case
    if id_:
        names.append(f"#{id_}")
    return frozenset([*names, *(f".{one}" for one in (classes or "").split())])


def _inline_scripts(tree: Document) -> Iterator[Element]:
    for script in tree.select("script:not([src])"):
        if (script.attr("type") or "").strip().lower() in EXECUTABLE:
            yield script
