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


@dataclass(frozen=True)
class Build:
    """The date of the sources (ISO 8601, empty if unknown) and their short commit."""

    date: str = ""
    commit: str = ""


def _git(folder: Path, *arguments: str) -> str:
    """Ask git about a folder; nothing where there is no git or no repository."""
    try:
        command = ["git", "-C", str(folder), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


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
