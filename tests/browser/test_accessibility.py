"""WCAG 2.2 AA as far as rules can tell: axe-core, valid HTML, structure, languages, contrast."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import html5lib
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Page, expect

from .conftest import NewPage
from .test_annotations import unfold_all

SECTION = "essay/democracy-in-the-factory/"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""Of axe-core's rules: WCAG 2.2, A and AA, and what its makers advise."""

BESIDES = ["label-content-name-mismatch"]
"""An experimental rule of axe-core's that fits (WCAG 2.5.3)."""

SLOW = ["target-size"]
"""Takes axe 10 s on a register; `test_targets_are_large_enough_or_apart` does it for all."""

AXE = """async ({ tags, besides, slow }) => {
  const runOnly = { type: "tag", values: tags }
  const rules = Object.fromEntries([
    ...besides.map((one) => [one, { enabled: true }]),
    ...slow.map((one) => [one, { enabled: false }]),
  ])
  const given = { runOnly, rules, resultTypes: ["violations"], preload: false, iframes: false }
  const { violations } = await axe.run(document, given)
  return violations.flatMap(({ id, nodes }) => nodes.map((one) => `${id}: ${one.target}`))
}"""

CONTRASTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })
  const drawn = (colour) => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    return [...canvas.getImageData(0, 0, 1, 1).data]
  }
  const known = new Map()
  const rgba = (colour) => {
    if (!known.has(colour)) known.set(colour, drawn(colour))
    return known.get(colour)
  }
  const over = (top, below) => below.map((one, i) => one + (top[i] - one) * (top[3] / 255))
  const luminance = (colour) => {
    const [r, g, b] = colour.map((one) => one / 255)
      .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b)
    return (high + 0.05) / (low + 0.05)
  }
  const behind = (one) => {
    const layers = []
    for (let each = one; each; each = each.parentElement) {
      layers.push(rgba(getComputedStyle(each).backgroundColor))
      if (layers.at(-1)[3] === 255) break
    }
    return layers.reduceRight((below, top) => over(top, below), [255, 255, 255])
  }
  const isText = (one) => one.nodeType === 3 && one.data.trim()
  const hasText = (one) => one.dataset.number || [...one.childNodes].some(isText)
  const seen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const texts = [...document.body.querySelectorAll("*")]
    .filter((one) => hasText(one) && seen(one) && !one.closest("title, desc"))
    .map((one) => {
      const style = getComputedStyle(one)
      const ground = behind(one)
      const size = parseFloat(style.fontSize)
      const large = size >= 24 || size >= 18.66 && style.fontWeight >= 700
      const colour = rgba(one.ownerSVGElement ? style.fill : style.color)
      const name = `${one.localName}.${one.getAttribute("class")} ${one.textContent.slice(0, 30)}`
      return { name, value: contrast(over(colour, ground), ground), least: large ? 3 : 4.5 }
    })
  const marks = [...document.querySelectorAll(".mark")].filter(seen).map((one) => {
    const style = getComputedStyle(one)
    const ground = behind(one)
    const ink = style.fill === "none" ? style.stroke : style.fill
    return { name: "mark", value: contrast(over(rgba(ink), ground), ground), least: 3,
      text: Boolean(one.nextElementSibling) }
  })
  // Behind a number a circle only repeats how high the number is.
  return [...texts, ...marks.filter((one) => !one.text)]
}"""

HAN = re.compile("[\u3400-\u9fff]")
CYRILLIC = re.compile("[\u0400-\u04ff]")


def all_pages(site: Path) -> dict[str, BeautifulSoup]:
    return {
        path.relative_to(site).as_posix().removesuffix("index.html"): BeautifulSoup(
            path.read_text("utf-8"), "html.parser"
        )
        for path in sorted(site.rglob("*.html"))
    }


@pytest.fixture(scope="module")
def pages(edition_site: Path) -> dict[str, BeautifulSoup]:
    """Every page of the edition, 404.html too, by its address in the site."""
    found = all_pages(edition_site)
    assert len(found) > 10
    return found


def violations(page: Page, slow: list[str] = SLOW) -> list[str]:
    """Say which rules of axe-core's are broken where."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    given = {"tags": TAGS, "besides": BESIDES, "slow": slow}
    return list(page.evaluate(AXE, given))


def low_contrasts(page: Page) -> list[str]:
    found = page.evaluate(CONTRASTS)
    assert found
    return [f"{one['name']}: {one['value']:.2f}" for one in found if one["value"] < one["least"]]


TYPICAL = [SECTION, "timeline/"]
"""A section and a register have whatever pages may have."""

EVERY_WAY = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 320)]


def test_every_page_is_without_violation(new_page: NewPage, pages: dict[str, object]) -> None:
    """All rules for each page in one way, which takes turns; contrasts in every way.

    Two pages are left to the test of all rules in every way.
    """
    found: dict[str, list[str]] = {}
    page = new_page(1280, reduced_motion="reduce")
    for turn, url in enumerate(pages):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        page.goto(url)
        for place, (scheme, width) in enumerate(EVERY_WAY):
            set_up(page, scheme, width)
            low = low_contrasts(page)
            its_turn = place == turn % len(EVERY_WAY) and url not in TYPICAL
            found[f"{url} {width} {scheme}"] = low + (violations(page) if its_turn else [])
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("url", TYPICAL)
def test_a_page_is_without_violation_in_every_way(new_page: NewPage, url: str) -> None:
    page = new_page(1280, reduced_motion="reduce")
    page.goto(url)
    for scheme, width in EVERY_WAY:
        set_up(page, scheme, width)
        assert violations(page) == [], (scheme, width)


