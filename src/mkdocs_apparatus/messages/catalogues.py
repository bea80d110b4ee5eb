"""The catalogues of a language: ours, and those that a site has beside its templates.

A file is `<language>.po`: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from ..model import Problem
from .speech import ENGLISH, Key, Speech
from .tags import base_of

OURS = Path(str(files(__package__)))
"""Where our catalogues stand."""

EVERY = OURS / "messages.pot"
"""All messages, without texts: what a catalogue of another language begins as."""

PLACE = re.compile(r"%(?:\((\w+)\)s|%)")
"""Where something is put into a message: `%(name)s`."""


@dataclass(frozen=True)
class Found:
    """The language that is spoken, and what an editor is told of it.

    `lacking` counts messages that have no text, and are said in English; `problems` are those of a
    site's own catalogues.
    """

    speech: Speech
    lacking: int = 0
    problems: tuple[Problem, ...] = ()


def speech_of(tag: str, folders: Sequence[Path] = (), base: Path = Path()) -> Found:
    """Find how to speak a language, a BCP 47 tag; what has no catalogue at all is English.

    `de-AT` is spoken as `de` where it has no catalogue of its own, `zh-TW` as `zh-Hant`. Texts of
    `folders` come before ours. Problems name files relative to `base`.
    """
    locale = _locale(tag)
    names = [one.replace("-", "_") for one in names_of(tag)]
    texts: dict[Key, tuple[str, ...]] = {}
    plural, problems, ours = ENGLISH.plural, list[Problem](), base_of(tag) == "en"
    is_known = ours
    for folder in (OURS, *folders):
        held = {path.stem.replace("-", "_").lower(): path for path in sorted(folder.glob("*.po"))}
        for name in reversed(names):
            if path := held.get(name.lower()):
                catalog, faults = _read(path, base, locale)
                problems += faults
                is_known, ours = True, ours or folder is OURS
                plural = catalog.plural_expr
                texts |= _texts(catalog)
    if not locale or not is_known:
        return Found(ENGLISH, problems=tuple(problems))
    every = () if ours else _texts(_read(EVERY, base)[0], empty=True)
    speech = Speech(tag if tag != "en" else ENGLISH.tag, texts, plural)
    return Found(speech, sum(one not in texts for one in every), tuple(problems))


def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def names_of(tag: str) -> list[str]:
    """Name what fits a language, the nearest first: `de-AT` and `de`, `zh-TW` and `zh-Hant`."""
    if not (locale := _locale(tag)):
        return []
    script = locale.script
    if not script:  # that of `zh` is Hans
        likely = Locale.parse(get_global("likely_subtags").get(locale.language, locale.language))
        script = likely.script
    parts = [
        (locale.language, script, locale.territory),
        (locale.language, locale.territory),
        (locale.language, script),
        (locale.language,),
    ]
    return list(dict.fromkeys("-".join(filter(None, one)) for one in parts))


def _read(path: Path, base: Path, locale: Locale | None = None) -> tuple[Catalog, list[Problem]]:
    """Read a catalogue; one that cannot be read is empty, a text that does not fit is left out."""
    name = (path.relative_to(base) if path.is_relative_to(base) else path).as_posix()
    try:
        with path.open("rb") as file:
            catalog = read_po(file, locale, abort_invalid=True)
            faults = list(_unfit(catalog, name))
    except (PoFileError, OSError, ValueError, LookupError) as error:
        reason = " ".join(str(error).split())
        message = f"its messages cannot be read: {reason}; write it as gettext's .po files are"
        line = (getattr(error, "lineno", None) or -1) + 1
        return Catalog(), [Problem(name, line, "bad-messages", message)]
    return catalog, faults


def _unfit(catalog: Catalog, name: str) -> Iterator[Problem]:
    """Take out texts with places that their message has not, and say which."""
    for one in list(catalog):
        texts = _as_tuple(one.string)
        ids = _as_tuple(one.id)
        known = {place[1] for text in ids for place in PLACE.finditer(text)}
        known |= {"number", "roman"} if "ordinal" in known else set()
        found = {place[1] for text in texts for place in PLACE.finditer(text)}
        stray = any("%" in PLACE.sub("", text) for text in texts if one.id)
        if one.id and (stray or not found <= known):
            places = " and ".join(f"'%({place})s'" for place in sorted(filter(None, known)))
            mend = f"write no '%' in it but {places}" if places else "write no '%' in it"
            said = f"the text of '{ids[0]}' cannot be filled, and is said in English; {mend}"
            yield Problem(name, one.lineno or 0, "bad-messages", said)
            one.string = ""


def _texts(catalog: Catalog, *, empty: bool = False) -> dict[Key, tuple[str, ...]]:
    """Give the texts of a catalogue, without those that are missing or only guessed."""
    found: dict[Key, tuple[str, ...]] = {}
    for one in catalog:
        texts = _as_tuple(one.string)
        if one.id and (empty or (all(texts) and not one.fuzzy)):
            found[one.context or "", _as_tuple(one.id)[0]] = texts
    return found


def _as_tuple(texts: str | Iterable[str] | None) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts or ())
