"""What a page carries for its scripts: previews of what it links to, and the reading switch.

Neither says anything that is not elsewhere: previews repeat the source list and the index.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from jinja2 import Environment
from markupsafe import Markup

from .contents import ANNOTATION, APPARATUS
from .index_page import emphasised
from .registers import Registers
from .rendering import Renderer

PREVIEWED = re.compile(
    r'<a class="(?P<kind>citation-source|index-term)" href="[^"#]*#(?P<id>[^"]+)"[^>]*>'
)
"""A link to a source or a name: `<a class="index-term" href="../../names/#lenin">`."""

HEADING = re.compile(r"</h1>")


@dataclass(frozen=True)
class Preview:
    """What is shown of a source (`kind` "source") or a name ("name"): its id and HTML."""

    kind: str
    id: str
    html: str


def previews(content: str, renderer: Renderer, registers: Registers) -> str:
    """Print, in templates that show nothing, what a page's links can show in place."""
    linked = {
        (one["kind"], unquote(html.unescape(one["id"]))) for one in PREVIEWED.finditer(content)
    }
    found = [
        *_sources({key for kind, key in linked if kind == "citation-source"}, renderer),
        *_names({key for kind, key in linked if kind == "index-term"}, registers),
    ]
    if not found:
        return ""
    printed = renderer.templates.get_template("previews.html").render(previews=found, markup=Markup)
    return APPARATUS.format(printed)


def _sources(keys: set[str], renderer: Renderer) -> Iterator[Preview]:
    for source in renderer.edition.sources:
        if source.key in keys:
            remark = f'<p class="source-annote">{source.annote}</p>' if source.annote else ""
            yield Preview("source", source.key, f"<p>{renderer.entry(source)}</p>{remark}")


def _names(ids: set[str], registers: Registers) -> Iterator[Preview]:
    for entry in registers.index.entries if registers.index else ():
        if entry.id in ids:
            name = f"<strong>{html.escape(entry.name)}</strong>"
            lang, original = html.escape(entry.lang), html.escape(entry.original)
            script = f' <span lang="{lang}">{original}</span>' if original else ""
            dates = f" ({html.escape(entry.dates)})" if entry.dates else ""
            gloss = f"<br>{emphasised(entry.gloss)}" if entry.gloss else ""
            yield Preview("name", entry.id, f"<p>{name}{script}{dates}{gloss}</p>")


def offer_switch(content: str, templates: Environment) -> str:
    """Let readers hide and show the annotations of a page that has some."""
    if not ANNOTATION.search(content):
        return content
    printed = APPARATUS.format(templates.get_template("switch.html").render())
    heading = HEADING.search(content)
    place = heading.end() if heading else 0
    return content[:place] + printed + content[place:]
