"""A reader sees the timeline at a glance, and reads in the list all that the figure shows."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import pytest
from bs4 import BeautifulSoup
from conftest import seen
from hypothesis import given
from hypothesis import strategies as st
from timelines import SVG, TIMELINE, WALDER, edition, figure, source, titles, words

from mkdocs_apparatus.page_result import SearchEntry
from mkdocs_apparatus.publication.rendering import environment
from mkdocs_apparatus.registers.timeline import Timeline
from mkdocs_apparatus.registers.timeline_figure import WIDTH, figure_of
from mkdocs_apparatus.registers.timeline_file import load_timeline
from mkdocs_apparatus.registers.timeline_page import (
    search_entries,
    section_dates_html,
    timeline_html,
)


def link(url: str) -> str:
    return f"../{url}"


def printed(text: str = TIMELINE) -> str:
    return timeline_html(load_timeline(text, "t.yml"), edition(WALDER), environment(), link)


@pytest.fixture(scope="module", name="page")
def _page() -> BeautifulSoup:
    return BeautifulSoup(printed(), "html.parser")


def test_the_list_stands_under_its_periods(page: BeautifulSoup) -> None:
    headings = [(one["id"], words(one)) for one in page.select("h2")]
    assert headings == [
        ("period-1840-1904", "Parliaments 1840–1904"),
        ("period-1905-1935", "Councils & soviets 1905–1935"),
    ]
    held = [
        [item["id"] for item in one.select(":scope > li")] for one in page.select("ol.timeline")
    ]
    assert held == [["date-184X", "date-1848", "date-1848-2"], ["date-1905", "october"]]


def test_an_event_says_all_that_is_known_of_it(page: BeautifulSoup) -> None:
    item = page.select("#date-1848")[0]
    assert seen(item) == (
        "1848 Europe A wave of revolutions. Begins in Sicily. In §1 ¶1. See Walder and Gong 1993."
    )
    assert seen(page.select("#date-184X .event")[0]) == (
        "1848. & all that. Date supplied. In §1 ¶1."
    )
    assert [one["href"] for one in item.select("a")] == [
        "../essay/road/#p1",
        "../sources/#walder1993",
    ]
    assert [words(one) for one in item.select("em")] == ["revolutions"]


def test_only_dates_of_html_are_marked_as_times(page: BeautifulSoup) -> None:
    assert [one["datetime"] for one in page.select("time")] == ["1848", "1848", "1917-11-07"]


def test_every_mark_leads_to_its_event_and_says_what_the_list_says(page: BeautifulSoup) -> None:
    marks = titles(figure(printed()))
    assert list(marks.values()) == [
        "1840s: 1848. & all that.",
        "1848, Europe: A wave of revolutions.",
        "1848: Another.",
        "since about 1905: It goes on.",
        "7 November 1917: October.",
    ]
    for href, title in marks.items():
        when, what = title.split(": ", 1)
        item = words(page.select(href)[0])
        assert item.startswith(when.replace(",", ""))
        assert what in item


def test_periods_of_the_figure_stand_in_the_list(page: BeautifulSoup) -> None:
    names = [
        one.text
        for one in figure(printed()).iter(f"{SVG}text")
        if one.get("class") == "period-name"
    ]
    assert names == ["Parliaments", "Councils & soviets"]
    assert all(any(name in words(one) for one in page.select("h2")) for name in names)


def test_the_figure_is_named_and_can_be_scrolled(page: BeautifulSoup) -> None:
    svg = page.select("svg")[0]
    assert svg["role"] == "group"
    assert words(page.select(f"#{svg['aria-labelledby']}")[0]) == "Overview of the timeline"
    assert "list below" in words(page.select(f"#{svg['aria-describedby']}")[0])
    region = page.select(".timeline-figure")[0]
    assert (region["role"], region["tabindex"]) == ("region", "0")
    assert region["aria-label"]


def test_shape_and_fill_tell_marks_apart_without_colour() -> None:
    paths = {
        link.attrib["href"]: link.find(f"{SVG}path") for link in figure(printed()).iter(f"{SVG}a")
    }
    drawn = {
        href: (path.attrib["fill"], "A" in path.attrib["d"])
        for href, path in paths.items()
        if path is not None
    }
    assert drawn["#date-1848"] == ("currentColor", True)
    assert drawn["#date-184X"] == ("none", False)
    assert drawn["#date-1905"] == ("none", True)


def test_ids_stand_once(page: BeautifulSoup) -> None:
    ids = [one["id"] for one in page.select("[id]")]
    assert len(ids) == len(set(ids)) == 9


def test_an_event_outside_of_all_periods_is_not_lost() -> None:
    text = TIMELINE.replace("1917-11-07", "1999-11-07")
    page = BeautifulSoup(printed(text), "html.parser")
    assert words(page.select("#period-other")[0]) == "Other dates"
    assert page.select("#period-other + ol > #october")


def test_a_paragraph_that_does_not_exist_is_left_out() -> None:
    page = BeautifulSoup(printed(TIMELINE.replace("[road#p1]", "[road#p9]")), "html.parser")
    assert "In" not in words(page.select("#date-184X")[0])


def test_a_timeline_without_events_has_no_figure() -> None:
    assert "<svg" not in printed("")


def test_markup_in_a_timeline_is_escaped_where_it_is_no_markdown() -> None:
    html = printed(TIMELINE.replace("place: Europe", "place: <b>&"))
    assert "&lt;b&gt;&amp;" in html
    assert "<b>" not in html


def test_no_html_and_no_script_comes_from_an_event() -> None:
    said = "<script>alert(1)</script> [it](javascript:x) *so*"
    page = BeautifulSoup(printed(TIMELINE.replace("October.", said)), "html.parser")
    assert words(page.select("#october .event-text")[0]) == "<script>alert(1)</script> it so"
    assert page.select("script, [href^=javascript]") == []


def test_a_timeline_without_periods_has_one_heading() -> None:
    text = TIMELINE.partition("events:")
    page = BeautifulSoup(printed("".join(text[1:])), "html.parser")
    assert [words(one) for one in page.select("h2")] == ["Dates"]


def test_a_source_without_an_address_is_named() -> None:
    book = edition(replace(WALDER, url=None))
    html = timeline_html(load_timeline(TIMELINE, "t.yml"), book, environment(), link)
    places = BeautifulSoup(html, "html.parser").select("#date-1848 .event-places")[0]
    assert seen(places) == "In §1 ¶1. See Walder and Gong 1993."
    assert len(places.select("a")) == 1


def test_a_source_without_a_date_ends_with_one_full_stop() -> None:
    undated = {name: value for name, value in WALDER.csl.items() if name != "issued"}
    book = edition(replace(WALDER, csl=undated))
    html = timeline_html(load_timeline(TIMELINE, "t.yml"), book, environment(), link)
    places = BeautifulSoup(html, "html.parser").select("#date-1848 .event-places")[0]
    assert seen(places) == "In §1 ¶1. See Walder and Gong n.d."


def test_a_long_timeline_takes_no_time() -> None:
    records = "".join(
        f"  - {{date: {1840 + one % 95}, origin: essay, event: '*It*.', "
        f"paragraphs: [road#p1], sources: [s{one}]}}\n"
        for one in range(200)
    )
    timeline = load_timeline(TIMELINE.partition("  - date")[0] + records, "t.yml")
    book = edition(*(source(f"s{one}", title=f"T{one}") for one in range(2000)))
    start = perf_counter()
    timeline_html(timeline, book, environment(), link)
    assert perf_counter() - start < 2  # on a busy machine; 0.2 s otherwise


@pytest.mark.parametrize("far", ["Y170000002", "1905/Y170000002", "XXXX", "Y-20000"])
def test_a_date_that_is_far_off_leaves_room_for_others(far: str) -> None:
    for text in (TIMELINE, "".join(TIMELINE.partition("events:")[1:])):
        figure_ = figure_of(load_timeline(text.replace("1917-11-07", far), "t.yml"))
        years = [one.label for one in figure_.ticks if one.label]
        assert years[0] >= "1840"
        assert years[-1] <= "1940"
        assert all(0 <= one.left < one.right <= WIDTH for one in figure_.marks)


def overlapping(timeline: Timeline) -> list[tuple[str, str]]:
    marks = figure_of(timeline).marks
    return [
        (one.event.id, other.event.id)
        for place, one in enumerate(marks)
        for other in marks[:place]
        if one.y == other.y and one.left < other.right and other.left < one.right
    ]


DATES = st.builds("{}/{}".format, st.integers(1840, 1900), st.integers(1900, 1935)) | st.integers(
    1840, 1935
).map(str)


@given(st.lists(st.tuples(DATES, st.sampled_from(["essay", "supplied"])), min_size=1, max_size=40))
def test_marks_never_overlap_and_stay_in_the_figure(events: list[tuple[str, str]]) -> None:
    records = (
        f"  - {{date: {date}, origin: {origin}, event: x, paragraphs: [road#p1]}}\n"
        for date, origin in events
    )
    timeline = load_timeline(TIMELINE.partition("  - date")[0] + "".join(records), "t.yml")
    assert overlapping(timeline) == []
    drawn = figure_of(timeline)
    assert len(drawn.marks) == len(events)
    for mark in drawn.marks:
        assert 0 <= mark.left < mark.right <= WIDTH
        assert drawn.top < mark.y < drawn.bottom


def test_the_axis_has_decades_and_names_every_second() -> None:
    ticks = figure_of(load_timeline(TIMELINE.replace("1905/1935", "1905/2021"), "t.yml")).ticks
    assert len(ticks) == 19
    assert [one.label for one in ticks if one.label] == [
        str(year) for year in range(1840, 2021, 20)
    ]


def test_a_section_links_to_its_dates() -> None:
    timeline, book = load_timeline(TIMELINE, "t.yml"), edition(WALDER)
    html = section_dates_html(timeline, book.sections[0], "timeline/", environment(), link)
    page = BeautifulSoup(html, "html.parser")
    assert words(page) == "On the timeline: 1840s · 1848"
    assert [(one["href"], one["aria-label"]) for one in page.select("a")] == [
        ("../timeline/#date-184X", "1840s: 1848. & all that."),
        ("../timeline/#date-1848", "1848, Europe: A wave of revolutions.; 1848: Another."),
    ]


def test_a_section_without_dates_says_nothing() -> None:
    timeline = load_timeline("", "t.yml")
    section = edition().sections[0]
    assert section_dates_html(timeline, section, "timeline/", environment(), link) == ""


def test_search_finds_events() -> None:
    entries = list(search_entries(load_timeline(TIMELINE, "t.yml"), "timeline/"))
    said = "A wave of revolutions. Begins in Sicily."
    assert entries[1] == SearchEntry("timeline/#date-1848", "Timeline: 1848, Europe", said, "event")
    assert entries[0].text == "1848. & all that."


def test_columns_of_events_are_named_by_their_years() -> None:
    event = "  - {{date: {date}, origin: essay, event: E{date}., paragraphs: [road#p1]}}\n"
    dates = [f"1989-0{month}" for month in range(1, 8)] + ["1848", "1990-02"]
    text = f"events:\n{''.join(event.format(date=one) for one in sorted(dates))}"
    text += event.format(date="2020")
    drawn = figure_of(load_timeline(text, "t.yml"))
    assert [one.label for one in drawn.peaks] == ["1989–1990"]
    (peak,) = drawn.peaks
    assert peak.y < min(one.y for one in drawn.marks)
    assert peak.y > drawn.top
    assert "1989–1990" in words(BeautifulSoup(printed(text), "html.parser").select_one("svg"))
    assert figure_of(load_timeline(TIMELINE, "t.yml")).peaks == ()
