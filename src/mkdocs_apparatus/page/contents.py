"""What a page's tree holds, for search and exports: paragraphs, notes and annotations.

What is exported is read from the tree that readers get, so that the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .tree import Element, Node, Text, read

PARAGRAPHS = "p[data-paragraph]"
"""The paragraphs of the essay: `<p data-paragraph="4" id="p4">…</p>`."""

NOTES = "section.footnote[role=doc-endnotes]"
"""The notes of a page, as `reading.note_markup` writes them."""

NOTE = f'{NOTES} > ol > li[id^="fn:"]'
"""One note of a page."""

OWN_NOTES = f'{NOTES}:has(> ol > li[id^="fn:"])'
"""The notes of the page itself, and not of a text in it whose ids another program changed."""

ANNOTATION = "details.annotation"
"""An annotation, as `reading.annotations` writes it."""

MARKER = 'sup[id^="fnref"]'
"""A note marker: `<sup id="fnref:p4-1"><a …>14</a></sup>`."""

SIGN = "sup.annotation-sign"
"""The letter at the words that an annotation is about, as `publication.signs` writes it."""

MARGIN_NOTE = "aside.margin-note"
"""A note that `publication.signs` repeats beside the text."""

BACKLINK = "a.footnote-backref"
"""The arrow at the end of a note."""

LIST = "ul.sources"
"""The source list, as the template `sources.html` prints it."""

FOOT = "p.annotation-foot"
"""The links at the end of an annotation."""

BREAKS = frozenset(
    ["p", "li", "div", "td", "th", "blockquote", "pre", "br", *(f"h{n}" for n in range(1, 7))]
)
"""Elements that part words from what follows."""

SILENT = frozenset({"script", "style", "template"})
"""Elements whose text no reader sees."""


def text_of(tree: Node | str, but: str = "") -> str:
    """Give the words of a tree or a piece of HTML, white space folded.

    `but` selects elements whose words do not count.
    """
    tree = read(tree) if isinstance(tree, str) else tree
    return _words(tree, tree.select(but) if but else ())


def _words(tree: Node, left_out: Iterable[Element]) -> str:
    return " ".join("".join(_strings(tree, frozenset(left_out))).split())


def _strings(tree: Node, left_out: frozenset[Element]) -> Iterator[str]:
    """Walk with a stack of its own: elements may be nested as deep as anyone likes."""
    if isinstance(tree, Text):
        yield tree.data
    open_elements = [(iter(tree.children), "")]
    while open_elements:
        children, tag = open_elements[-1]
        for child in children:
            if isinstance(child, Text):
                yield child.data
            elif isinstance(child, Element) and child.tag not in SILENT and child not in left_out:
                open_elements.append((iter(child.children), child.tag))
                break
        else:
            open_elements.pop()
            if tag in BREAKS:
                yield " "


def is_language_part(node: Node | None) -> bool:
    """Whether something is a part of the text in another language, whose paragraphs count too."""
    return isinstance(node, Element) and node.tag == "div" and "lang" in node.attrs


def paragraphs_of(page: Node) -> dict[str, Element]:
    """Give the paragraphs of the essay by their number."""
    return {one.attr("data-paragraph") or "": one for one in page.select(PARAGRAPHS)}


def annotations_of(page: Node) -> dict[str, Element]:
    """Give the body of each annotation by its id; its links stand at its end."""
    bodies = (one.select_one("div.annotation-body") for one in page.select(ANNOTATION))
    return {body.attr("id") or "": body for body in bodies if body}


def notes_of(page: Node) -> dict[str, Element]:
    """Give each note by its anchor, with the links back to the text at its end."""
    return {(one.attr("id") or "").removeprefix("fn:"): one for one in page.select(NOTE)}


def words_of_note(note: Element) -> str:
    """Give the words of a note without its arrows."""
    return text_of(note, BACKLINK)


def words_of_annotation(body: Element) -> str:
    """Give the words of an annotation without its links."""
    return text_of(body, FOOT)


def words_of_paragraph(paragraph: Element) -> str:
    """Give the words of a paragraph without the numbers and letters of its notes."""
    return text_of(paragraph, f"{MARKER}, {SIGN}")


def without_arrows(note: Element) -> Element:
    """Give a copy of a note without its arrows, and the spaces before them."""
    copy = read(note.serialize(inner=True))
    for arrow in copy.select(BACKLINK):
        before = arrow.previous_sibling
        if isinstance(before, Text):
            before.data = before.data.removesuffix("\u00a0")
        arrow.decompose()
    return copy
