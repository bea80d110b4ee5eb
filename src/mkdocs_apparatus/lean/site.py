"""The pages of a built site, each parsed once, changed as a tree, and written once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from turbohtml import Document

from ..cache import Cache
from ..model import Problem
from .known_scripts import unmark
from .lean import READ, Leaner, Unserved
from .page_parts import parsed
from .unserved import problems_of

Change = Callable[[Document, str], None]
"""A step on the way of a page: it changes the tree in place; with it comes its path in the site."""


def finish_site(
    folder: Path,
    changes: Iterable[Change] = (),
    *,
    lean: bool = True,
    prefix: str = "/",
    cache: Cache | None = None,
    mark: str = "",
    spare: Callable[[Document, str], bool] = lambda tree, path: False,
) -> tuple[Problem, ...]:
    """Make `changes` to all pages of a built site, in order, then make them lean.

    Not `lean` they keep their links to style sheets and get no policy, as pages need that are
    served while they change. `prefix` is the path that the site is published at. What is done
    already is not done twice, as long as that holds for each change: pages may stand from
    an earlier build. The policy of a page allows those scripts in it that have the `mark` of
    templates (`mark_scripts`), and nothing at other origins; what it forbids is a problem, and
    so is a page that is no UTF-8 and stays as it is. HTML files without doctype are left alone,
    and pages that `spare` says to be, by their trees and paths: those of other programs.
    """
    leaner = Leaner(_texts(folder), prefix, cache, mark) if lean else None
    changes = tuple(changes)
    found: dict[str, Unserved] = {}
    unread: list[Problem] = []
    for path in filter(Path.is_file, sorted(folder.rglob("*.html"))):
        name = path.relative_to(folder).as_posix()
        before = path.read_bytes()
        try:
            tree = parsed(before.decode())
        except UnicodeDecodeError as error:
            message = f"it is not UTF-8: {error.reason}; save it as UTF-8"
            unread.append(Problem(name, 0, "bad-encoding", message))
            continue
        if not tree or spare(tree, name):
            continue
        for change in changes:
            change(tree, name)
        if leaner:
            found[name] = leaner.change(tree, name)
        unmark(tree)
        after = tree.serialize().encode()
        if after != before:
            path.write_bytes(after)
    return (*unread, *problems_of(found))


def _texts(folder: Path) -> dict[str, str]:
    """Read all style sheets and scripts, by path in the site."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8", "replace")
        for path in sorted(folder.rglob("*"))
        if path.suffix in READ and path.is_file()  # a folder may be named `node.js`
    }
