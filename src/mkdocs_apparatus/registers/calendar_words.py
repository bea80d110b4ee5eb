"""Days, months and years as a language writes them, by the patterns of CLDR.

https://www.unicode.org/reports/tr35/tr35-dates.html#Date_Format_Patterns
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..messages.speech import Speech

FIELD = re.compile(r"'(?P<words>[^']*)'|(?P<field>y+|M+|d+)")
"""A field of a pattern, or quoted words: `d 'de' MMMM 'de' y`."""

SEPARATOR = re.compile(r"[\s\u2009–至~-]$")
"""A character of what stands between the ends of a range: `d.–`, `y年M月d日至`."""


@dataclass(frozen=True)
class Plain:
    """A date of the calendar; `year` is ISO 8601's, where 0 is 1 BC, day and month may lack."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def parts(self) -> int:
        """How exact it is: 1 for a year, 2 for a month, 3 for a day."""
        return 1 + bool(self.month) + bool(self.day)


def say(date: Plain, speech: Speech) -> str:
    """Say a date: "18 May 1989", "18. Mai 1989", "1989年5月18日"."""
    locale = speech.locale
    pattern = (
        locale.date_formats["long"].pattern
        if date.day
        else locale.datetime_skeletons["yMMMM" if date.month else "y"].pattern
    )
    return _filled(pattern, date, speech)


def say_range(first: Plain, last: Plain, speech: Speech) -> str:
    """Say from one date to another, of which both have day, month or year alone."""
    if first == last:
        return say(last, speech)
    halves = _halves([first, last], speech) if first.parts > 1 else ()
    if halves:
        return "".join(_filled(*one, speech) for one in zip(halves, (first, last), strict=True))
    said = say(first, speech), say(last, speech)
    found = _patterns(speech, 1).get("y", []) if first.parts == 1 else []
    if len(found) == 2 and not any(" " in one for one in said):
        ends = zip(map(_closed_up, found), (first, last), strict=True)
        return "".join(_filled(*one, speech) for one in ends)
    return " – ".join(said)


def say_each(dates: Sequence[Plain], speech: Speech) -> list[str]:
    """Say dates in a row, what they share once: "15", "18 May 1989"; "1989年5月15日", "18日"."""
    halves = _halves(dates, speech) if len(dates) > 1 and dates[0].parts > 1 else ()
    if not halves:
        return [say(one, speech) for one in dates]
    left, right = halves
    while SEPARATOR.search(left):
        left = left[:-1]
    if "M" in left and "d" in right and "M" not in right and "y" in right:  # "May 15 – 18, 1989"
        return [say(one, speech) for one in dates]
    others = len(dates) - 1
    patterns = [left, *[right] * others] if "y" in left else [*[left] * others, right]
    return [_filled(one, date, speech) for one, date in zip(patterns, dates, strict=True)]


def _patterns(speech: Speech, parts: int) -> dict[str, list[str]]:
    """Give the patterns of ranges by the greatest part in which their ends differ."""
    for name in {3: ("yMMMMd", "yMMMd"), 2: ("yMMMM", "yMMM"), 1: ("y",)}[parts]:
        if found := speech.locale.interval_formats.get(name):
            return dict(found)
    return {}


def _halves(dates: Sequence[Plain], speech: Speech) -> tuple[str, str] | tuple[()]:
    """Give the patterns of the ends of a range that shares a year; months are written in full."""
    years, months = ({one.year for one in dates}, {one.month for one in dates})
    differ = "y" if len(years) > 1 else "M" if len(months) > 1 else "d"
    found = _patterns(speech, dates[0].parts).get(differ, [])
    if len(found) != 2 or (differ == "y" and len(dates) > 2):
        return ()
    first, last = (re.sub("(?<!M)MMM(?!M)", "MMMM", one.replace("\u2009", " ")) for one in found)
    if differ == ("d" if dates[0].day else "M"):
        return _closed_up(first), last
    return first, last


def _closed_up(pattern: str) -> str:
    """Set a dash between single words without spaces, as style guides have it: "15–18 May"."""
    return re.sub(r"[ \u2009]–[ \u2009]$", "–", pattern)


def _filled(pattern: str, date: Plain, speech: Speech) -> str:
    def fill(found: re.Match[str]) -> str:
        field = found["field"]
        if field is None:
            return found["words"] or "'"
        if field[0] == "y":
            return year(date.year, speech)
        if field[0] == "d":
            return speech.say_of("first of a month", "1") if date.day == 1 else str(date.day)
        names = speech.locale.months["format"]["wide"]
        return names[date.month] if len(field) > 2 else str(date.month)

    return FIELD.sub(fill, pattern)


def year(number: int, speech: Speech) -> str:
    """Say a year of ISO 8601, where 0 is 1 BC, without what a language adds to years."""
    if number <= 0:
        return speech.say("%(year)s BC", year=_digits(1 - number, speech))
    if number < 1000:
        return speech.say("AD %(year)s", year=number)
    return _digits(number, speech)


def _digits(number: int, speech: Speech) -> str:
    return speech.number(number) if number > 9999 else str(number)
