"""A site of several essays: each counts for itself, and all share one list of sources."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import TESTS, Build, Site, by_pandoc, seen, words

STYLE = "mhra-notes-subsequent-ibid"
DOCS = TESTS / "sites/several_essays/docs"
LETTERS = ["letters/introduction/", "letters/end/"]
HISTORY = ["history/introduction/", "history/middle/"]


@pytest.fixture(scope="module")
def site(build_once: Build) -> Site:
    return build_once("several_essays", strict=True)


def markdown(url: str) -> str:
    """A section as pandoc reads it: without what only we know."""
    text = (DOCS / f"{url.strip('/')}.md").read_text("utf-8").split("\n# ")[-1]
    text = text.partition("///")[0]
    return "\n".join(line for line in text.split("\n")[1:] if not line.startswith("{:"))


@pytest.mark.parametrize("essay", [LETTERS, HISTORY])
def test_each_essay_reads_as_pandoc_has_it_alone(site: Site, essay: list[str]) -> None:
    whole = "\n\n".join(markdown(url) for url in essay)
    wanted = by_pandoc(whole, TESTS / "sites/several_essays/refs.bib", STYLE)
    assert any("Ibid." in one for one in wanted.notes)
    assert [note for url in essay for note in site.notes(url)] == wanted.notes
    numbers = [one.get_text() for url in essay for one in site.page(url).select(".footnote-ref")]
    assert numbers == [str(number + 1) for number in range(len(wanted.notes))]


def test_a_title_page_and_what_is_left_out_are_no_sections(site: Site) -> None:
    for url in ("letters/", "history/thanks/", ""):
        page = site.page(url)
        assert [one.get_text() for one in page.select(".footnote-ref")] == ["1"]
        assert page.select("[data-paragraph], .section-number") == []
    heads = [words(site.page(url).select_one(".section-number")) for url in (*LETTERS, *HISTORY)]
    assert heads == [
        "Letters, Section 1 of 2, 1 min",
        "Letters, Section 2 of 2, 1 min",
        "A History, Section 1 of 2, 1 min",
        "A History, Section 2 of 2, 1 min",
    ]


def contents(site: Site, url: str) -> list[tuple[str, str]]:
    links = site.page(url).select(".contents-essay, .contents-title a")
    return [(words(one), str(one.get("href", ""))) for one in links]


def test_the_contents_are_those_of_an_essay_on_its_pages_and_of_all_elsewhere(site: Site) -> None:
    assert contents(site, "letters/") == [("Introduction", "introduction/"), ("End", "end/")]
    assert contents(site, "") == [
        ("Letters", ""),
        ("Introduction", "letters/introduction/"),
        ("End", "letters/end/"),
        ("A History", ""),
        ("Introduction", "history/introduction/"),
        ("Middle", "history/middle/"),
    ]
    assert [one["href"] for one in site.page().select(".contents-essay a")] == ["letters/"]


def test_places_name_the_essay_once(site: Site) -> None:
    source = site.page("sources/").find(id="brinton1970")
    assert source is not None
    said = words(source.select_one(".source-places")).replace("(", " (")
    assert said.count("Letters:") == said.count("A History:") == 1
    places = [href for _, href in site.places("brinton1970")]
    assert places == [
        "../#fnref:p1-1",
        "../letters/introduction/#fnref:p1-1",
        "../letters/introduction/#fnref:p2-1",
        "../letters/end/#fnref:p2-1",
        "../history/introduction/#fnref:p1-1",
        "../history/middle/#fnref:p1-1",
    ]
    index = site.page("names/").select_one(".index-places")
    assert index is not None
    assert [words(one) for one in index.select(".places-essay")] == ["Letters:", "A History:"]


def test_events_name_paragraphs_of_either_essay(site: Site) -> None:
    page = site.page("timeline/")
    links = [(seen(one), one["href"]) for one in page.select(".event-places a")]
    assert [one for one in links if "¶" in one[0]] == [
        ("Letters §1 ¶2", "../letters/introduction/#p2"),
        ("A History §1 ¶1", "../history/introduction/#p1"),
        ("Letters §2 ¶1", "../letters/end/#p1"),
        ("A History §2 ¶2", "../history/middle/#p2"),
    ]
    dates = site.page("history/middle/").select(".section-dates a")
    assert [words(one) for one in dates] == ["1924"]
    assert site.dead_links() == []
    assert site.double_ids() == []


def test_the_figure_tells_sections_apart(site: Site) -> None:
    legend = [words(one) for one in site.page("grid/").select(".grid-sections a")]
    assert legend == [
        "1 Letters: Introduction",
        "2 Letters: End",
        "3 A History: Introduction",
        "4 A History: Middle",
    ]


def test_each_section_is_cited_by_its_author_and_with_its_essay(site: Site) -> None:
    cited = {url: json.loads(site.read(f"{url}cite.json"))[0] for url in (*LETTERS, *HISTORY)}
    assert [one["title"] for one in cited.values()] == [
        "Letters: Introduction",
        "Letters: End",
        "A History: Introduction",
        "A History: Middle",
    ]
    assert len({one["id"] for one in cited.values()}) == 4
    okafor, poe = {"family": "Okafor", "given": "Ada"}, {"family": "Poe", "given": "Bo"}
    first, end, other, _ = cited.values()
    assert first["author"] == [okafor]  # of the title page
    assert first["container-author"] == [poe]
    assert end["author"] == [{"family": "Roe", "given": "Ann"}, {"literal": "The Committee"}]
    assert other["author"] == [poe]
    assert "container-author" not in other
    assert {one["container-title"] for one in cited.values()} == {"Two Essays"}


def test_search_tells_sections_of_one_title_apart(site: Site) -> None:
    docs = json.loads(site.read("search/search_index.json"))["docs"]
    found = {one["location"]: one["title"] for one in docs}
    assert found["letters/introduction/#p1"] == "Letters: Introduction ¶1"
    assert found["history/introduction/#fn:p1-1"] == "A History: Introduction, note 1"
    assert found["history/middle/#p1"] == "Middle ¶1"


def test_the_export_says_which_essay_a_section_is_of(site: Site) -> None:
    data = json.loads(site.read("edition.json"))
    assert data["essays"] == [
        {"slug": "letters", "url": "letters/", "title": "Letters"},
        {"slug": "history", "url": None, "title": "A History"},
    ]
    assert [(one["essay"], one["slug"], one["number"]) for one in data["sections"]] == [
        ("letters", "letters/introduction", 1),
        ("letters", "letters/end", 2),
        ("history", "history/introduction", 1),
        ("history", "history/middle", 2),
    ]
    assert [(one["section"], one["number"]) for one in data["notes"]] == [
        ("letters/introduction", 1),
        ("letters/introduction", 2),
        ("letters/end", 3),
        ("letters/end", 4),
        ("history/introduction", 1),
        ("history/middle", 2),
        ("history/middle", 3),
    ]


def with_essays(written: str) -> dict[str, str]:
    text = (DOCS.parent / "mkdocs.yml").read_text("utf-8")
    return {"mkdocs.yml": text.replace("[letters/, history]", written)}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[letters, history, letters/]", "the essay 'letters' is listed twice; take one out"),
        (
            "[letters, history, history/part]",
            "the essay 'history/part' lies within 'history'; give each a folder of its own",
        ),
    ],
)
def test_an_essay_listed_twice_or_within_another(build: Build, written: str, said: str) -> None:
    site = build("several_essays", with_essays(written))
    assert site.warnings == [f"mkdocs.yml:8: bad-essay: {said}"]
    assert len(json.loads(site.read("edition.json"))["sections"]) == 4


def test_what_is_ambiguous_is_named_in_full(build: Build) -> None:
    path = "docs/data/timeline.yml"
    text = (DOCS.parent / path).read_text("utf-8")
    site = build(
        "several_essays", {path: text.replace("letters/introduction#p2", "introduction#p2")}
    )
    assert site.warnings == [
        "docs/data/timeline.yml:2: unknown-paragraph: there is no paragraph 'introduction#p2'; "
        "did you mean 'letters/introduction#p2'?"
    ]


def test_an_author_that_is_no_name(build: Build) -> None:
    path = "docs/history/middle.md"
    text = (DOCS.parent / path).read_text("utf-8")
    site = build("several_essays", {path: text.replace("date: 2020-03-04", "author: {name: Roe}")})
    assert site.warnings == [
        "docs/history/middle.md:2: bad-data: 'author' is no name; "
        "write 'author: Family, Given', or a list of such names"
    ]


def test_a_byline_stands_where_the_author_is_another(site: Site) -> None:
    found = {url: site.page(url).select_one("h1 + .section-author") for url in (*LETTERS, *HISTORY)}
    assert [one and seen(one) for one in found.values()] == [
        "Ada Okafor",
        "Ann Roe, The Committee",
        None,
        None,
    ]


def test_a_timeline_may_name_the_folder_of_the_only_essay(build: Build) -> None:
    path = "docs/data/timeline.yml"
    text = (TESTS / "sites/registers" / path).read_text("utf-8")
    site = build("registers", {path: text.replace("[road#p1]", "[essay/road#p1]")}, strict=True)
    assert next(seen(one) for one in site.page("timeline/").select(".event-places a")) == "§1 ¶1"


def test_a_library_of_a_thousand_entries_is_one_line(build: Build) -> None:
    entries = "".join(
        f"@book{{k{n}, title = {{Title {n}}}, date = {{1990}}}}\n" for n in range(1000)
    )
    refs = (TESTS / "sites/numbering/refs.bib").read_text("utf-8") + entries
    assert build("numbering", {"refs.bib": refs}, strict=True).warnings == []
    text = (TESTS / "sites/numbering/mkdocs.yml").read_text("utf-8")
    text = text.replace("refs.bib}", "refs.bib, uncited: all}")
    site = build("numbering", {"refs.bib": refs, "mkdocs.yml": text})
    (said,) = site.warnings
    assert said.startswith("refs.bib:16: uncited-source: 1000 entries are never cited: 'k0'")


def test_paths_of_the_site_stay(site: Site) -> None:
    assert Path(site.folder, "history/thanks/index.html").is_file()
    assert not Path(site.folder, "history/thanks/cite.bib").exists()
    assert not Path(site.folder, "letters/cite.bib").exists()


def test_heads_name_the_authors_of_a_section_and_its_essay(site: Site) -> None:
    def named(url: str, name: str) -> list[str]:
        return [str(one["content"]) for one in site.page(url).find_all("meta", {"name": name})]

    assert named("letters/end/", "citation_author") == ["Roe, Ann", "The Committee,"]
    assert named("letters/", "DC.creator") == ["Okafor, Ada"]
    assert named("history/middle/", "DC.creator") == ["Poe, Bo"]
    assert named("history/introduction/", "citation_title") == ["A History: Introduction"]
    told = site.page("letters/end/").select_one("script[type='application/ld+json']")
    assert told is not None
    chapter = json.loads(told.get_text())
    assert [one["name"] for one in chapter["author"]] == ["Ann Roe", "The Committee"]
    assert chapter["isPartOf"]["name"] == "Letters"
    assert chapter["isPartOf"]["isPartOf"]["name"] == "Two Essays"
