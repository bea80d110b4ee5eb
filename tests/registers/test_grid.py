"""A reader sees at a glance which section cites which source, and how often."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from conftest import heard
from timelines import SVG, WALDER, edition, figure, place, source, titles, words, year

from mkdocs_apparatus.model import Annotation, Edition, Place, Source
from mkdocs_apparatus.publication.rendering import environment
from mkdocs_apparatus.references.labels import short_name, short_names
from mkdocs_apparatus.registers.grid import grid_html, grid_of

BRINTON = [{"family": "Brinton", "given": "Maurice"}]


def noted() -> Place:
    """A citation in an annotation."""
    said = place("end", "p1", 0)
    where = Annotation("a", said.url, "end", "End", said.paragraph, "term", "T", ())
    return Place("essay/end/#a", "end", "The end", said.paragraph, None, said.citation, where)


def cited() -> Edition:
    brinton = source(
        "brinton1970",
        *(place("road", "p1", 1), place("road", "p2", 2), place("end", "p1", 3), noted()),
        author=BRINTON,
        issued=year(1970),
    )
    about = source("wong2021", place("about", "p1", 1), author=BRINTON, issued=year(2021))
    return edition(brinton, about, source("anon", place("end", "p2", 4), url=None, title="A & B"))


def link(url: str) -> str:
    return f"../{url}"


def printed(book: Edition | None = None) -> str:
    return grid_html(book or cited(), environment(), link)


def test_each_cell_says_its_count_and_leads_to_the_first_place() -> None:
    marks = titles(figure(printed()))
    assert marks["../essay/road/#fnref:1"] == "Brinton 1970 in The road: 2 citations"
    assert marks["../essay/end/#fnref:3"] == "Brinton 1970 in The end: 2 citations"
    assert marks["../essay/end/#fnref:4"] == "A & B n.d. in The end: 1 citation"
    assert marks["../essay/road/"] == "Section 1: The road"


def test_rows_are_sources_in_order_and_numerals_are_text() -> None:
    texts = [one.text for one in figure(printed()).iter(f"{SVG}text")]
    assert texts == ["1", "2", "Brinton 1970", "2", "2", "A & B n.d.", "1"]


def test_names_lead_to_the_source_list_if_there_is_one() -> None:
    links = [one["href"] for one in BeautifulSoup(printed(), "html.parser").select(".grid-source")]
    assert links == ["../sources/#brinton1970"]


def test_the_counts_are_those_of_the_places_in_the_source_list() -> None:
    book = cited()
    places = [place for one in book.sources for place in one.cited if place.section != "about"]
    cells = [cell for row in grid_of(book).rows for cell in row.cells]
    assert sum(cell.count for cell in cells) == len(places) == 5
    assert {cell.url for cell in cells} <= {place.url for place in places}


def test_the_caption_names_the_sections_and_what_is_not_shown() -> None:
    caption = BeautifulSoup(printed(), "html.parser").select("figcaption")[0]
    assert heard(caption) == (
        "How often each section of the essay cites each source; the source list names every "
        "place: 1 The road 2 The end Not shown: 1 source that only other pages cite."
    )


def test_the_caption_leads_to_the_source_list_wherever_it_stands() -> None:
    caption = BeautifulSoup(printed(), "html.parser").select("figcaption > p > a")
    assert [(words(one), one["href"]) for one in caption] == [
        ("the source list", "../sources/#brinton1970")
    ]
    bare = edition(source("anon", place("end", "p2", 4), url=None, title="A"))
    caption = BeautifulSoup(printed(bare), "html.parser").select("figcaption")
    assert heard(caption[0]).startswith("How often each section of the essay cites each source: 1")


def test_the_figure_is_named_and_can_be_scrolled() -> None:
    page = BeautifulSoup(printed(), "html.parser")
    svg = page.select("svg")[0]
    assert svg["role"] == "group"
    assert words(page.select(f"#{svg['aria-labelledby']}")[0]) == "Sources by sections of the essay"
    assert "the source list names every place" in words(
        page.select(f"#{svg['aria-describedby']}")[0]
    )
    assert page.select(".grid-figure[tabindex='0'][role=region][aria-label]")


def test_dots_grow_with_the_count_and_stay_in_their_rows() -> None:
    for count in (1, 3, 30):
        places = [place("road", "p1", number) for number in range(count)]
        cell = grid_of(edition(source("x", *places, title="X"))).rows[0].cells[0]
        assert (cell.count, cell.radius > 6, cell.radius <= 12) == (count, True, True)


def test_an_essay_that_cites_nothing_has_no_figure() -> None:
    assert printed(edition(WALDER)) == ""


@pytest.mark.parametrize(
    ("one", "name"),
    [
        (WALDER, "Walder and Gong 1993"),
        (source("x", author=[{"literal": "Chuang"}], issued=year(2016)), "Chuang 2016"),
        (source("x", editor=[{"family": "Dolgoff"}], issued=year(1974)), "Dolgoff 1974"),
        (source("x", author=[{"family": name} for name in "ABC"]), "A, B and C n.d."),
        (source("x", author=[{"family": name} for name in "ABCD"]), "A et al. n.d."),
        (source("x", title="Xu Qinxian"), "Xu Qinxian n.d."),
        (
            source("x", title="Workers Unite Students: The Backbone in the Late Stage"),
            "Workers Unite Students: The… n.d.",
        ),
        (source("x", **{"title-short": "Workers", "title": "Workers: All"}), "Workers n.d."),
    ],
)
def test_the_short_name_of_a_source(one: Source, name: str) -> None:
    assert short_name(one) == name


def test_sources_of_one_name_and_year_are_told_apart_by_letters() -> None:
    books = [source(key, author=BRINTON, issued=year(1970)) for key in ("a", "b")]
    assert short_names([*books, WALDER]) == {
        "a": "Brinton 1970a",
        "b": "Brinton 1970b",
        "walder1993": "Walder and Gong 1993",
    }


def test_a_page_with_the_slug_of_a_section_is_no_section() -> None:
    elsewhere = replace(place("road", "p1", 9), url="road/#fnref:9")
    book = cited()
    sources = (*book.sources, source("home", elsewhere, author=BRINTON, issued=year(1980)))
    assert [row.source.key for row in grid_of(replace(book, sources=sources)).rows] == [
        row.source.key for row in grid_of(book).rows
    ]
