"""The search index finds notes under their section and sources by author and title."""

from __future__ import annotations

import json
import posixpath
from html import unescape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
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
    assert note["title"] == "The road, note 1"
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
    assert unescape(source["title"]).startswith("Source: Brinton 1970, The Bolsheviks & “Workers’")
    assert unescape(source["text"]).startswith("Brinton, Maurice. The Bolsheviks & “Workers’")
    assert source["text"].endswith("A pamphlet by a neurologist.")
    assert "工自联" in index["sources/#walder1993"]["text"]
    assert "Gong" in index["sources/#walder1993"]["title"]


def test_the_page_of_the_list_does_not_repeat_it(index: Index) -> None:
    assert "Brinton" not in index["sources/"]["text"]
    assert "All that is cited." in index["sources/"]["text"]


def test_words_of_the_text_are_found_in_their_paragraph(index: Index) -> None:
    assert index["essay/road/#p1"] == {
        "location": "essay/road/#p1",
        "title": "The road ¶1",
        "text": "Opening paragraph, which has a name.",
        "kind": "paragraph",
    }
    assert "工自联" in index["essay/road/#p2"]["text"]


def test_nothing_is_found_twice(index: Index) -> None:
    for place in ("essay/road/", "essay/road/#a-heading"):
        assert index[place]["title"] in ("The road", "A heading")
        assert index[place]["text"] == ""


def test_a_paragraph_without_an_id_stays_with_its_page(build: Build) -> None:
    text = "# The road\n\nA pangolin.\n\nAn okapi.\n{: #p2 }\n"
    site = build("search", {"docs/essay/road.md": text})
    index = index_of(site)
    assert "pangolin" in index["essay/road/"]["text"]
    assert "okapi" not in index["essay/road/"]["text"]
    assert index["essay/road/#p2"]["text"] == "An okapi."


def worker_of(site: Site, page: str) -> str:
    """Where the worker that a page names lies, in the site."""
    config = site.page(page).find(id="__config")
    assert config
    given = json.loads(config.get_text())
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), str(given["search"])))


@pytest.mark.parametrize("page", ["index.html", "essay/road/index.html", "404.html"])
def test_pages_of_material_name_our_worker(build: Build, page: str) -> None:
    site = build("search", strict=True)
    worker = worker_of(site, page).lstrip("/")
    assert worker == "assets/apparatus-search.js"
    assert "onmessage=" in site.read(worker)


def test_a_site_may_keep_the_worker_of_material(build: Build) -> None:
    config = (
        "site_name: Search\ntheme: {name: material, font: false}\n"
        "plugins: [search, {apparatus: {bib_file: refs.bib, search: false}}]\n"
        "markdown_extensions: [attr_list]\nnav: [index.md, essay/road.md, sources.md]\n"
    )
    site = build("search", {"mkdocs.yml": config}, strict=True)
    assert "workers/search." in worker_of(site, "index.html")
    assert not (site.folder / "assets/apparatus-search.js").exists()


def test_a_site_at_a_path_prefix(build: Build) -> None:
    site = build("search", strict=True, address="https://example.org/a/b/")
    assert worker_of(site, "404.html") == "/a/b/assets/apparatus-search.js"
    assert worker_of(site, "essay/road/index.html") == "assets/apparatus-search.js"


def test_our_scripts_are_small(edition_site: Path) -> None:
    scripts = sorted((edition_site / "assets").glob("*.js"))
    assert {script.name for script in scripts} == {"apparatus.js", "apparatus-search.js"}
    html = (edition_site / "essay/introduction/index.html").read_text("utf-8")
    page = BeautifulSoup(html, "html.parser")
    # Colours and our choices before the first paint, Material on use.
    inline = page.select("script:is(#__colours, [data-root], [data-bundle])")
    assert len(inline) == 3
    assert len(page.select("script:not([src], [type])")) - len(inline) == 3  # Material's own
    texts = [script.read_bytes() for script in scripts]
    texts += [one.text.encode() for one in inline]
    assert sum(map(len, texts)) <= 12 * 1024


def test_no_arrows_pilcrows_or_note_numbers(index: Index) -> None:
    for doc in index.values():
        assert not {"↩", "\xa0"} & set(doc["text"] + doc["title"])
        assert "¶" not in doc["text"]
    assert ", which has a name" in index["essay/road/#p1"]["text"]
    assert "paragraph1" not in index["essay/road/#p1"]["text"]
    assert "founded3" not in index["essay/road/#p2"]["text"]
    assert "founded." in index["essay/road/#p2"]["text"]


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
        "plugins: [{apparatus: {bib_file: refs.bib, publish_fields: [annote]}}, search]\n"
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


HEADINGS = {
    "docs/index.md": "# Plain\n\nText [@brinton1970, 1].\n",
    "docs/note.md": "# Head [@brinton1970, 2]\n\nText.\n",
    "docs/own.md": "# A *bold* `head`[^1] {: #here }\n\nText.\n\n[^1]: Own.\n",
    "docs/link.md": "# See [the list](note.md) & more\n\nText [@brinton1970].\n",
    "docs/no.md": "Text [@brinton1970].\n",
}
TITLES = {
    "#fn:p1-1": "Plain, note 1",
    "note/#fn:p0-1": "Head, note 1",
    "own/#fn:p0-1": "A bold head, note 1",
    "link/#fn:p1-1": "See the list & more, note 1",
    "no/#fn:p1-1": "No, note 1",
}


@pytest.mark.parametrize(
    "toc",
    [
        "permalink: true",
        "permalink: Link to this",
        "permalink: '#', anchorlink: false",
        "anchorlink: true",
        "anchorlink: true, permalink: true",
    ],
)
def test_notes_are_named_by_their_page_without_signs_of_its_heading(build: Build, toc: str) -> None:
    config = (
        "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
        "plugins: [search, {apparatus: {bib_file: refs.bib}}]\n"
        f"markdown_extensions: [attr_list, {{toc: {{{toc}}}}}]\n"
    )
    index = index_of(build("basic", {**HEADINGS, "mkdocs.yml": config}, strict=True))
    told = {place: unescape(one["title"]) for place, one in index.items() if "#fn:" in place}
    assert told == TITLES
