"""Search: an entry of the index for each place that can be linked to, and our own searcher.

MkDocs and Material index a page heading by heading, footnotes and arrows under the last. The
plugin therefore hides paragraphs with an id, notes, annotations and lists from them
(`contents.hide`), and adds their words as entries of their own, which lead straight there.
On pages of Material `assets/search.js` takes the place of Material's search worker: that
shows the best paragraph of a page below its others, and forgives no misspelling.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..model import Edition
from ..page.contents import annotations_of, notes_of, paragraphs_of, text_of
from ..references.labels import short_names
from ..references.works import printed

WORKER = "apparatus-search.js"
"""The name under which `assets/search.js` is published, in `assets/`."""

MATERIAL_WORKER = re.compile(
    r'(?P<before><script id="__config"[^>]*>[^<]*?"search": ?"[^"<]*?)'
    r"assets/javascripts/workers/search\.\w+\.min\.js(?=\")"
)
"""Where a page of Material names its worker: `"search": "../assets/javascripts/workers/…"`."""

HEADING = re.compile(r"<h1\b[^>]*>(?P<words>.*?)</h1>", re.DOTALL)
"""The heading of a page: `<h1 id="sources">Sources</h1>`."""


def entries(edition: Edition, contents: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Give the search entries of the essay and its sources, see `search_entry`.

    `contents` is the finished HTML of pages by url. Titles say what a place is: a paragraph
    ("Introduction ¶2"), a note ("Introduction, note 8"), an annotation, a source ("Source:
    Brinton 1970, …").
    """
    for section in edition.sections:
        words = paragraphs_of(contents.get(section.url, ""))
        for each in section.paragraphs:
            if each.id:
                title = f"{section.title} ¶{each.number}"
                text = text_of(words.get(each.number, ""))
                yield search_entry(f"{section.url}#{each.id}", title, text)
    titles = {section.url: section.title for section in edition.sections}
    for url, result in edition.pages.items():
        content = contents.get(url, "")
        heading = HEADING.search(content)
        page = titles.get(url) or text_of(heading["words"] if heading else "")
        for anchor, note in notes_of(content).items():
            name = f"note {result.numbers.get(anchor, '')}".strip()
            title = f"{page}, {name}" if page else name.capitalize()
            yield search_entry(f"{url}#fn:{anchor}", title, text_of(note))
        texts = annotations_of(content)
        for one in edition.annotations:
            if one.url.partition("#")[0] == url:
                yield search_entry(
                    one.url, f"Annotation: {one.title}", text_of(texts.get(one.id, ""))
                )
    names = short_names(edition.sources)
    for source in edition.sources:
        if source.url:
            title = f"Source: {names[source.key]}"
            work = printed(source, "title-short") or printed(source)
            if work[:9] not in title:  # a work without author is called by its title
                title += f", {work}"
            text = " ".join(filter(None, (text_of(source.html), text_of(source.annote))))
            yield search_entry(source.url, title, text)


def search_entry(location: str, title: str, text: str) -> dict[str, str]:
    """Give an entry of a search index, `location` relative to the site root.

    Title and text are plain and come back HTML-escaped, as the search programs of MkDocs and
    Material expect them.
    """
    escape = html.escape
    return {"location": location, "title": escape(title, False), "text": escape(text, False)}


def extend_index(index: str, extra: Iterable[dict[str, str]]) -> str:
    """Add entries to a `search_index.json`, replacing none."""
    data: dict[str, Any] = json.loads(index)
    data["docs"].extend(extra)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def use_worker(page: str) -> str:
    """Name our worker in the configuration of a page; one not of Material stays as it is."""
    return MATERIAL_WORKER.sub(rf"\g<before>assets/{WORKER}", page, count=1)
