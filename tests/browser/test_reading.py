"""What a reader does with notes and search."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

SECTION = "essay/democracy-in-the-factory/"


def search(page: Page, words: str) -> None:
    page.goto("essay/introduction/")
    page.click(".md-search__input")
    page.keyboard.type(words, delay=20)
    page.keyboard.press("End")  # Chinese is put in without keys, as by an input method


@pytest.mark.parametrize(
    ("words", "title", "target"),
    [
        ("osterweil", "Note 13", "essay/the-road-to-tiananmen/#fn:p1-1"),
        ("malatesta umanità", "Malatesta, Errico", "sources/#malatesta2015"),
        ("utopia of rules", "Graeber, David", "sources/#graeber2015"),
        ("工自联", "The meaning of Tiananmen", "essay/the-meaning-of-tiananmen/"),
        ("北京工人", "The meaning of Tiananmen", "essay/the-meaning-of-tiananmen/"),
    ],
)
def test_search_finds(page: Page, words: str, title: str, target: str) -> None:
    search(page, words)
    path, _, anchor = target.partition("#")
    ending = f"[href$='#{anchor}']" if anchor else ""
    hit = page.locator(f".md-search-result__link[href*='/{path}']{ending}").first
    expect(hit).to_be_attached()
    expect(hit).to_contain_text(title)
    assert "↩" not in page.locator(".md-search-result").inner_text()


def test_a_marker_leads_to_its_note_and_back(page: Page) -> None:
    page.goto(SECTION)
    page.locator("[id='fnref:p6-1'] a").click()
    expect(page).to_have_url(re.compile("#fn:p6-1$"))
    expect(page.locator("[id='fn:p6-1']")).to_be_in_viewport()
    page.locator("[id='fn:p6-1'] .footnote-backref").click()
    expect(page.locator("[id='fnref:p6-1']")).to_be_in_viewport()


def test_a_note_leads_to_its_source_and_the_source_to_the_note(page: Page) -> None:
    page.goto(f"{SECTION}#fn:p6-1")
    page.locator("[id='fn:p6-1'] a.citation-source").click()
    source = page.locator("#anweiler1974")
    expect(source).to_be_in_viewport()
    source.get_by_role("link", name="Democracy in the factory ¶6, note 7").click()
    expect(page.locator("[id='fnref:p6-1']")).to_be_in_viewport()
