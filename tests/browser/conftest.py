"""A real browser on the built edition."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import ROOT
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

SECTIONS = [f"essay/{path.stem}/" for path in sorted((ROOT / "docs/essay").glob("*.md"))]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SYSTEM_BROWSERS = ("chromium", "chromium-browser", "google-chrome")

# What is to come comes; a busy machine takes its time.
expect.set_options(timeout=20_000)

NewPage = Callable[..., Page]
"""Opens a page for a reader of its own: `new_page(390, has_touch=True)`."""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def server(edition_site: Path) -> Iterator[str]:
    handler = partial(Quiet, directory=str(edition_site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser of the system's, else Playwright's own; without either the tests fail."""
    found = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, SYSTEM_BROWSERS)), None
    )
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    context = browser.new_context(base_url=server, viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.fixture
def new_page(browser: Browser, server: str) -> Iterator[NewPage]:
    contexts: list[BrowserContext] = []

    def run(width: int = 1440, height: int = 900, **options: object) -> Page:
        size = {"width": width, "height": height}
        contexts.append(browser.new_context(base_url=server, viewport=size, **options))
        return contexts[-1].new_page()

    yield run
    for context in contexts:
        context.close()


def come_to_rest(page: Page) -> None:
    """Wait until all answers to what was typed have come: each one replaces the list."""
    results = page.locator(".md-search-result__list")
    before, same = "", 0
    while same < 8:
        page.wait_for_timeout(100)
        now = results.inner_html()
        before, same = now, same + 1 if now == before else 0
