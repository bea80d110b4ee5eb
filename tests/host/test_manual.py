"""The manual names all that a user can write, and all that the program says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import yaml
from conftest import ROOT

from mkdocs_apparatus.host.options import ApparatusConfig, EditionOptions

SOURCE = ROOT / "src/mkdocs_apparatus"
EDITORS = ROOT / "docs/editors"
CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")
"""`unknown-key`."""
ROWS = re.compile(r"^\| (`[^|]*) \|", re.MULTILINE)
"""The first cell of "| `no-name`, `no-lang` | an entry without a name |"."""


def listed(page: str) -> set[str]:
    """What stands as code in the first column of a page's tables."""
    cells = ROWS.findall((EDITORS / page).read_text("utf-8"))
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def words(node: ast.AST) -> Iterator[str]:
    return (
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant)
        and isinstance(one.value, str)
        and CODE.fullmatch(one.value)
    )


def codes() -> set[str]:
    """All words that are given to a problem, a fault or a check's caller."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Problem"), args=[_, _, code, *_]):
                    found |= {*words(code)}
                case ast.Call(func=ast.Name(id="_problem"), args=[_, code, *_]):
                    found |= {*words(code)}
                case ast.Call(func=ast.Name(id="Fault"), args=[code, *_]):
                    found |= {*words(code)}
                case ast.Yield(value=ast.Tuple(elts=parts)) if path.parent.name == "edition":
                    found |= {name for part in parts for name in words(part)}
    return found


def test_each_code_is_explained_and_no_other() -> None:
    assert len(codes()) > 50
    assert codes() - listed("problems.md") == set()
    strings = {
        name for path in SOURCE.rglob("*.py") for name in words(ast.parse(path.read_text("utf-8")))
    }
    assert listed("problems.md") - strings == set()


def test_each_option_is_explained_and_no_other() -> None:
    options = {name for name, _ in ApparatusConfig._schema}
    options |= {f"edition.{name}" for name, _ in EditionOptions._schema} - {"edition"}
    options -= {"edition"}
    named: set[str] = set()
    for name in listed("options.md"):
        named.add(f"edition{name}" if name.startswith(".") else name)
    commands = {name for name in named if name.startswith("\\")}
    assert named - commands == options


def test_the_readme_leads_to_files_that_are_there() -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        links = re.findall(r"\]\(([^)]+)\)", (ROOT / name).read_text("utf-8"))
        local = {link for link in links if not link.startswith("http")}
        assert local
        assert {link for link in local if not (ROOT / link).is_file()} == set()


def test_each_page_of_the_manual_is_found_from_the_readme() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    for page in EDITORS.glob("*.md"):
        assert f"docs/editors/{page.name}" in text


def test_the_configuration_in_the_readme_is_one() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    (written,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    options = yaml.safe_load(written)["plugins"][1]["apparatus"]
    config = ApparatusConfig()
    config.load_dict(options)
    assert config.validate() == ([], [])
