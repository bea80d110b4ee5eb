"""Addresses that are printed as such: where their lines may end."""

from __future__ import annotations

import re

from ..page.tree import Element, Node, Text

ADDRESS = re.compile(r"(https?://|www\.)\S+|[\w-]+(\.[\w-]+)*\.[a-z]{2,}(/\S*)?")
"""The words of a link that are an address: `https://a.example/b`, `www.b.example`, `c.example`."""

BREAKS = re.compile(r"(?<=//)(?=.)|(?<=[^/]/)(?=[^/])|(?=[.,_?&=#%~])(?<=[^/])")
"""After slashes and before other marks, as Chicago 17, 7.46, and MLA have it; not by a hyphen."""


def let_addresses_break(root: Element) -> None:
    """Mark links whose words are their address, and let lines end where readers expect it.

    A style sheet can forbid hyphens in `.address`: one that is inserted cannot be told from one
    that belongs there.
    """
    for link in root.select("a[href]"):
        held = list(link.children)
        if len(held) != 1 or not isinstance(held[0], Text) or not ADDRESS.fullmatch(held[0].data):
            continue
        link.attrs["class"] = " ".join([*(link.attr("class") or "").split(), "address"])
        first, *others = BREAKS.split(held[0].data)
        pieces: list[Node] = [Text(first)]
        for one in others:
            pieces += [Element("wbr"), Text(one)]
        held[0].replace_with(*pieces)
