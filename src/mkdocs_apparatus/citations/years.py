"""Years and months that are words: "in press", "c. 1850", `month = {November}`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..bib import Entry

NUMBER = re.compile(r"[\s{}]*[-+]?\d+[\s{}]*")
"""A year that pandoc reads as one: `1999`, `{2001}`."""

DATE = re.compile(
    r"""\s*+ (?: -?\d{4,} (?:-\d\d (?:-\d\d (?:T\S*)? )? )? [?~%]? )?
        (?: / (?: -?\d{4,} (?:-\d\d (?:-\d\d (?:T\S*)? )? )? [?~%]? | \.\. )? )? \s*""",
    re.VERBOSE,
)
"""A `date` that pandoc reads, EDTF in part: `2019-03/2019-05`, `1810~`, `1990/`."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

MONTH = re.compile(
    r"""[\s{}"]* (?: (?P<before>\d{1,2}) [\s~.]+ )?
        (?: (?P<name>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec
            |january|february|march|april|august|september|october|november|december) \.?
          | 0*(?P<number>1[0-2]|[1-9]) )
        (?: [\s~]+ (?P<after>\d{1,2}) )? [\s{},.]*""",
    re.VERBOSE | re.IGNORECASE,
)
"""A month, with its day where BibTeX has no other field for it: `nov`, `10~November`, `May 3`."""


def literal_year(family: Iterable[Entry]) -> str:
    """Give the year as written where it is no number; empty where pandoc reads a date.

    `family` is an entry with those that it takes fields from, nearest first: the first that has
    a year or a date gives it.
    """
    for entry in family:
        fields = entry.published
        date = fields.get("date", "").strip("{} \n\t")
        if date and DATE.fullmatch(date):
            return ""
        if year := fields.get("year", "").strip() or date:
            return "" if NUMBER.fullmatch(year) else year
    return ""


def mended_month(month: str, day: str) -> dict[str, str]:
    """Give the fields of a month as pandoc reads them; a range of months it does not read."""
    found = MONTH.fullmatch(month)
    if not found:
        return {}
    name = found["name"]
    number = MONTHS.index(name[:3].lower()) + 1 if name else int(found["number"])
    day = day or found["before"] or found["after"] or ""
    return {"month": str(number)} | ({"day": day} if day else {})
