"""`apparatus number`: give paragraphs their ids, and publish them."""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urljoin

import click

from ..publication.permalinks import LEDGER
from ..publication.revision import earlier
from ..reading.id_references import Renamed, in_data, in_markdown
from ..reading.numbering import PARAGRAPH_ID
from ..reading.page_reading import Page
from ..reading.renumbering import Numbered, numbered
from .options import shown
from .unbuilt_site import Site
from .writing_files import CONFIG, may_write, read_site, write

FEW = 3
"""How many ids of many are named."""


@click.command()
@CONFIG
@click.option("--publish", is_flag=True, help="Enter new addresses into permalinks.txt.")
@click.option("--renumber", is_flag=True, help="Put ids in order that are not published yet.")
def number(config_file: Path, publish: bool, renumber: bool) -> None:
    """Give each paragraph of the essay that has none a permanent id.

    The first half of a paragraph that was split keeps its id. To renumber mends the timeline and
    links in Markdown too; published ids stay. Nothing else in the files is touched. Exits with
    0, or with 1 where a published address is lost or doubtful, or a paragraph has to wait.
    """
    site = read_site(config_file)
    found = list(_numbered(site, renumber=renumber))
    texts = dict(_changed(site, found))
    may_write(site, [*texts, *([site.ledger_file] if publish else [])])
    _write_all(site, found, texts)
    known = [
        f"{one.page.path}: {line}"
        for one in found
        for line in _known(one, site, publish=publish, renumber=renumber)
    ]
    for line in known:
        click.echo(line)
    waiting = [f"{one.page.path}: {said}" for one in found if (said := _waiting(one))]
    for line in waiting:
        click.echo(line, err=True)
    site = read_site(config_file) if texts else site
    for problem in site.permalink_problems if waiting else site.doubtful:
        click.echo(str(problem), err=True)
    if waiting or site.doubtful:
        sys.exit(1)
    published = _publish(site, config_file) if publish else False
    if not texts and not known and not published:
        count = sum(len(one.done.ids) for one in found)
        still = "" if site.ledger.entries else "; none is published yet, which --publish does"
        click.echo(
            f"nothing to number: {count} paragraphs in {len(found)} files have their ids{still}"
        )


def _write_all(site: Site, found: Sequence[_File], texts: Mapping[Path, bytes]) -> None:
    """Write what changes, and say of each file what was done as soon as it is."""
    sections = {one.path: one for one in found}
    for path, text in texts.items():
        write(site, path, text)
        said = list(_done(sections[path].done)) if path in sections else []
        if path not in sections or sections[path].done.source == sections[path].body:
            said.append("what leads to renumbered paragraphs is mended")
        for line in said:
            click.echo(f"{shown(path, site.base)}: {line}")


def _publish(site: Site, config_file: Path) -> bool:
    """Enter new addresses into the ledger, and say whether there were any."""
    if site.is_nowhere:
        address = f"'{site.address}'" if site.address else "no address"
        mend = "give 'site_url' where the site will be, or citations name a place that is none"
        click.echo(f"{config_file}: the site has {address}; {mend}", err=True)
    if (ledger := site.published()) is None:
        return False
    count = len(set(ledger.split()) - set(site.ledger_before().split()))
    write(site, site.ledger_file, ledger)
    click.echo(f"{LEDGER}: addresses entered: {count}")
    return True


@dataclass(frozen=True)
class _File:
    """A section's file: its text up to the front matter's end, its body, and what became of it."""

    page: Page
    path: Path
    head: str
    body: str
    done: Numbered


def _numbered(site: Site, *, renumber: bool) -> Iterator[_File]:
    """Give the sections whose files are there to be written, with their new text."""
    for page in site.pages:
        path = site.base / page.path
        # The text of what cannot be read would be taken for paragraphs.
        if not page.in_essay or not path.is_file() or page.reading.unread:
            continue
        text = path.read_bytes().decode("utf-8")
        # The byte order mark, the front matter and all else stay byte for byte.
        lines = text.split("\n")
        head = "".join(f"{one}\n" for one in lines[: page.offset])
        mark = "" if head or not text.startswith("\ufeff") else "\ufeff"
        body = text[len(head) + len(mark) :]
        before = partial(earlier, path, site.ledger_file)
        reserved = site.ledger.reserved(page.url)
        done = numbered(body, page.reread, reserved, before, renumber=renumber)
        yield _File(page, path, head + mark, body, done)


