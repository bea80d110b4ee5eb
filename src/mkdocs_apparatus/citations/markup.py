"""HTML in fields, as Crossref, PLOS and Mendeley export it: `<i>E. coli</i>`, `&amp;`."""

from __future__ import annotations

import re
from html import unescape

COMMANDS = {
    "i": "emph",
    "em": "emph",
    "italic": "emph",
    "b": "textbf",
    "bold": "textbf",
    "strong": "textbf",
    "sub": "textsubscript",
    "sup": "textsuperscript",
    "sc": "textsc",
    "scp": "textsc",
}
"""TeX for the elements of HTML and JATS that CSL knows too."""

LESS, MORE = (
    r"(?:<|&lt;|\{?\\textless(?:\{\}|\s)?\}?)",
    r"(?:>|&gt;|\{?\\textgreater(?:\{\}|\s)?\}?)",
)

ELEMENT = re.compile(
    rf"{LESS}(?P<name>{'|'.join(COMMANDS)}){MORE}(?P<words>[^<>{{}}]*?){LESS}/(?P=name){MORE}", re.I
)
r"""An element, as it is or with TeX for its brackets: `{\textless}i{\textgreater}`."""

ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|[mn]dash|[lr][sd]quo|#\d+|#x[\da-f]+);", re.I)
"""A character of HTML: `&amp;`."""

TEX = {"&": r"\&", "<": r"\textless{}", ">": r"\textgreater{}", "%": r"\%", "#": r"\#"}


def marked_up(text: str) -> str:
    r"""Write HTML as TeX: `<i>E. coli</i> &amp; others` as `\emph{E. coli} \& others`."""
    if "<" in text or "textless" in text or "&lt;" in text:
        text = ELEMENT.sub(lambda one: f"\\{COMMANDS[one['name'].lower()]}{{{one['words']}}}", text)
    return ENTITY.sub(_character, text) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    sign = unescape(entity[0])
    return TEX.get(sign, sign if sign.isprintable() and sign not in "\\{}$_^~" else entity[0])
