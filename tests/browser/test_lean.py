"""Pages with little CSS look as with all of it, and Material's scripts come on use."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import NewPage

PAGES = [
    *("", "essay/introduction/", "essay/democracy-in-the-factory/", "sources/", "names/"),
    *("timeline/", "about/", "404.html"),
]
SECTION = "essay/introduction/"
BUNDLE = re.compile(r"bundle\.\w+\.min\.js")

COMPARE = r"""({ full, kept, states }) => {
  const FORCED = ":not(.forced)" // matches whatever `:hover` may, and weighs as much
  const PSEUDO = /::[\w-]+(\([^)]*\))?/g
  const root = document.documentElement
  const written = document.querySelector("style")
  const name = (one) => one && `${one.localName}.${one.classList}`
  const kinds = new Map()
  const kind = (one) => {
    if (!kinds.has(one)) kinds.set(one, `${name(one.parentElement)} > ${name(one)}`)
    return kinds.get(one)
  }
  const all = (rules) => [...rules].flatMap((one) => [one, ...all(one.cssRules || [])])
  const sheet = (text) => {
    const one = document.createElement("style")
    one.textContent = text
    written.before(one)
    return one
  }

  // For each rule the first element of each kind that it is for, and what it declares.
  const subjects = (rules) => {
    const found = new Map()
    const matching = new Map()
    for (const { selectorText: selector, style } of rules) {
      const declared = [...style].filter((one) => !one.startsWith("--"))
      if (!matching.has(selector)) {
        const bare = selector.replace(/(^|[\s>+~,(])::[\w-]+(\([^)]*\))?/g, "$1*")
        const first = new Map()
        for (const one of document.querySelectorAll(bare.replace(PSEUDO, ""))) {
          if (!first.has(kind(one))) first.set(kind(one), one)
        }
        matching.set(selector, [...first.values()])
      }
      for (const one of matching.get(selector)) {
        if (!found.has(one)) found.set(one, {})
        for (const part of ["", ...selector.match(PSEUDO) || []]) {
          declared.forEach((each) => (found.get(one)[part] ||= new Set()).add(each))
        }
      }
    }
    return found
  }

  const compare = (state, pattern) => {
    const forced = (text) => pattern ? text.replace(new RegExp(pattern, "g"), FORCED) : text
    const sheets = [kept ?? written.textContent, full].map((text) => sheet(forced(text)))
    const rules = sheets.map((one) => all(one.sheet.cssRules))
    const styling = rules.flat().filter((one) => one instanceof CSSStyleRule)
    const wanted = subjects(styling.filter((one) => !pattern || one.selectorText.includes(FORCED)))
    const read = (place) => {
      sheets.forEach((one, index) => { one.disabled = index !== place })
      const found = {}
      for (const [index, [one, parts]] of [...wanted].entries()) {
        for (const [part, names] of Object.entries(parts)) {
          const style = getComputedStyle(one, part)
          for (const each of names) {
            found[`${state}: ${kind(one)}${part} ${each} (${index})`] = style.getPropertyValue(each)
          }
        }
      }
      // Animations that run, and sheets of paper, are no property of an element.
      const named = Object.entries(found).filter(([one]) => one.includes(" animation-name "))
      const run = new Set(named.flatMap(([_, names]) => names.split(", ")))
      for (const one of rules[place]) {
        const framed = one instanceof CSSKeyframesRule && run.has(one.name)
        if (framed || one instanceof CSSPageRule) found[`${state}: ${one.cssText}`] = "is there"
      }
      return found
    }
    // What is not laid out has computed values all the same, which depend on nothing but rules.
    written.disabled = true
    root.style.display = "none"
    const [lean, whole] = [read(0), read(1)]
    root.style.display = ""
    sheets.forEach((one) => one.remove())
    written.disabled = false
    const different = Object.keys({ ...lean, ...whole }).filter((one) => lean[one] !== whole[one])
    return {
      count: Object.keys(whole).length,
      different: different.map((one) => `${one}: ${lean[one]}, not ${whole[one]}`),
    }
  }
  return Object.entries(states).map(([state, pattern]) => compare(state, pattern))
}"""
"""Where a page would look otherwise if its own rules were exchanged for all rules.

