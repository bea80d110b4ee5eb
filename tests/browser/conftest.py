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


class Readers:
    """Lends contexts to one test after another, each as good as new.

    A window costs a browser more than most pages, so it is kept open by a page of its own. A
    test gets a page that no other test has seen; cookies, storage, cache and permissions go
    with it.
    """

    def __init__(self, browser: Browser, server: str) -> None:
        self.browser, self.server = browser, server
        self.idle: dict[str, list[BrowserContext]] = {}
        self.lent: list[tuple[str, BrowserContext]] = []

    def lend(self, **options: object) -> BrowserContext:
        kind = repr(sorted(options.items()))
        shelf = self.idle.setdefault(kind, [])
        if shelf:
            context = shelf.pop()
        else:
            context = self.browser.new_context(base_url=self.server, **options)
            context.new_page()
        self.lent.append((kind, context))
        return context

    def take_back(self) -> None:
        for kind, context in self.lent:
            blank, *opened = context.pages
            for page in opened:
                page.close()
            context.unroute_all()
            context.clear_cookies()
            context.clear_permissions()
            session = context.new_cdp_session(blank)
            everything = {"origin": self.server.rstrip("/"), "storageTypes": "all"}
            session.send("Storage.clearDataForOrigin", everything)
            session.send("Network.clearBrowserCache")
            session.detach()
            self.idle[kind].append(context)
        self.lent.clear()


@pytest.fixture(scope="session")
def all_readers(browser: Browser, server: str) -> Readers:
    return Readers(browser, server)


@pytest.fixture
def readers(all_readers: Readers) -> Iterator[Readers]:
    yield all_readers
    all_readers.take_back()


@pytest.fixture
def new_page(readers: Readers) -> NewPage:
    media = {"color_scheme": "light", "reduced_motion": "no-preference", "forced_colors": "none"}

    def run(width: int = 1440, height: int = 900, **options: object) -> Page:
        told = {name: options.pop(name, usual) for name, usual in media.items()}
        page = readers.lend(**options).new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(**told)
        return page

    return run


@pytest.fixture
def page(new_page: NewPage) -> Page:
    opened = new_page(1280)
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return opened


def come_to_rest(page: Page) -> None:
    """Wait until all answers to what was typed have come: each one replaces the list."""
    results = page.locator(".md-search-result__list")
    before, same = "", 0
    while same < 8:
        page.wait_for_timeout(100)
        now = results.inner_html()
        before, same = now, same + 1 if now == before else 0
