"""The first half of a paragraph that was split keeps its id."""

from __future__ import annotations

import pytest

from mkdocs_apparatus.reading.numbering import Text
from mkdocs_apparatus.reading.splitting import rejoined, splits, unsure
from reading.test_numbering_of_paragraphs import read

OLD = """# One

First.
{: #p1 }

Workers kept the army out [@a, 3]. It took weeks.
Then it
ended.
{: #p2 .lead }

Last.
{: #p3 }
"""


def mended(new: str, *earlier: str) -> str:
    text = Text.read(new, read)
    return rejoined(text, list(splits(text, earlier or (OLD,))))


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (  # in two
            OLD.replace("weeks.\n", "weeks.\n\n"),
            OLD.replace("weeks.\n", "weeks.\n{: #p2 }\n\n").replace("{: #p2 .lead", "{: .lead"),
        ),
        (  # with a heading between
            OLD.replace("weeks.\n", "weeks.\n\n## Heading\n\n"),
            OLD.replace("weeks.\n", "weeks.\n{: #p2 }\n\n## Heading\n\n").replace(
                "{: #p2 .lead", "{: .lead"
            ),
        ),
        (  # in three, and within a line
            OLD.replace(". It", ".\n\nIt").replace("weeks.\n", "weeks.\n\n"),
            OLD.replace(". It", ".\n{: #p2 }\n\nIt")
            .replace("weeks.\n", "weeks.\n\n")
            .replace("{: #p2 .lead", "{: .lead"),
        ),
    ],
)
def test_a_first_half_keeps_the_id(new: str, expected: str) -> None:
    assert mended(new) == expected
    assert mended(new.replace("\n", "\r\n")) == expected.replace("\n", "\r\n")


@pytest.mark.parametrize(
    "new",
    [
        OLD.replace("Workers", "A new one.\n\nWorkers"),
        OLD.replace("Workers kept", "Workers kept the army out for good.\n\nWorkers kept"),
        OLD.replace("Last.", "Quite another.\n\nLast."),
    ],
)
def test_what_was_not_split_keeps_its_ids(new: str) -> None:
    assert mended(new) == new


def test_the_first_text_that_knows_the_id_counts() -> None:
    new = "A b.\n\nC d.\n{: #p1 }\n"
    assert mended(new, "C d.\n{: #p1 }\n", "A b. C d.\n{: #p1 }\n") == new
    assert mended(new, "A b. C d.\n{: #p1 }\n") == "A b.\n{: #p1 }\n\nC d.\n"


def test_without_an_earlier_text_nothing_is_sure() -> None:
    text = Text.read("A b.\n\nC d.\n{: #p1 }\n\nE.\n{: #p2 }\n", read)
    assert list(splits(text, ())) == []
    assert unsure(text, ()) == ["p1"]
    assert unsure(text, ("C d.\n{: #p1 }\n",)) == []
