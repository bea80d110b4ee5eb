"""What citeproc-js says of the fixture's source list, which Zotero uses: the second oracle.

It gets what pandoc reads in the `.bib` file as CSL-JSON, so that both differ in formatting alone.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import pypandoc

from mkdocs_apparatus.page.tree import read
from mkdocs_apparatus.reading.syntax import keys_in

from .essays import Essay
from .results import Comparison
from .second_kinds import kind_of
from .showing import marked, runs_of
from .styles import COMMON, Packaged

SCRIPT = Path(__file__).parent / "citeproc_js" / "cite.mjs"


def is_installed() -> bool:
    """Whether npm has installed citeproc-js, and citeproc-py brings its locales."""
    return (SCRIPT.parent / "node_modules" / "citeproc").is_dir() and bool(_locales())


@cache
def _locales() -> dict[str, str]:
    try:
        folder = files("citeproc") / "data" / "locales"
    except ModuleNotFoundError:
        return {}
    return {
        path.name.removeprefix("locales-").removesuffix(".xml"): path.read_text("utf-8")
        for path in folder.iterdir()
        if path.name.endswith(".xml")
    }


@cache
def _items(bib: Path, locale: str) -> str:
    """Read a file as pandoc does for a style of this locale, which it takes here from LANG."""
    command = [pypandoc.get_pandoc_path(), "-f", "biblatex", "-t", "csljson", str(bib)]
    variables = os.environ | {"LANG": locale}
    done = subprocess.run(command, capture_output=True, check=True, env=variables)
    return done.stdout.decode()


def ask_citeproc_js(essay: Essay, style: Packaged) -> dict[str, str]:
    """Format the list of an essay's one `.bib` file: marked words by key."""
    (bib,) = essay.bib_files
    items = json.loads(_items(bib, style.locale))
    known = {item["id"] for item in items}
    cited = [
        citation
        for page in essay.pages
        for one in page.reading.citations
        for citation in keys_in(one.raw)
    ]
    request = {
        "style": style.path.read_text("utf-8"),
        "locales": _locales(),
        "items": items,
        "order": [key for key in dict.fromkeys([*cited, *known]) if key in known],
    }
    done = subprocess.run(
        ["node", str(SCRIPT)], input=json.dumps(request).encode(), capture_output=True, check=True
    )
    entries = json.loads(done.stdout)["entries"]
    return {key: marked(list(runs_of(read(html)))) for key, html in entries.items()}


@dataclass(frozen=True)
class SecondRow:
    """Where the two oracles differ on a style: (key, pandoc's words, citeproc-js's) by kind."""

    style: Packaged
    entries: int
    found: tuple[tuple[str, str, str], ...]

    @property
    def unexplained(self) -> list[tuple[str, str, str]]:
        """The differences that are of no known kind."""
        return [one for one in self.found if kind_of(*one) is None]

    @property
    def kinds(self) -> Counter[str]:
        """How many differences are of each kind."""
        kinds = (kind_of(*one) for one in self.found)
        return Counter(kind.name for kind in kinds if kind)


def second_oracle(styles: Iterable[Packaged], comparison: Comparison) -> list[SecondRow]:
    """Ask citeproc-js for the common ones among styles; nothing where it is not installed."""
    common = [one for one in styles if one.name in COMMON]
    return [_second_row(one, comparison) for one in common] if is_installed() else []


def _second_row(style: Packaged, comparison: Comparison) -> SecondRow:
    essay = comparison.essay("fixture", is_note=style.is_note)
    pandoc, other = comparison.oracle(style, "fixture").entries, ask_citeproc_js(essay, style)
    found = [
        (key, pandoc.get(key, ""), other.get(key, ""))
        for key in pandoc | other
        if pandoc.get(key, "") != other.get(key, "")
    ]
    return SecondRow(style, len(pandoc), tuple(found))
