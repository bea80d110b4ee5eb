"""A source that its style prints as nothing in a list stands there as in a first citation."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import by_pandoc
from pypandoc import convert_text

from mkdocs_apparatus.bib import Bibliography
from mkdocs_apparatus.citations.answers import Answer, Listed, Unit
from mkdocs_apparatus.citations.bib_files import load
from mkdocs_apparatus.citations.citeproc import Citeproc
from mkdocs_apparatus.citations.styles import find_style
from mkdocs_apparatus.edition.entry_checks import check_entries

BIB = """\
@letter{roe1920, author = {Roe, Ann}, title = {Letter to Bo}, date = {1920-05-03}}
@book{brinton1970, author = {Brinton, Maurice}, title = {The Bolsheviks}, date = {1970}}
"""
UNITS = [Unit((((True, "[@roe1920; @brinton1970]"),),))]


def bibliography(folder: Path) -> Bibliography:
    (folder / "refs.bib").write_text(BIB, "utf-8")
    return load([(folder / "refs.bib", "refs.bib")])


def listed(folder: Path, name: str, *, alone: bool) -> dict[str, str]:
    style = find_style(name, folder)
    citeproc = Citeproc(bibliography(folder), language=style.language(None))
    answer = citeproc.resolve(
        style, None, [UNITS], list_all=True, listed=(), alone=[alone], aside=[False]
    )
    entries = answer.lists[0] if alone else {one.key: one.entry for one in answer.listed}
    return {key: convert_text(one, "plain", "html").strip() for key, one in entries.items()}


@pytest.mark.parametrize("style", ["chicago-notes-bibliography", "mhra-notes-publisher-place"])
def test_a_letter_stands_as_in_a_note(tmp_path: Path, style: str) -> None:
    entries = listed(tmp_path, style, alone=False)
    truth = by_pandoc("A.[@roe1920]\n", tmp_path / "refs.bib", style)
    assert not truth.by_key.get("roe1920")
    assert entries["roe1920"] == truth.notes[0]
    assert entries["brinton1970"].startswith("Brinton")


@pytest.mark.parametrize("alone", [False, True])
def test_of_a_style_without_a_bibliography_all_do(tmp_path: Path, alone: bool) -> None:
    entries = listed(tmp_path, "chicago-notes", alone=alone)
    truth = by_pandoc("A.[@roe1920]\n\nB.[@brinton1970]\n", tmp_path / "refs.bib", "chicago-notes")
    assert truth.entries == []
    assert list(entries.values()) == truth.notes


@pytest.mark.parametrize("alone", [False, True])
def test_a_letter_stands_as_in_a_sentence(tmp_path: Path, alone: bool) -> None:
    entries = listed(tmp_path, "apa", alone=alone)
    truth = by_pandoc("[@roe1920]\n", tmp_path / "refs.bib", "apa")
    assert truth.prose == ["(A. Roe, personal communication, May 3, 1920)"]
    assert entries["roe1920"] == truth.prose[0].strip("()") + "."
    assert "Brinton, M. (1970)" in entries["brinton1970"]


def test_a_source_that_is_nowhere_printed_is_said(tmp_path: Path) -> None:
    entries = bibliography(tmp_path)
    nothing = Answer(listed=(Listed("roe1920", " ", "", {}, " "),))
    assert list(map(str, check_entries(nothing, entries, listed=True))) == [
        "refs.bib:1: no-entry: the style prints nothing for 'roe1920' in a list of sources; "
        "give it another type than '@letter', or choose another style"
    ]
    assert not list(check_entries(nothing, entries, listed=False))
