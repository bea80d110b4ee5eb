"""Each bad input is a problem with file, line, code and mend, and no hole in the prose."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import TESTS, Build, Site, by_pandoc

BIB = (TESTS / "sites/bad_input/refs.bib").read_text("utf-8")
CITE_ALL = "\n\nAll [@brinton1970; @walder1993].\n"
BRINTON = "Maurice Brinton, The Bolsheviks (Solidarity, 1970)"


def config(options: str) -> str:
    theme = "theme: {name: null, custom_dir: theme}"
    return f"site_name: x\n{theme}\nplugins: [{{apparatus: {{{options}}}}}]\n"


def strict_aborts(build: Build, files: dict[str, str], warnings: list[str]) -> Site:
    """Build strictly, and leniently: the problems are the same, only the former aborts."""
    strict = build("bad_input", files, strict=True)
    assert strict.warnings == warnings
    assert strict.aborted
    lenient = build("bad_input", files)
    assert lenient.warnings == warnings
    assert not lenient.aborted
    return lenient


# Pages -----------------------------------------------------------------------------------


def unknown(line: int, key: str = "brinton1971", path: str = "docs/index.md") -> str:
    return f"{path}:{line}: unknown-key: '@{key}' is not in refs.bib; did you mean '@brinton1970'?"


def test_an_unknown_key_that_is_near_a_known_one(build: Build) -> None:
    files = {"docs/index.md": f"Decide [see @brinton1971, p. 3].{CITE_ALL}"}
    site = strict_aborts(build, files, [unknown(1)])
    assert site.prose()[0] == "Decide [see @brinton1971, p. 3]."
    assert len(site.notes()) == 1


def test_an_unknown_key_that_is_near_none(build: Build) -> None:
    files = {"docs/index.md": f"Decide [@zzz].{CITE_ALL}"}
    message = (
        "docs/index.md:1: unknown-key: '@zzz' is not in refs.bib; "
        "add it there, or write '\\@zzz' if it is not a citation"
    )
    assert strict_aborts(build, files, [message]).prose()[0] == "Decide [@zzz]."


def test_the_line_is_that_of_the_citation(build: Build) -> None:
    page = (
        "---\ntitle: Home\ndescription: '[@brinton1971]'\n---\n\n# Home\n\n"
        "```\n[@brinton1971]\n```\n\n    [@brinton1971]\n\n`[@brinton1971]`\n\n"
        "<!-- [@brinton1971] -->\n\n[x](https://example.org/@brinton1971)\n\n"
        f"Here [@brinton1971].{CITE_ALL}"
    )
    line = 1 + page[: page.index("Here")].count("\n")
    strict_aborts(build, {"docs/index.md": page}, [unknown(line)])


def test_the_line_within_a_paragraph_of_several(build: Build) -> None:
    page = f"One\ntwo [@brinton1970, 3]\nthree [@brinton1971].\nFour.{CITE_ALL}"
    strict_aborts(build, {"docs/index.md": page}, [unknown(3)])


def test_the_line_in_a_discursive_note(build: Build) -> None:
    page = f"A[^x].{CITE_ALL}\n[^x]: First\n\n    Then [@brinton1971].\n"
    site = strict_aborts(build, {"docs/index.md": page}, [unknown(7)])
    assert site.notes()[0] == "First Then [@brinton1971]."


def test_the_line_in_a_list_a_quotation_and_a_table(build: Build) -> None:
    page = (
        "- A\n- B [@brinton1971]\n\n> C [@brinton1971, 2]\n\n"
        f"| D |\n| --- |\n| E [@brinton1971, 3] |{CITE_ALL}"
    )
    strict_aborts(build, {"docs/index.md": page}, [unknown(2), unknown(4), unknown(8)])


def test_the_same_twice_on_a_page_is_told_twice(build: Build) -> None:
    page = f"A [@brinton1971].\n\n`[@brinton1971]`\n\nB [@brinton1971].{CITE_ALL}"
    strict_aborts(build, {"docs/index.md": page}, [unknown(1), unknown(5)])


def test_twice_on_a_line_is_told_once(build: Build) -> None:
    page = f"A [@brinton1971], b [@brinton1971].{CITE_ALL}"
    strict_aborts(build, {"docs/index.md": page}, [unknown(1)])


def test_two_unknown_keys_in_one_citation(build: Build) -> None:
    page = f"A [@brinton1970, 3; @brinton1971;\n@walder1994].{CITE_ALL}"
    walder = (
        "docs/index.md:2: unknown-key: '@walder1994' is not in refs.bib; "
        "did you mean '@walder1993'?"
    )
    site = strict_aborts(build, {"docs/index.md": page}, [unknown(1), walder])
    assert site.prose()[0] == "A [@brinton1970, 3; @brinton1971; @walder1994]."


WRITTEN = [
    "[@nobody, `code` p. 3]",
    "[see **bold** @nobody; and *em* _too_]",
    "[@nobody, <b>raw</b> & more]",
    "[@nobody, :smile: and $x^2$]",
    "[@nobody, [link](index.md) and \\*]",
    "[@nobody, ~~del~~ ^sup^ ==mark== ++ctrl++]",
    "[@nobody, `#!python x = 1`]",
    "[@nobody, p. 1--2 ... (tm) \"double\" 'single']",
    "[^nobody`x`]",
]
EXTENSIONS = (
    "[smarty, pymdownx.emoji, pymdownx.caret, pymdownx.tilde, pymdownx.mark, pymdownx.keys, "
    "pymdownx.inlinehilite, pymdownx.smartsymbols, pymdownx.betterem]"
)


def test_what_is_wrong_is_shown_as_it_was_written(build: Build) -> None:
    """And nothing that Python-Markdown and its extensions put in its place meanwhile."""
    page = "".join(f"A {one} b.\n\n" for one in WRITTEN)
    files = {
        "mkdocs.yml": f"{config('bib_file: refs.bib')}markdown_extensions: {EXTENSIONS}\n",
        "docs/index.md": page,
    }
    site = build("bad_input", files)
    assert all(one.isprintable() for one in site.warnings)
    assert site.warnings[1].startswith("docs/index.md:17: undefined-note: '[^nobody`x`]' has no")
    assert len(site.warnings) == 2  # and the key, which is unknown eight times
    shown = [one.removeprefix("A ").removesuffix(" b.") for one in site.prose()]
    assert shown == [one.replace("`#!python ", "`") for one in WRITTEN]


def test_a_narrative_unknown_key(build: Build) -> None:
    page = f"As @brinton1971 [p. 3] says.{CITE_ALL}"
    site = strict_aborts(build, {"docs/index.md": page}, [unknown(1)])
    assert site.prose()[0] == "As @brinton1971 [p. 3] says."


def test_unknown_keys_on_several_pages(build: Build) -> None:
    files = {"docs/a.md": "A [@brinton1971].\n", "docs/b/c.md": "\n\nB [@brinton1971].\n"}
    paths = [unknown(1, path="docs/a.md"), unknown(3, path="docs/b/c.md")]
    strict_aborts(build, files, paths)


def test_the_line_with_windows_line_ends(build: Build) -> None:
    page = f"---\ntitle: x\n---\n\nA.\n\nB [@brinton1971].{CITE_ALL}".replace("\n", "\r\n")
    strict_aborts(build, {"docs/index.md": page}, [unknown(7)])


def test_an_unknown_key_in_an_author_date_style(build: Build) -> None:
    files = {
        "mkdocs.yml": config("bib_file: refs.bib, style: apa"),
        "docs/index.md": f"Decide [@brinton1971, p. 3].{CITE_ALL}",
    }
    site = strict_aborts(build, files, [unknown(1)])
    assert site.prose()[0] == "Decide [@brinton1971, p. 3]."


def test_a_part_without_a_key(build: Build) -> None:
    page = f"A [@brinton1970; foo].{CITE_ALL}"
    message = (
        "docs/index.md:1: bad-citation: '[@brinton1970; foo]' cannot be read as a citation; "
        "give each part between semicolons one key, as in '[see @a, p. 3; @b]'"
    )
    site = strict_aborts(build, {"docs/index.md": page}, [message])
    assert "[@brinton1970; foo]" in site.page().get_text()


def test_a_reference_to_a_note_never_written(build: Build) -> None:
    page = f"A[^huku].\n\n```\n[^huku]\n```\n\nB[^hukou] c[^zzz].{CITE_ALL}\n[^hukou]: A permit.\n"
    warnings = [
        "docs/index.md:1: undefined-note: '[^huku]' has no note; did you mean '^hukou'?",
        "docs/index.md:7: undefined-note: '[^zzz]' has no note; write '[^zzz]: …' on this page",
    ]
    site = strict_aborts(build, {"docs/index.md": page}, warnings)
    assert site.prose()[:2] == ["A[^huku].", "B[1] c[^zzz]."]


def test_a_note_never_referred_to(build: Build) -> None:
    page = f"A.{CITE_ALL}\n[^hukou]: A permit, see [@brinton1970].\n"
    message = (
        "docs/index.md:5: unused-note: the note '[^hukou]' is never referred to; "
        "put '[^hukou]' in the text or remove it"
    )
    site = strict_aborts(build, {"docs/index.md": page}, [message])
    assert len(site.notes()) == 1


def test_a_note_referred_to_only_from_one_never_referred_to(build: Build) -> None:
    page = f"A.{CITE_ALL}\n[^a]: See[^b].\n\n[^b]: B.\n"
    mend = "is never referred to; put '[^{0}]' in the text or remove it"
    warnings = [
        f"docs/index.md:{line}: unused-note: the note '[^{name}]' {mend.format(name)}"
        for line, name in ((5, "a"), (7, "b"))
    ]
    strict_aborts(build, {"docs/index.md": page}, warnings)


def test_a_note_written_twice(build: Build) -> None:
    page = f"A[^x].{CITE_ALL}\n[^x]: First.\n\n[^x]: Second.\n"
    message = (
        "docs/index.md:7: duplicate-note: the note '[^x]' is defined twice; "
        "rename or remove one of the two"
    )
    site = strict_aborts(build, {"docs/index.md": page}, [message])
    assert site.notes()[0] == "First."


def test_problems_come_in_order_of_file_and_line(build: Build) -> None:
    files = {
        **ALL,
        "docs/b.md": "B[^z].\n",
        "docs/a.md": "A\n\nB [@brinton1971].\n\n[^u]: U.\n",
        "refs.bib": BIB + "\n@book{last1999, title = {Last}}\n",
    }
    places = [warning.split(":")[:2] for warning in build("bad_input", files).warnings]
    assert places == [
        ["docs/a.md", "3"],
        ["docs/a.md", "5"],
        ["docs/b.md", "1"],
        ["refs.bib", "17"],
    ]


# The bibliography ------------------------------------------------------------------------

UNCLOSED = """\
@book{brinton1970,
  author = {Brinton, Maurice},
  title = {The Bolsheviks},
  publisher = {Solidarity},
  date = {1970},
}

