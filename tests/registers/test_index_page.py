"""The index of names as a page: groups, order, places, characters; and in the search."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from conftest import heard, seen

from mkdocs_apparatus.messages import places
from mkdocs_apparatus.messages.places import Label
from mkdocs_apparatus.messages.speech import ENGLISH
from mkdocs_apparatus.page.passages import Passage
from mkdocs_apparatus.page.words import words_of
from mkdocs_apparatus.page_result import SearchEntry
from mkdocs_apparatus.publication.rendering import environment
from mkdocs_apparatus.registers.index_page import (
    check_mentions,
    index_html,
    search_entries,
)
from mkdocs_apparatus.registers.inline_markdown import inline
from mkdocs_apparatus.registers.names import Index, load_index

INDEX = """\
works:
  - name: Pravda & Co
    gloss: A *daily* <paper>.
people:
  - name: Mao Zedong
    original: 毛泽东
    lang: zh-Hans
    dates: 1893–1976
    gloss: Chairman.
  - name: Lenin
    original: Ленин
    lang: ru
places:
  - name: Beijing
    original: 北京
    lang: zh-Hans
"""


def load(text: str) -> Index:
    index = load_index(text, "docs/data/index.yml")
    assert not index.problems
    return index


def passage(page: str, label: Label, anchor: str) -> Passage:
    number = 3 if page == "The factory" else 0
    slug = page.lower().replace(" ", "-")
    return Passage(
        f"essay/{slug}/#{anchor}", slug, page, "paragraph", label, words_of([]), number=number
    )


MENTIONS = {
    "mao-zedong": (
        passage("The factory", places.paragraph(ENGLISH, "5"), "p5"),
        passage("The factory", places.note(ENGLISH, 6), "fn:p5-1"),
        passage("Introduction", places.annotation(ENGLISH, "<Hu>"), "hu"),
        passage("The factory", places.paragraph(ENGLISH, "6"), "p6"),
    ),
    "lenin": (passage("Introduction", places.paragraph(ENGLISH, "2"), "p2"),),
}


def page_of(index: Index, mentions: dict[str, tuple[Passage, ...]] | None = None) -> BeautifulSoup:
    html = index_html(index, mentions or {}, environment(), lambda url: f"../{url}")
    return BeautifulSoup(html, "html.parser")


@pytest.fixture(name="page")
def _page() -> BeautifulSoup:
    return page_of(load(INDEX), MENTIONS)


def words(element: object) -> str:
    assert element is not None
    return " ".join(element.get_text().split())  # type: ignore[attr-defined]


def test_groups_stand_in_their_order(page: BeautifulSoup) -> None:
    assert [(one["id"], words(one)) for one in page.select("h2")] == [
        ("index-people", "People"),
        ("index-places", "Places"),
        ("index-works", "Works"),
        ("index-han", "Under their characters"),
    ]
    for heading in page.select("h2")[:-1]:
        assert heading.find_next_sibling()["class"] == ["index"]


def test_an_entry_has_name_original_dates_and_gloss(page: BeautifulSoup) -> None:
    term = page.select_one("dt#mao-zedong")
    assert words(term) == "Mao Zedong 毛泽东 1893–1976"
    assert words(page.select_one("dt#mao-zedong span[lang=zh-Hans]")) == "毛泽东"
    assert words(page.select_one("dt#mao-zedong + dd .index-gloss")) == "Chairman."


def test_what_an_entry_lacks_leaves_no_trace(page: BeautifulSoup) -> None:
    term = page.select_one("dt#pravda-co")
    assert [one["class"] for one in term.select("span")] == [["index-name"]]
    assert page.select("dt#pravda-co + dd .index-places") == []
    assert page.select("dt#lenin + dd .index-gloss") == []


def test_places_are_grouped_by_page_in_order(page: BeautifulSoup) -> None:
    places = page.select_one("dt#mao-zedong + dd .index-places")
    assert seen(places) == "§3 ¶5, n. 6, ¶6; Introduction “<Hu>”"
    assert [(heard(one), one["href"]) for one in places.select("a")] == [
        ("The factory, paragraph 5", "../essay/the-factory/#p5"),
        ("The factory, note 6", "../essay/the-factory/#fn:p5-1"),
        ("The factory, paragraph 6", "../essay/the-factory/#p6"),
        ("Introduction, annotation “<Hu>”", "../essay/introduction/#hu"),
    ]


def test_texts_are_escaped_and_emphasised(page: BeautifulSoup) -> None:
    assert words(page.select_one("dt#pravda-co")) == "Pravda & Co"
    gloss = page.select_one("dt#pravda-co + dd .index-gloss")
    assert str(gloss) == '<p class="index-gloss">A <em>daily</em> &lt;paper&gt;.</p>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("in *Life and Ideas*, 1965", "in <em>Life and Ideas</em>, 1965"),
        ("**so** _and_ __so__", "<strong>so</strong> <em>and</em> <strong>so</strong>"),
        ("(*a*) “*b*”", "(<em>a</em>) “<em>b</em>”"),
        ("2*3*4 and a_b_c, 5 * 6 * 7", "2*3*4 and a_b_c, 5 * 6 * 7"),
        ("*a* & *b*", "<em>a</em> &amp; <em>b</em>"),
        ("1918. A year", "1918. A year"),
        ("# no > heading", "# no &gt; heading"),
        ("`a<b`", "<code>a&lt;b</code>"),
        ("[it](https://a.org/?b&c)", '<a href="https://a.org/?b&amp;c">it</a>'),
        ("<https://a.org>", '<a href="https://a.org">https://a.org</a>'),
        ("", ""),
    ],
)
def test_a_line_of_markdown(text: str, html: str) -> None:
    assert inline(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<b onclick='x'>a</b>", "&lt;b onclick='x'&gt;a&lt;/b&gt;"),
        ("[it](javascript:alert(1))", "<span>it</span>"),
        ("[it](../names/)", "<span>it</span>"),
        ("[*it*](data:text/html,x)", "<span><em>it</em></span>"),
        ("<javascript:alert(1)>", "&lt;javascript:alert(1)&gt;"),
        ("![a](https://a.org/b.png)", "![a](https://a.org/b.png)"),
    ],
)
def test_what_is_no_markdown_of_a_data_file_stays_text(text: str, html: str) -> None:
    assert inline(text) == html


def test_names_are_sorted_as_in_a_dictionary() -> None:
    ordered = [
        "Äbte",
        "An Account",
        "Adler",
        "Čapek",
        "Ćosić",
        "“Cosic” Papers",
        "cotton",
        "A History of Separation",
        "Öz",
        "The Paris Commune",
        "Theory",
        "Zhang",
    ]
    text = "works:\n" + "".join(f"  - name: {one}\n" for one in reversed(ordered))
    assert [words(one) for one in page_of(load(text)).select("dt")] == ordered


def test_names_are_found_under_their_characters(page: BeautifulSoup) -> None:
    links = page.select("ul.index-han a")
    assert [(words(one), one["href"]) for one in links] == [
        ("北京 → Beijing", "#beijing"),
        ("毛泽东 → Mao Zedong", "#mao-zedong"),
    ]
    assert [one.span["lang"] for one in links] == ["zh-Hans", "zh-Hans"]


def test_without_han_characters_there_is_no_such_section() -> None:
    page = page_of(load("people: [{name: Lenin, original: Ленин, lang: ru}]"))
    assert [one["id"] for one in page.select("h2")] == ["index-people"]


def test_an_index_without_entries_is_empty() -> None:
    assert index_html(Index(), {}, environment(), str) == ""


def test_an_entry_that_nothing_mentions_is_a_problem() -> None:
    assert [str(one) for one in check_mentions(load(INDEX), MENTIONS | {"beijing": ()})] == [
        "docs/data/index.yml:2: unused-entry: 'Pravda & Co' is mentioned nowhere; "
        "add to its variants how the text writes it, or remove the entry",
        "docs/data/index.yml:14: unused-entry: 'Beijing' is mentioned nowhere; "
        "add to its variants how the text writes it, or remove the entry",
    ]


def test_entries_are_searched_by_name_gloss_variants_and_dates() -> None:
    assert list(search_entries(load(INDEX), "names/"))[:3] == [
        SearchEntry(
            "names/#pravda-co", "Index: Pravda & Co", "A daily <paper>. Pravda & Co", "name"
        ),
        SearchEntry(
            "names/#mao-zedong",
            "Index: Mao Zedong 毛泽东",
            "Chairman. Mao Zedong, 毛泽东 1893–1976",
            "name",
        ),
        SearchEntry("names/#lenin", "Index: Lenin Ленин", "Lenin, Ленин", "name"),
    ]
