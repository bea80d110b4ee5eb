"""Material's markup as an edition wants it; each step finds nothing to do a second time."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from turbohtml import Document, Element, Node, Text

from ...cache import Cache
from ...lean.known_scripts import WRITTEN
from ...lean.minifying import minified
from ...messages.speech import ENGLISH, Speech, message_of
from ..assets import LOOK, SCRIPT, STAND_IN

HEADER = "header.md-header"
"""What pages have that Material's templates made."""

BOTH = re.compile("[;；]")
"""What parts the two things that the label of a switch says: `Light colours; switch to dark`."""

PRINTED = message_of("on paper, before a date", ", printed ")
"""What a script says after the address of a page."""

BUNDLE = 'script[src*="/javascripts/bundle."]'
"""Material's scripts, which may come late."""

NEEDS_BUNDLE = ".mermaid, [data-md-component=consent], [data-md-component=outdated]"
"""What does nothing without them."""


@dataclass(frozen=True)
class Look:
    """Brings the pages of a built site into the look.

    `sections` are the numbers of the essay's sections by url, `pages` the paths of all pages that
    hold texts, `root` is the path that the site is published at. `has_colours` says whether its
    palette is the look's, `may_wait` whether nothing that the site has needs Material's scripts
    before a reader does, `is_unfolded` whether its navigation is one list. `mark` is that of
    scripts which templates wrote. `speech` is the language of what a script prints.
    """

    site_name: str
    sections: Mapping[str, int] = field(default_factory=dict)
    pages: Container[str] = ()
    root: str = "/"
    has_colours: bool = True
    may_wait: bool = True
    is_unfolded: bool = True
    mark: str = ""
    cache: Cache | None = None
    speech: Speech = ENGLISH

    def spares(self, tree: Document, path: str) -> bool:
        """Whether another program made a page of its own, a redirect say: no text is in it."""
        ours = f"{HEADER}, [{WRITTEN}]"
        return path not in self.pages and not tree.select_one(ours)

    def change(self, tree: Document, path: str) -> None:
        """Change a page that Material's templates made, which is at `path` in the site."""
        if not tree.select_one(HEADER):
            return
        _part_title(tree, self.site_name)
        _drop_attributes(tree, self.is_unfolded)
        _name_search(tree)
        self._place_colours(tree)
        self._place_scripts(tree)
        _let_nothing_be_fetched_beforehand(tree)
        _part_text_from_navigation(tree)
        _hide_empty_contents(tree)
        self._number_sections(tree, path)
        _make_room(tree)

    def _place_colours(self, tree: Document) -> None:
        """Put our script of colours after Material's: both should run before the first paint.

        The options are named for what they are, of which one is checked, and not, as the labels
        that a pointer sees, also for what comes next.
        """
        theirs = tree.select_one("form[data-md-component=palette] + script")
        if not self.has_colours or not theirs or tree.select_one("#__colours"):
            return
        for option in tree.select("input.md-option[aria-label]"):
            option.attrs["aria-label"] = BOTH.split(option.attr("aria-label") or "")[0].strip()
        theirs.insert_after(self._script({"id": "__colours"}, "colours.js"))

    def _place_scripts(self, tree: Document) -> None:
        """Let scripts not hold up the page, Material's bundle wait until it is used.

        The script that waits for that takes its place, and learns its address.
        """
        bundle = tree.select_one(BUNDLE)
        if not bundle or tree.select_one("#__reading, script[data-bundle]"):
            return
        if not self._waits(tree):
            bundle.insert_before(self._script({"id": "__reading"}, "reading.js"))
            return
        address = {"data-bundle": bundle.attr("src") or ""}
        bundle.replace_with(self._script(address, "intent.js", "reading.js"))
        for script in tree.select("script[src]:not([async])"):
            script.attrs["defer"] = ""

    def _waits(self, tree: Document) -> bool:
        """Whether a page can do without Material's scripts until a reader goes for them."""
        if not self.may_wait or not self.has_colours or tree.select_one(NEEDS_BUNDLE):
            return False
        others = [one.attr("src") or "" for one in tree.select(f"script[src]:not({BUNDLE})")]
        inline = (one.text for one in tree.select("script:not([src])"))
        ours = all(one.endswith((SCRIPT, STAND_IN)) for one in others)
        return ours and not any("document$" in one for one in inline)

    def _script(self, attributes: Mapping[str, str], *names: str) -> Element:
        """Make a script of files, which the policy knows by the mark."""
        if names not in self._texts:  # once, and not for each page
            text = "".join((LOOK / name).read_text("utf-8") for name in names)
            text = text.replace(PRINTED, self.speech.say_of("on paper, before a date", PRINTED))
            self._texts[names] = minified(text, self.cache)
        marked = {WRITTEN: self.mark} if self.mark else {}
        return Element("script", {**attributes, **marked}, [Text(self._texts[names])])

    @cached_property
    def _texts(self) -> dict[tuple[str, ...], str]:
        """Hold the scripts that were made, by the files that they are of."""
        return {}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        paths = ((_path(urljoin(self.root, url)), n) for url, n in self.sections.items())
        return dict(paths)

    def _number_sections(self, tree: Document, path: str) -> None:
        """Give the essay's sections their numbers in the navigation, and say where they begin."""
        here = urljoin(self.root, path)
        for link in tree.select(".md-nav--primary a.md-nav__link[href]"):
            target = _path(urljoin(here, link.attr("href") or ""))
            if number := self._numbers.get(target):
                link.attrs["data-section"] = str(number)
                items = [one for one in link.ancestors if _is_item(one)]
                if items and isinstance(whole := items[-1], Element):
                    whole.add_class("nav-essay")


