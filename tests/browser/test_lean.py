"""Pages with little CSS look as with all of it, and Material's scripts come on use."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from .conftest import NewPage

PAGES = [
    *("", "essay/introduction/", "essay/democracy-in-the-factory/", "sources/", "names/"),
    *("timeline/", "about/", "404.html"),
]
SECTION = "essay/introduction/"
BUNDLE = re.compile(r"bundle\.\w+\.min\.js")
STYLE = re.compile("<style>.*?</style>", re.DOTALL)
POLICY = re.compile('<meta http-equiv="Content-Security-Policy"[^>]*>')

STYLES = """() => {
  // Chromium now and then gives 0 px for an auto margin until the box is laid out once more.
  for (const padding of ["1px", ""]) {
    document.body.style.paddingLeft = padding
    document.body.offsetWidth
  }
  const seen = {}, found = {}
  const name = (e) => e && `${e.localName}.${e.classList}`
  for (const one of document.querySelectorAll(":root, body, body *")) {
    const path = `${name(one.parentElement)} > ${name(one)}`
    seen[path] = (seen[path] || 0) + 1
    if (seen[path] > 1) continue
    for (const pseudo of ["", "::before", "::after"]) {
      const style = getComputedStyle(one, pseudo)
      if (pseudo && style.content === "none") continue
      let hash = 0
      for (const name of style) {
        if (name.startsWith("--")) continue
        for (const sign of style.getPropertyValue(name)) hash = hash * 31 + sign.charCodeAt() | 0
      }
      found[path + pseudo] = hash
    }
  }
  return found
}"""
"""A hash of all computed properties of the first element of each kind."""

STILL = """*, *::before, *::after {
  transition: none !important; animation-play-state: paused !important
}"""

SHIFTS = """window.shift = 0
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) shift += entry.value
}).observe({ type: "layout-shift", buffered: true })"""

STATES: dict[str, Callable[[Page], object]] = {
    "rest": lambda page: None,
    "drawer": lambda page: page.evaluate("document.querySelector('#__drawer').checked = true"),
    "print": lambda page: page.emulate_media(media="print"),
    "search": lambda page: (
        page.emulate_media(media="screen"),
        page.evaluate("document.querySelector('#__drawer').checked = false"),
        search(page, "workers"),
    ),
}


def search(page: Page, words: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(words, delay=20)
    page.locator(".md-search-result__link:visible").first.wait_for()
    page.wait_for_timeout(200)


def settled(page: Page) -> dict[str, int]:
    """Read the styles when they have come to rest, on a busy machine too."""
    before: dict[str, int] = {}
    while (styles := page.evaluate(STYLES)) != before:
        before = styles
        page.wait_for_timeout(100)
    return before


@pytest.fixture(scope="module")
def whole(edition_site: Path) -> Callable[[str], str]:
    """Give a page of the site with links to all style sheets."""
    names = ("stylesheets/main.*.css", "stylesheets/palette.*.css", "apparatus.css", "edition.css")
    sheets = [next((edition_site / "assets").glob(name)) for name in names]
    links = "".join(
        f'<link rel="stylesheet" href="/{sheet.relative_to(edition_site).as_posix()}">'
        for sheet in sheets
    )

    def run(path: str) -> str:
        file = edition_site / path
        html = (file / "index.html" if file.is_dir() else file).read_text("utf-8")
        html, count = STYLE.subn(links, html)
        assert count == 1
        return POLICY.sub("", html)

    return run


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_look_as_with_all_css(
    new_page: NewPage, whole: Callable[[str], str], path: str, width: int, scheme: str
) -> None:
    def serve(route: Route) -> None:
        route.fulfill(body=whole(path), content_type="text/html")

    found = []
    for full in (False, True):
        page = new_page(width, color_scheme=scheme, bypass_csp=True)
        if full:
            page.route(f"**/{path}", serve)
        page.goto(path)
        page.add_style_tag(content=STILL)
        styles = {}
        for state, reach in STATES.items():
            reach(page)
            styles |= {f"{state}: {where}": one for where, one in settled(page).items()}
        found.append(styles)
    lean, wanted = found
    assert len(lean) > 300
    both = lean.keys() | wanted.keys()
    assert [one for one in sorted(both) if lean.get(one) != wanted.get(one)] == []


@pytest.fixture
def asked(new_page: NewPage) -> tuple[Page, list[str]]:
    """A page 1440 px wide, and the scripts that it has asked for."""
    page = new_page()
    return page, watch(page)


def watch(page: Page) -> list[str]:
    scripts: list[str] = []
    page.on("request", lambda one: scripts.append(one.url) if ".js" in one.url else None)
    return scripts


def loaded(scripts: list[str]) -> bool:
    return any(BUNDLE.search(url) for url in scripts)


def slow(page: Page) -> None:
    """Let Material's scripts come late."""
    page.route(BUNDLE, lambda route: (page.wait_for_timeout(700), route.continue_()))


@pytest.mark.parametrize("path", PAGES)
def test_reading_loads_only_our_script(asked: tuple[Page, list[str]], path: str) -> None:
    page, scripts = asked
    page.goto(path)
    page.mouse.move(700, 500)
    page.mouse.wheel(0, 2000)
    page.keyboard.press("PageDown")
    page.wait_for_timeout(300)
    assert [url.rpartition("/")[2] for url in scripts] == ["apparatus.js"]


