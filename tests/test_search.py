"""The search index finds notes under their section and sources by author and title."""

from __future__ import annotations

import json
from html import unescape

import pytest
from conftest import Build, Site

Index = dict[str, dict[str, str]]


def index_of(site: Site) -> Index:
    docs = json.loads(site.read("search/search_index.json"))["docs"]
    assert len({doc["location"] for doc in docs}) == len(docs)
    return {doc["location"]: doc for doc in docs}


@pytest.fixture(scope="module", name="index")
def _index(build_once: Build) -> Index:
    return index_of(build_once("search", strict=True))


def test_a_note_is_found_at_its_own_place(index: Index) -> None:
    note = index["essay/road/#fn:p1-1"]
    assert unescape(note["text"]) == "A discursive zeppelin, with 独立工会 & <code>. a list"
    assert note["title"] == "Note 1"
    assert index["essay/road/#fn:p2-1"]["text"].startswith("Andrew Walder and Xiaoxia Gong")
    assert index["#fn:p1-1"]["text"].startswith("Maurice Brinton, The Bolsheviks")


def test_texts_are_escaped_once(index: Index) -> None:
    assert index["essay/road/#fn:p1-1"]["text"].endswith("&amp; &lt;code&gt;. a list")


def test_the_words_of_a_note_stand_nowhere_else(index: Index) -> None:
    for word in ("zeppelin", "独立工会", "Affairs"):
        places = [place for place, doc in index.items() if word in doc["text"]]
        assert len([place for place in places if "#fn:" in place]) == 1
        assert [
            place for place in places if place.startswith("essay/road/") and "#fn" not in place
        ] == []


def test_sources_are_found_by_author_and_title(index: Index) -> None:
    source = index["sources/#brinton1970"]
    assert unescape(source["title"]).startswith("Brinton, Maurice. The Bolsheviks & “Workers’")
    assert source["text"] == "A pamphlet by a neurologist."
    assert "工自联" in index["sources/#walder1993"]["title"]
    assert "Gong" in index["sources/#walder1993"]["title"]


def test_the_page_of_the_list_does_not_repeat_it(index: Index) -> None:
    assert "Brinton" not in index["sources/"]["text"]
    assert "All that is cited." in index["sources/"]["text"]


def test_words_of_the_text_are_found(index: Index) -> None:
    assert "工自联" in index["essay/road/#a-heading"]["text"]
    assert "Opening paragraph" in index["essay/road/"]["text"]


def test_no_arrows_pilcrows_or_note_numbers(index: Index) -> None:
    for doc in index.values():
        assert not {"↩", "¶", "\xa0"} & set(doc["text"] + doc["title"])
    assert ", which has a name" in index["essay/road/"]["text"]
    assert "paragraph1" not in index["essay/road/"]["text"]
    assert "founded3" not in index["essay/road/#a-heading"]["text"]
    assert "founded." in index["essay/road/#a-heading"]["text"]


def test_every_location_resolves(build: Build) -> None:
    site = build("search", strict=True)
    for place in index_of(site):
        path, _, fragment = place.partition("#")
        assert not fragment or site.page(path).find(id=fragment), place


def test_mkdocs_own_search(build: Build) -> None:
    """Whose index knows no `data-search-exclude`."""
    config = (
        "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
        "plugins: [search, {apparatus: {bib_file: refs.bib}}]\n"
        "markdown_extensions: [attr_list]\n"
    )
    index = index_of(build("search", {"mkdocs.yml": config}, strict=True))
    assert unescape(index["essay/road/#fn:p1-1"]["text"]).startswith("A discursive zeppelin")
    assert "sources/#walder1993" in index
    for doc in index.values():
        assert "↩" not in doc["text"]


def test_the_order_of_the_plugins_does_not_matter(build: Build) -> None:
    config = (
        "site_name: Search\ntheme: {name: material, font: false}\n"
        "plugins: [{apparatus: {bib_file: refs.bib}}, search]\n"
        "markdown_extensions: [attr_list]\nnav: [index.md, essay/road.md, sources.md]\n"
    )
    first = build("search", strict=True)
    second = build("search", {"mkdocs.yml": config}, strict=True)
    assert index_of(first) == index_of(second)


def test_without_a_search_plugin_there_is_no_index(build: Build) -> None:
    assert not (build("basic", strict=True).folder / "search").exists()


def test_the_notes_of_a_material_page_keep_their_markup(build: Build) -> None:
    """Material's tooltips want `.footnote-ref`, and `.footnote li` with its id."""
    page = build("search", strict=True).page("essay/road/")
    for link in page.select("a.footnote-ref"):
        assert page.select_one(f".footnote li[id='{link['href'][1:]}']")
    assert len(page.select("a.footnote-ref")) == 2
