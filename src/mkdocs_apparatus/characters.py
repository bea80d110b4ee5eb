"""Characters that no page can hold: halves of others, and controls."""

from __future__ import annotations

import re

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
