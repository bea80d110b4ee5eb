"""The passages of the essay: whatever can be linked to and holds words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..messages import places
from ..messages.places import Label
from ..messages.speech import ENGLISH, Speech
from ..model import Annotation, Edition, Paragraph, Section
from .contents import (
    ANNOTATION,
    BACKLINK,
    FOOT,
    LIST,
    MARGIN_NOTE,
    MARKER,
    NOTES,
    PARAGRAPHS,
    SIGN,
    annotations_of,
    is_language_part,
    notes_of,
    text_of,
)
from .tree import Element, Node
from .words import Words, words_of

HEADINGS = [f"h{level}" for level in range(1, 7)]
NO_TEXT = ", ".join([NOTES, ANNOTATION, LIST, MARKER, SIGN, MARGIN_NOTE, "footer", *HEADINGS])
"""What is no part of the text: notes and their numbers, annotations, sources, headings, and
what an editor puts into a `<footer>`."""


@dataclass(frozen=True)
class Passage:
    """A stretch of text that can be linked to: a paragraph, a note or an annotation.

    `label` is how a reader would name it within its page, `words` what it says, with the title of
    an annotation, and with what stands under a paragraph until the next (lists, quotations,
    tables); `count` is how many words that are.
    `kind` is one of "paragraph", "note", "annotation". `section` is the slug of its page and
    `page` that page's title, `number` the section's. `paragraph` is that which it is or belongs
    to, `essay` the title of its essay where there are several.
    """

    url: str
    section: str
    page: str
    kind: str
    label: Label
    words: Words
    count: int = 0
    paragraph: Paragraph | None = None
    number: int = 0
    essay: str = ""


@dataclass(frozen=True)
class _Reader:
    """Reads one section from its tree.

    `beside` are its annotations by paragraph, `paragraphs_of` those of notes by url, `numbers`
    the numbers of its notes by anchor; `essay` is the title of its essay, one of several.
    """

    section: Section
    tree: Node
    beside: Mapping[Paragraph | None, Sequence[Annotation]]
    paragraphs_of: Mapping[str, Paragraph | None]
    numbers: Mapping[str, int]
    speech: Speech
    essay: str

    def passage(
        self,
        anchor: str | None,
        kind: str,
        label: Label,
        nodes: list[Node],
        but: frozenset[Node],
        paragraph: Paragraph | None,
    ) -> Passage:
        url = f"{self.section.url}#{anchor}" if anchor else self.section.url
        words = words_of(nodes, but)
        count = sum(len(text_of(node, NO_TEXT).split()) for node in nodes if node not in but)
        slug, title, number = self.section.slug, self.section.title, self.section.number
        return Passage(url, slug, title, kind, label, words, count, paragraph, number, self.essay)

    def paragraphs(self) -> Iterator[Passage]:
        """Give the paragraphs, each with its annotations."""
        but = frozenset[Node](self.tree.select(NO_TEXT))
        stretches = dict(_stretches(self.tree))
        bodies = annotations_of(self.tree)
        for paragraph in self.section.paragraphs:
            nodes = stretches.get(paragraph.number, [])
            label = places.paragraph(self.speech, paragraph.number)
            yield self.passage(paragraph.id, "paragraph", label, nodes, but, paragraph)
            for one in self.beside.get(paragraph, ()):
                told = _annotation(bodies.get(one.id))
                feet = frozenset[Node](one for body in told for one in body.select(FOOT))
                label = places.annotation(self.speech, one.title)
                yield self.passage(one.id, "annotation", label, told, feet, paragraph)

    def notes(self) -> Iterator[Passage]:
        """Give the notes in their order."""
        for anchor, note in notes_of(self.tree).items():
            label = places.note(self.speech, self.numbers.get(anchor, ""))
            arrows = frozenset[Node](note.select(BACKLINK))
            paragraph = self.paragraphs_of.get(f"{self.section.url}#fn:{anchor}")
            yield self.passage(f"fn:{anchor}", "note", label, [note], arrows, paragraph)


def passages_of(
    edition: Edition, trees: Mapping[str, Node], speech: Speech = ENGLISH
) -> tuple[Passage, ...]:
    """Give paragraphs, each with its annotations, and notes of all sections in reading order.

    `trees` are the filled pages by url. A paragraph without an id has its section's url.
    """
    beside: dict[str, dict[Paragraph | None, list[Annotation]]] = {}
    for one in edition.annotations:
        held = beside.setdefault(one.url.partition("#")[0], {})
        held.setdefault(one.paragraph, []).append(one)
    paragraphs = {note.url: note.paragraph for note in edition.notes}
    readers = (
        _Reader(
            section,
            trees[section.url],
            beside.get(section.url, {}),
            paragraphs,
            edition.pages[section.url].numbers,
            speech,
            essay.title if (essay := edition.essay_of(section.url)) else "",
        )
        for section in edition.sections
        if section.url in trees
    )
    return tuple(one for reader in readers for one in (*reader.paragraphs(), *reader.notes()))


def _stretches(page: Node) -> Iterator[tuple[str, list[Node]]]:
    """Give the paragraphs by number, and what stands under each until the next."""
    paragraphs = page.select(PARAGRAPHS)
    known = frozenset(paragraphs)
    for paragraph in paragraphs:
        nodes: list[Node] = [paragraph]
        for node in paragraph.next_siblings:
            if node in known or is_language_part(node):
                break
            nodes.append(node)
        yield paragraph.attr("data-paragraph") or "", nodes


def _annotation(body: Element | None) -> list[Node]:
    """Give what an annotation says: its body, and its title."""
    title = body.parent.select_one("span.annotation-title") if body and body.parent else None
    return [one for one in (body, title) if one]
