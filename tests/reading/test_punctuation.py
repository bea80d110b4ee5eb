"""A note number follows the word, after the punctuation, as pandoc has it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from conftest import Build, by_pandoc
from markdown import markdown

from mkdocs_apparatus.reading.extension import ApparatusExtension
from mkdocs_apparatus.reading.settings import Settings
from mkdocs_apparatus.reading.slots import without_marks


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("So it is ([@brinton1970]).", "So it is ([1])."),
        ("So too ([@brinton1970], [@walder1993]) here.", "So too ([1],[2]) here."),
        ("So ([@brinton1970]; [@walder1993]).", "So ([1];[2])."),
        ("So ([@brinton1970] and [@walder1993]).", "So ([1] and[2])."),
        ("So ([@brinton1970][@walder1993]), or", "So ([1][2]), or"),
        ("So ( [@brinton1970] ).", "So ([1] )."),
        ("*([@brinton1970])*, so.", "([1]), so."),
        ("So \\[[@brinton1970]\\].", "So [[1]]."),
        ("So “[@brinton1970]”.", "So “[1]”."),
        ("So „[@brinton1970]“, ‚[@walder1993]‘.", "So „[1]“, ‚[2]‘."),
        ("So »[@brinton1970]«, «[@walder1993]».", "So »[1]«, «[2]»."),
        ('So "[@brinton1970]", so.', 'So "[1]", so.'),
        ("So — [@brinton1970], so.", "So —[1], so."),
        ("See: [@brinton1970].", "See:[1]."),
        ("Often [@brinton1970], [@walder1993].", "Often[1],[2]."),
        ("Often [@brinton1970]; [@walder1993], so.", "Often[1];[2], so."),
        ("By them et al. [@brinton1970].", "By them et al.[1]."),
        ("[@brinton1970]. Then.", "[1]. Then."),
        ("（[@brinton1970]）。", "（[1]）。"),
        ("Ihr “Wort“ [@brinton1970].", "Ihr “Wort“.[1]"),
        ("It ([@brinton1970] says) is [@walder1993].", "It ([1] says) is.[2]"),
    ],
)
def test_a_number_that_follows_no_word_stays(text: str, expected: str) -> None:
    """Pandoc leaves "(,¹)²" and ",.¹" behind."""
    settings = Settings(None, note_style=True)
    html = markdown(text, extensions=[ApparatusExtension(settings)])
    page = BeautifulSoup(html, "html.parser")
    for marker in page.select("sup"):
        marker.replace_with(f"[{without_marks(marker.get_text())}]")
    assert page.p.get_text() == expected
