"""Put what readers cite with into a page: paragraph numbers, "Cite this", the statement."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from ..model import Annotation, EditionInfo
from ..page.contents import APPARATUS
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


def add_buttons(content: str, section: CitedSection) -> str:
    """Give each paragraph and annotation with an id a button that opens its box."""
    for one in section.paragraphs:
        number = html.escape(one.paragraph.number)
        opening = re.compile(rf'<p\b[^>]*\bdata-paragraph="{re.escape(number)}"[^>]*>')
        found = opening.search(content)
        if found and one.paragraph.id:
            text = f'class="paragraph-number" data-number="{number}"'
            button = _button(text, one.paragraph.id, f"Paragraph {number}: link and citation", "")
            content = content[: found.end()] + button + content[found.end() :]
    for each in section.annotations:
        foot = f'<p class="annotation-foot" data-of="{html.escape(each.annotation.id)}">'
        label = f"Cite annotation {html.escape(each.annotation.quoted)}: link and citation"
        button = _button('class="annotation-cite"', each.annotation.id, label, "Cite")
        content = content.replace(foot, f"{foot}{button} ", 1)
    return content


def _button(attributes: str, identifier: str, label: str, words: str) -> str:
    target = f"cite-{html.escape(identifier)}"
    return (
        f'<button type="button" {attributes} popovertarget="{target}" '
        f'aria-label="{label}">{words}</button>'
    )


def _boxes(section: CitedSection, has_address: bool) -> Iterator[Box]:
    """Give the boxes of a section; without an address of the site a permalink is an anchor."""
    for one in section.paragraphs:
        paragraph = one.paragraph
        if paragraph.id:
            address = one.url if has_address else f"#{paragraph.id}"
            notes = (each.annotation for each in section.annotations)
            beside = tuple(each for each in notes if each.paragraph == paragraph)
            name = f"Paragraph {paragraph.number}"
            yield Box(paragraph.id, name, address, forms_of(one.forms), beside)
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
    printed = templates.get_template("cite.html").render(
        what="section" if section else "edition",
        forms=forms_of(work.forms),
        files=[(name, files(extension)) for name, extension in FORMATS.items()],
        boxes=list(_boxes(section, has_address)) if section else [],
        markup=Markup,
    )
    return APPARATUS.format(printed)


def statement(templates: Environment, info: EditionInfo) -> str:
    """Say at the foot of a page which edition it is of."""
    parts = [one for one in (info.title, info.label, info.date, info.commit) if one]
    return APPARATUS.format(templates.get_template("statement.html").render(parts=parts))
