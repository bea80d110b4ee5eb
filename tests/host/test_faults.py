"""A build that fails, is interrupted or killed, and a disk that is full."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from conftest import TESTS

from mkdocs_apparatus.host.last_site import KeepsLastSite, LastSite

HOOK = """
import os, time
from pathlib import Path
def on_post_build(config, **_):
    Path(config["site_dir"], "by-name.txt").write_text("a hook")
    what = os.environ.get("FAULT")
    if what == "fails":
        raise ValueError("a hook fails")
    if what == "waits":
        Path(config["config_file_path"]).with_name("waits").touch()
        time.sleep(60)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that was built once, whose page then was changed."""
    root = tmp_path / "project"
    shutil.copytree(TESTS / "sites/permalinks", root)
    shutil.copytree(TESTS / "theme", root / "theme")
    config = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(f"{config}hooks: [hook.py]\n", "utf-8")
    (root / "hook.py").write_text(HOOK, "utf-8")
    (root / "docs/index.md").write_text("# Before\n", "utf-8")
    assert build(root).returncode == 0
    (root / "site/.git").mkdir()  # MkDocs keeps it, and so do we
    (root / "docs/index.md").write_text("# After\n", "utf-8")
    return root


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "mkdocs", "build", *arguments]


def build(
    root: Path, *arguments: str, fault: str = "", limit: int = 0
) -> subprocess.CompletedProcess[str]:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        command(*arguments),
        cwd=root,
        env=os.environ | {"FAULT": fault},
        preexec_fn=limited if limit else None,
        capture_output=True,
        text=True,
        timeout=120,
    )


def tree(folder: Path) -> dict[str, bytes]:
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in folder.rglob("*")
        if one.is_file()
    }


def lies_about(root: Path) -> list[str]:
    return [one.name for one in root.iterdir() if one.name.endswith(".before")]


def test_a_build_that_fails_leaves_the_site_of_before_and_the_next_recovers(project: Path) -> None:
    before = tree(project / "site")
    done = build(project, fault="fails")
    assert done.returncode == 1
    assert f"the build failed; {project}/site holds again what it held before" in done.stderr
    assert tree(project / "site") == before
    (project / "docs/bad.md").write_text("# Bad\n\n[@nobody]\n", "utf-8")
    done = build(project, "--strict")
    assert (done.returncode, "unknown-key: '@nobody'" in done.stderr) == (1, True)
    assert tree(project / "site") == before
    (project / "docs/bad.md").unlink()
    assert build(project, "--strict").returncode == 0
    assert "After" in (project / "site/index.html").read_text("utf-8")
    assert (project / "site/.git").is_dir()
    assert (project / "site/by-name.txt").read_text("utf-8") == "a hook"
    assert lies_about(project) == []


def test_what_needs_the_last_site_finds_it(project: Path) -> None:
    """`--dirty` writes only pages that are newer than those that are there."""
    (project / "site/by-hand.txt").write_text("x", "utf-8")
    assert build(project, "--dirty").returncode == 0
    assert (project / "site/by-hand.txt").exists()
    assert lies_about(project) == []


def start(root: Path) -> subprocess.Popen[str]:
    """Begin a build, and wait until it has written all pages."""
    (root / "waits").unlink(missing_ok=True)
    running = subprocess.Popen(
        command(), cwd=root, env=os.environ | {"FAULT": "waits"}, stderr=subprocess.PIPE, text=True
    )
    while not (root / "waits").exists():
        assert running.poll() is None
        time.sleep(0.05)
    assert "After" in (root / "site/index.html").read_text("utf-8")
    return running


def test_an_interrupted_build_leaves_the_site_of_before(project: Path) -> None:
    before = tree(project / "site")
    running = start(project)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 1
    assert f"the build was interrupted; {project}/site holds again what it held before" in said
    assert tree(project / "site") == before
    assert lies_about(project) == []


def test_a_killed_build_is_recovered_from_by_the_next(project: Path) -> None:
    before = tree(project / "site")
    running = start(project)
    running.kill()
    running.communicate()
    assert lies_about(project) == [".site.before"]
    assert build(project, fault="fails").returncode == 1
    assert tree(project / "site") == before
    assert lies_about(project) == []
    running = start(project)
    running.kill()
    running.communicate()
    assert build(project).returncode == 0
    assert "After" in (project / "site/index.html").read_text("utf-8")
    assert lies_about(project) == []


def test_two_builds_into_one_folder_take_nothing_from_each_other(project: Path) -> None:
    running = start(project)
    assert build(project).returncode == 0
    after = tree(project / "site")
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)
    assert running.returncode == 1
    assert tree(project / "site") == after
    assert b"After" in after["index.html"]
    assert lies_about(project) == []


def test_a_disk_that_is_full_is_said_in_words(project: Path) -> None:
    """The limit of a file's size stands for a disk that is full."""
    before = tree(project / "site")
    (project / "docs/big.md").write_text("# Big\n\n" + "Words. " * 10_000, "utf-8")
    done = build(project, limit=40_000)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "File too large; make room, or build elsewhere with 'site_dir'" in done.stderr
    assert tree(project / "site") == before
    assert build(project).returncode == 0
    assert "Words" in (project / "site/big/index.html").read_text("utf-8")


def test_a_move_that_was_cut_off_is_gone_on_with(tmp_path: Path) -> None:
    site, aside = tmp_path / "site", tmp_path / ".site.before"
    for path in (site / "a.html", aside / "b.html"):  # killed between two moves
        path.parent.mkdir()
        path.write_text("x", "utf-8")
    last = LastSite(site)
    last.put_aside()
    assert tree(site) == {}
    last.put_back()
    assert set(tree(site)) == {"a.html", "b.html"}
    assert not aside.exists()


def test_a_site_that_cannot_be_moved_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    (site / "a").mkdir(parents=True)
    (site / "b").mkdir()
    rename = Path.rename

    def some(self: Path, target: Path) -> Path:
        if self == site / "b":
            raise OSError(18, "Invalid cross-device link")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", some)
    last = LastSite(site)
    last.put_aside()
    last.put_back()
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["a", "b", "site"]


def test_a_build_within_a_build_takes_nothing_away(tmp_path: Path) -> None:
    """i18n builds its other languages when the first is written, into the same folder."""
    events, config = KeepsLastSite(), SimpleNamespace(site_dir=str(tmp_path / "site"), strict=False)
    page, aside = tmp_path / "site/index.html", tmp_path / ".site.before"
    page.parent.mkdir()
    page.write_text("before", "utf-8")
    context = click.Context(click.Command("build"))
    context.params["clean"] = True
    with context.scope():
        events.on_pre_build(config=config)  # type: ignore[arg-type]
        page.write_text("English", "utf-8")
        for _ in ("de", "fr"):
            events.on_pre_build(config=config)  # type: ignore[arg-type]
            assert page.read_text("utf-8") == "English"
            events._settle(config=config)  # type: ignore[arg-type]
            assert aside.is_dir()
        events._settle(config=config)  # type: ignore[arg-type]
    assert page.read_text("utf-8") == "English"
    assert not aside.exists()
