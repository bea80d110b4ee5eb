"""A cache saves work, and never does harm."""

from __future__ import annotations

import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_apparatus.cache import KEPT, UNFINISHED, Cache


def entry(folder: Path, kind: str = "words") -> Path:
    [path] = (folder / kind).iterdir()
    return path


def test_what_is_put_is_found_again(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "a/b")
    assert cache.get("words", "x") is None
    cache.put("words", "x", b"one\ntwo\n")
    assert cache.get("words", "x") == b"one\ntwo\n"
    assert Cache(tmp_path / "a/b").get("words", "x") == b"one\ntwo\n"
    assert cache.get("words", "y") is None
    assert cache.get("sheets", "x") is None


@given(st.dictionaries(st.text(), st.binary(), max_size=5))
def test_any_text_is_a_key_and_any_bytes_a_value(
    tmp_path_factory: pytest.TempPathFactory, entries: dict[str, bytes]
) -> None:
    cache = Cache(tmp_path_factory.mktemp("cache"))
    for key, value in entries.items():
        cache.put("any", key, value)
    assert {key: cache.get("any", key) for key in entries} == entries


def test_a_lone_surrogate_in_a_key(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("words", "\udc80", b"x")
    assert cache.get("words", "\udc80") == b"x"


def test_the_later_value_counts(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("words", "x", b"1")
    cache.put("words", "x", b"2")
    assert cache.get("words", "x") == b"2"
    assert entry(tmp_path)


@pytest.mark.parametrize(
    "harm",
    [
        lambda whole: b"",
        lambda whole: whole[:-1],
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole + b"x",
        lambda whole: whole.replace(b"value", b"valve"),
        lambda whole: b"\x00" * len(whole),
        lambda whole: b"value",
    ],
)
def test_what_is_damaged_is_missing_and_can_be_put_again(tmp_path: Path, harm) -> None:
    cache = Cache(tmp_path)
    cache.put("words", "x", b"a value")
    path = entry(tmp_path)
    path.write_bytes(harm(path.read_bytes()))
    assert cache.get("words", "x") is None
    cache.put("words", "x", b"a value")
    assert cache.get("words", "x") == b"a value"


def test_an_entry_under_the_name_of_another_is_missing(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("words", "x", b"1")
    first = entry(tmp_path)
    cache.put("words", "y", b"2")
    [second] = set((tmp_path / "words").iterdir()) - {first}
    shutil.copy(first, second)
    assert cache.get("words", "y") is None


def test_a_folder_where_an_entry_should_be(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("words", "x", b"1")
    path = entry(tmp_path)
    path.unlink()
    path.mkdir()
    (path / "y").touch()
    assert cache.get("words", "x") is None
    cache.put("words", "x", b"1")
    assert not list((tmp_path / "words").glob(f"*{UNFINISHED}"))


@pytest.mark.parametrize("folder", ["file/cache", "file"])
def test_a_folder_that_cannot_be_made(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").touch()
    cache = Cache(tmp_path / folder)
    cache.put("words", "x", b"1")
    assert cache.get("words", "x") is None


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    cache = Cache(tmp_path)
    cache.put("words", "x", b"1")
    monkeypatch.setattr("mkdocs_apparatus.cache.NamedTemporaryFile", refuse)
    cache.put("words", "y", b"2")
    assert cache.get("words", "x") == b"1"
    assert cache.get("words", "y") is None


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    Cache(tmp_path).put("words", "x", b"1")
    assert not list((tmp_path / "words").iterdir())


def test_the_folder_is_deleted_in_mid_use(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.put("words", "x", b"1")
    shutil.rmtree(tmp_path / "cache")
    assert cache.get("words", "x") is None
    cache.put("words", "x", b"1")
    assert cache.get("words", "x") == b"1"


def test_many_builds_share_a_folder(tmp_path: Path) -> None:
    """None finds anything but a whole value, or none."""
    values = {bytes([65 + n]) * 100_000 for n in range(4)}

    def build(value: bytes) -> set[bytes | None]:
        cache, found = Cache(tmp_path), set()
        for turn in range(50):
            cache.put("words", "x", value)
            found.add(cache.get("words", "x"))
            if turn % 10 == 9:
                shutil.rmtree(tmp_path / "words", ignore_errors=True)
        return found

    with ThreadPoolExecutor() as pool:
        found = set().union(*pool.map(build, sorted(values)))
    assert found - {None} <= values
    assert found - {None}


def age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_what_is_not_used_for_long_is_removed(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for key in ("old", "used", "new"):
        cache.put(key, key, key.encode())
    crashed = tmp_path / "old" / f"x{UNFINISHED}"
    foreign = tmp_path / "old" / "README"
    for path in (crashed, foreign):
        path.touch()
    for path in (entry(tmp_path, "used"), *(tmp_path / "old").iterdir()):
        age(path, KEPT + 60)
    later = Cache(tmp_path)
    assert later.get("used", "used") == b"used"
    later.put("new", "another", b"x")
    assert {path.name for path in (tmp_path / "old").iterdir()} == {"README"}
    assert later.get("used", "used") == b"used"
    assert later.get("new", "new") == b"new"


def test_a_folder_that_may_only_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path)
    cache.put("words", "x", b"y")
    (file,) = (one for one in tmp_path.rglob("*") if one.is_file())
    os.utime(file, (0, 0))

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("mkdocs_apparatus.cache.os.utime", refuse)
    assert cache.get("words", "x") == b"y"
