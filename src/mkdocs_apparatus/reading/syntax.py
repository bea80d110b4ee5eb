"""What a citation looks like in Markdown: Pandoc's syntax, as regular expressions.

https://pandoc.org/MANUAL.html#citation-syntax. These find where a citation begins and
ends and which keys it names; what it says is parsed by pandoc.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

KEY = r"""
    (?: \{ [^{}\s]+ \}                 # @{any key at all}
      | [\w*]                          # @brinton1970
        (?: \w
          | [:.#$%&+?<>~/-] (?=\w)     # @a:b.c/d, but not the dot of "@brinton1970."
          | [:/] (?=/)                 # @https://example.org/x
        )*
    )"""

CITED_KEY = re.compile(rf"(?<![\w\\]) -? @ (?P<key>{KEY})", re.VERBOSE)
"""A key in a citation: `@key`, `-@key`, `@{key}`; not the `@` of `me@example.org`."""

BARE_KEY = re.compile(KEY, re.VERBOSE)
"""A key that needs no braces, or has them."""

NARRATIVE = rf"(?<![\w\\/:.@-]) -? @ (?P<key>{KEY})"
"""A key in running text, as in `@brinton1970 [p. 3] says` or, without its author,
`-@brinton1970 [p. 3]`; not in a path or an address."""

NOTE_REFERENCE = r"\[\^(?P<label>[^\]]{0,999})\]"
"""A reference to a discursive note: `[^hukou]`, `[^my note]`, as Python-Markdown has it."""

LABEL = re.compile(r"[^\]\s]+")
"""A label that is one even where no note has it: `hukou`; `[^a b]` may be anything."""

MOST_MARKUP = 100
"""How many signs of markup a citation may have, for each source: each may stand in another.

A prefix and a suffix of some length may have ten; the pages of six sites have none.
"""

MARKUP = re.compile(r"""[*_~^`\[<$]|(?<!\w)['"‘“]""")
"""What begins markup or a quotation in pandoc's Markdown: `*`, `[`; not an apostrophe."""

STOP = re.compile(r"[.,;:!?，。、；：！？؟،؛۔]")
"""What moves before the number after a narrative citation: "Brinton.¹", "(as Brinton¹)."."""

CLOSING = re.compile(r"""[.,;:!?…)\]}'"’”»›，。、；：！？）」』》〉】؟،؛۔]+""")
"""What a note number follows: `workplace [@key].` is set "workplace.¹", as pandoc does.

Dashes are left alone: a note number precedes them (Chicago Manual of Style 14.26).
"""


PART = re.compile(r"[][;]")
"""What may part a citation, or keep it together: `;`, `[`, `]`."""

BRACKET = re.compile(r"[][]")


def key_of(match: str) -> str:
    """Strip the braces of `{key}`."""
    return match[1:-1] if match.startswith("{") else match


def cited(key: str) -> str:
    """Write a key as it is cited: `@brinton1970`, and `@{D'Arcy2001}` where it needs braces."""
    return f"@{key}" if BARE_KEY.fullmatch(key) else f"@{{{key}}}"


def keys_in(raw: str) -> tuple[str, ...]:
    """List the keys that a bracketed citation names, in order."""
    return tuple(key_of(found["key"]) for found in CITED_KEY.finditer(raw))


def with_keys(raw: str, name: Callable[[str], str]) -> str:
    """Give a citation with each key as `name` has it."""

    def one(found: re.Match[str]) -> str:
        key = key_of(found["key"])
        before = found[0].removesuffix(found["key"])
        return before + found["key"].replace(key, name(key))

    return CITED_KEY.sub(one, raw)


def parts_of(raw: str) -> list[str]:
    """Part a bracketed citation at its semicolons, as pandoc does, but for those in brackets."""
    parts: list[str] = []
    depth = done = 0
    for found in PART.finditer(raw):
        depth += (found[0] == "[") - (found[0] == "]")
        if found[0] == ";" and depth <= 1:
            parts.append(raw[done : found.start()])
            done = found.end()
    return [*parts, raw[done:]]


def is_overloaded(raw: str) -> bool:
    """Whether a citation has so much markup that nobody could read it, nor a program."""
    if len(raw) <= MOST_MARKUP:
        return False
    parts = parts_of(raw[1:] if raw.startswith("[") else raw)
    return any(len(MARKUP.findall(CITED_KEY.sub("", one))) > MOST_MARKUP for one in parts)


class Brackets:
    """Says where brackets end, which nest: `[@key, p. 3 [sic]]` is one.

    All are found at once, and not again for a text of which only the beginning has changed:
    of many that never close each would be followed to the end.
    """

    def __init__(self) -> None:
        self._text = ""
        self._ends: dict[int, int] = {}

    def end(self, text: str, start: int) -> int | None:
        """Give the end of the bracket that opens at `start`; None where it never closes."""
        rest = text[start:]
        if not self._text.endswith(rest):
            self._text, self._ends = rest, dict(_pairs(rest))
        end = self._ends.get(len(rest))
        return None if end is None else len(text) - end


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """Give how far from the end of a text each bracket opens that closes, and where it has."""
    opened: list[int] = []
    for found in BRACKET.finditer(text):
        if found[0] == "[":
            opened.append(len(text) - found.start())
        elif opened:
            yield opened.pop(), len(text) - found.end()
