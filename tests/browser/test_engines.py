"""The edition in Chromium, Firefox and WebKit: what all of them must show and do alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Once
from engines import Reader, started, watched
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from selenium.webdriver.common.keys import Keys

SECTIONS = [f"essay/{path.stem}/" for path in sorted((ROOT / "docs/essay").glob("*.md"))]
WIDTHS = (1024, 1280, 1440, 1920)


@pytest.fixture(scope="module", params=["chromium", "firefox", "webkit"])
def reader(request: pytest.FixtureRequest) -> Iterator[Reader]:
    folder = request.getfixturevalue("tmp_path_factory").mktemp("driver")
    with started(request.param, folder) as running:
        yield running


@pytest.fixture(scope="module")
def site(edition_site: Path) -> Iterator[str]:
    with watched(edition_site) as address:
        yield address


BOXES = """(() => {
  const { clientWidth, scrollWidth } = document.documentElement
  const boxes = (selector) => [...document.querySelectorAll(selector)].map((one) => {
    const { top, bottom, left, right } = one.getBoundingClientRect()
    return { top, bottom, left, right }
  })
  return {
    paragraphs: boxes("p[data-paragraph]"),
    margin: parseFloat(getComputedStyle(document.querySelector("p[data-paragraph]")).marginBottom),
    signs: boxes("sup[data-beside]"),
    notes: boxes(".annotations > [data-beside]"),
    right: clientWidth,
    scrolls: scrollWidth > clientWidth,
  }
})()"""

LINES = """(() => {
  const [longest] = [...document.querySelectorAll("p[data-paragraph]")]
    .sort((a, b) => b.textContent.length - a.textContent.length)
  const range = document.createRange()
  range.selectNodeContents(longest)
  const lines = [...range.getClientRects()].filter((one) => one.width > 40)
  return longest.textContent.length / new Set(lines.map((one) => Math.round(one.bottom / 12))).size
})()"""
"""Letters to a line in the longest paragraph."""


def check_margin(boxes: dict[str, Any], where: str) -> None:
    """No annotation moves the text, begins far from its sign, or covers another."""
    assert boxes["notes"], where
    for before, after in zip(boxes["paragraphs"], boxes["paragraphs"][1:], strict=False):
        assert after["top"] - before["bottom"] <= boxes["margin"] + 1, where
    for sign, note in zip(boxes["signs"], boxes["notes"], strict=True):
        assert abs(note["top"] - sign["top"]) <= 120, (where, note, sign)
        assert note["left"] >= boxes["paragraphs"][0]["right"], where
        assert note["right"] <= boxes["right"], where
    for above, below in zip(boxes["notes"], boxes["notes"][1:], strict=False):
        assert below["top"] >= above["bottom"], (where, above, below)
    assert not boxes["scrolls"], where


def test_annotations_stand_beside_the_text_and_never_move_it(reader: Reader, site: str) -> None:
    for width in WIDTHS:
        reader.resize(width)
        for section in SECTIONS:
            reader.open(site + section)
            check_margin(reader(BOXES), f"{section} at {width}")
            assert reader.complaints() == []
            reader.driver.execute_script("document.documentElement.dataset.annotations = 'off'")
            assert reader(LINES) >= 58, (section, width)
            boxes = reader(BOXES)
            for before, after in zip(boxes["paragraphs"], boxes["paragraphs"][1:], strict=False):
                assert after["top"] - before["bottom"] <= boxes["margin"] + 1


def test_a_long_section_is_laid_out_as_well(reader: Reader, long_site: str) -> None:
    """Ten thousand words, three annotations to a paragraph."""
    for width in WIDTHS:
        reader.resize(width)
        reader.open(f"{long_site}essay/long/")
        boxes = reader(BOXES)
        assert len(boxes["notes"]) == 3 * len(boxes["paragraphs"])
        check_margin(boxes, f"long at {width}")


@pytest.fixture(scope="module")
def long_site(once: Once) -> Iterator[str]:
    with watched(once("long", make_long)) as address:
        yield address


def make_long(folder: Path) -> None:
    """Build a site in the look of the edition with one long section."""
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    nav = config.index("\nnav:")
    site = folder.with_name(f"{folder.name}-source")
    (site / "docs/essay").mkdir(parents=True)
    (site / "mkdocs.yml").write_text(
        config[: nav + 1].replace("about: wong2021", "publisher: x"), "utf-8"
    )
    (site / "bibliography.bib").write_text("", "utf-8")
    (site / "docs/index.md").write_text("# Home\n\n\\full_bibliography\n", "utf-8")
    (site / "docs/essay/long.md").write_text("\n".join(long_text()), "utf-8")
    done = load_config(str(site / "mkdocs.yml"), site_dir=str(folder))
    done.plugins.on_startup(command="build", dirty=False)
    mkdocs_build(done)


def long_text() -> Iterator[str]:
    words = [f"word{number}" for number in range(125)]
    yield "# Long\n"
    for paragraph in range(1, 81):
        text = " ".join(words)
        yield f"{text[:-1]}.\n{{: #p{paragraph} }}\n"
        for place, said in enumerate(("word20", "word21", "word90")):
            yield f"/// annotation | Title {place}\n    id: a{paragraph}-{place}\n"
            yield f"    type: context\n    words: {said}\n\n{text}.\n///\n"


def test_notes_are_previewed_reached_and_left(reader: Reader, site: str) -> None:
    reader.resize(1280)
    reader.open(f"{site}essay/democracy-in-the-factory/")
    reader.point("a.footnote-ref")
    reader.until("!document.getElementById('apparatus-preview').hidden")
    box = reader("document.getElementById('apparatus-preview').getBoundingClientRect().toJSON()")
    assert 0 <= box["left"] <= box["right"] <= 1280
    assert 0 <= box["top"] <= box["bottom"] <= 900
    reader.press(Keys.ESCAPE)
    reader.until("document.getElementById('apparatus-preview').hidden")
    reader.find("a.footnote-ref").click()
    reader.until("location.hash.startsWith('#fn:')")
    check_in_view(reader, "li:target")
    reader.find("li:target a.footnote-backref").click()
    reader.until("location.hash.startsWith('#fnref')")
    check_in_view(reader, "sup:target")
    assert reader.complaints() == []


def check_in_view(reader: Reader, selector: str) -> None:
    """Below the bar at the top, and above the window's end."""
    script = "document.querySelector(arguments[0]).getBoundingClientRect().toJSON()"
    box, bar = reader(script, selector), reader(script, ".md-header")
    assert bar["bottom"] <= box["top"] + 1, (selector, box)
    assert box["top"] < 900, (selector, box)


