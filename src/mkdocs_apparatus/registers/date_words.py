"""EDTF dates in English words: "about 1930", "15–18 May 1989", "19th century"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import edtf
from babel.dates import format_date
from babel.lists import format_list

_FOUR = ("spring", "summer", "autumn", "winter")
_QUARTERS = ("first", "second", "third", "fourth")
DIVISIONS = {
    **{number: f"{name} {{}}" for number, name in enumerate(_FOUR, 21)},
    **{number: f"{name} {{}} (northern hemisphere)" for number, name in enumerate(_FOUR, 25)},
    **{number: f"{name} {{}} (southern hemisphere)" for number, name in enumerate(_FOUR, 29)},
    **{number: f"{name} quarter of {{}}" for number, name in enumerate(_QUARTERS, 33)},
    40: "first half of {}",
    41: "second half of {}",
}
"""EDTF's divisions of a year that have a wording, by number; see its section "Season"."""

QUALIFIED = {"uncertain": "?", "approximate": "~", "uncertain and approximate": "%"}
"""EDTF's signs after, or before, a part of a date, with what they say of it."""

LOOSE = re.compile(r"(?P<minus>-?)(?P<known>\d{1,3})X+")
"""A year of which only the first digits are known: `184X`, `18XX`, `-01XX`."""

NOUN = re.compile(r"\d0s$|century|millennium|half|quarter")
"""Words that take an article after another word: `1980s`, `19th century`."""


def in_words(value: Any, locale: str) -> str:
    """Say what `edtf.parse_edtf` gave; a part that has no good wording as EDTF writes it.

    `locale` is Babel's, for the names of months and the joining of lists.
    """
    if isinstance(value, edtf.OneOfASet | edtf.MultipleDates):
        choice = isinstance(value, edtf.OneOfASet)
        said = _short([_parts(one, locale) for one in value.objects])
        said = said or [_member(one, choice, locale) for one in value.objects]
        return format_list(said, "or" if choice else "standard", locale)
    if isinstance(value, edtf.Interval):
        return _interval(value, locale)
    return _hedged(value, _leaf(value, locale))


def _member(value: Any, choice: bool, locale: str) -> str:
    """Say one member of a set; in a choice, a range holds one date and not all."""
    if choice and isinstance(value, edtf.EarlierConsecutives):
        return f"{in_words(value.upper, locale)} or earlier"
    if choice and isinstance(value, edtf.LaterConsecutives):
        return f"{in_words(value.lower, locale)} or later"
    if choice and isinstance(value, edtf.Consecutives):
        lower, upper = in_words(value.lower, locale), in_words(value.upper, locale)
        return f"between {lower} and {upper}"
    return in_words(value, locale)


def _interval(value: Any, locale: str) -> str:
    """Say an interval: "1860–1879", "15 April – 4 June 1989", "since 1985"."""
    lower, upper = value.lower, value.upper
    loose = edtf.UnspecifiedIntervalSection
    if isinstance(lower, loose) and isinstance(upper, loose):
        return str(value)
    if isinstance(lower, loose):
        until = _after("until", in_words(upper, locale))
        return f"{until} (beginning unknown)" if lower.is_unknown else until
    if isinstance(upper, loose):
        known = in_words(lower, locale)
        since = _after("from" if upper.is_unknown else "since", known)
        return f"{since} (end unknown)" if upper.is_unknown else since
    first, last = _parts(lower, locale), _parts(upper, locale)
    said = _short([first, last])
    if not said:
        return f"{in_words(lower, locale)} – {in_words(upper, locale)}"
    if first == last:
        return said[1]
    return ("–" if " " not in said[0] else " – ").join(said)


def _short(dates: Sequence[tuple[str, ...]]) -> list[str]:
    """Say plain dates, what they share at the last alone: "15", "18 May 1989".

    Nothing if one is not plain, or they are not all of days, all of months or all of years.
    """
    parts = len(dates[0])
    if not parts or any(len(one) != parts for one in dates):
        return []
    shared = 0
    while shared < parts - 1 and len({one[-1 - shared] for one in dates}) == 1:
        shared += 1
    return [" ".join(one[: parts - shared]) for one in dates[:-1]] + [" ".join(dates[-1])]


