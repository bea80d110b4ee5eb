"""Make scripts small for publishing, names and all; where the minifier is missing, leave them."""

from __future__ import annotations

try:
    import minify
except ImportError:  # it has no wheels for some platforms, see pyproject.toml
    minify = None


def minified(script: str) -> str:
    """Give JavaScript without comments, white space and long names of its own."""
    return str(minify.string("application/javascript", script)) if minify else script
