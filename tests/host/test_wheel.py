"""The package as an index of packages shows it, and as somebody else installs it."""

from __future__ import annotations

import os
import subprocess
import sys
from email import message_from_string
from email.message import Message
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml
from bs4 import BeautifulSoup
from conftest import ROOT, Once
from readme_renderer.markdown import render

import mkdocs_apparatus

FORGE = "https://forge.example/apparatus"
NAME = f"mkdocs_apparatus-{mkdocs_apparatus.__version__}"


def build_wheel(folder: Path, address: str = "") -> Path:
    """Build the wheel as `pip wheel .` does, but without the network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    environment = os.environ | {"REPOSITORY_URL": address}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(once: Once) -> Path:
    (path,) = once("wheel", build_wheel).glob("*.whl")
    return path


def metadata(wheel: Path) -> Message:
    return message_from_string(ZipFile(wheel).read(f"{NAME}.dist-info/METADATA").decode())


def shown(wheel: Path) -> BeautifulSoup:
    """The long description as the index shows it."""
    html = render(metadata(wheel).get_payload())
    assert html is not None
    return BeautifulSoup(html, "html.parser")


def test_the_wheel_has_what_the_package_needs(wheel: Path) -> None:
    inside = set(ZipFile(wheel).namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "src"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert {path.removeprefix("src/") for path in tracked} <= inside
    assert "mkdocs_apparatus/py.typed" in inside
    assert f"{NAME}.dist-info/licenses/LICENSE" in inside


def test_without_an_address_of_the_repository_none_is_made_up(wheel: Path) -> None:
    assert metadata(wheel).get_all("Project-URL") is None
    page = shown(wheel)
    assert page.select("img") == []
    links = [str(one["href"]) for one in page.select("a[href]")]
    assert links
    assert [one for one in links if not one.startswith(("https://", "http://", "#"))] == []
    assert "Index, timeline, figures" in page.get_text()  # the words of a link stay


def test_with_one_its_links_and_pictures_lead_to_the_release(tmp_path: Path) -> None:
    wheel = build_wheel(tmp_path, f"{FORGE}/")
    assert f"Source, {FORGE}" in metadata(wheel).get_all("Project-URL", [])
    tag = f"v{mkdocs_apparatus.__version__}"
    page = shown(wheel)
    sources = [str(one["src"]) for one in page.select("img")]
    assert sources
    links = [str(one["href"]) for one in page.select("a[href]")]
    ours = [one for one in links if one.startswith(FORGE)]
    assert ours
    for address in [*sources, *ours]:
        kind = "raw" if address in sources else "blob"
        path = address.removeprefix(f"{FORGE}/{kind}/{tag}/")
        assert (ROOT / path).is_file(), address


def test_the_citation_is_of_this_version() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert str(cited["version"]) == mkdocs_apparatus.__version__
    assert cited["title"] == "mkdocs-apparatus"


@pytest.fixture(scope="module")
def edition(wheel: Path, once: Once) -> Path:
    """What `apparatus new` writes, built with the wheel alone, as in a project of another."""

    def make(folder: Path) -> None:
        packages = folder / "packages"
        ZipFile(wheel).extractall(packages)
        environment = os.environ | {"PYTHONPATH": str(packages), "NO_MKDOCS_2_WARNING": "1"}

        def run(program: str, *arguments: str, cwd: Path = folder) -> str:
            command = [sys.executable, "-c", program, *arguments]
            done = subprocess.run(
                command, cwd=cwd, env=environment, check=True, capture_output=True, text=True
            )
            return done.stdout

        where = run("import mkdocs_apparatus; print(mkdocs_apparatus.__file__)")
        assert Path(where.strip()).is_relative_to(packages)
        run("from mkdocs_apparatus.host.cli import main; main()", "new", "my-essay")
        essay = folder / "my-essay"
        run("from mkdocs.__main__ import cli; cli()", "build", "--strict", cwd=essay)

    return once("starter", make) / "my-essay/site"


def page_of(site: Path, url: str) -> BeautifulSoup:
    return BeautifulSoup((site / url / "index.html").read_text("utf-8"), "html.parser")


def test_the_wheel_alone_builds_the_starter_and_it_shows_one_of_each_thing(edition: Path) -> None:
    pump, companies = (page_of(edition, f"essay/{one}") for one in ("the-pump", "two-companies"))
    numbers = [one.get_text() for page in (pump, companies) for one in page.select(".footnote-ref")]
    assert numbers == [str(number + 1) for number in range(len(numbers))]
    types = {
        name
        for page in (pump, companies)
        for one in page.select("details.annotation")
        for name in one["class"]
    }
    assert {"annotation-context", "annotation-correction", "annotation-debate"} <= types
    assert "annotation-term" in types
    assert pump.select("blockquote.epigraph .footnote-ref")
    assert pump.select("figure:has(img) figcaption .footnote-ref")
    assert companies.select("figure:has(table) figcaption .footnote-ref")
    assert companies.select("td .footnote-ref")
    assert page_of(edition, "sources").select("ul.sources li")
    assert page_of(edition, "sources").select("svg .grid-cell")
    assert page_of(edition, "names").select("dl.index dt")
    assert page_of(edition, "timeline").select("ol.timeline li")
    assert len(page_of(edition, "").select("ol.contents > li")) == 2
    assert pump.select("#cite\\:this")
