"""Editions in other languages hold no English word that a reader sees or a screen reader says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import material
import pytest
from babel import Locale
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup, Comment, NavigableString, Tag

from mkdocs_apparatus.messages.catalogues import OURS
from tests.conftest import Build, Site
from tests.editions import EDITIONS, edition_of

WORD = re.compile(r"[^\W\d_]{2,}")
"""A word, of letters alone."""

LATIN = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
NAMES = " BibTeX RIS CSL JSON Chicago MLA APA Permalink https http org html cite er XIXe Kap "
"""What is called so in all languages."""

CITED = ".citation, .source-entry, .cite-forms dd > span, [id^=preview-source]"
"""What pandoc has said, in whose words there are terms of CSL."""

ENGLISH_TERMS = {
    *("accessed", "edited", "editor", "ed", "eds", "by", "and", "retrieved", "from", "translated"),
    *("paragraph", "para", "paras", "chapter", "chap", "ch", "no", "nd", "page", "others"),
}
SAID = ("aria-label", "title", "alt", "placeholder", "data-heading")
SILENT = {"script", "style"}


def theirs(language: str) -> str:
    """Material's own words in a language."""
    folder = Path(str(material.__file__)).parent / "templates/partials/languages"
    return (folder / f"{ {'zh-Hans': 'zh'}.get(language, language) }.html").read_text("utf-8")


def catalogue(language: str) -> dict[str, list[str]]:
    """Our messages: what each is in English, and its texts."""
    with (OURS / f"{language.replace('-', '_')}.po").open("rb") as file:
        found: dict[str, list[str]] = {}
        for one in read_po(file):
            ids, texts = ([x] if isinstance(x, str) else list(x) for x in (one.id, one.string))
            if one.id:
                found[ids[0]] = found.get(ids[0], []) + texts
    return found


@pytest.fixture(scope="module", params=sorted(EDITIONS))
def edition(request: pytest.FixtureRequest, build_once: Build) -> tuple[str, Site]:
    return request.param, build_once("languages", edition_of(request.param), strict=True)


def texts_of(page: Tag) -> Iterator[tuple[str, bool]]:
    """What is seen or said of a page, and whether pandoc has said it."""
    for one in page.descendants:
        if isinstance(one, NavigableString) and not isinstance(one, Comment):
            parents = list(one.parents)
            if not any(parent.name in SILENT for parent in parents):
                yield str(one), any(parent.css.match(CITED) for parent in parents)
        elif isinstance(one, Tag):
            classes = one.get("class") or []
            if "Z3988" not in classes:
                yield from ((str(one[name]), False) for name in SAID if name in one.attrs)
            if one.name == "meta" and one.get("name") == "description":
                yield str(one["content"]), False


def said_in(site: Site) -> Iterator[tuple[str, str, bool]]:
    for path in sorted(site.folder.rglob("*.html")):
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        name = path.relative_to(site.folder).as_posix()
        yield from ((name, *one) for one in texts_of(page) if one[0].strip())
        if config := page.find(id="__config"):
            words = json.loads(config.text)["translations"].values()
            yield from ((name, str(one), False) for one in words)
    index = json.loads(site.read("search/search_index.json"))
    yield from (("search", doc["title"], False) for doc in index["docs"])


def test_no_word_is_english(edition: tuple[str, Site]) -> None:
    language, site = edition
    locale = Locale.parse(language, sep="-")
    own = " ".join(edition_of(language).values())
    own += " ".join(text for texts in catalogue(language).values() for text in texts)
    own += " ".join(locale.months["format"]["wide"].values()) + theirs(language) + NAMES
    own += " ".join(locale.list_patterns["standard"].values())
    own += " ".join(locale.list_patterns["or"].values())
    known = {one.lower() for one in LATIN.findall(own)}
    english = []
    for name, text, is_pandocs in said_in(site):
        words = {one.lower() for one in LATIN.findall(text)}
        if strange := words & ENGLISH_TERMS - known if is_pandocs else words - known:
            english.append((name, text, strange))
    assert not english


def words_of(message: str) -> set[str]:
    return set(WORD.findall(re.sub(r"%\(\w+\)s|<[^>]*>", " ", message)))


def test_no_message_stays_english(edition: tuple[str, Site]) -> None:
    language, site = edition
    english = {
        one
        for one, texts in catalogue(language).items()
        if words_of(one) - {word for text in texts for word in words_of(text)}
    }
    whole = {one for one in english if "%" not in one and "<" not in one}
    places = english - whole
    pieces = [re.compile(re.sub(r"%\\\(\w+\\\)s", ".+", re.escape(one))) for one in places]
    for name, text, _ in said_in(site):
        assert text.strip() not in whole, name
        for piece in pieces:
            assert not piece.fullmatch(text.strip()), (name, text, piece.pattern)


def test_each_thing_is_there(edition: tuple[str, Site]) -> None:
    """So that the words of all of them were looked at."""
    _, site = edition
    page = site.page("essay/one/")
    kinds = ["context", "correction", "debate", "term"]
    assert all(page.select_one(f".annotation-{kind}") for kind in kinds)
    for found in (".footnote", ".margin-note", ".cite", ".reading-switch", ".tombstones li", "sup"):
        assert page.select(found), found
    pages = {"sources": ".source", "names": ".index", "timeline": ".timeline", "grid": ".grid-cell"}
    assert all(site.page(f"{name}/").select(found) for name, found in pages.items())
    assert site.page("essay/old/").select("li")
    assert site.page("essay/gone/").find(string=re.compile("[.。]"))
