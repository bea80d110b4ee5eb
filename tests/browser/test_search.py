"""Search in the browser: what readers type leads to the place, in Material's own dialog."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, Once
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page, expect

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.search import judged, report

from .conftest import come_to_rest

PAGE = "essay/introduction/"
LINK = ".md-search-result__link"

# Asks the worker that the page names, as Material does.
ASK = """async (queries) => {
  const config = JSON.parse(document.getElementById("__config").textContent)
  const worker = new Worker(config.search)
  const base = new URL(config.base, location)
  const index = await (await fetch(new URL("search/search_index.json", base))).json()
  const answer = (message) => new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data)
    worker.postMessage(message)
  })
  const { type } = await answer({ type: 0, data: { ...index } })
  if (type !== 1) throw Error("not ready")
  const found = []
  for (const data of queries) found.push((await answer({ type: 2, data })).data)
  return found
}"""


def ask(page: Page, *queries: str) -> list[dict[str, Any]]:
    if not page.url.startswith("http"):
        page.goto(PAGE)
    answers: list[dict[str, Any]] = page.evaluate(ASK, list(queries))
    return answers


def items(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The results of an answer; each is a group of its own."""
    assert all(len(group) == 1 for group in answer["items"])
    return [group[0] for group in answer["items"]]


def urls(answer: dict[str, Any]) -> list[str]:
    return [one["location"] for one in items(answer)]


def title(item: dict[str, Any]) -> str:
    return re.sub(r"<br>.*|</?mark>", "", item["title"])


def put(page: Page, words: str) -> None:
    page.click(".md-search__input")
    page.keyboard.type(words, delay=10)
    page.keyboard.press("End")  # Chinese is put in without keys, as by an input method


def first_links(page: Page, count: int = 3) -> list[str]:
    links = page.locator(LINK).evaluate_all("links => links.map((link) => link.href)")
    root = page.evaluate(
        "new URL(JSON.parse(document.getElementById('__config').textContent).base, location).href"
    )
    return [re.sub(r"\?h=[^#]*", "", link.removeprefix(root)) for link in links[:count]]


QUERIES = judged()


