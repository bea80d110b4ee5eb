"""Read paragraphs, notes and annotations back from a finished page, for search and exports.

What is exported is read from the HTML that readers get, so that the two cannot differ.
"""

from __future__ import annotations

import html
import re

PARAGRAPH = re.compile(
    r'<p\b[^>]*\bdata-paragraph="(?P<number>[^"]+)"[^>]*>(?P<html>.*?)</p>', re.DOTALL
)
"""A paragraph of the essay: `<p data-paragraph="4" id="p4">…</p>`; paragraphs do not nest."""

NOTES = re.compile(
    r'<section [^>]*class="footnote" role="doc-endnotes"[^>]*>(?P<html>.*?)</section>', re.DOTALL
)
"""The notes of a page, as `walk` writes them."""

NOTE = re.compile(
    r'<li id="fn:(?P<anchor>[^"]+)">(?P<html>.*?)</li>\s*(?=<li id="fn:|</ol>\s*$)', re.DOTALL
)
"""One note, with whatever lists stand in it."""

ANNOTATION = re.compile(
    r'<details class="annotation [^>]*>.*?<div class="annotation-body"[^>]*>(?P<html>.*?)'
    r'<p class="annotation-foot" data-of="(?P<id>[^"]*)">.*?</p>\s*</div>\s*</details>',
    re.DOTALL,
)
"""An annotation, as `annotations.furnish` writes it; its foot stands at its end."""

LINKED = re.compile(r'<p\b(?=[^>]*\sid=")[^>]*\bdata-paragraph="[^"]+"[^>]*>.*?</p>', re.DOTALL)
"""A paragraph of the essay that can be linked to; see `PARAGRAPH`."""

MARKER = re.compile(r'<sup\b[^>]*\bid="fnref\d*:[^"]*"[^>]*>.*?</sup>', re.DOTALL)
"""A note marker: `<sup id="fnref:p4-1"><a …>14</a></sup>`."""

BACKLINK = re.compile(r'(?:&#160;|&nbsp;|\xa0)?<a\b[^>]*class="footnote-backref"[^>]*>.*?</a>')
"""The arrow at the end of a note, and the space before it."""

LIST = re.compile(r'<ul class="sources".*?</ul>', re.DOTALL)
"""The source list, as the template `sources.html` prints it."""

APPARATUS = "<!--cite-->{}<!--/cite-->"
"""Marks what is no part of the text, "Cite this" say; `HIDDEN` finds it."""

HIDDEN = re.compile(r"<!--cite-->.*?<!--/cite-->", re.DOTALL)

BREAK = re.compile(r"</(?:p|li|div|h\d|td|th|blockquote|pre)>|<br\s*/?>")
"""Tags that part words."""

TAG = re.compile(r"<[^>]+>")
"""Any tag; generated HTML has no `>` in its attributes."""


def text_of(fragment: str) -> str:
    """Give the words of an HTML fragment, white space folded."""
    return " ".join(html.unescape(TAG.sub("", BREAK.sub(" ", fragment))).split())


def paragraphs_of(page: str) -> dict[str, str]:
    """Give the HTML of each paragraph of the essay by its number, without note markers."""
    return {one["number"]: MARKER.sub("", one["html"]) for one in PARAGRAPH.finditer(page)}


def annotations_of(page: str) -> dict[str, str]:
    """Give the HTML of each annotation by its id, without its title and its links."""
    return {one["id"]: one["html"].strip() for one in ANNOTATION.finditer(page)}


def notes_of(page: str) -> dict[str, str]:
    """Give the HTML of each note by its anchor, without the links back to the text."""
    notes = NOTES.search(page)
    found = NOTE.finditer(notes["html"].strip() if notes else "")
    return {one["anchor"]: BACKLINK.sub("", one["html"]).strip() for one in found}


TOKEN = re.compile(r"<!--apparatus:(\d+)-->")
"""What stands for a hidden piece of a page: a comment, which search programs skip."""


def hide(page: str) -> tuple[str, list[str]]:
    """Leave out of a page what is searched by entries of its own, and note markers.

    Gives the page with tokens, and the pieces that `show` puts back.
    """
    pieces: list[str] = []

    def token(match: re.Match[str]) -> str:
        pieces.append(match[0])
        return f"<!--apparatus:{len(pieces) - 1}-->"

    for pattern in (LINKED, HIDDEN, NOTES, ANNOTATION, LIST, MARKER):
        page = pattern.sub(token, page)
    return page, pieces


def show(page: str, pieces: list[str]) -> str:
    """Put back what `hide` took out, wherever its tokens now stand."""
    return TOKEN.sub(lambda match: pieces[int(match[1])], page)
