"""The passages of the essay: whatever can be linked to and holds words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .contents import annotations_of, notes_of, paragraphs_of
from .model import Edition, Passage, Section


def passages_of(edition: Edition, contents: Mapping[str, str]) -> tuple[Passage, ...]:
    """Give paragraphs, each with its annotations, and notes of all sections in reading order.

    `contents` are the filled pages by url. A paragraph without an id has its section's url.
    """
    return tuple(one for section in edition.sections for one in _of(section, edition, contents))


def _of(section: Section, edition: Edition, contents: Mapping[str, str]) -> Iterator[Passage]:
    content = contents.get(section.url, "")
    paragraphs, annotations = paragraphs_of(content), annotations_of(content)

    def passage(anchor: str, kind: str, label: str, html: str) -> Passage:
        url = f"{section.url}#{anchor}" if anchor else section.url
        return Passage(url, section.slug, section.title, kind, label, html)

    for paragraph in section.paragraphs:
        label = f"¶{paragraph.number}"
        yield passage(paragraph.id or "", "paragraph", label, paragraphs.get(paragraph.number, ""))
        for one in edition.annotations:
            if one.section == section.slug and one.paragraph == paragraph:
                label = f"annotation {one.quoted}"
                yield passage(one.id, "annotation", label, annotations.get(one.id, ""))
    numbers = edition.pages[section.url].numbers
    for anchor, html in notes_of(content).items():
        yield passage(f"fn:{anchor}", "note", f"note {numbers.get(anchor, '')}".strip(), html)
