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
