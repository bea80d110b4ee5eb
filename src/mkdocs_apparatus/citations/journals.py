r"""Journals by the macros that ADS writes for them: `\apj`, `\mnras`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .pandoc import DATA


@dataclass(frozen=True)
class Journal:
    """A journal's name, and what AASTeX prints for it: "Astrophysical Journal", "ApJ"."""

    name: str
    short: str


@cache
def journals() -> dict[str, Journal]:
    """Read the table, by the macro's name without its backslash."""
    lines = (DATA / "journals.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {macro: Journal(name, short) for macro, name, short in rows}
