"""Read the annotations of a page's tree, and give them the markup that readers get."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Callable

from ..messages.speech import Speech
from ..model import Paragraph
from .annotations import ANNOTATION, furnish, is_annotation
from .elements import CITE, HEADINGS, NOTE, STASHED, UNDEFINED, become
from .page_reading import Fault, Parts, RawAnnotation
from .syntax import keys_in


class AnnotationReader:
    """Reads annotations in the order of the page.

    `read_parts(body, id, index)` reads what an annotation says, of that id and index in
    `found`. `speech` is the language of what is added. `misplaced` are those that stand in a
    note, `blocks` the elements of all others.
    """

    def __init__(
        self, read_parts: Callable[[etree.Element, str, int], Parts], speech: Speech
    ) -> None:
        self.read_parts = read_parts
        self.speech = speech
        self.paragraph: Paragraph | None = None
        self.found: list[RawAnnotation] = []
        self.misplaced: list[RawAnnotation] = []
        self.faults: list[Fault] = []
        self.blocks: set[etree.Element] = set()

    def read(self, block: etree.Element, paragraph: Paragraph | None) -> None:
        """Read what annotations stand in a block of the page, which may be a `paragraph`.

        They belong to the paragraph before them, also those in a list or quotation that
        follows it, but not to one above a heading.
        """
        self.paragraph = paragraph or self.paragraph
        self._visit(block, nested=False)

    def _visit(self, element: etree.Element, *, nested: bool) -> None:
        if is_annotation(element):
            self._annotation(element, nested=nested)
            nested = True
        elif element.tag in HEADINGS and not nested:
            self.paragraph = None
        for child in list(element):
            self._visit(child, nested=nested)

    def _annotation(self, block: etree.Element, *, nested: bool) -> None:
        """Read an annotation; its citations stand in it, and are no notes."""
        identifier = block.attrib[ANNOTATION]
        title, body = block
        words = _words(title)
        self._take_faults(block)
        raw = RawAnnotation(
            identifier,
            block.attrib["data-type"],
            words,
            self.paragraph,
            self.read_parts(body, identifier, len(self.found)),
            block.attrib["data-words"],
            closed="data-unclosed" not in block.attrib,
            nested=nested,
        )
        self.found.append(raw)
        self.blocks.add(block)
        furnish(block, raw, self.speech)

    def _take_faults(self, block: etree.Element) -> None:
        """Leave as written what cannot stand in an annotation: notes, citations in its title."""
        for span in list(block.iter("span")):
            if label := span.attrib.pop(NOTE, "") or span.attrib.pop(UNDEFINED, ""):
                self.faults.append(Fault("note-in-annotation", label, f"[^{label}]"))
        for span in list(block[0].iter("span")):
            if span.get(CITE, "unknown") != "unknown":
                raw = span.text or ""
                self.faults.append(Fault("citation-in-title", keys_in(raw)[0], raw))
                become(span, "span", {"class": "citation citation-unresolved"}, raw)

    def set_aside(self, body: etree.Element, label: str) -> None:
        """Turn annotations in the note of that label into words of the note."""
        for block in [one for one in body.iter() if is_annotation(one)]:
            title = block[0]
            values = (block.attrib[ANNOTATION], block.attrib["data-type"])
            self.misplaced.append(RawAnnotation(*values, _words(title), None, (), note=label))
            block.tag, title.tag = "div", "p"
            block.attrib.clear()


def _words(title: etree.Element) -> str:
    return " ".join(STASHED.sub("", "".join(title.itertext())).split())
