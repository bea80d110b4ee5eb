"""The edition published below a path, as https://example.org/x/y/."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, Build, Once, build_edition
from playwright.sync_api import Browser, Page, expect

HOST = "https://example.org"
PREFIX = "/x/y/"
ADDRESS = HOST + PREFIX
SECTION = "essay/democracy-in-the-factory/"
LINKS = {"href", "src", "action", "poster", "data"}
REFRESH = re.compile(r"\d+; url=(?P<address>.+)")
"""The content of a `<meta http-equiv="refresh">`: `0; url=../two/`."""
TEXTS = {".html", ".xml", ".json", ".bib", ".ris", ".css"}


@dataclass
class Served:
    """A site that is served below the prefix; `outside` are the paths asked for beside it."""

    address: str = ""
    outside: list[str] = field(default_factory=list)


class Below(SimpleHTTPRequestHandler):
    """Serves a site below the prefix and nothing else, with the site's own 404.html."""

    def __init__(self, *arguments: object, served: Served, **more: object) -> None:
        self.served = served
        super().__init__(*arguments, **more)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        if self.path.startswith(PREFIX):
            super().do_GET()
        else:
            self.served.outside.append(self.path)
            self.send_error(404)

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(PREFIX.rstrip("/")))

    def send_error(self, code: int, *more: str | None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, *more)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serve(folder: Path) -> Iterator[Served]:
    served = Served()
    handler = partial(Below, directory=str(folder), served=served)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        served.address = f"http://127.0.0.1:{running.server_port}{PREFIX}"
        yield served
        running.shutdown()


