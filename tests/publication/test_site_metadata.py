"""What every page of the edition tells programs, against the edition's own fields."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import turbohtml
import yaml
from bs4 import BeautifulSoup
from conftest import ROOT, Build
from mkdocs.utils.yaml import get_yaml_loader
from readers import by_pybtex

from mkdocs_apparatus.publication.document import add_to_head

SITE = "https://democracy-in-the-factory.example/"


def options() -> dict[str, Any]:
    config = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), get_yaml_loader())
    plugins = [one for one in config["plugins"] if isinstance(one, dict)]
    return next(one["apparatus"] for one in plugins if "apparatus" in one)["edition"]


@cache
def pages(site: Path) -> dict[str, BeautifulSoup]:
    return {
        path.parent.relative_to(site).as_posix().removeprefix("."): BeautifulSoup(
            path.read_text("utf-8"), "html.parser"
        )
        for path in site.rglob("index.html")
    }


def meta(page: BeautifulSoup, name: str) -> list[str]:
    found = page.find_all("meta", attrs={"name": name})
    return [str(one["content"]) for one in found]


def test_every_page_tells_the_fields_of_the_edition(edition_site: Path) -> None:
    edition = options()
    date = str(edition["date"])
    # A body: without a comma Zotero would make its last word a family name.
    creators = [f"{name}," for name in edition["authors"]]
    found = pages(edition_site)
    assert len(found) == len(list((ROOT / "docs").rglob("*.md")))
    for url, page in found.items():
        address = f"{SITE}{url}/" if url else SITE
        assert page.find("link", rel="canonical")["href"] == address
        assert meta(page, "DC.creator") == creators
        assert meta(page, "DC.date") == [date]
        assert meta(page, "DC.language") == [edition["language"]]
        assert meta(page, "DC.rights") == [edition["licence"]]
        assert meta(page, "DC.identifier") == [address]
        assert page.find("meta", property="og:url")["content"] == address
        description = meta(page, "description")
        assert page.find("meta", property="og:description")["content"] == description[0]
        assert len(description[0]) > 60
        scripts = page.find_all("script", type="application/ld+json")
        assert [one.parent.name for one in scripts] == ["head"]
        assert json.loads(scripts[0].string)["url"] == address
        assert not page.body.select("script[type='application/ld+json']")


def test_a_section_names_the_works_that_it_cites(edition_site: Path) -> None:
    edition = json.loads((edition_site / "edition.json").read_text("utf-8"))
    for section in edition["sections"]:
        cited = {
            source["key"]
            for source in edition["sources"]
            for place in source["cited"]
            if place["url"].startswith(section["url"])
        }
        page = pages(edition_site)[section["url"].rstrip("/")]
        assert meta(page, "citation_title") == [section["title"]]
        assert len(meta(page, "citation_reference")) == len(cited)
        linked = json.loads(page.find("script", type="application/ld+json").string)
        assert linked["@type"] == "Chapter"
        assert len(linked.get("citation", [])) == len(cited)


def test_the_book_is_about_wongs_essay_and_has_its_chapters(edition_site: Path) -> None:
    page = pages(edition_site)[""]
    book = json.loads(page.find("script", type="application/ld+json").string)
    assert book["@type"] == "Book"
    assert book["about"]["name"].startswith("When Communists Crushed")
    assert [chapter["position"] for chapter in book["hasPart"]] == [1, 2, 3, 4, 5, 6]


def test_each_source_has_its_coins(edition_site: Path) -> None:
    page = pages(edition_site)["sources"]
    sources = by_pybtex((ROOT / "bibliography.bib").read_text("utf-8"))
    assert [one["id"] for one in page.select("li.source:has(> span.Z3988)")] == [
        one["id"] for one in page.select("li.source")
    ]
    assert {one["id"] for one in page.select("li.source")} == set(sources)


FILES = {"docs/essay/one.md": "# One\n\nText [@brinton1970].\n{: #p1 }\n", "docs/index.md": "# H\n"}


def test_without_an_address_permalinks_are_relative_and_one_warning_says_so(build: Build) -> None:
    site = build("basic", FILES, address=None)
    assert site.warnings == [
        "mkdocs.yml: no-site-url: permalinks in citations are relative; "
        "set 'site_url' in mkdocs.yml to the address of the site"
    ]
    box = site.page("essay/one/").find(id="cite-p1")
    assert box.select_one(".cite-link a").get_text() == "#p1"
    assert box.select_one(".cite-link button")["data-copy"] == "#p1"
    assert "URL" not in json.loads(site.read("essay/one/cite.json"))[0]


@pytest.mark.parametrize("extension", ["bib", "ris", "json"])
def test_reference_files_stand_beside_each_section(build: Build, extension: str) -> None:
    site = build("basic", FILES, strict=True)
    assert "One" in site.read(f"essay/one/cite.{extension}")
    assert "Basic" in site.read(f"cite.{extension}")
    links = site.page("essay/one/").select(".cite-files a")
    assert f"cite.{extension}" in [str(one["href"]) for one in links]
    assert site.dead_links() == []


def test_the_home_page_is_the_book_also_without_directory_urls(build: Build) -> None:
    config = (
        "site_name: Basic\ntheme: {name: null, custom_dir: theme}\nuse_directory_urls: false\n"
        "plugins: [{apparatus: {bib_file: refs.bib}}]\n"
    )
    site = build("basic", {**FILES, "mkdocs.yml": config}, strict=True)
    home = BeautifulSoup(site.read("index.html"), "html.parser")
    assert json.loads(home.find("script", type="application/ld+json").string)["@type"] == "Book"
    assert [str(one["href"]) for one in home.select(".cite-files a")] == [
        *("cite.bib", "cite.ris", "cite.json")
    ]
    assert "One" in site.read("essay/one/cite.bib")


def test_a_description_is_told_where_the_theme_tells_none(build: Build) -> None:
    text = '---\ndescription: Quoted "words" & more\n---\n\n# H\n\nA [@brinton1970].\n'
    page = build("basic", {"docs/index.md": text}, strict=True).page()
    assert meta(page, "description") == ['Quoted "words" & more']


@pytest.mark.parametrize(
    ("page", "whole"),
    [
        ("<!doctype html><title>x</title><p>y", None),
        ("<!doctype html><html lang=en><title>x</title><p>y", "<html lang=en>H<title>"),
        (
            "<!doctype html><html><head></head><body><template><head></head></template>",
            "<head>H</head><body><template><head></head>",
        ),
    ],
)
def test_the_head_is_found_as_browsers_find_it(page: str, whole: str | None) -> None:
    added = add_to_head(page, "<meta name=H>")
    if whole is None:
        assert turbohtml.parse(added).select_one("head > meta[name=H]")
    else:
        assert whole.replace("H", "<meta name=H>") in added
    assert added.count("name=H") == 1
