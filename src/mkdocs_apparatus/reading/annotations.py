"""Annotations: the block that an editor writes, and its markup in the page.

    /// annotation | Xu Qinxian
        id: xu-qinxian
        type: context
        words: refused to lead it

    The commander of the 38th Group Army refused [@wikipedia2025xu].
    ///

A block of `pymdownx.blocks` (https://facelessuser.github.io/pymdown-extensions/extensions/blocks/),
which belongs to the paragraph before it. It is a `<details>`: folded under its paragraph
where nothing else is said, laid in the margin by a style sheet where there is one.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Collection
from typing import ClassVar

from markdown import Markdown
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block, type_any

from ..messages import places
from ..messages.speech import Speech
from .annotation_types import word_for, word_within
from .elements import outside_code, own
from .page_reading import RawAnnotation

ANNOTATION = own("annotation")
"""The attribute of a block that is an annotation: its id, as it was written."""

HEADER = re.compile(
    r"^(?P<opening>[ \t>]*/{3,}[ ]*annotation[ ]*)(?P<title>\|[^\r\n]*)?(?=\r?$)", re.MULTILINE
)
"""The first line of an annotation: `/// annotation | Xu Qinxian`."""

UNREAD = re.compile(r"^[ ]{0,3}/{3,}[ ]*annotation\b", re.MULTILINE)
"""An annotation that stayed as it was written, in the text of a paragraph."""

STRAY = re.compile(r"^(?P<opening>[ \t>]*)(?P<end>/{3,})[ ]*(?=\r?$)", re.MULTILINE)
"""The last line of an annotation, `///`; in the text of a paragraph one that ends nothing."""


class AnnotationBlock(Block):
    """`/// annotation | Title`, with an `id`, a `type` and `words`; all are checked later.

    What is wrong in a value must not make the block unreadable: an editor is told instead.
    """

    NAME = "annotation"
    ARGUMENT = None
    OPTIONS: ClassVar = dict.fromkeys(("id", "type", "words"), ("", type_any))

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Make the element that `walk` finds; its title is read as Markdown is."""
        said = {name: str(self.options[name] or "").strip() for name in self.OPTIONS}
        values = {ANNOTATION: said["id"], "data-type": said["type"], "data-unclosed": ""}
        values["data-words"] = said["words"]
        block = etree.SubElement(parent, "details", values)
        etree.SubElement(block, "summary").text = self.argument or ""
        etree.SubElement(block, "div")
        return block

    def on_add(self, block: etree.Element) -> etree.Element:
        """Let the text stand beside the title."""
        return block[1]

    def on_end(self, block: etree.Element) -> None:
        """Know that there was a closing line; without one all that follows is taken in."""
        block.attrib.pop("data-unclosed")


class AnnotationExtension(BlocksExtension):
    """Adds the block to those that a site has."""

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        """Register the block."""
        block_mgr.register(AnnotationBlock, {})


def is_annotation(element: etree.Element) -> bool:
    """Whether an element was made by `AnnotationBlock`."""
    return element.tag == "details" and ANNOTATION in element.attrib


def unread(root: etree.Element) -> str:
    """Give the paragraphs that hold what was meant for an annotation and is none.

    Where no annotation stands, a line `///` is no business of ours.
    """
    texts = ["".join(outside_code(one)) for one in root.iter("p")]
    ours = any(one.get("class") == "annotation-body" for one in root.iter("div"))
    ours = ours or any(map(UNREAD.search, texts))
    return "\n".join(one for one in texts if UNREAD.search(one) or (ours and STRAY.search(one)))


def furnish(block: etree.Element, annotation: RawAnnotation, speech: Speech) -> None:
    """Give an annotation the markup that readers get, its words in a language.

    Its id stands within the `<details>`: browsers then open it for who follows a link.
    """
    kind, paragraph = annotation.type, annotation.paragraph
    block.attrib.clear()
    title, body = block
    block.set("class", f"annotation annotation-{kind}")
    block.set("data-heading", speech.say("Annotations"))  # on paper, above the first
    word = etree.Element("span", {"class": "annotation-type"})
    word.text, word.tail = word_for(kind, speech), " "
    if paragraph:
        where = places.paragraph(speech, paragraph.number).seen
        word.set("data-paragraph-number", where)  # on paper, where it stands apart
    name = etree.Element("span", {"class": "annotation-title"})
    name.text, title.text = title.text, None
    name.extend(list(title))
    for child in list(title):
        title.remove(child)
    title.extend([word, name])
    body.set("class", "annotation-body")
    body.set("role", "note")
    body.set("aria-label", _label(annotation, speech))
    if annotation.id:
        body.set("id", annotation.id)
    _add_foot(body, annotation, speech)


def _label(annotation: RawAnnotation, speech: Speech) -> str:
    """Say what a body is, to who hears it: "Annotation to paragraph 4, context: Xu Qinxian"."""
    said = {"type": word_within(annotation.type, speech), "title": annotation.title}
    if not annotation.paragraph:
        return speech.say("Annotation, %(type)s: %(title)s", **said)
    number = annotation.paragraph.number
    return speech.say(
        "Annotation to paragraph %(number)s, %(type)s: %(title)s", number=number, **said
    )


def _add_foot(body: etree.Element, annotation: RawAnnotation, speech: Speech) -> None:
    """Link to the paragraph and to the annotation itself.

    Also an empty foot ends an annotation for `contents.annotations_of`.
    """
    paragraph = annotation.paragraph
    values = {"class": "annotation-foot", "data-of": annotation.id}
    foot = etree.SubElement(body, "p", values)
    if paragraph and paragraph.id:
        seen = places.paragraph(speech, paragraph.number).seen
        label = speech.say("%(place)s: back to paragraph", place=seen)
        back = etree.SubElement(foot, "a", {"href": f"#{paragraph.id}", "aria-label": label})
        back.text, back.tail = seen, " "
    if annotation.id:
        title = speech.quoted(annotation.title)
        label = speech.say("Link to annotation %(title)s", title=title)
        values = {"class": "annotation-link", "href": f"#{annotation.id}", "aria-label": label}
        etree.SubElement(foot, "a", values).text = speech.say("Link")


def gather(root: etree.Element, blocks: Collection[etree.Element]) -> None:
    """Wrap annotations that follow each other, which are those of one paragraph."""
    for parent in [one for one in root.iter() if any(child in blocks for child in one)]:
        children: list[etree.Element] = []
        wrapper: etree.Element | None = None
        for block in parent:
            if block not in blocks:
                wrapper = None
                children.append(block)
                continue
            if wrapper is None:
                wrapper = etree.Element("div", {"class": "annotations"})
                wrapper.tail = "\n"
                children.append(wrapper)
            wrapper.append(block)
        parent[:] = children
