"""The passages of the essay: whatever can be linked to and holds words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..model import Edition, Paragraph, Passage, Section
from .contents import (
    ANNOTATION,
    HIDDEN,
    LIST,
    MARKER,
    NOTES,
    PARAGRAPH,
    annotations_of,
    notes_of,
    paragraphs_of,
)

HEADING = re.compile(r"<h(?P<level>[1-6])\b[^>]*>.*?</h(?P=level)>", re.DOTALL)
"""A heading, whose words are no passage's: `<h2 id="lenin">Lenin</h2>`."""


@dataclass(frozen=True)
class Stretch:
    """A paragraph and what stands under it until the next, by places in the page.

    `number` is the paragraph's. Its own words go from `first` to `last`, all to `end`.
    """

    number: str
    first: int
    last: int
    end: int


def stretches_of(page: str) -> Iterator[Stretch]:
    """Give the stretches of a section's HTML in order."""
    found = list(PARAGRAPH.finditer(page))
    starts = [*(one.start() for one in found), len(page)]
    for one, end in zip(found, starts[1:], strict=True):
        yield Stretch(html.unescape(one["number"]), one.start("html"), one.end("html"), end)


def text_alone(page: str) -> str:
    """Put blanks for headings, notes, annotations and lists of sources: the text is left.

    Nothing changes its place, as what is found in it may be marked in the page.
    """
    for pattern in (HIDDEN, NOTES, ANNOTATION, LIST, HEADING):
        page = pattern.sub(lambda match: " " * len(match[0]), page)
    return page


def passages_of(edition: Edition, contents: Mapping[str, str]) -> tuple[Passage, ...]:
    """Give paragraphs, each with its annotations, and notes of all sections in reading order.

    `contents` are the filled pages by url. A paragraph without an id has its section's url.
    """
    notes = {note.url: note.paragraph for note in edition.notes}
    return tuple(
        one
        for section in edition.sections
        for one in _of(section, edition, contents.get(section.url, ""), notes)
    )


def _of(
    section: Section, edition: Edition, content: str, notes: Mapping[str, Paragraph | None]
) -> Iterator[Passage]:
    paragraphs, annotations = paragraphs_of(content), annotations_of(content)
    text = text_alone(content)
    below = {one.number: MARKER.sub("", text[one.last : one.end]) for one in stretches_of(text)}

    for paragraph in section.paragraphs:
        number = paragraph.number
        yield Passage(
            f"{section.url}#{paragraph.id}" if paragraph.id else section.url,
            section.slug,
            section.title,
            "paragraph",
            f"¶{number}",
            paragraphs.get(number, ""),
            paragraph,
            below.get(number, ""),
        )
        for one in edition.annotations:
            if one.section == section.slug and one.paragraph == paragraph:
                yield Passage(
                    f"{section.url}#{one.id}" if one.id else section.url,
                    section.slug,
                    section.title,
                    "annotation",
                    f"annotation {one.quoted}",
                    annotations.get(one.id, ""),
                    paragraph,
                    f"<p>{html.escape(one.title)}</p>",
                )
    numbers = edition.pages[section.url].numbers
    for anchor, note in notes_of(content).items():
        url = f"{section.url}#fn:{anchor}"
        label = f"note {numbers.get(anchor, '')}".strip()
        yield Passage(url, section.slug, section.title, "note", label, note, notes.get(url))
