"""Build tiny sites and look at what a reader and an editor get."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

TESTS = Path(__file__).parent
ROOT = TESTS.parent


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
    aborted: bool = False

    @property
    def warnings(self) -> list[str]:
        self.asked = True
        return [message.removeprefix("apparatus: ") for message in self._warnings]

    def read(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")

    def page(self, url: str = "") -> BeautifulSoup:
        return BeautifulSoup(self.read(f"{url}index.html"), "html.parser")

    def notes(self, url: str = "") -> list[str]:
        """The text of each note of a page, without its back arrows."""
        return [words(item) for item in self.page(url).select(".footnote > ol > li")]

    def prose(self, url: str = "") -> list[str]:
        """The text of each paragraph outside the notes, markers in brackets."""
        page = self.page(url)
        for section in page.select(".footnote, .sources"):
            section.decompose()
        for marker in page.select("sup"):
            marker.replace_with(f"[{marker.get_text()}]")
        return [" ".join(item.get_text().split()) for item in page.select("body > p")]


def words(element: Tag) -> str:
    """The text of an element without links back, white space folded."""
    copy = BeautifulSoup(str(element), "html.parser")
    for arrow in copy.select(".footnote-backref"):
        arrow.decompose()
    return " ".join(copy.get_text().split())


Build = Callable[..., Site]


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """Build `tests/sites/<name>` in a copy, changed by `files`; `strict` as in CI."""
    built: list[Site] = []

    def run(name: str, files: dict[str, str] | None = None, *, strict: bool = False, **options: object) -> Site:
        root = tmp_path / f"{name}-{len(built)}"
        shutil.copytree(TESTS / "sites" / name, root)
        shutil.copytree(TESTS / "theme", root / "theme")
        for path, text in (files or {}).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")
        config = load_config(str(root / "mkdocs.yml"), strict=strict, **options)
        handler = Warnings()
        logger = logging.getLogger("mkdocs")
        logger.addHandler(handler)
        config.plugins.on_startup(command="build", dirty=False)
        site = Site(Path(config.site_dir), root, handler.messages)
        built.append(site)
        try:
            mkdocs_build(config)
        except Abort:
            site.aborted = True
        finally:
            logger.removeHandler(handler)
        return site

    yield run
    for site in built:
        assert site.asked or not site._warnings, f"unasserted warnings: {site._warnings}"


@pytest.fixture(scope="session")
def edition_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The essay itself, built strictly."""
    folder = tmp_path_factory.mktemp("edition")
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs_build(config)
    return folder
