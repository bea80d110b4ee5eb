"""pandoc as a process: scripts of `data/` run inside it, with text in and text out."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from threading import Thread

import pypandoc

from ..cache import Cache

DATA = files(__package__) / "data"


class CiteprocError(Exception):
    """pandoc failed; the message is what it said, on one line."""


class PandocMissingError(CiteprocError):
    """There is no pandoc that starts."""


class Running:
    """A script that runs, and waits for the rest of what it is to read."""

    def __init__(self, script: str, begin: str) -> None:
        """Start a script of `data/`, and give it the first of its input.

        Raises `PandocMissingError`.
        """
        try:
            self._process = subprocess.Popen(
                [pypandoc.get_pandoc_path(), "lua", str(DATA / script)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except OSError as error:
            reason = " ".join(str(error).split())
            raise PandocMissingError(f"pandoc cannot be started: {reason}") from None
        # A pipe holds 64 KB: more is written when the script reads.
        self._begun = Thread(target=self._write, args=[begin.encode()], daemon=True)
        self._begun.start()

    def _write(self, begin: bytes) -> None:
        with suppress(OSError, ValueError):  # it has ended, and says why; or was stopped
            pipe = self._process.stdin.fileno() if self._process.stdin else -1
            rest = memoryview(begin)
            while rest:  # past the buffer, in which nothing may be left if the script ends
                rest = rest[os.write(pipe, rest) :]

    def finish(self, rest: str = "") -> str:
        """Give the script the rest of its input, and what it writes.

        Raises `CiteprocError`.
        """
        self._begun.join()
        out, said = self._process.communicate(rest.encode())
        if self._process.returncode:
            words = said.decode(errors="replace").strip().splitlines()
            raise CiteprocError(f"pandoc failed: {' '.join(words[:3])}")
        return out.decode()

    def stop(self) -> None:
        """End a script whose answer is not needed."""
        self._process.kill()
        self._begun.join()
        self._process.communicate()


@dataclass(frozen=True)
class Pandoc:
    """Asks pandoc, once: what was answered is kept in `cache`, if there is one."""

    cache: Cache | None = None

    def ask(self, script: str, request: str) -> str:
        """Run a script of `data/`: what it reads and what it writes, as text.

        Raises `CiteprocError`.
        """
        key = self.key(script, request)
        if known := self.known("pandoc", key):
            return known
        answer = Running(script, request).finish()
        self.keep("pandoc", key, answer)
        return answer

    def key(self, script: str, *parts: str) -> str:
        """Say all that an answer depends on: the request, the script, and which pandoc it is."""
        return "\0".join([_which(), (DATA / script).read_text("utf-8"), *parts])

    def known(self, kind: str, key: str) -> str | None:
        """Give what was kept under a key, None if nothing was."""
        found = self.cache.get(kind, key) if self.cache else None
        return found.decode() if found is not None else None

    def keep(self, kind: str, key: str, answer: str) -> None:
        """Keep an answer for the next build."""
        if self.cache:
            self.cache.put(kind, key, answer.encode())


def _which() -> str:
    """Say which pandoc it is, by what its file weighs; nothing where there is none.

    Its time would differ on each machine that installs it, and to ask for its version takes
    longer than most builds.
    """
    try:
        size = Path(pypandoc.get_pandoc_path()).stat().st_size
    except OSError:
        return ""
    return f"pandoc of {size} bytes"
