"""Markdown as programs see it that make an abstract of it."""

from __future__ import annotations

import pytest

from mkdocs_apparatus.reading.abstracts import told
from mkdocs_apparatus.reading.page_reading import PageReading, RawCitation
from mkdocs_apparatus.reading.slots import fill_slots

CITED = ["@roe", "[@roe, p. 3]", "@roe2020", "[@Roe]", "[see @roe; @poe]", "@roe [p. 3]"]


@pytest.mark.parametrize(
    ("written", "in_notes", "in_text"),
    [
        ("As @roe says [@roe, p. 3].", "As <@roe> says.", "As <@roe> says <[@roe, p. 3]>."),
        ("By @roe2020, (@roe), @roe’s.", "By <@roe2020>, (<@roe>), <@roe>’s.", ""),
        ("A[see @roe;\n@poe] b.", "A b.", "A<[see @roe; @poe]> b."),
        ("A [@roe]. @Roe [p. 3].", "A. <@roe [p. 3]>.", "A <[@Roe]>. <@roe [p. 3]>."),
        ("me@roe.org, \\@roe, https://x.org/@roe, @roe-x", "", ""),
        ("A[^n]: b\n[^my note], c.", "A: b\n, c.", ""),
        ("A[^n] [@roe].\n\n[^n]: B.", "A.\n\n[^n]: B.", "A <[@Roe]>.\n\n[^n]: B."),
    ],
)
def test_citations_of_keys_that_are_alike_are_apart(
    written: str, in_notes: str, in_text: str
) -> None:
    """Empty: as in notes, or as it was written."""
    found = enumerate(CITED)
    citations = [
        RawCitation(slot, raw, "", None, None, kind="bracket" if raw[0] == "[" else "narrative")
        for slot, raw in found
    ]
    reading = PageReading(citations=tuple(citations))
    for note_style, expected in ((True, in_notes), (False, in_text or in_notes)):
        said = told(written, reading, note_style=note_style)
        assert fill_slots(said, lambda _, raw: f"<{raw}>") == (expected or written)
