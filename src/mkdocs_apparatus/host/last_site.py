"""The site of the build before, which a build that fails puts back.

MkDocs empties the site's folder before it builds. What lies there is put aside, beside the
folder, when a build begins, and back when it fails or is interrupted. The new site is built
where it always is: hooks and other plugins know that place by its name, and write there until
the end.
"""

from __future__ import annotations

import atexit
import shutil
from contextlib import suppress
from errno import EDQUOT, EFBIG, EIO, ENOSPC, EROFS
from logging import getLogger
from pathlib import Path
from typing import IO

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.utils import CountHandler

try:
    import fcntl
except ImportError:  # on Windows, where what is open cannot be moved either
    fcntl = None  # type: ignore[assignment]

log = get_plugin_logger("apparatus")

FULL = {ENOSPC, EDQUOT, EFBIG, EIO, EROFS}
"""Errors of a disk that takes no more: full, beyond a quota or a limit, broken, read-only."""

LOCK = ".lock"
"""The file whose lock says that the build is at work still which has put a site aside."""

SHARED = ".shared"
"""The file that says that another build has begun in the same folder since."""

WHOLE = ".whole"
"""The file that says that all was put aside; without it the rest is in the site's folder still."""


class LastSite:
    """What a site's folder held before a build, in a folder beside it: `.site.before`."""

    def __init__(self, site: Path) -> None:
        """Look at a site, which need not exist; nothing is moved yet."""
        self._site = site.resolve()
        self._aside = self._site.with_name(f".{self._site.name}.before")
        self._lock: IO[str] | None = None

    def put_aside(self) -> None:
        """Move what MkDocs is about to delete; where that cannot be, leave it.

        What a build had put aside that was killed is kept, and not what it had built by then.
        """
        if not fcntl or not (_held(self._site) or self._aside.exists()):
            return
        with suppress(OSError):
            self._aside.mkdir(exist_ok=True)
            lock = (self._aside / LOCK).open("w")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:  # two builds at once: the site will be that of one of them
                lock.close()
                (self._aside / SHARED).touch()
                return
            self._lock = lock
            atexit.register(self.put_back)
            self._move()

    def _move(self) -> None:
        if (self._aside / WHOLE).exists():
            return
        self._move_back()  # what was moved when a build was killed
        try:
            for path in _held(self._site):
                path.rename(self._aside / path.name)
            (self._aside / WHOLE).touch()
        except OSError:  # the site is a disk of its own, say
            self._move_back()
            self.forget()

    def _move_back(self) -> None:
        self._site.mkdir(exist_ok=True)
        for path in _held(self._aside):
            path.rename(self._site / path.name)

    def put_back(self, why: str = "was interrupted") -> None:
        """Let the folder hold what it held before, unless another build is at work there."""
        if not self._lock or (self._aside / SHARED).exists():
            self.forget()
            return
        try:
            for path in _held(self._site):
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
            (self._aside / WHOLE).unlink(missing_ok=True)
            self._move_back()
        except OSError as error:
            log.warning(f"the site of before is in {self._aside}: {error.strerror or error}")
            self._unlock()
            return
        log.warning(f"the build {why}; {self._site} holds again what it held before")
        self.forget()

    def forget(self) -> None:
        """Delete what was put aside: there is a new site."""
        if self._lock:
            shutil.rmtree(self._aside, ignore_errors=True)
        self._unlock()

    def _unlock(self) -> None:
        atexit.unregister(self.put_back)
        if self._lock:
            self._lock.close()
        self._lock = None


def _held(folder: Path) -> list[Path]:
    """List what MkDocs deletes in a folder: all whose name begins with no full stop."""
    if not folder.is_dir():
        return []
    return sorted(one for one in folder.iterdir() if not one.name.startswith("."))


class KeepsLastSite:
    """The events of a plugin that lets no build that fails take away the site of before.

    That is so for `mkdocs build` and `mkdocs gh-deploy`, unless they are `--dirty`, which need
    what is there; `mkdocs serve` builds into a folder of its own.
    """

    _last_site: LastSite | None = None
    _depth = 0

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """MkDocs will empty the site's folder, but for builds within one: i18n's of a language."""
        self._depth += 1
        if self._depth > 1:
            return
        context = click.get_current_context(silent=True)
        if context and context.params.get("clean") is True:
            self._last_site = LastSite(Path(config.site_dir))
            self._last_site.put_aside()

    @event_priority(-1000)
    def _settle(self, *, config: MkDocsConfig) -> None:
        """All is written; where strict mode counts a warning the build is yet to fail."""
        self._depth -= 1
        if self._depth:
            return
        handlers = getLogger("mkdocs").handlers
        counted = (one.get_counts() for one in handlers if isinstance(one, CountHandler))
        if self._last_site and not (config.strict and any(counted)):
            self._last_site.forget()
            self._last_site = None

    def on_build_error(self, *, error: Exception) -> None:
        """Put back the site of before, and say in words that a disk takes no more."""
        self._depth = 0
        if self._last_site:
            self._last_site.put_back("failed")
            self._last_site = None
        if isinstance(error, OSError) and error.errno in FULL:
            place = f"{error.filename}: " if error.filename else ""
            mend = "make room, or build elsewhere with 'site_dir', and build again"
            raise PluginError(f"{place}{error.strerror}; {mend}") from error
