"""Compare styles: `python -m fidelity` all, `python -m fidelity apa oscola` these, in full."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache

from .results import HERE, SITES, Comparison, Row, write_rows
from .styles import Packaged, compared, packaged

ROWS = HERE / "results.tsv"


@cache
def _comparison() -> Comparison:
    return Comparison()


def _rows(style: Packaged) -> list[Row]:
    return [_comparison().row(style, site) for site in SITES]


def main() -> int:
    """Compare, write the tables, and fail where a difference is unexplained."""
    parser = argparse.ArgumentParser(prog="fidelity", description=__doc__)
    parser.add_argument("styles", nargs="*", help="names of styles; all that are compared if none")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--show", type=int, default=5, help="unexplained differences of a style")
    wanted = parser.parse_args()
    styles = [packaged()[name] for name in wanted.styles] or compared()
    rows = list(_compared(styles, wanted.processes, wanted.show))
    if not wanted.styles:
        write_rows(rows, ROWS)
    return 1 if any(row.unexplained or row.failed for row in rows) else 0


def _compared(styles: list[Packaged], processes: int, most: int) -> Iterator[Row]:
    with ProcessPoolExecutor(processes) as pool:
        for number, rows in enumerate(pool.map(_rows, styles), 1):
            for row in rows:
                _say(row, most)
            yield from rows
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{number} of {len(styles)} styles")


def _say(row: Row, most: int) -> None:
    if row.failed:
        sys.stdout.write(f"{row.style.name} on the {row.site}: {row.failed}\n")
    for one in row.unexplained[:most]:
        it = one.difference
        sys.stdout.write(
            f"{row.style.name} on the {row.site}, {it.part} {it.name}:\n"
            f"  pandoc {it.oracle}\n  ours   {it.ours}\n"
        )
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
