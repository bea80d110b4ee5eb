"""Material's markup as this edition wants it; each step finds nothing to do a second time."""

from __future__ import annotations

from mkdocs_apparatus import Document, Element


def mend(tree: Document) -> None:
    """Change a page that Material's templates made."""
    _drop_attributes(tree)
    _name_search(tree)
    _place_colours(tree)
    _defer_scripts(tree)
    _let_nothing_be_fetched_beforehand(tree)
    _part_text_from_navigation(tree)
    _make_room(tree)


def _drop_attributes(tree: Document) -> None:
    """Drop what is not for checkboxes (HTML 4.10.18.7), and controls that control nothing.

    Sections are always unfolded (edition.css), so their headings are no controls.
    """
    for box in tree.select("input.md-toggle[autocomplete]"):
        del box.attrs["autocomplete"]
    for label in tree.select('.md-sidebar [tabindex="0"]'):
        del label.attrs["tabindex"]


def _name_search(tree: Document) -> None:
    """Name the dialog, as axe demands, and let nothing be said to be missing in its field."""
    for dialog in tree.select('.md-search[role="dialog"]'):
        dialog.attrs["aria-label"] = "Search"
    for field in tree.select("input.md-search__input[required]"):
        del field.attrs["required"]  # nobody must search: edition.css shows what this showed


def _place_colours(tree: Document) -> None:
    """Move our script of colours to Material's: both should run before the first paint.

    The options are named for what they are, of which one is checked, and not, as the labels
    that a pointer sees, also for what comes next.
    """
    for option in tree.select("input.md-option[aria-label]"):
        option.attrs["aria-label"] = (option.attr("aria-label") or "").partition(";")[0]
    theirs = tree.select_one("form[data-md-component=palette] + script")
    ours = tree.select_one("#__colours")
    if theirs and ours:
        theirs.insert_after(ours)


def _defer_scripts(tree: Document) -> None:
    """Let scripts not hold up the page, Material's bundle wait until it is used.

    The script of partials/intent.html takes its place and learns its address.
    """
    intent = tree.select_one("script[data-bundle]")
    bundle = tree.select_one('script[src*="/javascripts/bundle."]')
    if intent and bundle:
        intent.attrs["data-bundle"] = bundle.attr("src")
        bundle.replace_with(intent)
    for script in tree.select("script[src]:not([async])"):
        script.attrs["defer"] = ""


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


def _make_room(tree: Document) -> None:
    """Let annotations stand in the margin: edition.css says how wide it is."""
    for text in tree.select("article.md-content__inner:not(.has-margin)"):
        text.attrs["class"] = f"{text.attr('class')} has-margin"


def _rename(element: Element, tag: str) -> None:
    children = [one.extract() for one in list(element.children)]
    element.replace_with(Element(tag, dict(element.attrs), children))