def found(page: Page, words: str) -> None:
    expect(page.locator(".md-search__input")).to_have_value(words)
    expect(page.locator(".md-search-result__link:visible").first).to_be_visible()
    expect(page.locator(".md-search-result__meta")).to_contain_text("matching")


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_a_key_opens_search_and_typing_goes_on(asked: tuple[Page, list[str]], key: str) -> None:
    page, scripts = asked
    page.goto(SECTION)
    slow(page)
    assert not loaded(scripts)
    page.keyboard.press(key)
    page.keyboard.type("councils")
    found(page, "councils")
    page.keyboard.press("Escape")
    expect(page.locator(".md-search__input")).not_to_be_focused()
    expect(page.locator("#__search")).not_to_be_checked()


def test_a_click_on_the_field_and_typing_at_once(asked: tuple[Page, list[str]]) -> None:
    page, _ = asked
    page.goto(SECTION)
    slow(page)
    page.click(".md-search__input")
    page.keyboard.type("councils")
    page.keyboard.press("Enter")
    assert page.url.endswith(SECTION)
    found(page, "councils")


def test_a_tap_on_the_search_icon_of_a_phone(new_page: NewPage) -> None:
    page = new_page(390, 800, has_touch=True, is_mobile=True)
    page.goto(SECTION)
    slow(page)
    page.tap(".md-header__button[for=__search]")
    expect(page.locator(".md-search__input")).to_be_focused()
    page.keyboard.type("councils")
    found(page, "councils")


def test_the_field_has_its_icon_and_a_phone_its_way_back(new_page: NewPage) -> None:
    page = new_page()
    page.goto(SECTION)
    icon = page.locator(".md-search__icon[for=__search]")
    expect(icon).to_be_visible()
    page = new_page(390, 800, has_touch=True, is_mobile=True)
    page.goto(SECTION)
    page.tap(".md-header__button[for=__search]")
    icon = page.locator(".md-search__icon[for=__search]")
    expect(icon).to_be_visible()
    icon.tap()
    expect(page.locator("#__search")).not_to_be_checked()
    expect(page.locator(".md-search__input")).not_to_be_focused()


def test_a_hit_is_highlighted_where_it_leads(asked: tuple[Page, list[str]]) -> None:
    page, _ = asked
    page.goto(SECTION)
    search(page, "councils")
    page.locator(".md-search-result__link:visible").first.click()
    page.wait_for_url(re.compile(r"\?h="))
    expect(page.locator("mark[data-md-highlight]").first).to_be_attached()


@pytest.mark.parametrize("late", [False, True])
def test_a_hit_is_highlighted_in_a_page_of_its_own(
    asked: tuple[Page, list[str]], late: bool
) -> None:
    page, _ = asked
    if late:
        slow(page)
    page.goto(f"{SECTION}?h=students")
    expect(page.locator("mark[data-md-highlight]").first).to_have_text("students")
    assert page.locator("mark mark").count() == 0


@pytest.mark.parametrize("width", [390, 1440])
def test_a_page_with_tables_rests_while_hits_are_highlighted(new_page: NewPage, width: int) -> None:
    page = new_page(width, 3000)
    page.add_init_script(SHIFTS)
    slow(page)
    page.goto("serving/?h=cache")
    expect(page.locator("mark[data-md-highlight]").first).to_be_attached()
    expect(page.locator(".md-typeset__table").first).to_be_attached()
    page.wait_for_timeout(300)
    assert page.evaluate("shift") == 0


def test_a_query_in_the_address_is_searched(asked: tuple[Page, list[str]]) -> None:
    page, _ = asked
    page.goto(f"{SECTION}?q=councils")
    found(page, "councils")


PRESSES: dict[str, Callable[[Page], object]] = {
    "mouse": lambda page: page.click("[for=__palette_1]:visible"),
    "touch": lambda page: page.tap("[for=__palette_1]:visible"),
    "keyboard": lambda page: (
        page.focus("#__palette_0"),
        page.keyboard.press("ArrowRight"),
    ),
}


@pytest.mark.parametrize("way", PRESSES)
def test_a_colour_chosen_early_is_kept(new_page: NewPage, way: str) -> None:
    page = new_page(color_scheme="dark", has_touch=way == "touch")
    page.goto(SECTION)
    slow(page)
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    PRESSES[way](page)
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    expect(page.locator("[for=__palette_2]")).to_be_visible()
    expect(page.locator("[for=__palette_1]")).to_be_hidden()
    page.reload()
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    expect(page.locator("[for=__palette_2]")).to_be_visible()


def test_colours_follow_the_system_while_a_page_is_open(asked: tuple[Page, list[str]]) -> None:
    page, _ = asked
    page.emulate_media(color_scheme="light")
    page.goto(SECTION)
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_without_scripts_nothing_is_offered_that_needs_them(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(SECTION)
    expect(page.locator("article h1")).to_be_visible()
    expect(page.locator(".md-search__input")).to_be_hidden()
    expect(page.locator("[for=__palette_1]")).to_be_hidden()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_shifts(new_page: NewPage, path: str, width: int) -> None:
    page = new_page(width, color_scheme="dark")
    page.add_init_script(SHIFTS)
    page.goto(path)
    page.wait_for_timeout(300)
    page.mouse.move(200, 20)  # Material's scripts come
    page.wait_for_timeout(700)
    assert page.evaluate("shift") == 0
