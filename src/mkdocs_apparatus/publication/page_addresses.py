"""What may be the address of a page, and which files may be written for pages that are gone.

A ledger may come from a stranger: what it names is written into the site, and is led to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

LONGEST = 255 - len("index.html")
"""How many bytes a name in an address may have, so that file systems take it, and a page in it."""

DEEPEST = 1000
"""How many bytes the whole of an address may have."""

CONTROLS = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode's categories of characters that part lines or do other things than being read."""

PAGE = re.compile(r"(?:^|/|\.html?)\Z")
"""How a page's address ends: with nothing (the home page), `essay/a/`, `essay/a.html`."""


def fault_of(address: str) -> str | None:
    """Say why a text is no address of a page or of a place on one; None where it is.

    It is relative to the site's root and has its escapes still: `essay/caf%C3%A9/#p4`.
    """
    page, _, anchor = address.partition("#")
    path = unquote(page)
    names = path.removesuffix("/").split("/") if path else []
    if "\ufffd" in path + unquote(anchor):
        return "its escapes ('%…') are not UTF-8"
    if any(unicodedata.category(one) in CONTROLS for one in path + unquote(anchor)):
        return "it holds a control character"
    if "\\" in path or "?" in page or ":" in page.partition("/")[0]:
        return "it holds what leads out of the site: a backslash, a question mark or a scheme"
    if any(not one or one.startswith(".") for one in names):
        return "it begins with a slash, or a name in it is empty or begins with a full stop"
    if len(path.encode()) > DEEPEST or any(len(one.encode()) > LONGEST for one in names):
        return "it is longer than the name of a file may be"
    if not PAGE.search(path):
        return "it is no page: pages end with '/' or '.html'"
    return None if page or anchor else "it is empty"


def file_of(page: str) -> str:
    """Give the file of a page by its address: `essay/caf%C3%A9/` is `essay/café/index.html`."""
    path = unquote(page)
    return path if path and not path.endswith("/") else f"{path}index.html"


def clashes(pages: Iterable[str], taken: Collection[str]) -> Iterator[tuple[str, str]]:
    """Give pages whose files cannot stand beside others, each with one of those.

    `taken` are the files that are there: none is replaced, made a folder, or its folder a file.
    """
    files = set(taken)
    folders = {folder: one for one in taken for folder in _folders(one)}
    for page in pages:
        file = file_of(page)
        above = next((one for one in _folders(file) if one in files), None)
        if file in files or above:
            yield page, above or file
        elif file in folders:
            yield page, folders[file]
        else:
            files.add(file)
            folders.update((folder, file) for folder in _folders(file))


def _folders(file: str) -> Iterator[str]:
    """Give the folders above a file, without the site's root."""
    yield from (one.as_posix() for one in PurePosixPath(file).parents if one.name)
