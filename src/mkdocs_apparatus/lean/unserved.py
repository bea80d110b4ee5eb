"""What is wrong with pages as their policy has them, each thing said once for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model import Problem
from .lean import Unserved

SHOWN = 60
"""How many characters of a script are shown that no template wrote."""


def problems_of(pages: Mapping[str, Unserved]) -> Iterator[Problem]:
    """Name what does not come to the readers of pages, which are given by path."""
    for text, page, others in _once(pages, "foreign"):
        words = " ".join(text.split())
        words = "".join(one for one in words if one.isprintable())
        shown = words[:SHOWN] + ("…" if len(words) > SHOWN else "")
        mend = "put it into a file, and name that in 'extra_javascript', or take it out"
        message = f"no template wrote the script '{shown}'{others}, and it will not run; {mend}"
        yield Problem(page, 0, "foreign-script", message)
    for address, page, others in _once(pages, "elsewhere"):
        mend = "put the file into the site, let Material's plugin 'privacy' do so, or link to it"
        message = f"'{address}'{others} is at another origin, and no page may fetch it; {mend}"
        yield Problem(page, 0, "not-in-site", message)
    for path, page, others in _once(pages, "missing"):
        message = f"'{path}'{others} is not in the site; put it there, or do not name it"
        yield Problem(page, 0, "not-in-site", message)


def _once(pages: Mapping[str, Unserved], kind: str) -> Iterator[tuple[str, str, str]]:
    """Give each thing, the first page that has it, and how many others do in words."""
    found: dict[str, list[str]] = {}
    for page, unserved in pages.items():
        for one in dict.fromkeys(getattr(unserved, kind)):
            found.setdefault(one, []).append(page)
    for one, (first, *rest) in found.items():
        words = {0: "", 1: " (and on 1 other page)"}
        yield one, first, words.get(len(rest), f" (and on {len(rest)} other pages)")
