"""Dates as historians give them, read from EDTF and said in words.

EDTF is the Library of Congress's Extended Date/Time Format, now part of ISO 8601-2:2019; see
https://www.loc.gov/standards/datetime/. The library `edtf` parses it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache as once
from importlib.metadata import version

from ..cache import Cache
from ..messages.speech import ENGLISH, Speech

HEDGES = "~?%XS["
"""Signs of a date that is approximate, uncertain, unspecified in part or one of several."""

READING = 2
"""To be raised when dates are read or said otherwise than before, as what was read is kept."""


@dataclass(frozen=True)
class Dated:
    """A date: its EDTF `text`, the same in `words`, and where it lies.

    `start` and `end` are decimal years in the Gregorian calendar, counted as ISO 8601 does
    (0 is 1 BC), `end` exclusive: 1848 goes from 1848.0 to 1849.0. An open end is infinite.
    """

    text: str
    words: str
    start: float
    end: float

    @property
    def vague(self) -> bool:
        """Whether the date is approximate, uncertain or not wholly specified."""
        return any(sign in self.text for sign in HEDGES)


def read_date(text: str, speech: Speech = ENGLISH, cache: Cache | None = None) -> Dated:
    """Read an EDTF date, and say it in a language.

    Raises `ValueError` with the reason, for a text that is no EDTF, names a day that the
    calendar lacks, or ends before it begins. What has no good wording keeps its EDTF text.
    """
    key = "\0".join([_reader(), speech.fingerprint, text])
    kept = cache.get("dates", key) if cache else None
    if kept is not None:
        return Dated(text, *json.loads(kept))
    from .edtf_dates import read  # loads the library, which takes as long as many dates

    found = read(text, speech)
    if cache:
        cache.put("dates", key, json.dumps(found).encode())
    return Dated(text, *found)


@once
def _reader() -> str:
    """Say by what dates are read and said."""
    return f"{READING} {version('edtf')} {version('babel')}"
