"""The timeline as a figure: where its marks, ticks and labels stand, in CSS pixels.

The figure is as wide as a page's text. Its height follows from how many events lie close
together: each takes the lowest lane where it is clear of others.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from ..characters import columns
from ..messages.speech import ENGLISH, Speech
from .timeline import Event, Period, Timeline

WIDTH = 660.0
MARGIN = 16.0
LANE = 13.0
"""From one lane of marks to the next."""

GAP = 4.0
"""Between two marks of one lane."""

RADIUS = {"essay": 3.4, "supplied": 4.2}
"""Half the height of a mark, by who dates the event; points look smaller than rounds."""

SMALL = 10.5
"""The size of letters of labels; years are larger."""

LETTER = 5.8
"""The width of a letter in a label, generously."""

INDENT = 5.0
"""From the rule of a period to its name."""

LABEL_LINE = 18.0
AXIS = 26.0
"""The height of the axis with its years."""

TICKS = 33.0
"""The least distance between two ticks."""

MANY = 6
"""How many events of a column are worth the name of their years."""

FAR = 10_000
"""A year beyond which the figure does not reach."""

ANY_YEAR = "XXXX"
"""A year of which no digit is known, as EDTF writes it."""


@dataclass(frozen=True)
class Tick:
    """A tick of the axis; `label` is empty where a year would be too close to the next."""

    x: float
    label: str


@dataclass(frozen=True)
class Band:
    """A period in the figure: from `x` to `x + width`, with a rule down from `rule`.

    Its name begins or ends at `label_x`, `label_y`, as SVG's `text-anchor` says it.
    """

    period: Period
    x: float
    width: float
    label_x: float
    label_y: float
    anchor: str
    rule: float


@dataclass(frozen=True)
class Mark:
    """An event in the figure: from `left` to `right` around `y`, drawn as the path `outline`."""

    event: Event
    left: float
    right: float
    y: float
    outline: str


@dataclass(frozen=True)
class Peak:
    """Many events close together: their years, above the highest mark, around `x`."""

    x: float
    y: float
    label: str


@dataclass(frozen=True)
class Figure:
    """The whole figure; marks stand between `top` and `bottom`, where the axis begins."""

    width: float
    height: float
    top: float
    bottom: float
    lane: float
    ticks: tuple[Tick, ...]
    bands: tuple[Band, ...]
    marks: tuple[Mark, ...]
    peaks: tuple[Peak, ...] = ()
    small: float = SMALL


def figure_of(timeline: Timeline, speech: Speech = ENGLISH) -> Figure:
    """Lay out a timeline; what goes on beyond its years ends at the edge of the figure."""
    first, last = _years(timeline)
    scale = (WIDTH - 2 * MARGIN) / (last - first)

    def x(year: float) -> float:
        return MARGIN + scale * (min(max(year, first), last) - first)

    extents = [_extent(x(one.date.start), x(one.date.end), one) for one in timeline.events]
    lanes = _lanes(extents)
    steps = _steps([(x(one.date.start), one.name) for one in timeline.periods])
    top = LABEL_LINE * (max(steps, default=-1) + 1.5)
    bottom = top + LANE * (max(lanes, default=0) + 2)
    bands = tuple(
        _band(period, x(period.date.start), x(period.date.end), step)
        for period, step in zip(timeline.periods, steps, strict=True)
    )
    marks = tuple(
        Mark(event, left, right, y, outline(left, right, y, event.origin))
        for event, (left, right), lane in zip(timeline.events, extents, lanes, strict=True)
        for y in (bottom - LANE * (lane + 1),)
    )
    every = _tick_years(first, last, scale)
    years = range(-(-first // every) * every, last + 1, every)
    ticks = tuple(Tick(x(year), _label(year, every, speech)) for year in years)
    peaks = tuple(_peaks(marks))
    return Figure(WIDTH, bottom + AXIS, top, bottom, LANE, ticks, bands, marks, peaks)


def _years(timeline: Timeline) -> tuple[int, int]:
    """Give the years between which the figure lies: those of periods and of what lies in them.

    One date too far off would leave no room for all others, as would one that says nothing
    of its year; both end at the edge.
    """
    events = [one for one in timeline.events if timeline.period_of(one) or not timeline.periods]
    dates = [one.date for one in timeline.periods] + [one.date for one in events]
    known = [one for one in dates if ANY_YEAR not in one.text]
    moments = [one for date in known for one in (date.start, date.end) if abs(one) <= FAR]
    first = math.floor(min(moments, default=0))
    return first, max(math.ceil(max(moments, default=1)), first + 1)


def _extent(left: float, right: float, event: Event) -> tuple[float, float]:
    """Give the ends of a mark; a date of a year or less is a dot at its middle."""
    radius = RADIUS.get(event.origin, RADIUS["essay"])
    if event.date.end - event.date.start <= 1 or right - left < 2 * radius:
        middle = min(max((left + right) / 2, MARGIN), WIDTH - MARGIN)
        return middle - radius, middle + radius
    return left, right


def _lanes(extents: Sequence[tuple[float, float]]) -> list[int]:
    """Give each mark the lowest lane whose other marks end before it begins.

    `least` is a tree of lanes: its second half says where each ends, the rest the least of two.
    """
    half = 1 << len(extents).bit_length()
    least = [-math.inf] * (2 * half)
    lanes = []
    for left, right in extents:
        at = 1
        while at < half:
            at = 2 * at + (least[2 * at] + GAP > left)
        lanes.append(at - half)
        least[at] = right
        while at > 1:
            at //= 2
            least[at] = min(least[2 * at], least[2 * at + 1])
    return lanes


def _steps(labels: Sequence[tuple[float, str]]) -> list[int]:
    """Give each label its line, below those before it that reach over its beginning.

    So the rules that lead down from the beginnings of labels cross none.
    """
    steps: list[int] = []
    above: list[tuple[int, float]] = []  # the lowest first, with where its label ends
    for left, name in labels:
        while above and above[0][1] <= left:  # and all after it begin no further left
            heappop(above)
        steps.append(1 - above[0][0] if above else 0)
        heappush(above, (-steps[-1], left + LETTER * (columns(name) + 2)))
    return steps


def _band(period: Period, left: float, right: float, step: int) -> Band:
    """Place a period; a name that may not fit to the right of its rule ends at the edge."""
    fits = left + INDENT + LETTER * columns(period.name) < WIDTH
    y = LABEL_LINE * (step + 1) - 5
    if fits:
        return Band(period, left, right - left, left + INDENT, y, "start", y - 10)
    return Band(period, left, right - left, WIDTH, y, "end", y + 5)


def _peaks(marks: Sequence[Mark]) -> Iterator[Peak]:
    """Name the years of columns of marks; bars belong to none."""
    dots = [one for one in marks if one.right - one.left <= 2 * max(RADIUS.values()) + 0.1]
    column: list[Mark] = []
    for mark in [*sorted(dots, key=lambda one: one.left), None]:
        if mark and (not column or mark.left - column[-1].left < LANE / 2):
            column.append(mark)
            continue
        if len(column) >= MANY:
            years = sorted({math.floor(one.event.date.start) for one in column})
            label = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
            half = len(label) * LETTER / 2
            middle = sum(one.left + one.right for one in column) / len(column) / 2
            x = min(max(middle, half), WIDTH - half)
            yield Peak(x, min(one.y for one in column) - LANE / 2, label)
        column = [mark] if mark else []


def outline(left: float, right: float, y: float, origin: str) -> str:
    """Draw a mark as an SVG path: with round ends if the essay dates it, else pointed."""
    r = RADIUS.get(origin, RADIUS["essay"])
    start, end, up, down = (f"{one:.1f}" for one in (left + r, right - r, y - r, y + r))
    if origin == "supplied":
        return f"M{left:.1f} {y:.1f}L{start} {up}H{end}L{right:.1f} {y:.1f}L{end} {down}H{start}Z"
    return f"M{start} {up}H{end}A{r} {r} 0 0 1 {end} {down}H{start}A{r} {r} 0 0 1 {start} {up}Z"


def _tick_years(first: int, last: int, scale: float) -> int:
    """Give the years between two ticks: 1, 2, 5, 10 and so on, 10 for a century or two."""
    rounds = (base * int(10**power) for power in range(10) for base in (1, 2, 5))
    return next(one for one in rounds if one * scale >= TICKS or one > last - first)


def _label(year: int, every: int, speech: Speech) -> str:
    """Name every second tick."""
    if year % (2 * every):
        return ""
    return str(year) if year > 0 else speech.say("%(year)s BC", year=1 - year)
