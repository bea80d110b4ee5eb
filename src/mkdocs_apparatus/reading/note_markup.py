"""The markup of notes: their markers in the text, the links back, and the list of them.

It is Python-Markdown's own, with the roles of DPUB-ARIA 1.1.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Collection, Iterable

from markdown.extensions.footnotes import FN_BACKLINK_TEXT, NBSP_PLACEHOLDER

from .elements import become
from .syntax import CLOSING, STOP

FIRST_OF = "data-apparatus-notes"
"""Says of which conversion a list has the notes, until it has their numbers."""


def make_marker(element: etree.Element, identifier: str, anchor: str, number: str) -> None:
    """Turn `element` into the marker of the note of that anchor."""
    become(element, "sup", {"id": identifier}, None)
    link = {"class": "footnote-ref", "href": f"#fn:{anchor}", "role": "doc-noteref"}
    etree.SubElement(element, "a", link).text = number


def link_back(body: etree.Element, identifier: str) -> None:
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
            "aria-label": "Back to the text",
        },
    )
    back.text = FN_BACKLINK_TEXT
    if len(body[-1]) > 1:
        before = body[-1][-2]
        before.tail = (before.tail or "") + NBSP_PLACEHOLDER
    else:
        body[-1].text = (body[-1].text or "") + NBSP_PLACEHOLDER


def close_up(
    marker: etree.Element,
    parent: etree.Element,
    markers: Collection[etree.Element],
    *,
    stick: bool,
) -> None:
    """Set the marker after the punctuation that follows it, and close up to the word.

    As pandoc does; after a narrative citation, which does not `stick`, only a stop
    moves. Of several `markers` in a row the first takes the place.
    """
    tail = marker.tail or ""
    closing = CLOSING.match(tail) if stick or STOP.match(tail) else None
    words = closing[0] if closing else ""
    marker.tail = tail[len(words) :]
    position = list(parent).index(marker)
    while stick and position and (before := parent[position - 1]) in markers:
        if (before.tail or "").strip():
            break
        before.tail = None
        position -= 1
    if position:
        before = parent[position - 1]
        before.tail = _close(before.tail, words, strip=stick)
    else:
        parent.text = _close(parent.text, words, strip=stick)


def _close(text: str | None, words: str, *, strip: bool) -> str:
    text = text or ""
    return (text.rstrip() if strip else text) + words


def list_notes(section: etree.Element, bodies: Iterable[etree.Element], conversion: int) -> None:
    """Turn `section` into the list of a page's notes, whose first number is filled in later."""
    attributes = {"class": "footnote", "role": "doc-endnotes", "aria-label": "Notes"}
    become(section, "section", attributes, None)
    etree.SubElement(section, "hr")
    values = {"start": "1", FIRST_OF: str(conversion)}
    etree.SubElement(section, "ol", values).extend(bodies)
