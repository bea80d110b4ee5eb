"""The markup of notes: their markers in the text, the links back, and the list of them.

It is Python-Markdown's own, with the roles of DPUB-ARIA 1.1.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterable

from markdown.extensions.footnotes import FN_BACKLINK_TEXT, NBSP_PLACEHOLDER

from ..messages.speech import Speech
from .elements import become

FIRST_OF = "data-apparatus-notes"
"""Says of which conversion a list has the notes, until it has their numbers."""


def make_marker(element: etree.Element, identifier: str, anchor: str, number: str) -> None:
    """Turn `element` into the marker of the note of that anchor."""
    become(element, "sup", {"id": identifier}, None)
    link = {"class": "footnote-ref", "href": f"#fn:{anchor}", "role": "doc-noteref"}
    etree.SubElement(element, "a", link).text = number


def link_back(body: etree.Element, identifier: str, speech: Speech) -> None:
    """Link from the end of a note to its marker."""
    if not len(body) or body[-1].tag != "p":
        etree.SubElement(body, "p")
    back = etree.SubElement(
        body[-1],
        "a",
        {
            "class": "footnote-backref",
            "href": f"#{identifier}",
            "role": "doc-backlink",
            "aria-label": speech.say("Back to the text"),
        },
    )
    back.text = FN_BACKLINK_TEXT
    if len(body[-1]) > 1:
        before = body[-1][-2]
        before.tail = (before.tail or "") + NBSP_PLACEHOLDER
    else:
        body[-1].text = (body[-1].text or "") + NBSP_PLACEHOLDER


def list_notes(
    section: etree.Element, bodies: Iterable[etree.Element], conversion: int, speech: Speech
) -> None:
    """Turn `section` into the list of a page's notes, whose first number is filled in later."""
    attributes = {"class": "footnote", "role": "doc-endnotes", "aria-label": speech.say("Notes")}
    become(section, "section", attributes, None)
    etree.SubElement(section, "hr")
    values = {"start": "1", FIRST_OF: str(conversion)}
    etree.SubElement(section, "ol", values).extend(bodies)
