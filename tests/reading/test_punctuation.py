"""A note number follows the word, after the punctuation, as pandoc has it."""

from __future__ import annotations

import pytest
from conftest import Build, by_pandoc


def prose(build: Build, text: str) -> tuple[list[str], list[str]]:
    page = f"{text}\n\nAll [@brinton1970; @walder1993].\n"
    site = build("ids", {"docs/index.md": page}, strict=True)
    return site.prose(), by_pandoc(page, site.root / "refs.bib").prose


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Word [@brinton1970].", "Word.[1]"),
        ("Word[@brinton1970].", "Word.[1]"),
        ("Word [@brinton1970], more.", "Word,[1] more."),
        ("Word [@brinton1970]; more.", "Word;[1] more."),
        ("Word [@brinton1970]: more.", "Word:[1] more."),
        ("Word [@brinton1970]? More.", "Word?[1] More."),
        ("Word [@brinton1970]! More.", "Word![1] More."),
        ("Word [@brinton1970] more.", "Word[1] more."),
        ("Word.[@brinton1970] More.", "Word.[1] More."),
        ("Word. [@brinton1970] More.", "Word.[1] More."),
        ("Word [@brinton1970]—more.", "Word[1]—more."),
        ("Word [@brinton1970] – more.", "Word[1] – more."),
        ("“Word [@brinton1970].”", "“Word.”[1]"),
        ("“Word” [@brinton1970].", "“Word”.[1]"),
        ("“Word.” [@brinton1970]", "“Word.”[1]"),
        ("(Word [@brinton1970].)", "(Word.)[1]"),
        ("(Word [@brinton1970]).", "(Word).[1]"),
        ("(Word) [@brinton1970].", "(Word).[1]"),
        ("*Word* [@brinton1970].", "Word.[1]"),
        ("*Word [@brinton1970].*", "Word.[1]"),
        ("As @brinton1970, too.", "As Maurice Brinton,[1] too."),
        ("As @brinton1970.", "As Maurice Brinton.[1]"),
        ("(As @brinton1970.) More.", "(As Maurice Brinton.)[1] More."),
        ("“As @brinton1970.” More.", "“As Maurice Brinton.”[1] More."),
        ("More (as @brinton1970).", "More (as Maurice Brinton[1])."),
    ],
)
def test_a_number_and_the_punctuation_around_it(build: Build, text: str, expected: str) -> None:
    ours, pandoc = prose(build, text)
    assert ours == pandoc
    assert ours[0] == expected


@pytest.mark.parametrize("space", ["", " "])
def test_two_notes_in_a_row_follow_the_punctuation(build: Build, space: str) -> None:
    """Pandoc leaves a space here, and reads two brackets in a row as a link."""
    text = f"Word [@brinton1970]{space}[@walder1993]. More.\n"
    site = build("ids", {"docs/index.md": text}, strict=True)
    assert site.prose() == ["Word.[1][2] More."]


def test_an_in_text_citation_stands_before_the_punctuation(build: Build) -> None:
    config = (
        "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
        "plugins: [{apparatus: {bib_file: refs.bib, style: apa}}]\n"
    )
    text = "“Word” [@brinton1970]. Word [@walder1993], word.[@brinton1970]\n"
    site = build("ids", {"mkdocs.yml": config, "docs/index.md": text}, strict=True)
    assert site.prose() == by_pandoc(text, site.root / "refs.bib", "apa").prose
    assert site.prose()[0].startswith("“Word” (Brinton, 1970). Word (Walder & Gong, 1993),")
