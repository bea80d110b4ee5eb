"""Which pages are the sections of which essay."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from mkdocs.config import base
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File
from mkdocs.structure.nav import Section
from mkdocs.structure.pages import Page
from mkdocs.utils import dirname_to_title

from ..model import Problem

LEFT_OUT = "essay"
"""The field of a page's front matter that says `no` where it is no section of its essay."""


class EssayFolders(base.BaseConfigOption[tuple[str, ...]]):
    """One folder, or a list of folders, as `folder_of` gives them; an empty name is none."""

    def __init__(self, default: str) -> None:
        super().__init__()
        self.default = (folder_of(default),)

    def run_validation(self, value: object) -> tuple[str, ...]:
        """Take a name or a list of names."""
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list | tuple) or not all(isinstance(one, str) for one in names):
            mend = "write 'essay: essay/', or a list: 'essay: [first/, second/]'"
            raise base.ValidationError(f"Expected a folder or a list of folders; {mend}")
        return tuple(filter(None, map(folder_of, names)))


@dataclass(frozen=True)
class Essays:
    """The essays of a site: the `folders` of their sections, none of which lies in another."""

    folders: tuple[str, ...]

    def of(self, file: File, meta: Mapping[str, Any]) -> str:
        """Give the folder of the essay in which a page is a section, or nothing.

        An essay's title page is none, nor is a page whose front matter says `essay: false`.
        """
        if meta.get(LEFT_OUT) is False or self.entitled(file):
            return ""
        return self._holding(file)

    def entitled(self, file: File) -> str:
        """Give the folder of the essay of which a page is the title page, or nothing."""
        folder = self._holding(file)
        is_first = file.name == "index" and PurePosixPath(path_of(file)).parent.as_posix() == folder
        return folder if is_first else ""

    def _holding(self, file: File) -> str:
        path = path_of(file)
        return next((one for one in self.folders if path.startswith(f"{one}/")), "")

    def slug(self, file: File, folder: str) -> str:
        """Name a page by its path: that in its essay where it is a section of the only one."""
        path = PurePosixPath(path_of(file)).with_suffix("")
        return (path.relative_to(folder) if folder and len(self.folders) == 1 else path).as_posix()

    def named(self, pages: Sequence[tuple[str, Page]]) -> dict[str, str]:
        """Say what the essays are called that have no title page: as in the navigation.

        `pages` are sections with the folders of their essays.
        """
        held: dict[str, list[Page]] = {}
        for folder, page in pages:
            held.setdefault(folder, []).append(page)
        return {folder: _name(folder, sections) for folder, sections in held.items() if folder}


def _name(folder: str, sections: Sequence[Page]) -> str:
    """Take the title of the narrowest part of the navigation that holds all of it, and no more."""
    own = {path_of(page.file) for page in sections}
    for part in sections[0].ancestors:
        paths = set(_paths(part))
        if own <= paths and all(one.startswith(f"{folder}/") for one in paths):
            return str(part.title)
    return dirname_to_title(PurePosixPath(folder).name)


def _paths(part: StructureItem) -> Iterator[str]:
    for item in part.children if isinstance(part, Section) else ():
        if isinstance(item, Page):
            yield path_of(item.file)
        yield from _paths(item)


def essays_of(folders: Sequence[str], config_name: str, line: int) -> tuple[Essays, list[Problem]]:
    """Take each folder once; one that is listed twice, or within another, is a problem.

    `line` is that of the option in the site's configuration.
    """
    kept: list[str] = []
    problems = []
    for name in folders:
        outer = next((one for one in folders if name.startswith(f"{one}/")), None)
        if outer:
            message = f"the essay '{name}' lies within '{outer}'; give each a folder of its own"
        elif name in kept:
            message = f"the essay '{name}' is listed twice; take one out"
        else:
            kept.append(name)
            continue
        problems.append(Problem(config_name, line, "bad-essay", message))
    return Essays(tuple(kept)), problems


def folder_of(written: str) -> str:
    """Give a folder as pages have it: of `./essay/`, with any slashes, it is `essay`."""
    path = posixpath.normpath(written.strip().replace("\\", "/"))
    return "" if path == "." and "." not in written else path.removesuffix("/")


def path_of(file: File) -> str:
    """Give the path of a page's source, without the folder of its language if it has one.

    mkdocs-static-i18n names the language of each file, for which there may be a folder.
    """
    return file.src_uri.removeprefix(f"{getattr(file, 'locale', '')}/")
