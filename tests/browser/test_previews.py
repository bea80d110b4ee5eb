"""Previews of notes, sources and names: WCAG 2.2, 1.4.13, and what else readers may expect."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest
from bs4 import BeautifulSoup
from conftest import words
from playwright.sync_api import Locator, Page, expect

from .conftest import SECTIONS, NewPage

SECTION = "essay/democracy-in-the-factory/"
KINDS = {
    "note": "p[data-paragraph] a.footnote-ref",
    "source": ".footnote a.citation-source",
    "name": "p[data-paragraph] a.index-term",
}
LONGER = 2000
"""Milliseconds in which whatever wants to vanish has vanished."""

ACTIVE = """() => {
  const one = document.activeElement
  return `${one.localName} ${one.className} ${one.href || one.ariaLabel || one.id}`
}"""

PLACED = """(links) => links.filter((one) => one.checkVisibility()).map((link) => {
  link.focus()
  const preview = document.getElementById("apparatus-preview")
  const box = (one) => {
    const { left, top, right, bottom } = one
    return { left, top, right, bottom }
  }
  const { clientWidth: width } = document.documentElement
  return {
    link: link.href,
    shown: "previewed" in link.dataset && preview.checkVisibility(),
    box: box(preview.getBoundingClientRect()),
    lines: [...link.getClientRects()].map(box),
    room: { width, top: -scrollY },
  }
})"""

kinds = pytest.mark.parametrize("kind", KINDS)


def preview_of(page: Page) -> Locator:
    return page.locator("#apparatus-preview")


def is_focused(link: Locator) -> bool:
    return bool(link.evaluate("one => one === document.activeElement"))


def open_section(page: Page, kind: str) -> Locator:
    """Go to a section that has such a link, which no other one is near, and give the link."""
    page.goto(SECTION)
    link = page.locator(f"{KINDS[kind]}:visible").nth(1)
    # In the middle of the window there is room on all sides.
    link.evaluate("one => one.scrollIntoView({ block: 'center' })")
    expect(preview_of(page)).to_be_hidden()
    return link


def middle(locator: Locator) -> tuple[float, float]:
    """The middle of an element, of a link in two lines that of its first."""
    x, y = locator.evaluate("""one => {
      const { left, top, width, height } = one.getClientRects()[0]
      return [left + width / 2, top + height / 2]
    }""")
    return x, y


def point(page: Page, locator: Locator) -> None:
    page.mouse.move(*middle(locator))


def aside(page: Page) -> None:
    """Move the pointer to where nothing is."""
    page.mouse.move(3, 500, steps=5)


def focus(page: Page, link: Locator) -> None:
    """Focus a link as the keyboard does, coming from the element before it."""
    link.evaluate("one => one.focus()")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert is_focused(link)


def check_shown(page: Page, link: Locator) -> None:
    expect(preview_of(page)).to_be_visible()
    expect(link).to_have_attribute("data-previewed", "true")


def check_hidden(page: Page, link: Locator) -> None:
    expect(preview_of(page)).to_be_hidden()
    expect(link).not_to_have_attribute("data-previewed", re.compile("."))


@kinds
def test_only_a_note_is_read_out_by_its_link(new_page: NewPage, kind: str) -> None:
    """To hear what a name or source is at each stop would hold up the reading."""
    page = new_page()
    link = open_section(page, kind)
    point(page, link)
    check_shown(page, link)
    described = link.get_attribute("aria-describedby")
    assert described == ("apparatus-preview" if kind == "note" else None)


@kinds
def test_it_comes_with_the_pointer_and_goes_with_it(new_page: NewPage, kind: str) -> None:
    page = new_page()
    link = open_section(page, kind)
    expect(link).not_to_have_attribute("data-previewed", re.compile("."))
    point(page, link)
    check_shown(page, link)
    page.wait_for_timeout(LONGER)
    check_shown(page, link)
    aside(page)
    check_hidden(page, link)


@kinds
def test_it_comes_with_the_focus_and_goes_with_it(new_page: NewPage, kind: str) -> None:
    page = new_page()
    link = open_section(page, kind)
    focus(page, link)
    check_shown(page, link)
    page.wait_for_timeout(LONGER)
    check_shown(page, link)
    link.evaluate("one => one.blur()")
    check_hidden(page, link)


@kinds
def test_passing_over_a_link_shows_nothing(new_page: NewPage, kind: str) -> None:
    page = new_page()
    link = open_section(page, kind)
    point(page, link)
    aside(page)
    page.wait_for_timeout(LONGER // 2)
    check_hidden(page, link)


@kinds
@pytest.mark.parametrize("way", [point, focus], ids=["pointer", "focus"])
def test_escape_puts_it_away(new_page: NewPage, kind: str, way: Any) -> None:
    page = new_page()
    link = open_section(page, kind)
    way(page, link)
    check_shown(page, link)
    focused = page.evaluate(ACTIVE)
    page.keyboard.press("Escape")
    check_hidden(page, link)
    page.wait_for_timeout(LONGER // 2)
    check_hidden(page, link)
    assert page.evaluate(ACTIVE) == focused
    aside(page)
    way(page, link)
    check_shown(page, link)


@kinds
def test_escape_puts_it_away_where_the_pointer_is_in_it(new_page: NewPage, kind: str) -> None:
    page = new_page()
    link = open_section(page, kind)
    point(page, link)
    check_shown(page, link)
    page.mouse.move(*middle(preview_of(page)), steps=10)
    page.keyboard.press("Escape")
    check_hidden(page, link)


@kinds
def test_the_pointer_can_go_into_it(new_page: NewPage, kind: str) -> None:
    page = new_page()
    link = open_section(page, kind)
    point(page, link)
    check_shown(page, link)
    go = preview_of(page).locator(".apparatus-preview-link")
    (x, y), (to_x, to_y) = middle(link), middle(go)
    for step in range(1, 21):
        page.mouse.move(x + (to_x - x) * step / 20, y + (to_y - y) * step / 20)
        page.wait_for_timeout(40)  # a slow hand
        check_shown(page, link)
    page.wait_for_timeout(LONGER)
    check_shown(page, link)
    target = str(link.get_attribute("href"))
    page.mouse.down()
    page.mouse.up()
    expect(page).to_have_url(urljoin(page.url, target))
    expect(preview_of(page)).to_be_hidden()
    aim = page.locator(f"[id='{urldefrag(target).fragment}']")
    expect(aim).to_be_in_viewport()


def test_a_link_within_a_note_can_be_followed_from_the_preview(new_page: NewPage) -> None:
    page = new_page()
    page.goto(SECTION)
    marker = page.locator("[id='fnref:p6-1'] a")
    marker.evaluate("one => one.scrollIntoView({ block: 'center' })")
    point(page, marker)
    source = preview_of(page).locator("a.citation-source").first
    expect(source).to_be_visible()
    page.mouse.move(*middle(source), steps=10)
    page.wait_for_timeout(LONGER // 2)
    expect(source).to_be_visible()
    source.click()
    expect(page).to_have_url(re.compile(r"/sources/#\w+$"))


@kinds
def test_the_tab_key_goes_on_to_the_next_link(new_page: NewPage, kind: str) -> None:
    page = new_page()
    link = open_section(page, kind)
    following = link.evaluate_handle("""one => {
      const seen = (each) => each.checkVisibility() && each.tabIndex >= 0
      const all = [...document.querySelectorAll("a[href], button, summary")].filter(seen)
      return all[all.indexOf(one) + 1]
    }""")
    focus(page, link)
    check_shown(page, link)
    page.keyboard.press("Tab")
    assert following.evaluate("one => one === document.activeElement")
    expect(link).not_to_have_attribute("data-previewed", re.compile("."))
    page.keyboard.press("Shift+Tab")
    assert is_focused(link)
    check_shown(page, link)


@kinds
def test_the_tab_order_is_that_of_the_page(new_page: NewPage, kind: str) -> None:
    """Nothing in a preview is a stop; at the end of the page neither."""
    page = new_page()
    link = open_section(page, kind)
    focus(page, link)
    check_shown(page, link)
    stops = preview_of(page).evaluate(
        "one => [one, ...one.querySelectorAll('*')].filter((each) => each.tabIndex >= 0).length"
    )
    assert stops == 0


@kinds
def test_the_pointer_keeps_it_while_the_focus_moves(new_page: NewPage, kind: str) -> None:
    page = new_page()
    link = open_section(page, kind)
    point(page, link)
    check_shown(page, link)
    page.locator(".reading-switch a").first.evaluate("one => one.focus({ preventScroll: true })")
    page.wait_for_timeout(LONGER // 2)
    check_shown(page, link)
    aside(page)
    check_hidden(page, link)


@kinds
def test_the_focus_keeps_it_while_the_pointer_moves(new_page: NewPage, kind: str) -> None:
    page = new_page()
    link = open_section(page, kind)
    focus(page, link)
    check_shown(page, link)
    point(page, link)
    aside(page)
    page.wait_for_timeout(LONGER // 2)
    check_shown(page, link)


def test_a_link_that_was_opened_in_a_tab_does_not_hold_its_preview(new_page: NewPage) -> None:
    page = new_page()
    link = open_section(page, "name")
    with page.context.expect_page():
        link.click(modifiers=["ControlOrMeta"])
    page.bring_to_front()
    aside(page)
    point(page, link)
    check_shown(page, link)
    aside(page)
    check_hidden(page, link)


def phone(new_page: NewPage) -> Page:
    return new_page(390, 800, has_touch=True, is_mobile=True)


@kinds
def test_a_tap_shows_it_and_another_follows_the_link(new_page: NewPage, kind: str) -> None:
    page = phone(new_page)
    page.goto(SECTION)
    if kind == "source":
        page.locator("details.annotation:has(a.citation-source) > summary").first.tap()
    link = page.locator(f"{KINDS[kind]}:visible").first
    link.evaluate("one => one.scrollIntoView({ block: 'center' })")
    before = page.url
    link.tap()
    check_shown(page, link)
    assert page.url == before
    page.wait_for_timeout(LONGER)
    check_shown(page, link)
    page.touchscreen.tap(380, 120)
    check_hidden(page, link)
    assert page.url == before
    target = urljoin(page.url, str(link.get_attribute("href")))
    link.tap()
    check_shown(page, link)
    link.tap()
    expect(page).to_have_url(target)


@kinds
def test_its_links_can_be_tapped(new_page: NewPage, kind: str) -> None:
    page = phone(new_page)
    page.goto(SECTION)
    if kind == "source":
        page.locator("details.annotation:has(a.citation-source) > summary").first.tap()
    link = page.locator(f"{KINDS[kind]}:visible").first
    link.evaluate("one => one.scrollIntoView({ block: 'center' })")
    target = urljoin(page.url, str(link.get_attribute("href")))
    link.tap()
    check_shown(page, link)
    box = preview_of(page).bounding_box()
    assert box
    preview_of(page).tap(position={"x": box["width"] - 4, "y": box["height"] / 2})
    check_shown(page, link)
    preview_of(page).locator(".apparatus-preview-link").tap()
    expect(page).to_have_url(target)


def test_after_a_tap_the_keyboard_follows_links_at_once(new_page: NewPage) -> None:
    page = phone(new_page)
    page.goto(SECTION)
    link = page.locator(KINDS["name"]).first
    page.locator("h1").first.tap()
    focus(page, link)
    page.keyboard.press("Escape")
    check_hidden(page, link)
    target = urljoin(page.url, str(link.get_attribute("href")))
    page.keyboard.press("Enter")
    expect(page).to_have_url(target)


@pytest.mark.parametrize("width", [1440, 390])
def test_every_preview_is_on_the_screen_and_leaves_its_link_free(
    new_page: NewPage, width: int
) -> None:
    page = new_page(width)
    for section in SECTIONS:
        page.goto(section)
        check_previews(page)


def check_previews(page: Page) -> None:
    page.keyboard.press("Tab")
    page.evaluate("document.querySelectorAll('.annotation').forEach((one) => { one.open = true })")
    found = page.locator(", ".join(KINDS.values())).evaluate_all(PLACED)
    assert found
    for one in found:
        box = one["box"]
        assert one["shown"], one
        assert 0 <= box["left"] < box["right"] <= one["room"]["width"], one
        assert box["top"] >= one["room"]["top"], one
        for line in one["lines"]:
            assert (
                box["top"] >= line["bottom"] - 1
                or box["bottom"] <= line["top"] + 1
                or box["left"] >= line["right"]
                or box["right"] <= line["left"]
            ), one
    assert not page.evaluate("document.scrollingElement.scrollWidth > innerWidth")


def plain(text: str) -> list[str]:
    """Words without the brackets that a preview sets around dates."""
    return re.findall(r"[^\s()]+", text)


@cache
def parsed(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_text("utf-8"), "html.parser")


def told_elsewhere(site: Path, page: str, kind: str, target: str) -> list[str]:
    """The words of the note, source or entry that a link leads to, as its page has them."""
    url, anchor = urldefrag(urljoin(page, target))
    there = parsed(site / url / "index.html")
    place = there.find(id=anchor)
    assert place is not None, target
    if kind == "note":
        parts = [place]
    elif kind == "source":
        parts = place.select(".source-entry, .source-annote")
    else:
        definition = place.find_next_sibling("dd")
        assert definition is not None
        parts = [place, *definition.select(".index-gloss")]
    return plain(" ".join(map(words, parts)))


@kinds
def test_it_says_what_the_link_leads_to_and_no_more(
    new_page: NewPage, edition_site: Path, kind: str
) -> None:
    page = new_page()
    link = open_section(page, kind)
    point(page, link)
    check_shown(page, link)
    content = preview_of(page).evaluate("""one => {
      const copy = one.cloneNode(true)
      copy.querySelector(".apparatus-preview-link").remove()
      copy.querySelectorAll("br, p").forEach((each) => each.append(" "))
      copy.querySelectorAll("br").forEach((each) => each.replaceWith(" "))
      return copy.textContent
    }""")
    target = str(link.get_attribute("href"))
    assert plain(content) == told_elsewhere(edition_site, SECTION, kind, target)


@pytest.mark.parametrize("section", SECTIONS)
def test_whatever_a_page_carries_for_previews_stands_elsewhere(
    edition_site: Path, section: str
) -> None:
    held = BeautifulSoup((edition_site / section / "index.html").read_text("utf-8"), "html.parser")
    templates = {one["id"]: one for one in held.select("template[id^='preview-']")}
    links = held.select("a.citation-source, a.index-term")
    targets: dict[str, tuple[str, str]] = {}
    for link in links:
        kind = "name" if "index-term" in link["class"] else "source"
        anchor = urldefrag(str(link["href"])).fragment
        targets[f"preview-{kind}-{anchor}"] = kind, str(link["href"])
    assert targets.keys() == templates.keys()
    for identifier, (kind, target) in targets.items():
        template = templates[identifier]
        for each in template.select("br"):
            each.replace_with(" ")
        text = " ".join(words(one) for one in template.select("p"))
        assert plain(text) == told_elsewhere(edition_site, section, kind, target)


def test_there_is_but_one_at_a_time(new_page: NewPage) -> None:
    page = new_page()
    link = open_section(page, "name")
    other = page.locator(KINDS["name"]).first
    focus(page, link)
    check_shown(page, link)
    point(page, other)
    check_shown(page, other)
    expect(link).not_to_have_attribute("data-previewed", re.compile("."))
    expect(page.locator("[data-previewed]")).to_have_count(1)


def test_without_scripts_links_lead_where_they_lead(new_page: NewPage) -> None:
    for selector in KINDS.values():
        page = new_page(java_script_enabled=False)
        page.goto(SECTION)
        link = page.locator(f"{selector}:visible").first
        target = urljoin(page.url, str(link.get_attribute("href")))
        link.hover()
        expect(page.locator("#apparatus-preview")).to_have_count(0)
        link.click()
        expect(page).to_have_url(target)
