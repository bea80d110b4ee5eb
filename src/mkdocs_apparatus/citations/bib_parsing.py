"""`.bib` files to entries with line numbers; the only module that knows pybtex.

What an entry *means* is left to pandoc's biblatex reader. This module finds where
entries stand, which do not parse and which keys are defined twice, since pandoc
rejects a whole file for one bad entry and names no key.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence

from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.scanner import PybtexSyntaxError
from pybtex.utils import CaseInsensitiveDict

from ..bib import Bibliography, Entry
from ..bib_fields import is_published
from ..model import Problem
from . import addresses, limits
from .parents import without_circles

CONTAINERS = frozenset({"set", "xdata"})
"""BibLaTeX types that only hold other entries, and need neither title nor citation."""

SHOWN = 80
"""How many letters are shown of an entry that does not parse."""

GROWTH, GROWTH_AT_LEAST = 10, 1_000_000
"""How many times its own length a file may grow by its `@string` macros, or to how much.

A journal's name of 40 characters for three (`jcp`) in each entry does not double a file.
"""

NEXT_ENTRY = re.compile(r"^[ \t]*@\w+[ \t]*[{(]", re.MULTILINE)
"""Where an entry starts, in a file as people write them: `  @book {`."""


class _Parser(LowLevelParser):
    """pybtex's parser, told to go on at the next entry after an error."""

    pos: int

    def __init__(self, text: str, path: str, macros: Mapping[str, str]) -> None:
        self.failures: dict[int, tuple[int, str]] = {}
        self.fields: list[tuple[int, int]] = []
        self.unknown: set[str] = set()
        self.room = max(GROWTH * len(text), GROWTH_AT_LEAST)
        own = CaseInsensitiveDict({**month_names, **macros})
        super().__init__(text, macros=own, handle_error=self._fail, filename=path)

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
        """Give what a macro stands for; another file may define it, or nobody (`apj`)."""
        if name not in self.macros:
            self.unknown.add(name.lower())
        stands_for = str(self.macros.get(name, name))
        if len(stands_for) > self.room:
            raise PybtexSyntaxError("its macros stand for too much text,", self)
        self.room -= len(stands_for)
        return stands_for


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
    said = f"{said[:SHOWN]}…" if len(said) > SHOWN else said
    return Problem(
        path,
        lines.number(start),
        "bad-bibtex",
        f"'{said}' does not parse: {message} at line {lines.number(stop)}; "
        "check that its braces and quotes are closed and that a comma ends each field",
    )


def parse(
    text: str, path: str, macros: Mapping[str, str] | None = None, publish: Collection[str] = ()
) -> Bibliography:
    """Read one BibTeX file's text; a syntax error loses only the entry it is in.

    `path` is how problems name the file, `macros` are those of other files, `publish` fields
    that the site publishes although they are private elsewhere (`bib_fields`). Never raises for
    bad input.
    """
    parser = _Parser(text, path, macros or {})
    lines = _Lines(text)
    entries: list[Entry] = []
    strings: list[str] = []
    preamble: list[str] = []
    defined: dict[str, str] = {}
    for command, body in parser:
        start = parser.command_start
        if start in parser.failures:
            continue
        if command.lower() == "string":
            strings.append(_braced(text[start : parser.pos]))
            defined[body[0].lower()] = "".join(body[1])
        elif command.lower() == "preamble":
            preamble += body[0]
        else:
            fields = [(name.lower(), "".join(value)) for name, value in body[1]]
            kept = [is_published(name, value, publish) for name, value in fields]
            private = {name for (name, _), keep in zip(fields, kept, strict=True) if not keep}
            raw, line = _braced(parser.without_private(kept)), lines.number(start)
            entries.append(
                Entry(body[0], command.lower(), path, line, dict(fields), raw, frozenset(private))
            )
    problems = tuple(
        _failure(text, lines, path, (start, stop), message)
        for start, (stop, message) in parser.failures.items()
    )
    broken = "".join(text[start:stop] for start, (stop, _) in parser.failures.items())
    return Bibliography(
        (path,),
        tuple(entries),
        "\n".join(strings),
        "".join(preamble),
        broken,
        problems,
        defined,
        frozenset(parser.unknown),
    )


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
    for name, value in entry.published.items():
        if fault := limits.fault(value):
            said = f"the field '{name}' of '{entry.key}' {fault}, and is printed as plain words"
            message = f"{said}; write it more simply"
            yield Problem(entry.path, entry.line, "bad-bibtex", message)
    doi = entry.fields.get("doi", "").strip(" {}\n\t")
    if doi and not addresses.doi(doi) and not addresses.is_web(doi):
        mend = "write it as '10.1000/182', or take it out"
        message = f"the DOI '{doi}' of '{entry.key}' is none, and leads nowhere; {mend}"
        yield Problem(entry.path, entry.line, "bad-doi", message)


def merge(parts: Sequence[Bibliography]) -> Bibliography:
    """Join several files; the first definition of a key holds, a second is a problem."""
    first: dict[str, Entry] = {}
    problems: list[Problem] = []
    names: list[str] = []
    macros: list[str] = []
    for part in parts:
        names += part.names
        macros.append(part.macros)
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
    entries, circles = without_circles(tuple(first.values()))
    return Bibliography(
        tuple(names),
        tuple(entries),
        "\n".join(filter(None, macros)),
        "".join(part.preamble for part in parts),
        "".join(part.broken for part in parts),
        (*problems, *circles),
        {name: text for part in parts for name, text in part.defined.items()},
    )
