"""Pandoc's inline elements, as its JSON has them, to safe HTML.

https://hackage.haskell.org/package/pandoc-types/docs/Text-Pandoc-Definition.html. Fields
of a bibliography are somebody else's text, so only known elements become markup, links
lead to http(s) only, and everything else is shown as its words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .title_places import Places

Inline = dict[str, Any]

TAGS = {
    "Emph": "em",
    "Strong": "strong",
    "Underline": "u",
    "Strikeout": "del",
    "Superscript": "sup",
    "Subscript": "sub",
}
QUOTED = {"SingleQuote": "‘{}’", "DoubleQuote": "“{}”"}
SPACES = {"Space": " ", "SoftBreak": " ", "LineBreak": " "}
ENTRY = "#ref-"
"""How citeproc links to an entry of the bibliography: `#ref-brinton1970`."""

SET_OFF = frozenset({"Emph", "Quoted", "Span", "Strong", "Underline", "SmallCaps"})
"""Elements that may be a title."""

NOT_WORDS = re.compile(r"[\W_]+")
"""What a style may change in a title: everything but letters and digits."""


def text_of(inlines: Sequence[Inline]) -> str:
    """Give the words of inlines."""
    return "".join(_words(one) for one in inlines)


def _words(one: Inline) -> str:
    kind, content = _parts(one)
    if kind == "Str":
        return str(content)
    if kind in SPACES:
        return SPACES[kind]
    if kind == "Quoted":
        return QUOTED[content[0]["t"]].format(text_of(content[1]))
    if kind in ("Code", "Math", "RawInline"):
        return str(content[1])
    if kind == "Note":
        return text_of(blocks_to_inlines(content))
    return text_of(_children(one))


def _parts(one: Inline) -> tuple[str, Any]:
    return one["t"], one.get("c")


def _children(one: Inline) -> list[Inline]:
    """Give the inlines that an element holds, wherever its kind keeps them."""
    content: Any = one.get("c")
    if one["t"] in ("Span", "Quoted", "Cite", "Link", "Image"):
        content = content[1]
    return content if isinstance(content, list) else []


def blocks_to_inlines(blocks: Sequence[Inline]) -> list[Inline]:
    """Join the paragraphs of blocks, a space between."""
    joined: list[Inline] = []
    for block in blocks:
        content: Any = block.get("c")
        if block["t"] == "Div":
            content = blocks_to_inlines(content[1])
        if isinstance(content, list) and content:
            joined += [{"t": "Space"}, *content] if joined else content
    return joined


def to_html(inlines: Sequence[Inline], is_web: Callable[[str], bool]) -> str:
    """Write inlines as HTML. `is_web` says whether a link's target may be followed.

    Links to entries keep citeproc's target (`#ref-key`), for the page to resolve.
    """
    return "".join(_element(one, is_web) for one in inlines)


def _element(one: Inline, is_web: Callable[[str], bool]) -> str:
    kind, content = _parts(one)
    if kind in TAGS:
        return f"<{TAGS[kind]}>{to_html(_children(one), is_web)}</{TAGS[kind]}>"
    if kind == "SmallCaps":
        return f'<span class="smallcaps">{to_html(_children(one), is_web)}</span>'
    if kind == "Quoted":
        return QUOTED[content[0]["t"]].format(to_html(content[1], is_web))
    if kind == "Span":
        inner = to_html(content[1], is_web)
        layout = next((name for name in content[0][1] if name.startswith("csl-")), None)
        return f'<span class="{html.escape(layout)}">{inner}</span>' if layout else inner
    if kind == "Link":
        target = content[2][0]
        if target.startswith(ENTRY) or is_web(target):  # and no link in it is one
            inner = to_html(content[1], lambda _: False)
            return f'<a href="{html.escape(target)}">{inner}</a>'
        return to_html(content[1], is_web)
    if kind == "RawInline" and content[0] == "html":
        return str(content[1])  # only the editor's own Markdown can hold it
    if kind in ("Str", "Code", "Math", "RawInline", "Note") or kind in SPACES:
        return html.escape(_words(one), quote=False)
    return to_html(_children(one), is_web)


def cites_in(node: object) -> Iterator[Inline]:
    """Find all `Cite` elements of a document in order; none stands in another."""
    if isinstance(node, dict):
        if node.get("t") == "Cite":
            yield node
        else:
            yield from cites_in(node.get("c", node.get("blocks")))
    elif isinstance(node, list):
        for child in node:
            yield from cites_in(child)


def entries_in(blocks: Sequence[Inline]) -> Iterator[tuple[str, list[Inline]]]:
    """Find the entries of citeproc's bibliography, as (key, inlines), in its order."""
    for block in blocks:
        if block["t"] == "Div":
            (identifier, classes, _), content = block["c"]
            if "csl-entry" in classes:
                yield identifier.removeprefix("ref-"), blocks_to_inlines(content)
            else:
                yield from entries_in(content)


