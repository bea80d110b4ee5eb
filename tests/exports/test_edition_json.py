"""`edition.json` is true to the pages."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote, urldefrag

import pytest
from conftest import Build, Site, words


def edition(site: Site) -> dict[str, Any]:
    return json.loads(site.read("edition.json"))


def test_the_whole_structure(build: Build) -> None:
    data = edition(build("edition_json", strict=True))
    assert {name: data[name] for name in ("title", "url", "annotations")} == {
        "title": "The Edition",
        "url": "https://example.org/edition/",
        "annotations": [],
    }
    assert sorted(data) == ["annotations", "notes", "sections", "sources", "title", "url"]
    assert data["sections"] == [
        {
            "slug": "road",
            "url": "essay/road/",
            "number": 1,
            "title": "The road",
            "paragraphs": [
                {"id": "p1", "url": "essay/road/#p1", "text": "First.", "notes": [1]},
                {"id": "p2", "url": "essay/road/#p2", "text": "Second.", "notes": [2]},
                {"id": "p3a", "url": "essay/road/#p3a", "text": "Third.", "notes": [3]},
            ],
        },
        {
            "slug": "death",
            "url": "essay/death/",
            "number": 2,
            "title": "The death",
            "paragraphs": [
                {
                    "id": "p1",
                    "url": "essay/death/#p1",
                    "text": "Fourth word Walder and Gong and no locator.",
                    "notes": [4, 5],
                }
            ],
        },
    ]


def test_notes(build: Build) -> None:
    notes = edition(build("edition_json", strict=True))["notes"]
    assert [sorted(note) for note in notes] == [
        ["citations", "html", "kind", "number", "paragraph", "section", "text", "url"]
    ] * 5
    told = [(note["number"], note["url"], note["section"], note["paragraph"]) for note in notes]
    assert told == [
        (1, "essay/road/#fn:p1-1", "road", "p1"),
        (2, "essay/road/#fn:p2-1", "road", "p2"),
        (3, "essay/road/#fn:p3a-1", "road", "p3a"),
        (4, "essay/death/#fn:p1-1", "death", "p1"),
        (5, "essay/death/#fn:p1-2", "death", "p1"),
    ]
    assert [note["kind"] for note in notes] == [
        *("citation", "citation", "discursive", "citation", "citation")
    ]
    assert notes[1]["citations"] == [
        {"key": "arendt1963", "prefix": "", "label": "chapter", "locator": "2", "suffix": ""},
        {"key": "walder1993", "prefix": "", "label": "page", "locator": "9–12", "suffix": ""},
    ]
    assert notes[2]["citations"] == [
        {"key": "brinton1970", "prefix": "", "label": "page", "locator": "64", "suffix": ""}
    ]


def test_prefixes_and_suffixes(build: Build) -> None:
    text = (
        "# Death\n\nA [see also @brinton1970, p. 3, on soviets; but cf. @walder1993 passim; "
        "@arendt1963, sec. 2.1 and more].\n"
    )
    site = build("edition_json", {"docs/essay/death.md": text}, strict=True)
    citations = edition(site)["notes"][3]["citations"]
    fields = ("key", "prefix", "label", "locator", "suffix")
    assert [tuple(one[field] for field in fields) for one in citations] == [
        ("brinton1970", "see also", "page", "3", "on soviets"),
        ("walder1993", "but cf.", "", "", "passim"),
        ("arendt1963", "", "section", "2.1", "and more"),
    ]


def test_texts_are_those_of_the_pages(build: Build) -> None:
    site = build("edition_json", strict=True)
    data = edition(site)
    pages = {url: site.page(url) for url in ("essay/road/", "essay/death/", "sources/")}
    for note in data["notes"]:
        url, fragment = urldefrag(note["url"])
        assert note["text"] == words(pages[url].find(id=fragment))
    for source in data["sources"]:
        url, fragment = urldefrag(source["url"])
        assert source["text"] == words(pages[url].find(id=fragment).select_one(".source-entry"))
    for section in data["sections"]:
        assert pages[section["url"]].title.get_text() == section["title"]
        for paragraph in section["paragraphs"]:
            item = pages[section["url"]].find(id=paragraph["id"])
            for marker in item.select("sup"):
                marker.decompose()
            assert paragraph["text"] == words(item)


def test_sources_and_places_are_those_of_the_source_list(build: Build) -> None:
    site = build("edition_json", strict=True)
    sources = edition(site)["sources"]
    listed = site.page("sources/").select("li.source")
    assert [source["key"] for source in sources] == [item["id"] for item in listed]
    assert [source["type"] for source in sources] == ["book", "book", "article"]
    for source in sources:
        links = [target.removeprefix("../") for _, target in site.places(source["key"])]
        assert [place["url"] for place in source["cited"]] == links
    assert sources[1]["cited"] == [
        {
            "url": "#fnref:p1-1",
            "section": "index",
            "paragraph": None,
            "note": 1,
            "annotation": None,
            "label": "page",
            "locator": "1",
        },
        {
            "url": "essay/road/#fnref:p3a-1",
            "section": "road",
            "paragraph": "p3a",
            "note": 3,
            "annotation": None,
            "label": "page",
            "locator": "64",
        },
    ]


def test_a_source_as_csl_json(build: Build) -> None:
    source = edition(build("edition_json", strict=True))["sources"][2]
    csl = source["csl"]
    assert {name: csl[name] for name in ("id", "type", "title", "page", "container-title")} == {
        "id": "walder1993",
        "type": "article-journal",
        "title": "Workers in the Tiananmen protests",
        "page": "1-29",
        "container-title": "The Australian Journal of Chinese Affairs",
    }
    assert csl["author"] == [
        {"family": "Walder", "given": "Andrew"},
        {"family": "Gong", "given": "Xiaoxia"},
    ]
    assert csl["issued"] == {"date-parts": [[1993]]}


def test_every_url_resolves(build: Build) -> None:
    site = build("edition_json", strict=True)
    data = edition(site)
    urls = [one["url"] for name in ("sections", "notes", "sources") for one in data[name]]
    urls += [one["url"] for section in data["sections"] for one in section["paragraphs"]]
    urls += [place["url"] for source in data["sources"] for place in source["cited"]]
    assert len(urls) == 2 + 5 + 3 + 4 + 7
    for url in urls:
        path, fragment = urldefrag(url)
        assert not fragment or site.page(path).find(id=unquote(fragment)), url


def test_keys_are_sorted(build: Build) -> None:
    site = build("edition_json", strict=True)
    seen: list[list[str]] = []
    json.loads(
        site.read("edition.json"),
        object_pairs_hook=lambda pairs: seen.append([name for name, _ in pairs]),
    )
    assert len(seen) > 20
    assert all(names == sorted(names) for names in seen)


def test_note_html_links_from_the_root(build: Build) -> None:
    note = edition(build("edition_json", strict=True))["notes"][0]
    assert 'href="sources/#walder1993"' in note["html"]
    assert "footnote-backref" not in note["html"]
    assert "↩" not in note["text"]


def test_a_paragraph_without_an_id_has_its_sections_url_and_its_text(build: Build) -> None:
    text = "# Death\n\nUnnamed [@arendt1963].\n"
    site = build("edition_json", {"docs/essay/death.md": text}, strict=True)
    assert edition(site)["sections"][1]["paragraphs"] == [
        {"id": None, "url": "essay/death/", "text": "Unnamed.", "notes": [4]}
    ]


def test_the_title_is_the_sites_where_none_is_set(build: Build) -> None:
    assert edition(build("basic", strict=True))["title"] == "Basic"
    assert edition(build("basic", strict=True))["url"] == "https://example.org/"
    assert edition(build("basic", strict=True, address=None))["url"] == ""


def test_titles_are_plain_text(build: Build) -> None:
    text = "# Death & *after* <br>\n\nA [@arendt1963].\n"
    site = build("edition_json", {"docs/essay/death.md": text}, strict=True)
    assert edition(site)["sections"][1]["title"] == "Death & after"


@pytest.mark.parametrize("text", ["1 < 2 & 3 > 2", "`<b>` and &lt;i&gt;"])
def test_texts_are_unescaped(build: Build, text: str) -> None:
    page = f"# Death\n\n{text} [@arendt1963].\n{{: #p1 }}\n"
    site = build("edition_json", {"docs/essay/death.md": page}, strict=True)
    expected = text.replace("`", "").replace("&lt;", "<").replace("&gt;", ">")
    assert edition(site)["sections"][1]["paragraphs"][0]["text"] == f"{expected}."


def test_two_sections_of_one_name_are_apart(build: Build) -> None:
    """In folders; notes must not be counted to the namesake."""
    files = {"docs/essay/two/road.md": "# Other\n\nA [@arendt1963].\n{: #p1 }\n"}
    site = build("edition_json", files, strict=True)
    sections = {one["url"]: one for one in edition(site)["sections"]}
    assert sections["essay/two/road/"]["paragraphs"][0]["notes"] == [6]
    assert sections["essay/road/"]["paragraphs"][0]["notes"] == [1]
