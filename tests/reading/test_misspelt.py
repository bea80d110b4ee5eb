"""What is nearly a command, an annotation or a note is told from what is something else."""

from __future__ import annotations

import pytest

from reading.test_numbering_of_paragraphs import read


def faults(source: str) -> list[tuple[str, str, str]]:
    return [(one.code, one.name, one.written) for one in read(source).faults]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("\\full_bibliograpy", "\\full_bibliography"),
        ("\\fullbibliography", "\\full_bibliography"),
        ("\\Bibliography", "\\bibliography"),
        ("\\biblography{type=book}", "\\bibliography"),
        ("\\timline", "\\timeline"),
        ("\\content", "\\contents"),
        ("\\sourcegrid", "\\source_grid"),
    ],
)
def test_a_misspelt_command(written: str, meant: str) -> None:
    assert faults(f"A.\n\n{written}\n\nB.\n") == [("misspelt-command", meant, written)]


@pytest.mark.parametrize("word", ["anotation", "annotaton", "annotations"])
def test_a_misspelt_annotation(word: str) -> None:
    source = f"A.\n\n/// {word} | Lenin\n    id: x\n\nText.\n///\n"
    found = [("misspelt-block", "annotation", f"/// {word} | Lenin")]
    assert faults(source) == found


@pytest.mark.parametrize(
    "note", ["^[See also there.]", "^[As @b2000 has it]", "^[A note\nof two lines.]"]
)
def test_a_note_as_pandoc_has_it(note: str) -> None:
    assert [one[0] for one in faults(f"A word{note} goes on.\n")] == ["inline-note"]
    assert [one[0] for one in faults(f"- A word.{note}\n    - More\n")] == ["inline-note"]


@pytest.mark.parametrize(
    "source",
    [
        "/// admonition | Title\n\nText.\n///\n",
        "/// details | Title\n    type: x\n\nText.\n///\n",
        "/// note\n\nText.\n///\n",
        "/// tab | Title\n\nText.\n///\n",
        "`/// anotation`, and /// anotation in a sentence\n",
        "```\n/// anotation | Lenin\n```\n",
        "\\bibliographystyle{plain}\n",
        "\\begin{table}\n",
        "\\include{chapter}\n",
        "`\\full_bibliograpy`\n",
        "Write \\full_bibliograpy there.\n",
        "x^[2] and y^[n+1]^ and 10^[th]\n",
        "A note.[^1] And ^[^1].\n\n[^1]: It.\n",
        "A `^[See also there.]` in code.\n",
        "```\n^[See also there.]\n```\n",
        "\\^[See also there.]\n",
    ],
)
def test_what_is_something_else(source: str) -> None:
    assert faults(source) == []
