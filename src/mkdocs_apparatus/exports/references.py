"""The sources as files that reference managers and LaTeX read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import pairwise

from ..model import Bibliography, Entry, Source
from .bibtex import to_bibtex
from .csl_json import to_csl_json
from .ris import to_ris

__all__ = ["file_name", "sources_out", "to_bibtex", "to_csl_json", "to_ris"]

SAFE = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
"""A key that is a file name as it stands: `brinton1970`."""

RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
"""Names that Windows keeps for devices."""

MACRO = re.compile(r"^@string\s*[{(]\s*(?P<name>[^\s=]+)", re.IGNORECASE | re.MULTILINE)
"""Where a macro is defined: `@string{oup = "Oxford University Press"}`."""

PARENTS = ("crossref", "xdata", "xref")
"""Fields that name entries which an entry takes fields from."""


def sources_out(bibliography: Bibliography, sources: Sequence[Source]) -> dict[str, str]:
    """Give the files of all cited sources, in list order, and of each: text by path.

    `sources.bib` has the entries as the editor wrote them, with the entries and macros that
    they need; RIS and CSL-JSON are written from what pandoc reads in them.
    """
    files = _files(bibliography, sources, "sources")
    for source in sources:
        files |= _files(bibliography, [source], f"sources/{file_name(source.key)}")
    return files


def file_name(key: str) -> str:
    """Give the name of a source's files, without extension: a function of its key alone.

    Two keys have two names, also where case does not count; only a key that is no safe
    name has a dot and a hash in it.
    """
    if SAFE.fullmatch(key) and not RESERVED.fullmatch(key):
        return key
    readable = re.sub(r"[^a-z0-9_-]+", "-", key.lower()).strip("-")[:60] or "source"
    return f"{readable}.{sha256(key.encode()).hexdigest()[:12]}"


def _files(bibliography: Bibliography, sources: Sequence[Source], path: str) -> dict[str, str]:
    items = [source.csl for source in sources]
    return {
        f"{path}.bib": _as_written(bibliography, [source.key for source in sources]),
        f"{path}.ris": to_ris(items),
        f"{path}.json": to_csl_json(items),
    }


def _as_written(bibliography: Bibliography, keys: Iterable[str]) -> str:
    """Write entries as they stand, parents last as BibTeX wants them, macros first."""
    by_key = {entry.key: entry for entry in bibliography.entries}
    found: dict[str, Entry] = {}
    waiting = list(keys)
    while waiting:
        entries = [by_key[key] for key in waiting if key in by_key and key not in found]
        found |= {entry.key: entry for entry in entries}
        waiting = [parent for entry in entries for parent in _parents(entry)]
    macros = _macros(bibliography.macros, found.values())
    return "\n\n".join(filter(None, [macros, *(entry.text for entry in found.values())])) + "\n"


def _parents(entry: Entry) -> list[str]:
    named = ",".join(entry.fields.get(field, "") for field in PARENTS)
    return [key.strip() for key in named.split(",") if key.strip()]


def _macros(macros: str, entries: Iterable[Entry]) -> str:
    """Keep the macros whose names occur in entries, or in a macro that is kept."""
    starts = [*(one.start() for one in MACRO.finditer(macros)), len(macros)]
    texts = [macros[at:to].strip() for at, to in pairwise(starts)]
    kept: list[str] = []
    read = "\n".join(entry.text for entry in entries)
    for text in reversed(texts):  # a macro uses those before it
        found = MACRO.match(text)
        name = re.escape(found["name"]) if found else ""
        if re.search(rf"(?<!\w){name}(?!\w)", read, re.IGNORECASE):
            kept.insert(0, text)
            read += "\n" + text
    return "\n".join(kept)
