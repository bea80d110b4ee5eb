"""The style and scripts that a site gets from the package."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from ..lean.minifying import minified

ASSETS = resources.files(__package__) / "assets"
FILES = {
    "apparatus.css": ("apparatus.css", "figures.css"),
    "apparatus.js": ("apparatus.js",),
}
"""What every site gets of `ASSETS`, and of which parts."""


def asset(parts: Iterable[str]) -> str:
    """Read parts of `ASSETS`; scripts are minified where the minifier runs."""
    pieces = ((part, (ASSETS / part).read_text("utf-8")) for part in parts)
    return "\n".join(minified(text) if part.endswith(".js") else text for part, text in pieces)


def add_assets(files: Files, config: MkDocsConfig) -> None:
    """Publish `FILES`, and let each page load them before those of the site."""
    for name, parts in FILES.items():
        path = f"assets/{name}"
        files.append(File.generated(config, path, content=asset(parts)))
        wanted = config.extra_css if name.endswith(".css") else config.extra_javascript
        if path not in wanted:  # by an earlier build of the same configuration
            wanted.insert(0, path)
