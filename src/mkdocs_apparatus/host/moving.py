"""`apparatus move`: say in the ledger that a page or a place has moved, or is gone."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from mkdocs.structure.files import File
from mkdocs.utils import is_markdown_file

from ..characters import visible
from ..model import Problem
from ..publication.ledger_checks import check
from ..publication.moving import MoveError, moved, rewritten
from ..publication.page_addresses import fault_of
from ..publication.permalinks import DELETED, LEDGER, Ledger, page_of
from .unbuilt_site import Site
from .writing_files import CONFIG, may_write, read_site, write


@click.command()
@CONFIG
@click.argument("old")
@click.argument("new")
def move(config_file: Path, old: str, new: str) -> None:
    """Say in permalinks.txt that the page or place OLD is NEW now, or 'deleted'.

    OLD and NEW are addresses as in permalinks.txt (essay/old/, essay/old/#p4) or Markdown files
    (docs/essay/old.md). The line of a page counts for all places that were on it. Exits with 0,
    with 1 where that cannot be or a place is not at the new page, and with 2 on wrong usage.
    """
    site = read_site(config_file)
    if site.is_copy:
        raise click.UsageError("in a copy to be read offline pages have other addresses")
    old, new = address_of(old, site), address_of(new, site)
    for problem in site.problems:
        if problem.code == "no-essay":  # its places are not known then
            click.echo(str(problem), err=True)
            sys.exit(1)
    try:
        after = moved(site.ledger, old, new, site.addresses)
    except MoveError as error:
        click.echo(visible(str(error)), err=True)
        sys.exit(1)
    may_write(site, [site.ledger_file])
    data = site.ledger_file.read_bytes()
    write(site, site.ledger_file, rewritten(data, site.ledger, after))
    _report(site, after, old, new)


def _report(site: Site, after: Ledger, old: str, new: str) -> None:
    """Say what leads where now, and end with 1 where a place of the page does not."""
    places = [one for one in after.entries if one.anchor != old and page_of(one.anchor) == old]
    left = _left_behind(site, after, old)
    gone = "is deleted" if new == DELETED else f"leads to '{new}'"
    covered = sum(one.target is None for one in places) - len(left)
    were = "1 place that was" if covered == 1 else f"{covered} places that were"
    others = f", with {were} on it" if covered else ""
    click.echo(f"{LEDGER}: '{old}' {gone} now{others}")
    for problem in left:
        click.echo(str(problem), err=True)
    sys.exit(1 if left else 0)


def _left_behind(site: Site, after: Ledger, old: str) -> list[Problem]:
    files = {page.url: page.path for page in site.pages}
    lines = {one.line for one in after.entries if page_of(one.anchor) == old}
    found = check(after, site.addresses, files)
    return [one for one in found if one.code == "lost-anchor" and one.line in lines]


def address_of(written: str, site: Site) -> str:
    """Give an address as the ledger has it, of one as people copy it, or of a Markdown file.

    The file may be gone: its address is that which it had. What is none is wrong usage.
    """
    path, mark, anchor = written.removeprefix(site.address or "/").partition("#")
    if is_markdown_file(path):
        return f"{_address_of_file(path, site)}{mark}{anchor}"
    path = path.removeprefix("./").removeprefix("/")
    if path and path != DELETED and not path.endswith(("/", ".html")):
        path += "/" if site.directory_urls else ".html"
    address = f"{path}{mark}{anchor}"
    if address != DELETED and (fault := fault_of(address)):
        raise click.UsageError(f"'{visible(written)}' is no address of the site: {fault}")
    return address


def _address_of_file(path: str, site: Site) -> str:
    """Find a file from here, from the configuration's folder or in the docs folder."""
    tried = [Path(path), site.base / path, site.docs / path]
    docs = site.docs.resolve()
    inside = [one.resolve() for one in tried if one.resolve().is_relative_to(docs)]
    if not inside:
        raise click.UsageError(f"'{visible(path)}' does not lie in the docs folder")
    place = next((one for one in inside if one.exists()), inside[0])
    known = {(site.base / page.path).resolve(): page.url for page in site.pages}
    name = place.relative_to(docs).as_posix()
    file = File(name, str(docs), str(site.base), site.directory_urls)
    return known.get(place, file.url.removeprefix("./"))
