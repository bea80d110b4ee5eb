"""Read a timeline as an editor writes it, in YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, count

from .datafile import Record, parse, unknown_fields
from .dates import Dated, read_date
from .model import Problem
from .problems import VALID_ID
from .timeline import ORIGINS, Event, Period, Timeline, check_periods

FIELDS = frozenset({"periods", "events"})
PERIOD_FIELDS = frozenset({"name", "dates"})
EVENT_FIELDS = frozenset(
    {"date", "origin", "place", "event", "paragraphs", "sources", "remark", "id"}
)

EXAMPLE = "write it as 1848, 1917-11, 1917-11-07, 184X (a decade), 1930~ (about) or 1860/1879"

NOT_IN_IDS = re.compile(r"[^0-9A-Za-z]+")
"""What an id says with a hyphen: the slash of `1860/1879`."""


def load_timeline(text: str, path: str) -> Timeline:
    """Read a timeline from YAML; `path` is how problems name it.

    What cannot be placed, for want of a date that can be read, is left out with a problem.
    """
    data, found = parse(text, path)
    problems = [*found, *unknown_fields(data, FIELDS, path)]
    periods = list(_periods(data, path, problems))
    events = list(_events(data, path, problems))
    timeline = Timeline(
        path,
        tuple(sorted(periods, key=lambda one: one.date.start)),
        tuple(sorted(events, key=lambda one: (one.date.start, one.date.end))),
        (),
    )
    problems += check_periods(timeline)
    return replace(timeline, problems=tuple(sorted(problems)))


def _items(data: Record, name: str, path: str, problems: list[Problem]) -> Sequence[Record]:
    """Give the records of a list, and report what stands there instead."""
    value = data.fields.get(name, [])
    records = data.records(name)
    if not isinstance(value, list) or len(value) != len(records):
        message = f"'{name}' must be a list of records; begin each with '- ' and a field"
        problems.append(Problem(path, data.lines[name], "bad-data", message))
    return records


def _periods(data: Record, path: str, problems: list[Problem]) -> Iterator[Period]:
    for record in _items(data, "periods", path, problems):
        problems += unknown_fields(record, PERIOD_FIELDS, path)
        if not record.text("name"):
            message = "the period has no name; write 'name: …'"
            problems.append(Problem(path, record.line, "missing-field", message))
        date = _date(record, "dates", path, problems)
        if date:
            anchor = f"period-{_slug(date)}"
            yield Period(anchor, record.text("name"), date, record.line)


def _events(data: Record, path: str, problems: list[Problem]) -> Iterator[Event]:
    records = _items(data, "events", path, problems)
    taken = {one.text("id") for one in records}
    used: set[str] = set()
    for record in records:
        problems += unknown_fields(record, EVENT_FIELDS, path)
        problems += _check_fields(record, path)
        date = _date(record, "date", path, problems)
        anchor = record.text("id")
        faults = list(_check_id(record, used, path)) if anchor else []
        problems += faults
        if not date:
            continue
        if faults or not anchor:
            anchor = _free(f"date-{_slug(date)}", taken | used)
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


def _slug(date: Dated) -> str:
    return NOT_IN_IDS.sub("-", date.text).strip("-")


def _free(anchor: str, taken: set[str]) -> str:
    """Give an id that is not taken: `date-1848`, `date-1848-2`."""
    numbered = (f"{anchor}-{number}" for number in count(2))
    return next(one for one in chain([anchor], numbered) if one not in taken)


def _date(record: Record, name: str, path: str, problems: list[Problem]) -> Dated | None:
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
            return read_date(record.text(name))
        except ValueError as error:
            message = f"'{record.text(name)}' is no date: {error}; {EXAMPLE}"
            problems.append(Problem(path, line, "bad-date", message))
    return None


def _check_fields(record: Record, path: str) -> Iterator[Problem]:
    """Find an event that does not say what happens, or who dates it."""
    if not record.text("event"):
        message = "the record does not say what happens; write 'event: …'"
        yield Problem(path, record.line, "missing-field", message)
    origin = record.text("origin")
    mend = "write 'origin: essay' if the essay itself gives the date, else 'origin: supplied'"
    if not origin:
        message = f"the event does not say who dates it; {mend}"
        yield Problem(path, record.line, "missing-field", message)
    elif origin not in ORIGINS:
        message = f"'{origin}' is no origin of a date; {mend}"
        yield Problem(path, record.lines["origin"], "unknown-origin", message)


def _check_id(record: Record, used: set[str], path: str) -> Iterator[Problem]:
    anchor, line = record.text("id"), record.lines["id"]
    if not VALID_ID.fullmatch(anchor):
        mend = "use letters, digits, '-', '_', '.' and ':'"
        message = f"the id '{anchor}' is not a valid anchor; {mend}"
        yield Problem(path, line, "bad-id", message)
    elif anchor in used:
        message = f"two events have the id '{anchor}'; rename or remove one of the two"
        yield Problem(path, line, "duplicate-id", message)
