"""Whatever Pandoc's citation syntax can say is said as pandoc says it."""

from __future__ import annotations

import pytest
from conftest import Build, by_pandoc

NOTE_STYLES = ["chicago-notes-bibliography", "mhra-notes-subsequent-ibid", "oscola"]
IN_TEXT_STYLES = ["apa", "chicago-author-date", "harvard-cite-them-right"]


def config(style: str) -> dict[str, str]:
    options = f"{{bib_file: refs.bib, style: {style}, bib_by_default: false}}"
    theme = "theme: {name: null, custom_dir: theme}"
    return {"mkdocs.yml": f"site_name: x\n{theme}\nplugins: [{{apparatus: {options}}}]\n"}


@pytest.mark.parametrize("style", NOTE_STYLES)
def test_notes_are_pandocs(build: Build, style: str) -> None:
    site = build("syntax", config(style), strict=True)
    markdown = (site.root / "docs/index.md").read_text("utf-8")
    pandoc = by_pandoc(markdown, site.root / "refs.bib", style)
    assert len(pandoc.notes) == 28
    assert site.notes() == pandoc.notes
    assert site.prose() == pandoc.prose


@pytest.mark.parametrize("style", IN_TEXT_STYLES)
def test_in_text_citations_are_pandocs(build: Build, style: str) -> None:
    site = build("syntax", config(style), strict=True)
    markdown = (site.root / "docs/index.md").read_text("utf-8")
    pandoc = by_pandoc(markdown, site.root / "refs.bib", style)
    assert site.prose() == pandoc.prose
    assert site.notes() == []


def only(build: Build, markdown: str) -> list[str]:
    """The notes of a page that says this, and cites all sources at its end."""
    page = f"{markdown}\n\nAll [@brinton1970; @walder1993].\n"
    site = build("syntax", {"docs/index.md": page}, strict=True)
    return site.notes()[:-1]


@pytest.mark.parametrize(
    ("written", "note"),
    [
        ("[@brinton1970, p. 69]", "Maurice Brinton, The Bolsheviks (Solidarity, 1970), 69."),
        ("[@brinton1970, chap. 3]", "Maurice Brinton, The Bolsheviks (Solidarity, 1970), chap. 3."),
        ("[@brinton1970, sec. 3]", "Maurice Brinton, The Bolsheviks (Solidarity, 1970), sec. 3."),
        ("[@brinton1970, 9-12]", "Maurice Brinton, The Bolsheviks (Solidarity, 1970), 9–12."),
        (
            "[see @brinton1970, p. 69, on soviets]",
            "See Maurice Brinton, The Bolsheviks (Solidarity, 1970), 69, on soviets.",
        ),
        ("[-@brinton1970, p. 69]", "The Bolsheviks (Solidarity, 1970), 69."),
    ],
)
def test_note(build: Build, written: str, note: str) -> None:
    assert only(build, f"Workers decide {written}.") == [note]


def test_sources_in_one_note_share_it(build: Build) -> None:
    assert only(build, "Both [see @brinton1970, 3; @walder1993, pp. 9--12, on strikes].") == [
        "See Maurice Brinton, The Bolsheviks (Solidarity, 1970), 3; Andrew Walder and Xiaoxia "
        "Gong, “Workers in the Tiananmen Protests,” The Australian Journal of Chinese Affairs, "
        "no. 29 (1993): 9–12, on strikes."
    ]


def test_a_narrative_citation_leaves_the_author_in_the_text(build: Build) -> None:
    page = "As @brinton1970 [p. 3] says.\n\nAll [@brinton1970; @walder1993].\n"
    site = build("syntax", {"docs/index.md": page}, strict=True)
    assert site.prose()[0] == "As Maurice Brinton[1] says."
    assert site.notes()[0] == "The Bolsheviks (Solidarity, 1970), 3."


def test_a_narrative_citation_takes_no_bracket_that_is_a_link_or_a_note(build: Build) -> None:
    page = (
        "As @brinton1970 [here](https://example.org) says, and @walder1993[^x].\n\n[^x]: A note.\n"
    )
    site = build("syntax", {"docs/index.md": page}, strict=True)
    assert site.prose() == [
        "As Maurice Brinton[1] here says, and Andrew Walder and Xiaoxia Gong[2][3]."
    ]
    assert site.page().select_one("p a[href='https://example.org']").get_text() == "here"


@pytest.mark.parametrize("style", ["chicago-notes-bibliography", "apa"])
@pytest.mark.parametrize(
    "bracket", ["[3; see @walder1993, 4]", "[@walder1993]", "[see @walder1993]"]
)
def test_a_narrative_citation_takes_more_sources_from_its_bracket(
    build: Build, bracket: str, style: str
) -> None:
    page = f"As @brinton1970 {bracket} says.\n"
    site = build("syntax", {"docs/index.md": page, **config(style)}, strict=True)
    pandoc = by_pandoc(page, site.root / "refs.bib", style)
    assert site.warnings == []
    assert site.notes() == pandoc.notes
    assert site.prose() == pandoc.prose


@pytest.mark.parametrize("style", ["chicago-notes-bibliography", "apa"])
def test_a_narrative_citation_may_suppress_its_author(build: Build, style: str) -> None:
    page = "Brinton says so -@brinton1970 [p. 3], and Walder -@walder1993.\n"
    site = build("syntax", {"docs/index.md": page, **config(style)}, strict=True)
    pandoc = by_pandoc(page, site.root / "refs.bib", style)
    assert site.warnings == []
    assert site.notes() == pandoc.notes
    assert site.prose() == pandoc.prose


@pytest.mark.parametrize(
    "citation",
    [
        "[see <em>also</em> @brinton1970, 3]",
        "[A&amp;B, @brinton1970, 3]",
        "[see A & B < C, @brinton1970, 3]",
        "[see `code` @brinton1970, 3, **so** `x`]",
        "[see [here](https://example.org) @brinton1970, 3]",
        "[see <https://example.org/x> @brinton1970, 3]",
        "[@brinton1970, 3, https://example.org/a_b_c]",
        "[@brinton1970, 3, \"quoted\" -- and 'single']",
        "[@brinton1970, 3, x^2^ and H~2~O]",
        "[@brinton1970, p.&nbsp;3]",
        "[@brinton1970, 3, \\*not emphasis\\*]",
        "[@brinton1970, 3, a_b_c and snake_case]",
    ],
)
def test_inline_markup_in_a_citation_is_pandocs(build: Build, citation: str) -> None:
    page = f"Word {citation}.\n\nAll [@walder1993].\n"
    site = build("syntax", {"docs/index.md": page}, strict=True)
    assert site.warnings == []
    assert site.notes() == by_pandoc(page, site.root / "refs.bib").notes