def test_judged_queries(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    answers = ask(page, *(one.query for one in QUERIES))
    ranks = {one: one.rank(urls(answer)) for one, answer in zip(QUERIES, answers, strict=True)}
    with capsys.disabled():
        print(f"\n{report(ranks)}")
    assert len(QUERIES) >= 80
    assert sum(0 < rank <= 3 for rank in ranks.values()) / len(ranks) >= 0.95


def test_judged_places_exist(edition_site: Path) -> None:
    index = json.loads((edition_site / "search/search_index.json").read_text("utf-8"))
    places = {doc["location"] for doc in index["docs"]}
    assert {place for one in QUERIES for place in one.places} <= places


def test_typed_queries(page: Page) -> None:
    typed = QUERIES[::8]
    page.goto(PAGE)
    answers = ask(page, *(one.query for one in typed))
    for one, answer in zip(typed, answers, strict=True):
        worker_says = urls(answer)[:3]
        page.click(".md-search__input")
        page.locator(".md-search__input").fill("")
        put(page, one.query)
        for _ in range(50):
            if first_links(page) == worker_says:
                break
            page.wait_for_timeout(100)
        assert first_links(page) == worker_says, one.query


def test_each_place_is_named_for_what_it_is(page: Page) -> None:
    places = [
        (
            "barricaded the streets that led to the square",
            "Introduction ¶2",
            "essay/introduction/#p2",
        ),
        ("private correspondence osterweil", "The road to Tiananmen, note 13", "#fn:p1-1"),
        ("pamphlet brinton 1970", "Source: Brinton 1970", "sources/#brinton1970"),
        ("danwei", "Annotation: Danwei", "#danwei-work-unit"),
        ("邓小平", "Index: Deng Xiaoping 邓小平", "names/#deng-xiaoping"),
        ("4 june 1989", "Timeline: 4 June 1989, Beijing", "timeline/#date-1989-06-04"),
        ("introduction", "Introduction", "essay/introduction/"),
        ("how to cite", "Democracy in the Factory: How to cite", "#how-to-cite"),
    ]
    answers = ask(page, *(query for query, _, _ in places))
    for (query, name, url), answer in zip(places, answers, strict=True):
        hit = next(one for one in items(answer)[:3] if one["location"].endswith(url))
        assert title(hit).startswith(name), query


def test_spellings_meet(page: Page) -> None:
    pairs = [
        ("organisation", "organization"),
        ("labour movement", "labor movement"),
        ("self management", "self-management"),
        ("co-operative", "cooperative"),
        ("co operative commonwealth", "cooperative commonwealth"),
        ("Fišera", "fisera"),
        ("Boumédiène", "boumediene"),
        ("Gōngzìlián", "gongzilian"),
        ("people’s commune", "people's commune"),
        ("workers' councils", "workers councils"),
        ("BARRICADE", "barricades"),
        ("centre", "center"),
        ("defence", "defense"),
    ]
    # Which of them comes second may hang on whether words stand together.
    answers = [
        set(urls(answer)[:3]) for answer in ask(page, *(one for pair in pairs for one in pair))
    ]
    for place, pair in enumerate(pairs):
        one, other = answers[2 * place : 2 * place + 2]
        assert one, pair
        assert one == other, pair


def test_misspellings_are_understood(page: Page) -> None:
    queries = ["Tienanmen", "Tiannamen", "Tian'anmen", "Tian an men", "Tiananmin"]
    for query, answer in zip(queries, ask(page, *queries), strict=True):
        assert all("iananmen" in one["title"] for one in items(answer)[:3]), query


def test_any_two_characters_of_a_name(page: Page, edition_site: Path) -> None:
    index = json.loads((edition_site / "search/search_index.json").read_text("utf-8"))
    names = {
        doc["location"]: match[0]
        for doc in index["docs"]
        if doc["title"].startswith("Index: ")
        and (match := re.search("[\u4e00-\u9fff]{3,}$", doc["title"]))
    }
    assert len(names) > 15
    assert "北京工人自治联合会" in names.values()
    pairs = [
        (url, name[i] + name[j])
        for url, name in names.items()
        for i in range(len(name))
        for j in range(i + 1, len(name))
    ]
    # All pairs that stand together, and of short names those that do not.
    held = {url: name for url, name in names.items() if len(name) <= 4}
    asked = [(url, pair) for url, pair in pairs if url in held or pair in names[url]]
    answers = ask(page, *(pair for _, pair in asked))
    found = [url in urls(answer)[:6] for (url, _), answer in zip(asked, answers, strict=True)]
    assert sum(found) / len(found) >= 0.95, [a for a, f in zip(asked, found, strict=True) if not f]


def test_all_words_are_preferred_to_some(page: Page) -> None:
    first = items(ask(page, "coal railways factory trains militants")[0])[0]
    assert first["location"] == "essay/the-instinct-of-the-workers-movement/#p1"


def test_nonsense_finds_nothing(page: Page) -> None:
    for answer in ask(page, "", "   ", "?!", "qqqqqqqqqq", "𓀀", "“”", "* + - ~^:"):
        assert urls(answer) == []
    assert ask(page, "constructor toString valueOf __proto__ hasOwnProperty")  # nor breaks


def test_places_have_their_anchors(page: Page, edition_site: Path) -> None:
    answers = ask(page, *(one.query for one in QUERIES[::10]))
    wanted = sorted({url for answer in answers for url in urls(answer)[:5]})
    pages: dict[str, BeautifulSoup] = {}
    for url in wanted:
        address, _, anchor = url.partition("#")
        if address not in pages:
            html = (edition_site / address / "index.html").read_text("utf-8")
            pages[address] = BeautifulSoup(html, "html.parser")
        assert not anchor or len(pages[address].find_all(id=unquote(anchor))) == 1, url


def test_a_result_is_followed_by_keys(page: Page) -> None:
    page.goto(PAGE)
    put(page, "barricaded the streets that led to the square")
    expect(page.locator(LINK).first).to_contain_text("Introduction ¶2")
    expect(page.locator(f"{LINK} mark").first).to_be_visible()
    come_to_rest(page)
    page.keyboard.press("ArrowDown")
    expect(page.locator(LINK).first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"essay/introduction/\?h=[^#]*#p2$"))
    expect(page.locator("#p2")).to_be_in_viewport()


