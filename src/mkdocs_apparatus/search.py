"""Entries for the search index: each note under its section, each source by itself.

MkDocs and Material index a page's footnotes under its last heading, arrows and all. The
plugin therefore hides notes and source list from them (`contents.searchable`), and adds
their words as entries of their own, which lead straight to the note or source.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from typing import Any

from .contents import notes_of, text_of
from .model import Edition


def entries(edition: Edition, contents: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Give search entries: `location` relative to the site root, `title`, `text`.

    `contents` is the finished HTML of pages by url. Both texts are HTML-escaped, as
    the search programs of MkDocs and Material expect.
    """
    for url, result in edition.pages.items():
        for anchor, note in notes_of(contents.get(url, "")).items():
            title = f"Note {result.numbers.get(anchor, '')}".strip()
            yield _entry(f"{url}#fn:{anchor}", title, text_of(note))
    for source in edition.sources:
        if source.url:
            yield _entry(source.url, text_of(source.html), text_of(source.annote))


def _entry(location: str, title: str, text: str) -> dict[str, str]:
    escape = html.escape
    return {"location": location, "title": escape(title, False), "text": escape(text, False)}


def extend_index(index: str, extra: Iterator[dict[str, str]]) -> str:
    """Add entries to a `search_index.json`, replacing none."""
    data: dict[str, Any] = json.loads(index)
    data["docs"].extend(extra)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
