"""What is wrong with the entries of a bibliography, as pandoc and the style see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..bib import Bibliography
from ..citations.answers import Answer
from ..model import Problem


def check_entries(answer: Answer, bibliography: Bibliography, *, listed: bool) -> Iterator[Problem]:
    """Find entries that pandoc could not read, or, where they are `listed`, print no words."""
    nothing = {one.key for one in answer.listed if listed and not one.entry.strip()}
    for entry in bibliography.entries:
        if entry.key in answer.failed:
            words = " ".join(answer.failed[entry.key].split())
            message = f"pandoc cannot read '{entry.key}': {words}; mend its fields"
            yield Problem(entry.path, entry.line, "bad-bibtex", message)
        if entry.key in nothing:
            mend = f"give it another type than '@{entry.type}', or choose another style"
            message = f"the style prints nothing for '{entry.key}' in a list of sources; {mend}"
            yield Problem(entry.path, entry.line, "no-entry", message)
    yield from _check_macros(answer.macros, bibliography)


def _check_macros(
    macros: Mapping[str, Sequence[str]], bibliography: Bibliography
) -> Iterator[Problem]:
    """Find TeX that nobody could read, each macro once, where it first stands."""
    said: set[str] = set()
    for entry in bibliography.entries:
        for name in sorted(set(macros.get(entry.key, ())) - said):
            said.add(name)
            mend = "write what it stands for, or define it in an @preamble"
            message = f"the macro '\\{name}' in '{entry.key}' is unknown, and left out; {mend}"
            yield Problem(entry.path, entry.line, "unknown-macro", message)
