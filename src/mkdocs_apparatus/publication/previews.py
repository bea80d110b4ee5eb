"""What a page carries for its scripts: previews of what it links to, and the reading switch.

Neither says anything that is not elsewhere: previews repeat the source list and the index.
"""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

from jinja2 import Environment
from markupsafe import Markup

from ..page.contents import ANNOTATION, APPARATUS
from ..registers.inline_markdown import inline
from ..registers.registers import Registers
from .filling import Renderer

PREVIEWED = re.compile(
    r'<a class="(?P<kind>citation-source|index-term)" href="[^"#]*#(?P<id>[^"]+)"[^>]*>'
)
"""A link to a source or a name: `<a class="index-term" href="../../names/#lenin">`."""

TITLE_END = re.compile(r"</h1>")
"""The end of a page's title: `</h1>`."""


def previews(content: str, renderer: Renderer, registers: Registers) -> str:
    """Print, in templates that show nothing, what a page's links can show in place."""
    linked = {
        (one["kind"], unquote(html.unescape(one["id"]))) for one in PREVIEWED.finditer(content)
    }
    sources = [one for one in renderer.edition.sources if ("citation-source", one.key) in linked]
    entries = registers.index.entries if registers.index else ()
    names = [one for one in entries if ("index-term", one.id) in linked]
    if not sources and not names:
        return ""
    template = renderer.templates.get_template("previews.html")
    printed = template.render(
        sources=sources, names=names, entry=renderer.entry, inline=inline, markup=Markup
    )
    return APPARATUS.format(printed)


def offer_switch(content: str, templates: Environment) -> str:
    """Let readers hide and show the annotations of a page that has some."""
    if not ANNOTATION.search(content):
        return content
    printed = APPARATUS.format(templates.get_template("switch.html").render())
    heading = TITLE_END.search(content)
    place = heading.end() if heading else 0
    return content[:place] + printed + content[place:]
