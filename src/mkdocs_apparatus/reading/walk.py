"""Read a converted page's tree in reading order and give its notes their markup."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown.util import AtomicString

from ..model import NoteKind, Paragraph
from .annotation_reading import AnnotationReader
from .annotations import gather, unread
from .closing_up import close_up
from .commands import Commands, place_list, take_commands
from .elements import CITE, NOTE, STASHED, UNDEFINED, own
from .misspelt import misspelt
from .note_markup import link_back, list_notes, make_marker
from .page_reading import Fault, PageReading, Parts, RawCitation, RawList, RawNote
from .paragraphs import PARTS, blocks_of, languages_in, other_ids, paragraphs_in
from .raw_citations import Written, take
from .settings import Settings
from .slots import Slot, has_slots, marked
from .standing import stands_alone
from .surroundings import Surroundings
from .unread import unread_citations


@dataclass(frozen=True)
class _Holder:
    """What holds citations: the note or annotation of that index; `anchor` is their place."""

    anchor: str
    note: int | None = None
    annotation: int | None = None


class Walk:
    """One walk over one page's tree, which it changes in place."""

    def __init__(
        self,
        root: etree.Element,
        settings: Settings,
        conversion: int,
        raw_html: Sequence[str],
        *,
        in_essay: bool,
    ) -> None:
        self.root = root
        self.settings = settings
        self.conversion = conversion
        self.raw_html = raw_html
        self.in_essay = in_essay
        self.around = Surroundings(etree.Element("div"))
        self.commands = Commands()
        self.annotations = AnnotationReader(self._annotated, settings.speech)
        self.definitions: dict[str, etree.Element] = {}
        self.paragraph: Paragraph | None = None
        self.paragraphs: dict[etree.Element, Paragraph] = {}
        self.citations: list[RawCitation] = []
        self.notes: list[RawNote] = []
        self.faults: list[Fault] = []
        self.bodies: list[etree.Element] = []
        self.index: dict[str, int] = {}
        self.references: dict[int, int] = {}
        self.counts: dict[str, int] = {}
        self.rows: dict[etree.Element, etree.Element] = {}

    def read(self) -> PageReading:
        """Walk the page; the notes are appended to it or put where a marker stands."""
        self.commands = take_commands(self.root, self.settings, self.conversion, self.raw_html)
        self.faults += self.commands.faults
        self.faults += unread_citations(self.root, self.raw_html, self.settings)
        self.faults += misspelt(self.root, self.settings)
        self.around = Surroundings(self.root)
        self._take_definitions()
        self.paragraphs = paragraphs_in(self.root, self.commands.notes, in_essay=self.in_essay)
        for block in list(blocks_of(self.root)):
            self._read_block(block)
        self.around.settle()
        for body in self.bodies:  # which grow by notes referred to only from within another note
            for span in list(body.iter("span")):
                if NOTE in span.attrib:
                    self._reference(span)
        for label in sorted(self.definitions.keys() - self.index.keys()):
            self.faults.append(Fault("unused-note", label, f"[^{label}]:"))
        gather(self.root, self.annotations.blocks)
        self._place_lists()
        return PageReading(
            tuple(self.paragraphs.values()),
            tuple(self.notes),
            tuple(self.citations),
            (*self.faults, *self.annotations.faults),
            labels=frozenset(self.definitions),
            places=frozenset(self.commands.places),
            conversion=self.conversion,
            other_ids=frozenset(other_ids(self.root, self.paragraphs)),
            annotations=tuple(self.annotations.found),
            misplaced=tuple(self.annotations.misplaced),
            unread=unread(self.root),
            lists=tuple(self.commands.lists),
            languages=frozenset(languages_in(self.root)),
            parts=frozenset(languages_in(self.root, PARTS)),
        )

    def _take_definitions(self) -> None:
        holder = self.root.find(f"div[@{own('definitions')}]")
        if holder is not None:
            self.root.remove(holder)
            for body in list(holder):
                label = body.attrib.pop("data-definition")
                self.annotations.set_aside(body, label)
                self.definitions[label] = body

    def _read_block(self, block: etree.Element) -> None:
        self.paragraph = self.paragraphs.get(block, self.paragraph)
        self.annotations.read(block, self.paragraphs.get(block))
        for element in list(block.iter("span")):
            if CITE in element.attrib:
                self._citation(element)
            elif NOTE in element.attrib:
                self._reference(element)
            elif UNDEFINED in element.attrib:
                self._undefined(element)

    def _annotated(self, body: etree.Element, identifier: str, index: int) -> Parts:
        holder = _Holder(identifier, annotation=index)
        return tuple(self._parts(one, holder) for one in body)

    def _anchor(self) -> str:
        """Name the next note or citation after its paragraph: `p4-2`, whatever stands in others."""
        here = self.paragraph
        base = (here.id or f"p{here.number}") if here else "p0"
        self.counts[base] = self.counts.get(base, 0) + 1
        return f"{base}-{self.counts[base]}"

    def _citation(self, span: etree.Element) -> None:
        written = self._taken(span)
        if not written.kind:
            return
        anchor = self._anchor()
        if written.kind == "entry" or not self.settings.note_style:
            span.set("id", f"cite:{anchor}")
            self._record(written, _Holder(f"cite:{anchor}"), span)
            return
        body = etree.Element("li")
        words = etree.SubElement(etree.SubElement(body, "p"), "span")
        slot = self._record(written, _Holder(f"fnref:{anchor}", len(self.notes)), words)
        marker = span
        if written.kind != "bracket":
            span.text = AtomicString(marked(written.raw, Slot("prose", self.conversion, slot)))
            span.set("class", "citation")
            marker = etree.Element("sup")
            marker.tail, span.tail = span.tail, None
            self.around.insert_after(span, marker)
        close_up(marker, self.around, self.rows, stick=written.kind == "bracket")
        self._add_note(anchor, NoteKind.CITATION, (((slot, ""),),), body)
        self._mark(marker, len(self.notes) - 1)

    def _taken(self, span: etree.Element) -> Written:
        """Read what a span cites; one that cannot be read stays as it is written."""
        alone = span.get(CITE) == "bare" and stands_alone(span, self.around)
        written = take(span, self.settings)
        self.faults += written.faults
        if not written.kind:
            span.set("class", "citation citation-unresolved")
        return replace(written, kind="entry") if written.kind and alone else written

    def _record(self, written: Written, holder: _Holder, span: etree.Element) -> int:
        slot, held = len(self.citations), (holder.note, self.paragraph, holder.annotation)
        found = RawCitation(slot, written.raw, holder.anchor, *held, written.kind)
        self.citations.append(found)
        kind = "entry" if written.kind == "entry" else "prose" if holder.note is None else "words"
        span.set("class", "citation citation-entry" if kind == "entry" else "citation")
        span.text = AtomicString(marked(written.raw, Slot(kind, self.conversion, slot)))
        return slot

    def _reference(self, span: etree.Element) -> None:
        label = span.attrib.pop(NOTE)
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
            if CITE in child.attrib:
                if (written := self._cited_in(holder, child)).kind:
                    yield self._record(written, holder, child)
            elif UNDEFINED in child.attrib:
                self._undefined(child)
            elif NOTE not in child.attrib:
                yield from self._flatten(child, holder)
            yield child.tail or ""

    def _cited_in(self, holder: _Holder, span: etree.Element) -> Written:
        """Read a citation in a note or annotation; those of note styles hold no entries."""
        if holder.annotation is not None or self.settings.note_style:
            span.set(CITE, span.attrib[CITE].replace("bare", "narrative"))
        return self._taken(span)

    def _undefined(self, span: etree.Element) -> None:
        label = span.attrib.pop(UNDEFINED)
        self.faults.append(Fault("undefined-note", label, f"[^{label}]"))

    def _add_note(self, anchor: str, kind: NoteKind, parts: Parts, body: etree.Element) -> None:
        self.notes.append(RawNote(anchor, kind, self.paragraph, parts))
        body.tag = "li"
        body.set("id", f"fn:{anchor}")
        self.bodies.append(body)

    def _mark(self, element: etree.Element, index: int) -> None:
        """Turn `element` into a note marker, and link back to it from the note."""
        anchor = self.notes[index].anchor
        count = self.references[index] = self.references.get(index, 0) + 1
        identifier = f"fnref{count if count > 1 else ''}:{anchor}"
        number = marked(str(index + 1), Slot("note", self.conversion, index))
        make_marker(element, identifier, anchor, self.settings.marker.format(number))
        link_back(self.bodies[index], identifier, self.settings.speech)

    def _place_lists(self) -> None:
        wants_list = self.settings.bib_by_default and not self.settings.note_style
        is_cited = any(one.kind != "entry" for one in self.citations)
        # Other programs convert texts of their own, and put them into a page: docstrings, say.
        holds_texts = any(map(has_slots, self.raw_html))
        if (is_cited or holds_texts) and wants_list and not self.commands.lists:
            last = etree.SubElement(self.root, "div")
            place_list(last, self.commands, RawList(whole=False), self.conversion)
        place = self.commands.notes
        if self.notes:
            section = place if place is not None else etree.SubElement(self.root, "section")
            list_notes(section, self.bodies, self.conversion, self.settings.speech)
        elif place is not None:
            self.around.parents[place].remove(place)
