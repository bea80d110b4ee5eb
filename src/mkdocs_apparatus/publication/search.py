"""Search: an entry of the index for each place that can be linked to, and our own searcher.

MkDocs and Material index a page heading by heading, footnotes and arrows under the last. The
plugin therefore hides paragraphs with an id, notes, annotations and lists from them
(`search_view`), and adds their words as entries of their own, which lead straight there.
On pages of Material `assets/search.js` takes the place of Material's search worker: that
shows the best paragraph of a page below its others, and forgives no misspelling.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..model import Edition, SearchEntry
from ..page.contents import (
    annotations_of,
    notes_of,
    paragraphs_of,
    text_of,
    words_of_annotation,
    words_of_note,
    words_of_paragraph,
)
from ..page.tree import Element
from ..references.labels import short_names
from ..references.works import printed


def entries(edition: Edition, trees: Mapping[str, Element]) -> Iterator[SearchEntry]:
    """Give the search entries of the essay and its sources.

    `trees` are the finished pages by url. Titles say what a place is: a paragraph
    ("Introduction ¶2"), a note ("Introduction, note 8"), an annotation, a source ("Source:
    Brinton 1970, …").
    """
    for section in edition.sections:
        words = paragraphs_of(trees[section.url]) if section.url in trees else {}
        for each in section.paragraphs:
            if each.id:
                title = f"{section.title} ¶{each.number}"
                text = words_of_paragraph(words[each.number]) if each.number in words else ""
                yield SearchEntry(f"{section.url}#{each.id}", title, text)
    for url in edition.pages:
        if url in trees:
            yield from _on_page(edition, url, trees[url])
    names = short_names(edition.sources)
    for source in edition.sources:
        if source.url:
            title = f"Source: {names[source.key]}"
            work = printed(source, "title-short") or printed(source)
            if work[:9] not in title:  # a work without author is called by its title
                title += f", {work}"
            text = " ".join(filter(None, (source.text, text_of(source.annote))))
            yield SearchEntry(source.url, title, text)


def _on_page(edition: Edition, url: str, tree: Element) -> Iterator[SearchEntry]:
    """Give the entries of a page's notes and annotations."""
    numbers, notes = edition.pages[url].numbers, notes_of(tree)
    heading = tree.select_one("h1")
    titles = (section.title for section in edition.sections if section.url == url)
    page = next(titles, "") or (text_of(heading) if heading else "")
    for anchor, note in notes.items():
        name = f"note {numbers.get(anchor, '')}".strip()
        title = f"{page}, {name}" if page else name.capitalize()
        yield SearchEntry(f"{url}#fn:{anchor}", title, words_of_note(note))
    bodies = annotations_of(tree)
    for one in edition.annotations if bodies else ():
        if one.url.partition("#")[0] == url:
            body = bodies.get(one.id)
            words = words_of_annotation(body) if body else ""
            yield SearchEntry(one.url, f"Annotation: {one.title}", words)


def extend_index(index: str, extra: Iterable[SearchEntry]) -> str:
    """Add entries to a `search_index.json`, replacing none.

    Title and text come HTML-escaped, as the search programs of MkDocs and Material expect them.
    """
    data: dict[str, Any] = json.loads(index)
    data.pop("index", None)  # built beforehand, it would not find them: browsers build their own
    for one in extra:
        title, text = html.escape(one.title, False), html.escape(one.text, False)
        data["docs"].append({"location": one.url, "title": title, "text": text})
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
