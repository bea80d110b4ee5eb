"""A page that moved takes its places with it, and one that was taken out takes them too."""

from __future__ import annotations

import pytest
from conftest import ROOT, Build

from mkdocs_apparatus.publication.ledger_checks import check
from mkdocs_apparatus.publication.permalinks import DELETED, landing, parse

LEDGER = (ROOT / "tests/sites/permalinks/permalinks.txt").read_text("utf-8")
ONE = (ROOT / "tests/sites/permalinks/docs/essay/one.md").read_text("utf-8")

OLD = "old/\nold/#p1\nold/#p2\nold/#p3 -> new/#p9\nold/#p4 -> deleted\n"
NEW = {"new/", "new/#p1", "new/#p2", "new/#p9", "new/#p4"}


def said(text: str, present: set[str]) -> list[str]:
    return [str(one) for one in check(parse(text), present, {})]


def test_a_line_for_a_page_covers_its_places_and_their_own_lines_win() -> None:
    text = OLD.replace("old/\n", "old/ -> new/\n")
    assert said(text, NEW) == []
    moves = {
        "old/": "new/",
        "old/#p1": "new/#p1",
        "old/#p2": "new/#p2",
        "old/#p3": "new/#p9",
        "old/#p4": DELETED,
    }
    assert parse(text).moves == moves
    assert landing(parse(text), {"new/"}, (), NEW) == (moves, ())


def test_a_place_that_is_not_at_the_new_page_is_one_problem_and_its_link_leads_to_the_page() -> (
    None
):
    text, present = OLD.replace("old/\n", "old/ -> new/\n"), NEW - {"new/#p2"}
    assert said(text, present) == [
        "permalinks.txt:3: lost-anchor: 'old/#p2' was published and is not at 'new/', where its "
        "page is now; put it back there, or write 'old/#p2 -> new address' or 'old/#p2 -> deleted'"
    ]
    assert "old/#p2" not in landing(parse(text), {"new/"}, (), present)[0]


def test_a_deleted_page_covers_its_own_places() -> None:
    text = OLD.replace("old/\n", "old/ -> deleted\n")
    assert said(text, NEW) == []
    moves = parse(text).moves
    assert [moves[f"old/#p{one}"] for one in (1, 2, 3, 4)] == [
        *(DELETED, DELETED, "new/#p9", DELETED)
    ]


def test_a_page_that_became_a_part_of_another_leads_there_with_all() -> None:
    text = "old/ -> new/#p9\nold/#p1\n"
    assert parse(text).moves == {"old/": "new/#p9", "old/#p1": "new/#p9"}
    assert said(text, NEW) == []


def test_places_follow_a_chain_of_pages() -> None:
    text = "a/ -> b/\na/#p1\na/#p2\na/#p3\nb/ -> c/\nb/#p1\nb/#p2 -> c/#p7\nc/\n"
    present = {"c/", "c/#p1", "c/#p3", "c/#p7"}
    assert said(text, present) == []
    moves = parse(text).moves
    assert [moves[f"a/#p{one}"] for one in (1, 2, 3)] == ["c/#p1", "c/#p7", "c/#p3"]


def test_a_line_may_lead_to_a_place_of_a_page_that_moved() -> None:
    text = "a/ -> b/\na/#p1\nx/\nx/#p5 -> a/#p1\n"
    assert parse(text).moves["x/#p5"] == "b/#p1"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a/ -> b/\nb/ -> a/\na/#p1\nb/#p1\nc/ -> b/\nc/#p1\n", 1),
        ("a/ -> a/\na/#p1\na/#p2\n", 1),
        ("a/ -> b/\na/#p1\nb/#p1 -> a/#p1\n", 1),
        ("a/ -> b/\nb/ -> a/\nc/ -> d/\nd/ -> c/\nd/#p1\n", 2),
    ],
)
def test_a_circle_is_said_once(text: str, count: int) -> None:
    found = said(text, {"b/", "x/"} if "b/#p1 -> a/#p1" in text else {"x/"})
    assert ["is a circle" in one for one in found] == [True] * count


def test_a_page_that_is_lost_is_said_once_and_its_new_address_is_guessed() -> None:
    assert said(
        "essay/the-road/\nessay/the-road/#p1\nessay/the-road/#p2 -> essay/the-road/#p1\n",
        {"essay/the-roads/", "about/"},
    ) == [
        "permalinks.txt:1: lost-anchor: 'essay/the-road/' was published and is gone; it was last "
        "seen in docs/essay/the-road.md; put it back, or write 'essay/the-road/ -> "
        "essay/the-roads/' or 'essay/the-road/ -> deleted', which counts for its paragraphs too"
    ]


def test_ids_of_a_page_are_not_given_again_under_its_new_name() -> None:
    ledger = parse("a/ -> b/\na/#p1\na/#p2 -> deleted\nb/\nb/#p1\nb/#p3\n")
    assert ledger.reserved("b/") == {"p1", "p2", "p3"}


def test_a_section_that_was_renamed(build: Build) -> None:
    """One line; each old address leads to its place, with scripts and without."""
    pages = {"docs/essay/new.md": ONE.replace("# One", "# New"), "docs/essay/one.md": "gone"}
    timeline = {
        "docs/timeline.md": "# Timeline\n\n\\timeline\n",
        "docs/data/timeline.yml": "events:\n  - {date: 1843, origin: supplied, "
        'event: Notes come out., paragraphs: ["one#p2"]}\n',
    }
    ledger = LEDGER.replace("essay/one/\n", "essay/one/ -> essay/new/\n")
    config = (ROOT / "tests/sites/permalinks/mkdocs.yml").read_text("utf-8")
    config = config.replace("essay/one.md", "essay/new.md, timeline.md")
    files = {**pages, **timeline, "permalinks.txt": ledger, "mkdocs.yml": config}
    site = build("permalinks", files)
    (site.root / "docs/essay/one.md").unlink()
    assert site.warnings != []  # `one` was there still
    site.build(strict=True)
    assert site.warnings == []
    assert not site.aborted
    page = site.page("essay/one/")
    assert page.find(id="p2").a["href"] == "../new/#p2"
    assert '"p2": "../new/#p2"' in site.read("essay/one/index.html")
    assert site.dead_links() == []
    assert "../essay/new/#p2" in site.read("timeline/index.html")
