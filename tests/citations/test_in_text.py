"""Author-date and numeric styles: citations stand in the text."""

from __future__ import annotations

import json

import pytest
from conftest import Build, by_pandoc


def config(options: str) -> dict[str, str]:
    theme = "theme: {name: null, custom_dir: theme}"
    plugin = f"{{apparatus: {{bib_file: refs.bib, {options}}}}}"
    return {"mkdocs.yml": f"site_name: x\n{theme}\nplugins: [{plugin}]\n"}


FULL = {"docs/sources.md": "# Sources\n\n\\full_bibliography\n"}


def test_citations_stand_in_the_text_without_notes(build: Build) -> None:
    site = build("in_text", strict=True)
    assert site.prose() == [
        "Workers decide (Brinton, 1970, p. 69).",
        "Arrow (2019b, p. 3) says so, as does (see Brinton, 1970, p. 4).",
    ]
    assert site.page().select(".footnote, sup") == []


def test_letters_after_the_year_hold_for_the_whole_site(build: Build) -> None:
    site = build("in_text", FULL, strict=True)
    pages = "\n\n".join((site.root / f"docs/{name}.md").read_text() for name in ("index", "other"))
    pandoc = by_pandoc(pages, site.root / "refs.bib", "apa")
    assert [*site.prose(), *site.prose("other/")] == pandoc.prose
    assert site.prose("other/") == ["Courage (Arrow, 2019a)."]
    assert site.entries() == pandoc.entries


def test_every_citation_has_an_id_and_links_to_the_pages_list(build: Build) -> None:
    site = build("in_text", strict=True)
    cites = site.page().select("span.citation")
    assert [cite["id"] for cite in cites] == ["cite:p1-1", "cite:p2-1", "cite:p2-2"]
    assert [str(cite.a["href"]) for cite in cites] == [
        "#ref-brinton1970",
        "#ref-arrow2019",
        "#ref-brinton1970",
    ]
    assert site.dead_links() == []
    assert site.double_ids() == []


def test_the_pages_list_holds_what_it_cites_in_the_styles_order(build: Build) -> None:
    site = build("in_text", strict=True)
    assert site.entries("") == [
        "Arrow, A. (2019b). Zeal. Verso.",
        "Brinton, M. (1970). The bolsheviks. Solidarity.",
    ]
    assert site.entries("other/") == ["Arrow, A. (2019a). Courage. Verso."]


def test_the_list_stands_at_the_end_of_the_page_with_a_heading(build: Build) -> None:
    page = build("in_text", strict=True).page()
    heading, listed = page.body.find_all(recursive=False)[-2:]
    assert (heading.name, heading.string) == ("h2", "References")
    assert listed["class"] == ["sources"]


def test_the_list_stands_where_the_command_is(build: Build) -> None:
    text = "A [@brinton1970].\n\n\\bibliography\n\nB [@arrow2019; @arrow2019b].\n"
    site = build("in_text", {"docs/index.md": text}, strict=True)
    tags = [tag.name for tag in site.page().body.find_all(recursive=False)]
    assert tags == ["p", "ul", "p"]
    assert "bibliography" not in site.page().get_text()


def test_no_list_where_none_is_wanted(build: Build) -> None:
    site = build("in_text", config("style: apa, bib_by_default: false"), strict=True)
    assert site.entries("") == []
    assert site.page().select("span.citation a") == []
    assert site.prose()[0] == "Workers decide (Brinton, 1970, p. 69)."


def test_a_command_places_a_list_also_where_none_is_added(build: Build) -> None:
    files = {
        **config("style: apa, bib_by_default: false"),
        "docs/index.md": "A [@brinton1970; @arrow2019].\n\n\\bibliography\n",
    }
    site = build("in_text", files, strict=True)
    assert len(site.entries("")) == 2
    assert site.entries("other/") == []


def test_a_page_without_citations_has_no_list(build: Build) -> None:
    site = build("in_text", {"docs/third.md": "# Third\n\nNothing.\n"}, strict=True)
    assert site.page("third/").select(".sources") == []


