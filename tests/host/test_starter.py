"""`apparatus new`: a small edition, or a sentence."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from mkdocs_apparatus.host import starter
from mkdocs_apparatus.host.cli import main


def new(folder: Path) -> Result:
    return CliRunner().invoke(main, ["new", str(folder)])


def held(folder: Path) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}


def test_a_folder_that_is_not_there_yet_nor_the_one_above(tmp_path: Path) -> None:
    folder = tmp_path / "my/essay"
    done = new(folder)
    assert done.exit_code == 0
    assert done.output == f"'{folder}' holds a small edition; 'mkdocs serve' in it shows it\n"
    found = held(folder)
    assert {"mkdocs.yml", "bibliography.bib", "README.md", ".gitignore", ".gitlab-ci.yml"} <= found
    assert ".github/workflows/pages.yml" in found
    assert len((folder / "README.md").read_text("utf-8").splitlines()) <= 10


def test_a_new_repository_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/config").write_text("")
    assert new(tmp_path).exit_code == 0
    assert (tmp_path / "mkdocs.yml").is_file()


def test_a_folder_that_is_not_empty_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    done = new(tmp_path)
    assert done.exit_code == 2
    assert done.output == (
        f"Error: '{tmp_path}' cannot be filled: it is not empty; "
        "name a folder that is empty, or a new one\n"
    )
    assert held(tmp_path) == {"notes.txt"}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for name in ("file", "file/essay"):
        done = new(tmp_path / name)
        assert done.exit_code == 2
        assert done.output.count("\n") == 1
        assert ("it is a file" if name == "file" else "Not a directory") in done.output
    assert held(tmp_path) == {"file"}


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_bytes

    def fails(self: Path, data: bytes) -> int:
        if self.name == "mkdocs.yml":
            write(self, data[:10])
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", fails)
    done = new(tmp_path / "my/essay")
    assert done.exit_code == 2
    assert "No space left on device" in done.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", [".github/workflows/pages.yml", ".gitlab-ci.yml"])
def test_workflows_build_strictly_with_the_address_of_the_site(path: str) -> None:
    text = dict(starter.files())[path].decode()
    yaml.safe_load(text)
    assert "mkdocs build --strict" in text
    assert "SITE_URL: $" in text
