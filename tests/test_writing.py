"""Files of the author's, and what is kept: whole before, after, and when writing fails."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from mkdocs_apparatus import Cache, writing
from mkdocs_apparatus.writing import fault_of_place, replace_file


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o664])
def test_a_file_is_replaced_with_its_rights(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    path.chmod(mode)
    replace_file(path, b"new\r\n\0")
    assert path.read_bytes() == b"new\r\n\0"
    assert path.stat().st_mode & 0o777 == mode
    assert names(tmp_path) == ["a.md"]


def test_a_new_file_has_the_rights_that_new_files_have(tmp_path: Path) -> None:
    replace_file(tmp_path / "a.md", b"x")
    (tmp_path / "b.md").write_bytes(b"x")
    assert (tmp_path / "a.md").stat().st_mode == (tmp_path / "b.md").stat().st_mode


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_bytes(b"old")
    (tmp_path / "b.md").symlink_to("docs/a.md")
    replace_file(tmp_path / "b.md", b"new")
    assert (tmp_path / "b.md").is_symlink()
    assert (tmp_path / "docs/a.md").read_bytes() == b"new"


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_file_is_as_it_was_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, error: BaseException
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    monkeypatch.setattr(writing.os, call, fail)
    with pytest.raises(type(error)):
        replace_file(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.md"]


def test_what_a_killed_run_left_is_taken_away_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    (tmp_path / ".a.md.k1ll3d.part").write_bytes(b"ne")
    (tmp_path / ".b.md.k1ll3d.part").write_bytes(b"of another file")
    replace_file(tmp_path / "a.md", b"new")
    assert names(tmp_path) == [".b.md.k1ll3d.part", "a.md"]


FULL = """
import sys
from pathlib import Path
from mkdocs_apparatus import Cache
from mkdocs_apparatus.writing import replace_file
Cache(Path(sys.argv[1], "cache")).put("kind", "key", b"new" * 100_000)
try:
    replace_file(Path(sys.argv[1], "a.md"), b"new" * 100_000)
except OSError as error:
    print(error.strerror)
"""


def test_nothing_is_half_written_where_no_more_can_be(tmp_path: Path) -> None:
    """The limit of a file's size stands for a disk that is full."""
    (tmp_path / "a.md").write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout == "File too large\n"
    assert (tmp_path / "a.md").read_bytes() == b"old"
    assert names(tmp_path) == ["a.md", "cache"]
    assert names(tmp_path / "cache/kind") == []
    cache = Cache(tmp_path / "cache")
    assert cache.get("kind", "key") is None
    cache.put("kind", "key", b"new")
    assert cache.get("kind", "key") == b"new"


def test_what_is_half_written_in_the_cache_is_made_anew(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("kind", "key", b"value")
    [path] = (tmp_path / "kind").iterdir()
    whole = path.read_bytes()
    for half in (b"", whole[:10], whole[:-1], whole + b"x", b"\0" * len(whole)):
        path.write_bytes(half)
        assert cache.get("kind", "key") is None
        cache.put("kind", "key", b"value")
        assert cache.get("kind", "key") == b"value"


def test_an_interrupted_cache_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        Cache(tmp_path).put("kind", "key", b"value")
    assert names(tmp_path / "kind") == []


def test_where_a_file_may_be_written(tmp_path: Path) -> None:
    project, away = tmp_path / "project", tmp_path / "away"
    (project / "docs").mkdir(parents=True)
    away.mkdir()
    (away / "a.md").write_bytes(b"x")
    (project / "docs/out.md").symlink_to(away / "a.md")
    (project / "docs/folder").symlink_to(away)
    (project / "docs/in.md").write_bytes(b"x")
    (project / "docs/link.md").symlink_to("in.md")
    (project / "docs/locked.md").write_bytes(b"x")
    (project / "docs/locked.md").chmod(0o444)
    found = {
        name: fault_of_place(project / "docs" / name, [project])
        for name in ("in.md", "link.md", "new.md", "out.md", "folder/a.md", "../../away/a.md")
    }
    outside = "it lies outside of the project, where a link leads; put the file itself there"
    assert found == {
        **dict.fromkeys(("in.md", "link.md", "new.md")),
        **dict.fromkeys(("out.md", "folder/a.md", "../../away/a.md"), outside),
    }
    assert fault_of_place(project / "docs/out.md", [project, away]) is None
    locked = fault_of_place(project / "docs/locked.md", [project])
    assert locked == "it is read-only; give yourself the right to write it"
    assert fault_of_place(project / "docs", [project]) == "it is no file; take it away"
