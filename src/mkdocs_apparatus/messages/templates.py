"""Templates that speak a language."""

from __future__ import annotations

from jinja2 import Environment

from . import places
from .speech import Speech

EXTENSION = "jinja2.ext.i18n"
"""Jinja's own extension, which knows `_`, `ngettext`, `pgettext` and `{% trans %}`."""


def teach(templates: Environment, speech: Speech) -> None:
    """Let templates say messages in a language, and set its punctuation between what they print."""
    templates.add_extension(EXTENSION)
    templates.install_gettext_callables(  # type: ignore[attr-defined]
        speech.gettext, speech.ngettext, newstyle=True, pgettext=speech.pgettext
    )
    marks = (places.comma, places.semicolon, places.colon, places.stop)
    templates.globals |= {mark.__name__: mark(speech) for mark in marks}
    templates.globals |= {"speech": speech, "language": speech.tag}


def spoken(templates: Environment) -> Speech:
    """Give the language that templates were taught."""
    speech = templates.globals["speech"]
    assert isinstance(speech, Speech)
    return speech
