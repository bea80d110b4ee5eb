"""What is logged of the problems that the core found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..citations import pandoc
from ..citations.styles import Style
from ..hints import MILD
from ..model import Problem

OFTEN = 3
"""In how many places a problem may be named before the rest are counted."""


def still_waiting(seconds: float, timeout: float, style: Style) -> str:
    """Say that pandoc is at work, and the first time why it may take long."""
    words = f"pandoc has formatted citations for {seconds:.0f} of at most {timeout:g} seconds"
    if style.is_slow and seconds < 2 * pandoc.PATIENCE:
        words += (
            f"; '{style.path.stem}' tells sources apart, for which pandoc takes four times as long"
            " for twice as many"
        )
    return words


def folded(problems: Iterable[Problem]) -> Iterator[tuple[str, bool]]:
    """Say each problem on a line, and whether it is mild; one that stands in many places, once.

    "docs/a.md:3: unknown-key: '@x' is not in refs.bib; … (so too in 40 other places, first
    docs/b.md:7 and docs/c.md:2)".
    """
    alike: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        alike.setdefault((problem.code, problem.message), []).append(problem)
    for same in alike.values():
        is_mild = same[0].code in MILD
        if len(same) <= OFTEN:
            yield from ((str(one), is_mild) for one in same)
            continue
        others = len(same) - 1
        named = " and ".join(
            f"{one.path}:{one.line}" if one.line else one.path for one in same[1:OFTEN]
        )
        yield f"{same[0]} (so too in {others} other places, first {named})", is_mild
