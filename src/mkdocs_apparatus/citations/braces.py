"""Changes outside braces, within which BibTeX's own reading stops."""

from __future__ import annotations

import re


def outside_braces(pattern: re.Pattern[str], new: str, text: str) -> str:
    """Put `new` for what a pattern finds outside braces: not the "and" of `{Barnes and Noble}`."""
    if not pattern.search(text):
        return text
    deep = _depths(text)
    return pattern.sub(lambda found: new if not deep[found.start()] else found[0], text)


def _depths(text: str) -> list[int]:
    depths, depth = [], 0
    for character in text:
        depth += (character == "{") - (character == "}")
        depths.append(depth)
    return depths
