"""`look: edition` on stock Material, with nothing else, on an essay that is not this one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest
from bs4 import BeautifulSoup, Tag
from conftest import TESTS, Build, Site
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from mkdocs_apparatus.host.searching import SEPARATOR

SECTION = "essay/shadows/"
PAGES = ["", SECTION, "essay/chains/", "sources/", "names/", "timeline/", "404.html"]
CONFIG = (TESTS / "sites/look/mkdocs.yml").read_text("utf-8")


def config(theme: str, more: str = "") -> dict[str, str]:
    return {"mkdocs.yml": CONFIG.replace("theme: material\n", f"theme:\n{theme}") + more}


@pytest.fixture(scope="module")
def look(build_once: Build) -> Site:
    return build_once("look", strict=True)


def test_nothing_is_wrong(look: Site) -> None:
    assert look.warnings == []
    assert look.double_ids() == []
    assert [one for one in look.dead_links() if not one.startswith("404.html")] == []


@pytest.mark.parametrize("url", PAGES)
def test_each_page_is_lean_and_closed(look: Site, url: str) -> None:
    page = look.page(url)
    policy = page.select_one("head > meta[http-equiv=Content-Security-Policy]")
    assert "default-src 'none'; script-src 'self' 'sha256-" in policy["content"]
    [style] = page.select("style")
    sheets = page.select("link[rel=stylesheet]")
    assert [one["href"].rpartition("/")[2] for one in sheets] in ([], ["margin.css"])
    whole = "".join(
        path.read_text("utf-8")
        for name in ("apparatus*.css", "stylesheets/main.*.css", "stylesheets/palette.*.css")
        for path in (look.folder / "assets").glob(name)
    )
    assert len(style.string) < len(whole) / 2
    assert 'data-md-color-scheme="slate"' in style.string or "=slate]" in style.string
    assert "@media print" in style.string
    assert ".has-margin" not in style.string  # what only wide screens need stays a file


def test_annotations_have_a_margin(look: Site) -> None:
    page = look.page(SECTION)
    assert "has-margin" in page.select_one("main > article")["class"]
    assert len(page.select("details.annotation[data-beside]")) == 4
    assert ".has-margin" in look.read("assets/margin.css")


def test_scripts_come_late(look: Site) -> None:
    page = look.page(SECTION)
    assert [one["src"] for one in page.select("script[src]")] == ["../../assets/apparatus.js"]
    assert "/bundle." in page.select_one("script[data-bundle]")["data-bundle"]


def test_colours_can_be_switched(look: Site) -> None:
    page = look.page(SECTION)
    names = [one["aria-label"] for one in page.select("input[name=__palette]")]
    assert names == ["Colours follow the system", "Light colours", "Dark colours"]
    assert page.select_one("form[data-md-component=palette] + script + #__colours")


def test_material_is_set_as_an_edition_wants_it(look: Site) -> None:
    page = look.page(SECTION)
    assert page.title.string == "Shadows · The Measure of the Earth"
    assert look.page("404.html").title.string == "Page not found · The Measure of the Earth"
    assert page.select_one("link[rel=icon]")["href"] == "../../assets/favicon.svg"
    assert page.select("footer a.md-footer__link")
    numbers = {one.get_text(strip=True): one.get("data-section") for one in _sections(page)}
    assert numbers == {"Shadows": "1", "Chains": "2"}
    assert page.select_one(".md-nav__item.nav-essay + .md-nav__item")
    assert page.select_one("a.md-nav__link--active[aria-current=page]")
    assert page.select_one("[role=dialog].md-search")["aria-label"] == "Search"
    assert not page.select("link[rel=next], input[autocomplete].md-toggle, .md-sidebar [tabindex]")
    # Nothing is kept free for the contents of a page that has none.
    assert page.select_one(".md-sidebar--secondary[hidden]")
    index = json.loads(look.read("search/search_index.json"))
    assert index["config"]["separator"] == SEPARATOR


def _sections(page: BeautifulSoup) -> list[Tag]:
    return page.select(".md-nav--primary a[data-section]")


def test_a_title_page_is_made_of_html_with_markdown_in_it(look: Site) -> None:
    assert look.page().select_one(".title-page ol.contents .reading-time")


def test_words_of_other_scripts_are_marked(look: Site) -> None:
    marked = [
        (one["lang"], one.get_text())
        for url in (SECTION, "essay/chains/")
        for one in look.page(url).select("article .annotation-body [lang], article > p [lang]")
    ]
    assert marked == [
        ("zh-Hant", "一行"),
        ("zh-Hant", "南宫说"),
        ("grc", "γνώμων"),
        ("ru", "Василий Яковлевич Струве"),
    ]


OWN = {
    **config(
        "  name: material\n  custom_dir: own\n  favicon: own.svg\n  palette: {primary: teal}\n"
        "  font: {text: Lato}\n  features: [navigation.top]\n  icon: {repo: material/git}\n",
        "extra_css: [own.css, 'https://x.example/x.css']\nextra_javascript: [own.js]\n",
    ),
    "own/main.html": '{% extends "base.html" %}{% block extrahead %}<script>mine()</script>'
    "{% endblock %}",
    "own/404.html": '{% extends "main.html" %}{% block content %}Gone.{% endblock %}',
    "docs/own.css": "@font-face { font-family: x; src: url(x.woff2) }",
    "docs/own.js": "document$.subscribe(() => 1)",
    "docs/other.html": "<!doctype html><title>x</title><script>theirs()</script>",
    "docs/names.md": "# Names\n\n\\index\n\n![](https://x.example/a.png)\n\n<script>go()</script>\n",
}


def test_what_a_site_sets_itself_stays(build: Build) -> None:
    site = build("look", OWN)
    said = [one.partition("; ")[0] for one in site.warnings]
    assert said == [
        "mkdocs.yml: not-in-site: 'https://x.example/x.css' is at another origin, "
        "and no page may fetch it",
        "mkdocs.yml: not-in-site: the theme's 'font' is at another origin, "
        "and no page may fetch it",
        "names/index.html: foreign-script: no template wrote the script 'go()', "
        "and it will not run",
        "names/index.html: not-in-site: 'https://x.example/a.png' is at another origin, "
        "and no page may fetch it",
    ]
    page = site.page(SECTION)
    assert page.body["data-md-color-primary"] == "teal"
    assert page.select_one("link[rel=icon]")["href"] == "../../own.svg"
    assert page.head.find("script", string="mine()")
    assert not page.select("#__colours, footer a.md-footer__link")
    # Material's scripts are at hand for ours, in their order.
    scripts = [one["src"].rpartition("/")[2] for one in page.select("script[src]")]
    assert re.fullmatch(r"bundle\..*\.js", scripts[0])
    assert scripts[1:] == ["apparatus.js", "own.js"]
    # A sheet that names a file beside it stays one, after all that stands before it.
    assert page.select_one('style ~ link[href="../../own.css"]')
    policy = page.select_one("meta[http-equiv]")["content"]
    assert "style-src 'self' 'sha256-" in policy
    assert page.title.string == "Shadows · The Measure of the Earth"
    assert "Gone." in site.page("404.html").article.get_text()
    assert site.read("other.html") == OWN["docs/other.html"]


def test_a_site_that_is_served_has_the_look_and_no_policy(build: Build) -> None:
    """MkDocs adds a script to its pages, and they change."""
    site = build("look", strict=True)
    settings = load_config(str(site.root / "mkdocs.yml"))
    with click.Context(click.Command("serve"), info_name="serve"):
        mkdocs_build(settings)
    page = site.page(SECTION)
    assert page.select_one("article.has-margin")
    sheets = [one["href"].rpartition("/")[2] for one in page.select("link[rel=stylesheet]")]
    assert sheets[-3:] == ["apparatus.css", "apparatus-edition.css", "margin.css"]
    assert not page.select("meta[http-equiv], style, [data-written-by]")


def test_one_configuration_built_twice_gives_the_same(build: Build) -> None:
    """As plugins for several languages do."""
    site = build("look", strict=True)
    settings = load_config(str(site.root / "mkdocs.yml"), strict=True)
    made = []
    for _ in range(2):
        mkdocs_build(settings)
        made.append([site.read(f"{url}index.html") for url in PAGES[:-1]])
    assert made[0] == made[1]


def test_a_site_in_two_languages_has_the_look_in_both(build: Build) -> None:
    """The second is built before the pages of the first are finished."""
    languages = (
        "        - {locale: en, name: English, build: true, default: true}\n"
        "        - {locale: fr, name: Français, build: true}\n"
    )
    i18n = f"  - i18n:\n      docs_structure: suffix\n      languages:\n{languages}"
    text = CONFIG.replace("  - search\n", f"  - search\n{i18n}")
    files = {
        "mkdocs.yml": text.replace("        language: en-GB\n", ""),
        "docs/essay/shadows.fr.md": "# Ombres\n\nUne ombre.\n",
        "docs/data/timeline.yml": "",
        "permalinks.txt": "",
    }
    site = build("look", files)
    assert [one for one in site.warnings if "foreign-script" in one or "no-place" in one] == []
    for url, first in ((SECTION, "Light colours"), (f"fr/{SECTION}", "Couleurs claires")):
        page = site.page(url)
        assert [one["data-section"] for one in _sections(page)] == ["1", "2"]
        assert page.select("input[name=__palette]")[1]["aria-label"] == first
        assert page.select_one("#__colours + script, script + #__colours")
        assert page.select_one("script[data-bundle]")


def test_another_theme_is_told_and_has_its_own_look(build: Build) -> None:
    site = build("look", config("  name: mkdocs\n"))
    assert site.warnings == [
        "mkdocs.yml: no-look: 'look: edition' is made for the theme 'material', and this site has "
        "'mkdocs'; write 'theme: material', or take 'look' out"
    ]
    assert not site.page(SECTION).select("meta[http-equiv$=Policy], .has-margin")
    assert ".annotation-debate" in site.read("assets/apparatus.css")


def test_an_unknown_look_is_named_with_what_there_is(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "docs").mkdir()
    file = tmp_path / "mkdocs.yml"
    file.write_text("site_name: x\nplugins: [{apparatus: {bib_file: x.bib, look: edtion}}]\n")
    with pytest.raises(Abort):
        load_config(str(file))
    expected = "'look': Expected one of: ('edition',) but received: 'edtion'"
    assert expected in caplog.text
