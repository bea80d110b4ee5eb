"""What the commands share that read a site and write files of its author's."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from mkdocs.exceptions import BuildError, MkDocsException

from ..characters import visible
from ..model import Problem
from ..writing import fault_of_place, replace_file
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


def read_site(config_file: Path) -> Site:
    """Read a site; where it cannot be read, say why, and end the program.

    It ends with 2 where the configuration is wrong, as for other wrong usage, of which click
    would say first how the program is used.
    """
    try:
        return Site.read(config_file)
    except BuildError as error:  # a page that cannot be read
        click.echo(str(error), err=True)
        sys.exit(1)
    except MkDocsException as error:
        click.echo(visible(f"{config_file}: {error}"), err=True)
        sys.exit(2)


def may_write(site: Site, paths: Iterable[Path]) -> None:
    """Say what cannot be written, and end, before anything is."""
    faults = [(path, fault) for path in paths if (fault := fault_of_place(path, site.folders))]
    for path, fault in faults:
        click.echo(str(Problem(shown(path, site.base), 0, "not-written", fault)), err=True)
    if faults:
        sys.exit(1)


def write(site: Site, path: Path, data: bytes) -> None:
    """Replace a file of the author's; where that fails, say that it is as it was, and end."""
    try:
        replace_file(path, data)
    except OSError as error:
        mend = "it is as it was; mend that, and run the command again"
        message = f"it cannot be written: {error.strerror or error}; {mend}"
        click.echo(str(Problem(shown(path, site.base), 0, "not-written", message)), err=True)
        sys.exit(1)
