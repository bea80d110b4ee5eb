"""Beside other plugins and themes: nothing crashes, and their copies of pages are filled too."""

from __future__ import annotations

import html
import json
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from conftest import Build, Site, words

CONFIG = "site_name: Beside\nsite_url: https://example.org/\ntheme: {theme}\nplugins:\n"
OURS = "  - apparatus: {bib_file: refs.bib}\n"
MARK = "\U000e0001"

FIRST = "Maurice Brinton, The Bolsheviks (Solidarity, 1970), 69."
SECOND = "Brinton, The Bolsheviks, 70."
LISTED = "Brinton, Maurice. The Bolsheviks. Solidarity, 1970."


def beside(build: Build, plugins: str, theme: str = "material", **files: str) -> Site:
    config = CONFIG.format(theme=theme) + plugins
    return build("beside", {"mkdocs.yml": config, **files})


def notes(page: BeautifulSoup) -> list[str]:
    return [words(item) for item in page.select(".footnote > ol > li")]


def no_marks(site: Site) -> bool:
    """Whether no file of the site holds a mark, as such or in JSON."""
    texts = (path.read_bytes() for path in site.folder.rglob("*") if path.is_file())
    return not any(MARK.encode() in text or rb"\udb40" in text for text in texts)


def test_one_page_for_print(build: Build) -> None:
    site = beside(build, OURS + "  - print-site\n")
    assert site.warnings == []
    page = site.page("print_page/")
    assert notes(page)[0:2] == [FIRST, SECOND]
    assert [one.get_text() for one in page.select(".footnote-ref")] == ["1", "2", "3"]
    assert [words(one) for one in page.select(".source-entry")] == [LISTED]
    assert [one["start"] for one in page.select(".footnote > ol")] == ["1", "2"]
    assert site.page("essay/two/").select_one(".footnote ol")["start"] == "2"
    assert no_marks(site)


RSS = """\
  - rss:
      use_git: false
      match_path: essay/.*
      abstract_chars_count: -1
      date_from_meta: {as_creation: date, as_update: date}
"""


def test_a_feed(build: Build) -> None:
    site = beside(build, RSS + OURS)
    assert site.warnings == []
    feed = ElementTree.fromstring(site.read("feed_rss_created.xml"))
    described = {
        one.findtext("title"): one.findtext("description", "") for one in feed.iter("item")
    }
    page = BeautifulSoup(described["Two"], "html.parser")
    assert notes(page)[0] == SECOND
    assert page.select_one(".footnote-ref").get_text() == "2"
    # A feed is read away from the site.
    link = page.select_one(".citation-source")
    assert link["href"] == "https://example.org/#brinton1970"
    as_json = json.loads(site.read("feed_json_created.json"))
    texts = {one["title"]: one["content_html"] for one in as_json["items"]}
    assert notes(BeautifulSoup(texts["Two"], "html.parser"))[0] == SECOND
    assert no_marks(site)


LLMS = """\
  - llmstxt:
      markdown_description: Words
      full_output: llms-full.txt
      sections: {Pages: [essay/one.md, essay/two.md, index.md]}
"""


def test_markdown_for_machines(build: Build) -> None:
    site = beside(build, LLMS + OURS)
    assert site.warnings == []
    text = site.read("llms-full.txt")
    assert "Maurice Brinton, [*The Bolsheviks*](https://example.org/#brinton1970)" in text
    assert "(Solidarity, 1970), 69." in text
    assert "Second,[2](#fn:p1-1) and Brinton[3](#fn:p1-2) says so." in text
    assert "[@" not in text
    assert no_marks(site)


I18N = """\
  - i18n:
      docs_structure: {structure}
      languages:
        - {{locale: en, default: true, name: English, build: true}}
        - {{locale: fr, name: Français, build: true}}
"""
FRENCH = "# Deux\n\nEn français [@brinton1970, p. 5].\n"


@pytest.mark.parametrize("order", ["first", "last"])
def test_two_languages_by_suffix(build: Build, order: str) -> None:
    i18n = I18N.format(structure="suffix")
    plugins = i18n + OURS if order == "first" else OURS + i18n
    site = beside(build, plugins, **{"docs/essay/two.fr.md": FRENCH})
    assert site.warnings == []
    assert site.notes("essay/two/")[0] == SECOND
    assert site.notes("fr/essay/two/") == ["Brinton, The Bolsheviks, 5."]
    assert no_marks(site)


