"""Keys that pandoc's reader of BibTeX does not take: `D’Arcy2001`, `a#b`."""

from __future__ import annotations

import re

TAKEN = re.compile(r"[\w:.&?*/;=+()'@!$\[\]`-]+")
"""A key that pandoc takes: `D'Arcy2001`, `DBLP:conf/b+c/Abc11`."""

MARK = "key-in-hex-"
"""How a stand-in begins; `data/library.lua` knows it too."""


def stand_in(key: str) -> str:
    """Give a key that pandoc takes, for one that it does not."""
    return key if TAKEN.fullmatch(key) else f"{MARK}{key.encode().hex()}"
