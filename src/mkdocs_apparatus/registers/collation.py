"""Texts in the order of a language.

That is the Unicode Collation Algorithm (UTS #10, weights of its default table), with what two
languages have of their own (https://cldr.unicode.org/index/cldr-spec/collation-guidelines): the ñ
of Spanish, and Chinese characters by sound (`zh-Hans`) or by strokes (`zh-Hant`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version
from typing import Any
from unicodedata import normalize

from ..cache import Cache
from ..messages.catalogues import names_of

HAN = {"zh-Hans": "gb18030", "zh-Hant": "big5hkscs"}
"""Encodings in which common characters stand in the order of a script: GB 2312 by pinyin, Big5 by
the number of strokes.
"""

ENYE = re.compile("n\u0303", re.IGNORECASE)
"""The letter ñ, taken apart."""

AFTER_N = "n\U0010fffd"
"""What sorts behind all that begins with n."""


def ranks(texts: Iterable[str], cache: Cache | None = None, language: str = "") -> dict[str, int]:
    """Give the place of each text in the order of all, from 0; equal ones have one place.

    `language` is a BCP 47 tag. The order is kept in `cache`:
    to load the library's table of 30,000 lines takes long.
    """
    names = sorted(set(texts))
    language = next((one for one in names_of(language) if one in HAN), language)
    key = f"{version('pyuca')}\0{language}\0{json.dumps(names)}"
    kept = cache.get("order", key) if cache else None
    if kept is None:
        keys = [_key(name, language) for name in names]
        places = {one: place for place, one in enumerate(sorted(set(keys)))}
        numbers = [places[one] for one in keys]
        if cache:
            cache.put("order", key, json.dumps(numbers).encode())
    else:
        numbers = json.loads(kept)
    return dict(zip(names, numbers, strict=True))


def _key(text: str, language: str) -> tuple[Any, ...]:
    """Give what a text is compared by; Chinese comes behind all other scripts."""
    if (encoding := HAN.get(language)) and "\u3400" <= text[:1] <= "\u9fff":
        return 1, tuple(text.encode(encoding, "replace"))
    if language.partition("-")[0] == "es":
        text = ENYE.sub(AFTER_N, normalize("NFD", text))
    return 0, _collator().sort_key(text)


@lru_cache(maxsize=1)
def _collator() -> Any:
    from pyuca import Collator  # only where an order is not known yet

    return Collator()