def test_two_languages_by_folder(build: Build) -> None:
    files = {
        "both/en/index.md": "# Home\n\nIn English [@brinton1970, p. 5].\n",
        "both/fr/index.md": "# Accueil\n\nEn [@brinton1970, p. 6].\n\n\\full_bibliography\n",
    }
    plugins = I18N.format(structure="folder") + OURS + "docs_dir: both\n"
    site = beside(build, plugins, **files)
    assert all("duplicate" not in one for one in site.warnings)
    assert site.notes("") == ["Maurice Brinton, The Bolsheviks (Solidarity, 1970), 5."]
    assert site.notes("fr/") == ["Maurice Brinton, The Bolsheviks (Solidarity, 1970), 6."]
    assert site.entries("fr/") == [LISTED]
    assert no_marks(site)


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_another_theme(build: Build, theme: str) -> None:
    site = beside(build, "  - search\n" + OURS, theme)
    assert site.warnings == []
    page = site.page("essay/two/")
    assert notes(page)[0] == SECOND
    assert page.select_one("link[href$='assets/apparatus.css']")
    assert page.select_one("meta[name=citation_title]")["content"] == "Two"
    assert page.select_one("details.cite")
    assert site.entries("") == [LISTED]
    found = json.loads(site.read("search/search_index.json"))["docs"]
    told = {one["location"]: html.unescape(one["text"]) for one in found}
    assert told["essay/two/#fn:p1-1"] == SECOND
    assert "Brinton" not in told["essay/two/"]


def test_files_of_the_site_have_a_source_that_exists(build: Build) -> None:
    hook = (
        "import os\n"
        "def on_env(env, config, files):\n"
        "    for one in files:\n"
        "        assert one.abs_src_path and os.path.isfile(one.abs_src_path), one\n"
        "on_env.mkdocs_priority = -90\n"
    )
    site = beside(build, OURS + "hooks: [hook.py]\n", **{"hook.py": hook})
    assert site.warnings == []
    assert (site.folder / "sources/brinton1970.bib").is_file()


COPIES = """
import os
from html import escape
pages = {}
def on_page_content(html, page, **_):
    pages[page.url] = html
on_page_content.mkdocs_priority = 50
def on_env(env, config, **_):
    text = pages["essay/two/"]
    feed = f"<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9 {escape(text)}</a>"
    copies = {
        "part.html": text.encode(),
        "marked.html": b"\\xef\\xbb\\xbf<!doctype html><title>x</title>" + text.encode(),
        "feed.xml": feed.encode("latin-1", "xmlcharrefreplace"),
    }
    for name, data in copies.items():
        with open(os.path.join(config.site_dir, name), "wb") as file:
            file.write(data)
"""


def test_copies_keep_their_kind(build: Build) -> None:
    """Part of a page, a page with a byte order mark, a feed in another encoding."""
    site = beside(build, OURS + "hooks: [hook.py]\n", **{"hook.py": COPIES})
    part = site.read("part.html")
    assert "<html" not in part
    assert notes(BeautifulSoup(part, "html.parser"))[0] == SECOND
    page = (site.folder / "marked.html").read_bytes()
    assert page.lower().startswith(b"\xef\xbb\xbf<!doctype html><html>")
    assert notes(BeautifulSoup(page, "html.parser"))[0] == SECOND
    feed = ElementTree.fromstring((site.folder / "feed.xml").read_bytes()).text or ""
    assert feed.startswith("é ")
    assert notes(BeautifulSoup(feed, "html.parser"))[0] == SECOND
    assert no_marks(site)


def test_what_is_not_to_be_searched_is_not(build: Build) -> None:
    """Neither what a page itself keeps from search, nor what another plugin takes out of it."""
    hook = (
        "def on_post_build(config):\n"
        "    held = config.plugins['material/search'].search_index.entries\n"
        "    held[:] = [one for one in held if one['location'] != 'essay/two/#fn:p1-1']\n"
        "on_post_build.mkdocs_priority = 50\n"
    )
    out = "---\nsearch: {exclude: true}\n---\n\n# Out\n\nOut [@brinton1970].\n"
    site = beside(
        build,
        "  - search\n" + OURS + "hooks: [hook.py]\n",
        **{"docs/out.md": out, "hook.py": hook},
    )
    places = {one["location"] for one in json.loads(site.read("search/search_index.json"))["docs"]}
    assert not [one for one in places if one.startswith("out/")]
    assert "essay/two/#fn:p1-1" not in places
    assert "essay/two/#fn:p1-2" in places
