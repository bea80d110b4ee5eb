"""`apparatus number` writes ids, and nothing else."""

from __future__ import annotations

import markdown
import pytest

from mkdocs_apparatus.reading.extension import ApparatusExtension
from mkdocs_apparatus.reading.numbering import number, paragraph_ids
from mkdocs_apparatus.reading.page_reading import PageReading
from mkdocs_apparatus.reading.settings import Settings


def read(source: str) -> PageReading:
    extension = ApparatusExtension(Settings(None, note_style=True))
    extensions = ["attr_list", "tables", "pymdownx.superfences", "pymdownx.details", extension]
    markdown.Markdown(extensions=extensions).convert(source)
    return extension.reading


def numbered(source: str, *reserved: str) -> str:
    return number(source, read, reserved)


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ([None, None], ["p1", "p2"]),
        (["p1", None, "p2"], ["p1", "p1a", "p2"]),
        (["p1", None, None, "p2", None], ["p1", "p1a", "p1b", "p2", "p3"]),
        (["p4", None, "p4a", None, "p5"], ["p4", "p4b", "p4a", "p4aa", "p5"]),
        ([None, "p1"], ["p0", "p1"]),
        ([None, None, "p1"], ["p0", "p0a", "p1"]),
        ([None, "p0", "p1"], ["p0a", "p0", "p1"]),
        (["p2", "p1", None], ["p2", "p1", "p3"]),
        (["intro", None], ["p1", "p2"]),
        (["p1z", None, "p2"], ["p1z", "p1za", "p2"]),
    ],
)
def test_names_of_the_series(named: list[str | None], expected: list[str]) -> None:
    assert paragraph_ids(named) == expected


def test_a_reserved_name_is_never_given_again() -> None:
    assert paragraph_ids(["p1", None, "p2", None], {"p1a", "p3"}) == ["p1", "p1b", "p2", "p4"]


def test_each_paragraph_gets_its_id_on_the_line_after_it() -> None:
    assert numbered("# One\n\nA\nb.\n\nC.\n") == "# One\n\nA\nb.\n{: #p1 }\n\nC.\n{: #p2 }\n"


def test_numbering_twice_changes_nothing() -> None:
    once = numbered("A.\n\nB.\n{: .lead }\n\n- c\n\nD [@x].[^n]\n\n[^n]: E.\n")
    assert numbered(once) == once


@pytest.mark.parametrize(
    "block",
    [
        "# Heading",
        "- item\n\n- item",
        "> quotation",
        "```\ncode\n\nmore\n```",
        "    indented\n\n    code",
        "<div>\nraw\n\nhtml\n</div>",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "[^n]: A note.\n\n    Its second paragraph.",
        "<!-- comment\n\nwith a gap -->",
        "??? note\n    Folded.\n\n    More.",
        "\\full_bibliography",
        "[link]: https://example.org",
        "***",
    ],
)
def test_what_is_no_paragraph_is_left_alone(block: str) -> None:
    source = f"A.[^n] [link]\n\n{block}\n\nB.\n"
    expected = f"A.[^n] [link]\n{{: #p1 }}\n\n{block}\n\nB.\n{{: #p2 }}\n"
    assert numbered(source) == expected


def test_an_id_on_something_else_is_not_given_again() -> None:
    source = "A.\n\n## The end {: #p2 }\n\n[TOC]\n\nB.\n"
    assert numbered(source) == source.replace("A.\n", "A.\n{: #p1 }\n").replace(
        "B.\n", "B.\n{: #p3 }\n"
    )


def test_other_attributes_are_kept() -> None:
    assert numbered("A.\n{: .lead }\n") == "A.\n{: #p1 .lead }\n"
    assert numbered("A.\n{: #intro }\n\nB.\n") == "A.\n{: #intro }\n\nB.\n{: #p2 }\n"


@pytest.mark.parametrize("source", ["A.\r\n\r\nB.\r\n", "A.\n\nB.", "\n\n A. \n\n\n\nB.  \n\n"])
def test_line_ends_and_blanks_are_kept(source: str) -> None:
    result = numbered(source)
    kept = result.replace("{: #p1 }\r\n", "").replace("{: #p2 }\r\n", "")
    kept = kept.replace("{: #p1 }\n", "").replace("{: #p2 }\n", "").replace("\n{: #p2 }", "")
    assert kept == source
    assert result.count("{: #p") == 2