def test_addresses_lead_to_what_they_name(reader: Reader, site: str) -> None:
    reader.resize(1280)
    section = f"{site}essay/democracy-in-the-factory/"
    for anchor in ("p9", "fn:p8-1", "immediate-tasks"):
        reader.open("about:blank")
        reader.open(f"{section}#{anchor}")
        reader.until("document.querySelector(':target')")
        check_in_view(reader, ":target")
    assert reader("document.querySelector('details[open] :target') !== null")


def test_a_paragraph_is_cited_and_the_essay_read_alone(reader: Reader, site: str) -> None:
    for width in (1280, 500):
        reader.resize(width)
        reader.open(f"{site}essay/the-road-to-tiananmen/")
        reader.find("#p2 .paragraph-number").click()
        reader.until("document.querySelector('#cite-p2').matches(':popover-open')")
        for selector in ("#cite-p2", "#cite-p2 [popovertargetaction=hide]"):
            script = "document.querySelector(arguments[0]).getBoundingClientRect().toJSON()"
            box = reader(script, selector)
            assert 0 <= box["left"] <= box["right"] <= width, (width, box)
            assert 0 <= box["top"] <= box["bottom"] <= 900, (width, box)
        reader.press(Keys.ESCAPE)
        reader.until("!document.querySelector('#cite-p2').matches(':popover-open')")
        reader.find(".reading-switch a[href$=off]").click()
        reader.until("document.documentElement.dataset.annotations === 'off'")
        assert not reader("document.querySelector('.annotation').checkVisibility()")
        reader.find(".reading-switch a[href$=on]").click()
        reader.until("document.querySelector('.annotation').checkVisibility()")
        assert reader.complaints() == []


def test_the_keyboard_leads_through_search_and_page(reader: Reader, site: str) -> None:
    reader.resize(1280)
    reader.open(f"{site}essay/introduction/")
    seen = []
    for _ in range(14):
        reader.press(Keys.TAB)
        seen.append(reader("document.activeElement.outerHTML.slice(0, 90)"))
    assert len(set(seen)) == len(seen), seen
    assert any("md-search__input" in one for one in seen), seen
    assert any("md-nav__link" in one for one in seen), seen
    reader.press("f")
    reader.until("document.activeElement.matches('.md-search__input')")
    reader.press("soviets")
    reader.until("document.querySelector('.md-search-result__link')")
    reader.until("document.querySelector('.md-search-result__meta').textContent.match(/\\d/)")
    reader.press_until(Keys.ARROW_DOWN, "document.activeElement.matches('.md-search-result__link')")
    reader.press(Keys.ENTER)
    reader.until("location.pathname !== '/essay/introduction/' || location.hash")
    assert reader.complaints() == []
