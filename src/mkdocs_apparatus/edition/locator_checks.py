"""Locators that pandoc reads as none, so that a list of places would leave them out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..citations.answers import Cited
from ..model import Problem
from ..reading.lines import lines_of
from ..reading.page_reading import Fault, Page

LIKE = re.compile(r"(?P<word>[^\W\d_]{1,8})\.\s?\d+")
"""What looks like a locator: a word that was cut off and a number, `Taf. 3`."""

OTHERS = frozenset(
    {
        *("b", "c", "ca", "cca", "cf", "cfr", "comp", "confer", "d", "vgl", "st", "véase"),
        *("ed", "edn", "eds", "et", "éd", "éds", "dir", "dirs", "hg", "hrsg", "aufl", "bearb"),
        *("übers", "geb", "gest", "jh", "jhdt", "siehe", "trad", "trans", "tr", "transl"),
        *("rev", "repr", "impr", "jan", "janv", "feb", "févr", "mar", "mär", "mrz", "apr", "avr"),
        *("abr", "jun", "jul", "juil", "aug", "ago", "sep", "sept", "set", "oct", "okt", "nov"),
        *("dec", "dez", "déc", "dic", "ene"),
    }
)
"""Words before numbers that are no place in a source: `ca. 1900`, `vgl. 3`, `Nov. 1917`."""


def check_locators(page: Page, cited: Mapping[tuple[int, int], Cited]) -> Iterator[Problem]:
    """Find what looks like a locator and is read as words (`unread-locator`)."""
    unread = [
        (found[0].replace("\u00a0", " "), Fault("unread-locator", citation.key, raw.raw))
        for raw in page.reading.citations
        if "{}" not in raw.raw and (one := cited.get((page.reading.conversion, raw.slot)))
        for citation in one.citations
        if not citation.locator
        and (found := LIKE.match(citation.suffix))
        and found["word"].lower() not in OTHERS
    ]
    located = lines_of(page, [fault for _, fault in unread]) if unread else []
    for (words, _), (fault, line) in zip(unread, located, strict=True):
        mend = (
            "write it as 'p. 3', 'chap. 3', 'fig. 3' and the like, "
            f"or '{{}}' before it, as in '[@{fault.name}, {{}} {words}]', if it is none"
        )
        message = f"'{words}' in '{fault.written}' is not read as a place in the source; {mend}"
        yield Problem(page.path, line, fault.code, message)
