"""The edition in Chromium, Firefox and WebKit: what all of them must show and do alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from engines import Reader, started, watched

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
