"""What was meant by a folder of sections that is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from mkdocs.structure.files import Files

from ..hints import ALIKE, nearest
from ..model import Problem
from .essays import path_of

FEW = 4
"""How many folders of many are named."""


def check_folders(
    folders: Sequence[str], files: Files, config_name: str, line: int
) -> Iterator[Problem]:
    """Find folders of the docs folder that are to hold sections, and hold no page."""
    paths = [path_of(file) for file in files.documentation_pages()]
    held = {one.as_posix() for path in paths for one in PurePosixPath(path).parents} - {"."}
    for folder in folders:
        if folder not in held:
            message = f"the essay's folder '{folder}' holds no page; {_mend(folder, held)}"
            yield Problem(config_name, line, "no-essay", message)


def _mend(folder: str, held: set[str]) -> str:
    parts = PurePosixPath(folder).parts
    ends = ["/".join(parts[place:]) for place in range(1, len(parts))]
    alike = [one for one in sorted(held) if one.casefold() in {folder.casefold(), *ends}]
    meant = max(alike, key=len, default="") or nearest(folder, frozenset(held), ALIKE)
    if meant:
        return f"did you mean '{meant}/'? (it is named as it stands in the docs folder)"
    if not held:
        return f"put its sections into '{folder}/' in the docs folder"
    named = ", ".join(f"'{one}/'" for one in sorted(held)[:FEW])
    return f"name the folder of its sections, as it stands in the docs folder: {named}"