def without_label(entry: Sequence[Inline], number: int) -> list[Inline]:
    """Give an entry without its label in a list: "[3]" in the margin, or its number, "3."."""
    layout = {one["c"][0][1][0]: one for one in entry if one["t"] == "Span" and one["c"][0][1]}
    if "csl-left-margin" in layout and "csl-right-inline" in layout:
        return _children(layout["csl-right-inline"])
    if entry and _words(entry[0]).strip("[(.)]") == str(number):
        return list(entry[2 if len(entry) > 1 and entry[1]["t"] == "Space" else 1 :])
    return list(entry)


# Linking sources -----------------------------------------------------------------------


def bare(text: str) -> str:
    """Give the letters and digits of a text in lower case, to compare titles."""
    return NOT_WORDS.sub("", text.casefold())


def link_titles(
    inlines: Sequence[Inline], titles: Sequence[tuple[str, Sequence[str]]]
) -> list[Inline] | None:
    """Link each source's title to its entry; None where one of several has no title.

    `titles` gives for each source, in order of citation, its key and what it may be
    called (`bare`), longest first. A single source without a title ("Ibid., 20") is
    linked whole.
    """
    words = [bare(_words(one)) for one in inlines]
    places = Places.of(words, [one["t"] in SET_OFF for one in inlines])
    ranges: list[tuple[int, int, str]] = []
    start = 0
    for key, names in titles:
        found = next(filter(None, (places.find(name, start) for name in names)), None)
        if found is None:
            return link_ranges(inlines, [(0, len(places.text), key)]) if len(titles) == 1 else None
        start = found[1]
        ranges.append((*found, key))
    return link_ranges(inlines, ranges)


def ranges_of(linked: Sequence[Inline]) -> list[tuple[int, int, str]]:
    """Say where citeproc's own links to entries stand, counted in `bare` characters."""
    ranges, offset = [], 0
    for one in linked:
        width = len(bare(_words(one)))
        if one["t"] == "Link" and one["c"][2][0].startswith(ENTRY):
            ranges.append((offset, offset + width, one["c"][2][0].removeprefix(ENTRY)))
        offset += width
    return ranges


def link_ranges(inlines: Sequence[Inline], ranges: Sequence[tuple[int, int, str]]) -> list[Inline]:
    """Link what stands in each range to its entry, but for links that stand there.

    Ranges are in order, and none begins before another ends.
    """
    linked: list[Inline] = []
    run: list[Inline] = []
    current: str | None = None
    offset = 0
    left = list(reversed(ranges))

    def close() -> None:
        after = []
        while run and not bare(_words(run[-1])):  # spaces, and a bracket after a title
            after.append(run.pop())
        if run and current is not None:
            linked.append({"t": "Link", "c": [["", [], []], list(run), [ENTRY + current, ""]]})
        else:
            linked.extend(run)
        linked.extend(reversed(after))
        run.clear()

    for one in inlines:
        width = len(bare(_words(one)))
        key = current
        if width:
            while left and left[-1][1] <= offset:
                left.pop()
            key = left[-1][2] if left and left[-1][0] <= offset else None
        if one["t"] == "Link":
            key = None
        if key != current:
            close()
            current = key
        run.append(one)
        offset += width
    close()
    return linked
