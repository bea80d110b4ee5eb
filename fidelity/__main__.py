"""Compare styles: `python -m fidelity` all, `python -m fidelity apa oscola` these, in full."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache

from .results import SITES, Comparison, Row
from .second import SecondRow, second_oracle
from .styles import Packaged, compared, packaged
from .tables import write_tables


@cache
def _comparison() -> Comparison:
    return Comparison()


def _row(style: Packaged, site: str) -> Row:
    return _comparison().row(style, site)


def main() -> int:
    """Compare, write the tables, and fail where a difference is unexplained."""
    parser = argparse.ArgumentParser(prog="fidelity", description=__doc__)
    parser.add_argument("styles", nargs="*", help="names of styles; all that are compared if none")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--show", type=int, default=5, help="unexplained differences of a style")
    wanted = parser.parse_args()
    styles = [packaged()[name] for name in wanted.styles] or compared()
    rows = list(_compared(styles, wanted.processes, wanted.show))
    others = second_oracle(styles, _comparison())
    for one in others:
        _say_second(one)
    if not wanted.styles:
        write_tables(rows, others)
    failed = any(row.unexplained or row.failed for row in rows)
    return 1 if failed or any(one.unexplained for one in others) else 0


def _compared(styles: list[Packaged], processes: int, most: int) -> Iterator[Row]:
    tasks = [(style, site) for site in SITES for style in styles]
    with ProcessPoolExecutor(processes) as pool:
        for number, row in enumerate(pool.map(_row, *zip(*tasks, strict=True)), 1):
            _say(row, most)
            yield row
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{number} of {len(tasks)}")


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


def _say_second(row: SecondRow) -> None:
    for key, pandoc, other in row.unexplained:
        sys.stdout.write(f"{row.style.name}, entry {key}:\n  pandoc      {pandoc}\n")
        sys.stdout.write(f"  citeproc-js {other}\n")


if __name__ == "__main__":
    sys.exit(main())