@pytest.fixture(scope="module")
def site(once: Once) -> Path:
    """The edition, built as CI does it: with SITE_URL."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", ADDRESS)
        return once("prefixed", build_edition)


@pytest.fixture
def served(site: Path) -> Iterator[Served]:
    with serve(site) as running:
        yield running
    assert running.outside == []


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    context = browser.new_context(base_url=served.address)
    yield context.new_page()
    context.close()


def documents(site: Path) -> dict[str, BeautifulSoup]:
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(site.rglob("*.html"))
    }


def addresses(page: BeautifulSoup) -> Iterator[str]:
    """Everything that a page links to or loads."""
    for element in page.find_all(True):
        yield from (str(element[name]) for name in LINKS & element.attrs.keys())
        if element.get("http-equiv") == "refresh":
            yield REFRESH.fullmatch(str(element["content"]))["address"]


def wrong_links(site: Path) -> list[str]:
    """Links of pages that lead out of the prefix, to no file, or to no id: `page: link`."""
    pages = documents(site)
    ids = {name: {str(one["id"]) for one in page.select("[id]")} for name, page in pages.items()}
    wrong = []
    for name, page in pages.items():
        # A page that is not there may be asked for at any depth.
        here = "no/such/page/" if name == "404.html" else name.removesuffix("index.html")
        for link in addresses(page):
            url = urlsplit(urljoin(ADDRESS + here, link))
            if f"{url.scheme}://{url.netloc}" != HOST:
                continue
            path = unquote(url.path).removeprefix(PREFIX)
            target = f"{path}index.html" if path.endswith("/") or not path else path
            if name == "404.html" and link.startswith("#"):
                target = name
            missing = not url.path.startswith(PREFIX) or not (site / target).is_file()
            if missing or (url.fragment and unquote(url.fragment) not in ids.get(target, ())):
                wrong.append(f"{name}: {link}")
    return wrong


def test_every_link_leads_somewhere_below_the_prefix(site: Path) -> None:
    assert len(documents(site)) > 10
    assert wrong_links(site) == []


def test_a_link_that_forgets_the_prefix_is_found(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text('<a href="/about/">x</a> <a href="#y">y</a>', "utf-8")
    assert wrong_links(tmp_path) == ["index.html: /about/", "index.html: #y"]


def test_every_file_says_the_address_with_its_prefix(site: Path) -> None:
    said = 0
    for path in sorted(site.rglob("*")):
        if path.suffix not in TEXTS or not path.is_file():
            continue
        if "editors" in path.parts or path.name == "search_index.json":
            continue  # they have examples at that host
        text = path.read_text("utf-8").replace("\\/", "/")
        assert "democracy-in-the-factory.example" not in text, path
        said += text.count(ADDRESS)
        assert text.count(HOST) == text.count(ADDRESS), path
    assert said > 500


def test_pages_say_where_they_are(site: Path) -> None:
    for name, page in documents(site).items():
        if name == "404.html":
            continue
        address = ADDRESS + name.removesuffix("index.html")
        assert page.find("link", rel="canonical")["href"] == address
        assert page.find("meta", property="og:url")["content"] == address
        told = json.loads(page.find("script", type="application/ld+json").string)
        assert told["url"] == address
        assert told.get("isPartOf", told)["url"] == ADDRESS
    listed = re.findall("<loc>(.+)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    assert set(listed) == {
        ADDRESS + name.removesuffix("index.html") for name in documents(site) if name != "404.html"
    }


@pytest.mark.parametrize("file", ["cite.bib", "cite.ris", "cite.json"])
def test_citations_give_the_address_with_its_prefix(site: Path, file: str) -> None:
    assert f"{ADDRESS}{SECTION}" in (site / SECTION / file).read_text("utf-8")
    assert ADDRESS in (site / file).read_text("utf-8")
    page = documents(site)[f"{SECTION}index.html"]
    assert f"{ADDRESS}{SECTION}#p3" in page.find(id="cite-p3").get_text()


def test_pages_ask_for_nothing_outside_the_prefix(site: Path, page: Page, served: Served) -> None:
    asked: list[tuple[int, str]] = []
    page.on("response", lambda one: asked.append((one.status, one.url)))
    for name in documents(site):
        page.goto(name.removesuffix("index.html"), wait_until="networkidle")
    assert len(asked) > len(documents(site))
    assert [one for one in asked if one[0] >= 400 or not one[1].startswith(served.address)] == []


def find(page: Page, served: Served) -> None:
    page.click(".md-search__input")
    page.keyboard.type("soviets")
    page.locator(".md-search-result__link:visible").first.click()
    page.wait_for_url(re.compile(rf"^{re.escape(served.address)}(essay|names|sources|timeline)/"))
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("404")


def test_search_works(page: Page, served: Served) -> None:
    page.goto(SECTION)
    find(page, served)


def test_a_page_that_is_not_there_leads_back(page: Page, served: Served) -> None:
    failed: list[str] = []
    response = page.goto("no/such/page/", wait_until="networkidle")
    assert response
    assert response.status == 404
    page.on("response", lambda one: one.status < 400 or failed.append(one.url))
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
    styles = "[...document.styleSheets].every(one => one.cssRules.length > 0)"
    assert page.evaluate(styles)
    find(page, served)
    page.goto("no/such/page/")
    page.locator(".md-logo:visible").first.click()
    expect(page.get_by_role("heading", name="Democracy in the Factory").first).to_be_visible()
    assert page.url == served.address
    assert failed == [f"{served.address}no/such/page/"]


def test_a_page_that_moved_leads_on(build: Build, browser: Browser) -> None:
    ledger = (ROOT / "tests/sites/permalinks/permalinks.txt").read_text("utf-8")
    ledger += "essay/old/ -> essay/two/\nessay/old/#p7 -> essay/two/#p1\n"
    config = (ROOT / "tests/sites/permalinks/mkdocs.yml").read_text("utf-8")
    config = config.replace("https://example.org/edition/", ADDRESS)
    built = build("permalinks", {"permalinks.txt": ledger, "mkdocs.yml": config}, strict=True)
    assert wrong_links(built.folder) == []
    moved = documents(built.folder)["essay/old/index.html"]
    assert moved.find("link", rel="canonical")["href"] == f"{ADDRESS}essay/two/"
    with serve(built.folder) as served:
        for scripts in (True, False):
            context = browser.new_context(base_url=served.address, java_script_enabled=scripts)
            page = context.new_page()
            page.goto("essay/old/")
            if scripts:
                expect(page).to_have_url(f"{served.address}essay/two/")
                page.goto("essay/old/#p7")
                expect(page).to_have_url(f"{served.address}essay/two/#p1")
            else:
                page.get_by_role("link", name="go to its new address").click()
                expect(page).to_have_url(f"{served.address}essay/two/")
            context.close()
    assert [one for one in served.outside if one != "/favicon.ico"] == []