def test_enter_goes_to_the_first_and_escape_leaves(page: Page) -> None:
    page.goto(PAGE)
    put(page, "xu qinxian")
    expect(page.locator(LINK).first).to_contain_text("Xu Qinxian")
    come_to_rest(page)
    target = page.locator(LINK).first.get_attribute("href") or ""
    page.keyboard.press("Enter")
    expect(page).to_have_url(target)
    page.goto(PAGE)
    put(page, "danwei")
    expect(page.locator(LINK).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".md-search__input")).not_to_be_focused()
    expect(page.locator(LINK).first).not_to_be_visible()


@pytest.mark.parametrize(
    "query", ["<img src=x onerror=document.title='owned'>", "&lt;b&gt;", "\"'<script>"]
)
def test_what_is_typed_is_never_markup(page: Page, query: str) -> None:
    page.goto(PAGE)
    put(page, query)
    page.wait_for_timeout(300)
    assert page.locator(".md-search-result :is(img, script, b)").count() == 0
    assert page.title() != "owned"


def test_markup_in_the_text_is_shown_as_text(page: Page) -> None:
    """An index may hold whatever an author writes, as text."""
    page.goto(PAGE)
    script = ASK.replace(
        "const answer =",
        "index.docs = [{ location: 'x/#y', title: 'A &lt;img src=x&gt; <b>zebra</b>', "
        "text: '<p>zebra &amp;lt;i&amp;gt; &lt;script&gt; &amp; more</p>' }]\n  const answer =",
    )
    [answer] = page.evaluate(script, ["zebra"])
    shown = items(answer)[0]["title"]
    assert shown == (
        "A &#60;img src=x&#62;  <mark>zebra</mark><br><small><mark>zebra</mark> "
        "&#38;lt;i&#38;gt; &#60;script&#62; &#38; more</small>"
    )


def test_the_dialog_is_as_material_makes_it(page: Page) -> None:
    page.goto(PAGE)
    dialog = page.get_by_role("dialog", name="Search")
    put(page, "danwei")
    expect(page.locator(LINK).first).to_be_visible()
    expect(dialog).to_be_visible()
    expect(page.locator(".md-search-result__meta")).to_contain_text("matching documents")
    expect(page.locator(".md-search-result__list")).to_have_attribute("role", "list")


def build_offline(folder: Path) -> None:
    shutil.copytree(ROOT / "tests/sites/search", folder)
    (folder / "mkdocs.yml").write_text(
        "site_name: Search\ntheme: {name: material, font: false}\n"
        "plugins: [search, offline, {apparatus: {bib_file: refs.bib}}]\n"
        "markdown_extensions: [attr_list]\n",
        "utf-8",
    )
    config = load_config(str(folder / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs_build(config)


@pytest.fixture(scope="module", name="offline_site")
def _offline_site(once: Once) -> Path:
    """A site as Material's offline plugin makes it, with the frame that stands for a worker."""
    return once("offline", build_offline) / "site"


@pytest.fixture(name="offline_page")
def _offline_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_search_works_from_the_file_system(offline_site: Path, offline_page: Page) -> None:
    offline_page.goto(f"{(offline_site / 'essay/road.html').as_uri()}")
    put(offline_page, "zepelin")
    hit = offline_page.locator(LINK).first
    expect(hit).to_contain_text("The road, note 1")
    assert str(hit.get_attribute("href")).endswith("#fn:p1-1")
