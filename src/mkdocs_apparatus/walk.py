"""Read a converted page's tree in reading order and give its notes their markup."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass

from markdown.extensions.footnotes import FN_BACKLINK_TEXT, NBSP_PLACEHOLDER
from markdown.util import HTML_PLACEHOLDER_RE

from .annotations import UNREAD, furnish, gather, is_annotation
from .model import NoteKind, Paragraph
from .numbering import paragraph_ids
from .reading import Fault, PageReading, Parts, RawAnnotation, RawCitation, RawNote
from .syntax import CLOSING, STOP, keys_in

STASHED = re.compile("\x02[^\x03]*\x03")
"""Python-Markdown's placeholder for something inline, code or a link say."""

REGISTERS = {
    "\\contents": "contents",
    "\\index": "index",
    "\\timeline": "timeline",
    "\\source_grid": "grid",
}
"""What an editor writes in a paragraph of its own where a register is to stand."""


@dataclass(frozen=True)
class Settings:
    """What the extension must know of the site; `keys` None accepts every key.

    `marker` and `place` are the site's options of Python-Markdown's footnotes: what is
    set around a note's number, and the paragraph that says where the notes stand.
    """

    keys: frozenset[str] | None
    note_style: bool
    narrative: bool = True
    marker: str = "{}"
    place: str = "///Footnotes Go Here///"
    bib_command: str = "\\bibliography"
    full_bib_command: str = "\\full_bibliography"
    bib_by_default: bool = True

    def knows(self, key: str) -> bool:
        """Whether the bibliography defines `key`."""
        return self.keys is None or key in self.keys


@dataclass(frozen=True)
class _Holder:
    """What holds citations: the note or annotation of that index; `anchor` is their place."""

    anchor: str
    note: int | None = None
    annotation: int | None = None


