"""`apparatus move` writes a line of the ledger, or says in a sentence why it does not."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT, Build, Site

from mkdocs_apparatus.host.cli import main
from mkdocs_apparatus.publication.moving import MoveError, moved
from mkdocs_apparatus.publication.permalinks import DELETED, parse

LEDGER = (ROOT / "tests/sites/permalinks/permalinks.txt").read_text("utf-8")
CONFIG = (ROOT / "tests/sites/permalinks/mkdocs.yml").read_text("utf-8")


def run(site: Site, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "-f", str(site.root / "mkdocs.yml")])


def renamed(unbuilt: Build) -> Site:
    """A site whose section `one` was renamed, and lost its second paragraph."""
    site = unbuilt("permalinks", {"mkdocs.yml": CONFIG.replace("essay/one", "essay/new")})
    docs = site.root / "docs/essay"
    text = (docs / "one.md").read_text("utf-8")
    (docs / "new.md").write_text(text.replace("Second.\n{: #p2 }\n", ""), "utf-8")
    (docs / "one.md").unlink()
    return site


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("essay/one/", "essay/new/"),
        ("docs/essay/one.md", "essay/new.md"),
        ("essay/one", "/essay/new"),
        ("https://example.org/edition/essay/one/", "./essay/new/"),
    ],
)
def test_a_page_is_moved_and_what_is_not_there_is_named(site: Site, old: str, new: str) -> None:
    ledger = site.root / "permalinks.txt"
    ledger.write_bytes(b"\xef\xbb\xbf" + LEDGER.replace("\n", "\r\n").encode())
    result = run(site, "move", old, new)
    assert result.exit_code == 1
    assert result.output == (
        "permalinks.txt: 'essay/one/' leads to 'essay/new/' now, with 1 place that was on it\n"
        "permalinks.txt:3: lost-anchor: 'essay/one/#p2' was published and is not at 'essay/new/', "
        "where its page is now; put it back there, or write 'essay/one/#p2 -> new address' or "
        "'essay/one/#p2 -> deleted'\n"
    )
    written = LEDGER.replace("essay/one/\n", "essay/one/ -> essay/new/\n")
    assert ledger.read_bytes() == b"\xef\xbb\xbf" + written.replace("\n", "\r\n").encode()
    assert run(site, "move", "essay/one/#p2", "deleted").exit_code == 0
    assert run(site, "check").output == ""


@pytest.fixture
def site(unbuilt: Build) -> Site:
    return renamed(unbuilt)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("essay/onne/", "essay/new/"), 1, "never published; did you mean 'essay/one/'?"),
        (("essay/two/", "essay/new/"), 1, "is there still; move it first"),
        (("essay/one/", "essay/news/"), 1, "is not there; did you mean 'essay/new/'?"),
        (("javascript:x", "essay/new/"), 2, "is no address of the site"),
        (("/etc/passwd.md", "essay/new/"), 2, "does not lie in the docs folder"),
        (("essay/one/",), 2, "Missing argument"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    site: Site, arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = run(site, "move", *arguments)
    assert (result.exit_code, said in result.output) == (code, True), result.output
    assert (site.root / "permalinks.txt").read_text("utf-8") == LEDGER


def refused(text: str, old: str, new: str, *present: str) -> str:
    with pytest.raises(MoveError) as error:
        moved(parse(text), old, new, present)
    return str(error.value)


def test_a_circle_is_refused() -> None:
    text = "a/ -> b/\na/#p1\nb/\nb/#p1\n"
    assert refused(text, "b/", "a/", "a/") == (
        "this would lead round in a circle; take '-> b/' out of the line of 'a/' first"
    )
    assert refused("a/ -> b/\na/#p1\nb/#p1\n", "b/#p1", "a/#p1", "a/#p1").startswith(
        "this would lead round"
    )


def test_a_page_does_not_take_the_ids_of_another() -> None:
    text = "a/\na/#p1\na/#p2\na/#p3 -> deleted\nb/\nb/#p1\nb/#p2\nb/#p3\n"
    assert refused(text, "a/", "b/", "b/", "b/#p1", "b/#p2", "b/#p3").startswith(
        "'b/' has published '#p1' and another of its own; say of each where it is now "
        "('apparatus move a/#p1 …')"
    )


def test_what_was_moved_may_move_again_or_be_taken_out() -> None:
    text = "a/ -> b/\na/#p1\na/#p2 -> b/#p9\n"
    assert moved(parse(text), "a/", "c/", {"c/"}).targets["a/"] == "c/"
    assert moved(parse(text), "a/#p2", DELETED, set()).targets["a/#p2"] == DELETED


def test_an_address_of_a_site_without_folders(unbuilt: Build) -> None:
    config = CONFIG.replace("essay/one", "essay/new") + "use_directory_urls: false\n"
    site = unbuilt("permalinks", {"mkdocs.yml": config})
    (site.root / "docs/essay/one.md").rename(site.root / "docs/essay/new.md")
    (site.root / "permalinks.txt").write_text("essay/one.html\nessay/one.html#p1\n", "utf-8")
    assert run(site, "move", "docs/essay/one.md", "essay/new").exit_code == 0
    assert (
        (site.root / "permalinks.txt")
        .read_text("utf-8")
        .startswith("essay/one.html -> essay/new.html\n")
    )
