"""Put what readers cite with into a page: paragraph numbers, "Cite this", the statement."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from .citing import CitedParagraph, CitedWork
from .contents import APPARATUS
from .exports.references import FORMATS
from .formatting import Forms
from .model import EditionInfo


@dataclass(frozen=True)
class Form:
    """A citation in one style: its name, as HTML, and as text to copy."""

    name: str
    html: str
    text: str


@dataclass(frozen=True)
class Box:
    """What the box of a paragraph shows; `address` is its permalink."""

    id: str
    number: str
    address: str
    forms: tuple[Form, ...]


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


def number_paragraphs(content: str, paragraphs: Sequence[CitedParagraph]) -> str:
    """Give each paragraph with an id a button that opens its box."""
    for one in paragraphs:
        number, identifier = html.escape(one.paragraph.number), one.paragraph.id
        if identifier:
            opening = re.compile(rf'(<p\b[^>]*\bdata-paragraph="{re.escape(number)}"[^>]*>)')
            button = (
                f'<button class="paragraph-number" type="button" data-number="{number}" '
                f'popovertarget="cite-{html.escape(identifier)}" '
                f'aria-label="Paragraph {number}: link and citation"></button>'
            )
            found = opening.search(content)
            if found:
                content = content[: found.end()] + button + content[found.end() :]
    return content


def panel(
    templates: Environment,
    what: str,
    work: CitedWork,
    files: Callable[[str], str],
    paragraphs: Sequence[CitedParagraph],
    has_address: bool,
) -> str:
    """Print "Cite this `what`", with the boxes of its paragraphs.

    `files` gives the link to a reference file by its extension. Where the site has no
    address, a permalink is the paragraph's anchor alone.
    """
    boxes = [
        Box(
            one.paragraph.id,
            one.paragraph.number,
            one.url if has_address else f"#{one.paragraph.id}",
            forms_of(one.forms),
        )
        for one in paragraphs
        if one.paragraph.id
    ]
    printed = templates.get_template("cite.html").render(
        what=what,
        forms=forms_of(work.forms),
        files=[(name, files(extension)) for name, extension in FORMATS.items()],
        paragraphs=boxes,
        markup=Markup,
    )
    return APPARATUS.format(printed)


def statement(templates: Environment, info: EditionInfo) -> str:
    """Say at the foot of a page which edition it is of."""
    parts = [one for one in (info.title, info.label, info.date, info.commit) if one]
    return APPARATUS.format(templates.get_template("statement.html").render(parts=parts))
