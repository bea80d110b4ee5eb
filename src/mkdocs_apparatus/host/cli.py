"""`apparatus new`, `apparatus check`, `apparatus number`: arguments in, text out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click
from mkdocs.exceptions import BuildError, MkDocsException

from ..characters import visible
from ..hints import MILD
from ..model import Problem
from ..writing import fault_of_place, replace_file
from . import starter
from .options import shown
from .unbuilt_site import Site

CONFIG = click.option(
    "-f",
    "--config-file",
    default="mkdocs.yml",
    show_default=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The site's configuration.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mkdocs-apparatus")
def main() -> None:
    """Begin, check and number an annotated essay in MkDocs."""


def _read(config_file: Path) -> Site:
    try:
        return Site.read(config_file)
    except BuildError as error:  # a page that cannot be read
        click.echo(str(error), err=True)
        sys.exit(1)
    except MkDocsException as error:
        raise click.UsageError(f"{config_file}: {error}") from None


@main.command()
@CONFIG
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def check(config_file: Path, form: str) -> None:
    """Say what is wrong with citations, notes, sources and permalinks.

    Exits with 0 if nothing is, 1 if something is, 2 on wrong usage.
    """
    site = _read(config_file)
    problems = sorted([*site.problems, *site.advise()])
    if form == "json":
        said = json.dumps([asdict(one) for one in problems], ensure_ascii=False, indent=1)
        click.echo("\n".join(map(visible, said.split("\n"))))
    else:
        for problem in problems:
            click.echo(str(problem))
    sys.exit(1 if any(one.code not in MILD for one in problems) else 0)


@main.command()
@CONFIG
@click.option("--publish", is_flag=True, help="Enter new addresses into permalinks.txt.")
def number(config_file: Path, publish: bool) -> None:
    """Give each paragraph of the essay that has none a permanent id.

    Nothing else in the files is touched. Exits with 0, or with 1 where a published address
    is lost or doubtful, which is said.
    """
    site = _read(config_file)
    texts = dict(site.numbered())
    _may_write(site, [*texts, *([site.ledger_file] if publish else [])])
    for path, text in texts.items():
        _write(site, path, text.encode())
        click.echo(f"numbered {path}")
    site = _read(config_file) if texts else site
    for problem in site.doubtful:
        click.echo(str(problem), err=True)
    if site.doubtful:
        sys.exit(1)
    if publish and site.is_nowhere:
        address = f"'{site.address}'" if site.address else "no address"
        mend = "give 'site_url' where the site will be, or citations name a place that is none"
        click.echo(f"{config_file}: the site has {address}; {mend}", err=True)
    if publish and (ledger := site.published()) is not None:
        _write(site, site.ledger_file, ledger)
        click.echo(f"published in {site.ledger_file}")


def _may_write(site: Site, paths: Iterable[Path]) -> None:
    """Say what cannot be written, and end, before anything is."""
    faults = [(path, fault) for path in paths if (fault := fault_of_place(path, site.folders))]
    for path, fault in faults:
        click.echo(str(Problem(shown(path, site.base), 0, "not-written", fault)), err=True)
    if faults:
        sys.exit(1)


def _write(site: Site, path: Path, data: bytes) -> None:
    """Replace a file of the author's; where that fails, say that it is as it was, and end."""
    try:
        replace_file(path, data)
    except OSError as error:
        mend = "it is as it was; mend that, and run the command again"
        message = f"it cannot be written: {error.strerror or error}; {mend}"
        click.echo(str(Problem(shown(path, site.base), 0, "not-written", message)), err=True)
        sys.exit(1)


class Refused(click.ClickException):
    """What cannot be done as it is asked, in a sentence."""

    exit_code = 2


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Begin an edition in FOLDER: a small one that shows one of each thing.

    The folder must be empty, or not there yet; exits with 2, and writes nothing, if it is not.
    """
    try:
        starter.write(folder)
    except OSError as error:
        reason = error.strerror or str(error)
        mend = "name a folder that is empty, or a new one"
        raise Refused(f"'{folder}' cannot be filled: {reason}; {mend}") from None
    click.echo(f"'{folder}' holds a small edition; 'mkdocs serve' in it shows it")
