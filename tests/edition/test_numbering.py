"""Notes number through the essay, and anew on every other page."""

from __future__ import annotations

import pytest
from conftest import Build, Site, by_pandoc

ESSAY = ["essay/opening/", "essay/crisis/", "essay/aftermath/"]


def markers(site: Site, url: str) -> list[str]:
    return [link.get_text() for link in site.page(url).select("a.footnote-ref")]


def starts(site: Site, url: str) -> str:
    return str(site.page(url).select_one(".footnote > ol")["start"])


def test_notes_number_through_the_sections_in_nav_order(build: Build) -> None:
    site = build("numbering", strict=True)
    assert [markers(site, url) for url in ESSAY] == [["1", "2"], ["3", "4"], ["5", "6"]]
    assert [starts(site, url) for url in ESSAY] == ["1", "3", "5"]


def test_first_and_short_forms_run_through_the_sections(build: Build) -> None:
    site = build("numbering", strict=True)
    assert [note for url in ESSAY for note in site.notes(url)] == [
        "Maurice Brinton, The Bolsheviks (Solidarity, 1970), 2.",
        "Andrew Walder and Xiaoxia Gong, “Workers in the Tiananmen Protests,” "
        "The Australian Journal of Chinese Affairs, no. 29 (1993): 3.",
        "Walder and Gong, “Workers in the Tiananmen Protests,” 4.",
        "Historians differ.",
        "Walder and Gong, “Workers in the Tiananmen Protests,” 5.",
        "Brinton, The Bolsheviks, 6.",
    ]


def test_a_page_outside_the_essay_numbers_its_own_and_starts_with_the_full_form(
    build: Build,
) -> None:
    site = build("numbering", strict=True)
    assert markers(site, "") == ["1"]
    assert starts(site, "") == "1"
    assert site.notes() == ["Maurice Brinton, The Bolsheviks (Solidarity, 1970), 1."]


@pytest.mark.parametrize(
    "style",
    [
        "chicago-notes-bibliography",
        "chicago-notes-bibliography-subsequent-ibid",
        "mhra-notes-subsequent-ibid",
        "oscola",
    ],
)
def test_forms_across_sections_are_pandocs_of_the_concatenated_essay(
    build: Build, style: str
) -> None:
    site = build("numbering", {"mkdocs.yml": with_style(style)}, strict=True)
    essay = "\n\n".join(
        (site.root / f"docs/{url.rstrip('/')}.md").read_text("utf-8") for url in ESSAY
    )
    expected = by_pandoc(essay, site.root / "refs.bib", style).notes
    assert [note for url in ESSAY for note in site.notes(url)] == expected
    assert len(expected) == 6


def with_style(style: str) -> str:
    return (
        "site_name: Numbering\n"
        "theme: {name: null, custom_dir: theme}\n"
        f"plugins: [{{apparatus: {{bib_file: refs.bib, style: {style}}}}}]\n"
        "nav: [index.md, essay/opening.md, essay/crisis.md, essay/aftermath.md, sources.md]\n"
    )


def test_ibid_and_note_numbers_cross_sections(build: Build) -> None:
    ibid = build("numbering", {"mkdocs.yml": with_style("mhra-notes-subsequent-ibid")}, strict=True)
    assert ibid.notes("essay/crisis/")[0] == "Ibid., p. 4."
    oscola = build("numbering", {"mkdocs.yml": with_style("oscola")}, strict=True)
    assert oscola.notes("essay/aftermath/")[1] == "Brinton (n 1) 6."


def test_note_numbers_on_a_page_outside_the_essay_are_its_own(build: Build) -> None:
    page = "# Home\n\nA [@brinton1970, 1].\n\nB [@walder1993, 2].\n\nC [@brinton1970, 3].\n"
    files = {"mkdocs.yml": with_style("oscola"), "docs/index.md": page}
    site = build("numbering", files, strict=True)
    assert site.notes() == by_pandoc(page, site.root / "refs.bib", "oscola").notes
    assert site.notes()[2] == "Brinton (n 1) 3."
    assert site.notes("essay/aftermath/")[1] == "Brinton (n 1) 6."


CONFIG = """\
site_name: Numbering
theme: {name: null, custom_dir: theme}
plugins:
  - apparatus: {bib_file: refs.bib}
"""


def test_without_nav_sections_number_in_folder_order(build: Build) -> None:
    site = build("numbering", {"mkdocs.yml": CONFIG}, strict=True)
    in_order = ["essay/aftermath/", "essay/crisis/", "essay/opening/"]
    assert [markers(site, url) for url in in_order] == [["1", "2"], ["3", "4"], ["5", "6"]]
    assert site.notes("essay/aftermath/")[0].startswith("Andrew Walder and Xiaoxia Gong,")


def test_a_section_left_out_of_the_nav_numbers_after_the_others(build: Build) -> None:
    nav = "nav: [essay/crisis.md, essay/aftermath.md, sources.md]\n"
    site = build("numbering", {"mkdocs.yml": CONFIG + nav}, strict=True)
    assert [markers(site, url) for url in ESSAY] == [["5", "6"], ["1", "2"], ["3", "4"]]


def test_sections_in_sub_folders_number_with_the_rest(build: Build) -> None:
    files = {
        "mkdocs.yml": CONFIG,
        "docs/essay/part-two/end.md": "# End\n\nSeven [@brinton1970, 7].\n",
    }
    site = build("numbering", files, strict=True)
    assert markers(site, "essay/part-two/end/") == ["7"]


def test_another_essay_folder(build: Build) -> None:
    files = {
        "mkdocs.yml": CONFIG.replace("bib_file: refs.bib", "bib_file: refs.bib, essay: text"),
        "docs/text/a.md": "# A\n\nA [@brinton1970].\n",
        "docs/text/b.md": "# B\n\nB [@brinton1970].\n",
        "docs/textual/c.md": "# C\n\nC [@brinton1970].\n",
    }
    site = build("numbering", files, strict=True)
    assert [markers(site, url) for url in ("text/a/", "text/b/")] == [["1"], ["2"]]
    assert [markers(site, url) for url in ("essay/opening/", "textual/c/")] == [["1", "2"], ["1"]]


def test_a_note_between_two_citations_ends_ibid(build: Build) -> None:
    page = "# Home\n\nA [@brinton1970, 1]. B[^b]. C [@brinton1970, 2].\n\n[^b]: Words.\n"
    files = {"mkdocs.yml": with_style("oscola"), "docs/index.md": page}
    site = build("numbering", files, strict=True)
    assert site.notes() == by_pandoc(page, site.root / "refs.bib", "oscola").notes
    assert site.notes()[2] == "Brinton (n 1) 2."


def test_two_notes_in_one_paragraph_number_in_reading_order(build: Build) -> None:
    page = "# Home\n\nA[^z], b [@brinton1970], c[^a].\n\n[^a]: Last.\n[^z]: First.\n"
    site = build("numbering", {"docs/index.md": page}, strict=True)
    assert site.notes() == [
        "First.",
        "Maurice Brinton, The Bolsheviks (Solidarity, 1970).",
        "Last.",
    ]
    assert markers(site, "") == ["1", "2", "3"]
