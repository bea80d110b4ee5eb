"""Dates as ISO 8601 writes them."""

from __future__ import annotations

import re
from datetime import date

DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?", re.ASCII)
"""A date of ISO 8601 by year, month or day: `2021`, `2021-06`, `2021-06-06`."""


def is_iso(text: str) -> bool:
    """Whether a date is one of ISO 8601, and of the calendar."""
    found = DATE.fullmatch(text)
    if not found:
        return False
    try:
        date(*(int(one or 1) for one in found.groups()))
    except ValueError:
        return False
    return True