def _changed(site: Site, found: Sequence[_File]) -> Iterator[tuple[Path, bytes]]:
    """Give the files that change, with what is to be written."""
    new = {one.path: one.head + one.done.source for one in found}
    targets = _Targets({one.page.url: one.done.renamed for one in found}, site)
    for page in site.pages if targets.any else ():
        path = site.base / page.path
        if path.is_file():
            text = new.get(path) or path.read_bytes().decode("utf-8")
            new[path] = in_markdown(text, partial(targets.of_link, page))
    for path in site.data if targets.any else ():
        if path.is_file():
            text = path.read_bytes().decode("utf-8", "surrogateescape")
            new[path] = in_data(text, targets.of_name)
    for path, text in new.items():
        if (data := text.encode("utf-8", "surrogateescape")) != path.read_bytes():
            yield path, data


class _Targets:
    """Finds the page that a link or name means, and says which of its ids are new."""

    def __init__(self, renamed: Mapping[str, Renamed], site: Site) -> None:
        self.any = any(renamed.values())
        pages = [page for page in site.pages if page.url in renamed]
        self._urls = {unquote(page.url): renamed[page.url] for page in pages}
        self._files = {page.path: renamed[page.url] for page in pages}
        self._names = {name: renamed[page.url] for page in pages for name in _names(page, pages)}

    def of_link(self, page: Page, path: str) -> Renamed:
        """Give the new ids of the page to which a link of a page leads."""
        if not path:
            return self._files.get(page.path, {})
        path = unquote(path)
        file = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path))
        url = urljoin(f"/{page.url}", path).removeprefix("/")
        return self._files.get(file) or self._urls.get(url) or {}

    def of_name(self, name: str) -> Renamed:
        """Give the new ids of the section that a data file names: `introduction`."""
        return self._names.get(name, {})


def _names(page: Page, pages: Sequence[Page]) -> Iterator[str]:
    """Give the names that a data file may call a section by, as `in_edition` reads them."""
    short = page.slug.removeprefix(f"{page.essay}/")
    yield f"{page.essay}/{short}"
    if sum(short == one.slug.removeprefix(f"{one.essay}/") for one in pages) == 1:
        yield short


def _done(done: Numbered) -> Iterator[str]:
    """Say what was done with the paragraphs of a page."""
    if done.new:
        count = "1 paragraph" if len(done.new) == 1 else f"{len(done.new)} paragraphs"
        yield f"{count} numbered, {_named([_placed(new, done) for new in done.new])}"
    for identifier in done.kept:
        yield f"the first half of a paragraph that was split keeps {identifier}"
    if done.renamed:
        changes = [f"{old} is {new}" for old, new in done.renamed.items()]
        yield f"{len(changes)} ids renumbered, {_named(changes)}"


def _known(one: _File, site: Site, *, publish: bool, renumber: bool) -> Iterator[str]:
    """Say what an editor should know of the ids of a page."""
    done, known = one.done, site.ledger.reserved(one.page.url)
    for identifier in done.unsure:
        yield (
            f"git knows no earlier text of {identifier}, before which a new paragraph stands; "
            "if the two were one, exchange their ids"
        )
    stays = [two for two in done.ids if two in known]
    if renumber and stays:
        stay = "stays, as it is" if len(stays) == 1 else "stay, as they are"
        yield f"{_named(stays)} {stay} published"
    missing = [two for two in done.ids if two and two not in known]
    if missing and site.ledger.entries and not publish:
        verb = "is" if len(missing) == 1 else "are"
        yield f"{_named(missing)} {verb} not in {LEDGER}; --publish enters what is missing"


def _placed(identifier: str, done: Numbered) -> str:
    """Say after which other a paragraph stands that got a letter: `p4a after p4`."""
    place = done.ids.index(identifier)
    found = PARAGRAPH_ID.fullmatch(identifier)
    if found and found["letters"] and place:
        return f"{identifier} after {done.ids[place - 1]}"
    return f"{identifier} before {done.ids[place + 1]}" if identifier == "p0" else identifier


def _named(ids: Sequence[str]) -> str:
    if len(ids) <= FEW:
        return ", ".join(ids)
    return f"{', '.join(ids[: FEW - 1])} … {ids[-1]}"


def _waiting(one: _File) -> str:
    count = one.done.ids.count(None)
    if not count:
        return ""
    said = "1 new paragraph stands" if count == 1 else f"{count} new paragraphs stand"
    mend = "'apparatus number --renumber' numbers it in order, and mends what leads to it"
    return f"{said} before others, and nothing of the page is published; {mend}"
