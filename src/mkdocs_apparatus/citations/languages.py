"""Languages as `.bib` files name them."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale
from babel.core import get_global

TAG = re.compile(r"(?P<language>[a-z]{2,3})(?P<rest>(?:[-_][a-z0-9]{2,8})*)", re.IGNORECASE)
"""A tag of BCP 47, or a code of ISO 639 for libraries: `de`, `de-CH`, `zh_Hant`, `ger`."""


def for_pandoc(tag: str) -> str:
    """Give a language as pandoc knows it, which has Chinese by regions: "zh-TW" of "zh-Hant"."""
    parts = tag.split("-")
    if parts[0] == "zh":
        traditional = {"Hant", "TW", "HK", "MO"}.intersection(parts)
        return "zh-TW" if traditional else "zh-CN"
    return tag


@cache
def _names() -> dict[str, str]:
    """Give the tags of languages by their English names, in small letters."""
    languages = Locale("en").languages.items()
    return {name.casefold(): tag.replace("_", "-") for tag, name in languages}


def named(words: str) -> str:
    """Give the BCP 47 tag of a language by its English name, "zh" of "chinese"; empty if none."""
    return _names().get(words.casefold(), "")


def tag_of(written: str) -> str:
    """Give the BCP 47 tag of a language: "de" of "German", "ger" and "de"; empty if unknown."""
    words = " ".join(written.strip("{} \n\t").split())
    if tag := named(words):
        return tag
    found = TAG.fullmatch(words)
    if not found:
        return ""
    code = found["language"].lower()
    code = str(get_global("language_aliases").get(code, code))
    return f"{code}{found['rest'].replace('_', '-')}" if code in _names().values() else ""
