"""The style and scripts that a site gets from the package."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources

from ..lean.minifying import minified

ASSETS = resources.files(__package__) / "assets"

SCRIPT = "assets/apparatus.js"
"""Where a site has the script that serves readers."""

STAND_IN = "assets/iframe-worker.js"
"""Where a copy to be read from a disk has what stands for a worker there."""

LOOK = resources.files(__package__) / "look"
"""What the look of an edition is made of; in its `theme` is what stands before Material's."""

LOOK_SHEET = "assets/apparatus-edition.css"
"""Where a site has the style sheet of the look."""

FILES = {
    "assets/apparatus.css": ("apparatus.css", "text.css", "figures.css"),
    SCRIPT: ("apparatus.js",),
}
"""What every site gets of `ASSETS`, and of which parts."""

PLAIN_FILES = FILES | {
    "assets/apparatus.css": ("apparatus.css", "plain.css", "text.css", "figures.css")
}
"""So where a site has no look of ours, but that of its theme."""


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
