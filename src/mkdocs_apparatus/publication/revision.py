"""Which state of the sources a build is made from, so that equal states give equal bytes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

EPOCH = "SOURCE_DATE_EPOCH"
"""Seconds since 1970 that a build takes for now: https://reproducible-builds.org/specs/."""


OURS = "APPARATUS_SOURCE_DATE_EPOCH"
"""Tells that `EPOCH` was set here, and not by whoever runs the build."""


CHANGES = 20
"""Through how many changes of a file it is looked for one that is not empty."""


@dataclass(frozen=True)
class Build:
    """The date of the sources (ISO 8601, empty if unknown) and their short commit."""

    date: str = ""
    commit: str = ""


def _git(folder: Path, *arguments: str) -> str:
    """Ask git about a folder; nothing where there is no git or no repository."""
    return (_asked(folder, *arguments) or b"").decode("utf-8", "replace").strip()


def _asked(folder: Path, *arguments: str) -> bytes | None:
    """Give what git answers, None where it fails."""
    try:
        command = ["git", "-C", str(folder), *arguments]
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def committed(file: Path) -> bytes:
    """Give a file as git last committed it, nothing where it knows none.

    Where that is empty, it is the last that was not: a file is seldom emptied on purpose.
    `cat-file` runs no program that a repository names, as `show` may.
    """
    name = f"./{file.name}"
    found = _asked(file.parent, "cat-file", "blob", f"HEAD:{name}")
    if found is None or found.strip():
        return found or b""
    changes = _git(file.parent, "rev-list", f"--max-count={CHANGES}", "HEAD", "--", name)
    older = (_asked(file.parent, "cat-file", "blob", f"{one}:{name}") for one in changes.split())
    return next((one for one in older if one and one.strip()), b"")


def earlier(file: Path, ledger: Path) -> tuple[str, ...]:
    """Give what a file was when addresses were last published, and when it was last committed.

    The first is as of the last commit of the `ledger`; what git does not know is left out.
    """
    commit = _git(ledger.parent, "rev-list", "--max-count=1", "HEAD", "--", f"./{ledger.name}")
    names = [f"{one}:./{file.name}" for one in (commit, "HEAD") if one]
    found = (_asked(file.parent, "cat-file", "blob", name) for name in names)
    return tuple(one.decode("utf-8", "replace") for one in found if one is not None)


def identify(folder: Path, environment: MutableMapping[str, str] = os.environ) -> Build:
    """Find the commit and date of what is in `folder`.

    The date is `SOURCE_DATE_EPOCH` where it is set, else that of the commit; it is then
    set for MkDocs too, which would otherwise write today's into the sitemap.
    """
    if environment.get(EPOCH) and environment.get(EPOCH) == environment.get(OURS):
        del environment[EPOCH]  # set by an earlier build, of another commit maybe
    commit = _git(folder, "describe", "--always", "--abbrev=8", "--dirty", "--exclude=*")
    seconds = environment.get(EPOCH) or (commit and _git(folder, "log", "-1", "--format=%ct"))
    try:
        day = datetime.fromtimestamp(int(seconds), UTC).date()
    except (ValueError, OverflowError, OSError):
        return Build(commit=commit)
    if EPOCH not in environment:
        environment[EPOCH] = environment[OURS] = seconds
    return Build(day.isoformat(), commit)