class Walk:
    """One walk over one page's tree, which it changes in place."""

    def __init__(
        self, root: etree.Element, settings: Settings, conversion: int = 0, *, in_essay: bool
    ) -> None:
        self.root = root
        self.settings = settings
        self.conversion = conversion
        self.in_essay = in_essay
        self.parents = {child: parent for parent in root.iter() for child in parent}
        self.definitions: dict[str, etree.Element] = {}
        self.paragraph: Paragraph | None = None
        self.paragraphs: dict[etree.Element, Paragraph] = {}
        self.citations: list[RawCitation] = []
        self.notes: list[RawNote] = []
        self.annotations: list[RawAnnotation] = []
        self.furnished: set[etree.Element] = set()
        self.faults: list[Fault] = []
        self.bodies: list[etree.Element] = []
        self.index: dict[str, int] = {}
        self.references: dict[int, int] = {}
        self.counts: dict[str, int] = {}
        self.markers: set[etree.Element] = set()
        self.place: etree.Element | None = None
        self.page_list: etree.Element | None = None
        self.places: set[str] = set()

    def read(self) -> PageReading:
        """Walk the page; the notes are appended to it or put where a marker stands."""
        self._take_definitions()
        for block in list(self.root.iter("p")):
            self._take_command(block)
        self._count_paragraphs()
        for block in list(self.root):
            self._read_block(block)
        pending = True
        while pending:  # a note referred to only from within another note
            pending = False
            for body in list(self.bodies):
                for span in list(body.iter("span")):
                    if "data-note" in span.attrib:
                        self._reference(span)
                        pending = True
        for label in sorted(self.definitions.keys() - self.index.keys()):
            self.faults.append(Fault("unused-note", label, f"[^{label}]:"))
        gather(self.root, self.furnished)
        self._place_lists()
        return PageReading(
            tuple(self.paragraphs.values()),
            tuple(self.notes),
            tuple(self.citations),
            tuple(self.faults),
            frozenset(self.definitions),
            frozenset(self.places),
            self.conversion,
            frozenset(
                identifier
                for element in self.root.iter()
                if element not in self.paragraphs
                and element.get("class") != "annotation-body"
                and (identifier := element.get("id"))
            ),
            tuple(self.annotations),
            "\n".join(text for text in self._texts() if UNREAD.search(text)),
        )

    def _texts(self) -> Iterator[str]:
        return ("".join(one.itertext()) for one in self.root.iter("p"))

    # Reading ---------------------------------------------------------------------------

    def _take_definitions(self) -> None:
        holder = self.root.find("div[@data-definitions]")
        if holder is not None:
            self.root.remove(holder)
            for body in list(holder):
                self.definitions[body.attrib.pop("data-definition")] = body

    def _count_paragraphs(self) -> None:
        blocks = [
            one
            for one in self.root
            if one.tag == "p" and not _is_raw(one) and one is not self.place
        ]
        ids = paragraph_ids([one.get("id") for one in blocks])
        for block, series in zip(blocks, ids, strict=True):
            self.paragraphs[block] = Paragraph(series.removeprefix("p"), block.get("id"))
            if self.in_essay:
                block.set("data-paragraph", series.removeprefix("p"))

    def _read_block(self, block: etree.Element) -> None:
        self.paragraph = self.paragraphs.get(block, self.paragraph)
        for element in list(block.iter()):
            if is_annotation(element):
                self._annotation(element)
        for element in list(block.iter("span")):
            if "data-cite" in element.attrib:
                self._citation(element)
            elif "data-note" in element.attrib:
                self._reference(element)
            elif "data-undefined" in element.attrib:
                self._undefined(element)

    def _annotation(self, block: etree.Element) -> None:
        """Read an annotation; its citations stand in it, and are no notes."""
        identifier, kind = block.attrib["data-annotation"], block.attrib["data-type"]
        title, body = block
        index = len(self.annotations)
        words = STASHED.sub("", "".join(title.itertext())).strip()
        for span in list(block.iter("span")):
            if label := span.attrib.pop("data-note", "") or span.attrib.pop("data-undefined", ""):
                self.faults.append(Fault("note-in-annotation", label, f"[^{label}]"))
        for span in list(title.iter("span")):
            if span.get("data-cite", "unknown") != "unknown":
                raw = span.text or ""
                self.faults.append(Fault("citation-in-title", keys_in(raw)[0], raw))
                _become(span, "span", {"class": "citation citation-unresolved"}, raw)
        holder = _Holder(identifier, annotation=index)
        parts = tuple(self._parts(one, holder) for one in body)
        found = RawAnnotation(
            identifier,
            kind,
            " ".join(words.split()),
            self.paragraph,
            parts,
            closed="data-unclosed" not in block.attrib,
            nested=self._is_nested(block),
        )
        self.annotations.append(found)
        self.furnished.add(block)
        furnish(block, identifier, self.paragraph)

    def _is_nested(self, block: etree.Element) -> bool:
        while block in self.parents:
            block = self.parents[block]
            if block in self.furnished:
                return True
        return False

    def _take_command(self, block: etree.Element) -> None:
        r"""Take `\bibliography` and its like, each in a paragraph of its own."""
        text = (block.text or "").strip() if not len(block) else ""
        if text == self.settings.full_bib_command:
            _become(block, "div", {"data-list": "full"}, text)
            self.places.add("full")
        elif text in REGISTERS:
            _become(block, "div", {"data-register": REGISTERS[text]}, text)
            self.places.add(REGISTERS[text])
        elif text == self.settings.place or (
            text == self.settings.bib_command and self.settings.note_style
        ):
            self.place = block
        elif text == self.settings.bib_command:
            _become(block, "div", {"data-list": "page"}, text)
            self.page_list = block

    def _anchor(self) -> str:
        """Name the next note or citation after its paragraph: `p4-2`, whatever stands in others."""
        here = self.paragraph
        base = (here.id or f"p{here.number}") if here else "p0"
        self.counts[base] = self.counts.get(base, 0) + 1
        return f"{base}-{self.counts[base]}"

    def _citation(self, span: etree.Element) -> None:
        kind, unknown = span.attrib.pop("data-cite"), span.attrib.pop("data-keys")
        raw = span.text or ""
        if kind == "unknown":
            span.set("class", "citation citation-unresolved")
            for key in unknown.split():
                self.faults.append(Fault("unknown-key", key, raw))
            return
        anchor = self._anchor()
        if not self.settings.note_style:
            span.set("id", f"cite:{anchor}")
            self._record(raw, _Holder(f"cite:{anchor}"), span)
            return
        body = etree.Element("li")
        words = etree.SubElement(etree.SubElement(body, "p"), "span")
        slot = self._record(raw, _Holder(f"fnref:{anchor}", len(self.notes)), words)
        marker = span
        if kind == "narrative":
            span.set("data-prose", f"{self.conversion}-{slot}")
            span.set("class", "citation")
            marker = etree.Element("sup")
            marker.tail, span.tail = span.tail, None
            parent = self.parents[span]
            parent.insert(list(parent).index(span) + 1, marker)
            self.parents[marker] = parent
        self._tidy(marker, stick=kind == "bracket")
        self.markers.add(marker)
        self._add_note(anchor, NoteKind.CITATION, (((slot, ""),),), body)
        self._mark(marker, len(self.notes) - 1)

    def _record(self, raw: str, holder: _Holder, span: etree.Element) -> int:
        slot = len(self.citations)
        found = RawCitation(
            slot, raw, holder.anchor, holder.note, self.paragraph, holder.annotation
        )
        self.citations.append(found)
        span.set("class", "citation")
        attribute = "data-prose" if holder.note is None else "data-words"
        span.set(attribute, f"{self.conversion}-{slot}")
        span.text = raw
        return slot

    def _reference(self, span: etree.Element) -> None:
        label = span.attrib.pop("data-note")
        if label not in self.index:
            anchor = self._anchor()
            self.index[label] = len(self.notes)
            body = self.definitions[label]
            holder = _Holder(f"fnref:{anchor}", len(self.notes))
            parts = tuple(self._parts(block, holder) for block in body)
            self._add_note(anchor, NoteKind.DISCURSIVE, parts, body)
        self._mark(span, self.index[label])

    def _parts(self, block: etree.Element, holder: _Holder) -> tuple[tuple[int | None, str], ...]:
        """Read a paragraph of a note or annotation: its citations, and the words between."""
        return tuple(
            (item, "") if isinstance(item, int) else (None, STASHED.sub("x", item))
            for item in self._flatten(block, holder)
            if item != ""
        )

    def _flatten(self, element: etree.Element, holder: _Holder) -> Iterator[int | str]:
        yield element.text or ""
        for child in element:
            if child.get("data-cite") == "unknown":
                self._citation(child)
            elif "data-cite" in child.attrib:
                child.attrib.pop("data-cite")
                child.attrib.pop("data-keys")
                yield self._record(child.text or "", holder, child)
            elif "data-undefined" in child.attrib:
                self._undefined(child)
            elif "data-note" not in child.attrib:
                yield from self._flatten(child, holder)
            yield child.tail or ""

    def _undefined(self, span: etree.Element) -> None:
        label = span.attrib.pop("data-undefined")
        self.faults.append(Fault("undefined-note", label, f"[^{label}]"))

    # Markup ----------------------------------------------------------------------------

    def _add_note(
        self,
        anchor: str,
        kind: NoteKind,
        parts: Parts,
        body: etree.Element,
    ) -> None:
        self.notes.append(RawNote(anchor, kind, self.paragraph, parts))
        body.tag = "li"
        body.set("id", f"fn:{anchor}")
        self.bodies.append(body)

    def _mark(self, element: etree.Element, index: int) -> None:
        """Turn `element` into a note marker, and link back to it from the note."""
        anchor = self.notes[index].anchor
        count = self.references[index] = self.references.get(index, 0) + 1
        identifier = f"fnref{count if count > 1 else ''}:{anchor}"
        _become(element, "sup", {"id": identifier}, None)
        link = {"class": "footnote-ref", "href": f"#fn:{anchor}", "role": "doc-noteref"}
        etree.SubElement(element, "a", link).text = self.settings.marker.format(index + 1)
        body = self.bodies[index]
        if not len(body) or body[-1].tag != "p":
            etree.SubElement(body, "p")
        back = etree.SubElement(
            body[-1],
            "a",
            {
                "class": "footnote-backref",
                "href": f"#{identifier}",
                "role": "doc-backlink",
                "aria-label": "Back to the text",
            },
        )
        back.text = FN_BACKLINK_TEXT
        if len(body[-1]) > 1:
            before = body[-1][-2]
            before.tail = (before.tail or "") + NBSP_PLACEHOLDER
        else:
            body[-1].text = (body[-1].text or "") + NBSP_PLACEHOLDER

    def _tidy(self, marker: etree.Element, *, stick: bool) -> None:
        """Set the marker after the punctuation that follows it, and close up to the word.

        As pandoc does; after a narrative citation, which does not `stick`, only a stop
        moves. Of several markers in a row the first takes the place.
        """
        tail = marker.tail or ""
        closing = CLOSING.match(tail) if stick or STOP.match(tail) else None
        words = closing[0] if closing else ""
        marker.tail = tail[len(words) :]
        parent = self.parents[marker]
        position = list(parent).index(marker)
        while stick and position and (before := parent[position - 1]) in self.markers:
            if (before.tail or "").strip():
                break
            before.tail = None
            position -= 1
        if position:
            before = parent[position - 1]
            before.tail = _close(before.tail, words, strip=stick)
        else:
            parent.text = _close(parent.text, words, strip=stick)

    def _place_lists(self) -> None:
        wants_list = self.settings.bib_by_default and not self.settings.note_style
        if self.citations and wants_list and self.page_list is None and "full" not in self.places:
            etree.SubElement(self.root, "div", {"data-list": "page"})
        if not self.notes:
            if self.place is not None:
                self.parents[self.place].remove(self.place)
            return
        section = self.place if self.place is not None else etree.SubElement(self.root, "section")
        _become(
            section,
            "section",
            {
                "class": "footnote",
                "role": "doc-endnotes",
                "aria-label": "Notes",
            },
            None,
        )
        etree.SubElement(section, "hr")
        etree.SubElement(section, "ol", {"start": "1"}).extend(self.bodies)


def _is_raw(block: etree.Element) -> bool:
    """Whether a paragraph only stands for what replaces it later: HTML, code, the contents."""
    text = (block.text or "").strip()
    return not len(block) and (text == "[TOC]" or bool(HTML_PLACEHOLDER_RE.fullmatch(text)))


def _close(text: str | None, words: str, *, strip: bool) -> str:
    text = text or ""
    return (text.rstrip() if strip else text) + words


def _become(element: etree.Element, tag: str, attributes: dict[str, str], text: str | None) -> None:
    """Make `element` another one in the same place."""
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = tag, text, tail
    element.attrib.update(attributes)
