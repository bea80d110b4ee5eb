r"""What `docs/editors/bib-forms.md` says of `.bib` files is what is printed."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT, Build, Site, words

from mkdocs_apparatus.citations.tex_words import to_characters
from mkdocs_apparatus.reading.syntax import cited

PAGE = (ROOT / "docs/editors/bib-forms.md").read_text("utf-8")

CELL = re.compile(r"(?<!\\)\|")
r"""What parts the cells of a row, and is not a sign in one: `One \| Two`."""

FIELD = re.compile(r"(?:^|, )(\w+) = ")
"""A field's name in what is written: `journal = {J}, year = {2001}`."""

DEFAULTS = {"author": "{Roe, Ann}", "title": "{A Book}", "year": "{2001}"}
TYPES = {
    "journal": "article",
    "school": "mastersthesis",
    "institution": "techreport",
    "howpublished": "misc",
    "url": "misc",
    "doi": "misc",
}
PREAMBLE = '@preamble{"\\newcommand{\\Ltwo}" # "{L2}"}\n'

LOST = "refs.bib:{}: unknown-macro: the macro '\\mystery' in 'r{}' is unknown, and left out; "


def rows(heading: str) -> list[list[str]]:
    """The rows of the table under a heading, code without its backticks."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    cells = [[cell.strip() for cell in CELL.split(line)[1:-1]] for line in lines]
    return [[cell.replace(r"\|", "|") for cell in row] for row in cells]


FORMS = [
    row
    for heading in (
        *("Names", "Years and months", "TeX in words"),
        *("Languages", "Publishers, institutions, kinds", "Addresses"),
    )
    for row in rows(heading)
]


def entry(number: int, written: str) -> str:
    """An entry with what is written, and what else an entry needs."""
    names = set(FIELD.findall(written))
    kind = next((TYPES[name] for name in TYPES if name in names), "book")
    names |= {"year"} if "date" in names else set()
    others = {name: value for name, value in DEFAULTS.items() if name not in names}
    fields = ", ".join([written, *(f"{name} = {value}" for name, value in others.items())])
    return f"@{kind}{{r{number}, {fields}}}\n"


@pytest.fixture(scope="module")
def site(build_once: Build) -> Site:
    written = [row[0].strip("`") for row in FORMS]
    bib = PREAMBLE + "".join(entry(number, one) for number, one in enumerate(written))
    page = "".join(f"Word [@r{number}].\n\n" for number in range(len(FORMS)))
    site = build_once("keys", {"refs.bib": bib, "docs/index.md": page, "docs/sources.md": "# S\n"})
    lost = next(number for number, one in enumerate(written) if "mystery" in one)
    (warning,) = site.warnings
    assert warning.startswith(LOST.format(lost + 2, lost))
    return site


def test_there_are_tables() -> None:
    assert len(FORMS) > 40
    assert all(len(row) == 3 and all(row) for row in FORMS)


@pytest.mark.parametrize(("number", "row"), list(enumerate(FORMS)), ids=[row[0] for row in FORMS])
def test_what_is_printed_is_what_the_table_says(site: Site, number: int, row: list[str]) -> None:
    note = site.page().select(".footnote > ol > li")[number]
    assert row[1] in words(note)
    assert not re.search(r"\\|\bn\.d\.|\{(?!A\})", words(note))
    links = [str(one["href"]) for one in note.select("a[href^=http]")]
    assert links == ([row[1].rstrip(".")] if row[1].startswith("http") else [])


def test_keys_are_cited_as_the_table_says(build: Build) -> None:
    keys = [(key.strip("`"), bracket.strip("`")) for key, bracket in rows("Keys")]
    assert [f"[{cited(key)}]" for key, _ in keys] == [bracket for _, bracket in keys]
    bib = "".join(entry(0, "title = {T}").replace("r0", key, 1) for key, _ in keys)
    page = "".join(f"Word {bracket}.\n\n" for _, bracket in keys)
    files = {"refs.bib": bib, "docs/index.md": page, "docs/sources.md": "# S\n"}
    site = build("keys", files, strict=True)
    assert len(site.notes()) == len(keys)


MACROS = r"""
@book{one, author = {Doe, \zork{Jo}}, title = {\zork{A} Book, \quux}, year = 2001,
  abstract = {Nobody reads \frobnicate here}}
@book{two, author = {Roe, Ann}, title = {\emph{Second} \zork{Book} $\blorp{x}$}, year = 2002}
@book{three, author = {Poe, Bo}, title = {Third}, year = 2003, note = {\unread{never cited}}}
@book{four, author = {Coe, Al}, title = {$x_{\mbox{\emph{i}}}$ and \vphantom{y}Four}, year = 2004}
"""


def test_a_macro_that_nobody_knows_is_reported_once_and_not_printed(build: Build) -> None:
    page = "A [@one]. B [@two]. C [@four].\n"
    files = {"refs.bib": MACROS, "docs/index.md": page}
    site = build("keys", {**files, "docs/sources.md": "# S\n"})
    said = [one.split("; ")[0] for one in site.warnings if "unknown-macro" in one]
    assert said == [
        r"refs.bib:2: unknown-macro: the macro '\quux' in 'one' is unknown, and left out",
        r"refs.bib:2: unknown-macro: the macro '\zork' in 'one' is unknown, and left out",
        r"refs.bib:4: unknown-macro: the macro '\blorp' in 'two' is unknown, and left out",
    ]
    notes = [" ".join(note.split()) for note in site.notes()]
    assert notes[0] == "Jo Doe, A Book, (2001)."
    assert notes[1] == "Ann Roe, Second Book x (2002)."
    assert notes[2] == "Al Coe, xi and Four (2004)."
    again = site.warnings
    site.build()  # from what was kept
    assert site.warnings == again


def test_tex_that_has_no_end_keeps_nobody_waiting(build: Build) -> None:
    laughs = "".join(
        rf"\def\{one}{{{two * 9}}}" for one, two in [("a", r"\b"), ("b", r"\c"), ("c", r"\d")] * 3
    )
    bib = (
        f"@preamble{{{{{laughs}\\def\\d{{{99 * 'Ha '}\\a}}}}}}\n"
        "@book{long, author = {Roe, Ann}, title = {\\a{} Ha}, year = 2001}\n"
        "@book{deep, author = {Roe, Ann}, title = {Deep}, year = 2001}\n"
    )
    page = "A [@deep]. B [@long].\n"
    files = {"refs.bib": bib, "docs/index.md": page, "docs/sources.md": "# S\n"}
    site = build("keys", files)
    assert [one.split(": ")[1] for one in site.warnings] == ["unknown-macro"]
    assert site.notes() == ["Ann Roe, Deep (2001).", "Ann Roe, Ha (2001)."]


def test_a_thousand_nested_environments_are_left_to_pandoc() -> None:
    text = r"\begin{x}" * 1000
    assert to_characters(text) == text
