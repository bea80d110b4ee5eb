"""The tables of what was found: `results.tsv` by style, and in README.md what it amounts to."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from .kinds import KINDS
from .results import HERE, Row
from .second import SecondRow
from .second_kinds import KINDS as SECOND_KINDS

ROWS = HERE / "results.tsv"
README = HERE / "README.md"
HEAD = ("style", "class", "format", "locale", "site", "notes", "forms", "entries", "differ")


def write_tables(rows: Sequence[Row], others: Sequence[SecondRow]) -> None:
    """Write both; what citeproc-js said stays as it was where it was not asked."""
    with ROWS.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow([*HEAD, "unexplained", "kinds"])
        table.writerows(_cells(row) for row in rows)
    replace("totals", _totals(rows), README)
    replace("kinds", _kinds(rows), README)
    if others:
        replace("second", _second(others), README)
        replace("second-kinds", _second_kinds(others), README)


def _cells(row: Row) -> Iterator[str]:
    style = row.style
    yield from (style.name, "note" if style.is_note else "in-text", style.format, style.locale)
    yield from (row.site, *map(str, (row.notes, row.forms, row.entries, len(row.found))))
    yield str(len(row.unexplained))
    yield row.failed or "; ".join(f"{name} {n}" for name, n in sorted(row.kinds.items()))


def replace(name: str, lines: Iterable[str], path: Path) -> None:
    """Put a table between its marks in a Markdown file: `<!-- name -->` and `<!-- /name -->`."""
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    head, _, rest = path.read_text("utf-8").partition(begin)
    tail = rest.partition(end)[2]
    path.write_text(f"{head}{begin}\n" + "\n".join(lines) + f"\n\n{end}{tail}", "utf-8")


def _totals(rows: Sequence[Row]) -> Iterator[str]:
    yield "| styles | site | number | notes, forms, entries | differ | unexplained |"
    yield "| --- | --- | --- | --- | --- | --- |"
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        kind = "note" if row.style.is_note else row.style.format
        for name in (kind, "all"):
            groups[name, row.site].append(row)
    order = {name: place for place, name in enumerate(["note", "author-date", "numeric"])}
    for name, site in sorted(groups, key=lambda one: (order.get(one[0], 9), one[0], one[1])):
        group = groups[name, site]
        compared = sum(row.notes + row.forms + row.entries for row in group)
        differ, unknown = (
            sum(len(row.found) for row in group),
            sum(len(row.unexplained) for row in group),
        )
        yield f"| {name} | {site} | {len(group)} | {compared:,} | {differ:,} | {unknown:,} |"


def _kinds(rows: Sequence[Row]) -> Iterator[str]:
    counts: Counter[str] = sum((row.kinds for row in rows), Counter())
    yield "| kind | differences | styles | what we print, and why |"
    yield "| --- | --- | --- | --- |"
    for kind in KINDS:
        styles = {row.style.name for row in rows if kind.name in row.kinds}
        yield f"| `{kind.name}` | {counts[kind.name]:,} | {len(styles)} | {kind.why} |"


def _second(rows: Sequence[SecondRow]) -> Iterator[str]:
    yield "| style | entries | differ | kinds |"
    yield "| --- | --- | --- | --- |"
    for row in rows:
        kinds = "; ".join(f"{name} {count}" for name, count in sorted(row.kinds.items()))
        yield f"| `{row.style.name}` | {row.entries} | {len(row.found)} | {kinds} |"


def _second_kinds(rows: Sequence[SecondRow]) -> Iterator[str]:
    counts: Counter[str] = sum((row.kinds for row in rows), Counter())
    yield "| kind | differences | right is | why |"
    yield "| --- | --- | --- | --- |"
    for kind in SECOND_KINDS:
        side = "pandoc" if kind.pandoc_is_right else "citeproc-js"
        yield f"| `{kind.name}` | {counts[kind.name]} | {side} | {kind.why} |"