@book{lost1999,
  title = {Lost,
  date = {1999},
}

@article{walder1993,
  author = {Walder, Andrew},
  title = {Workers},
  journaltitle = {Affairs},
  date = {1993},
}
"""


def test_an_unclosed_brace_loses_only_its_entry(build: Build) -> None:
    page = f"A [@lost1999], as @lost1999 says.{CITE_ALL}"
    site = build("bad_input", {"refs.bib": UNCLOSED, "docs/index.md": page})
    assert len(site.warnings) == 1
    assert site.warnings[0].startswith("refs.bib:8: bad-bibtex: '@book{lost1999' does not parse: ")
    assert site.warnings[0].endswith(
        "check that its braces and quotes are closed and that a comma ends each field"
    )
    assert site.prose()[0] == "A [@lost1999], as @lost1999 says."
    assert site.notes() == [f"{BRINTON}; Andrew Walder, “Workers,” Affairs, 1993."]


def test_an_unclosed_brace_aborts_a_strict_build(build: Build) -> None:
    site = build("bad_input", {"refs.bib": UNCLOSED}, strict=True)
    assert len(site.warnings) == 1
    assert site.aborted


@pytest.mark.parametrize(
    "entry",
    [
        "@book{bad,\n  title = {No comma}\n  date = {1999},\n}",
        '@book{bad,\n  title = "No quote,\n  date = {1999},\n}',
        "@book{bad,\n  title = ,\n}",
        "@book{bad,\n  title = {No end},\n",
    ],
)
def test_entries_that_do_not_parse(build: Build, entry: str) -> None:
    first, second = BIB.split("\n\n")
    site = build("bad_input", {"refs.bib": f"{first}\n\n{entry}\n\n{second}"})
    assert len(site.warnings) == 1
    assert site.warnings[0].startswith("refs.bib:8: bad-bibtex: '@book{bad' does not parse: ")
    assert [note.split(",")[0] for note in site.notes()] == [
        "Maurice Brinton",
        "Andrew Walder and Xiaoxia Gong",
    ]


def test_of_an_entry_on_one_line_its_beginning_is_shown(build: Build) -> None:
    entry = f"@book{{bad, title = {{{'Long ' * 40}}}, 'x' = {{}}}}"
    site = build("bad_input", {"refs.bib": f"{BIB}\n{entry}\n"})
    assert len(site.warnings) == 1
    assert f"'{entry[:80]}…' does not parse: " in site.warnings[0]
    assert len(site.warnings[0]) < 300


def test_an_entry_that_only_pandoc_cannot_read(build: Build) -> None:
    entry = "@bo+ok{bad,\n  title = {A type that is no name},\n}"
    first, second = BIB.split("\n\n")
    page = f"A [@bad], so @bad says.{CITE_ALL}"
    site = build(
        "bad_input", {"refs.bib": f"{first}\n\n{entry}\n\n{second}", "docs/index.md": page}
    )
    assert len(site.warnings) == 1
    assert site.warnings[0].startswith("refs.bib:8: bad-bibtex: pandoc cannot read 'bad': Error at")
    assert site.warnings[0].endswith("; mend its fields")
    assert "[@bad]" in shown(site)
    assert "@bad says." in shown(site)
    assert "?" not in shown(site)
    assert site.notes()[-1].startswith(f"{BRINTON}; Andrew Walder and Xiaoxia Gong")


def test_a_comma_that_is_missing_after_a_key_loses_nothing(build: Build) -> None:
    bib = BIB.replace("{brinton1970,", "{brinton1970")
    assert bib != BIB
    site = build("bad_input", {"refs.bib": bib, "docs/index.md": f"A.{CITE_ALL}"}, strict=True)
    assert site.notes()[0].startswith(BRINTON)


def test_a_key_defined_twice_in_a_file(build: Build) -> None:
    bib = BIB + "\n@book{brinton1970,\n  title = {Second},\n}\n"
    message = (
        "refs.bib:17: duplicate-key: 'brinton1970' is already defined at refs.bib:1; "
        "rename or remove one of the two"
    )
    site = strict_aborts(build, {"refs.bib": bib}, [message])
    assert site.notes()[0] == f"{BRINTON}, 69."


def test_a_key_defined_twice_in_two_files(build: Build) -> None:
    files = {
        "mkdocs.yml": config("bib_dir: refs"),
        "refs/a.bib": BIB,
        "refs/b.bib": "@book{brinton1970, title = {Second}}\n",
    }
    message = (
        "refs/b.bib:1: duplicate-key: 'brinton1970' is already defined at refs/a.bib:1; "
        "rename or remove one of the two"
    )
    assert strict_aborts(build, files, [message]).notes()[0] == f"{BRINTON}, 69."


ALL = {"mkdocs.yml": config("bib_file: refs.bib, uncited: all")}


def test_a_source_never_cited(build: Build) -> None:
    bib = BIB + "\n@book{last1999,\n  title = {Last},\n}\n"
    message = (
        "refs.bib:17: uncited-source: 'last1999' is never cited; "
        "cite it ('[@last1999]') or remove it"
    )
    strict_aborts(build, {**ALL, "refs.bib": bib}, [message])
    assert build("bad_input", {"refs.bib": bib}, strict=True).warnings == []


def test_many_sources_never_cited_are_counted(build: Build) -> None:
    """A shared file may hold thousands."""
    bib = BIB + "".join(f"\n@book{{b{n}, title = {{Book {n}}}}}" for n in range(40))
    site = build("bad_input", {**ALL, "refs.bib": bib})
    assert site.warnings == [
        "refs.bib:17: uncited-source: 40 entries are never cited: 'b0', 'b1', 'b2', 'b3', 'b4' "
        "and 35 more; cite or remove them, or set 'uncited: ignore'"
    ]


@pytest.mark.parametrize(("list_", "warned"), [("", True), ("\n\n\\full_bibliography\n", False)])
def test_what_a_list_prints_may_be_uncited(build: Build, list_: str, warned: bool) -> None:
    files = {
        "mkdocs.yml": config("bib_file: refs.bib, uncited: unlisted"),
        "refs.bib": BIB + "\n@book{last1999, title = {Last}}\n",
        "docs/index.md": f"A.{CITE_ALL}{list_}",
    }
    assert bool(build("bad_input", files).warnings) == warned


def test_an_error_on_many_pages_is_said_once(build: Build) -> None:
    """With the places where it stands; a page that has another is named."""
    files = {f"docs/p{n}.md": "# P\n\nA [@nobody1].\n" for n in range(9)}
    files |= {f"docs/q{n}.md": "# Q\n\nA [@nobody2].\n" for n in range(3)}
    site = build("bad_input", files)
    mend = "is not in refs.bib; add it there, or write '\\@{}' if it is not a citation"
    assert site.warnings == [
        f"docs/p0.md:3: unknown-key: '@nobody1' {mend.format('nobody1')} "
        "(so too in 8 other places, first docs/p1.md:3 and docs/p2.md:3)",
        *(f"docs/q{n}.md:3: unknown-key: '@nobody2' {mend.format('nobody2')}" for n in range(3)),
    ]


def test_the_parent_of_a_cited_entry_counts_as_cited(build: Build) -> None:
    bib = (
        BIB
        + "\n@collection{parent, title = {Parent}, date = {1974}}\n"
        + "@incollection{child, author = {Leval, G.}, title = {Aragon}, crossref = {parent}}\n"
    )
    files = {**ALL, "refs.bib": bib, "docs/index.md": f"A [@child].{CITE_ALL}"}
    site = build("bad_input", files, strict=True)
    assert site.warnings == []


def test_the_parent_of_an_uncited_entry_does_not_count_as_cited(build: Build) -> None:
    bib = (
        BIB
        + "\n@collection{parent, title = {Parent}, date = {1974}}\n"
        + "@incollection{child, author = {Leval, G.}, title = {Aragon}, crossref = {parent}}\n"
    )
    site = build("bad_input", {**ALL, "refs.bib": bib})
    assert [warning.split(";")[0] for warning in site.warnings] == [
        "refs.bib:17: uncited-source: 2 entries are never cited: 'parent', 'child'",
    ]


def test_an_entry_with_no_title(build: Build) -> None:
    bib = BIB.replace("  title = {The Bolsheviks},\n", "")
    message = "refs.bib:1: no-title: 'brinton1970' has no title; add a line 'title = {…},'"
    site = strict_aborts(build, {"refs.bib": bib}, [message])
    page = (site.root / "docs/index.md").read_text("utf-8")
    assert site.notes() == by_pandoc(page, site.root / "refs.bib").notes


def test_an_entry_with_an_empty_title(build: Build) -> None:
    bib = BIB.replace("title = {The Bolsheviks}", "title = { }")
    message = "refs.bib:1: no-title: 'brinton1970' has no title; add a line 'title = {…},'"
    strict_aborts(build, {"refs.bib": bib}, [message])


def test_a_missing_bib_file(build: Build) -> None:
    files = {"mkdocs.yml": config("bib_file: none.bib")}
    site = build("bad_input", files)
    assert site.warnings == [
        "none.bib: bad-bibtex: cannot be read: No such file or directory; did you mean 'refs.bib'?",
    ]
    assert site.prose() == ["Workers decide [@brinton1970, p. 69]. They struck [@walder1993]."]


def test_a_bib_file_with_a_byte_order_mark(build: Build) -> None:
    site = build("bad_input", {"refs.bib": "\ufeff" + BIB}, strict=True)
    assert site.notes()[0] == f"{BRINTON}, 69."


def test_a_folder_without_bib_files(build: Build) -> None:
    files = {"mkdocs.yml": config("bib_dir: docs"), "docs/index.md": "Text.\n"}
    site = build("bad_input", files)
    assert [warning.split(": ")[:2] for warning in site.warnings] == [["docs", "bad-bibtex"]]


def test_text_between_entries_and_comments_are_no_problem(build: Build) -> None:
    bib = f"% A comment\n\n@comment{{brinton1970}}\n\nWords.\n\n{BIB}"
    site = build("bad_input", {"refs.bib": bib}, strict=True)
    assert site.warnings == []
    assert site.notes()[0] == f"{BRINTON}, 69."


def test_keys_that_differ_in_case_are_two(build: Build) -> None:
    bib = BIB + "\n@book{Brinton1970,\n  title = {Second},\n  date = {1971},\n}\n"
    page = f"A [@Brinton1970].{CITE_ALL}"
    site = build("bad_input", {"refs.bib": bib, "docs/index.md": page}, strict=True)
    assert site.notes()[0] == "Second (1971)."


# Styles and pandoc -----------------------------------------------------------------------

UNRESOLVED = "Workers decide [@brinton1970, p. 69]. They struck [@walder1993]."


def shown(site: Site) -> str:
    """All that a reader sees, markers out."""
    page = site.page()
    for marker in page.select("sup, .footnote-backref"):
        marker.decompose()
    return " ".join(page.get_text().split())


NAMED = "give a name that 'apparatus styles' lists, or the path of a .csl file"


@pytest.mark.parametrize(
    ("style", "message"),
    [
        (
            "chicago-notes-bibliograpy",
            "there is no style 'chicago-notes-bibliograpy'; "
            "did you mean 'chicago-notes-bibliography'?",
        ),
        (
            "zzz",
            f"there is no style 'zzz'; {NAMED}",
        ),
        ("none.csl", "'none.csl' cannot be read: no such file"),
        ("styles/none", "'styles/none' cannot be read: no such file"),
        (
            "docs",
            f"there is no style 'docs'; {NAMED}",
        ),
        ("other.xml", "'other.xml' is not a CSL style: its root element is <html>"),
    ],
)
def test_styles_that_are_none(build: Build, style: str, message: str) -> None:
    files = {"mkdocs.yml": config(f"bib_file: refs.bib, style: {style}"), "other.xml": "<html/>"}
    site = strict_aborts(build, files, [f"mkdocs.yml: bad-style: {message}"])
    assert "[@brinton1970, p. 69]" in shown(site)
    assert "[@walder1993]" in shown(site)


def test_a_style_file_that_is_not_xml(build: Build) -> None:
    files = {"mkdocs.yml": config("bib_file: refs.bib, csl_file: bad.csl"), "bad.csl": "<style"}
    site = build("bad_input", files)
    assert len(site.warnings) == 1
    assert site.warnings[0].startswith("mkdocs.yml: bad-style: 'bad.csl' cannot be read: unclosed")
    assert site.warnings[0].endswith("; is it a CSL file?")


def test_a_style_file_whose_parent_is_unknown(build: Build) -> None:
    style = (
        '<style xmlns="http://purl.org/net/xbiblio/csl"><info>'
        '<link rel="independent-parent" href="http://www.zotero.org/styles/zzz"/></info></style>'
    )
    files = {"mkdocs.yml": config("bib_file: refs.bib, csl_file: mine.csl"), "mine.csl": style}
    message = f"mkdocs.yml: bad-style: there is no style 'zzz'; {NAMED}"
    strict_aborts(build, files, [message])


def test_a_style_that_pandoc_cannot_use(build: Build) -> None:
    style = '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"/>'
    files = {"mkdocs.yml": config("bib_file: refs.bib, csl_file: mine.csl"), "mine.csl": style}
    page = "A [@brinton1970, p. 69].\n\n- @brinton1970\n\n\\full_bibliography{type=book}\n"
    site = build("bad_input", files | {"docs/index.md": page})
    assert len(site.warnings) == 1
    assert "install pypandoc-binary" not in site.warnings[0]
    assert "mine.csl" in site.warnings[0]
    assert "[@brinton1970, p. 69]" in shown(site)
    assert site.page().li.get_text() == "@brinton1970"


def executable(path: Path, script: str) -> str:
    path.write_text(script, "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


STUB = """\
#!/bin/sh
case "$1" in --version) echo "pandoc 3.9";; *) echo "out of order" >&2; exit 1;; esac
"""
MEND = "install pypandoc-binary, or let PYPANDOC_PANDOC name a pandoc of 3.1 or later"


def test_pandoc_missing(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pypandoc.__pandoc_path", None)
    monkeypatch.setenv("PYPANDOC_PANDOC", "/nonexistent/pandoc")
    site = strict_aborts(build, {}, build("bad_input").warnings)
    assert len(site.warnings) == 1
    assert site.warnings[0].startswith("pandoc: pandoc-failed: ")
    assert site.warnings[0].endswith(f"; {MEND}")
    assert "\n" not in site.warnings[0]
    assert "[@brinton1970, p. 69]" in shown(site)


def test_pandoc_failing(build: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("pypandoc.get_pandoc_path", lambda: executable(tmp_path / "pandoc", STUB))
    site = build("bad_input")
    assert len(site.warnings) == 1
    assert site.warnings[0].startswith("pandoc: pandoc-failed: ")
    assert "out of order" in site.warnings[0]
    assert site.warnings[0].endswith("is valid CSL, and pandoc 3.1 or later")
    assert "[@brinton1970, p. 69]" in shown(site)
    assert "[@walder1993]" in shown(site)


def test_pandoc_that_says_nonsense(
    build: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stub = executable(tmp_path / "pandoc", "#!/bin/sh\necho nonsense\n")
    monkeypatch.setattr("pypandoc.get_pandoc_path", lambda: stub)
    site = build("bad_input")
    assert len(site.warnings) == 1
    assert site.warnings[0].startswith("pandoc: pandoc-failed: ")
    assert "[@brinton1970, p. 69]" in shown(site)


def test_pandoc_failing_recovers_when_it_works(
    build: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("pypandoc.get_pandoc_path", lambda: executable(tmp_path / "pandoc", STUB))
        site = build("bad_input")
        assert len(site.warnings) == 1
    site.build()
    assert site.warnings == []
    assert site.notes()[0] == f"{BRINTON}, 69."


def test_a_site_that_cites_nothing_needs_no_pandoc(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pypandoc.get_pandoc_path", lambda: "/nonexistent/pandoc")
    files = {"refs.bib": "", "docs/index.md": "Text to @someone.\n"}
    site = build("bad_input", files, strict=True)
    assert site.warnings == []


# Fields that would run -------------------------------------------------------------------

FULL = {"docs/sources.md": "# Sources\n\n\\full_bibliography\n"}


def with_field(build: Build, field: str) -> BeautifulSoup:
    """All pages of a site, joined, whose first entry has this field."""
    bib = BIB.replace("  date = {1970},", f"  date = {{1970}},\n  {field},")
    site = build("bad_input", {"refs.bib": bib, **FULL}, strict=True)
    assert site.dead_links() == []
    return BeautifulSoup(site.read("index.html") + site.read("sources/index.html"), "html.parser")


def runs(page: BeautifulSoup) -> list[str]:
    """What a browser would load or run."""
    active = "script:not([type='application/ld+json']), img, iframe, object, svg, style, embed"
    found = [str(tag) for tag in page.select(active)]
    for tag in page.select("*"):
        for name, value in tag.attrs.items():
            if name.startswith("on") or name == "style":
                found.append(f"{tag.name} {name}")
            target = str(value)
            own = target.startswith("http") or target.lstrip("./").startswith(("#", "sources/"))
            if name in ("href", "src") and ":" in target and not own:
                found.append(f"{tag.name} {name}={target}")
    return found


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "ftp://example.org/x",
        "vbscript:x",
        "//example.org/x",
    ],
)
def test_a_url_that_is_not_of_the_web_is_text(build: Build, url: str) -> None:
    page = with_field(build, f"url = {{{url}}}")
    assert runs(page) == []
    links = [str(link["href"]) for link in page.select(".source-entry a, .footnote .citation a")]
    assert [href for href in links if "#" not in href] == []
    shown = page.find(id="brinton1970").get_text()
    assert url.strip().split(":")[-1][:6] in shown


@pytest.mark.parametrize("url", ["https://example.org/x", "http://example.org/x?a=1&b=2#c"])
def test_a_url_of_the_web_is_a_link(build: Build, url: str) -> None:
    page = with_field(build, f"url = {{{url}}}")
    links = [str(link["href"]) for link in page.select(".source-entry a")]
    assert links == [url]


def test_a_url_cannot_leave_its_attribute(build: Build) -> None:
    page = with_field(build, 'url = {https://example.org/"onmouseover="alert(1)}')
    assert runs(page) == []


PRINTS_ALL = """\
<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
  <info><title>All</title><id>all</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout suffix="."><group delimiter=", ">
    <names variable="author"/><text variable="title"/><text variable="publisher"/>
    <text variable="note"/><text variable="URL"/>
  </group></layout></citation>
  <bibliography><layout suffix="."><group delimiter=", ">
    <names variable="author"/><text variable="title"/><text variable="publisher"/>
    <text variable="note"/><text variable="URL"/>
  </group></layout></bibliography>
