"""Read a timeline as an editor writes it, in YAML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from ..cache import Cache
from ..ids import fault_of
from ..messages.speech import ENGLISH, Speech
from ..model import Problem
from .datafile import Record, Shape, check_fields, parse
from .dates import Dated, read_date
from .timeline import ORIGINS, Event, Period, Timeline, check_periods

FIELDS = dict.fromkeys(("periods", "events"), Shape.RECORDS)
# An EDTF date may look like a list to YAML, and a date that is one has an advice of its own.
PERIOD_FIELDS = {"name": Shape.TEXT, "dates": Shape.ANY}
EVENT_FIELDS = {
    "date": Shape.ANY,
    **dict.fromkeys(("origin", "place", "event", "remark", "id"), Shape.TEXT),
    **dict.fromkeys(("paragraphs", "sources"), Shape.TEXTS),
}

EXAMPLE = "write it as 1848, 1917-11, 1917-11-07, 184X (a decade), 1930~ (about) or 1860/1879"

NOT_IN_IDS = re.compile(r"[^0-9A-Za-z]+")
"""What an id says with a hyphen: the slash of `1860/1879`."""


def load_timeline(
    text: str, path: str, cache: Cache | None = None, speech: Speech = ENGLISH
) -> Timeline:
    """Read a timeline from YAML; `path` is how problems name it, `speech` says its dates.

    What cannot be placed, for want of a date that can be read, is left out with a problem.
    """
    data, found = parse(text, path)
    problems = [*found, *check_fields(data, FIELDS, path)]
    read = partial(_date, path=path, problems=problems, cache=cache, speech=speech)
    periods = list(_periods(data, path, problems, read))
    events = list(_events(data, path, problems, read))
    timeline = Timeline(
        path,
        tuple(sorted(periods, key=lambda one: one.date.start)),
        tuple(sorted(events, key=lambda one: (one.date.start, one.date.end))),
        (),
    )
    problems += check_periods(timeline)
    return replace(timeline, problems=tuple(sorted(problems)))


def _periods(
    data: Record, path: str, problems: list[Problem], read: Callable[[Record, str], Dated | None]
) -> Iterator[Period]:
    ids = _Ids(())
    for record in data.records("periods"):
        problems += check_fields(record, PERIOD_FIELDS, path)
        if record.lacks("name"):
            message = "the period has no name; write 'name: …'"
            problems.append(Problem(path, record.line, "missing-field", message))
        date = read(record, "dates")
        if date:
            yield Period(
                ids.free(f"period-{_anchor_of(date)}"), record.text("name"), date, record.line
            )


def _events(
    data: Record, path: str, problems: list[Problem], read: Callable[[Record, str], Dated | None]
) -> Iterator[Event]:
    records = data.records("events")
    ids = _Ids(one.text("id") for one in records)
    used: set[str] = set()
    for record in records:
        problems += check_fields(record, EVENT_FIELDS, path)
        problems += _check_event(record, path)
        date = read(record, "date")
        anchor = record.text("id")
        faults = list(_check_id(record, used, path)) if anchor else []
        problems += faults
        if not date:
            continue
        if faults or not anchor:
            anchor = ids.free(f"date-{_anchor_of(date)}")
        used.add(anchor)
        yield Event(
            anchor,
            date,
            record.text("origin"),
            record.text("place"),
            record.text("event"),
            record.texts("paragraphs"),
            record.texts("sources"),
            record.text("remark"),
            record.line,
        )


def _anchor_of(date: Dated) -> str:
    """Give the id `1860-1879` for a date."""
    return NOT_IN_IDS.sub("-", date.text).strip("-")


class _Ids:
    """Ids, of which some are taken; `last` is the last number that each was given with."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)
        self.last: dict[str, int] = {}

    def free(self, anchor: str) -> str:
        """Take an id that is not taken: `date-1848`, `date-1848-2`."""
        found, number = anchor, self.last.get(anchor, 1)
        while found in self.taken:
            number += 1
            found = f"{anchor}-{number}"
        self.last[anchor] = number
        self.taken.add(found)
        return found


def _date(
    record: Record,
    name: str,
    path: str,
    problems: list[Problem],
    cache: Cache | None,
    speech: Speech,
) -> Dated | None:
    """Read a date, or report why it cannot be read."""
    value = record.fields.get(name)
    line = record.lines.get(name, record.line)
    if value is None or value == "":
        message = f"there is no date here; write '{name}: …', say 1917-11-07"
        problems.append(Problem(path, line, "missing-field", message))
    elif not isinstance(value, str):
        message = f"""the date is no text to YAML; quote it: {name}: "[1920..1923]\""""
        problems.append(Problem(path, line, "bad-date", message))
    else:
        try:
            return read_date(record.text(name), speech, cache)
        except ValueError as error:
            message = f"'{record.text(name)}' is no date: {error}; {EXAMPLE}"
            problems.append(Problem(path, line, "bad-date", message))
    return None


def _check_event(record: Record, path: str) -> Iterator[Problem]:
    """Find an event that does not say what happens, or who dates it."""
    if record.lacks("event"):
        message = "the record does not say what happens; write 'event: …'"
        yield Problem(path, record.line, "missing-field", message)
    origin = record.text("origin")
    mend = "write 'origin: essay' if the essay itself gives the date, else 'origin: supplied'"
    if record.lacks("origin"):
        message = f"the event does not say who dates it; {mend}"
        yield Problem(path, record.line, "missing-field", message)
    elif origin and origin not in ORIGINS:
        message = f"'{origin}' is no origin of a date; {mend}"
        yield Problem(path, record.lines["origin"], "unknown-origin", message)


def _check_id(record: Record, used: set[str], path: str) -> Iterator[Problem]:
    anchor, line = record.text("id"), record.lines["id"]
    if fault := fault_of(anchor):
        message = f"the id '{anchor}' {fault[0]}; {fault[1]}"
        yield Problem(path, line, "bad-id", message)
    elif anchor in used:
        message = f"two events have the id '{anchor}'; rename or remove one of the two"
        yield Problem(path, line, "duplicate-id", message)
