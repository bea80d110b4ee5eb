"""EDTF read with the library `edtf`: what a date says, and where it lies.

A module of its own, loaded only for a date that is not known yet: the library builds its
grammar anew at each start.
"""

from __future__ import annotations

import calendar
import contextlib
import io
import math
import re
from datetime import date
from time import struct_time
from typing import Any

import edtf

from ..messages.speech import Speech
from .date_words import in_words

FAR = 10**9
"""A year beyond which decimal years know no days."""

DIGITS = 12
"""How many digits a number may have that is reckoned with at all; `FAR` has ten."""

NUMBER = re.compile(r"(?P<digits>\d+)(?:[Ee](?P<power>\d{1,9}))?", re.ASCII)
"""A number, with the power of ten that it may be raised by: `1848`, `17E8` in `Y17E8`."""

LONGEST = 300
"""How many characters a date may have: `[1920..1923]`; the library takes 60 ms for ten."""

PARTLY = re.compile(r"-(?:\dX|X\d)(?![\dX])")
"""A month or day of which one digit is known, which edtf 5.0.2 cannot reckon with: `-1X`."""

PLAIN = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)
"""A date of which year, month and day are numbers: `1848`, `1917-11`, `1917-11-07`."""


def read(text: str, speech: Speech) -> tuple[str, float, float]:
    """Give the words, the start and the end of a date; see `dates.Dated` and `dates.read_date`.

    Raises `ValueError` with the reason.
    """
    if len(text) > LONGEST:
        raise ValueError("it is longer than any date")
    numbers = NUMBER.finditer(text)
    if any(len(one["digits"]) + int(one["power"] or 0) > DIGITS for one in numbers):
        raise ValueError("its year is too far off")
    widened = PARTLY.sub("-XX", text)
    value = _parse(widened)
    start, end = _bounds(value)
    if start >= end:
        raise ValueError("it ends before it begins")
    # edtf drops what follows a "^", which qualifies a season.
    said = widened == text and "^" not in text
    return in_words(value, speech) if said else text, start, end


def _parse(text: str) -> Any:
    """Parse EDTF; where the library fails on a text, it prints before it raises."""
    plain = [_plain(one) for one in text.split("/")]
    if len(plain) <= 2 and all(plain):  # what most dates are; the library takes 5 ms for one
        return plain[0] if len(plain) == 1 else edtf.Interval(*plain)  # type: ignore[no-untyped-call]
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            value: Any = edtf.parse_edtf(text)
    except Exception as error:  # a ParseException, or whatever its classes stumble on
        raise ValueError("it cannot be read as EDTF") from error
    return value


def _plain(text: str) -> Any:
    """Give a date of year, month and day, or less, as the library would; None for another."""
    if not PLAIN.fullmatch(text):
        return None
    try:
        date(*map(int, f"{text}-01-01".split("-")[:3]))
    except ValueError:
        return None
    return edtf.Date(*text.split("-"))


def _bounds(value: Any) -> tuple[float, float]:
    """Give first and last moment as decimal years."""
    if isinstance(value, edtf.Interval):
        return _interval(value)
    if isinstance(value, edtf.OneOfASet | edtf.MultipleDates):
        pairs = [_bounds(one) for one in value.objects]
        return min(start for start, _ in pairs), max(end for _, end in pairs)
    # Of years BC with an unspecified month or day, edtf 5.0.2 gives the later bound first.
    lower, upper = sorted((value.lower_strict(), value.upper_strict()))
    if max(abs(lower.tm_year), abs(upper.tm_year)) > FAR:
        raise ValueError("its year is too far off")
    if "X" not in str(value) and not _exists(upper):
        raise ValueError("there is no such day")
    return _years(lower, 0), _years(upper, 1)


def _interval(value: Any) -> tuple[float, float]:
    """Give the bounds of an interval; an end that is unknown adds nothing to the other."""
    lower, upper = value.lower, value.upper
    loose = edtf.UnspecifiedIntervalSection
    start, first_end = (-math.inf, -math.inf) if isinstance(lower, loose) else _bounds(lower)
    last_start, end = (math.inf, math.inf) if isinstance(upper, loose) else _bounds(upper)
    if isinstance(lower, loose) and lower.is_unknown:
        start = last_start
    if isinstance(upper, loose) and upper.is_unknown:
        end = first_end
    return start, end


def _exists(moment: struct_time) -> bool:
    leap = calendar.isleap(moment.tm_year)
    return (
        moment.tm_mday < 29
        or moment.tm_mday <= calendar.monthrange(2000 if leap else 2001, moment.tm_mon)[1]
    )


def _years(moment: struct_time, days: int) -> float:
    """Give the start of a day, and of the one `days` later, as a decimal year."""
    leap = calendar.isleap(moment.tm_year)
    month = date(2000 if leap else 2001, moment.tm_mon, 1).timetuple().tm_yday
    return moment.tm_year + (month + moment.tm_mday - 2 + days) / (366 if leap else 365)
