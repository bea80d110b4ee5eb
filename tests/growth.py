"""How what something costs grows with its size: a ratio within one run, never seconds."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

TIMES = 8
"""How many times as large the large input is."""

MOST = 3 * TIMES
"""How many times as much it may cost; the square would be 64 times."""


def growth(run: Callable[[int], object], size: int) -> float:
    """Say how many times as much `run(8 * size)` costs as `run(size)`, the best of three each.

    Where that is much, it is measured once more: others on the machine may have cost it.
    """
    found = _ratio(run, size)
    return found if found < MOST else min(found, _ratio(run, size))


def _ratio(run: Callable[[int], object], size: int) -> float:
    was_on = gc.isenabled()
    gc.disable()  # it comes when it likes
    try:
        return _best(run, TIMES * size) / max(_best(run, size), 1e-3)
    finally:
        if was_on:
            gc.enable()


def _best(run: Callable[[int], object], size: int) -> float:
    costs = []
    for _ in range(3):
        begun = time.process_time()
        run(size)
        costs.append(time.process_time() - begun)
    return min(costs)
