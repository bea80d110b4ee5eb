"""Words for parts of a source that CSL's locales lack: "ch.", "págs.", "页" around a number."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .pandoc import DATA

SECOND = re.compile(r"(?:[^\W\d_]{1,8}\.|note|nota)\s\d[\w–-]*|[注註]\d+")
"""A locator after another, which pandoc leaves to the suffix: `p. 5` in `[@key, vol. 2, p. 5]`."""


def in_full(display: str, suffix: str) -> str:
    """Add to a locator as it is printed, "vol. 2", one that stands in the suffix: "p. 5"."""
    return f"{display}, {suffix}" if display and SECOND.fullmatch(suffix) else display


def aliases(language: str, others: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Give words, in small letters, with CSL terms: of a language, of others, and English ones."""
    own = language.partition("-")[0]
    lines = (DATA / "locators.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    wanted = dict.fromkeys((own, *(one.partition("-")[0] for one in others), "en"))
    return [(word, term) for each in wanted for tag, word, term in rows if tag == each]
