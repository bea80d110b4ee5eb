"""Signs in the text for what can stand in the margin: annotations, and notes if wanted.

An annotation's sign is a letter at the words that it is about, a note's is its number. A style
sheet can lay each beside its sign: both have the same `data-beside`, a number that counts
through the page, and `margin_css` ties one to the other by CSS's anchors
(https://drafts.csswg.org/css-anchor-position-1/). Where a browser has none, or a page no room,
annotations are folded under their paragraph and notes stand at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import ascii_lowercase

from ..hints import did_you_mean
from ..messages.speech import ENGLISH, Speech
from ..model import Paragraph
from ..page.contents import (
    MARKER,
    SIGN,
    annotations_of,
    is_language_part,
    notes_of,
    paragraphs_of,
    without_arrows,
)
from ..page.tree import Element, Node, Text, by_id
from ..page.words import OBJECT, Words, words_of
from ..reading.annotation_types import word_within
from ..reading.page_reading import PageReading, RawAnnotation
from .assets import asset

Fault = tuple[int, str, str]
"""The index of an annotation, a code, and what is wrong."""

AFTER = re.compile(r"[.,;:!?…”’»)\]]*")
"""What a sign stands after, as a note's number does: `council,”`."""

MARGIN = "assets/margin.css"
"""Where in a site is the sheet that `margin_css` gives."""

CROWD = 8
"""How many signs may stand so close together that their annotations need more room."""

ANY = {" ": r"\s+", "'": "['’‘]", "’": "['’]", '"': '["“”]', "-": "[-‐‑]"}
"""How characters may be written that an editor writes in one of several ways."""


@dataclass(frozen=True)
class _Signed:
    """An annotation whose sign stands at a place in its paragraph's words; -1 is their start."""

    place: int
    index: int
    raw: RawAnnotation
    block: Element


def place_signs(
    tree: Element, reading: PageReading, *, notes: bool, speech: Speech = ENGLISH
) -> Iterator[Fault]:
    """Put the signs of annotations into a page, and their letters before their titles.

    Annotations of a paragraph are put into the order of their signs; `notes` are repeated
    among them. What names words that are not there has its sign at the start of its paragraph,
    as what names none.
    """
    blocks = {key: body.parent for key, body in annotations_of(tree).items() if key}
    elements, by_anchor = paragraphs_of(tree), by_id(tree)
    for paragraph, held in _by_paragraph(reading).items():
        # Outside of the essay paragraphs have no numbers in the page.
        element = elements.get(paragraph.number) or by_anchor.get(paragraph.id or "")
        if not element:
            continue
        words = words_of([element])
        signed = []
        for index, raw in held:
            place = _place(words, raw.words) if raw.words else -1
            if place is None:
                yield index, "unknown-words", _unknown(raw, paragraph, words)
                place = -1
            if isinstance(block := blocks.get(raw.id), Element):
                signed.append(_Signed(place, index, raw, block))
        signed.sort(key=lambda one: (one.place, one.index))
        # From the end, so that what is before a sign stays where it is.
        for at, one in reversed(list(enumerate(signed))):
            _put(element, words, one, letter(at), speech)
    _lay(tree, blocks, notes_of(tree) if notes else {}, speech)


def _by_paragraph(reading: PageReading) -> dict[Paragraph, list[tuple[int, RawAnnotation]]]:
    found: dict[Paragraph, list[tuple[int, RawAnnotation]]] = {}
    for index, raw in enumerate(reading.annotations):
        if raw.paragraph:
            found.setdefault(raw.paragraph, []).append((index, raw))
    return found


def letter(place: int) -> str:
    """Give the letter of a place, from 0: a, b, … z, aa, ab."""
    first, last = divmod(place, 26)
    return (letter(first - 1) if first else "") + ascii_lowercase[last]


def _place(words: Words, said: str) -> int | None:
    """Give where a sign stands: after the words said, and the stop after them."""
    pattern = "".join(ANY.get(one, re.escape(one)) for one in " ".join(said.split()))
    found = re.search(rf"(?<!\w){pattern}(?!\w)", words.text) or re.search(pattern, words.text)
    if not found:
        return None
    stops = AFTER.match(words.text, found.end())
    return stops.end() if stops else found.end()


def _unknown(raw: RawAnnotation, paragraph: Paragraph, words: Words) -> str:
    runs = words.text.replace(OBJECT, " ").split()
    length = len(raw.words.split())
    near = {" ".join(runs[at : at + length]).strip(".,;:!?") for at in range(len(runs))}
    mend = did_you_mean(raw.words, near, "write them as they stand there")
    where = f"paragraph {paragraph.number}"
    return f"is about the words '{raw.words}', which do not stand in {where}; {mend}"


