"""Annotations beside the text, or folded under it; and reading without them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import SECTIONS, NewPage

SECTION = "essay/democracy-in-the-factory/"
OTHER = "essay/the-road-to-tiananmen/"
REGISTERS = ["", "sources/", "names/", "timeline/", "about/"]
WIDE = [1440, 1024]
NARROW = 390

BOXES = """() => {
  const seen = (one) => one.checkVisibility({ visibilityProperty: true })
  const all = (selector) => [...document.querySelectorAll(selector)].filter(seen)
  const box = (one) => {
    const { left, top, right, bottom } = one.getBoundingClientRect()
    const name = one.id || one.ariaLabel || one.textContent.trim().slice(0, 30)
    return { name: `${one.localName} ${name}`, left, top, right, bottom }
  }
  const text = all("article :is(p, h1, h2, h3, li, blockquote, button), .md-sidebar__scrollwrap")
  return {
    annotations: all("details.annotation").map(box),
    text: text.filter((one) => !one.closest(".annotation, [popover]")).map(box),
  }
}"""

BESIDE = """() => [...document.querySelectorAll(".annotations")].map((one) => {
  const paragraph = document.getElementById(one.querySelector(".annotation-foot a").hash.slice(1))
  const first = one.firstElementChild.getBoundingClientRect()
  const { top, right, bottom } = paragraph.getBoundingClientRect()
  const others = [...one.children].map((each) => each.getBoundingClientRect().left)
  return { of: paragraph.id, left: Math.min(...others), first: first.top, top, right, bottom }
})"""

CUT_OFF = """() => [...document.querySelectorAll("details.annotation")].filter((one) => {
  const title = one.querySelector("summary").getBoundingClientRect()
  const { bottom, right } = one.getBoundingClientRect()
  const { scrollWidth, clientWidth } = one.firstElementChild
  const cut = one.scrollHeight > one.clientHeight || scrollWidth > clientWidth
  const opens = one.firstElementChild.tabIndex === 0 && !one.hasAttribute("data-whole")
  return cut !== opens || title.bottom > bottom + 1 || right > innerWidth
}).map((one) => one.querySelector(".annotation-title").textContent)"""
"""Annotations in the margin that are cut off and cannot be opened, or could be and are not."""

HIDDEN_WORDS = """() => [...document.querySelectorAll("details.annotation")].filter((one) => {
  const body = one.querySelector(".annotation-body")
  const clipped = [one, body].some((each) => each.scrollHeight > each.clientHeight + 1
    || each.scrollWidth > each.clientWidth + 1)
  // An old address that leads here is an empty element.
  const parts = body.querySelectorAll(":scope > :not(.permalink-alias)")
  const away = [...parts, one.querySelector("summary")].some((each) => {
    const { left, right, height } = each.getBoundingClientRect()
    return left < 0 || right > innerWidth || !height || !each.checkVisibility()
  })
  return clipped || away
}).map((one) => one.querySelector(".annotation-title").textContent)"""

LINES = """() => [...document.querySelectorAll("p[data-paragraph]")].flatMap((paragraph) => {
  const { top } = paragraph.getBoundingClientRect()
  const height = parseFloat(getComputedStyle(paragraph).lineHeight)
  const nodes = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT)
  const lines = []
  while (nodes.nextNode()) {
    for (let place = 0; place < nodes.currentNode.length; place += 1) {
      const range = document.createRange()
      range.setStart(nodes.currentNode, place)
      range.setEnd(nodes.currentNode, place + 1)
      const box = range.getBoundingClientRect()
      const line = Math.floor((box.top + box.height / 2 - top) / height)
      if (box.width) lines[line] = (lines[line] || 0) + 1
    }
  }
  return lines.slice(0, -1)
})"""

Box = dict[str, Any]


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share more than the rounding of a pixel."""
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return across > 0.5 and down > 0.5


UNFOLD = """() => document.querySelectorAll(".annotation").forEach((one) => {
  if (getComputedStyle(one).position !== "absolute") one.open = true
})"""


def unfold_all(page: Page) -> None:
    """Unfold what is folded under its paragraph."""
    page.evaluate(UNFOLD)


