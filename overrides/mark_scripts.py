"""Mark Chinese and Russian words as such, for screen readers, hyphenation and fonts.

In this edition Han characters are Chinese and Cyrillic ones Russian; words in Latin letters
are marked where they are written: `*ateliers nationaux*{: lang=fr }`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_apparatus import Document, Element, Node, Text

RUN = re.compile(
    "(?P<zh>[\u3400-\u9fff](?:[\u3400-\u9fff，、：《》“”（）]*[\u3400-\u9fff])?)"
    "|(?P<ru>[\u0400-\u04ff]+(?:[ -][\u0400-\u04ff]+)*)"
)
"""A run of a script, named by language: `北京`, `большевики`."""

KEPT = {"script", "style", "textarea", "title", "desc"}
"""Elements that hold no others: their text is left alone."""


def mark_languages(tree: Document) -> None:
    """Mark the words in the article of a page where nothing says their language."""
    for article in tree.select("article"):
        for text in [one for one in article.descendants if isinstance(one, Text)]:
            if RUN.search(text.data) and (tag := _tag(text)):
                text.replace_with(*_marked(text.data, tag))


def _tag(text: Text) -> str:
    """Give the element by which text may be marked, nothing where it may not."""
    tag = "span"
    for parent in text.ancestors:
        if not isinstance(parent, Element) or parent.tag == "article":
            break
        if parent.tag in KEPT or "lang" in parent.attrs:
            return ""
        if parent.tag in ("text", "tspan"):  # the words of a figure
            tag = "tspan"
    return tag


def _marked(text: str, tag: str) -> Iterator[Node]:
    """Part a text into runs, each in an element, and what is between them."""
    done = 0
    for run in RUN.finditer(text):
        if run.start() > done:
            yield Text(text[done : run.start()])
        yield Element(tag, {"lang": str(run.lastgroup)}, [Text(run[0])])
        done = run.end()
    if done < len(text):
        yield Text(text[done:])
