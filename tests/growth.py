"""How what something costs grows with its size: a ratio within one run, never seconds."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from functools import partial

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


def seconds(run: Callable[[], object], best_of: int = 3) -> float:
    """Give the least processor time that a call takes."""
    taken = []
    for _ in range(best_of):
        begun = time.process_time()
        run()
        taken.append(time.process_time() - begun)
    return min(taken)


def _ratio(run: Callable[[int], object], size: int) -> float:
    was_on = gc.isenabled()
    gc.disable()  # it comes when it likes
    try:
        large, small = (seconds(partial(run, one)) for one in (TIMES * size, size))
        return large / max(small, 1e-3)
    finally:
        if was_on:
            gc.enable()
