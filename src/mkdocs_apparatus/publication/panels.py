"""Put what readers cite with into a page: paragraph numbers, "Cite this", the statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from ..model import Annotation, EditionInfo, Paragraph
from ..page.contents import FOOT, paragraphs_of
from ..page.sheet import Sheet
from ..page.tree import Element, Text
from ..references.files import FORMATS
from .cite_this import CitedSection, CitedWork
from .formatting import Forms

ANNOTATION_FORMS = {"Chicago, note", "MLA, works cited", "APA, reference"}
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


def forms_of(forms: Forms) -> tuple[Form, ...]:
    """Name the citations of a work as readers know them."""
    named = {
        "Chicago, note": forms.chicago_note,
        "Chicago, bibliography": forms.chicago_bibliography,
        "MLA, works cited": forms.mla_works_cited,
        "MLA, in the text": forms.mla_in_text,
        "APA, reference": forms.apa_reference,
        "APA, in the text": forms.apa_in_text,
    }
    return tuple(Form(name, one.html, one.text) for name, one in named.items() if one.text)


def add_buttons(sheet: Sheet, section: CitedSection) -> None:
    """Give each paragraph and annotation with an id a button that opens its box."""
    paragraphs = paragraphs_of(sheet.root)
    for one in section.paragraphs:
        number = one.paragraph.number
        if one.paragraph.id and number in paragraphs:
            values = {"class": "paragraph-number", "data-number": number}
            label = f"Paragraph {number}: link and citation"
            paragraphs[number].insert(0, _button(values, one.paragraph.id, label, ""))
    feet = {foot.attr("data-of"): foot for foot in sheet.root.select(FOOT)}
    for each in section.annotations:
        foot = feet.get(each.annotation.id)
        if foot:
            label = f"Cite annotation {each.annotation.quoted}: link and citation"
            button = _button({"class": "annotation-cite"}, each.annotation.id, label, "Cite")
            foot.insert(0, Text(" "))
            foot.insert(0, button)


def _button(values: dict[str, str], identifier: str, label: str, words: str) -> Element:
    values = {"type": "button", **values, "popovertarget": f"cite-{identifier}"}
    return Element("button", values | {"aria-label": label}, [Text(words)] if words else [])


def _boxes(section: CitedSection, has_address: bool) -> Iterator[Box]:
    """Give the boxes of a section; without an address of the site a permalink is an anchor."""
    beside: dict[Paragraph | None, list[Annotation]] = {}
    for each in section.annotations:
        beside.setdefault(each.annotation.paragraph, []).append(each.annotation)
    for one in section.paragraphs:
        paragraph = one.paragraph
        if paragraph.id:
            address = one.url if has_address else f"#{paragraph.id}"
            held = tuple(beside.get(paragraph, ()))
            name = f"Paragraph {paragraph.number}"
            yield Box(paragraph.id, name, address, forms_of(one.forms), held)
    for each in section.annotations:
        identifier = each.annotation.id
        address = each.url if has_address else f"#{identifier}"
        name = f"Annotation {each.annotation.quoted}"
        # One in each style: there may be many on a page, and their section has all forms.
        forms = tuple(form for form in forms_of(each.forms) if form.name in ANNOTATION_FORMS)
        yield Box(identifier, name, address, forms)


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
    return templates.get_template("cite.html").render(
        what="section" if section else "edition",
        forms=forms_of(work.forms),
        files=[(name, files(extension)) for name, extension in FORMATS.items()],
        boxes=list(_boxes(section, has_address)) if section else [],
        markup=Markup,
    )


def statement(templates: Environment, info: EditionInfo) -> str:
    """Say at the foot of a page which edition it is of."""
    parts = [one for one in (info.title, info.label, info.date, info.commit) if one]
    return templates.get_template("statement.html").render(parts=parts)