def test_citations_link_to_the_full_list_and_it_back(build: Build) -> None:
    site = build("in_text", FULL, strict=True)
    assert (
        str(site.page("other/").select_one("span.citation a")["href"]) == "../sources/#arrow2019b"
    )
    assert site.places("brinton1970") == [
        ("Home, paragraph 1, p. 69", "../#cite:p1-1"),
        ("Home, paragraph 2, p. 4", "../#cite:p2-2"),
    ]
    assert site.dead_links() == []


def test_each_source_of_a_citation_links_to_its_own_entry(build: Build) -> None:
    text = "A [@brinton1970, 3; see @arrow2019; @arrow2019b].\n"
    site = build("in_text", {"docs/index.md": text, **FULL}, strict=True)
    links = [(link.get_text(), str(link["href"])) for link in site.page().select(".citation a")]
    hrefs = [href for _, href in links]
    assert sorted(hrefs) == [
        f"sources/#{key}" for key in ("arrow2019", "arrow2019b", "brinton1970")
    ]
    assert ("Brinton, 1970, p. 3", "sources/#brinton1970") in links
    assert site.prose() == by_pandoc(text, site.root / "refs.bib", "apa").prose


def test_numbers_follow_the_order_of_citation_through_the_site(build: Build) -> None:
    site = build("in_text", {**config("style: ieee"), **FULL}, strict=True)
    pages = "\n\n".join((site.root / f"docs/{name}.md").read_text() for name in ("index", "other"))
    pandoc = by_pandoc(pages, site.root / "refs.bib", "ieee")
    assert site.prose() == [
        "Workers decide [1, p. 69].",
        "[2, p. 3] says so, as does see [1, p. 4].",
    ]
    assert [*site.prose(), *site.prose("other/")] == pandoc.prose
    assert site.entries() == pandoc.entries
    assert site.entries()[0].startswith("[1]")


@pytest.mark.parametrize(
    "style", ["ieee", "elsevier-vancouver", "nucleic-acids-research", "nature"]
)
def test_numbers_count_from_1_in_the_list_of_their_page(build: Build, style: str) -> None:
    """Each page is as pandoc has it alone."""
    files = {
        "docs/index.md": "A [@brinton1970, p. 3]. B [@arrow2019; @arrow2019b].\n",
        "docs/other.md": "C [@arrow2019b].\n\n\\bibliography\n\nD [@brinton1970].\n",
    }
    site = build("in_text", config(f"style: {style}") | files, strict=True)
    for url, text in (("", files["docs/index.md"]), ("other/", files["docs/other.md"])):
        pandoc = by_pandoc(text.replace("\\bibliography\n", ""), site.root / "refs.bib", style)
        assert site.prose(url) == [one for one in pandoc.prose if one]
        assert site.entries(url) == pandoc.entries
    assert site.dead_links() == []


def test_a_discursive_note_is_a_note_also_in_such_a_style(build: Build) -> None:
    text = "A[^x].\n\n[^x]: See @brinton1970 [p. 4], and [@arrow2019; @arrow2019b].\n"
    site = build("in_text", {"docs/index.md": text, **FULL}, strict=True)
    pandoc = by_pandoc(text, site.root / "refs.bib", "apa")
    assert site.notes() == pandoc.notes
    assert site.prose() == pandoc.prose
    assert site.places("brinton1970")[0] == ("Home, paragraph 1, note 1, p. 4", "../#fnref:p1-1")
    assert site.dead_links() == []


def test_numeric_order_counts_a_note_where_it_is_referred_to(build: Build) -> None:
    text = "A[^x], b [@arrow2019].\n\nC [@arrow2019b].\n\n[^x]: See [@brinton1970].\n"
    files = {**config("style: ieee"), "docs/index.md": text, "docs/other.md": "# Other\n"}
    site = build("in_text", files, strict=True)
    pandoc = by_pandoc(text, site.root / "refs.bib", "ieee")
    assert (site.prose(), site.notes()) == (pandoc.prose, pandoc.notes)
    assert site.entries("") == pandoc.entries


def test_places_in_edition_json_are_the_citations(build: Build) -> None:
    site = build("in_text", FULL, strict=True)
    sources = {one["key"]: one for one in json.loads(site.read("edition.json"))["sources"]}
    assert [place["url"] for place in sources["brinton1970"]["cited"]] == [
        "#cite:p1-1",
        "#cite:p2-2",
    ]
    assert [place["note"] for place in sources["brinton1970"]["cited"]] == [None, None]
