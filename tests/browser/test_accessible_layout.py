"""Small screens, large text, wide spacing, large targets, little motion, forced colours."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import SECTIONS, NewPage
from .test_annotations import BOXES, overlap, scrolls_sideways, unfold_all

SECTION = "essay/democracy-in-the-factory/"

CLIPPED = """() => {
  // Ellipses: the name of the site, which the heading of the title page and the logo's name are.
  // An annotation in the margin is cut off where the next begins, and can be opened.
  const exempt = `.md-header__title, .visually-hidden, [hidden],
    details[data-beside]:not([open], [data-whole])`
  const shown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const found = []
  const range = document.createRange()
  while (nodes.nextNode()) {
    const text = nodes.currentNode
    const parent = text.parentElement
    if (!text.data.trim() || !shown(parent) || parent.closest(exempt)) continue
    range.selectNodeContents(text)
    const box = range.getBoundingClientRect()
    if (!box.width) continue
    for (let one = parent; one && one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one)
      if (style.position === "fixed") break
      const edge = one.getBoundingClientRect()
      const across = style.overflowX === "hidden" || style.overflowX === "clip"
      const down = style.overflowY === "hidden" || style.overflowY === "clip"
      const scrolls = style.overflowX === "auto" || style.overflowY === "auto"
      if (across && (box.right > edge.right + 2 || box.left < edge.left - 2)
        || down && (box.bottom > edge.bottom + 4 || box.top < edge.top - 4)) {
        found.push(`${parent.localName}.${parent.className} ${text.data.trim().slice(0, 40)}`)
        break
      }
      if (scrolls) break
    }
  }
  return found
}"""

BEYOND = """() => [...document.querySelectorAll("article *")].filter((one) => {
  if (!one.checkVisibility() || one.closest("[role=region], .visually-hidden, svg")) return false
  // Cut off to a line, and there as a whole when it is opened.
  if (one.closest("details[data-beside]:not([open], [data-whole]) > summary")) return false
  const { right, width } = one.getBoundingClientRect()
  return width && right > innerWidth + 1
}).map((one) => `${one.localName}.${one.className} ${one.textContent.trim().slice(0, 40)}`)"""

SPACING = """() => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`)
  document.adoptedStyleSheets = [sheet]
}"""
"""WCAG 2.2, 1.4.12. A policy on style elements does not hold for those that scripts construct."""

LARGE_TEXT = """() => {
  const { style } = document.documentElement
  style.fontSize = `${2 * parseFloat(getComputedStyle(document.documentElement).fontSize)}px`
}"""
"""All lengths of text are in rem and em: this doubles each, and no length in px."""

FRAMES = "new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"
"""Let scripts see that the size of something has changed."""

SMALL_TARGETS = """() => {
  const seen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const inText = (one) => {
    if (getComputedStyle(one).display !== "inline") return false
    const block = one.closest("p, li, dd, dt, td, figcaption, span.citation, div")
    const rest = block.cloneNode(true)
    rest.querySelectorAll("a, button").forEach((each) => each.remove())
    return /[\\p{L}\\p{N}]/u.test(rest.textContent)
  }
  const exempt = ".md-toggle, .md-option, .md-overlay, .md-search__overlay, svg *"
  const still = (one) => getComputedStyle(one).pointerEvents === "none"
  const cut = (one) => {
    const annotation = one.closest("details[data-beside]:not([open])")
    const end = (each) => each.getBoundingClientRect().bottom
    return annotation && end(one) > end(annotation)
  }
  const targets = [...document.querySelectorAll("a[href], button, summary, input, label[for]")]
    .filter((one) => seen(one) && !one.matches(exempt) && !still(one) && !cut(one))
    .map((one) => ({ one, box: one.getBoundingClientRect() }))
    .filter(({ box }) => box.width && box.height && box.right > 0)
  const small = targets.filter(({ box }) => box.width < 23.9 || box.height < 23.9)
  const middle = ({ left, top, width, height }) => [left + width / 2, top + height / 2]
  const meet = (one, other) => {
    if (one.one.contains(other.one) || other.one.contains(one.one)) return false
    const [x, y] = middle(one.box)
    const { left, top, right, bottom } = other.box
    const away = Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom))
    const [u, v] = middle(other.box)
    return away < 12 || small.includes(other) && Math.hypot(x - u, y - v) < 24
  }
  const crowded = (one) => targets.some((other) => other !== one && meet(one, other))
  return small.filter((one) => !inText(one.one) && crowded(one))
    .map(({ one, box }) => `${one.localName}.${one.className} ${one.textContent.slice(0, 30)} `
      + `${box.width.toFixed()}x${box.height.toFixed()}`)
}"""
"""What is smaller than 24 by 24 px and neither in a sentence nor apart (WCAG 2.2, 2.5.8)."""

MOVING = """() => {
  const slow = (value) => value.split(",").some((one) => parseFloat(one) > 0.01)
  const found = [...document.querySelectorAll("*")].flatMap((one) => ["", "::before", "::after"]
    .filter((part) => {
      const style = getComputedStyle(one, part)
      return slow(style.transitionDuration) && style.transitionProperty !== "none"
        || style.animationName !== "none" && slow(style.animationDuration)
        || style.scrollBehavior === "smooth"
    }).map((part) => `${one.localName}.${one.className}${part}`))
  const runs = document.getAnimations() // also transitions over within a frame, as asked for
    .filter((one) => one.effect.getComputedTiming().endTime > 10)
  return [...found, ...runs.map((one) => `runs ${one.animationName ?? one.transitionProperty}`)]
}"""


@pytest.fixture(scope="module")
def urls(edition_site: Path) -> list[str]:
    found = sorted(edition_site.rglob("*.html"))
    return [one.relative_to(edition_site).as_posix().removesuffix("index.html") for one in found]


def test_every_page_fits_a_small_screen(new_page: NewPage, urls: list[str]) -> None:
    """At 320 px, which is also 1280 px at 400 per cent: nothing scrolls sideways but figures."""
    page = new_page(320, 256)
    for url in urls:
        page.goto(url)
        unfold_all(page)
        assert not scrolls_sideways(page), url
        assert page.evaluate(BEYOND) == [], url
        assert page.evaluate(CLIPPED) == [], url


@pytest.mark.parametrize("width", [1280, 320])
def test_wide_spacing_clips_nothing(new_page: NewPage, urls: list[str], width: int) -> None:
    page = new_page(width)
    for url in urls:
        page.goto(url)
        unfold_all(page)
        page.evaluate(SPACING)
        page.evaluate(FRAMES)
        assert page.evaluate(CLIPPED) == [], url
        assert not scrolls_sideways(page), url
        check_overlaps(page)


def check_overlaps(page: Page) -> None:
    boxes = page.evaluate(BOXES)
    annotations = boxes["annotations"]
    text = [one for one in boxes["text"] if "sidebar" not in one["name"]]
    assert [
        (one["name"], other["name"])
        for place, one in enumerate(annotations)
        for other in [*annotations[:place], *text]
        if overlap(one, other)
    ] == []


@pytest.mark.parametrize("width", [1440, 1280, 1024, 640])
def test_text_can_be_twice_as_large(new_page: NewPage, urls: list[str], width: int) -> None:
    page = new_page(width)
    for url in urls if width == 1280 else SECTIONS[:2]:
        page.goto(url)
        unfold_all(page)
        page.evaluate(LARGE_TEXT)
        page.evaluate(FRAMES)
        assert not scrolls_sideways(page), url
        assert page.evaluate(BEYOND) == [], url
        assert page.evaluate(CLIPPED) == [], url
        check_overlaps(page)


def test_a_page_may_be_seen_at_any_zoom(new_page: NewPage, urls: list[str]) -> None:
    page = new_page()
    for url in urls:
        page.goto(url)
        content = page.locator("meta[name=viewport]").get_attribute("content") or ""
        assert "user-scalable" not in content
        assert "maximum-scale" not in content


@pytest.mark.parametrize("width", [1280, 320])
def test_targets_are_large_enough_or_apart(new_page: NewPage, urls: list[str], width: int) -> None:
    page = new_page(width, reduced_motion="reduce")
    for url in urls:
        page.goto(url)
        unfold_all(page)
        page.evaluate("document.querySelectorAll('.cite').forEach((one) => { one.open = true })")
        assert page.evaluate(SMALL_TARGETS) == [], url
    page.goto(SECTION)
    page.locator(".paragraph-number").first.click()
    assert page.evaluate(SMALL_TARGETS) == []
    page.keyboard.press("Escape")
    page.locator("a.footnote-ref").first.hover()
    expect(page.locator("#apparatus-preview")).to_be_visible()
    assert page.evaluate(SMALL_TARGETS) == []


def test_nothing_moves_for_those_who_want_no_motion(new_page: NewPage, urls: list[str]) -> None:
    page = new_page(1280, reduced_motion="reduce")
    for url in urls:
        page.goto(url)
        assert page.evaluate(MOVING) == [], url
    page.goto(SECTION)
    page.locator(".paragraph-number").first.click()
    assert page.evaluate(MOVING) == []
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    page.keyboard.type("soviets", delay=20)
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    assert page.evaluate(MOVING) == []


def test_progress_is_shown_to_those_who_want_motion(new_page: NewPage) -> None:
    page = new_page(1280)
    page.goto(SECTION)
    widths = []
    for part in (0, 0.5, 1):
        page.evaluate(f"scrollTo(0, document.documentElement.scrollHeight * {part})")
        page.wait_for_timeout(100)
        transform = page.evaluate(
            "getComputedStyle(document.querySelector('.md-header'), '::after').transform"
        )
        widths.append(1.0 if transform == "none" else float(transform[7:].split(",")[0]))
    assert widths[0] < 0.05 < widths[1] < 0.95 < widths[2]


def test_forced_colours_leave_edges_and_focus(new_page: NewPage) -> None:
    page = new_page(1280, forced_colors="active")
    page.goto(SECTION)
    page.keyboard.press("Tab")
    for selector in (".paragraph-number", ".annotation-cite", "details.cite", "a.footnote-ref"):
        one = page.locator(selector).first
        if selector != "a.footnote-ref":
            assert one.evaluate("one => parseFloat(getComputedStyle(one).borderTopWidth)") >= 1
            expect(one).to_have_css("border-top-style", "solid")
        target = one.locator("summary") if selector == "details.cite" else one
        target.focus()
        expect(target).to_have_css("outline-style", "solid")
    preview = page.locator("#apparatus-preview")
    page.locator("a.footnote-ref").first.hover()
    expect(preview).to_be_visible()
    expect(preview).to_have_css("border-top-style", "solid")
    page.locator(".paragraph-number").first.click()
    box = page.locator("#cite-p1")
    expect(box).to_have_css("border-top-style", "solid")
    page.goto("timeline/")
    text = page.evaluate("getComputedStyle(document.body).color")
    mark = page.locator(".timeline-figure .mark:not(.mark-vague)").first
    expect(mark).to_have_css("fill", text)
