"""Dates of EDTF (ISO 8601-2) are said in words, and none that is valid raises."""

from __future__ import annotations

import math

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_apparatus.messages.speech import Speech
from mkdocs_apparatus.registers.dates import read_date
from mkdocs_apparatus.registers.edtf_dates import _parse

WORDS = {
    "1848": "1848",
    "1917-11": "November 1917",
    "1917-11-07": "7 November 1917",
    "1917-11-07T10:00:00": "7 November 1917, 10:00:00",
    "184X": "1840s",
    "190X": "1900–1909",
    "18XX": "19th century",
    "11XX": "12th century",
    "20XX": "21st century",
    "-01XX": "2nd century BC",
    "1XXX": "2nd millennium",
    "1860/1879": "1860–1879",
    "1917-08/1917-09": "August–September 1917",
    "1917-11/1918-02": "November 1917 – February 1918",
    "1989-04-15/1989-06-04": "15 April – 4 June 1989",
    "1989-05-15/1989-05-18": "15–18 May 1989",
    "1848/1848": "1848",
    "1930~": "about 1930",
    "1930?": "perhaps 1930",
    "1930%": "perhaps about 1930",
    "198X~": "about the 1980s",
    "1917-?11-07": "7 November 1917 (month uncertain)",
    "2004-06~-11": "11 June 2004 (year and month approximate)",
    "2004?-06-~11": "11 June 2004 (year uncertain, day approximate)",
    "2004?-06": "June 2004 (year uncertain)",
    "2004-06-11~": "about 11 June 2004",
    "1950S2": "about 1950",
    "[1920..1923]": "between 1920 and 1923",
    "[1989-05-18,1989-05-19]": "18 or 19 May 1989",
    "[1917,1918,1920]": "1917, 1918 or 1920",
    "[..1985]": "1985 or earlier",
    "[1985..]": "1985 or later",
    "{1989-05-18,1989-05-19}": "18 and 19 May 1989",
    "{1667,1668,1670..1672}": "1667, 1668 and 1670–1672",
    "1949/198X": "1949 – 1980s",
    "2018~/2021-06": "about 2018 – June 2021",
    "1985/..": "since 1985",
    "../1985": "until 1985",
    "1985/": "from 1985 (end unknown)",
    "/1985": "until 1985 (beginning unknown)",
    "2001-21": "spring 2001",
    "2001-34": "second quarter of 2001",
    "1917-XX": "1917 (month unknown)",
    "1917-11-XX": "November 1917 (day unknown)",
    "-0044-03-15": "15 March 45 BC",
    "0000": "1 BC",
    "0476-09-04": "4 September AD 476",
    "-0026/0014": "27 BC – AD 14",
    "Y-10000": "10,001 BC",
    # What has no good wording is left as it is.
    "19X7": "19X7",
    "1917-1X": "1917-1X",
    "2001-21^x": "2001-21^x",
    "../..": "../..",
    "1989-XX-04": "1989-XX-04",
}


@pytest.mark.parametrize(("written", "said"), WORDS.items())
def test_a_date_is_said_in_words(written: str, said: str) -> None:
    assert read_date(written).words == said


def test_months_are_named_in_the_locale() -> None:
    assert read_date("1917-11", Speech("de")).words == "November 1917"
    assert read_date("1917-10-25", Speech("de")).words == "25. Oktober 1917"


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("1848", 1848, 1849),
        ("1917-01-01", 1917, 1917 + 1 / 365),
        ("2020-12-31", 2020 + 365 / 366, 2021),
        ("1917/1920", 1917, 1921),
        ("184X", 1840, 1850),
        ("[1920..1923]", 1920, 1924),
        ("1985/..", 1985, math.inf),
        ("../1985", -math.inf, 1986),
        ("1985/", 1985, 1986),
        ("-0044", -44, -43),
        ("-0044-03-XX", -44 + 60 / 366, -44 + 91 / 366),
        ("1917-1X", 1917, 1918),
    ],
)
def test_a_date_lies_between_decimal_years(written: str, start: float, end: float) -> None:
    date = read_date(written)
    assert (date.start, date.end) == (pytest.approx(start), pytest.approx(end))


@pytest.mark.parametrize("written", ["1930~", "1930?", "1930%", "184X", "[1917,1918]", "1950S2"])
def test_what_is_not_exactly_known_is_vague(written: str) -> None:
    assert read_date(written).vague


@pytest.mark.parametrize("written", ["1848", "1860/1879", "{1917,1918}", "1985/.."])
def test_what_is_exactly_known_is_not_vague(written: str) -> None:
    assert not read_date(written).vague


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "it cannot be read as EDTF"),
        ("October 1917", "it cannot be read as EDTF"),
        ("1989-02-30", "it cannot be read as EDTF"),
        ("1900-02-29", "there is no such day"),
        ("1990/1980", "it ends before it begins"),
        ("1990/1989", "it ends before it begins"),
        ("Y1E12", "its year is too far off"),
    ],
)
def test_what_is_no_date_says_why(
    written: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        read_date(written)
    assert capsys.readouterr().out == ""


YEARS = st.integers(-9999, 9999).map(lambda year: f"{'-' if year < 0 else ''}{abs(year):04}")
LOOSE = st.integers(0, 999).map(lambda year: f"{year:03}X") | st.sampled_from(["18XX", "1XXX"])
MONTHS = st.builds("{}-{:02}".format, YEARS, st.integers(1, 12))
SEASONS = st.builds("{}-{}".format, YEARS, st.integers(21, 41))
DAYS = st.builds("{}-{:02}".format, MONTHS, st.integers(1, 28))
UNKNOWN = st.builds("{}-XX".format, YEARS | MONTHS) | st.builds("{}-XX-XX".format, YEARS)
PLAIN = YEARS | MONTHS | DAYS
HEDGED = st.builds("{}{}".format, PLAIN, st.sampled_from(["", "~", "?", "%"]))
OPEN = st.builds("{}/..".format, HEDGED) | st.builds("../{}".format, HEDGED)
SETS = st.lists(PLAIN, min_size=2, max_size=4).map(",".join)
CHOSEN = st.builds("[{}]".format, SETS) | st.builds("{{{}}}".format, SETS)
VALID = HEDGED | LOOSE | SEASONS | UNKNOWN | OPEN | CHOSEN


@given(VALID)
def test_every_valid_date_has_words_and_a_place(written: str) -> None:
    date = read_date(written)
    assert date.words.strip()
    assert date.start < date.end


@given(HEDGED, HEDGED)
def test_an_interval_has_words_unless_it_is_turned_round(first: str, last: str) -> None:
    try:
        date = read_date(f"{first}/{last}")
    except ValueError as error:
        assert str(error) == "it ends before it begins"  # noqa: PT017
    else:
        assert date.words.strip()
        assert date.start == read_date(first).start
        assert date.end == read_date(last).end


@given(PLAIN | st.builds("{}/{}".format, PLAIN, PLAIN))
def test_plain_dates_are_read_as_the_library_reads_them(written: str) -> None:
    assert repr(_parse(written)) == repr(edtf.parse_edtf(written))
