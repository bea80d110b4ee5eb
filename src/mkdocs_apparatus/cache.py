"""Answers that need not be worked out again, in a folder that may be deleted at any time.

A cache is an optimisation: whatever is wrong with its folder, a build is only slower. Its
place is MkDocs's usual one, `.cache/plugin/<name>/` beside mkdocs.yml. Values are bytes, JSON
say: a folder may come with a stranger's site, and what runs when it is read, as pickle and
marshal do, must not be kept in it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

KEPT = 30 * 24 * 3600
"""How long an entry stays that is not used, in seconds."""

MARKED = 24 * 3600
"""How old the mark of an entry's last use may be before a use renews it, in seconds."""

UNFINISHED = ".part"
"""How the names of files end that are being written."""


class Cache:
    """Values by kind and by all that they were worked out from.

    Each is a file, `<folder>/<kind>/<SHA-256 of the key>`: a line with the SHA-256 of what the
    file should hold, then the value. Files are written under another name and then renamed, so
    that several builds may share a folder.
    """

    def __init__(self, folder: Path) -> None:
        """Use a folder, which need not exist."""
        self._folder = folder
        self._is_swept = False

    def get(self, kind: str, key: str) -> bytes | None:
        """Give the value that was put for a key, None where there is none, or a damaged one.

        `kind` is a plain name, which parts what is unlike, `sheets` say; `key` holds all that
        the value depends on, the version of the code that makes it too.
        """
        path = self._path(kind, key)
        try:
            seal, _, value = path.read_bytes().partition(b"\n")
            if seal != _seal(path.name, value):
                return None
        except OSError:
            return None
        with suppress(OSError):  # deleted meanwhile, or not ours to write
            if time.time() - path.stat().st_mtime > MARKED:
                os.utime(path)
        return value

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Keep a value for a key; where nothing can be written, do nothing."""
        path = self._path(kind, key)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._sweep()
            written = NamedTemporaryFile(dir=path.parent, suffix=UNFINISHED, delete=False)  # noqa: SIM115
            try:
                with written:
                    written.write(_seal(path.name, value) + b"\n" + value)
                os.replace(written.name, path)
            except BaseException:  # an interruption too
                os.unlink(written.name)
                raise

    def _path(self, kind: str, key: str) -> Path:
        return self._folder / kind / sha256(key.encode("utf-8", "surrogatepass")).hexdigest()

    def _sweep(self) -> None:
        """Remove what was not used for long, once: where nothing is put, nothing grows."""
        if self._is_swept:
            return
        self._is_swept = True
        now = time.time()
        for path in self._files():
            with suppress(OSError):  # another build sweeps too
                if now - path.stat().st_mtime > KEPT:
                    path.unlink()

    def _files(self) -> Iterator[Path]:
        """Give the files of the cache, and nothing else that may lie in its folder."""
        for path in self._folder.glob("*/*"):
            is_entry = len(path.name) == 64 and set(path.name) <= set("0123456789abcdef")
            if path.is_file() and (is_entry or path.suffix == UNFINISHED):
                yield path


def _seal(name: str, value: bytes) -> bytes:
    """Give the SHA-256 of an entry; its name counts, lest one entry be taken for another."""
    return sha256(name.encode() + value).hexdigest().encode()
