"""Texts in the order of the Unicode Collation Algorithm (UTS #10, weights of its default table)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from ..cache import Cache


def ranks(texts: Iterable[str], cache: Cache | None = None) -> dict[str, int]:
    """Give the place of each text in the order of all, from 0; equal ones have one place.

    The order is kept in `cache`: to load the library's table of 30,000 lines takes long.
    """
    names = sorted(set(texts))
    key = f"{version('pyuca')}\0{json.dumps(names)}"
    kept = cache.get("order", key) if cache else None
    if kept is None:
        keys = [_collator().sort_key(name) for name in names]
        places = {one: place for place, one in enumerate(sorted(set(keys)))}
        numbers = [places[one] for one in keys]
        if cache:
            cache.put("order", key, json.dumps(numbers).encode())
    else:
        numbers = json.loads(kept)
    return dict(zip(names, numbers, strict=True))


@lru_cache(maxsize=1)
def _collator() -> Any:
    from pyuca import Collator  # only where an order is not known yet

    return Collator()
