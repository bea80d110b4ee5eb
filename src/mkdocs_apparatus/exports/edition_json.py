"""`edition.json`: the whole edition for other programs, true to the pages' HTML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from ..model import (
    Annotation,
    Citation,
    Edition,
    EditionInfo,
    Essay,
    Note,
    Paragraph,
    Place,
    Section,
    Source,
)
from ..page.contents import (
    annotations_of,
    notes_of,
    paragraphs_of,
    without_arrows,
    words_of_annotation,
    words_of_note,
    words_of_paragraph,
)
from ..page.tree import Element, written


def edition_json(edition: Edition, info: EditionInfo, trees: Mapping[str, Element]) -> str:
    """Write the model as JSON, keys sorted, lists in reading order, an item a line.

    `trees` are the finished pages by url. Urls are relative to the site's, which
    is empty where none is set. `sections` and `notes` are the
    essay's; `cited` names places on other pages too. A paragraph without an id has its
    section's url. Where there are several essays, `essays` names them, each section says in
    which `essay` it stands, and numbers of notes and sections count within it.
    """
    notes = {
        f"{url}#fn:{anchor}": note
        for url in {section.url for section in edition.sections} & trees.keys()
        for anchor, note in notes_of(trees[url]).items()
    }
    annotations = {
        f"{url}#{identifier}": words_of_annotation(body)
        for url, tree in trees.items()
        for identifier, body in annotations_of(tree).items()
    }
    numbers: dict[tuple[str, Paragraph | None], list[int]] = {}
    for note in edition.notes:
        numbers.setdefault((note.url.partition("#")[0], note.paragraph), []).append(note.number)
    whole = {
        "title": info.title,
        "url": info.url,
        "sections": [
            _section(one, numbers, trees.get(one.url)) | _within(edition.essay_of(one.url))
            for one in edition.sections
        ],
        "notes": [_note(one, notes.get(one.url)) for one in edition.notes],
        "sources": [_source(one) for one in edition.sources],
        "annotations": [_annotation(one, annotations) for one in edition.annotations],
    }
    if len(edition.essays) > 1:
        whole["essays"] = [
            {"slug": one.folder, "url": one.url, "title": one.title} for one in edition.essays
        ]
    fields = (f"{_dump(name)}: {_dump_lines(whole[name])}" for name in sorted(whole))
    return "{\n" + ",\n".join(fields) + "\n}\n"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _dump_lines(value: object) -> str:
    """Put each item of a list on a line of its own, so that a diff shows items."""
    if not isinstance(value, list) or not value:
        return _dump(value)
    return "[\n" + ",\n".join(map(_dump, value)) + "\n]"


def _id(paragraph: Paragraph | None) -> str | None:
    return paragraph.id if paragraph else None


NotesOf = Mapping[tuple[str, Paragraph | None], list[int]]
"""The numbers of notes by the url of their page and their paragraph."""


def _section(section: Section, numbers: NotesOf, tree: Element | None) -> dict[str, Any]:
    found = paragraphs_of(tree) if tree else {}
    texts = {number: words_of_paragraph(one) for number, one in found.items()}
    return {
        "slug": section.slug,
        "url": section.url,
        "number": section.number,
        "title": section.title,
        "paragraphs": [
            {
                "id": paragraph.id,
                "url": f"{section.url}#{paragraph.id}" if paragraph.id else section.url,
                "text": texts.get(paragraph.number, ""),
                "notes": numbers.get((section.url, paragraph), []),
            }
            for paragraph in section.paragraphs
        ],
    }


def _within(essay: Essay | None) -> dict[str, str]:
    return {"essay": essay.folder} if essay else {}


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "key": citation.key,
        "prefix": citation.prefix,
        "label": citation.label,
        "locator": citation.locator,
        "suffix": citation.suffix,
    }


def _from_root(note: Element, url: str) -> str:
    """Give the HTML of a note without its arrows, relative links relative to the site root."""
    copy = without_arrows(note)
    for link in copy.select("[href]"):
        link.attrs["href"] = urljoin(url, link.attr("href") or "")
    return written(copy).strip()


def _note(note: Note, element: Element | None) -> dict[str, Any]:
    return {
        "number": note.number,
        "url": note.url,
        "section": note.section,
        "paragraph": _id(note.paragraph),
        "kind": note.kind.value,
        "text": words_of_note(element) if element else "",
        "html": _from_root(element, note.url) if element else "",
        "citations": [_citation(citation) for citation in note.citations],
    }


def _annotation(annotation: Annotation, texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": annotation.id,
        "url": annotation.url,
        "section": annotation.section,
        "paragraph": _id(annotation.paragraph),
        "type": annotation.type,
        "title": annotation.title,
        "text": texts.get(annotation.url, ""),
        "citations": [_citation(citation) for citation in annotation.citations],
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "url": place.url,
        "section": place.section,
        "paragraph": _id(place.paragraph),
        "note": place.note,
        "annotation": place.annotation.id if place.annotation else None,
        "label": place.citation.label,
        "locator": place.citation.locator,
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "key": source.key,
        "url": source.url,
        "type": source.type,
        "text": source.text,
        "html": source.html,
        "csl": source.csl,
        "cited": [_place(place) for place in source.cited],
    }