def _path(address: str) -> str:
    """Give the path of an address, that of a folder without the name of its page."""
    return urlsplit(address).path.removesuffix("index.html")


def _is_item(node: Node) -> bool:
    return isinstance(node, Element) and "md-nav__item" in (node.attr("class") or "").split()


def _part_title(tree: Document, site_name: str) -> None:
    """Part a page's title from the site's as the line above a page does."""
    title = tree.select_one("head > title")
    if title and title.text.endswith(f" - {site_name}"):
        own = title.text.removesuffix(f" - {site_name}")
        title.set_text(site_name if own == site_name else f"{own} · {site_name}")


def _drop_attributes(tree: Document, is_unfolded: bool) -> None:
    """Drop what is not for checkboxes (HTML 4.10.18.7), and controls that control nothing.

    Where all of the navigation is unfolded its headings are no controls.
    """
    for box in tree.select("input.md-toggle[autocomplete]"):
        del box.attrs["autocomplete"]
    whole = tree.select_one("nav.md-nav--primary")
    if whole and is_unfolded:
        whole.add_class("nav-unfolded")
        for label in tree.select('.md-sidebar [tabindex="0"]'):
            del label.attrs["tabindex"]


def _name_search(tree: Document) -> None:
    """Name the dialog, as axe demands, and let nothing be said to be missing in its field."""
    for field_ in tree.select("input.md-search__input"):
        for dialog in tree.select('.md-search[role="dialog"]'):
            dialog.attrs["aria-label"] = field_.attr("aria-label") or "Search"
        if "required" in field_.attrs:
            del field_.attrs["required"]  # nobody must search: our sheet shows what this showed


def _let_nothing_be_fetched_beforehand(tree: Document) -> None:
    """Take out `rel=next`: Firefox would fetch that page, which the policy forbids."""
    for link in tree.select("head > link[rel=next]"):
        link.extract()


def _part_text_from_navigation(tree: Document) -> None:
    """Make what is read the main part of a page, and say which page it is.

    Material has its navigation in there too.
    """
    for link in tree.select("a.md-nav__link--active"):
        link.attrs["aria-current"] = "page"
    whole, text = tree.select_one("main.md-main"), tree.select_one("div.md-content")
    if whole and text:
        _rename(text, "main")
        _rename(whole, "div")


def _hide_empty_contents(tree: Document) -> None:
    """Keep no column free for the contents of a page that has no headings.

    Material does so only where a page asks for it: `hide: [toc]`.
    """
    for beside in tree.select(".md-sidebar--secondary:not([hidden])"):
        if not beside.select_one("a[href]"):
            beside.attrs["hidden"] = ""
    if not tree.select_one("#__toc"):  # a page that is not in the navigation has no such switch
        for label in tree.select("label[for=__toc]"):
            del label.attrs["for"]


def _make_room(tree: Document) -> None:
    """Let annotations stand in the margin: our style sheet says how wide it is."""
    for text in tree.select("article.md-content__inner:not(.has-margin)"):
        text.attrs["class"] = f"{text.attr('class')} has-margin"


def _rename(element: Element, tag: str) -> None:
    children = [one.extract() for one in list(element.children)]
    element.replace_with(Element(tag, dict(element.attrs), children))