def set_up(page: Page, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    name = "slate" if scheme == "dark" else "default"
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", name)
    page.set_viewport_size({"width": width, "height": 900})
    if width == 320:
        unfold_all(page)


# With something open ------------------------------------------------------------------------


def open_box(page: Page) -> None:
    page.locator(".paragraph-number").nth(2).click()
    expect(page.locator("#cite-p3")).to_be_visible()


def open_annotation_box(page: Page) -> None:
    page.locator("details.annotation").first.evaluate("one => { one.open = true }")
    page.locator(".annotation-cite").first.click()
    expect(page.locator("[popover]:popover-open")).to_be_visible()


def open_citations(page: Page) -> None:
    page.locator("details.cite > summary").click()
    expect(page.locator("details.cite .cite-forms")).to_be_visible()


def open_preview(page: Page) -> None:
    page.keyboard.press("Tab")
    page.locator("a.footnote-ref").first.focus()
    expect(page.locator("#apparatus-preview")).to_be_visible()


def open_drawer(page: Page) -> None:
    page.locator(".md-header__button[for=__drawer]").click()
    expect(page.locator(".md-nav--primary .md-nav__link").first).to_be_in_viewport()


def open_search(page: Page) -> None:
    page.keyboard.press("f")
    page.keyboard.type("soviets", delay=20)
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def switch_colours(page: Page) -> None:
    page.get_by_title("Colours follow the system").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    if page.evaluate("matchMedia('(prefers-color-scheme: light)').matches"):
        page.get_by_title("Light colours").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def go_to_note(page: Page) -> None:
    page.locator("a.footnote-ref").first.click()
    expect(page.locator(".footnote li:target")).to_be_in_viewport()


@pytest.mark.parametrize(
    "opened",
    [
        open_box,
        open_annotation_box,
        open_citations,
        open_preview,
        open_drawer,
        open_search,
        switch_colours,
        go_to_note,
    ],
)
def test_what_opens_is_without_violation(new_page: NewPage, opened: Callable[[Page], None]) -> None:
    narrow = 390 if opened is open_drawer else 320
    for scheme, width in (("light", narrow), ("dark", narrow if narrow == 390 else 1280)):
        page = new_page(width, color_scheme=scheme, reduced_motion="reduce")
        page.goto(SECTION)
        opened(page)
        assert violations(page, slow=[]) == [], (width, scheme)
        assert low_contrasts(page) == [], (width, scheme)
        page.close()


# HTML ---------------------------------------------------------------------------------------


def test_every_page_parses_without_error(edition_site: Path) -> None:
    """The syntax and nesting only: which attributes are allowed the Nu checker knows."""
    found = {}
    for path in sorted(edition_site.rglob("*.html")):
        parser = html5lib.HTMLParser()
        parser.parse(path.read_text("utf-8"))
        found[path.relative_to(edition_site).as_posix()] = parser.errors
    assert {name: errors for name, errors in found.items() if errors} == {}


def test_titles_tell_pages_apart(pages: dict[str, BeautifulSoup]) -> None:
    titles = [page.title.get_text() for page in pages.values() if page.title]
    assert len(titles) == len(pages)
    assert all(one.strip() for one in titles)
    assert len(set(titles)) == len(titles)


def test_every_page_has_its_landmarks(pages: dict[str, BeautifulSoup]) -> None:
    for url, page in pages.items():
        for selector in ("h1", "main", "body > header", "body footer:not(main footer)"):
            assert len(page.select(selector)) == 1, (url, selector)
        for nav in page.select("nav, [role=navigation], [role=region], [role=dialog]"):
            labelled = nav.get("aria-labelledby")
            assert nav.get("aria-label") or page.find(id=str(labelled)), (url, nav.get("class"))


def test_no_level_of_headings_is_skipped(pages: dict[str, BeautifulSoup]) -> None:
    for url, page in pages.items():
        levels = [int(one.name[1]) for one in page.select("main :is(h1, h2, h3, h4, h5, h6)")]
        assert levels[0] == 1, url
        assert all(b <= a + 1 for a, b in pairwise(levels)), url


def test_graphics_have_names(pages: dict[str, BeautifulSoup]) -> None:
    count = 0
    for url, page in pages.items():
        assert all(one.get("alt") is not None for one in page.select("img")), url
        for svg in page.select("article svg:not([aria-hidden])"):
            named = page.find(id=str(svg.get("aria-labelledby")))
            assert named is not None, url
            assert named.get_text(), url
            count += 1
        for link in page.select("article svg a"):
            assert link.get_text(strip=True), url
    assert count


# Languages ----------------------------------------------------------------------------------


def language(text: object) -> str:
    parent = getattr(text, "parent", None)
    while isinstance(parent, Tag):
        if parent.get("lang"):
            return str(parent["lang"])
        parent = parent.parent
    return ""


def test_words_of_other_scripts_say_their_language(pages: dict[str, BeautifulSoup]) -> None:
    count = 0
    for url, page in pages.items():
        assert page.html is not None
        assert str(page.html["lang"]).startswith("en"), url
        for text in page.body.find_all(string=True) if page.body else ():
            if text.parent is None or text.parent.name in ("script", "style", "title"):
                continue
            for script, code in ((HAN, "zh"), (CYRILLIC, "ru")):
                if script.search(text):
                    assert language(text).startswith(code), (url, text)
                    count += 1
    assert count


def test_words_of_european_languages_are_marked(pages: dict[str, BeautifulSoup]) -> None:
    codes = {str(one["lang"]) for page in pages.values() for one in page.select("main [lang]")}
    assert {"fr", "de", "zh-Latn-pinyin"} <= codes
    assert all(re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Za-z0-9]+)*", one) for one in codes)
