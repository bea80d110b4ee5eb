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
from typing import IO, Any, TypeVar, cast

import pypandoc

from ..cache import Cache
from .pandoc_failures import (
    CiteprocError,
    PandocAnswerError,
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

MOST = 1_000_000_000
"""How many bytes an answer may have, which grows with the citations of a site."""

PIECE = 65_536
"""How many bytes are read at a time."""

MOST_SAID = 65_536
"""How many bytes of warnings and errors are kept."""

PATIENCE = 10
"""After how many seconds it is said that pandoc still works, and then each time."""

Read = TypeVar("Read")

Waiting = Callable[[float], None]
"""Is told for how many seconds an answer has been waited for."""


class _Kept(Thread):
    """Reads a pipe to its end beside all else, and keeps the first of it: `most` bytes."""

    def __init__(self, pipe: IO[bytes], most: int, *, to_end: bool) -> None:
        super().__init__(daemon=True)
        self.data = bytearray()
        self._pipe, self._most, self._to_end = pipe, most, to_end
        self.start()

    def run(self) -> None:
        """Read; a pipe that nobody reads would stop who writes."""
        with self._pipe:
            while piece := os.read(self._pipe.fileno(), PIECE):
                self.data += piece[: self._most - len(self.data)]
                if len(self.data) == self._most and not self._to_end:
                    return


class _Sent(Thread):
    """Writes a text to a pipe beside all else, as a pipe holds 64 KB until it is read."""

    def __init__(self, pipe: IO[bytes], text: str, *, is_last: bool) -> None:
        super().__init__(daemon=True)
        self._pipe, self._text, self._is_last = pipe, text, is_last
        self.start()

    def run(self) -> None:
        """Write, past the buffer, in which nothing may be left if the script ends."""
        with suppress(OSError, ValueError):  # it has ended, and says why; or was stopped
            rest = memoryview(self._text.encode())
            while rest:
                rest = rest[os.write(self._pipe.fileno(), rest) :]
            if self._is_last:
                self._pipe.close()


class Running:
    """A script that runs, and waits for the rest of what it is to read."""

    def __init__(
        self, script: str, begin: str, timeout: float = TIMEOUT, waiting: Waiting | None = None
    ) -> None:
        """Start a script of `data/`, and give it the first of its input.

        It may take `timeout` seconds after all of its input is there; `waiting` is called with
        those that have gone, each time that `PATIENCE` more have.

        Raises `PandocMissingError`.
        """
        self._timeout, self._waiting = timeout, waiting
        try:
            process = subprocess.Popen(
                [pypandoc.get_pandoc_path(), "lua", str(DATA / script)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, "GHCRTS": _with_limit(os.environ.get("GHCRTS", ""))},
            )
        except OSError as error:
            reason = " ".join(str(error).split())
            raise PandocMissingError(f"pandoc cannot be started: {reason}") from None
        self._process, self._input = process, cast(IO[bytes], process.stdin)
        self._answer = _Kept(cast(IO[bytes], process.stdout), MOST + 1, to_end=False)
        self._said = _Kept(cast(IO[bytes], process.stderr), MOST_SAID, to_end=True)
        self._begun = _Sent(self._input, begin, is_last=False)

    def finish(self, rest: str = "") -> str:
        """Give the script the rest of its input, and what it writes.

        Raises `CiteprocError`, one for each way to fail.
        """
        end = time.monotonic() + self._timeout
        self._begun.join(self._timeout)
        if not self._begun.is_alive():
            _Sent(self._input, rest, is_last=True)
            self._wait(end)
        if len(self._answer.data) > MOST:
            self.stop()
            raise PandocAnswerError("pandoc's answer does not end")
        try:
            code = self._process.wait(max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.stop()
            words = f"pandoc did not answer within {self._timeout:g} seconds"
            raise PandocSlowError(words) from None
        self._answer.join(5)
        self._said.join(1)  # a program that it has started may hold either open
        if code:
            raise failure(code, self._said.data.decode(errors="replace"))
        with reading_answer():
            return self._answer.data.decode()

    def _wait(self, end: float) -> None:
        """Wait until all is answered, or the time at the `end` has come, and say so meanwhile."""
        start = time.monotonic()
        while (left := end - time.monotonic()) > 0:
            self._answer.join(min(PATIENCE, left))
            if not self._answer.is_alive():
                return
            if self._waiting and left > PATIENCE:
                self._waiting(time.monotonic() - start)

    def stop(self) -> None:
        """End a script whose answer is not needed."""
        self._process.kill()
        self._process.wait()
        self._begun.join(1)
        if not self._begun.is_alive():
            with suppress(OSError):
                self._input.close()


def _with_limit(given: str) -> str:
    """Limit the memory of pandoc, unless who starts the build has."""
    return given if re.search(r"(?:^|\s)-M", given) else f"{given} -M{MEMORY}".strip()


@dataclass(frozen=True)
class Pandoc:
    """Asks pandoc, once: what was answered is kept in `cache`, if there is one.

    An answer may take `timeout` seconds; `waiting` is as in `Running`.
    """

    cache: Cache | None = None
    timeout: float = TIMEOUT
    waiting: Waiting | None = None

    def start(self, script: str, begin: str) -> Running:
        """Start a script of `data/` with the first of its input; raises `PandocMissingError`."""
        return Running(script, begin, self.timeout, self.waiting)

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
        """Say all that an answer depends on: the request, the scripts, and which pandoc it is."""
        scripts = sorted(one.name for one in DATA.iterdir() if one.name.endswith(".lua"))
        texts = ((DATA / name).read_text("utf-8") for name in scripts)
        return "\0".join([which(), script, *texts, *parts])

    def known(self, kind: str, key: str) -> str | None:
        """Give what was kept under a key, None if nothing was."""
        found = self.cache.get(kind, key) if self.cache else None
        return found.decode() if found is not None else None

    def keep(self, kind: str, key: str, answer: str) -> None:
        """Keep an answer for the next build."""
        if self.cache:
            self.cache.put(kind, key, answer.encode())


def which() -> str:
    """Say which pandoc it is, by what its file weighs; nothing where there is none.

    Its time would differ on each machine that installs it, and to ask for its version takes
    longer than most builds.
    """
    try:
        size = Path(pypandoc.get_pandoc_path()).stat().st_size
    except OSError:
        return ""
    return f"pandoc of {size} bytes"
