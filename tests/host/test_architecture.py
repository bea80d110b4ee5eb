"""ARCHITECTURE.md is true to the code where that can be checked."""

from __future__ import annotations

import ast
import re

from conftest import ROOT

SOURCE = ROOT / "src/mkdocs_apparatus"
TEXT = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
FILES = ("py", "json")
"""How names of files end; `reading.walk` is a module."""

ROWS = re.findall(r"^\| `(\w+)` \|.*\| `([\w.]+)` \|$", TEXT, re.MULTILINE)


def test_each_wing_is_named_and_no_other() -> None:
    wings = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert {wing for wing, _ in ROWS} == wings
    assert all((SOURCE / wing / first).is_file() for wing, first in ROWS)


def test_what_it_names_is_there() -> None:
    modules = re.findall(r"`(\w+)\.(\w+)`", TEXT)
    wings = {wing for wing, _ in ROWS}
    named = [(wing, name) for wing, name in modules if wing in wings and name not in FILES]
    assert len(named) >= 10
    assert all((SOURCE / wing / f"{name}.py").is_file() for wing, name in named)
    for path in re.findall(r"`((?:\w+/)+[\w.]+)`", TEXT):
        assert (SOURCE / path).exists() or (ROOT / path).exists(), path


def test_modules_are_short() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in SOURCE.rglob("*.py")}
    assert {path.name: length for path, length in lengths.items() if length > 250} == {}


NOT_TAGS = re.compile(r"\(\?(?:P<\w+>|<[=!])")
"""What has a `<` in a pattern and is no tag: the name of a group, a look behind."""


def patterns(source: str) -> list[str]:
    """The patterns that a module gives to `re`, as they are written."""
    calls = (one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.Call))
    ours = [one for one in calls if ast.unparse(one.func).startswith("re.") and one.args]
    return [NOT_TAGS.sub("", ast.unparse(one.args[0])) for one in ours]


def test_no_pattern_reads_html() -> None:
    """CSL-JSON has tags of its own, which are no HTML (`citations/csl_text.py`)."""
    found = {
        path.name: one
        for path in SOURCE.rglob("*.py")
        for one in patterns(path.read_text("utf-8"))
        if re.search("</?[a-z([\\\\^]", one)
    }
    assert set(found) == {"csl_text.py"}
