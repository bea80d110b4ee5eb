"""Entries for the search index: notes and annotations under their section, sources by themselves.

MkDocs and Material index a page's footnotes under its last heading, arrows and all. The
plugin therefore hides notes, annotations and source list from them (`contents.hide`), and
adds their words as entries of their own, which lead straight there.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .contents import annotations_of, notes_of, text_of
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
        texts = annotations_of(contents.get(url, ""))
        for one in edition.annotations:
            if one.url.partition("#")[0] == url:
                text = f"{one.title}. {text_of(texts.get(one.id, ''))}"
                yield _entry(one.url, f"Annotation: {one.title}", text)
    for source in edition.sources:
        if source.url:
            yield _entry(source.url, text_of(source.html), text_of(source.annote))


def _entry(location: str, title: str, text: str) -> dict[str, str]:
    escape = html.escape
    return {"location": location, "title": escape(title, False), "text": escape(text, False)}


def extend_index(index: str, extra: Iterable[dict[str, str]]) -> str:
    """Add entries to a `search_index.json`, replacing none."""
    data: dict[str, Any] = json.loads(index)
    data["docs"].extend(extra)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
