"""No page asks another origin for anything, or runs what it was not built with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

WATCH = """window.violations = []
document.addEventListener("securitypolicyviolation", (event) => {
  violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`)
})"""
SECTION = "essay/introduction/"


def pages(site: Path) -> list[str]:
    return [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]


@pytest.fixture
def watched(browser: Browser, server: str) -> Iterator[tuple[Page, list[str]]]:
    """A page, and what it asks of other origins."""
    context = browser.new_context(base_url=server, viewport={"width": 1440, "height": 900})
    context.add_init_script(WATCH)
    page = context.new_page()
    foreign: list[str] = []
    origin = urlsplit(server).netloc

    def note(address: str) -> None:
        if urlsplit(address).netloc != origin and not address.startswith("data:"):
            foreign.append(address)

    context.on("requestfinished", lambda request: note(request.url))
    context.on(  # what the policy stops fails as "csp", and never leaves
        "requestfailed", lambda request: note(request.url) if request.failure != "csp" else None
    )
    yield page, foreign
    context.close()


def violations(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.violations")
    return found


def test_every_page_asks_only_its_own_origin(
    watched: tuple[Page, list[str]], edition_site: Path
) -> None:
    page, foreign = watched
    broken = []
    page.on("pageerror", lambda error: broken.append(error.message))
    for path in pages(edition_site):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert violations(page) == [], path
    assert (foreign, broken) == ([], [])


def test_use_of_search_and_colours_keeps_to_the_policy(
    watched: tuple[Page, list[str]],
) -> None:
    page, foreign = watched
    page.goto(SECTION)
    page.click("[for=__palette_1]:visible")
    expect(page.locator("body")).to_have_attribute("data-md-color-media", re.compile("light"))
    page.click(".md-search__input")
    page.keyboard.type("workers", delay=20)
    hit = page.locator(".md-search-result__link:visible").first
    hit.wait_for()
    assert violations(page) == []
    hit.click()
    page.wait_for_load_state("networkidle")
    assert violations(page) == []
    assert foreign == []


INJECTIONS = {
    "inline script": "<script>window.broken = 1</script>",
    "handler": '<img src="data:," onerror="window.broken = 1" alt="">',
    "foreign script": '<script src="http://localhost:9/x.js"></script>',
    "foreign image": '<img src="http://localhost:9/x.png" alt="">',
    "foreign frame": '<iframe src="http://localhost:9/"></iframe>',
    "style": "<style>body { --broken: 1 }</style>",
}


@pytest.mark.parametrize("kind", INJECTIONS)
def test_what_is_put_into_a_page_is_blocked(
    watched: tuple[Page, list[str]], edition_site: Path, kind: str
) -> None:
    page, foreign = watched
    html = (edition_site / SECTION / "index.html").read_text("utf-8")
    html = html.replace("</h1>", f"</h1>{INJECTIONS[kind]}", 1)

    def serve(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html")

    page.route(f"**/{SECTION}", serve)
    page.goto(SECTION)
    page.wait_for_load_state("networkidle")
    assert len(violations(page)) == 1
    assert foreign == []
    assert page.evaluate("window.broken") is None
    assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--broken')") == ""


def test_policies_allow_no_inline_script_but_by_hash(edition_site: Path) -> None:
    for path in pages(edition_site):
        html = (edition_site / path).read_text("utf-8")
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
        assert policy, path
        assert not re.search("unsafe-(inline|eval)", policy[1])
        assert "//" not in re.sub("'sha256-[^']*'", "", policy[1])
        assert html.index(policy[0]) < html.index("<title>")
        assert html.index("charset") < html.index(policy[0])
