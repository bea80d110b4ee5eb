"""Keys of sources that are ids already: the entry of each has its key for an id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

from ..bib import Bibliography
from ..model import Edition, Problem
from ..page.sheet import Sheet
from ..page.tree import Element

OF_THEMES = "__"
"""How ids of Material begin: `__search`, `__drawer`."""


def check_keys(
    edition: Edition, sheets: Mapping[str, Sheet], bibliography: Bibliography
) -> Iterator[Problem]:
    """Find keys that stand twice as ids of a page."""
    entries = {entry.key: entry for entry in bibliography.entries}

    @cache
    def counts(url: str) -> Counter[str]:
        return Counter(_ids(sheets[url].root)) if url in sheets else Counter()

    for source in edition.sources:
        entry = entries.get(source.key)
        if source.url is None or entry is None:
            continue
        message = ""
        if counts(source.url.partition("#")[0])[source.key] > 1:
            words = "is the id of something else on the page of its entry"
            message = f"'{source.key}' {words}; choose another key"
        elif source.key.startswith(OF_THEMES):
            mend = f"choose a key that does not begin with '{OF_THEMES}'"
            message = f"'{source.key}' may be the id of a part of the theme; {mend}"
        if message:
            yield Problem(entry.path, entry.line, "duplicate-id", message)


def _ids(root: Element) -> Iterator[str]:
    for element in root.select("[id]"):
        yield element.attr("id") or ""
