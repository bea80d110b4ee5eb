"""The editor of a timeline is told of each mistake, where it stands and how to mend it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from timelines import TIMELINE, WALDER, edition

from mkdocs_apparatus.model import Paragraph
from mkdocs_apparatus.registers.timeline import check_timeline, events_of
from mkdocs_apparatus.registers.timeline_file import load_timeline

EVENT = "events:\n  - date: {date}\n    origin: essay\n    event: It.\n    paragraphs: [road#p1]\n"
PERIOD = "periods:\n  - name: All\n    dates: 1840/1999\n"


def problems(text: str) -> list[str]:
    return [str(one) for one in load_timeline(text, "t.yml").problems]


def test_a_good_timeline_has_no_problems() -> None:
    timeline = load_timeline(TIMELINE, "t.yml")
    assert timeline.problems == ()
    assert list(check_timeline(timeline, edition(WALDER))) == []


def test_events_stand_in_order_of_time() -> None:
    timeline = load_timeline(TIMELINE, "t.yml")
    ids = ["date-184X", "date-1848", "date-1848-2", "date-1905", "october"]
    assert [one.id for one in timeline.events] == ids
    assert [one.id for one in events_of(timeline, "road")] == ids[:3]
    assert events_of(timeline, "roa") == ()


def test_an_event_keeps_what_is_written() -> None:
    event = load_timeline(TIMELINE, "t.yml").events[1]
    assert (event.date.words, event.origin, event.place) == ("1848", "essay", "Europe")
    assert (event.event, event.remark) == ("A wave of *revolutions*.", "Begins in Sicily.")
    assert (event.paragraphs, event.sources, event.line) == (("road#p1",), ("walder1993",), 7)


def test_a_given_id_is_never_given_to_another() -> None:
    other = "  - {date: 1848, origin: essay, event: x, paragraphs: [road#p1], id: date-1848}\n"
    timeline = load_timeline(PERIOD + EVENT.format(date=1848) + other, "t.yml")
    assert sorted(one.id for one in timeline.events) == ["date-1848", "date-1848-2"]
    assert timeline.problems == ()


def test_an_event_belongs_to_the_period_in_which_it_begins() -> None:
    text = "periods:\n- {name: A, dates: 1840/1904}\n- {name: B, dates: 1905/1935}\n"
    timeline = load_timeline(text + EVENT.format(date="1904/1910"), "t.yml")
    period = timeline.period_of(timeline.events[0])
    assert period is not None
    assert (period.name, timeline.problems) == ("A", ())


EXAMPLE = "write it as 1848, 1917-11, 1917-11-07, 184X (a decade), 1930~ (about) or 1860/1879"
ORIGIN = "write 'origin: essay' if the essay itself gives the date, else 'origin: supplied'"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            EVENT.format(date="October 1917"),
            "t.yml:5: bad-date: 'October 1917' is no date: it cannot be read as EDTF; " + EXAMPLE,
        ),
        (
            EVENT.format(date="[1920..1923]"),
            't.yml:5: bad-date: the date is no text to YAML; quote it: date: "[1920..1923]"',
        ),
        (
            EVENT.format(date="{1917,1918}"),
            't.yml:5: bad-date: the date is no text to YAML; quote it: date: "[1920..1923]"',
        ),
        (
            EVENT.format(date=""),
            "t.yml:5: missing-field: there is no date here; write 'date: …', say 1917-11-07",
        ),
        (
            "events:\n- origin: essay\n  event: x\n",
            "t.yml:5: missing-field: there is no date here; write 'date: …', say 1917-11-07",
        ),
        (
            "events:\n- date: 1848\n  origin: essay\n",
            "t.yml:5: missing-field: the record does not say what happens; write 'event: …'",
        ),
        (
            "events:\n- date: 1848\n  event: x\n",
            f"t.yml:5: missing-field: the event does not say who dates it; {ORIGIN}",
        ),
        (
            "events:\n- date: 1848\n  event: x\n  origin: editor\n",
            f"t.yml:7: unknown-origin: 'editor' is no origin of a date; {ORIGIN}",
        ),
        (
            EVENT.format(date=1848) + "    remarks: x\n",
            "t.yml:9: unknown-field: 'remarks' is no field here; did you mean 'remark'?",
        ),
        (
            EVENT.format(date=1848) + "    id: a b\n",
            "t.yml:9: bad-id: the id 'a b' is not a valid anchor; "
            "use letters, digits, '-', '_', '.' and ':'",
        ),
        (
            EVENT.format(date=1848) + "    id: preview-x\n",
            "t.yml:9: bad-id: the id 'preview-x' begins with 'preview-', as those that pages get "
            "by themselves; choose another",
        ),
        (
            EVENT.format(date=1848) + "    sources: {a: b}\n",
            "t.yml:9: bad-data: 'sources' must be a text or a list of texts ('[one, another]'); "
            "quote texts that begin with '[' or '{' or hold ': '",
        ),
        (
            "events:\n- date: 1848\n  origin: essay\n  event: [x]\n",
            "t.yml:7: bad-data: 'event' must be a text; "
            "quote it if it begins with '[' or '{' or holds ': '",
        ),
        (
            EVENT.format(date=2021),
            "t.yml:5: outside-periods: 2021 lies in no period; "
            "mend its date, or the dates of a period",
        ),
        (
            "events: none\n",
            "t.yml:4: bad-data: 'events' must be a list of records; "
            "begin each with '- ' and a field",
        ),
        (
            "events: [1848]\n",
            "t.yml:4: bad-data: 'events' must be a list of records; "
            "begin each with '- ' and a field",
        ),
    ],
)
def test_a_mistake_in_an_event(text: str, said: str) -> None:
    assert problems(PERIOD + text) == [said]


def test_two_events_of_one_id() -> None:
    twice = EVENT.format(date=1848) + "    id: x\n" + EVENT.format(date=1849)[8:] + "    id: x\n"
    mend = "rename or remove one of the two"
    assert problems(PERIOD + twice) == [
        f"t.yml:14: duplicate-id: two events have the id 'x'; {mend}"
    ]
    ids = [one.id for one in load_timeline(PERIOD + twice, "t.yml").events]
    assert ids == ["x", "date-1849"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "periods:\n- {name: A, dates: 1840/1905}\n- {name: B, dates: 1905/1935}\n",
            "t.yml:3: overlapping-periods: 'B' begins before 'A' ends; "
            "end 'A' before it, or begin 'B' later",
        ),
        (
            "periods:\n- {name: A, dates: 1840/1935}\n- {name: B, dates: 1850/1860}\n"
            "- {name: C, dates: 1870/1890}\n",
            [
                "t.yml:3: overlapping-periods: 'B' begins before 'A' ends; "
                "end 'A' before it, or begin 'B' later",
                "t.yml:4: overlapping-periods: 'C' begins before 'A' ends; "
                "end 'A' before it, or begin 'C' later",
            ],
        ),
        (
            "periods:\n- dates: 1840/1905\n",
            "t.yml:2: missing-field: the period has no name; write 'name: …'",
        ),
        (
            "periods:\n- name: A\n",
            "t.yml:2: missing-field: there is no date here; write 'dates: …', say 1917-11-07",
        ),
        (
            "period: []\n",
            "t.yml:1: unknown-field: 'period' is no field here; did you mean 'periods'?",
        ),
    ],
)
def test_a_mistake_in_a_period(text: str, said: str | list[str]) -> None:
    assert problems(text) == ([said] if isinstance(said, str) else said)


@pytest.mark.parametrize("text", ["periods:\nevents:\n", "periods: []\n", ""])
def test_lists_may_be_empty(text: str) -> None:
    assert problems(text) == []


def test_without_periods_no_event_lies_outside_of_them() -> None:
    assert problems(EVENT.format(date=1848)) == []


def test_periods_of_one_date_have_ids_of_their_own() -> None:
    text = "periods:\n- {name: A, dates: 1840/1904}\n- {name: B, dates: 1840/1904}\n"
    ids = [one.id for one in load_timeline(text, "t.yml").periods]
    assert ids == ["period-1840-1904", "period-1840-1904-2"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "[end#p1]\n    id",
            "[end#p7]\n    id",
            "t.yml:22: unknown-paragraph: there is no paragraph 'end#p7'; did you mean 'end#p2'?",
        ),
        (
            "[end#p1]\n    id",
            "[x]\n    id",
            "t.yml:22: unknown-paragraph: there is no paragraph 'x'; name one as in 'road#p1'",
        ),
        (
            "    paragraphs: [end#p1]\n    id",
            "    id",
            "t.yml:22: no-paragraph: the event of 7 November 1917 names no paragraph; "
            "write 'paragraphs: [section#p1]'",
        ),
        (
            "[walder1993]",
            "[walder1939]",
            "t.yml:7: unknown-key: no page cites a source 'walder1939'; did you mean 'walder1993'?",
        ),
        (
            "[walder1993]",
            "[x]",
            "t.yml:7: unknown-key: no page cites a source 'x'; "
            "cite it in the essay, or take it out here",
        ),
    ],
)
def test_an_event_that_leads_nowhere(before: str, after: str, said: str) -> None:
    assert TIMELINE.count(before) == 1
    timeline = load_timeline(TIMELINE.replace(before, after), "t.yml")
    assert [str(one) for one in check_timeline(timeline, edition(WALDER))] == [said]


@pytest.mark.parametrize(
    ("known", "mend"),
    [
        (["p1", None], "run 'apparatus number', which gives paragraphs their ids"),
        ([None, None], "run 'apparatus number', which gives paragraphs their ids"),
    ],
)
def test_a_paragraph_that_has_no_id_yet(known: list[str | None], mend: str) -> None:
    book = edition(WALDER)
    paragraphs = tuple(Paragraph(str(number), one) for number, one in enumerate(known, 1))
    book = replace(book, sections=(replace(book.sections[0], paragraphs=paragraphs),))
    text = EVENT.format(date=1848).replace("road#p1", "road#p2")
    assert [str(one) for one in check_timeline(load_timeline(text, "t.yml"), book)] == [
        f"t.yml:2: unknown-paragraph: there is no paragraph 'road#p2'; {mend}"
    ]


def test_no_paragraph_has_an_id_yet() -> None:
    book = replace(edition(WALDER), sections=())
    assert [
        str(one) for one in check_timeline(load_timeline(EVENT.format(date=1848), "t.yml"), book)
    ] == [
        "t.yml:2: unknown-paragraph: there is no paragraph 'road#p1'; "
        "run 'apparatus number', which gives paragraphs their ids, and name one of them"
    ]
