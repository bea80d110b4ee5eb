"""Print how the cost of a site grows with each thing that it may have much of.

    python benchmarks/growth.py [--part 8] [name …]

Only our own part is timed, in processor time: what MkDocs and pandoc say is made up
(`tests/growing.py`). The largest of four sizes is that of the table, or a `part` of it; twice
the size takes twice the time, as far as growth is linear.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from growing import CASES
from growth import seconds

STEPS = (8, 4, 2, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="of the table's rows; all without one")
    parser.add_argument("--part", type=int, default=1, help="4 for a fourth of each size")
    args = parser.parse_args()
    print("| of | n | time at n/8 | n/4 | n/2 | n |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name in args.names or CASES:
        case = CASES[name]
        case.make(5)()  # what is loaded once
        count = case.largest // args.part
        taken = [seconds(case.make(count // step), 1) for step in STEPS]
        ratios = " | ".join(f"{one / taken[0]:.1f}" for one in taken)
        print(f"| {name} | {count:,} | {ratios} |", flush=True)


if __name__ == "__main__":
    main()
