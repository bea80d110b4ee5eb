"""Text of strangers where a terminal shows it."""

from __future__ import annotations

import re

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
