"""What `mkdocs serve` watches for us: the files that are read here, and nothing beside them.

A folder that is watched whole builds the site without end where a log is written into it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from operator import eq
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer

from ..citations.styles import Style
from ..publication.permalinks import LEDGER
from .downloads import is_address
from .options import ApparatusConfig


def watch_sources(
    server: LiveReloadServer, config: ApparatusConfig, style: Style | None, base: Path, docs: Path
) -> None:
    """Rebuild when the ledger changes, or what the options name and lies outside of `docs`.

    `base` is the folder of the configuration. MkDocs itself watches the docs folder.
    """
    for path in _files(config, style, base, docs):
        if path.exists():
            server.watch(str(path))
        elif path.parent.is_dir():
            _await(server, path.parent, partial(eq, path), recursive=False)
    if config.bib_dir:
        _await(server, base / config.bib_dir, lambda one: one.suffix == ".bib", recursive=True)


def _files(config: ApparatusConfig, style: Style | None, base: Path, docs: Path) -> Iterator[Path]:
    yield base / LEDGER
    found = str(style.path) if style else config.csl_file or config.style
    yield from (base / one for one in (config.bib_file, found) if one and not is_address(one))
    for name in filter(None, (config.index, config.timeline)):
        path = (docs / name).resolve()
        if not path.is_relative_to(docs.resolve()):
            yield path


def _await(
    server: LiveReloadServer, folder: Path, wanted: Callable[[Path], bool], *, recursive: bool
) -> None:
    handler: Any = _Awaited(server, wanted)
    server.observer.schedule(handler, str(folder), recursive=recursive)


@dataclass(frozen=True)
class _Awaited:
    """Hears what happens in a folder, and has the site rebuilt for the files that are `wanted`.

    The server offers nothing between a file that exists and all of a folder.
    """

    server: LiveReloadServer
    wanted: Callable[[Path], bool]

    def dispatch(self, event: Any) -> None:
        """Hear an event of `watchdog`: https://python-watchdog.readthedocs.io/."""
        paths = (Path(os.fsdecode(one)) for one in (event.src_path, event.dest_path) if one)
        if not event.is_directory and any(map(self.wanted, paths)):
            with self.server._rebuild_cond:  # as the server does for what it watches itself
                self.server._want_rebuild = True
                self.server._rebuild_cond.notify_all()
