"""What a built page holds that a style sheet or a policy can be about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

EXECUTABLE = {"", "text/javascript", "application/javascript", "module"}
"""The types of scripts that run; others are data, which no policy concerns."""

Element = frozenset[str]
"""All of an element that selectors are held against: its tag, `#id` and each `.class`."""


@dataclass(frozen=True)
class SheetLink:
    """A link to a style sheet: its address, and its place in the page's text."""

    href: str
    start: int
    end: int


class PageParts(HTMLParser):
    """What a page holds: its elements, its links to style sheets, its inline scripts."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.elements: set[Element] = set()
        self.attributes: dict[str, set[str]] = {}
        self.sheets: list[SheetLink] = []
        self.sources: list[str] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.style_attributes: list[str] = []
        self.charset_end = -1
        self._lines = [0, *(match.end() for match in re.finditer("\n", html))]
        self._open: tuple[str, list[str]] | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a selector, or a policy, can be about."""
        given = {name: value or "" for name, value in attrs}
        classes = (f".{one}" for one in given.get("class", "").split())
        self.elements.add(frozenset({tag, f"#{given.get('id', '')}", *classes}))
        for name, value in given.items():
            self.attributes.setdefault(name, set()).add(value)
        if "style" in given:
            self.style_attributes.append(given["style"])
        line, column = self.getpos()
        start = self._lines[line - 1] + column
        end = start + len(self.get_starttag_text() or "")
        if tag == "link" and "stylesheet" in given.get("rel", "").split():
            self.sheets.append(SheetLink(given.get("href", ""), start, end))
        elif tag == "head" or (tag == "meta" and "charset" in given):
            self.charset_end = end
        elif tag == "style":
            self._open = ("style", [])
        elif tag == "script" and "src" in given:
            self.sources.append(given["src"])
        elif tag == "script":
            runs = given.get("type", "").strip().lower() in EXECUTABLE
            self._open = ("script" if runs else "data", [])

    def handle_data(self, data: str) -> None:
        """Gather what stands in a script or style, where character references mean nothing."""
        if self._open:
            self._open[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        """Keep the script or style that ends."""
        if self._open and tag in ("script", "style"):
            kind, data = self._open
            self._open = None
            kept = {"script": self.scripts, "style": self.styles}.get(kind)
            if kept is not None:
                kept.append("".join(data))
