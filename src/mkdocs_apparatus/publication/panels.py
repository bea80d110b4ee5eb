"""Put what readers cite with into a page: paragraph numbers, "Cite this", the statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from ..messages.speech import Speech, message
from ..messages.templates import spoken
from ..model import Annotation, EditionInfo, Paragraph
from ..page.contents import FOOT, paragraphs_of
from ..page.sheet import Sheet
from ..page.tree import Element, Text
from ..references.files import FORMATS
from .cite_this import CitedSection, CitedWork
from .formatting import Forms

NAMES = {
    "chicago_note": message("Chicago, note"),
    "chicago_bibliography": message("Chicago, bibliography"),
    "mla_works_cited": message("MLA, works cited"),
    "mla_in_text": message("MLA, in the text"),
    "apa_reference": message("APA, reference"),
    "apa_in_text": message("APA, in the text"),
}
"""The citations of a work, as readers know them."""

ANNOTATION_FORMS = ("chicago_note", "mla_works_cited", "apa_reference")
"""The citations that the box of an annotation shows."""


@dataclass(frozen=True)
class Form:
    """A citation in one style: its name, as HTML, and as text to copy."""

    name: str
    html: str
    text: str


@dataclass(frozen=True)
class Box:
    """What the box of a paragraph or annotation shows; `address` is its permalink.

    `beside` are the annotations of a paragraph.
    """

    id: str
    name: str
    address: str
    forms: tuple[Form, ...]
    beside: tuple[Annotation, ...] = ()


def forms_of(forms: Forms, speech: Speech, which: Iterable[str] = NAMES) -> tuple[Form, ...]:
    """Name the citations of a work as readers know them."""
    named = ((speech.say(NAMES[one]), getattr(forms, one)) for one in which)
    return tuple(Form(name, one.html, one.text) for name, one in named if one.text)


def add_buttons(sheet: Sheet, section: CitedSection, speech: Speech) -> None:
    """Give each paragraph and annotation with an id a button that opens its box."""
    paragraphs = paragraphs_of(sheet.root)
    for one in section.paragraphs:
        number = one.paragraph.number
        if one.paragraph.id and number in paragraphs:
            values = {"class": "paragraph-number", "data-number": number}
            place = speech.say("Paragraph %(number)s", number=number)
            label = speech.say("%(place)s: link and citation", place=place)
            paragraphs[number].insert(0, _button(values, one.paragraph.id, label, ""))
    feet = {foot.attr("data-of"): foot for foot in sheet.root.select(FOOT)}
    for each in section.annotations:
        foot = feet.get(each.annotation.id)
        if foot:
            place = speech.say(
                "Cite annotation %(title)s", title=speech.quoted(each.annotation.title)
            )
            label = speech.say("%(place)s: link and citation", place=place)
            values, words = {"class": "annotation-cite"}, speech.say("Cite")
            button = _button(values, each.annotation.id, label, words)
            foot.insert(0, Text(" "))
            foot.insert(0, button)


def _button(values: dict[str, str], identifier: str, label: str, words: str) -> Element:
    values = {"type": "button", **values, "popovertarget": f"cite-{identifier}"}
    return Element("button", values | {"aria-label": label}, [Text(words)] if words else [])


def _boxes(section: CitedSection, has_address: bool, speech: Speech) -> Iterator[Box]:
    """Give the boxes of a section; without an address of the site a permalink is an anchor."""
    beside: dict[Paragraph | None, list[Annotation]] = {}
    for each in section.annotations:
        beside.setdefault(each.annotation.paragraph, []).append(each.annotation)
    for one in section.paragraphs:
        paragraph = one.paragraph
        if paragraph.id:
            address = one.url if has_address else f"#{paragraph.id}"
            held = tuple(beside.get(paragraph, ()))
            name = speech.say("Paragraph %(number)s", number=paragraph.number)
            yield Box(paragraph.id, name, address, forms_of(one.forms, speech), held)
    for each in section.annotations:
        identifier = each.annotation.id
        address = each.url if has_address else f"#{identifier}"
        title = speech.quoted(each.annotation.title)
        name = speech.say("Annotation %(title)s", title=title)
        # One in each style: there may be many on a page, and their section has all forms.
        yield Box(identifier, name, address, forms_of(each.forms, speech, ANNOTATION_FORMS))


def panel(
    templates: Environment,
    work: CitedWork,
    files: Callable[[str], str],
    section: CitedSection | None = None,
    *,
    has_address: bool,
) -> str:
    """Print "Cite this section", with the boxes of its parts, or "Cite this edition".

    `files` gives the link to a reference file by its extension.
    """
    speech = spoken(templates)
    return templates.get_template("cite.html").render(
        is_section=section is not None,
        forms=forms_of(work.forms, speech),
        files=[(name, files(extension)) for name, extension in FORMATS.items()],
        boxes=list(_boxes(section, has_address, speech)) if section else [],
        markup=Markup,
    )


def statement(templates: Environment, info: EditionInfo) -> str:
    """Say at the foot of a page which edition it is of."""
    parts = [one for one in (info.title, info.label, info.date, info.commit) if one]
    return templates.get_template("statement.html").render(parts=parts)