Both are read one after the other in one task, in which nothing else can happen: no script,
transition or late answer comes between them, on however busy a machine.
"""

STATES = {
    "rest": "",
    "hover": r"(?<![:\\]):hover(?![\w-])",
    "focus": r"(?<![:\\]):focus(-visible|-within)?(?![\w-])",
    "active": r"(?<![:\\]):(active|target)(?![\w-])",
    "open": r"(?<![:\\]):(checked|popover-open)(?![\w-])|\[open\]",
}
"""What is taken for true of all elements at once, beside what is so without that."""

AT_REST = {"rest": STATES["rest"]}

SHIFTS = """window.shift = 0
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) shift += entry.value
}).observe({ type: "layout-shift", buffered: true })"""


def search(page: Page, words: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(words, delay=20)
    page.locator(".md-search-result__link:visible").first.wait_for()


@pytest.fixture(scope="module")
def full(edition_site: Path) -> str:
    """All style sheets, in their order."""
    names = (
        "stylesheets/main.*.css",
        "stylesheets/palette.*.css",
        "apparatus.css",
        "apparatus-edition.css",
    )
    sheets = [next((edition_site / "assets").glob(name)) for name in names]
    return "".join(sheet.read_text("utf-8") for sheet in sheets)


def differences(
    page: Page, full: str, states: dict[str, str], kept: str | None = None
) -> list[str]:
    """Say where a page with the rules that are kept does not look as with all."""
    given = {"full": full, "states": states, "kept": kept}
    answers = page.evaluate(COMPARE, given)
    assert answers[0]["count"] > 1000
    assert all(one["count"] > 10 for one in answers)
    return [where for one in answers for where in one["different"]]


def open_drawer(page: Page) -> None:
    page.evaluate("document.querySelector('#__drawer').checked = true")


def look_up(page: Page) -> None:
    page.evaluate("document.querySelector('#__drawer').checked = false")
    search(page, "workers")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [390, 1440])
def test_pages_look_as_with_all_css(new_page: NewPage, full: str, path: str, width: int) -> None:
    page = new_page(width, bypass_csp=True)
    page.goto(path)
    # When something was looked up, all that scripts make is there too.
    ways = [
        (None, {"screen": AT_REST}),
        (open_drawer, {"screen": AT_REST, "print": AT_REST}),
        (look_up, {"screen": STATES}),
    ]
    for reach, seen in ways:
        page.emulate_media(media="screen")
        if reach:
            reach(page)
        for scheme, name in (("light", "default"), ("dark", "slate")):
            for media, states in seen.items():
                page.emulate_media(color_scheme=scheme, media=media)
                expect(page.locator("body")).to_have_attribute("data-md-color-scheme", name)
                assert differences(page, full, states) == [], (reach, scheme, media)


LOST = [
    ".md-typeset a:focus,.md-typeset a:hover",
    ".md-header__button:hover",
    ".md-skip:focus",
    ".md-sidebar--primary:has(:focus-visible)",
    "[data-md-toggle=drawer]:checked~.md-overlay",
    ".md-skip",
]


def test_a_rule_that_is_missing_is_seen(new_page: NewPage, full: str) -> None:
    """What sees no difference where there is one is no comparison."""
    page = new_page(390, color_scheme="dark", bypass_csp=True)
    page.goto(SECTION)
    css = page.evaluate("document.querySelector('style').textContent")
    for selector in LOST:
        kept = re.sub(rf"(?<=[{{}}]){re.escape(selector)}{{[^}}]*}}", "", css)
        assert kept != css
        assert differences(page, full, STATES, kept) != [], selector


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
    page.wait_for_timeout(600)  # Material draws the field in: a tap would slip off what moves
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
    expect(page.locator("mark[data-md-highlight]").first).to_have_text("Students")
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
    page.mouse.move(200, 20)
    expect(page.locator("html.js-focus-visible")).to_have_count(1)  # Material's scripts have come
    page.wait_for_timeout(300)
    assert page.evaluate("shift") == 0
