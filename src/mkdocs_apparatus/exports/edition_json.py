"""`edition.json`: the whole edition for other programs, true to the pages' HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from ..model import (
    Annotation,
    Citation,
    Edition,
    EditionInfo,
    Note,
    Paragraph,
    Place,
    Section,
    Source,
)
from ..page.contents import annotations_of, notes_of, paragraphs_of, text_of

HREF = re.compile(r'href="([^"]*)"')
"""A link's target."""


def edition_json(edition: Edition, info: EditionInfo, contents: Mapping[str, str]) -> str:
    """Write the model as JSON, keys sorted, lists in reading order, an item a line.

    `contents` is the finished HTML of pages by url. Urls are relative to the site's, which
    is empty where none is set. `sections` and `notes` are the
    essay's; `cited` names places on other pages too. A paragraph without an id has its
    section's url.
    """
    notes = {
        f"{page}#fn:{anchor}": note
        for page, content in contents.items()
        for anchor, note in notes_of(content).items()
    }
    annotations = {
        f"{page}#{identifier}": text_of(words)
        for page, content in contents.items()
        for identifier, words in annotations_of(content).items()
    }
    whole = {
        "title": info.title,
        "url": info.url,
        "sections": [_section(one, edition, contents.get(one.url, "")) for one in edition.sections],
        "notes": [_note(one, notes.get(one.url, "")) for one in edition.notes],
        "sources": [_source(one) for one in edition.sources],
        "annotations": [_annotation(one, annotations) for one in edition.annotations],
    }
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


def _section(section: Section, edition: Edition, content: str) -> dict[str, Any]:
    texts = paragraphs_of(content)
    notes = [note for note in edition.notes if note.url.partition("#")[0] == section.url]
    return {
        "slug": section.slug,
        "url": section.url,
        "number": section.number,
        "title": section.title,
        "paragraphs": [
            {
                "id": paragraph.id,
                "url": f"{section.url}#{paragraph.id}" if paragraph.id else section.url,
                "text": text_of(texts.get(paragraph.number, "")),
                "notes": [note.number for note in notes if note.paragraph == paragraph],
            }
            for paragraph in section.paragraphs
        ],
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "key": citation.key,
        "prefix": citation.prefix,
        "label": citation.label,
        "locator": citation.locator,
        "suffix": citation.suffix,
    }


def _from_root(fragment: str, url: str) -> str:
    """Make a page's relative links relative to the site root."""
    return HREF.sub(lambda match: f'href="{urljoin(url, match[1])}"', fragment)


def _note(note: Note, content: str) -> dict[str, Any]:
    return {
        "number": note.number,
        "url": note.url,
        "section": note.section,
        "paragraph": _id(note.paragraph),
        "kind": note.kind.value,
        "text": text_of(content),
        "html": _from_root(content, note.url),
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
        "text": text_of(source.html),
        "html": source.html,
        "csl": source.csl,
        "cited": [_place(place) for place in source.cited],
    }
