"""Compare styles, keep what was found by content, and write the tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from mkdocs_apparatus.cache import Cache
from mkdocs_apparatus.citations.pandoc import which
from mkdocs_apparatus.citations.styles import find_style

from .comparing import Explained, differences, explain
from .essays import Essay, read_essay
from .kinds import LABEL_FIRST
from .oracle import OracleError, ask_pandoc, ask_with_names
from .showing import Shown
from .shown_by_us import show
from .styles import Packaged

HERE = Path(__file__).parent
ROOT = HERE.parent
TEXTS = {".py", ".lua", ".csl", ".tsv"}
SITES = {"fixture": HERE / "fixture" / "mkdocs.yml", "edition": ROOT / "mkdocs.yml"}
CACHE = ROOT / ".cache" / "fidelity"
MOST = {"note": "chicago-notes-bibliography", "in-text": "apa"}
"""A style of each class, with which pages are read for all of its class."""


@dataclass(frozen=True)
class Row:
    """What was found of one style on one site; `failed` is what pandoc said where it gave up."""

    style: Packaged
    site: str
    notes: int
    forms: int
    entries: int
    found: tuple[Explained, ...]
    failed: str = ""

    @property
    def unexplained(self) -> list[Explained]:
        """The differences that no kind explains."""
        return [one for one in self.found if not one.kinds]

    @property
    def kinds(self) -> Counter[str]:
        """How many differences are of each kind."""
        return Counter(kind.name for one in self.found for kind in one.kinds)


ENGINE = ("citations", "edition", "reading", "page")
"""The wings that decide which words a reader sees, besides what fills pages."""


def _engine() -> Iterator[Path]:
    source = ROOT / "src" / "mkdocs_apparatus"
    for wing in ENGINE:
        yield from sorted(path for path in (source / wing).rglob("*") if path.suffix in TEXTS)
    publication = source / "publication"
    yield from (publication / name for name in ("filling.py", "rendering.py"))
    yield from (publication / "templates" / name for name in ("sources.html", "references.html"))


def _with_names(found: Explained, rest: Mapping[tuple[str, str], Explained]) -> Explained:
    """Explain what is left unexplained by what `rest` leaves of it where names are named."""
    left = rest.get((found.difference.part, found.difference.name))
    if found.kinds or (left and not left.kinds):
        return found
    return Explained(found.difference, (LABEL_FIRST, *(left.kinds if left else ())))


class Comparison:
    """Compares styles on sites; what was found is kept by all that it depends on."""

    def __init__(self, cache: Path = CACHE) -> None:
        self._cache = Cache(cache)
        self._folder = cache / "engine"
        self._essays: dict[tuple[str, bool], Essay] = {}
        self._sources = "".join(path.read_text("utf-8") for path in _engine())
        readers = ("essays.py", "showing.py", "oracle.py")
        self._readers = "".join((HERE / name).read_text("utf-8") for name in readers)

    def essay(self, site: str, *, is_note: bool) -> Essay:
        """Read a site for a class of styles, once."""
        if (site, is_note) not in self._essays:
            style = MOST["note" if is_note else "in-text"]
            self._essays[site, is_note] = read_essay(site, SITES[site], style)
        return self._essays[site, is_note]

    def row(self, packaged: Packaged, site: str) -> Row:
        """Compare one style on one site."""
        essay = self.essay(site, is_note=packaged.is_note)
        style = find_style(packaged.name, ROOT)
        try:
            oracle = self.oracle(packaged, site)
        except OracleError as error:
            return Row(packaged, site, 0, 0, 0, (), str(error).splitlines()[0])
        ours = self._kept("ours", essay, packaged, lambda: show(essay, style, self._folder))
        found = tuple(explain(one) for one in differences(oracle, ours))
        if any(not one.kinds for one in found) and (named := ask_with_names(essay, style)):
            rest = {(one.part, one.name): explain(one) for one in differences(named, ours)}
            found = tuple(_with_names(one, rest) for one in found)
        return Row(packaged, site, len(oracle.notes), len(oracle.forms), len(oracle.entries), found)

    def oracle(self, packaged: Packaged, site: str) -> Shown:
        """Say what pandoc shows. Raises `OracleError`."""
        essay = self.essay(site, is_note=packaged.is_note)
        style = find_style(packaged.name, ROOT)
        return self._kept("oracle", essay, packaged, lambda: ask_pandoc(essay, style))

    def _kept(self, kind: str, essay: Essay, style: Packaged, ask: Callable[[], Shown]) -> Shown:
        files = "".join(file.read_text("utf-8") for file in essay.bib_files)
        asked = json.dumps([essay.apart, essay.listed, essay.language])
        depends = [which(), style.path.read_text("utf-8"), files, essay.markdown, asked]
        depends += [self._readers]
        if kind == "ours":
            depends += [self._sources, *(page.source for page in essay.pages)]
        key = "\0".join(depends)
        if known := self._cache.get(kind, key):
            return Shown(**json.loads(known))
        shown: Shown = ask()
        self._cache.put(kind, key, json.dumps(asdict(shown), ensure_ascii=False).encode())
        return shown
