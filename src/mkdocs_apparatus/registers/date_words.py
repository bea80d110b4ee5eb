"""EDTF dates in words: "about 1930", "15–18 May 1989", "19th century"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import edtf

from ..messages.places import comma
from ..messages.speech import Speech
from .calendar_words import Plain, say, say_each, say_range
from .date_messages import (
    ABOUT,
    FROM,
    HEMISPHERES,
    PARTS,
    PERHAPS,
    QUALIFIED,
    SEASONS,
    SINCE,
    UNTIL,
)

LOOSE = re.compile(r"(?P<minus>-?)(?P<known>\d{1,3})X+")
"""A year of which only the first digits are known: `184X`, `18XX`, `-01XX`."""


@dataclass(frozen=True)
class Words:
    """A date in words, and its `kind`, as in `ABOUT`."""

    words: str
    kind: str = "date"


def in_words(value: Any, speech: Speech) -> str:
    """Say what `edtf.parse_edtf` gave; a part that has no good wording as EDTF writes it."""
    return _said(value, speech).words


def _said(value: Any, speech: Speech) -> Words:
    if isinstance(value, edtf.OneOfASet | edtf.MultipleDates):
        choice = isinstance(value, edtf.OneOfASet)
        said = _each([_plain(one) for one in value.objects], speech)
        said = said or [_member(one, choice, speech) for one in value.objects]
        return Words(speech.listed(said, "or" if choice else "standard"))
    if isinstance(value, edtf.Interval):
        return Words(_interval(value, speech))
    return _hedged(value, _leaf(value, speech), speech)


def _after(words: Mapping[str, str], said: Words, speech: Speech) -> str:
    return speech.say(words[said.kind], **{said.kind: said.words})


def _remarked(words: str, remark: str, speech: Speech) -> str:
    return speech.say("%(date)s (%(remark)s)", date=words, remark=remark)


def _member(value: Any, choice: bool, speech: Speech) -> str:
    """Say one member of a set; in a choice, a range holds one date and not all."""
    if choice and isinstance(value, edtf.EarlierConsecutives):
        return speech.say("%(date)s or earlier", date=in_words(value.upper, speech))
    if choice and isinstance(value, edtf.LaterConsecutives):
        return speech.say("%(date)s or later", date=in_words(value.lower, speech))
    if choice and isinstance(value, edtf.Consecutives):
        lower, upper = in_words(value.lower, speech), in_words(value.upper, speech)
        return speech.say("between %(first)s and %(last)s", first=lower, last=upper)
    return in_words(value, speech)


def _interval(value: Any, speech: Speech) -> str:
    """Say an interval: "1860–1879", "15 April – 4 June 1989", "since 1985"."""
    lower, upper = value.lower, value.upper
    loose = edtf.UnspecifiedIntervalSection
    if isinstance(lower, loose) and isinstance(upper, loose):
        return str(value)
    if isinstance(lower, loose):
        until = _after(UNTIL, _said(upper, speech), speech)
        remark = speech.say("beginning unknown")
        return _remarked(until, remark, speech) if lower.is_unknown else until
    if isinstance(upper, loose):
        known = _said(lower, speech)
        if upper.is_unknown:
            return _remarked(_after(FROM, known, speech), speech.say("end unknown"), speech)
        return _after(SINCE, known, speech)
    first, last = _plain(lower), _plain(upper)
    if not first or not last or first.parts != last.parts:
        return f"{in_words(lower, speech)} – {in_words(upper, speech)}"
    return say_range(first, last, speech)


def _each(dates: Sequence[Plain | None], speech: Speech) -> list[str]:
    """Say plain dates, what they share once; nothing if one is not plain, or more exact."""
    plain = [one for one in dates if one]
    if len(plain) < len(dates) or len({one.parts for one in plain}) > 1:
        return []
    return say_each(plain, speech)


def _plain(value: Any) -> Plain | None:
    """Give a date of the calendar; nothing of another."""
    if isinstance(value, edtf.UncertainOrApproximate) and not value.ua:
        value = value.date
    if type(value) is not edtf.Date or value.significant_digits:
        return None
    return Plain(int(value.year), int(value.month or 0), int(value.day or 0))


def _leaf(value: Any, speech: Speech) -> Words:
    """Say one date without what qualifies it."""
    if isinstance(value, edtf.UncertainOrApproximate):
        return _leaf(value.date, speech)
    if isinstance(value, edtf.DateAndTime):
        return Words(f"{_leaf(value.date, speech).words}{comma(speech)}{value.time}", "day")
    if isinstance(value, edtf.LongYear):
        return Words(say(Plain(value.lower_strict().tm_year), speech))
    if isinstance(value, edtf.Season):
        return _division(value, speech)
    year, month, day = value.year, value.month, value.day
    if "X" in year:
        return (not month and _loose(year, speech)) or Words(str(value))
    if month == "XX":
        if day not in (None, "XX"):
            return Words(str(value))
        whole = say(Plain(int(year)), speech)
        return Words(_remarked(whole, speech.say("month unknown"), speech))
    if day == "XX":
        whole = say(Plain(int(year), int(month)), speech)
        return Words(_remarked(whole, speech.say("day unknown"), speech))
    plain = Plain(int(year), int(month or 0), int(day or 0))
    return Words(say(plain, speech), "day" if day else "date")


def _division(value: Any, speech: Speech) -> Words:
    number, year = int(value.season), say(Plain(int(value.year)), speech)
    if number in PARTS:
        return Words(speech.say(PARTS[number], year=year), "part")
    for shift, hemisphere in {0: "", **HEMISPHERES}.items():
        if number - shift in SEASONS:
            season = speech.say(SEASONS[number - shift], year=year)
            remark = speech.say(hemisphere) if hemisphere else ""
            return Words(_remarked(season, remark, speech) if remark else season, "season")
    return Words(str(value))


def _hedged(value: Any, said: Words, speech: Speech) -> Words:
    """Qualify a date, the whole or parts of it: "about 1930", "July 2004 (month uncertain)"."""
    if parts := _hedged_parts(value, speech):
        return Words(_remarked(said.words, comma(speech).join(parts), speech), said.kind)
    both = value.is_uncertain_and_approximate
    if value.is_approximate or both or getattr(value, "significant_digits", None):
        said = Words(_after(ABOUT, said, speech))
    if value.is_uncertain or both:
        said = Words(_after(PERHAPS, said, speech))
    return said


def _hedged_parts(value: Any, speech: Speech) -> list[str]:
    """Say which parts are qualified and how: "year and month approximate"; nothing if all are."""
    if not isinstance(value, edtf.PartialUncertainOrApproximate) or value.all_ua or value.season:
        return []
    parts = {
        speech.say("year"): value.year_ua or value.year_ua_b or value.year_month_ua,
        speech.say("month"): value.month_ua or value.year_month_ua or value.month_day_ua,
        speech.say("day"): value.day_ua or value.month_day_ua,
    }
    said = []
    for sign, words in QUALIFIED.items():
        names = [name for name, hedge in parts.items() if hedge and str(hedge) == sign]
        if names:
            said.append(speech.say(words, parts=speech.listed(names)))
    return said


def _loose(year: str, speech: Speech) -> Words | None:
    """Say a decade, century or millennium; nothing where there is no word for it."""
    found = LOOSE.fullmatch(year)
    if not found:
        return None
    known, is_before = int(found["known"]), bool(found["minus"])
    if len(found["known"]) < 3:
        return Words(_age(known + 1, len(found["known"]) == 2, is_before, speech), "century")
    if is_before or not known:
        return None
    # "1900s" would be taken for the century.
    if known % 10:
        return Words(speech.say("%(year)ss", year=f"{known}0"), "decade")
    return Words(say_range(Plain(known * 10), Plain(known * 10 + 9), speech))


def _age(number: int, is_century: bool, is_before: bool, speech: Speech) -> str:
    """Say a century or millennium by its number, which each language writes in its way."""
    values = {"ordinal": _ordinal(number), "number": number, "roman": _roman(number)}
    if is_century and is_before:
        text = speech.ngettext("%(ordinal)s century BC", "%(ordinal)s century BC", number)
    elif is_century:
        text = speech.ngettext("%(ordinal)s century", "%(ordinal)s century", number)
    elif is_before:
        text = speech.ngettext("%(ordinal)s millennium BC", "%(ordinal)s millennium BC", number)
    else:
        text = speech.ngettext("%(ordinal)s millennium", "%(ordinal)s millennium", number)
    return text % values


def _ordinal(number: int) -> str:
    teen = number % 100 in (11, 12, 13)
    ending = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    tens_written = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC", "C"][tens]
    return tens_written + ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][ones]
