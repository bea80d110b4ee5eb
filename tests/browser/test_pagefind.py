"""Search in pieces, with Pagefind: the same dialog, the same names, the same places."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import Once
from playwright.sync_api import Page, expect

from mkdocs_apparatus.host.searching import give_to_pagefind
from .conftest import come_to_rest
from .test_search import LINK, PAGE, QUERIES, ask, items, put, report, title, urls


@pytest.fixture(scope="session")
def edition_site(edition_site: Path, once: Once) -> Path:
    """The essay itself, with its index given to Pagefind."""

    def make(folder: Path) -> None:
        shutil.copytree(edition_site, folder)
        give_to_pagefind(folder)

    return once("edition-pagefind", make)


def test_judged_queries_with_pagefind(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    answers = ask(page, *(one.query for one in QUERIES))
    ranks = {one: one.rank(urls(answer)) for one, answer in zip(QUERIES, answers, strict=True)}
    with capsys.disabled():
        print(f"\n{report(ranks)}")
    assert sum(0 < rank <= 3 for rank in ranks.values()) / len(ranks) >= 0.7
