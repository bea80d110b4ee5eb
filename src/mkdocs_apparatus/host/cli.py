"""The command `apparatus`: arguments in, text out."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from ..characters import visible
from ..hints import MILD
from . import starter
from .moving import move
from .numbering import number
from .styles_command import styles
from .writing_files import CONFIG, read_site


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mkdocs-apparatus")
def main() -> None:
    """Begin, check and number an annotated essay in MkDocs."""


@main.command()
@CONFIG
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def check(config_file: Path, form: str) -> None:
    """Say what is wrong with citations, notes, sources and permalinks.

    Exits with 0 if nothing is, 1 if something is, 2 on wrong usage.
    """
    site = read_site(config_file)
    problems = [*site.problems, *sorted(site.advise())]
    if form == "json":
        said = json.dumps([asdict(one) for one in problems], ensure_ascii=False, indent=1)
        click.echo("\n".join(map(visible, said.split("\n"))))
    else:
        for problem in problems:
            click.echo(str(problem))
    sys.exit(1 if any(one.code not in MILD for one in problems) else 0)


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


main.add_command(number)
main.add_command(move)
main.add_command(styles)