def _parts(value: Any, locale: str) -> tuple[str, ...]:
    """Give day, month and year of a plain date, as many as it has; nothing of another."""
    if isinstance(value, edtf.UncertainOrApproximate) and not value.ua:
        value = value.date
    if type(value) is not edtf.Date or value.significant_digits:
        return ()
    day = (str(int(value.day)),) if value.day else ()
    month = (_month(value.month, locale),) if value.month else ()
    return *day, *month, _year(int(value.year))


def _leaf(value: Any, locale: str) -> str:
    """Say one date without what qualifies it."""
    if isinstance(value, edtf.UncertainOrApproximate):
        return _leaf(value.date, locale)
    if isinstance(value, edtf.DateAndTime):
        return f"{_leaf(value.date, locale)}, {value.time}"
    if isinstance(value, edtf.LongYear):
        return _year(value.lower_strict().tm_year)
    if isinstance(value, edtf.Season):
        wording = DIVISIONS.get(int(value.season))
        return wording.format(_year(int(value.year))) if wording else str(value)
    year, month, day = value.year, value.month, value.day
    if "X" in year:
        return str(value) if month else _loose(year) or str(value)
    if month == "XX":
        known = day in (None, "XX")
        return f"{_year(int(year))} (month unknown)" if known else str(value)
    if day == "XX":
        return f"{_month(month, locale)} {_year(int(year))} (day unknown)"
    plain = edtf.Date(year, month, day)
    return " ".join(_parts(plain, locale))


def _hedged(value: Any, words: str) -> str:
    """Qualify a date, the whole or parts of it: "about 1930", "July 2004 (month uncertain)"."""
    if parts := _hedged_parts(value):
        return f"{words} ({', '.join(parts)})"
    both = value.is_uncertain_and_approximate
    if value.is_approximate or both or getattr(value, "significant_digits", None):
        words = _after("about", words)
    if value.is_uncertain or both:
        words = words if words.startswith("about") else _after("", words).strip()
        words = f"perhaps {words}"
    return words


def _hedged_parts(value: Any) -> list[str]:
    """Say which parts are qualified and how: "year and month approximate"; nothing if all are."""
    if not isinstance(value, edtf.PartialUncertainOrApproximate) or value.all_ua or value.season:
        return []
    parts = {
        "year": value.year_ua or value.year_ua_b or value.year_month_ua,
        "month": value.month_ua or value.year_month_ua or value.month_day_ua,
        "day": value.day_ua or value.month_day_ua,
    }
    said = []
    for words, sign in QUALIFIED.items():
        names = [name for name, hedge in parts.items() if hedge and str(hedge) == sign]
        if names:
            said.append(f"{' and '.join(names)} {words}")
    return said


def _after(word: str, words: str) -> str:
    return f"{word} the {words}" if NOUN.search(words) else f"{word} {words}"


def _loose(year: str) -> str:
    """Say a decade, century or millennium; nothing where there is no word for it."""
    found = LOOSE.fullmatch(year)
    if not found:
        return ""
    known, era = int(found["known"]), " BC" if found["minus"] else ""
    if len(found["known"]) < 3:
        unit = "century" if len(found["known"]) == 2 else "millennium"
        return f"{_ordinal(known + 1)} {unit}{era}"
    if era or not known:
        return ""
    # "1900s" would be taken for the century.
    return f"{known}0s" if known % 10 else f"{known}0–{known}9"


def _ordinal(number: int) -> str:
    teen = number % 100 in (11, 12, 13)
    ending = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _month(number: str, locale: str) -> str:
    return format_date(date(2000, int(number), 1), "MMMM", locale)


def _year(number: int) -> str:
    """Say a year of ISO 8601, where 0 is 1 BC."""
    if number <= 0:
        return f"{_digits(1 - number)} BC"
    return f"AD {number}" if number < 1000 else _digits(number)


def _digits(number: int) -> str:
    return f"{number:,}" if number > 9999 else str(number)
