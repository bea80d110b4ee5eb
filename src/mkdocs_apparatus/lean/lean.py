"""Make built pages lean and closed: only the CSS they use, in the page, and a policy.

A page then needs one request until its text can be read, and a Content-Security-Policy
(https://www.w3.org/TR/CSP3/) says that it makes none to another origin.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from turbohtml import Document, Element, Text

from ..cache import Cache
from .css_reading import read_sheet
from .page_parts import PageParts, is_elsewhere, parts_of
from .policy import policy
from .script_words import words_of, words_of_all
from .sheets import Sheet, only_on
from .used_css import UsedCss

THEME_SCRIPTS = "assets/javascripts/"
"""Where in a site Material has its scripts."""

READ = (".css", ".js", ".mjs")
"""What of a site is read as text."""

POLICY = "Content-Security-Policy"

FINISHED = ", ".join(
    f'head > {place}[http-equiv="{POLICY}" i]'
    for place in ("meta:first-child", "meta[charset]:first-child + meta")
)
"""A policy where `finish` puts it, before all that a text could have brought into the head."""


@dataclass(frozen=True)
class Unserved:
    """What of a page does not come to its readers.

    `foreign` are scripts that no template wrote, `elsewhere` addresses at other origins, which
    the policy lets not run or be fetched; `missing` files, by path, that are not in the site.
    """

    foreign: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Leaner:
    """The style sheets and scripts of a site, by which its pages are made lean.

    `texts` are those by path in the site, `prefix` the path that the site is published at,
    which absolute addresses (404.html's) begin with, `mark` that of scripts which templates
    wrote.
    """

    def __init__(
        self,
        texts: Mapping[str, str],
        prefix: str = "/",
        cache: Cache | None = None,
        mark: str = "",
    ) -> None:
        self._mark = mark
        self._texts = texts
        self._root = f"/{prefix.strip('/')}/".replace("//", "/")
        self._cache = cache
        scripts = [texts[path] for path in sorted(texts) if path.startswith(THEME_SCRIPTS)]
        self._theme = words_of_all(scripts, cache)
        self._sheets: dict[str, Sheet | None] = {}
        self._used: dict[tuple[tuple[str, str], ...], UsedCss] = {}

    def change(self, tree: Document, path: str) -> Unserved:
        """Give a page its style and its policy; one that has a policy is finished already.

        Sheets that cannot stand in the page stay files, with those after them: they name
        files beside them, have an error or are not in the site.
        """
        if tree.select_one(FINISHED):
            return Unserved()
        parts = parts_of(tree, self._mark)
        missing = tuple(self._missing(parts, path))
        inner, outer, read = self._parted(parts, path)
        parts = replace(
            parts,
            sheets=inner,
            styles=(*parts.styles, *(one.text for one in outer if one.tag == "style")),
            linked=(*parts.linked, *(one.attr("href") or "" for one in outer if one.tag == "link")),
            chosen=parts.chosen or any(one.tag == "link" for one in outer),
        )
        words = frozenset[str]().union(*map(words_of, self._own(parts, path)))
        finish(tree, parts, read.of(parts, words))
        return Unserved(parts.foreign, parts.elsewhere, missing)

    def _parted(
        self, parts: PageParts, page: str
    ) -> tuple[tuple[Element, ...], tuple[Element, ...], UsedCss]:
        """Give the sheets that can stand in a page, those that stay files, and what the first say.

        One that cannot be fetched is neither, and says nothing.
        """
        said = [(one, self._said(one, page)) for one in parts.sheets]
        there = [(one, text) for one, text in said if text is not None]
        count = next((n for n, (_, text) in enumerate(there) if not self._sheet(text)), len(there))
        inner, outer = there[:count], there[count:]
        key = tuple((text, one.attr("media") or "") for one, text in inner)
        if key not in self._used:
            sheets = [(self._sheet(text), medium) for text, medium in key]
            read = [only_on(sheet, medium) for sheet, medium in sheets if sheet]
            self._used[key] = UsedCss(read, self._theme)
        return tuple(one for one, _ in inner), tuple(one for one, _ in outer), self._used[key]

    def _said(self, sheet: Element, page: str) -> str | None:
        return sheet.text if sheet.tag == "style" else self._text(sheet.attr("href") or "", page)

    def _sheet(self, text: str) -> Sheet | None:
        """Read a sheet; None where it cannot stand in a page."""
        if text not in self._sheets:
            try:
                self._sheets[text] = read_sheet(text, self._cache)
            except ValueError:
                self._sheets[text] = None
        return self._sheets[text]

    def _own(self, parts: PageParts, page: str) -> Iterator[str]:
        """Give all texts by which a page may come to need a rule, but for the theme's scripts."""
        for address in (*parts.sources, *parts.linked):
            text = self._text(address, page)
            if text and not self._path(address, page).startswith(THEME_SCRIPTS):
                yield text
        yield from parts.scripts
        yield from parts.styles

    def _missing(self, parts: PageParts, page: str) -> Iterator[str]:
        linked = [one.attr("href") or "" for one in parts.sheets if one.tag == "link"]
        for address in (*linked, *parts.linked, *parts.sources):
            path = self._path(address, page)
            if path.endswith(READ) and path not in self._texts and not is_elsewhere(address):
                yield path

    def _text(self, address: str, page: str) -> str | None:
        """Give the text of a sheet or script of the site; None where it has none."""
        return None if is_elsewhere(address) else self._texts.get(self._path(address, page))

    def _path(self, address: str, page: str) -> str:
        """Give the path in the site of what a page names: `../a.css` in `x/y.html` is `a.css`."""
        return urlsplit(urljoin(self._root + page, address)).path.removeprefix(self._root)


def finish(tree: Document, parts: PageParts, css: str) -> None:
    """Put `css` in place of a page's sheets, and its policy into it.

    The style stands where the first link was; the policy after the page's charset, which is
    the first of its head, before all that it is to govern. A page that links no sheet gets no
    style.
    """
    if parts.sheets:
        first, *others = parts.sheets
        first.replace_with(Element("style", children=[Text(css)]))
        for link in others:
            link.extract()
        parts = replace(parts, styles=(*parts.styles, css))
    meta = Element("meta", {"http-equiv": POLICY, "content": policy(parts)})
    head, charset = tree.select_one("head"), tree.select_one("head > meta[charset]")
    if head and charset:
        if charset is not next((one for one in head.children if isinstance(one, Element)), None):
            head.insert(0, charset.extract())
        charset.insert_after(meta)
    elif head:
        head.insert(0, meta)
