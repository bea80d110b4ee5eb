r"""Addresses and DOIs as programs write them: `https://doi.org/10.1000/a`, `10.1000/a\_b`.

BibTeX prints these fields, so that many programs write TeX into them; BibLaTeX and pandoc take
them as they are. No address holds a backslash or a brace, so that TeX in one is never meant.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

URL_MACRO = re.compile(r"\\(?:url|path|nolinkurl|href)\s*\{((?:[^{}]|\{[^{}]*\})*)\}(?:\{.*\})?")
r"""An address in a macro: `\url{https://example.org}`, `\href{https://example.org}{Here}`."""

ESCAPED = re.compile(r"\\([_%&#$~{}])(?:\{\})?")
r"""A sign that TeX wants escaped: `\_`, `\~{}`."""

NAMED = re.compile(
    r"\\(textasciitilde|textunderscore|textless|textgreater|textbar|sim)\b\s*(?:\{\})?"
)
r"""A sign by its name, `\textasciitilde{}`, and the space that ends the name."""
SIGNS = {
    "textasciitilde": "~",
    "textunderscore": "_",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "sim": "~",
}

DOI = re.compile(r"10\.\d{1,20}+(?:\.\d{1,20}+){0,9}+/\S+")
"""A DOI in whatever stands around it: `10.1000/182` (https://www.doi.org/doi-handbook/, 3.4)."""

NEXT_DOI = re.compile(r"[,;]?(?<!\s)\s++(?=10\.)|[,;](?=10\.\d{1,20}/)")
"""Where a second DOI begins, an erratum's say: `10.1000/a, 10.1000/b`."""

WEB = re.compile(r"https?://\S+", re.IGNORECASE)


def address(value: str) -> str:
    r"""Give the address that a field holds; `\url{http://a.org/x\_y}`: `http://a.org/x_y`.

    Of several, the first. A line that was broken is joined; a space within is `%20`.
    """
    macro = URL_MACRO.search(value)
    words = _without_tex(macro[1] if macro else value)
    words = "".join(map(str.strip, words.strip().strip("<>").strip().split("\n")))
    first, _, rest = words.partition(" ")
    if WEB.match(first) and WEB.search(rest):
        return first.rstrip(",;")
    return words.replace(" ", "%20")


def only(value: str) -> str:
    """Give the address on the web that is all a field holds; empty where there is more."""
    words = value.strip()
    macro = URL_MACRO.fullmatch(words) or URL_MACRO.fullmatch(words[1:-1])
    return address(value) if macro or WEB.fullmatch(_without_tex(words)) else ""


def doi(value: str) -> str:
    """Give the DOI that a field holds, of several the first; empty where there is none."""
    macro = URL_MACRO.search(value)
    words = NEXT_DOI.split(_without_tex(macro[1] if macro else value).strip())[0]
    if WEB.match(words):  # in an address signs are escaped once more
        words = unquote(words)
    found = DOI.search(words)
    return found[0].rstrip(".,;") if found else ""


def is_web(value: str) -> bool:
    """Whether a field holds an address on the web."""
    return WEB.match(address(value)) is not None


def _without_tex(value: str) -> str:
    words = NAMED.sub(lambda name: SIGNS[name[1]], value)
    words = ESCAPED.sub(r"\1", words)
    return words.replace("{", "").replace("}", "").replace("\\", "")
