"""Files that are replaced whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

UNFINISHED = ".part"
"""How the names of files end that are being written; they begin with a full stop."""


def fault_of_place(path: Path, folders: Iterable[Path]) -> str | None:
    """Say why a file may not be written, and how to mend it; None where it may.

    It may stand, through links too, only in one of the `folders`. A file that its owner has
    made read-only stays as it is, although it could be renamed, and the administrator may.
    """
    place = path.resolve()
    if not any(place.is_relative_to(folder.resolve()) for folder in folders):
        return "it lies outside of the project, where a link leads; put the file itself there"
    if place.exists() and not place.is_file():
        return "it is no file; take it away"
    is_writable = not place.exists() or (os.access(place, os.W_OK) and place.stat().st_mode & 0o222)
    if not is_writable:
        return "it is read-only; give yourself the right to write it"
    if not os.access(place.parent, os.W_OK | os.X_OK):
        return "its folder is read-only; give yourself the right to write there"
    return None


def replace_file(path: Path, data: bytes) -> None:
    """Put new content in the place of a file, which is whole before, after and in between.

    It is written beside the file, brought to the disk, and given the file's name and rights;
    what an interrupted writing has left there is taken away. A link stays one: the file that
    it leads to is replaced. Raises `OSError` where that fails; the file is then as it was.
    """
    place = path.resolve()
    mine = f".{place.name[:100]}."  # the name of a file has at most 255 bytes
    for left in place.parent.iterdir():
        if left.name.startswith(mine) and left.name.endswith(UNFINISHED):
            left.unlink()
    written = NamedTemporaryFile(dir=place.parent, prefix=mine, suffix=UNFINISHED, delete=False)  # noqa: SIM115
    try:
        with written:
            written.write(data)
            written.flush()
            os.fsync(written.fileno())
        _like(place, Path(written.name))
        os.replace(written.name, place)
    except BaseException:  # an interruption too
        with suppress(OSError):
            os.unlink(written.name)
        raise
    _sync(place.parent)


def _like(place: Path, written: Path) -> None:
    """Give a new file the rights and, where that is allowed, the owner of the one it replaces."""
    if not place.exists():
        mask = os.umask(0)
        os.umask(mask)
        written.chmod(0o666 & ~mask)
        return
    before = place.stat()
    with suppress(OSError, AttributeError):  # Windows has no owners
        os.chown(written, before.st_uid, before.st_gid)
    written.chmod(before.st_mode & 0o7777)


def _sync(folder: Path) -> None:
    """Bring a new name to the disk, where the system lets folders be opened."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
