"""In which language the parts of a page are that is not in the language of what we print in it.

What a page says is in its own, be it by its front matter; labels, citations and boxes are in that
of the edition, and are marked so (WCAG 2.2, 3.1.2).
"""

from __future__ import annotations

from ..messages.tags import base_of
from ..page.contents import LIST, MARGIN_NOTE, NOTES
from ..page.tree import Element, Text

OURS = ", ".join(
    (
        *("button.paragraph-number", "button.annotation-cite", "span.annotation-type"),
        *("p.annotation-foot", "a.footnote-backref", "sup.annotation-sign > a"),
        *("p.section-number", "p.section-dates", "p.reading-switch", "p.edition-statement"),
        *("div.cite-apparatus", "ul.tombstones", LIST, ".apparatus-figure", "dl.index"),
        *("p.index-letters", "ol.contents", "ol.timeline", "p.sources-files"),
    )
)
"""What is printed around a text, and in it, in words of ours."""

NAMED = f"{NOTES}, {MARGIN_NOTE}, div.annotation-body"
"""What is called by words of ours, and holds words of the page."""

CITATION = "span.citation"
"""What pandoc has printed, in the language of the edition."""


PARTS = "div[lang], p[lang], li[lang], blockquote[lang], section[lang], td[lang]"
"""Parts of a text that may be in another language than it, and hold what we print."""


def part_languages(root: Element, page: str, edition: str, spoken: str) -> None:
    """Say of what is printed in a page in which language it is, where all around is in another.

    `page` is the language of its text, `edition` that of citations, `spoken` that of our words;
    all are BCP 47 tags.
    """
    if len({base_of(one) for one in (page, edition, spoken)}) == 1 and not root.select_one(PARTS):
        return
    for element in root.select(OURS):
        _mark(element, spoken, page)
    for element in root.select(NAMED):
        around = _language_at(element, page)
        if _mark(element, spoken, page):
            _give_back(element, around)
    for element in root.select(CITATION):
        _mark(element, edition, page)


def _mark(element: Element, language: str, page: str) -> bool:
    """Say that an element is in a language, if all around it is in another."""
    if "lang" in element.attrs or base_of(_language_at(element, page)) == base_of(language):
        return False
    element.attrs["lang"] = language
    return True


def _language_at(element: Element, page: str) -> str:
    """Give the language in which an element stands."""
    for one in element.ancestors:
        if isinstance(one, Element) and (language := one.attr("lang")):
            return language
    return page


def _give_back(element: Element, language: str) -> None:
    """Say of what stands in an element that it is in the language around it after all."""
    for child in list(element.children):
        if isinstance(child, Element):
            child.attrs.setdefault("lang", language)
        elif isinstance(child, Text) and child.data.strip():
            span = Element("span", {"lang": language})
            child.replace_with(span)
            span.append(child)
