"""What MkDocs reads of a page, front matter and text, before it takes it for granted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from ..characters import LOST, joined, without_controls
from ..model import Name, Problem
from .options import name_of, read_text, shown

MANY = 100_000
"""How many values the aliases of a field may stand for; by hand nobody writes as many."""


FRONT = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
"""Front matter in YAML, with the lines around it."""

HALVES = re.compile(r"(?:\\u[dD][89a-fA-F][0-9a-fA-F]{2})+")
"""Halves of characters as JSON tools write them: `\\ud83d\\ude00`."""


class ReadsSources:
    """The events of a plugin that says where a page cannot be read, instead of failing."""

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """Read a page that is there and is UTF-8, unless another plugin reads it."""
        if len(config.plugins.events.get("page_read_source", ())) > 1:
            return None
        return source_of(page.file, Path(config.config_file_path or ".").resolve().parent)


def source_of(file: File, base: Path) -> str:
    """Give the text of a page; raises `PluginError`, with line and mend, where it has none."""
    is_special = type(file).content_string is not File.content_string  # another plugin's
    if is_special or file.generated_by is not None or not file.abs_src_path:
        return file.content_string
    path = Path(file.abs_src_path)
    if not path.exists():
        message = "it was taken away while the site was built; build again"
        raise PluginError(str(Problem(shown(path, base), 0, "bad-encoding", message)))
    text, problem = read_text(path, shown(path, base), "bad-encoding")
    if problem:
        raise PluginError(str(problem))
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as files are read that are text
    if HALVES.search(text) and (front := FRONT.match(text)):
        return HALVES.sub(_whole, front[0]) + text[front.end() :]
    return text


def _whole(escaped: re.Match[str]) -> str:
    """Give what escaped halves of characters stand for: libyaml takes none, and loses all."""
    return joined("".join(chr(int(one, 16)) for one in escaped[0].split("\\u")[1:]))


def mend(page: Page, base: Path) -> Iterator[Problem]:
    """Change the front matter of a page so that it can be printed, and say what was lost."""
    for field, value in list(page.meta.items()):
        if _is_large(value):
            del page.meta[field]
            message = (
                f"the aliases ('*name') of '{field}' stand for more than {MANY} values, "
                "or for themselves; write out what is meant"
            )
            yield _problem(page, base, field, message)
        elif LOST in joined(str(value)):
            message = f"'{field}' holds a lost character, or half of one; write the whole one"
            yield _problem(page, base, field, message)
        if field in page.meta:
            page.meta[field] = _mended(value)


def authors_of(written: object) -> tuple[Name, ...]:
    """Read the `author` of a page's front matter: a name or a list of names, as in the options."""
    names = written if isinstance(written, list) else [written]
    return tuple(name_of(one) for one in names if isinstance(one, str) and one.strip())


def check_author(page: Page, base: Path) -> Iterator[Problem]:
    """Find a field `author` that cannot be read."""
    written = page.meta.get("author")
    names = written if isinstance(written, list) else [written]
    if written is not None and not all(isinstance(one, str) for one in names):
        mend = "write 'author: Family, Given', or a list of such names"
        yield _problem(page, base, "author", f"'author' is no name; {mend}")


def _problem(page: Page, base: Path, field: str, message: str) -> Problem:
    path = page.file.abs_src_path
    name = shown(Path(path), base) if path else page.file.src_uri
    return Problem(name, line_of_field(source_of(page.file, base), field), "bad-data", message)


def line_of_field(source: str, field: str) -> int:
    """Give the line of a field of front matter; 0 where there is none."""
    lines = enumerate(source.split("\n"), 1)
    names = (f"{field}:", f'"{field}":', f"'{field}':")
    return next((number for number, line in lines if line.startswith(names)), 0)


def _is_large(value: Any) -> bool:
    try:
        return _size(value, {}) > MANY
    except RecursionError:
        return True


def _size(value: Any, known: dict[int, int]) -> int:
    """Count the values in a value, those that stand in it twice twice."""
    if not isinstance(value, list | dict):
        return 1
    if id(value) not in known:
        inner = value if isinstance(value, list) else value.values()
        known[id(value)] = 1 + sum(_size(one, known) for one in inner)
    return known[id(value)]


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return without_controls(joined(value))
    if isinstance(value, list):
        return [_mended(one) for one in value]
    if isinstance(value, dict):
        return {_mended(name): _mended(one) for name, one in value.items()}
    return value
