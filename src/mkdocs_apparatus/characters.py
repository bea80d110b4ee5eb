"""Characters that no page can hold, or no message is to show: halves of others, and controls."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

CONTROLS = dict.fromkeys([*range(9), 0x0B, *range(0x0E, 0x20)])
"""The control characters of ASCII but for white space, as `str.translate` takes them away.

HTML forbids them (https://html.spec.whatwg.org/#preprocessing-the-input-stream), and XML.
"""

CONTROL = re.compile("[\0-\x08\x0b\x0e-\x1f]")
"""One of them: U+0001."""

HALF = re.compile("[\ud800-\udfff]")
"""Half a character of UTF-16, which is none: JSON tools write an emoji as two, `\\ud83d\\ude00`."""

LOST = "\ufffd"
"""Stands where a character was that cannot be known."""


def without_controls(text: str) -> str:
    """Take out what nobody sees, and no page may hold."""
    return text.translate(CONTROLS) if CONTROL.search(text) else text


def joined(text: str) -> str:
    """Join halves to characters; one that is alone is `LOST`."""
    if not HALF.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
"""Characters that command a terminal (U+001B), turn text around (U+202E), or are none (U+D800).

https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
"""


def visible(text: str) -> str:
    r"""Write characters that nobody sees as JSON does: `\u001b`."""
    return UNSEEN.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def columns(text: str) -> int:
    """Say how wide a text is in Latin letters; one of Chinese is as wide as two (UAX #11)."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)
