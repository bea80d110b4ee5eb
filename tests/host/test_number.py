"""`apparatus number`: what it says, what it renumbers, and what it leaves alone."""

from __future__ import annotations

from conftest import ROOT, Build, Site
from publication.test_ledger_of_strangers import git

from host.test_move import run

ONE = (ROOT / "tests/sites/permalinks/docs/essay/one.md").read_text("utf-8")
LEDGER = (ROOT / "tests/sites/permalinks/permalinks.txt").read_text("utf-8")
SPLIT = ONE.replace("First [@brinton1970].", "First [@brinton1970].\n\nIts other half.")


def read(site: Site, path: str) -> str:
    return (site.root / path).read_text("utf-8")


def test_a_split_paragraph_keeps_its_id_as_it_was_published(unbuilt: Build) -> None:
    whole = ONE.replace("First [@brinton1970].", "First [@brinton1970].\nIts other half.")
    site = unbuilt("permalinks", {"docs/essay/one.md": whole})
    git(site.root, "init")
    git(site.root, "add", "docs", "permalinks.txt", "mkdocs.yml")
    git(site.root, "commit", "-m", "x")
    site.write({"docs/essay/one.md": SPLIT})
    git(site.root, "commit", "-am", "Split, and committed before it is numbered")
    result = run(site, "number")
    assert (result.exit_code, result.output) == (
        0,
        "docs/essay/one.md: 1 paragraph numbered, p1a after p1\n"
        "docs/essay/one.md: the first half of a paragraph that was split keeps p1\n"
        "docs/essay/one.md: p1a is not in permalinks.txt; --publish enters what is missing\n",
    )
    assert read(site, "docs/essay/one.md") == SPLIT.replace(
        "1970].\n", "1970].\n{: #p1 }\n"
    ).replace("half.\n{: #p1 }", "half.\n{: #p1a }")
    assert run(site, "check").output == ""


def test_without_git_a_split_is_not_known_and_that_is_said(unbuilt: Build) -> None:
    site = unbuilt("permalinks", {"docs/essay/one.md": SPLIT})
    result = run(site, "number", "--publish")
    assert result.exit_code == 0
    assert (
        "docs/essay/one.md: git knows no earlier text of p1, before which a new paragraph stands; "
        "if the two were one, exchange their ids\n" in result.output
    )
    assert "{: #p0 }\n\nIts other half.\n{: #p1 }" in read(site, "docs/essay/one.md")
    again = run(site, "number", "--publish")
    assert (again.exit_code, again.output) == (
        0,
        "nothing to number: 4 paragraphs in 2 files have their ids\n",
    )


DRAFT = {
    "permalinks.txt": "",
    "docs/essay/one.md": ONE.replace("First", "A new beginning.\n\nFirst").replace(
        "Second.", "Second; see [it](#p1), `[it](#p1)` and [two](two.md#p1)."
    ),
    "docs/essay/two.md": "# Two\n\nSee [one] and [this](#p1).\n{: #p1 }\n\n```\n[a](one.md#p1)\n"
    "```\n\n[one]: one.md#p2\n",
    "docs/index.md": '# Home\n\n[First](essay/one.md#p1), [2](essay/one/#p2 "two"), [x](x#p1)\n',
    "docs/timeline.md": "# Timeline\n\n\\timeline\n",
    "docs/data/timeline.yml": "# of one#p1\nevents:\n  - date: 1843  # one#p2\n"
    "    origin: supplied\n    event: Notes.\n    paragraphs: [one#p2, two#p1, 'one#p1']\n",
}
WAITS = (
    "docs/essay/one.md: 1 new paragraph stands before others, and nothing of the page is "
    "published; 'apparatus number --renumber' numbers it in order, and mends what leads to it\n"
)


def test_a_draft_is_renumbered_before_it_is_published(unbuilt: Build) -> None:
    site = unbuilt("permalinks", DRAFT)
    result = run(site, "number", "--publish")
    assert (result.exit_code, result.output) == (1, WAITS)
    assert read(site, "docs/essay/one.md") == DRAFT["docs/essay/one.md"]
    result = run(site, "number", "--renumber")
    assert (result.exit_code, result.output) == (
        0,
        "docs/essay/one.md: 1 paragraph numbered, p1\n"
        "docs/essay/one.md: 2 ids renumbered, p1 is p2, p2 is p3\n"
        "docs/essay/two.md: what leads to renumbered paragraphs is mended\n"
        "docs/index.md: what leads to renumbered paragraphs is mended\n"
        "docs/data/timeline.yml: what leads to renumbered paragraphs is mended\n",
    )
    one = read(site, "docs/essay/one.md")
    assert "beginning.\n{: #p1 }\n\nFirst [@brinton1970].\n{: #p2 }" in one
    assert "Second; see [it](#p2), `[it](#p1)` and [two](two.md#p1).\n{: #p3 }" in one
    assert read(site, "docs/essay/two.md") == DRAFT["docs/essay/two.md"].replace(
        "]: one.md#p2", "]: one.md#p3"
    )
    assert 'one.md#p2), [2](essay/one/#p3 "two"), [x](x#p1)' in read(site, "docs/index.md")
    assert read(site, "docs/data/timeline.yml") == (
        "# of one#p2\nevents:\n  - date: 1843  # one#p3\n    origin: supplied\n"
        "    event: Notes.\n    paragraphs: [one#p3, two#p1, 'one#p2']\n"
    )
    assert run(site, "check").output == ""
    assert run(site, "number").output == (
        "nothing to number: 4 paragraphs in 2 files have their ids; none is published yet, "
        "which --publish does\n"
    )
    result = run(site, "number", "--renumber", "--publish")
    assert (result.exit_code, result.output) == (0, "permalinks.txt: addresses entered: 10\n")
    assert "essay/one/#p3\n" in read(site, "permalinks.txt")


def test_what_is_published_is_not_renumbered(unbuilt: Build) -> None:
    text = ONE.replace("Second.", "Later.\n{: #p1b }\n\nLast of these.\n{: #p1a }\n\nSecond.")
    site = unbuilt("permalinks", {"docs/essay/one.md": text})
    result = run(site, "number", "--renumber")
    assert (result.exit_code, result.output) == (
        0,
        "docs/essay/one.md: 2 ids renumbered, p1b is p1a, p1a is p1b\n"
        "docs/essay/one.md: p1, p2 stay, as they are published\n"
        "docs/essay/one.md: p1a, p1b are not in permalinks.txt; --publish enters what is missing\n"
        "docs/essay/two.md: p1 stays, as it is published\n",
    )
    assert "Later.\n{: #p1a }\n\nLast of these.\n{: #p1b }" in read(site, "docs/essay/one.md")


def test_a_new_section_among_published_ones(unbuilt: Build) -> None:
    new = "".join(f"Paragraph {one}.\n\n" for one in range(1, 6))
    site = unbuilt("permalinks", {"docs/essay/three.md": f"# Three\n\n{new}"})
    result = run(site, "number")
    assert (result.exit_code, result.output) == (
        0,
        "docs/essay/three.md: 5 paragraphs numbered, p1, p2 … p5\n"
        "docs/essay/three.md: p1, p2 … p5 are not in permalinks.txt; --publish enters what is "
        "missing\n",
    )
