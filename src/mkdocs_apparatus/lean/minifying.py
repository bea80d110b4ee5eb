"""Make scripts small for publishing, names and all; where the minifier is missing, leave them."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from ..cache import Cache

MINIFIER = "tdewolff-minify"


@lru_cache(maxsize=64)
def minified(script: str, cache: Cache | None = None) -> str:
    """Give JavaScript without comments, white space and long names of its own."""
    try:
        key = f"{MINIFIER} {version(MINIFIER)}\n{script}"
    except PackageNotFoundError:  # it has no wheels for some platforms, see pyproject.toml
        return script
    if cache and (found := cache.get("scripts", key)):
        return found.decode()
    import minify  # only where needed: it brings a library of 10 MB

    small = str(minify.string("application/javascript", script))
    if cache:
        cache.put("scripts", key, small.encode())
    return small
