"""`.bib` files from the disk: which encoding they are in, and all of them as one bibliography."""

from __future__ import annotations

import codecs
import re
import stat
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from ..bib import Bibliography
from ..hints import ALIKE, nearest
from ..model import Problem
from .bib_parsing import merge, parse

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""How a file begins that says its encoding itself; UTF-32 before UTF-16, which begins alike."""

NAMED = re.compile(rb"\A(?:[^\n@]*\n){0,4}?[^\n@]*?coding[ :=]+(?:\w+ \()?(\w[\w -]*)", re.I)
"""How the first lines name it: `% Encoding: windows-1252`, `-*- coding: latin-1 -*-`."""

MACINTOSH = {"iso latin 1": "latin-1", "windows latin 1": "cp1252", "mac os roman": "mac-roman"}
"""What BibDesk calls encodings: `Saved with string encoding Western (ISO Latin 1)`."""

USUAL = "windows-1252"
"""What text that is not Unicode is most often in; a superset of the letters of Latin-1."""


LARGEST = 100_000_000
"""How many bytes a file may have; 100,000 entries of 600 characters have 60,000,000."""


@dataclass(frozen=True)
class Fetched:
    """A file that was fetched; `charset` is the encoding that its server says, or empty."""

    data: bytes
    charset: str = ""


def load(
    sources: Iterable[tuple[Path | Fetched, str]], publish: Collection[str] = ()
) -> Bibliography:
    """Read files given as (where or what it is, how problems name it); none there is a problem.

    `publish` is as `parse` takes it.
    """
    texts: list[tuple[str, str]] = []
    parts: list[Bibliography] = []
    for source, name in sources:
        try:
            file = source if isinstance(source, Fetched) else Fetched(_read(source))
        except OSError as error:
            reason = error.strerror or str(error)
            message = f"cannot be read: {reason}; {_mend(source, name)}"
            parts.append(Bibliography((name,), problems=(Problem(name, 0, "bad-bibtex", message),)))
            texts.append((name, ""))
            continue
        text, problems = decoded(file.data, name, file.charset)
        part = parse(text, name, publish=publish)
        parts.append(replace(part, problems=(*problems, *part.problems)))
        texts.append((name, text))
    read = zip(parts, texts, strict=True)
    defined = {name: words for one in parts for name, words in one.defined.items()}
    return merge([_with_macros(part, defined, text, publish) for part, text in read])


def _mend(source: Path | Fetched, name: str) -> str:
    """Name the file that was meant by one that is missing: one alike, or the only one there."""
    check = "check 'bib_file' in mkdocs.yml"
    if isinstance(source, Fetched) or source.exists():
        return check
    others = sorted(one.name for one in source.parent.glob("*.bib"))
    meant = others[0] if len(others) == 1 else nearest(source.name, frozenset(others), ALIKE)
    return f"did you mean '{PurePath(name).with_name(meant).as_posix()}'?" if meant else check


def _read(path: Path) -> bytes:
    """Read a file; what has no end, or waits for a writer, is none. Raises `OSError`."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError("it is no file, but a pipe or a device")
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise OSError(f"it is larger than {LARGEST // 1_000_000} MB")
    return data


def _with_macros(
    part: Bibliography,
    defined: Mapping[str, str],
    text: tuple[str, str],
    publish: Collection[str],
) -> Bibliography:
    """Read a file again whose `@string` macros stand in another, or after their use."""
    if not part.undefined & defined.keys():
        return part
    return replace(part, entries=parse(text[1], text[0], defined, publish).entries)


def decoded(raw: bytes, name: str, charset: str = "") -> tuple[str, tuple[Problem, ...]]:
    r"""Read a file's bytes as text, lines ended by `\n`.

    UTF-8, or what the file itself says, or the `charset` that its server says; else bytes that
    are not UTF-8 are read as Windows-1252, which is a problem that names the first of them.
    """
    text, problems = _decoded(raw, name, charset)
    return text.replace("\r\n", "\n").replace("\r", "\n"), problems


def _decoded(raw: bytes, name: str, charset: str) -> tuple[str, tuple[Problem, ...]]:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace"), ()
    if raw[1:2] == b"\0" or raw[:1] == b"\0":  # UTF-16 without a mark: "@" and a zero
        return raw.decode("utf-16-le" if raw[1:2] == b"\0" else "utf-16-be", "replace"), ()
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        if named := _as_named(raw, charset):
            return named, ()
        return raw.decode("utf-8", __name__), (_not_utf8(raw, error.start, name),)


def _as_named(raw: bytes, charset: str) -> str:
    """Read a file in the encoding that it names, or its server; empty where none fits."""
    named = NAMED.search(raw)
    words = named[1].decode().strip(" -").lower() if named else ""
    for spelling in (MACINTOSH.get(words, words), *words.split()[:1], charset):
        try:
            if spelling and codecs.lookup(spelling).name != "utf-8":
                return raw.decode(spelling)
        except (LookupError, ValueError):
            continue
    return ""


def _as_usual(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are not UTF-8, and no others, in the usual encoding."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode(USUAL, "replace"), error.end


codecs.register_error(__name__, _as_usual)


def _not_utf8(raw: bytes, at: int, name: str) -> Problem:
    byte = raw[at : at + 1]
    line = raw.count(b"\n", 0, at) + 1
    read = byte.decode(USUAL, "replace")
    message = (
        f"the byte 0x{byte.hex().upper()} is not UTF-8, and is read as '{read}', as {USUAL} has "
        f"it; save the file as UTF-8, or begin it with '% Encoding: {USUAL}'"
    )
    return Problem(name, line, "bad-encoding", message)
