"""The words of scripts: any of them may come to be a class, an id, a tag or an attribute."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache

from ..cache import Cache

WORD = re.compile(r"[A-Za-z_-][\w-]*")
"""A name that a script may give to what it makes: `md-search-result__link`, `copied`."""


@lru_cache(maxsize=64)
def words_of(script: str) -> frozenset[str]:
    """Give every word of a script, or of any text."""
    return frozenset(WORD.findall(script))


def words_of_all(scripts: Iterable[str], cache: Cache | None = None) -> frozenset[str]:
    """Give the words of many long scripts, from the cache if they were read before."""
    text = "\n".join(scripts)
    key = f"{WORD.pattern}\n{text}"
    if cache and (found := cache.get("words", key)):
        return frozenset(json.loads(found))
    words = frozenset(WORD.findall(text))
    if cache:
        cache.put("words", key, json.dumps(sorted(words), ensure_ascii=False).encode())
    return words
