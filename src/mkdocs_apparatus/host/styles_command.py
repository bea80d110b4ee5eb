"""`apparatus styles`: which citation styles there are."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from ..citations.style_names import style_names


@click.command()
@click.argument("words", nargs=-1)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def styles(words: tuple[str, ...], form: str) -> None:
    """List citation styles that have all WORDS in their name or title.

    The name, in the first column, is what the option 'style' takes. Exits with 0, or with 1
    where there is none.
    """
    found = style_names(words)
    if form == "json":
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
    else:
        width = max((len(one.name) for one in found), default=0)
        for one in found:
            click.echo(f"{one.name:{width}}  {one.kind:11}  {one.title}".rstrip())
    if not found:
        click.echo(f"no style has '{' '.join(words)}' in its name or title", err=True)
        raise SystemExit(1)
