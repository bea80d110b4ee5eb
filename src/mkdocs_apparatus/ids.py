"""Ids that an editor may give: they stand in addresses, beside those that pages have anyway."""

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
