r"""Several lists of sources: `\full_bibliography{keyword=primary}` and its like."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from conftest import Build, Site, by_pandoc

NAME = "several_lists"


def lists(page: BeautifulSoup) -> list[list[str]]:
    """The first word of each entry of each list, as that is sorted by the style."""
    return [
        [one.get_text().strip().split(",")[0] for one in found.select(".source-entry")]
        for found in page.select("ul.sources")
    ]


def config(style: str) -> str:
    return (
        "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
        f"plugins: [{{apparatus: {{bib_dir: refs, style: {style}}}}}]\n"
        "nav: [index.md, primary.md, more.md]\n"
    )


@pytest.fixture(scope="module")
def site(build_once: Build) -> Site:
    return build_once(NAME)


def test_each_list_holds_what_it_asks_for(site: Site) -> None:
    assert lists(site.page("primary/")) == [["Arrow", "Brinton"], ["Brinton", "Dolgoff"]]
    assert lists(site.page("more/")) == [["Brinton", "Dolgoff"]]


def test_a_source_in_several_lists_has_one_place(site: Site) -> None:
    primary = site.page("primary/")
    assert site.double_ids() == []
    assert site.dead_links() == []
    assert [one.get("id") for one in primary.select("li.source")] == [
        *("arrow1919", "brinton1970"),
        *(None, "dolgoff1974"),
    ]
    links = [str(one["href"]) for one in site.page().select("a.citation-source")]
    assert links == ["primary/#brinton1970", "primary/#dolgoff1974", "primary/#arrow1919"]
    permalinks = site.page("more/").select(".source-files a[href*='#']")
    assert [str(one["href"]) for one in permalinks] == [
        "../primary/#brinton1970",
        "../primary/#dolgoff1974",
    ]


def test_what_no_list_holds_has_no_link_and_is_cited_all_the_same(site: Site) -> None:
    assert site.notes()[0] == "Andrew Walder, “Workers,” The Journal, 1993, 3."
    sources = json.loads(site.read("edition.json"))["sources"]
    assert {one["key"]: one["url"] for one in sources} == {
        "arrow1919": "primary/#arrow1919",
        "brinton1970": "primary/#brinton1970",
        "dolgoff1974": "primary/#dolgoff1974",
        "walder1993": None,
    }
    assert site.warnings == []


FILTERS = {
    r"\full_bibliography{keyword=primary}": ["Arrow", "Brinton"],
    r"\full_bibliography { keyword = PRIMARY }": ["Arrow", "Brinton"],
    r"\full_bibliography{keyword=größe}": ["Brinton"],
    r"\full_bibliography{not keyword=primary}": ["Dolgoff", "Walder"],
    r"\full_bibliography{notkeyword=primary}": ["Dolgoff", "Walder"],
    r"\full_bibliography{keyword=primary-ish|theses}": ["Arrow", "Walder"],
    r"\full_bibliography{type=thesis}": ["Arrow"],
    r"\full_bibliography{type=phdthesis}": ["Arrow"],
    r"\full_bibliography{nottype=book, not type=article}": ["Arrow"],
    r"\full_bibliography{file=primary.bib}": ["Arrow", "Brinton"],
    r"\full_bibliography{not file=refs/primary.bib}": ["Dolgoff", "Walder"],
    r"\full_bibliography{keyword=primary, type=book}": ["Brinton"],
    r"\full_bibliography": ["Arrow", "Brinton", "Dolgoff", "Walder"],
    r"\bibliography{type=book}": ["Brinton"],
    r"\bibliography{not type=book}": ["Walder"],
    r"\bibliography{type=thesis}": None,
}


def test_filters(build: Build) -> None:
    pages = {
        f"docs/x{at}.md": f"Text [@brinton1970; @walder1993].\n\n{one}\n"
        for at, one in enumerate(FILTERS)
    }
    site = build(NAME, pages, strict=True)
    found = {one: lists(site.page(f"x{at}/")) for at, one in enumerate(FILTERS)}
    assert found == {one: [names] if names else [] for one, names in FILTERS.items()}
    assert "bibliography" not in "".join(site.page(f"x{at}/").text for at in range(len(FILTERS)))
    assert site.dead_links() == []
    assert site.double_ids() == []


KIN = """
@xdata{theses, keywords = {theses}, publisher = {Nowhere}}
@book{whole, editor = {Roe, Ann}, title = {Whole}, date = {2001}, keywords = {essays}}
@incollection{part, author = {Poe, Bo}, title = {Part}, crossref = {whole}}
@thesis{degree, author = {Doe, Jo}, title = {Work}, type = {PhD}, date = {2002}, xdata = {theses}}
@misc{other, author = {Loe, Cy}, title = {Own}, date = {2003}, keywords = {own}, xdata = {theses}}
"""


def test_keywords_are_taken_from_where_an_entry_takes_fields(build: Build) -> None:
    text = "A.\n\n\\full_bibliography{keyword=essays}\n\n\\full_bibliography{keyword=theses}\n"
    site = build("keys", {"refs.bib": KIN, "docs/index.md": text}, strict=True)
    assert lists(site.page()) == [["Poe", "Roe"], ["Doe"]]


FAULTS = {
    r"\full_bibliography{keyword=primry}": (
        "empty-list: '{}' lists nothing: no entry has the keyword 'primry'; did you mean 'primary'?"
    ),
    r"\full_bibliography{type=movie}": (
        "empty-list: '{}' lists nothing: no entry has the type 'movie'; "
        "give one to an entry, or name another type"
    ),
    r"\full_bibliography{type=article, keyword=theses}": (
        "empty-list: '{}' lists nothing: no entry has all of it; take a term out"
    ),
    r"\full_bibliography{keywrd=primary}": (
        "bad-filter: '{}' asks for 'keywrd', by which nothing is listed; "
        "write one of keyword, type, file"
    ),
    r"\full_bibliography{title=Books}": (
        "bad-filter: '{}' asks for 'title', by which nothing is listed; "
        "write one of keyword, type, file"
    ),
    r"\full_bibliography{primary}": (
        "bad-filter: '{}' has 'primary', which asks for no value of a field; "
        "write it as in '{{keyword=primary, not type=book}}'"
    ),
    r"\full_bibliography[keyword=primary]": (
        "bad-filter: '{}' says which sources to list in no pair of braces; "
        "write it as in '{{keyword=primary, not type=book}}'"
    ),
    r"\bibliography{keyword=primary": (
        "bad-filter: '{}' says which sources to list in no pair of braces; "
        "write it as in '{{keyword=primary, not type=book}}'"
    ),
    r"\bibliography{keyword=}": (
        "bad-filter: '{}' has 'keyword=', which asks for no value of a field; "
        "write it as in '{{keyword=primary, not type=book}}'"
    ),
}


def test_a_filter_that_is_wrong_is_said_where_it_stands_and_shown_as_written(build: Build) -> None:
    text = "---\ntitle: T\n---\n\n"
    for one in FAULTS:
        text += f"    {one}\n\n`{one}`\n\n{one}\n\n"
    site = build(NAME, {"docs/more.md": text})
    lines = {at: line for at, line in enumerate(text.splitlines(), 1) if line in FAULTS}
    assert site.warnings == [
        f"docs/more.md:{at}: {FAULTS[line].format(line)}" for at, line in lines.items()
    ]
    page = site.page("more/")
    places = page.select("div[data-apparatus-place]")
    assert [one.get_text() for one in places] == list(FAULTS)
    assert lists(page) == []


def test_words_after_a_command_are_none(build: Build) -> None:
    text = "\\full_bibliography of all {type=book}\n\n\\bibliographies{type=book}\n"
    site = build(NAME, {"docs/more.md": text})
    assert [one.split(": ")[1] for one in site.warnings] == ["misplaced-command"]
    assert site.prose("more/") == text.strip().split("\n\n")


@pytest.mark.parametrize("style", ["ieee", "acm-sig-proceedings", "apa"])
def test_numbers_and_letters_are_those_of_the_citations(build: Build, style: str) -> None:
    """Pandoc, given the same sources, is the truth; its one list is cut in two."""
    text = "A [@walder1993]. B [@brinton1970]. C [@walder1993].\n"
    lists = "\\full_bibliography{type=article}\n\n\\full_bibliography{type=thesis}\n"
    files = {
        "mkdocs.yml": config(style),
        "docs/index.md": text,
        "docs/primary.md": lists,
        "docs/more.md": "# More\n",
    }
    site = build(NAME, files)
    bib = site.root / "all.bib"
    bib.write_text("".join(one.read_text() for one in sorted((site.root / "refs").glob("*.bib"))))
    pandoc = by_pandoc(f"---\nnocite: '@arrow1919'\n---\n\n{text}", bib, style)
    assert site.prose() == pandoc.prose
    article, thesis = site.entries("primary/")
    assert [one for one in pandoc.entries if one in (article, thesis)] in (
        [article, thesis],
        [thesis, article],
    )
    assert [one for one in site.warnings if "uncited-source" not in one] == []


def test_search_the_ledger_and_copies_know_the_one_place(build: Build) -> None:
    files = {
        "mkdocs.yml": (
            "site_name: x\ntheme: {name: material, font: false}\n"
            "plugins: [search, {apparatus: {bib_dir: refs}}, print-site]\n"
            "nav: [index.md, primary.md, more.md]\n"
        ),
        "permalinks.txt": "primary/#brinton1970\nprimary/#dolgoff1974\n",
    }
    site = build(NAME, files, strict=True)
    docs = json.loads(site.read("search/search_index.json"))["docs"]
    found = [one["location"] for one in docs if one["title"].startswith("Source:")]
    assert sorted(found) == [
        *("primary/#arrow1919", "primary/#brinton1970", "primary/#dolgoff1974")
    ]
    assert lists(site.page("print_page/")) == [
        *(["Arrow", "Brinton"], ["Brinton", "Dolgoff"], ["Brinton", "Dolgoff"])
    ]
    assert "bibliography{" not in site.read("print_page/index.html")
