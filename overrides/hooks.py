"""What Material prints outside of its template's blocks, and HTML does not allow."""

from __future__ import annotations

import re

TOGGLE = re.compile(r'(<input class="md-(?:toggle|option)"[^>]*?) autocomplete="off"')
"""Material's hidden checkboxes: `autocomplete` is not for checkboxes (HTML 4.10.18.7)."""


def on_post_page(output: str, **_: object) -> str:
    """Drop the attribute that the Nu HTML checker rejects."""
    return TOGGLE.sub(r"\1", output)


def on_post_template(output_content: str, **_: object) -> str:
    """Do the same for pages that have no Markdown, 404.html say."""
    return TOGGLE.sub(r"\1", output_content)
