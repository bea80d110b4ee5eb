"""What a built page holds that a style sheet or a policy can be about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from turbohtml import Doctype, Document, Element, parse

EXECUTABLE = {"", "text/javascript", "application/javascript", "module"}
"""The types of scripts that run; others are data, which no policy concerns."""

Names = frozenset[str]
"""All of an element that selectors are held against: its tag, `#id` and each `.class`."""


@dataclass(frozen=True)
class PageParts:
    """What a page holds: the names of its elements, its attributes with all their values.

    `sheets` are its links to style sheets, `sources` the addresses of its scripts; `scripts`
    and `styles` the texts of those that stand in it.
    """

    elements: frozenset[Names]
    attributes: Mapping[str, frozenset[str]]
    sheets: tuple[Element, ...]
    sources: tuple[str, ...]
    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    style_attributes: tuple[str, ...]


def parsed(html: str) -> Document | None:
    """Parse a page by the rules of HTML5; give None for a text without doctype.

    That is no page but a part of one, or a token by which a site is verified.
    """
    tree = parse(html, positions=False)
    return tree if any(isinstance(one, Doctype) for one in tree.children) else None


def parts_of(tree: Document) -> PageParts:
    """Read what a page holds."""
    elements = set()
    attributes: dict[str, set[str]] = {}
    for element in tree.iter_elements():
        names = [element.tag.lower()]  # of SVG too: selectors are read in lower case
        for name, value in element.attrs.items():
            given = _text(element, name, value)
            attributes.setdefault(name.lower(), set()).add(given)
            if name == "class":
                names += (f".{one}" for one in given.split())
            elif name == "id":
                names.append(f"#{given}")
        elements.add(frozenset(names))
    return PageParts(
        frozenset(elements),
        {name: frozenset(values) for name, values in attributes.items()},
        tuple(tree.select('link[rel~="stylesheet"]')),
        tuple(one.attr("src") or "" for one in tree.select("script[src]")),
        tuple(_inline_scripts(tree)),
        tuple(one.text for one in tree.select("style")),
        tuple(one.attr("style") or "" for one in tree.select("[style]")),
    )


def _text(element: Element, name: str, value: str | list[str] | None) -> str:
    """Give an attribute as it is written: of `class` the tree has the parts."""
    if isinstance(value, list):
        return element.attr(name) or ""
    return value or ""


def _inline_scripts(tree: Document) -> Iterator[str]:
    for script in tree.select("script:not([src])"):
        if (script.attr("type") or "").strip().lower() in EXECUTABLE:
            yield script.text
