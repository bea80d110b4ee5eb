"""What is said in a finished page: in its head, and in Material's configuration.

A page is rewritten while it streams by, so that all else in it stays byte for byte.
"""

from __future__ import annotations

import html
import json

from turbohtml.rewrite import Element, rewrite

from ..messages.speech import Speech

WORKER = "apparatus-search.js"
"""The name under which `assets/search.js` is published, in `assets/`."""

NOT_FOUND = "404 - Not found"
"""The words of the heading of Material's 404.html."""

MATERIAL_WORKER = "assets/javascripts/workers/search."
"""How the name of Material's search worker begins, from the root of the site."""


def add_to_head(page: str, head: str, description: str = "") -> str:
    """Put HTML at the end of a page's head, and a description if the page has none."""
    described: list[Element] = []
    if description:
        rewrite(page, elements=[("head meta[name=description]", described.append)])
    if description and not described:
        head += f'<meta name="description" content="{html.escape(description)}">\n'
    done: list[bool] = []

    def add(element: Element) -> None:
        if not done:  # there may be more: in SVG, in a template
            done.append(True)
            put = {"head": element.append, "html": element.prepend}.get(element.tag, element.before)
            put(head, html=True)

    added = rewrite(page, elements=[("head", add)])
    # HTML lets the tags of head and html be left out.
    return added if done else rewrite(page, elements=[("*", add)])


def in_language(page: str, language: str) -> str:
    """Say in which language the text of a page is, on the element that holds it."""
    done: list[bool] = []

    def mark(element: Element) -> None:
        if not done:
            done.append(True)
            element.set_attribute("lang", language)

    holder = "article" if "<article" in page else "[role=main], main"
    return rewrite(page, elements=[(holder, mark)])


def say_not_found(page: str, speech: Speech) -> str:
    """Say in words of ours what Material's 404.html says in English in all languages."""

    def say(text: Element) -> None:
        if text.text == NOT_FOUND:
            text.set_text(speech.say("404 - Not found"))

    return rewrite(page, text=say)


def use_worker(page: str) -> str:
    """Name our searcher in Material's configuration; a page without one stays as it is."""
    if MATERIAL_WORKER not in page:
        return page
    configuration: list[bool] = []

    def change(text: Element) -> None:
        if configuration:
            configuration.clear()
            text.set_text(_with_worker(text.text))

    found = [("script#__config", lambda _: configuration.append(True))]
    return rewrite(page, elements=found, text=change)


def _with_worker(configuration: str) -> str:
    """Change `{"search": "../assets/javascripts/workers/search.1a2b.min.js"}`, and no more."""
    try:
        theirs = str(json.loads(configuration).get("search", ""))
    except (ValueError, AttributeError):
        return configuration
    base, found, _ = theirs.partition(MATERIAL_WORKER)
    ours = f"{base}assets/{WORKER}" if found else theirs
    return configuration.replace(theirs, ours, 1)
