"""All of a page by keyboard: in order, seen, and never trapped."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import NewPage, come_to_rest

SECTION = "essay/democracy-in-the-factory/"
REGISTER = "timeline/"

STOPS = """() => {
  const stops = "a[href], button, input, select, textarea, summary, [tabindex]"
  const seen = (one) => one.checkVisibility({ visibilityProperty: true })
  const skipped = (one) => one.type === "radio" && one.name
    && one !== (one.form.querySelector("input:checked") || one.form.querySelector("input"))
  window.stops = [...document.querySelectorAll(stops)]
    .filter((one) => one.tabIndex >= 0 && !one.disabled && seen(one) && !skipped(one))
  return window.stops.filter((one) => getComputedStyle(one).outlineStyle !== "none").length
}"""

FOCUSED = """() => {
  const one = document.activeElement
  if (!one || one === document.body) return null
  // Colours are chosen by radio buttons, of which one sees the labels.
  const drawn = one.matches(".md-option") ? one.nextElementSibling : one
  const style = getComputedStyle(drawn)
  const { left, top, right, bottom, width, height } = drawn.getBoundingClientRect()
  const at = (x, y) => document.elementFromPoint(x, y)
  const lines = [...drawn.getClientRects()]
  const uncovered = lines.some((line) => [0.1, 0.5, 0.9].some((part) => {
    const found = at(line.left + line.width * part, line.top + line.height / 2)
    return found && (drawn.contains(found) || found.contains(drawn))
  }))
  const colours = (of) => getComputedStyle(of).backgroundColor
  let ground = drawn.parentElement
  while (ground && /, 0\\)$|transparent/.test(colours(ground))) ground = ground.parentElement
  return {
    place: window.stops.indexOf(one),
    name: `${one.localName} ${one.className} ${one.ariaLabel || one.textContent}`.slice(0, 80),
    visible: one.matches(":focus-visible") && style.outlineStyle !== "none"
      && parseFloat(style.outlineWidth) >= 2,
    outline: style.outlineColor,
    ground: ground ? colours(ground) : "rgb(255, 255, 255)",
    inside: width > 0 && height > 0
      && right > 0 && bottom > 0 && left < innerWidth && top < innerHeight,
    uncovered,
  }
}"""


def luminance(colour: str) -> float:
    parts = [float(one) / 255 for one in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def walk(page: Page) -> list[dict[str, Any]]:
    """Go through a page by the Tab key until the focus leaves it."""
    # Else it depends on the time when Material's scripts come, and hide a button of three.
    page.locator(".md-header").dispatch_event("pointerover")
    expect(page.locator("html.js-focus-visible")).to_have_count(1)
    assert page.evaluate(STOPS) == 0, "what is not focused has no outline"
    count = page.evaluate("window.stops.length")
    found: list[dict[str, Any]] = []
    for _ in range(count + 5):
        page.keyboard.press("Tab")
        one = page.evaluate(FOCUSED)
        for _ in range(5):  # search and drawer come in with their scripts' leisure
            if one is None or one["uncovered"]:
                break
            page.wait_for_timeout(100)
            one = page.evaluate(FOCUSED)
        if one is None or (found and one["place"] == found[0]["place"]):
            break
        found.append(one)
    assert [one["place"] for one in found] == list(range(count)), [one["name"] for one in found]
    return found


@pytest.mark.parametrize(
    ("url", "width", "scheme"),
    [
        (SECTION, 1440, "light"),
        (SECTION, 1440, "dark"),
        (SECTION, 390, "light"),
        (SECTION, 390, "dark"),
        (REGISTER, 390, "light"),
    ],
)
def test_the_tab_key_goes_through_the_whole_page(
    new_page: NewPage, url: str, width: int, scheme: str
) -> None:
    page = new_page(width, color_scheme=scheme, reduced_motion="reduce")
    page.goto(url)
    for one in walk(page):
        assert one["visible"], one
        assert one["inside"], one
        assert one["uncovered"], one
        assert contrast(one["outline"], one["ground"]) >= 3, one


@pytest.mark.parametrize("width", [1440, 390])
def test_one_can_skip_to_the_text(new_page: NewPage, width: int) -> None:
    page = new_page(width)
    page.goto(SECTION)
    page.keyboard.press("Tab")
    skip = page.locator(".md-skip")
    expect(skip).to_be_focused()
    expect(skip).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


@pytest.mark.parametrize(
    ("button", "box"), [(".paragraph-number", "#cite-p1"), (".annotation-cite", "[popover]")]
)
@pytest.mark.parametrize("width", [1440, 390])
def test_a_box_opens_and_gives_the_focus_back(
    new_page: NewPage, button: str, box: str, width: int
) -> None:
    page = new_page(width)
    page.goto(SECTION)
    if width == 390:
        page.locator("details.annotation").first.evaluate("one => { one.open = true }")
    for key in ("Enter", "Space"):
        page.locator(button).first.focus()
        page.keyboard.press(key)
        opened = page.locator(f"{box}:popover-open")
        expect(opened).to_be_visible()
        page.keyboard.press("Tab")
        assert opened.evaluate("one => one.contains(document.activeElement)")
        page.keyboard.press("Escape")
        expect(opened).to_have_count(0)
        expect(page.locator(button).first).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(f"{box}:popover-open").get_by_role("button", name="Close").press("Enter")
    expect(page.locator(button).first).to_be_focused()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_panel_opens_by_either_key(new_page: NewPage, key: str) -> None:
    page = new_page(390)
    page.goto(SECTION)
    page.locator("details.cite > summary").focus()
    for shown in (True, False):
        page.keyboard.press(key)
        expect(page.locator("details.cite > .cite-forms")).to_be_visible(visible=shown)


def test_the_drawer_comes_with_the_focus_and_goes_with_it(new_page: NewPage) -> None:
    page = new_page(390)
    page.goto(SECTION)
    link = page.locator(".md-nav--primary").get_by_role("link", name="The road to Tiananmen")
    expect(link).not_to_be_in_viewport()
    for _ in range(30):
        page.keyboard.press("Tab")
        if link.evaluate("one => one === document.activeElement"):
            break
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport(ratio=0.9)
    page.locator(".reading-switch a").first.focus()
    expect(link).not_to_be_in_viewport()
    page.keyboard.press("Shift+Tab")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("The road to Tiananmen")


@pytest.mark.parametrize("width", [1440, 390])
def test_search_is_used_by_keyboard(new_page: NewPage, width: int) -> None:
    page = new_page(width)
    page.goto(SECTION)
    page.keyboard.press("f")
    field = page.get_by_role("textbox", name="Search")
    expect(field).to_be_focused()
    page.keyboard.type("osterweil", delay=20)
    hit = page.locator(".md-search-result__link").first
    expect(hit).to_be_visible()
    come_to_rest(page)
    page.keyboard.press("ArrowDown")
    expect(hit).to_be_focused()
    expect(hit).to_have_css("outline-style", "solid")
    page.keyboard.press("Escape")
    expect(hit).to_be_hidden()
    page.wait_for_timeout(1000)  # Material waits before it takes the field for left
    page.keyboard.press("f")
    expect(hit).to_be_visible()
    come_to_rest(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(":target")).to_be_in_viewport()


def test_colours_are_switched_by_keyboard(new_page: NewPage) -> None:
    page = new_page(390)
    page.goto(SECTION)
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.md-option')"):
            break
    expect(page.locator("html.js-focus-visible")).to_have_count(1)
    seen = set()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        seen.add(page.locator("body").get_attribute("data-md-color-scheme"))
        expect(page.locator(".md-option:focus-visible + label")).to_be_visible()
    assert seen == {"default", "slate"}


@pytest.mark.parametrize("url", ["timeline/", "sources/"])
def test_a_figure_is_scrolled_by_keyboard(new_page: NewPage, url: str) -> None:
    page = new_page(320, reduced_motion="reduce")
    page.goto(url)
    region = page.locator(".apparatus-figure [role=region]")
    region.focus()
    expect(region).to_be_focused()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert region.evaluate("one => one.scrollLeft") > 0


def test_shortcuts_of_one_key_can_be_switched_off(new_page: NewPage) -> None:
    """WCAG 2.2, 2.1.4: also after Material's scripts have come; Escape goes on to work."""
    page = new_page(1440)
    field = page.get_by_role("textbox", name="Search")
    page.goto("accessibility/")
    with page.expect_navigation():
        page.get_by_role("link", name="Switch these off").click()
    page.goto(SECTION)
    page.locator(".md-header").dispatch_event("pointerover")
    expect(page.locator("html.js-focus-visible")).to_have_count(1)
    for key in ("f", "s", "/", "n"):
        page.keyboard.press(key)
    expect(field).not_to_be_focused()
    expect(page.locator("h1")).to_have_text("Democracy in the factory")
    page.goto("accessibility/")
    with page.expect_navigation():
        page.get_by_role("link", name="on again").click()
    page.goto(SECTION)
    page.keyboard.press("f")
    expect(field).to_be_focused()


def test_marks_of_a_search_are_put_away_and_not_shared(new_page: NewPage) -> None:
    page = new_page(1440)
    page.goto(f"{SECTION}?h=soviets#p7")
    marks = page.locator("mark[data-md-highlight]")
    expect(marks.first).to_be_attached()
    expect(page).to_have_url(re.compile(rf"{SECTION}#p7$"))
    page.keyboard.press("Escape")
    expect(marks).to_have_count(0)


def test_text_that_comes_without_keys_is_searched(new_page: NewPage) -> None:
    page = new_page(1440)
    page.goto(SECTION)
    page.keyboard.press("f")
    field = page.get_by_role("textbox", name="Search")
    expect(field).to_be_focused()
    expect(page.locator("html.js-focus-visible")).to_have_count(1)
    page.keyboard.insert_text("osterweil")  # as by paste or dictation: no key is pressed
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def test_a_page_that_is_not_there_says_so_and_leads_on(new_page: NewPage) -> None:
    page = new_page(390)
    page.goto("404.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")
    expect(page.locator("article").get_by_role("link", name="Introduction")).to_be_visible()
