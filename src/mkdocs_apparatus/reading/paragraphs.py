"""The paragraphs of a page's tree, and its other ids."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Container, Iterator

from ..model import Paragraph
from .elements import is_raw
from .numbering import paragraph_ids


def blocks_of(root: etree.Element) -> Iterator[etree.Element]:
    """Give the blocks of a page; those of a `<div lang="de" markdown>` count as if it were not."""
    for one in root:
        if one.tag == "div" and "lang" in one.attrib:
            yield from blocks_of(one)
        else:
            yield one


PARTS = frozenset({"div", "p", "ul", "ol", "li", "blockquote", "section"})
"""Elements that may hold a text in a language, and not only words of one."""


def languages_in(root: etree.Element, tags: Container[str] = ()) -> Iterator[str]:
    """Give the languages that elements of a page say they are in, of these `tags` if any."""
    for one in root.iter():
        if one.get("lang") and (not tags or one.tag in tags):
            yield one.get("lang", "")


def paragraphs_in(
    root: etree.Element, notes: etree.Element | None, *, in_essay: bool
) -> dict[etree.Element, Paragraph]:
    """Count the paragraphs of a page, but for one that the `notes` replace.

    Those of the essay are told their number.
    """
    blocks = [
        one for one in blocks_of(root) if one.tag == "p" and not is_raw(one) and one is not notes
    ]
    found = {}
    for block, series in zip(blocks, paragraph_ids([one.get("id") for one in blocks]), strict=True):
        found[block] = Paragraph(series.removeprefix("p"), block.get("id"))
        if in_essay:
            block.set("data-paragraph", series.removeprefix("p"))
    return found


def other_ids(root: etree.Element, paragraphs: Container[etree.Element]) -> Iterator[str]:
    """Give the ids that stand on anything but a paragraph or an annotation."""
    for element in root.iter():
        identifier = element.get("id")
        ours = element in paragraphs or element.get("class") == "annotation-body"
        if identifier and not ours:
            yield identifier
