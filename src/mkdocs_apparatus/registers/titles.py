"""The titles of works, as texts set them off: no name is mentioned within one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..bib import Bibliography
from ..citations.csl_text import plain
from ..model import Edition
from ..page.contents import text_of
from ..page.titled import is_title
from ..page.tree import Node
from ..page.words import CITED_SOURCE

COMMAND = re.compile(r"\\[A-Za-z]+")
"""A command of LaTeX, `\\emph` say; braces and accents do not count in comparing titles."""

SUBTITLE = re.compile(r"[:?!.] ")
"""What parts a title from its subtitle: `Capital: A Critique`."""


def titles_of(
    edition: Edition, bibliography: Bibliography, trees: Mapping[str, Node]
) -> frozenset[str]:
    """Give titles of all sources and of what they appeared in, with and without subtitles.

    They come as citations print them (`trees` are the filled pages by url), as CSL-JSON
    and as the bibliography has them, cited or not. They differ in capitals and stops.
    """
    found = {
        text_of(one)
        for tree in trees.values()
        for one in tree.select(f"a.{CITED_SOURCE}")
        if is_title(one)  # and not "Jones 2002"
    }
    for source in edition.sources:
        found |= {plain(one) for one in _titled(source.csl)}
    for entry in bibliography.entries:
        found |= {COMMAND.sub("", one) for one in _titled(entry.fields)}
    found |= {SUBTITLE.split(one, maxsplit=1)[0] for one in found}
    return frozenset(filter(None, found))


def _titled(fields: Mapping[str, object]) -> Iterator[str]:
    for name, value in fields.items():
        if ("title" in name or name == "journal") and isinstance(value, str):
            yield value
