"""What a scholar does to cite a paragraph or a section."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

SECTION = "essay/democracy-in-the-factory/"
ADDRESS = "https://democracy-in-the-factory.example/essay/democracy-in-the-factory/#p3"


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def check_that_it_lands(page: Page, address: str) -> None:
    """Open what was copied, where the test's server stands for the published site."""
    other = page.context.new_page()
    other.goto(address.replace("https://democracy-in-the-factory.example/", ""))
    paragraph = other.locator("#p3")
    expect(paragraph).to_be_in_viewport()
    assert paragraph.evaluate("element => element.matches(':target')")
    header = other.locator(".md-header").bounding_box()
    box = paragraph.bounding_box()
    assert header
    assert box
    assert box["y"] >= header["y"] + header["height"]
    assert paragraph.evaluate("one => getComputedStyle(one).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_a_paragraph_link_is_copied_by_keyboard(page: Page) -> None:
    page.goto(SECTION)
    number = page.get_by_role("button", name="Paragraph 3: link and citation")
    number.focus()
    page.keyboard.press("Enter")
    box = page.locator("#cite-p3")
    expect(box).to_be_visible()
    copy = box.get_by_role("button", name="Copy link")
    for _ in range(3):
        if copy.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(copy).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_attached()
    assert clipboard(page) == ADDRESS
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(number).to_be_focused()
    check_that_it_lands(page, ADDRESS)


def test_a_paragraph_link_is_copied_by_tap(browser: Browser, server: str) -> None:
    context = browser.new_context(
        base_url=server, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(SECTION)
    page.get_by_role("button", name="Paragraph 3: link and citation").tap()
    page.locator("#cite-p3").get_by_role("button", name="Copy link").tap()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_attached()
    assert clipboard(page) == ADDRESS
    check_that_it_lands(page, ADDRESS)
    context.close()


def test_the_panel_opens_and_closes_by_keyboard(page: Page) -> None:
    page.goto(SECTION)
    summary = page.locator("details.cite > summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.cite .cite-forms")).to_be_visible()
    copy = page.get_by_role("button", name="Copy the citation in Chicago, note", exact=True)
    for _ in range(3):
        page.keyboard.press("Tab")
        if copy.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_attached()
    assert "“Democracy in the Factory,” chap. 3" in clipboard(page)
    for _ in range(2):
        page.keyboard.press("Shift+Tab")
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("details.cite .cite-forms")).to_be_hidden()
    expect(summary).to_be_focused()


@pytest.mark.parametrize("name", ["BibTeX", "RIS", "CSL-JSON"])
def test_the_reference_files_are_there(page: Page, name: str) -> None:
    page.goto(SECTION)
    page.locator("details.cite > summary").click()
    with page.expect_download() as download:
        page.locator("details.cite").get_by_role("link", name=name, exact=True).click()
    assert "Democracy in the factory" in download.value.path().read_text("utf-8")


def test_all_of_it_works_without_javascript(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{SECTION}#p3")
    expect(page.locator("#p3")).to_be_in_viewport()
    page.get_by_role("button", name="Paragraph 3: link and citation").click()
    box = page.locator("#cite-p3")
    expect(box).to_be_visible()
    expect(box.get_by_role("link", name=ADDRESS).first).to_be_visible()
    expect(box.get_by_role("button", name="Copy")).to_have_count(0)
    box.get_by_role("button", name="Close").click()
    expect(box).to_be_hidden()
    page.locator("details.cite > summary").click()
    expect(page.locator("details.cite .cite-forms")).to_be_visible()
    context.close()
