"""What a citation looks like in Markdown: Pandoc's syntax, as regular expressions.

https://pandoc.org/MANUAL.html#citation-syntax. These find where a citation begins and
ends and which keys it names; what it says is parsed by pandoc.
"""

from __future__ import annotations

import re
from collections.abc import Callable

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

NOTE_REFERENCE = r"\[\^(?P<label>[^\]]*)\]"
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
    parts, depth = [""], 0
    for letter in raw:
        depth += (letter == "[") - (letter == "]")
        if letter == ";" and depth <= 1:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def is_overloaded(raw: str) -> bool:
    """Whether a citation has so much markup that nobody could read it, nor a program."""
    if len(raw) <= MOST_MARKUP:
        return False
    parts = parts_of(raw[1:] if raw.startswith("[") else raw)
    return any(len(MARKUP.findall(CITED_KEY.sub("", one))) > MOST_MARKUP for one in parts)


def bracketed(text: str, start: int) -> int | None:
    """Find the end of the bracket that opens at `start`; None where it never closes.

    Brackets nest: `[@key, p. 3 [sic]]` is one.
    """
    depth = 0
    for index in range(start, len(text)):
        if text[index] == "[":
            depth += 1
        elif text[index] == "]":
            depth -= 1
            if depth == 0:
                return index + 1
    return None
