"""A small edition to begin with: it shows one of each thing, and is to be written over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from errno import EEXIST, ENOTDIR
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

FILES = resources.files(__package__) / "starter_files"
"""What is copied. No name begins with a full stop, or git would heed the file here."""

HIDDEN = "dot-"
"""How names begin that begin with a full stop where they are copied to."""

HELD = frozenset({".git"})
"""What a folder may hold that counts as empty: a repository without a commit, say."""


def files(folder: Traversable = FILES, path: str = "") -> Iterator[tuple[str, bytes]]:
    """Give the files of the edition by path, in the order of their names."""
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        name = f".{one.name.removeprefix(HIDDEN)}" if one.name.startswith(HIDDEN) else one.name
        if one.is_dir():
            yield from files(one, f"{path}{name}/")
        else:
            yield f"{path}{name}", one.read_bytes()


def write(folder: Path) -> None:
    """Write the edition into a folder that is empty, or not there yet.

    Raises `OSError` where it holds something or cannot be written; then nothing is left of what
    was.
    """
    if folder.is_dir() and {one.name for one in folder.iterdir()} - HELD:
        raise FileExistsError(EEXIST, "it is not empty")
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(ENOTDIR, "it is a file")
    made: list[Path] = []
    try:
        for path, data in files():
            place = folder / path
            lacking = [one for one in place.parents if not one.exists()]
            made += [*reversed(lacking), place]
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
    except OSError:
        for one in reversed(made):
            with suppress(OSError):  # it may not have come about
                one.rmdir() if one.is_dir() else one.unlink()
        raise