def annotations_shown(page: Page) -> bool:
    """Whether all annotations are shown (True) or none is; else the test fails."""
    shown = page.locator("details.annotation").evaluate_all(
        "all => all.map((one) => one.checkVisibility())"
    )
    assert shown
    assert len(set(shown)) == 1
    return bool(shown[0])


def check_that_it_is_seen(page: Page, annotation: Locator) -> None:
    """Its title stands in the window, and below the bar at the top of it."""
    summary = annotation.locator("summary")
    expect(summary).to_be_in_viewport()
    header = page.locator(".md-header").bounding_box()
    box = summary.bounding_box()
    assert header
    assert box
    assert box["y"] >= header["y"] + header["height"]
    expect(annotation.locator(".annotation-body > p").first).to_be_in_viewport()


def annotation_of(page: Page, anchor: str) -> Locator:
    return page.locator("details.annotation").filter(has=page.locator(f"[id='{anchor}']"))


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.scrollingElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("section", SECTIONS)
def test_annotations_overlap_nothing(new_page: NewPage, section: str) -> None:
    page = new_page()
    for width in (*WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(section)
            for unfolded in (False, True):
                if unfolded:
                    unfold_all(page)
                check_that_nothing_overlaps(page)


def check_that_nothing_overlaps(page: Page) -> None:
    boxes = page.evaluate(BOXES)
    annotations = boxes["annotations"]
    assert annotations
    assert [
        (one["name"], other["name"])
        for place, one in enumerate(annotations)
        for other in [*annotations[:place], *boxes["text"]]
        if overlap(one, other)
    ] == []


@pytest.mark.parametrize("width", WIDE)
def test_annotations_stand_beside_their_paragraph(new_page: NewPage, width: int) -> None:
    page = new_page(width)
    for section in SECTIONS:
        page.goto(section)
        groups = page.evaluate(BESIDE)
        assert groups, section
        for one in groups:
            assert one["left"] >= one["right"], (section, one)
            assert one["first"] >= one["top"] - 8, (section, one)
        assert page.evaluate(CUT_OFF) == [], section


def test_no_page_scrolls_sideways(new_page: NewPage) -> None:
    page = new_page()
    for url in (*REGISTERS, *SECTIONS):
        page.goto(url)
        for width in (*WIDE, NARROW, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert not scrolls_sideways(page), (url, width)
            unfold_all(page)
            assert not scrolls_sideways(page), (url, width)


def test_a_line_has_a_length_that_is_good_to_read(new_page: NewPage) -> None:
    page = new_page(1440)
    for section in SECTIONS:
        page.goto(section)
        lines = page.evaluate(LINES)
        assert lines
        assert 60 <= sum(lines) / len(lines) <= 75, section


def test_on_a_phone_annotations_are_folded_after_their_paragraph(new_page: NewPage) -> None:
    page = new_page(NARROW)
    for section in SECTIONS:
        page.goto(section)
        expect(page.locator("details.annotation[open]")).to_have_count(0)
        expect(page.locator(".annotation-body:visible")).to_have_count(0)
        for one in page.evaluate(BESIDE):
            assert one["first"] >= one["bottom"], (section, one)
        unfold_all(page)
        assert page.evaluate(HIDDEN_WORDS) == [], section


def test_an_annotation_unfolds_by_tap(new_page: NewPage) -> None:
    page = new_page(NARROW, has_touch=True, is_mobile=True)
    page.goto(SECTION)
    annotation = page.locator("details.annotation").first
    for unfolded in (True, False):
        annotation.locator("summary").tap()
        expect(annotation.locator(".annotation-body")).to_be_visible(visible=unfolded)


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_an_annotation_unfolds_by_keyboard(new_page: NewPage, key: str) -> None:
    page = new_page(NARROW)
    page.goto(SECTION)
    annotation = page.locator("details.annotation").first
    summary = annotation.locator("summary")
    summary.evaluate(
        "one => one.closest('.annotations').previousElementSibling.querySelector('button').focus()"
    )
    for _ in range(20):
        page.keyboard.press("Tab")
        if summary.evaluate("one => one === document.activeElement"):
            break
    expect(summary).to_be_focused()
    page.keyboard.press(key)
    expect(annotation.locator(".annotation-body")).to_be_visible()
    expect(summary).to_be_focused()
    page.keyboard.press(key)
    expect(annotation.locator(".annotation-body")).to_be_hidden()


def shows_its_end(annotation: Locator) -> bool:
    script = """(one) => one.querySelector(".annotation-foot").getBoundingClientRect().bottom
      <= one.getBoundingClientRect().bottom + 1"""
    return bool(annotation.evaluate(script))


def test_in_the_margin_what_is_cut_off_can_be_opened(new_page: NewPage) -> None:
    """It lies over its neighbours then, and over no text; nothing else moves."""
    page = new_page(1440)
    page.goto(SECTION)
    cut = page.locator("details.annotation:not([data-whole])").first
    before = page.evaluate(BOXES)
    for opened in (True, False):
        cut.locator("summary").press("Enter")
        assert shows_its_end(cut) == opened
        after = page.evaluate(BOXES)
        assert after["text"] == before["text"]
        assert [one["top"] for one in after["annotations"]] == [
            one["top"] for one in before["annotations"]
        ]
    cut.locator(".annotation-body").click(position={"x": 5, "y": 5})
    expect(cut).to_have_attribute("open", "")
    assert shows_its_end(cut)


def test_in_the_margin_what_is_there_as_a_whole_is_no_stop(new_page: NewPage) -> None:
    page = new_page(1440)
    page.goto(SECTION)
    whole = page.locator("details.annotation[data-whole]").first
    assert whole.locator("summary").evaluate("one => one.tabIndex") == -1
    expect(whole.locator(".annotation-foot")).to_be_visible()


def test_words_and_annotation_light_up_together(new_page: NewPage) -> None:
    page = new_page(1440)
    page.goto(SECTION)
    sign, title = page.locator(".annotation-sign > a").first, page.locator(".annotation > summary")
    dark = sign.evaluate("one => getComputedStyle(one).backgroundColor")
    sign.hover()
    for one in (sign, title.first):
        expect(one).not_to_have_css("background-color", dark)
    expect(title.nth(1)).to_have_css("background-color", dark)
    title.nth(1).hover()
    expect(page.locator(".annotation-sign > a").nth(1)).not_to_have_css("background-color", dark)
    expect(sign).to_have_css("background-color", dark)
    sign.focus()
    expect(title.first).not_to_have_css("background-color", dark)


def test_a_window_that_is_made_narrow_folds_annotations(new_page: NewPage) -> None:
    page = new_page(1440)
    page.goto(SECTION)
    body = page.locator(".annotation-body").first
    page.set_viewport_size({"width": NARROW, "height": 800})
    expect(body).to_be_hidden()
    page.locator("details.annotation > summary").first.click()
    expect(body).to_be_visible()
    page.set_viewport_size({"width": 1440, "height": 800})
    expect(page.locator(".annotation-body:visible")).to_have_count(
        page.locator(".annotation-body").count()
    )


# The reading switch ---------------------------------------------------------------------


def switch(page: Page, name: str) -> Locator:
    return page.locator(".reading-switch").get_by_role("link", name=name)


@pytest.mark.parametrize("width", [1440, NARROW])
def test_essay_only_is_remembered(new_page: NewPage, width: int) -> None:
    page = new_page(width)
    page.goto(SECTION)
    assert annotations_shown(page)
    expect(switch(page, "with annotations")).to_have_attribute("aria-current", "true")
    switch(page, "essay only").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Annotations off")).to_be_attached()
    expect(switch(page, "essay only")).to_have_attribute("aria-current", "true")
    expect(switch(page, "essay only")).to_be_focused()
    expect(switch(page, "with annotations")).not_to_have_attribute("aria-current", "true")
    assert not annotations_shown(page)
    page.reload()
    assert not annotations_shown(page)
    page.goto(OTHER)
    assert not annotations_shown(page)
    expect(switch(page, "essay only")).to_have_attribute("aria-current", "true")
    switch(page, "with annotations").click()
    expect(page.get_by_role("status").filter(has_text="Annotations on")).to_be_attached()
    assert annotations_shown(page)
    page.goto(SECTION)
    assert annotations_shown(page)


def test_essay_only_is_a_link_to_send(new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{SECTION}#p3")
    switch(page, "essay only").click()
    expect(page).to_have_url(re.compile(r"/\?annotations=off#p3$"))
    reader = new_page()
    reader.goto(page.url)
    assert not annotations_shown(reader)
    reader.goto(OTHER)
    assert not annotations_shown(reader)
    reader.goto(f"{OTHER}?annotations=on")
    assert annotations_shown(reader)
    reader.goto(SECTION)
    assert annotations_shown(reader)


def test_essay_only_can_be_opened_in_another_tab(new_page: NewPage) -> None:
    page = new_page()
    page.goto(SECTION)
    with page.context.expect_page() as opened:
        switch(page, "essay only").click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_load_state()
    assert not annotations_shown(opened.value)
    assert annotations_shown(page)


def test_essay_only_leaves_text_and_notes(new_page: NewPage) -> None:
    page = new_page()
    page.goto(SECTION)
    count = page.locator("p[data-paragraph]:visible, .footnote li:visible").count()
    switch(page, "essay only").click()
    expect(page.locator("p[data-paragraph]:visible, .footnote li:visible")).to_have_count(count)
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("width", [1440, NARROW])
def test_a_link_to_an_annotation_shows_it_all_the_same(new_page: NewPage, width: int) -> None:
    page = new_page(width)
    page.goto(f"{SECTION}?annotations=off")
    assert not annotations_shown(page)
    identifier = page.locator(".annotation-body").last.get_attribute("id")
    page.goto(f"{SECTION}#{identifier}")
    check_that_it_is_seen(page, annotation_of(page, str(identifier)))
    expect(switch(page, "with annotations")).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("width", [1440, NARROW])
def test_the_box_of_a_paragraph_leads_to_its_annotations(new_page: NewPage, width: int) -> None:
    page = new_page(width)
    page.goto(f"{SECTION}?annotations=off")
    box = page.locator("[popover]:has(.cite-beside)").first
    number = page.locator(f"button[popovertarget='{box.get_attribute('id')}']").first
    number.click()
    link = box.locator(".cite-beside a").first
    annotation = annotation_of(page, str(link.get_attribute("href")).removeprefix("#"))
    link.click()
    expect(box).to_be_hidden()
    check_that_it_is_seen(page, annotation)
    annotation.get_by_role("link", name="Back to paragraph").click()
    expect(number).to_be_in_viewport()


# Without scripts ------------------------------------------------------------------------


def test_without_scripts_annotations_stand_in_the_margin(new_page: NewPage) -> None:
    page = new_page(1440, java_script_enabled=False)
    page.goto(SECTION)
    expect(page.locator(".reading-switch")).to_be_hidden()
    count = page.locator(".annotation-body").count()
    assert count
    expect(page.locator(".annotation-body > p:first-child:visible")).to_have_count(count)
    for one in page.locator(".annotation-body > p:first-child").all():
        box = one.bounding_box()
        assert box
        assert box["height"] > 0


def test_without_scripts_annotations_unfold_by_tap(new_page: NewPage) -> None:
    page = new_page(NARROW, java_script_enabled=False, has_touch=True, is_mobile=True)
    page.goto(SECTION)
    expect(page.locator(".reading-switch")).to_be_hidden()
    annotation = page.locator("details.annotation").first
    expect(annotation.locator(".annotation-body")).to_be_hidden()
    annotation.locator("summary").tap()
    expect(annotation.locator(".annotation-body")).to_be_visible()


@pytest.mark.parametrize("width", [1440, NARROW])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_address_opens_its_annotation(new_page: NewPage, scripts: bool, width: int) -> None:
    page = new_page(width, java_script_enabled=scripts)
    page.goto(SECTION)
    identifier = page.locator(".annotation-body").last.get_attribute("id")
    page.goto("about:blank")
    page.goto(f"{SECTION}#{identifier}")
    check_that_it_is_seen(page, annotation_of(page, str(identifier)))


@pytest.mark.parametrize("width", [1440, NARROW])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_source_leads_to_the_annotation_that_cites_it(
    new_page: NewPage, scripts: bool, width: int
) -> None:
    page = new_page(width, java_script_enabled=scripts)
    page.goto("sources/")
    link = page.locator(".source-places a", has_text="annotation “").first
    anchor = str(link.get_attribute("href")).partition("#")[2]
    link.locator("[aria-hidden]").click()
    check_that_it_is_seen(page, annotation_of(page, anchor))
