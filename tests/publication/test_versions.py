"""Two builds of one commit are the same bytes, and say which commit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT

from mkdocs_apparatus.publication.revision import EPOCH, identify


def clone(folder: Path) -> Path:
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    return folder


def build(folder: Path) -> dict[str, bytes]:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    site = folder / "site"
    files = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


def test_two_clones_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(EPOCH, raising=False)
    first, second = build(clone(tmp_path / "a")), build(clone(tmp_path / "b" / "deeper"))
    assert len(first) > 100
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_the_commit_and_its_date_are_found(tmp_path: Path) -> None:
    environment = {"GIT_COMMITTER_DATE": "2021-06-06T12:00:00+00:00", "HOME": str(tmp_path)}
    author = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    commit = [*author, "commit", "--quiet", "--allow-empty", "-m", "First"]
    for arguments in (["init", "--quiet"], commit):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True, env=environment)
    seen: dict[str, str] = {}
    found = identify(tmp_path, seen)
    assert found.date == "2021-06-06"
    assert len(found.commit) == 8
    assert seen[EPOCH] == "1622980800"
    assert identify(ROOT, seen).date != "2021-06-06"
    assert identify(tmp_path, {EPOCH: "9" * 14}).date == ""


def test_source_date_epoch_counts_first(tmp_path: Path) -> None:
    assert identify(ROOT, {EPOCH: "86400"}).date == "1970-01-02"
    outside = identify(tmp_path, {})
    assert (outside.date, outside.commit) == ("", "")


def test_every_page_says_which_edition_it_is_of(edition_site: Path) -> None:
    build = identify(ROOT)
    for path in edition_site.rglob("index.html"):
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        statement = page.select_one(".edition-statement").get_text()
        assert statement == (
            f"Democracy in the Factory, Second edition, 2026-11-27, {build.commit}."
        )
