"""An essay that is not this one, in the look of an edition and in the looks of themes."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import TESTS, Once
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page, expect

from .conftest import Quiet

SECTION = "essay/shadows/"
TYPES = ("context", "correction", "debate", "term")
THEMES = {
    "look": "material",
    "light": "{name: material, font: false}",
    "dark": "{name: material, font: false, palette: {scheme: slate}}",
    "mkdocs": "mkdocs",
    "readthedocs": "readthedocs",
}


def make(folder: Path) -> None:
    """Build the essay in each theme, in a folder of its name."""
    for name, theme in THEMES.items():
        source = folder / f"{name}-source"
        shutil.copytree(TESTS / "sites/look", source)
        file = source / "mkdocs.yml"
        text = file.read_text("utf-8").replace("theme: material", f"theme: {theme}")
        if name != "look":
            text = text.replace("look: edition", "") + "markdown_extensions: [md_in_html]\n"
        file.write_text(text, "utf-8")
        config = load_config(str(file), site_dir=str(folder / name))
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()


@pytest.fixture(scope="module", name="sites")
def _sites(once: Once) -> Iterator[str]:
    with served(once("looks", make)) as address:
        yield address


@pytest.fixture(name="page")
def _page(browser: Browser, sites: str) -> Iterator[Page]:
    context = browser.new_context(base_url=sites, viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def style(page: Page, selector: str, name: str, part: str = "") -> str:
    script = "(one, [name, part]) => getComputedStyle(one, part).getPropertyValue(name)"
    return str(page.locator(selector).first.evaluate(script, [name, part]))


def pixels(page: Page, selector: str, name: str) -> float:
    return float(style(page, selector, name).removesuffix("px"))


@pytest.mark.parametrize("theme", THEMES)
def test_previews_are_legible_and_in_the_colours_of_the_theme(page: Page, theme: str) -> None:
    page.goto(f"{theme}/{SECTION}")
    page.hover("a.footnote-ref")
    expect(page.locator(".apparatus-preview")).to_be_visible()
    assert pixels(page, ".apparatus-preview", "font-size") >= 14
    ground = style(page, ".apparatus-preview", "background-color")
    if theme != "readthedocs":  # whose pages lie on a grey desk
        assert ground == style(page, "body", "background-color")
    assert ground != style(page, ".apparatus-preview", "color")


@pytest.mark.parametrize("theme", list(THEMES)[1:])
def test_the_types_of_annotations_are_told_apart(page: Page, theme: str) -> None:
    page.goto(f"{theme}/{SECTION}")
    colours = {style(page, f".annotation-{one}", "border-left-color") for one in TYPES}
    assert len(colours) == len(TYPES)
    if theme in ("light", "dark"):
        signs = {
            style(page, f".annotation-{one} summary", "mask-image", "::before") for one in TYPES
        }
        assert len(signs) == len(TYPES)


@pytest.mark.parametrize("theme", THEMES)
def test_lists_are_set_as_lists_of_sources_and_names(page: Page, theme: str) -> None:
    page.goto(f"{theme}/sources/")
    assert style(page, "li.source", "list-style-type") in ("none", '""')
    assert pixels(page, "li.source", "margin-bottom") >= 16
    assert pixels(page, "li.source", "margin-left") == 0
    page.goto(f"{theme}/names/")
    assert pixels(page, "dt .index-dates", "margin-left") >= 4
    page.goto(f"{theme}/timeline/")
    date, event = (
        page.locator(f"ol.timeline > li {one}").first for one in (".event-date", "p >> nth=1")
    )
    assert date.bounding_box()["x"] + 100 < event.bounding_box()["x"]


@pytest.mark.parametrize("theme", list(THEMES)[1:])
def test_buttons_look_like_buttons(page: Page, theme: str) -> None:
    page.goto(f"{theme}/{SECTION}")
    page.click("#p1 .paragraph-number")
    for selector in (
        ".cite-paragraph:popover-open .copy",
        ".cite-paragraph:popover-open > p:last-child > button",
    ):
        assert pixels(page, selector, "border-top-width") >= 1
        assert page.locator(selector).first.bounding_box()["height"] >= 24
        assert style(page, selector, "cursor") == "pointer"


@pytest.mark.parametrize("theme", THEMES)
def test_what_stands_for_an_old_address_is_for_who_comes_by_it(page: Page, theme: str) -> None:
    page.goto(f"{theme}/{SECTION}")
    expect(page.locator(".tombstones")).to_be_hidden()
    page.goto(f"{theme}/{SECTION}#p9")
    expect(page.get_by_text("was taken out of the edition")).to_be_visible()


def test_the_look_has_a_margin_where_there_is_room(page: Page) -> None:
    page.goto(f"look/{SECTION}")
    text, beside = (page.locator(one).first.bounding_box() for one in ("#p1", ".annotation"))
    assert beside["x"] >= text["x"] + text["width"]
    assert text["y"] <= beside["y"] < text["y"] + text["height"]
    page.set_viewport_size({"width": 390, "height": 844})
    text, beside = (page.locator(one).first.bounding_box() for one in ("#p1", ".annotation"))
    assert beside["y"] >= text["y"] + text["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_look_is_dark_for_who_wants_it_and_white_on_paper(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"look/{SECTION}")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert style(page, "body", "background-color") == "rgb(23, 23, 26)"
    page.emulate_media(media="print")
    assert style(page, "article", "color") == "rgb(33, 30, 27)"
    for selector in (".md-header", ".md-sidebar--primary", ".paragraph-number", ".reading-switch"):
        expect(page.locator(selector).first).to_be_hidden()
    for body in page.locator(".annotation-body").all():
        expect(body).to_be_visible()
    text, notes, beside = (
        page.locator(one).last.bounding_box()["y"]
        for one in ("p[data-paragraph]", ".footnote", ".annotation")
    )
    assert text < notes < beside
