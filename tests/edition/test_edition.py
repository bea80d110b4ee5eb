"""The edition itself: what its Markdown says is what its pages say."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pypandoc
import pytest
from bs4 import BeautifulSoup
from citations.test_pandoc_agrees import BLOCK, SLUGS, without_annotations
from conftest import ROOT, heard
from mkdocs.utils.meta import get_data

LOCATOR = re.compile(r"^,?\s*((?:pp?|chap)\.\s[\d–]+(?:, (?:sec|n)\.\s\d+)?)")
PLACE = re.compile(
    r"^(?P<title>.*?), paragraph (?P<paragraph>\w+), "
    r"(?P<holder>note \d+|annotation “.+”)(?:, (?P<at>.*))?$"
)
WORDS_A_PARAGRAPH = range(40, 221)

Mention = tuple[str, str, str, str, str]
"""Key, title of the section, number of the paragraph, note or annotation, locator."""


def text_in(inlines: list[Any]) -> str:
    return "".join(
        {"Space": " ", "SoftBreak": " "}.get(one["t"], one.get("c") if one["t"] == "Str" else "")
        for one in inlines
    ).replace("\xa0", " ")


def walk(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if node.get("t") in ("Cite", "Note"):
            yield node
        if node.get("t") != "Cite":
            for child in node.values():
                yield from walk(child)
    elif isinstance(node, list):
        for child in node:
            yield from walk(child)


def blocks_of(markdown: str) -> list[dict[str, Any]]:
    """Read Markdown with pandoc, which shares no code with the plugin's reader."""
    command = [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "json"]
    done = subprocess.run(command, input=markdown.encode(), capture_output=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)["blocks"]
    return found


def mentions_in_notes() -> set[Mention]:
    found: set[Mention] = set()
    number = 0
    for slug in SLUGS:
        body, meta = get_data((ROOT / f"docs/essay/{slug}.md").read_text("utf-8"))
        blocks = blocks_of(without_annotations(body))
        paragraphs = [one for one in blocks if one["t"] == "Para"]
        for position, paragraph in enumerate(paragraphs, 1):
            inside: list[int] = []
            for node in walk(paragraph):
                if id(node) in inside:
                    continue
                number += 1
                cites = [node]
                if node["t"] == "Note":
                    cites = list(walk(node["c"]))
                    inside += [id(one) for one in cites]
                for key, at in cited(cites):
                    found.add((key, meta["title"], str(position), f"note {number}", at))
    return found


def mentions_in_annotations() -> set[Mention]:
    found: set[Mention] = set()
    for slug in SLUGS:
        body, meta = get_data((ROOT / f"docs/essay/{slug}.md").read_text("utf-8"))
        for block in BLOCK.finditer(body):
            paragraph = re.findall(r"^\{: #p(\w+) \}$", body[: block.start()], re.MULTILINE)[-1]
            cites = list(walk(blocks_of(block["text"])))
            holder = f"annotation “{block['title'].replace('*', '')}”"
            found |= {(key, meta["title"], paragraph, holder, at) for key, at in cited(cites)}
    return found


