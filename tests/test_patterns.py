"""No regular expression of ours takes more than its share of time, whatever text it is given."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from growth import seconds

import mkdocs_apparatus
from mkdocs_apparatus.publication.other_scripts import finder
from mkdocs_apparatus.registers.mentions import finder_of
from mkdocs_apparatus.registers.names import load_index

SOURCES = Path(mkdocs_apparatus.__file__).parent

LETTERS = 1_000
"""How long the shorter of two texts is."""

QUICK = 0.0001
"""How many seconds it may take: no square of it is worth a word."""

SCANS = {"search", "finditer", "findall", "sub", "subn", "split", "pattern"}
"""What begins anew at each letter of a text; `match` and `fullmatch` do not."""


def patterns() -> dict[str, re.Pattern[Any]]:
    """Collect what is compiled when all modules are loaded, by where it first stands."""
    found: dict[str, re.Pattern[Any]] = {}
    names = [
        one.name for one in pkgutil.walk_packages(mkdocs_apparatus.__path__, "mkdocs_apparatus.")
    ]
    modules = [importlib.import_module(name) for name in names]
    seen: set[tuple[object, int]] = set()
    for module in modules:
        held = [module, *(one for one in vars(module).values() if isinstance(one, type))]
        for where in held:
            for name, value in sorted(vars(where).items()):
                for one in _compiled(value):
                    if (one.pattern, one.flags) not in seen:
                        seen.add((one.pattern, one.flags))
                        found[f"{module.__name__}.{name}"] = one
    return found


def _compiled(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _compiled(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _compiled(one)


def pieces(tree: Any) -> Iterator[str]:
    """Give the characters that a pattern speaks of, one of each class, and their runs."""
    run = ""
    for kind, value in tree:
        name = str(kind)
        if name == "LITERAL":
            run += chr(value)
            yield chr(value)
            continue
        if run:
            yield run
            run = ""
        if name in ("IN", "NOT_LITERAL", "ANY"):
            yield from _of_class(name, value)
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            yield from pieces(value[2])
        elif name == "SUBPATTERN":
            yield from pieces(value[3])
        elif name == "ATOMIC_GROUP":
            yield from pieces(value)
        elif name == "BRANCH":
            for one in value[1]:
                yield from pieces(one)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from pieces(value[1])
    if run:
        yield run


def _of_class(name: str, value: Any) -> Iterator[str]:
    if name != "IN":
        yield "a"
        return
    for kind, one in value:
        if str(kind) == "LITERAL":
            yield chr(one)
        elif str(kind) == "RANGE":
            yield chr(one[0])
        elif str(kind) == "CATEGORY":
            yield {"SPACE": " ", "DIGIT": "1", "WORD": "a"}.get(str(one).rpartition("_")[2], "a")
            yield "!"
        elif str(kind) == "NEGATE":
            yield "a"


def attacks(pattern: re.Pattern[Any]) -> list[str]:
    """Give what is to be repeated: each piece, and each two of them."""
    source = pattern.pattern
    text = source.decode() if isinstance(source, bytes) else source
    single = list(dict.fromkeys([*pieces(_parser.parse(text, pattern.flags)), "a", " ", "\n"]))
    pairs = [one + other for one in single[:9] for other in single[:9] if one != other]
    return [*single[:16], *pairs]


def scans(where: str) -> bool:
    """Whether the modules that know a pattern, by `module.NAME`, look for it all through a text."""
    module, _, name = where.rpartition(".")
    stem = module.rpartition(".")[2]
    imported = re.compile(rf"from \S*\b{stem} import (?:\([^)]*|.*)\b{name}\b")
    texts = [(one.stem, one.read_text("utf-8")) for one in SOURCES.rglob("*.py")]
    known = [text for file, text in texts if file == stem or imported.search(text)]
    uses = {use for text in known for use in re.findall(rf"\b{name}\.(\w+)", text)}
    return not uses or bool(uses & SCANS)


def taken(pattern: re.Pattern[Any], text: str, *, whole: bool, best_of: int = 3) -> float:
    """Give the least processor time that it takes to look for a pattern in a text."""
    subject = text.encode() if isinstance(pattern.pattern, bytes) else text

    def run() -> None:
        pattern.fullmatch(subject)
        pattern.match(subject)
        for _ in pattern.finditer(subject) if whole else ():
            pass

    return seconds(run, best_of)


def grows(pattern: re.Pattern[Any], piece: str, end: str, *, whole: bool) -> bool:
    """Whether four times the text takes far more than four times as long."""
    count = max(LETTERS // len(piece), 1)
    short, long = (piece * count + end, piece * 4 * count + end)
    if taken(pattern, short, whole=whole, best_of=1) < QUICK:
        return False
    # Once more if it seems so: the machine may have been busy.
    return all(
        taken(pattern, long, whole=whole) > 9 * taken(pattern, short, whole=whole) for _ in range(3)
    )


ALL = patterns() | {"mkdocs_apparatus.publication.finder": finder(("Han", "Cyrillic"))}


@pytest.mark.parametrize("where", ALL)
def test_a_pattern_takes_time_as_its_text_is_long(where: str) -> None:
    pattern, whole = ALL[where], scans(where)
    found = [
        (piece, end)
        for piece in attacks(pattern)
        for end in ("", "\0")
        if grows(pattern, piece, end, whole=whole)
    ]
    assert found == []


def test_what_is_square_is_found() -> None:
    """This test finds what it looks for."""
    assert any(
        grows(re.compile(r"\w+!"), one, "", whole=True) for one in attacks(re.compile(r"\w+!"))
    )


def test_names_that_begin_alike_are_found_as_quickly() -> None:
    def search(count: int) -> None:
        names = [f"Name {number:05}" for number in range(count)]
        finder = finder_of(load_index(_index(names), "index.yml"), [])
        text = " ".join(names)
        assert sum(1 for _ in finder.pattern.finditer(text)) == count

    assert seconds(lambda: search(1600)) < 8 * seconds(lambda: search(400))


def _index(names: list[str]) -> str:
    return "people:\n" + "\n".join(f"  - name: {name}" for name in names)
