"""`.bib` files to entries with line numbers; the only module that knows pybtex.

What an entry *means* is left to pandoc's biblatex reader. This module finds where
entries stand, which do not parse and which keys are defined twice, since pandoc
rejects a whole file for one bad entry and names no key.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable
from pathlib import Path

from pybtex.database.input.bibtex import LowLevelParser
from pybtex.scanner import PybtexSyntaxError

from ..bib import Bibliography, Entry
from ..bib_fields import is_published
from ..model import Problem

CONTAINERS = frozenset({"set", "xdata"})
"""BibLaTeX types that only hold other entries, and need neither title nor citation."""

NEXT_ENTRY = re.compile(r"^[ \t]*@\w+[ \t]*[{(]", re.MULTILINE)
"""Where an entry starts, in a file as people write them: `  @book {`."""


class _Parser(LowLevelParser):
    """pybtex's parser, told to go on at the next entry after an error."""

    pos: int

    def __init__(self, text: str, path: str) -> None:
        self.failures: dict[int, tuple[int, str]] = {}
        self.fields: list[tuple[int, int]] = []
        super().__init__(text, handle_error=self._fail, filename=path)

    def _fail(self, error: PybtexSyntaxError) -> None:
        """Note the failure; an unclosed brace must not swallow the rest of the file."""
        message = str(error.args[0]) if error.args else str(error)
        self.failures[self.command_start] = (self.pos, message)
        following = NEXT_ENTRY.search(self.text, self.command_start + 1)
        self.pos = following.start() if following else self.end_pos

    def parse_entry_fields(self) -> None:
        """Forget where the fields of the entry before stand."""
        self.fields = []
        super().parse_entry_fields()

    def parse_field(self) -> None:
        """Keep from where to where a field stands, without its comma."""
        start = self.pos
        super().parse_field()
        if self.current_field_name:
            self.fields.append((start, self.pos))

    def without_private(self, kept: Iterable[bool]) -> str:
        """Give the entry just read as it is written, of its fields those that are `kept`."""
        at, parts = self.command_start, []
        for (start, stop), keep in zip(self.fields, kept, strict=True):
            if not keep:
                parts.append(self.text[at:start])
                at = stop + (self.text[stop : stop + 1] == ",")
        return "".join([*parts, self.text[at : self.pos]])

    def substitute_macro(self, name: str) -> str:
        """Leave macros to pandoc, which reads all files' `@string` together."""
        return str(self.macros.get(name.lower(), name))


class _Lines:
    """Where lines end, found once: counting them anew for each entry grows with the square."""

    def __init__(self, text: str) -> None:
        self._ends = [end.start() for end in re.finditer("\n", text)]

    def number(self, offset: int) -> int:
        """Give the line, from 1, in which an offset lies."""
        return bisect_left(self._ends, offset) + 1


def _braced(raw: str) -> str:
    """Put braces for the parentheses of `@book(…)`, which pandoc does not read."""
    opening = re.match(r"@\w+\s*\(", raw)
    return f"{raw[: opening.end() - 1]}{{{raw[opening.end() : -1]}}}" if opening else raw


def _failure(text: str, lines: _Lines, path: str, span: tuple[int, int], message: str) -> Problem:
    start, stop = span
    head = re.compile(".*").match(text, start)
    said = head[0].strip().rstrip(",") if head else ""
    return Problem(
        path,
        lines.number(start),
        "bad-bibtex",
        f"'{said}' does not parse: {message} at line {lines.number(stop)}; "
        "check that its braces and quotes are closed and that a comma ends each field",
    )


def parse(text: str, path: str, publish: Collection[str] = ()) -> Bibliography:
    """Read one BibTeX file's text; a syntax error loses only the entry it is in.

    `path` is how problems name the file, `publish` are fields that the site publishes although
    they are private elsewhere (`bib_fields`). Never raises for bad input.
    """
    parser = _Parser(text, path)
    lines = _Lines(text)
    entries: list[Entry] = []
    macros: list[str] = []
    for command, body in parser:
        start = parser.command_start
        if start in parser.failures:
            continue
        if command.lower() == "string":
            macros.append(_braced(text[start : parser.pos]))
        elif command.lower() != "preamble":
            key, fields = body[0], [(name.lower(), "".join(value)) for name, value in body[1]]
            kept = (is_published(name, value, publish) for name, value in fields)
            raw = _braced(parser.without_private(kept))
            line = lines.number(start)
            entries.append(Entry(key, command.lower(), path, line, dict(fields), raw))
    problems = tuple(
        _failure(text, lines, path, (start, stop), message)
        for start, (stop, message) in parser.failures.items()
    )
    broken = "".join(text[start:stop] for start, (stop, _) in parser.failures.items())
    return Bibliography((path,), tuple(entries), "\n".join(macros), broken, problems)


def _check_entry(entry: Entry) -> Iterable[Problem]:
    has_parent = {"crossref", "xdata"} & entry.fields.keys()
    titled = entry.fields.get("title", "").strip(" {}\n\t")
    if not titled and not has_parent and entry.type not in CONTAINERS:
        yield Problem(
            entry.path,
            entry.line,
            "no-title",
            f"'{entry.key}' has no title; add a line 'title = {{…}},'",
        )


def merge(parts: Iterable[Bibliography]) -> Bibliography:
    """Join several files; the first definition of a key holds, a second is a problem."""
    first: dict[str, Entry] = {}
    problems: list[Problem] = []
    names: list[str] = []
    macros: list[str] = []
    broken: list[str] = []
    for part in parts:
        names += part.names
        macros.append(part.macros)
        broken.append(part.broken)
        problems += part.problems
        for entry in part.entries:
            problems += _check_entry(entry)
            known = first.setdefault(entry.key, entry)
            if known is not entry:
                problems.append(
                    Problem(
                        entry.path,
                        entry.line,
                        "duplicate-key",
                        f"'{entry.key}' is already defined at {known.path}:{known.line}; "
                        "rename or remove one of the two",
                    )
                )
    return Bibliography(
        tuple(names),
        tuple(first.values()),
        "\n".join(filter(None, macros)),
        "".join(broken),
        tuple(problems),
    )


def load(paths: Iterable[tuple[Path, str]], publish: Collection[str] = ()) -> Bibliography:
    """Read files given as (where it is, how problems name it); a missing one is a problem.

    `publish` is as `parse` takes it.
    """
    parts: list[Bibliography] = []
    for path, name in paths:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            mend = "check 'bib_file' in mkdocs.yml, or save the file as UTF-8"
            problem = Problem(name, 0, "bad-bibtex", f"cannot be read: {reason}; {mend}")
            parts.append(Bibliography((name,), problems=(problem,)))
        else:
            parts.append(parse(text, name, publish))
    return merge(parts)
