"""What leads to paragraphs by their ids, in Markdown and in data files, and may be changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

Renamed = Mapping[str, str]
"""New ids of a page by its old ones."""

LINK = re.compile(
    r"(?:\]\(<?|\]:[ \t]{0,9}<?)(?P<path>[^\s()<>\"'#]{0,500})"
    r"#(?P<id>p\d{1,9}[a-z]{0,9})(?![\w:.-])"
)
"""A link to a paragraph: `](#p4`, `](introduction.md#p4`, and `]: introduction.md#p4`."""

NAME = re.compile(r"(?<![\w/.#-])(?P<path>[\w/.-]{1,200})#(?P<id>p\d{1,9}[a-z]{0,9})(?![\w:.-])")
"""A paragraph as data files name it: `introduction#p2`."""

FENCE = re.compile(r" {0,3}(?:```|~~~)")
"""The first or last line of a block of code."""


def in_markdown(text: str, renamed: Callable[[str], Renamed]) -> str:
    """Change the ids in links to paragraphs; code stays as it is.

    `renamed` gives, by the path of a link as it is written (empty on the page itself), the ids
    of the page to which it leads.
    """
    lines = text.split("\n")
    in_code = False

    def change(found: re.Match[str]) -> str:
        is_code = found.string.count("`", 0, found.start()) % 2  # within the line
        return found[0] if is_code else _changed(found, renamed)

    for place, line in enumerate(lines):
        if FENCE.match(line):
            in_code = not in_code
        elif not in_code:
            lines[place] = LINK.sub(change, line)
    return "\n".join(lines)


def in_data(text: str, renamed: Callable[[str], Renamed]) -> str:
    """Change the ids of paragraphs that a data file names, and leave all else as it is written.

    `renamed` is as in `in_markdown`; what stands before the `#` is the name of a section.
    """
    return NAME.sub(lambda found: _changed(found, renamed), text)


def _changed(found: re.Match[str], renamed: Callable[[str], Renamed]) -> str:
    new = renamed(found["path"]).get(found["id"])
    return f"{found[0].removesuffix(found['id'])}{new}" if new else found[0]