def cited(cites: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for cite in cites:
        for citation in cite["c"][0]:
            at = LOCATOR.match(text_in(citation["citationSuffix"]))
            yield citation["citationId"], at[1] if at else ""


def mentions_in_list(site: Path) -> set[Mention]:
    page = BeautifulSoup((site / "sources/index.html").read_text("utf-8"), "html.parser")
    found: set[Mention] = set()
    for source in page.select("li.source"):
        for link in source.select(".source-places a[href*='/essay/']"):
            place = PLACE.match(heard(link))
            assert place, link
            at = place["at"] or ""
            found.add((source["id"], place["title"], place["paragraph"], place["holder"], at))
    return found


def test_the_source_list_names_every_place_that_the_markdown_cites(edition_site: Path) -> None:
    notes, annotations = mentions_in_notes(), mentions_in_annotations()
    assert len(notes) >= 22
    assert len(annotations) >= 45
    assert mentions_in_list(edition_site) == notes | annotations


def test_there_are_thirty_paragraphs_and_twenty_two_notes(edition_site: Path) -> None:
    edition = json.loads((edition_site / "edition.json").read_text("utf-8"))
    assert [len(one["paragraphs"]) for one in edition["sections"]] == [2, 4, 9, 4, 5, 6]
    assert [one["number"] for one in edition["notes"]] == list(range(1, 23))
    kinds = [one["number"] for one in edition["notes"] if one["kind"] == "discursive"]
    assert kinds == [13, 15, 18]
    assert [one["slug"] for one in edition["sections"]] == SLUGS


def test_each_annotation_of_the_markdown_is_in_the_edition_and_on_its_page(
    edition_site: Path,
) -> None:
    edition = json.loads((edition_site / "edition.json").read_text("utf-8"))
    written = [
        (slug, block["title"].replace("*", ""))
        for slug in SLUGS
        for block in BLOCK.finditer((ROOT / f"docs/essay/{slug}.md").read_text("utf-8"))
    ]
    assert len(written) >= 45
    assert [(one["section"], one["title"]) for one in edition["annotations"]] == written
    ids = {(one["section"], one["id"]) for one in edition["annotations"]}
    assert len(ids) == len(written)
    paragraphs = {
        (section["slug"], one["id"])
        for section in edition["sections"]
        for one in section["paragraphs"]
    }
    pages = {
        slug: BeautifulSoup(
            (edition_site / f"essay/{slug}/index.html").read_text("utf-8"), "html.parser"
        )
        for slug in SLUGS
    }
    for one in edition["annotations"]:
        assert (one["section"], one["paragraph"]) in paragraphs
        block = pages[one["section"]].find(id=one["id"])
        assert block.find_parent("details"), one
        assert one["text"].split()[:3] == block.get_text().split()[:3]


def test_notes_stand_where_the_ledger_has_them(edition_site: Path) -> None:
    edition = json.loads((edition_site / "edition.json").read_text("utf-8"))
    sections = {one["slug"]: one["number"] for one in edition["sections"]}
    places = [(sections[one["section"]], one["paragraph"]) for one in edition["notes"]]
    assert places == [
        *((2, "p1"), (2, "p3")),
        *((3, "p3"), (3, "p3"), (3, "p5"), (3, "p5"), (3, "p6"), (3, "p8"), (3, "p8"), (3, "p8")),
        *((4, "p2"), (4, "p3")),
        *((5, "p1"), (5, "p3"), (5, "p4"), (5, "p4"), (5, "p5")),
        *((6, "p1"), (6, "p1"), (6, "p3"), (6, "p4"), (6, "p6")),
    ]


def test_every_paragraph_is_of_a_readable_length(edition_site: Path) -> None:
    edition = json.loads((edition_site / "edition.json").read_text("utf-8"))
    for section in edition["sections"]:
        for paragraph in section["paragraphs"]:
            count = len(paragraph["text"].split())
            assert count in WORDS_A_PARAGRAPH, (section["slug"], paragraph["id"], count)


def test_each_note_that_cites_links_to_all_its_sources_and_back(edition_site: Path) -> None:
    edition = json.loads((edition_site / "edition.json").read_text("utf-8"))
    cited = {one["key"]: {place["note"] for place in one["cited"]} for one in edition["sources"]}
    urls = {one["key"]: one["url"] for one in edition["sources"]}
    for note in edition["notes"]:
        links = re.findall(r'href="(sources/#[^"]+)"', note["html"])
        assert links == [urls[citation["key"]] for citation in note["citations"]]
        assert all(note["number"] in cited[citation["key"]] for citation in note["citations"])


def test_no_link_in_the_site_is_dead(edition_site: Path) -> None:
    pages = {
        path.relative_to(edition_site).as_posix(): BeautifulSoup(
            path.read_text("utf-8"), "html.parser"
        )
        for path in edition_site.rglob("*.html")
    }
    ids = {name: {one["id"] for one in page.select("[id]")} for name, page in pages.items()}
    checked = 0
    for name, page in pages.items():
        for link in page.select("a[href]"):
            href = str(link["href"])
            if urlsplit(href).scheme or href.startswith("/"):
                continue
            target, fragment = urldefrag(urljoin(name, href))
            target = target.removeprefix("/").partition("?")[0]
            target += "index.html" if target.endswith("/") or not target else ""
            assert (edition_site / target).is_file(), (name, href)
            if fragment and target in ids:
                assert unquote(fragment) in ids[target], (name, href)
            checked += 1
    assert checked > 200


@pytest.mark.parametrize("word", ["工自联", "Umanità", "hukou", "Osterweil", "Recuperated"])
def test_search_knows_words_of_text_notes_and_sources(edition_site: Path, word: str) -> None:
    docs = json.loads((edition_site / "search/search_index.json").read_text("utf-8"))["docs"]
    assert any(word in entry["text"] or word in entry["title"] for entry in docs)


def test_search_shows_no_arrows_or_pilcrows(edition_site: Path) -> None:
    """But for titles of paragraphs, and where registers explain the sign: "¶ the paragraph".

    The manual writes of it.
    """
    docs = json.loads((edition_site / "search/search_index.json").read_text("utf-8"))["docs"]
    assert len(docs) > 100
    for doc in docs:
        if doc["location"].startswith("editors/"):
            continue
        title = re.sub(r" ¶\w+$", "", doc["title"])
        assert not re.search("[↩¶\ufe0e]", title + doc["text"].replace("¶ the paragraph", "")), doc[
            "location"
        ]
