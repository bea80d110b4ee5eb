"""pandoc as a process: scripts of `data/` run inside it, with text in and text out.

The scripts open no file and reach no network: they read everything with pandoc's sandbox
(https://pandoc.org/lua-filters.html#pandoc.read, the argument `read_env`). A process has limits
of time and memory, as what strangers write may take pandoc any amount of both.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

import pypandoc

from ..cache import Cache
from .pandoc_failures import (
    CiteprocError,
    PandocMissingError,
    PandocSlowError,
    failure,
    reading_answer,
)

DATA = files(__package__) / "data"

TIMEOUT = 120
"""How many seconds pandoc may take to answer, where a site says nothing else."""

MEMORY = "4g"
"""How much memory pandoc may use, as GHC's `-M` takes it; 8,000 citations take 0.5 GB.

https://downloads.haskell.org/ghc/latest/docs/users_guide/runtime_control.html
"""

Read = TypeVar("Read")


class Running:
    """A script that runs, and waits for the rest of what it is to read."""

    def __init__(self, script: str, begin: str, timeout: float = TIMEOUT) -> None:
        """Start a script of `data/`, and give it the first of its input.

        It may take `timeout` seconds after all of its input is there.

        Raises `PandocMissingError`.
        """
        self._timeout = timeout
        try:
            self._process = subprocess.Popen(
                [pypandoc.get_pandoc_path(), "lua", str(DATA / script)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, "GHCRTS": _with_limit(os.environ.get("GHCRTS", ""))},
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

        Raises `CiteprocError`, one for each way to fail.
        """
        end = time.monotonic() + self._timeout
        self._begun.join(self._timeout)
        if self._begun.is_alive():
            raise self._too_slow()
        try:
            left = max(0.0, end - time.monotonic())
            out, said = self._process.communicate(rest.encode(), timeout=left)
        except subprocess.TimeoutExpired:
            raise self._too_slow() from None
        if self._process.returncode:
            raise failure(self._process.returncode, said.decode(errors="replace"))
        with reading_answer():
            return out.decode()

    def _too_slow(self) -> PandocSlowError:
        self.stop()
        return PandocSlowError(f"pandoc did not answer within {self._timeout:g} seconds")

    def stop(self) -> None:
        """End a script whose answer is not needed."""
        self._process.kill()
        self._begun.join()
        self._process.communicate()


def _with_limit(given: str) -> str:
    """Limit the memory of pandoc, unless who starts the build has."""
    return given if re.search(r"(?:^|\s)-M", given) else f"{given} -M{MEMORY}".strip()


@dataclass(frozen=True)
class Pandoc:
    """Asks pandoc, once: what was answered is kept in `cache`, if there is one.

    An answer may take `timeout` seconds.
    """

    cache: Cache | None = None
    timeout: float = TIMEOUT

    def start(self, script: str, begin: str) -> Running:
        """Start a script of `data/` with the first of its input; raises `PandocMissingError`."""
        return Running(script, begin, self.timeout)

    def ask(self, script: str, request: str, read: Callable[[Any], Read]) -> Read:
        """Run a script of `data/`, and `read` the JSON that it writes.

        An answer that cannot be read is not kept. Raises `CiteprocError`.
        """
        key = self.key(script, request)
        if known := self.known("pandoc", key):
            with suppress(CiteprocError), reading_answer():
                return read(json.loads(known))
        answer = self.start(script, request).finish()
        with reading_answer():
            found = read(json.loads(answer))
        self.keep("pandoc", key, answer)
        return found

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
