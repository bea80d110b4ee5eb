"""Dates as ISO 8601 writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?", re.ASCII)
"""A date of ISO 8601 by year, month or day: `2021`, `2021-06`, `2021-06-06`."""

ORDINAL = re.compile(r"(?P<year>\d{4})-?(?P<day>\d{3})", re.ASCII)
"""A date by the day of the year: `2021-157`, `2021157`."""


def is_iso(text: str) -> bool:
    """Whether a date is one of ISO 8601 as `DATE` has it, and of the calendar."""
    found = DATE.fullmatch(text)
    if not found:
        return False
    try:
        date(*(int(one or 1) for one in found.groups()))
    except ValueError:
        return False
    return True


def date_of(value: object) -> str:
    """Give a date out of YAML as `DATE` has it, whatever form of ISO 8601 it has there.

    Those are the basic form and the extended one, weeks and days of the year, with a time or
    without (`20210606`, `2021-W22-7`, `2021-06-06T12:30Z`). Of Material's `{created, updated}`
    it is that of creation; what is no date stays as it was written.
    """
    if isinstance(value, Mapping):
        value = value.get("created")
    if isinstance(value, datetime):
        value = value.date()
    text = "" if value is None else str(value).strip()
    if is_iso(text):
        return text
    try:
        if ORDINAL.fullmatch(text):
            return datetime.strptime(text.replace("-", ""), "%Y%j").date().isoformat()
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        return text
