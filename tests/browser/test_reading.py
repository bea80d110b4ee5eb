"""What a reader does with notes."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

SECTION = "essay/democracy-in-the-factory/"


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
    place = source.get_by_role("link", name="Democracy in the factory, paragraph 6, note 7")
    place.locator("[aria-hidden]").click()
    expect(page.locator("[id='fnref:p6-1']")).to_be_in_viewport()
