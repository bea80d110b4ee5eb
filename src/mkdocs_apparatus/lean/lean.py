"""Make built pages lean and closed: only the CSS they use, in the page, and a policy.

A page then needs one request until its text can be read, and a Content-Security-Policy
(https://www.w3.org/TR/CSP3/) says that it makes none to another origin.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from turbohtml import Document, Element, Text

from ..cache import Cache
from .css_reading import read_sheet
from .page_parts import PageParts, parts_of
from .policy import policy
from .script_words import words_of, words_of_all
from .sheets import only_on
from .used_css import UsedCss

THEME_SCRIPTS = "assets/javascripts/"
"""Where in a site Material has its scripts."""

POLICY = "Content-Security-Policy"

FINISHED = ", ".join(
    f'head > {place}[http-equiv="{POLICY}" i]'
    for place in ("meta:first-child", "meta[charset]:first-child + meta")
)
"""A policy where `finish` puts it, before all that a text could have brought into the head."""


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
        self._sheets: dict[tuple[tuple[str, str], ...], UsedCss] = {}

    def change(self, tree: Document, path: str) -> tuple[str, ...]:
        """Give a page its style and its policy; one that has a policy is finished already.

        The scripts are given that the policy lets not run, as no template wrote them. Raises
        ValueError, naming the page, where a sheet or script is missing or has an error.
        """
        if tree.select_one(FINISHED):
            return ()
        parts = parts_of(tree, self._mark)
        try:
            css = self._css(parts, path)
        except KeyError as error:
            raise ValueError(f"{path}: {error} is not in the site") from None
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from None
        finish(tree, parts, css)
        return parts.foreign

    def _css(self, parts: PageParts, page: str) -> str:
        wanted = tuple(self._wanted(one, page) for one in parts.sheets)
        sources = [self._path(source, page) for source in parts.sources]
        own = [self._texts[one] for one in sources if not one.startswith(THEME_SCRIPTS)]
        own += [self._texts[self._path(one, page)] for one in parts.linked]
        if wanted not in self._sheets:
            read = (only_on(read_sheet(css, self._cache), medium) for css, medium in wanted)
            self._sheets[wanted] = UsedCss(read, self._theme)
        words = frozenset[str]().union(*map(words_of, [*own, *parts.scripts, *parts.styles]))
        return self._sheets[wanted].of(parts, words)

    def _wanted(self, sheet: Element, page: str) -> tuple[str, str]:
        """Give the text of a sheet, and the media that it is for."""
        path = self._path(sheet.attr("href") or "", page)
        return (self._texts[path] if sheet.tag == "link" else sheet.text, sheet.attr("media") or "")

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
