"""Texts of CSL-JSON, which may hold markup of their own.

It looks like HTML and is not: `<` and `&` stand for themselves, and no other tags than these
mean anything
(https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html#html-like-formatting-tags).
"""

from __future__ import annotations

import re

TAG = re.compile(r'</?(?:i|b|sc|sup|sub)>|<span (?:class="nocase"|style="[^"<>]*")>|</span>')
"""Markup in a text: `<i>Pravda</i>`, `<span class="nocase">China</span>`."""


def literal(text: str) -> str:
    """Write words as a CSL text: what looks like markup is not read as such."""
    return TAG.sub(lambda tag: f'<<span class="nocase">{tag[0][1:]}</span>', text)


def plain(text: str) -> str:
    """Give the words of a CSL text."""
    return TAG.sub("", text)
