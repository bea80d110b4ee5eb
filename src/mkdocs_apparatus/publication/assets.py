"""The style and scripts that a site gets from the package."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources

from ..lean.minifying import minified

ASSETS = resources.files(__package__) / "assets"
FILES = {
    "apparatus.css": ("apparatus.css", "text.css", "figures.css"),
    "apparatus.js": ("apparatus.js",),
}
"""What every site gets of `ASSETS`, and of which parts."""


WORKERS = {"whole": "search_whole.js", "pagefind": "search_pagefind.js"}
"""What makes a worker of `search.js`: one that holds the whole index, or asks Pagefind."""


def asset(parts: Iterable[str]) -> str:
    """Read parts of `ASSETS`; scripts are minified where the minifier runs."""
    pieces = ((part, (ASSETS / part).read_text("utf-8")) for part in parts)
    return "\n".join(minified(text) if part.endswith(".js") else text for part, text in pieces)


def worker(engine: str) -> str:
    """Give the search worker with an engine of `WORKERS`; nothing of it is global."""
    parts = [(ASSETS / part).read_text("utf-8") for part in ("search.js", WORKERS[engine])]
    return minified(f"(() => {{\n{''.join(parts)}}})()\n")
