"""Titles in other languages, marked as such (WCAG 2.2, 3.1.2; BCP 47)."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from ..citations.inlines import bare
from ..page.contents import text_of

TITLE = re.compile(r"<em>(?P<em>.*?)</em>|“(?P<quoted>.*?)”", re.DOTALL)
"""What may be a title in a formatted entry: `<em>…</em>`, `“…”`."""

IDEOGRAPH = re.compile("[\u3400-\u9fff]")
"""A Han character: beside its translation, it is not the whole title that is Chinese."""


def language_of(csl: Mapping[str, Any]) -> str:
    """Give the language of a source's title as CSL-JSON has it, empty where it is not one."""
    if IDEOGRAPH.search(str(csl.get("title", ""))):
        return ""
    return str(csl.get("language", ""))


def mark_title(entry: str, csl: Mapping[str, Any]) -> str:
    """Say in a formatted entry (HTML) which language the title is in."""
    language, title = html.escape(language_of(csl)), bare(text_of(str(csl.get("title", ""))))
    if not language or not title:
        return entry
    for found in TITLE.finditer(entry):
        if bare(text_of(found["em"] or found["quoted"])).startswith(title):
            words = found[0]
            marked = (
                words.replace("<em>", f'<em lang="{language}">', 1)
                if found["em"]
                else f'“<span lang="{language}">{words[1:-1]}</span>”'
            )
            return entry[: found.start()] + marked + entry[found.end() :]
    return entry
