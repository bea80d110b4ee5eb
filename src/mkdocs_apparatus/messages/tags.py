"""Tags of languages: BCP 47 (https://www.rfc-editor.org/rfc/rfc5646), as HTML's `lang` has them."""

from __future__ import annotations

from functools import cache

from babel import Locale
from langcodes import standardize_tag, tag_is_valid

EXAMPLES = "its BCP 47 tag, as 'de', 'fr-CA' or 'zh-Hant'"


def base_of(tag: str) -> str:
    """Give the language of a tag without script, region and all else: `zh` of `zh-Hant-TW`."""
    return tag.partition("-")[0].lower()


def fault_of(tag: str) -> str:
    """Say what is to be written in place of a tag that is none; empty where it is one.

    A language that has no code, or that no list names, is none.
    """
    if "_" not in tag and tag_is_valid(tag):
        return ""
    plain = tag.strip().replace("_", "-")
    meant = standardize_tag(plain) if tag_is_valid(plain) else _names().get(plain.casefold(), "")
    return f"write '{meant}'" if meant else f"write {EXAMPLES}"


def is_tag(tag: str) -> bool:
    """Whether a language can be named so."""
    return bool(tag) and not fault_of(tag)


@cache
def _names() -> dict[str, str]:
    """Give the tags of languages by their names in English and, of some, their own."""
    found = {name.casefold(): tag.replace("_", "-") for tag, name in _named("en")}
    for tag in ("de", "fr", "es", "it", "nl", "pt", "pl", "ru", "zh", "ja", "ko"):
        found[dict(_named(tag))[tag].casefold()] = tag
    return found


def _named(language: str) -> list[tuple[str, str]]:
    return list(Locale(language).languages.items())
