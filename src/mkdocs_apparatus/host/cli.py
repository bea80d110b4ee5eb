"""The command `apparatus`: arguments in, text out."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from ..characters import visible
from ..hints import MILD
from .moving import move
from .writing_files import CONFIG, may_write, read_site, write


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mkdocs-apparatus")
def main() -> None:
    """Check and number an annotated essay in MkDocs."""


@main.command()
@CONFIG
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def check(config_file: Path, form: str) -> None:
    """Say what is wrong with citations, notes, sources and permalinks.

    Exits with 0 if nothing is, 1 if something is, 2 on wrong usage.
    """
    site = read_site(config_file)
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
    site = read_site(config_file)
    texts = dict(site.numbered())
    may_write(site, [*texts, *([site.ledger_file] if publish else [])])
    for path, text in texts.items():
        write(site, path, text.encode())
        click.echo(f"numbered {path}")
    site = read_site(config_file) if texts else site
    for problem in site.doubtful:
        click.echo(str(problem), err=True)
    if site.doubtful:
        sys.exit(1)
    if publish and site.is_nowhere:
        address = f"'{site.address}'" if site.address else "no address"
        mend = "give 'site_url' where the site will be, or citations name a place that is none"
        click.echo(f"{config_file}: the site has {address}; {mend}", err=True)
    if publish and (ledger := site.published()) is not None:
        write(site, site.ledger_file, ledger)
        click.echo(f"published in {site.ledger_file}")


main.add_command(move)