def _put(paragraph: Element, words: Words, one: _Signed, key: str, speech: Speech) -> None:
    """Put a sign into its paragraph, and its letter before the annotation's title."""
    raw = one.raw
    kind = word_within(raw.type, speech)
    label = speech.say(
        "Annotation %(letter)s, %(type)s: %(title)s", letter=key, type=kind, title=raw.title
    )
    link = Element("a", {"href": f"#{raw.id}", "aria-label": label}, [Text(key)])
    sign = Element("sup", {"class": "annotation-sign", "id": f"at:{raw.id}"}, [link])
    place = words.place(one.place - 1, one.place) if one.place > 0 else None
    if place:
        _after(paragraph, *place, sign)
    else:
        paragraph.insert(0, sign)
    summary = one.block.select_one("summary")
    if summary:
        summary.insert(0, Text(" "))
        summary.insert(0, Element("span", {"class": "annotation-key"}, [Text(key)]))


def _after(paragraph: Element, text: Text, offset: int, sign: Element) -> None:
    """Put a sign after a character; after all elements that end with it, such as emphasis."""
    rest = text.data[offset + 1 :]
    if rest:
        text.data = text.data[: offset + 1]
        text.insert_after(sign, Text(rest))
        return
    node: Node = text
    while node.next_sibling is None and node.parent is not None and node.parent is not paragraph:
        node = node.parent
    node.insert_after(sign)


def _lay(
    tree: Element, blocks: Mapping[str, Node | None], notes: dict[str, Element], speech: Speech
) -> None:
    """Give numbers to signs and to what they lead to, and put that into their order.

    That are the `blocks` of annotations by id, and repeated `notes` by anchor.
    """
    wrappers: dict[Node, list[Element]] = {}
    for number, sign in enumerate(tree.select(f"{SIGN}, {MARKER}" if notes else SIGN), 1):
        target = (sign.select("a") or [sign])[0].attr("href") or ""
        block = blocks.get(target.removeprefix("#"))
        if note := notes.pop(target.removeprefix("#fn:"), None):
            block = _margin_note(tree, sign, note, speech)
        if isinstance(block, Element) and block.parent is not None:
            wrappers.setdefault(block.parent, []).append(block)
            block.attrs["data-beside"] = sign.attrs["data-beside"] = str(number)
    for wrapper, held in wrappers.items():
        if isinstance(wrapper, Element) and held != list(wrapper.select(":scope > *")):
            for block in held:
                wrapper.append(block.extract())


def _margin_note(tree: Element, sign: Element, note: Element, speech: Speech) -> Element:
    """Repeat a note after the block of the text in which its number stands."""
    block: Node = sign
    while block.parent not in (None, tree) and not is_language_part(block.parent):
        block = block.parent or tree
    following = block.next_sibling
    while isinstance(following, Text) and not following.data.strip():
        following = following.next_sibling
    if not (isinstance(following, Element) and following.has_class("annotations")):
        following = Element("div", {"class": "annotations"})
        block.insert_after(following)
    copy = without_arrows(note)
    for named in copy.select("[id]"):
        del named.attrs["id"]
    number = Element("span", {"class": "margin-note-number"}, [Text(sign.text)])
    label = speech.say("Note %(number)s", number=sign.text)
    aside = Element("aside", {"class": "margin-note", "aria-label": label})
    aside.extend([number, Text(" "), *[one.extract() for one in list(copy.children)]])
    following.append(aside)
    return aside


def last_beside(tree: Element) -> int:
    """Give how many signs a page has to which something is tied."""
    return len(tree.select("sup[data-beside]"))


def margin_css(count: int) -> str:
    """Give the style sheet that lays what can stand in the margin, `count` on a page at most.

    In `--from` its layout finds how far below the top of the page's text each may begin:
    beside its sign, and `--margin-least` below the one before. In `--to` it finds how far above
    the end the next sign stands.
    """
    return asset(["margin.css"]) + "".join(map(_rules, range(1, count + 1)))


def _rules(number: int) -> str:
    # Each pushes the next: so many signs as may stand close together are asked. To ask only
    # where the one before begins is shorter, but WebKit 2.50 cannot tell it of what is itself
    # laid by an anchor, if a sign is asked too.
    before = range(number, max(0, number - CROWD), -1)
    pushed = ",".join(
        f"anchor(--s{one} top,0px)" + (f" + {number - one}*var(--margin-least)" * (one < number))
        for one in before
    )
    one = f'[data-beside="{number}"]'
    return (
        f"sup{one}{{anchor-name:--s{number}}}"
        f".annotations>{one}{{--from:max({pushed});--to:anchor(--s{number + 1} top,0px)}}"
    )
