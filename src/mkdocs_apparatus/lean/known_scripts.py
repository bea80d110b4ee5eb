"""Which scripts in a page a template wrote, and which came with a text.

A policy must allow a theme's own scripts, and none that stands in Markdown, front matter, a
`.bib` or a data file. In a page that is built they look alike. So templates, before they are
compiled, get a mark into the tag of each script that they hold: a word that nobody can guess,
made anew for each build, and taken out of the pages when the policy has been written.
"""

from __future__ import annotations

from secrets import token_hex

from jinja2 import Environment
from jinja2.ext import Extension
from turbohtml import Document, Element

WRITTEN = "data-written-by"
"""The attribute that holds the mark, until a page is finished."""

OPENING = "<script"
"""How a script begins in a template; written otherwise it is not known, and reported."""

AFTER = (" ", ">", "\n", "\t")
"""What may stand after that. The space is first: what is put in begins with one."""


class _Marking(Extension):
    """Puts the mark of an environment into the templates that it compiles."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Change the source of a template."""
        marked = f"{OPENING} {WRITTEN}={mark_of(self.environment)}"
        for sign in AFTER:
            source = source.replace(OPENING + sign, marked + sign)
        return source


def mark_of(environment: Environment) -> str:
    """Give the mark of an environment, empty where it has none."""
    return str(getattr(environment, "apparatus_mark", ""))


def mark_scripts(environment: Environment, mark: str = "") -> str:
    """Let a template environment mark the scripts of its templates; give the mark.

    To be called before templates are rendered, as in MkDocs's event `on_env`. Without a `mark`
    to take over, a new one is made.
    """
    mark = mark or mark_of(environment) or token_hex(16)
    environment.extend(apparatus_mark=mark)
    environment.add_extension(_Marking)
    if environment.cache is not None:
        environment.cache.clear()
    return mark


def share_mark(environment: Environment, other: Environment) -> None:
    """Let another environment mark as one does, if that marks at all."""
    if mark := mark_of(environment):
        mark_scripts(other, mark)


def unmark(tree: Document) -> None:
    """Take the marks out of a page."""
    for script in tree.select(f"[{WRITTEN}]"):
        del script.attrs[WRITTEN]


def is_known(script: Element, mark: str) -> bool:
    """Whether a template wrote a script; without a mark nobody knows."""
    return bool(mark) and script.attr(WRITTEN) == mark