</style>
"""


@pytest.mark.parametrize(
    "value",
    [
        "<script>alert(1)</script> words",
        "<img src=x onerror=alert(1)> words",
        r"\href{javascript:alert(1)}{words}",
        r"\url{javascript:alert(1)} words",
        r"\includegraphics{https://example.org/x.png} words",
        "<b onclick='x'>words</b>",
        "&lt;script&gt; words",
        "[words](javascript:alert)",
        "```{=html} <script> words",
        "<!-- words",
        '"><svg/onload=alert(1)> words',
    ],
)
def test_markup_in_fields_is_text(build: Build, value: str) -> None:
    names = ("author", "title", "publisher", "note", "annote")
    fields = "".join(f"  {name} = {{{value}}},\n" for name in names)
    files = {
        "mkdocs.yml": config("bib_file: refs.bib, csl_file: all.csl, publish_fields: [annote]"),
        "all.csl": PRINTS_ALL,
        "refs.bib": f"@book{{brinton1970,\n{fields}}}\n",
        "docs/index.md": "A [@brinton1970].\n",
        **FULL,
    }
    site = build("bad_input", files, strict=True)
    for url in ("", "sources/"):
        page = site.page(url)
        assert runs(page) == []
        assert page.select("b") == []
    assert site.notes()[0].casefold().count("words") >= 3
    assert site.page("sources/").find(id="brinton1970").get_text().casefold().count("words") >= 4
    assert site.dead_links() == []


def test_emphasis_in_a_title_is_kept(build: Build) -> None:
    bib = BIB.replace("{The Bolsheviks}", r"{On \emph{Pravda} \& {Workers'} Control}")
    site = build("bad_input", {"refs.bib": bib}, strict=True)
    assert site.notes()[0] == (
        "Maurice Brinton, On Pravda & Workers’ Control (Solidarity, 1970), 69."
    )


def test_a_key_cannot_leave_its_attribute(build: Build) -> None:
    bib = BIB.replace("@book{brinton1970", "@book{x&quot;y")
    page = "A [@{x&quot;y}] [@walder1993].\n"
    site = build("bad_input", {"refs.bib": bib, "docs/index.md": page, **FULL}, strict=True)
    assert [item["id"] for item in site.page("sources/").select("li.source")] == [
        "x&quot;y",
        "walder1993",
    ]
    assert site.dead_links() == []
