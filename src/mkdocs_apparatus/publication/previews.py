"""What a page carries for its scripts: previews of links, their words, and the reading switch.

None says anything that is not elsewhere: previews repeat the source list and the index.
"""

from __future__ import annotations

from urllib.parse import unquote

from jinja2 import Environment
from markupsafe import Markup

from ..messages.speech import message
from ..messages.templates import spoken
from ..page.contents import ANNOTATION
from ..page.sheet import Sheet
from ..page.words import CITED_SOURCE
from ..registers.inline_markdown import inline
from ..registers.mentions import TERM
from ..registers.registers import Registers
from .rendering import Renderer

WORDS = (
    message("Copied"),
    message("Copying failed; select the text"),
    message("Note %(number)s"),
    message("In the index"),
    message("In the source list"),
    message("Annotations on"),
    message("Annotations off"),
)
"""What `apparatus.js` says, in English where the page has no words for it.

There a number is a `#`.
"""


def add_words(sheet: Sheet, templates: Environment) -> None:
    """Print what scripts say, where it is not what they say by themselves."""
    speech = spoken(templates)
    said = {one: speech.gettext(one) for one in WORDS}
    words = [(one, text) for one, text in said.items() if one != text]
    if words:
        html = templates.get_template("words.html").render(words=words)
        sheet.add(html.replace("%(number)s", "#"))


def add_previews(sheet: Sheet, renderer: Renderer, registers: Registers) -> None:
    """Print, in templates that show nothing, what a page's links can show in place."""
    cited, named = (_linked(sheet, kind) for kind in (CITED_SOURCE, TERM))
    sources = renderer.edition.sources_of(cited)
    names = registers.index.entries_of(named) if registers.index else []
    if not sources and not names:
        return
    template = renderer.templates.get_template("previews.html")
    sheet.add(
        template.render(
            sources=sources, names=names, entry=renderer.entry, inline=inline, markup=Markup
        )
    )


def _linked(sheet: Sheet, kind: str) -> set[str]:
    """Give the anchors that links of a class lead to: `lenin` of `../names/#lenin`."""
    links = (one.attr("href") or "" for one in sheet.root.select(f"a.{kind}"))
    return {unquote(href.partition("#")[2]) for href in links}


def offer_switch(sheet: Sheet, templates: Environment) -> None:
    """Let readers hide and show the annotations of a page that has some."""
    if not sheet.root.select_one(ANNOTATION):
        return
    printed = templates.get_template("switch.html").render()
    heading = sheet.root.select_one("h1")
    first = next(iter(sheet.root.children))
    sheet.add(printed, heading.insert_after if heading else first.insert_before)
