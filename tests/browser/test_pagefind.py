"""Search in pieces, with Pagefind, below a path: the same dialog, names and places."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import Once
from playwright.sync_api import Browser, Page, Request, expect

from mkdocs_apparatus.host.searching import give_to_pagefind

from .conftest import come_to_rest
from .test_prefix import Served, serve
from .test_search import (
    LINK,
    PAGE,
    QUERIES,
    ask,
    items,
    put,
    report,
    test_a_result_is_followed_by_keys,
    test_each_place_is_named_for_what_it_is,
    test_nonsense_finds_nothing,
    urls,
)

# These hold with Pagefind as well, and run on the page below.
__all__ = [
    "test_a_result_is_followed_by_keys",
    "test_each_place_is_named_for_what_it_is",
    "test_nonsense_finds_nothing",
]


@pytest.fixture(scope="module", name="served")
def _served(edition_site: Path, once: Once) -> Iterator[Served]:
    """The edition, its index given to Pagefind, below a path."""

    def make(folder: Path) -> None:
        shutil.copytree(edition_site, folder)
        give_to_pagefind(folder)
        # Nobody waits here for the next letter.
        worker = folder / "assets/apparatus-search.js"
        waits = worker.read_text("utf-8")
        assert waits.count("=150") == 1
        worker.write_text(waits.replace("=150", "=0"), "utf-8")

    with serve(once("edition-pagefind", make)) as served:
        yield served


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    context = browser.new_context(base_url=served.address)
    yield context.new_page()
    context.close()


def test_judged_queries_with_pagefind(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    answers = ask(page, *(one.query for one in QUERIES))
    ranks = {one: one.rank(urls(answer)) for one, answer in zip(QUERIES, answers, strict=True)}
    with capsys.disabled():
        print(f"\nwith Pagefind\n{report(ranks)}")
    assert sum(0 < rank <= 3 for rank in ranks.values()) / len(ranks) >= 0.95


def test_pieces_are_fetched_when_a_reader_searches(page: Page, served: Served) -> None:
    """The page's policy lets nobody compile WebAssembly but the worker, which has its own."""
    asked: list[Request] = []
    said: list[str] = []
    page.on("request", lambda one: asked.append(one))
    page.on("console", lambda one: said.append(one.text))
    page.on("pageerror", lambda one: said.append(str(one)))
    page.goto(PAGE, wait_until="networkidle")
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert "wasm-unsafe-eval" not in str(policy)
    page.hover("header")  # Material's script comes
    page.wait_for_load_state("networkidle")
    assert not [one.url for one in asked if "/pagefind/" in one.url]
    put(page, "barricaded")
    with suppress(AssertionError):  # on a busy machine a piece may be given up
        expect(page.locator(LINK).first).to_contain_text("¶2", timeout=12_000)
    page.keyboard.press("Backspace")
    page.keyboard.type("d")
    expect(page.locator(LINK).first).to_contain_text("¶2")
    come_to_rest(page)
    pieces = [one for one in asked if "/pagefind/" in one.url]
    assert pieces
    assert {one.url.startswith(served.address) for one in asked} == {True}
    assert (served.outside, said) == ([], [])


def test_a_reader_without_network_gets_no_result_and_then_some(page: Page) -> None:
    page.goto(PAGE)
    put(page, "bar")
    page.context.set_offline(True)
    page.keyboard.type("ricade")
    come_to_rest(page)
    page.context.set_offline(False)
    page.keyboard.type("d")
    expect(page.locator(LINK).first).to_contain_text("¶2")


def test_the_home_page_is_found_as_often_as_it_is_asked_for(page: Page) -> None:
    for answer in ask(page, "who Mia Wong is", "who Mia Wong is"):
        assert "" in urls(answer)


def test_any_two_characters_that_stand_together(page: Page) -> None:
    answers = ask(page, "自治", "工人自治", "勤先", "邓小平")
    assert [items(one)[0]["title"].count("<mark>") > 0 for one in answers] == [True] * 4
    assert {"names/#xu-qinxian", "names/#deng-xiaoping"} <= {
        url for one in answers for url in urls(one)[:3]
    }
