"""Addresses: the ids that an editor may give in them, and pages that are published as folders."""

from __future__ import annotations

import re

VALID_ID = re.compile(r"\w[\w.:-]*")
"""An id that stands in an address as it is: `p4`, `the-end`."""

ID_ADVICE = "letters, digits, '-', '_', '.' and ':'"
"""What an id may hold, for messages; see `VALID_ID`."""

RESERVED = re.compile(r"(?:cite|preview|fn|fnref\d*|ref)[-:]|__")
"""How ids begin that the plugin or a theme gives: `cite-p1`, `preview-name-lenin`, `fn:p4-1`."""


def fault_of(identifier: str) -> tuple[str, str] | None:
    """Say what is wrong with an id, and how to mend it; None where nothing is."""
    if not VALID_ID.fullmatch(identifier):
        return "is not a valid anchor", f"use {ID_ADVICE}"
    if reserved := RESERVED.match(identifier):
        return (
            f"begins with '{reserved[0]}', as those that pages get by themselves",
            "choose another",
        )
    return None


COPIED = re.compile(r"(?<![^/])index\.html(?=#|$)|(?<![^/#])([^/#]+)\.html(?=#|$)")
"""The file of a page that is published as a folder: `index.html`, `a.html#p4`."""


def as_folder(url: str) -> str:
    """Give the url of a page that is published as a folder: of `a/b.html#p4` it is `a/b/#p4`."""
    return COPIED.sub(lambda file: f"{file[1]}/" if file[1] else "", url)
