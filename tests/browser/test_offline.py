"""The edition opened from a folder."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from conftest import Once, build_edition
from playwright.sync_api import Browser, expect

from .test_lean import BUNDLE
from .test_private import WATCH, violations


@pytest.fixture(scope="module")
def folder(once: Once) -> Path:
    """The offline site, in a folder whose name has a space."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OFFLINE", "true")
        return once("an edition", build_edition)


def test_search_works_and_leads_to_a_file(browser: Browser, folder: Path) -> None:
    context = browser.new_context()
    context.add_init_script(WATCH)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "essay/introduction.html").as_uri())
    assert not any(BUNDLE.search(url) for url in asked)
    page.click(".md-search__input")
    page.keyboard.type("workers councils", delay=20)
    hit = page.locator(".md-search-result__link:visible").first
    expect(hit).to_be_visible()
    assert violations(page) == []
    hit.click()
    page.wait_for_url(re.compile(r"\.html"))
    expect(page.locator("article h1")).to_be_visible()
    assert violations(page) == []
    assert {urlsplit(url).scheme for url in asked} <= {"file", "data"}
    context.close()


def test_every_link_leads_to_a_file(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    links = "(links) => links.map((one) => String(one.href.baseVal ?? one.href))"
    dead = []
    for path in sorted(folder.rglob("*.html")):
        if path.name == "404.html":  # served at any address: its links begin at the root
            continue
        page.goto(path.as_uri())
        for url in page.eval_on_selector_all("a[href]", links):
            parts = urlsplit(url)
            if parts.scheme == "file" and not Path(unquote(parts.path)).is_file():
                dead.append(f"{path.name}: {url}")
    assert dead == []
    context.close()


def test_a_page_of_the_served_site_can_be_saved(
    browser: Browser, edition_site: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.html"
    saved.write_bytes((edition_site / "essay/introduction/index.html").read_bytes())
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(saved.as_uri())
    heading = page.locator("article h1")
    expect(heading).to_be_visible()
    expect(heading).to_have_css("font-weight", "400")
    expect(page.locator("article > p[id]").first).to_have_css("font-family", re.compile("Palatino"))
    assert violations(page) == []
    context.close()


def test_a_copy_is_cited_by_its_published_address(folder: Path) -> None:
    site = "https://democracy-in-the-factory.example/"
    page = BeautifulSoup((folder / "essay/introduction.html").read_text("utf-8"), "html.parser")
    address = f"{site}essay/introduction/"
    assert page.select_one("#cite-p2 .cite-link a").get_text() == f"{address}#p2"
    assert page.find("meta", property="og:url")["content"] == address
    assert address in (folder / "essay/introduction/cite.bib").read_text("utf-8")
    home = BeautifulSoup((folder / "index.html").read_text("utf-8"), "html.parser")
    assert home.find("meta", property="og:url")["content"] == site
