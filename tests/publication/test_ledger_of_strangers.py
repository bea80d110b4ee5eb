"""A ledger from a stranger, or one that was cut off: what it cannot do, and what is said of it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import ROOT, Build
from growth import MOST, growth
from jinja2 import Environment

from mkdocs_apparatus.host.files import add_file
from mkdocs_apparatus.host.options import load_ledger
from mkdocs_apparatus.page.sheet import Sheet
from mkdocs_apparatus.publication.ledger_checks import check
from mkdocs_apparatus.publication.moves import by_page, land, redirects
from mkdocs_apparatus.publication.page_addresses import clashes, fault_of, file_of
from mkdocs_apparatus.publication.permalinks import Ledger, landing, parse, publish
from mkdocs_apparatus.publication.rendering import environment

LEDGER = (ROOT / "tests/sites/permalinks/permalinks.txt").read_text("utf-8")

OUT = "leads out of the site"
SLASH = "begins with a slash, or a name in it is empty or begins with a full stop"
CONTROL = "holds a control character"
LONG = "longer than the name of a file may be"
NO_PAGE = "is no page: pages end with '/' or '.html'"

REFUSED = [
    ("%2Ftmp/x.html", SLASH),
    ("/tmp/x.html", SLASH),
    ("//evil.example/", SLASH),
    ("%2F%2Fevil.example/", SLASH),
    ("essay//x/", SLASH),
    ("../x/", SLASH),
    ("essay/../x.html", SLASH),
    ("essay/%2e%2e/%2e%2e/x.html", SLASH),
    ("essay/.%2E/x.html", SLASH),
    ("./x/", SLASH),
    (".git/hooks/", SLASH),
    ("a/..%5C..%5Cx/", OUT),
    ("\\\\evil.example/", OUT),
    ("C:/x.html", OUT),
    ("javascript:alert(1)", OUT),
    ("JaVaScRiPt:alert(2)//x.html", OUT),
    ("data:text/html,x/", OUT),
    ("https://evil.example/", OUT),
    ("essay/?x=/", OUT),
    ("essay/\x00s/", CONTROL),
    ("essay/s%00/", CONTROL),
    ("essay/s/#p1%0Aessay/", CONTROL),
    ("essay/s/#p1%0D", CONTROL),
    ("essay/s%C2%85/", CONTROL),
    ("essay/s%E2%80%A8/", CONTROL),
    ("essay/%FF/", "are not UTF-8"),
    ("essay/s/#%FF", "are not UTF-8"),
    (f"{'a' * 256}/", LONG),
    (f"{'%C3%A9' * 125}/", LONG),
    ("a/" * 600, LONG),
    ("edition.json", NO_PAGE),
    ("edition.json/x", NO_PAGE),
    ("foo.md", NO_PAGE),
    ("CNAME", NO_PAGE),
    ("_headers", NO_PAGE),
    ("assets/apparatus.js", NO_PAGE),
    ("search/search_index.json", NO_PAGE),
    ("essay", NO_PAGE),
    ("#", "is empty"),
]


@pytest.mark.parametrize(("address", "fault"), REFUSED)
def test_what_is_no_address_of_a_page_is_refused_as_old_and_as_new(
    address: str, fault: str
) -> None:
    ledger = parse(f"{address} -> deleted\nessay/old/ -> {address}\nessay/one/ -> deleted\n")
    assert [one.anchor for one in ledger.entries] == ["essay/one/"]
    assert [(one.line, one.code) for one in ledger.problems] == [
        (1, "bad-ledger"),
        (2, "bad-ledger"),
    ]
    for one in ledger.problems:
        assert fault in one.message
        assert one.message.isprintable()
        assert one.message.endswith(
            "write 'address', 'address -> new address' or 'address -> deleted'"
        )


@pytest.mark.parametrize(
    "address",
    [
        "essay/one/",
        "essay/one.html",
        "essay/caf%C3%A9%20noir/#p4",
        "essay/café/",
        "v1.0/node.js/",
        "essay/a%3Ab/",
        "essay/l%E2%80%99essai%C2%A0%21/",
        "essay/می‌خواهم/",
        "sources/#D%E2%80%99Arcy2001",
        "#p4",
        "names/#a:b",
        f"{'a' * 200}/",
    ],
)
def test_honest_addresses_are_addresses(address: str) -> None:
    assert fault_of(address) is None
    assert parse(publish(Ledger(), [address])).entries[0].anchor == address


def test_what_cannot_be_an_address_is_not_published() -> None:
    assert publish(Ledger(), ["a/", "b/#\nc/", ".well-known/x/"]) == "a/\n"


def test_one_address_in_two_spellings_stands_twice() -> None:
    [problem] = parse("essay/%63/ -> deleted\nessay/c/ -> deleted\n").problems
    assert (problem.line, "stands here for the second time" in problem.message) == (2, True)


def test_lines_are_counted_as_editors_count_them() -> None:
    ledger = parse("a/\x0c\r\nb/\u2028c/\r\nd/\r\n")
    assert [(one.anchor, one.line) for one in ledger.entries] == [("a/", 1), ("d/", 3)]
    assert [one.line for one in ledger.problems] == [2]


def test_no_page_that_moved_is_in_the_way_of_another_file() -> None:
    taken = ["edition.json", "index.html", "essay/one/index.html", "assets/x.html/y.js", "404.html"]
    pages = [
        "edition.json/x/",
        "index.html",
        "index.html/",
        "essay/one/index.html",
        "essay/one/index.html/x/",
        "assets/x.html",
        "404.html",
        "essay/old/",
        "essay/old/index.html",
        "essay/new.html",
        "essay/new.html/x/",
        "edition.json.html",
    ]
    found = dict(clashes(pages, taken))
    assert found == {
        "edition.json/x/": "edition.json",
        "index.html": "index.html",
        "index.html/": "index.html",
        "essay/one/index.html": "essay/one/index.html",
        "essay/one/index.html/x/": "essay/one/index.html",
        "assets/x.html": "assets/x.html/y.js",
        "404.html": "404.html",
        "essay/old/index.html": "essay/old/index.html",
        "essay/new.html/x/": "essay/new.html",
    }


OWN = [
    "edition.json/",
    "sources.bib/x/",
    "sources/brinton1970.ris/",
    "cite.json/",
    "essay/one/cite.bib/",
    "index.html",
    "essay/one/index.html",
    "sitemap.xml/",
    "sitemap.xml.gz/",
    "search/search_index.json/",
    "assets/apparatus.js/x.html",
    "essay/two/index.html/x/",
    "CNAME/",
    "demo.html",
]


def test_a_ledger_replaces_no_file_of_the_site(build: Build) -> None:
    lines = "".join(f"{one} -> deleted\n" for one in OWN)
    out = "essay/%2e%2e/%2e%2e/%2e%2e/outside.html -> deleted\n"
    bad = "old.html -> javascript:alert(1)\n#gone -> javascript:alert(2)\n"
    there = "essay/lost/ -> essay/nowhere/\nessay/demo/ -> other.html\n"
    files = {
        "permalinks.txt": LEDGER + lines + out + bad + there,
        "docs/CNAME": "example.org\n",
        "docs/demo.html": "<!doctype html><title>Demo</title>",
        "docs/other.html": "<!doctype html><title>Other</title>",
    }
    site = build("permalinks", files, strict=True)
    assert site.aborted
    count = LEDGER.count("\n")
    found = [one.split(": ", 2) for one in site.warnings]
    assert {where for where, code, _ in found if code == "bad-ledger"} == {
        f"permalinks.txt:{number}" for number in range(count + 1, count + len(OWN) + 4)
    }
    assert [where for where, code, _ in found if code == "dead-move"] == [
        f"permalinks.txt:{count + len(OWN) + number}" for number in (4, 5)
    ]
    assert site.read("edition.json").startswith("{")
    assert site.read("CNAME") == "example.org\n"
    assert "Demo" in site.read("demo.html")
    assert "taken out" not in site.read("index.html") + site.read("essay/one/index.html")
    assert not list(site.root.parent.glob("outside*"))
    assert not (site.folder / "old.html").exists()
    assert not (site.folder / "essay/lost").exists()  # it would lead to nothing
    assert 'href="../../other.html"' in site.read("essay/demo/index.html")
    assert not any("javascript:" in one.read_text("utf-8") for one in site.folder.rglob("*.html"))


@pytest.mark.parametrize("path", ["../x.html", "a/../../x.html", "/tmp/apparatus-x.html"])
def test_no_file_is_ever_written_outside_of_the_site(tmp_path: Path, path: str) -> None:
    config = SimpleNamespace(site_dir=str(tmp_path / "site"), use_directory_urls=True)
    with pytest.raises(Exception, match="would be written outside of the site; nothing was"):
        add_file([], config, path, "x")  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_no_file_is_written_through_a_link_in_the_site(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "away").mkdir()
    (tmp_path / "site/essay").symlink_to(tmp_path / "away")
    config = SimpleNamespace(site_dir=str(tmp_path / "site"), use_directory_urls=True)
    with pytest.raises(Exception, match="would be written outside"):
        add_file([], config, "essay/x.html", "x")  # type: ignore[arg-type]
    assert not list((tmp_path / "away").iterdir())


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_a_ledger_that_is_no_file(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "permalinks.txt"
    path.mkdir() if kind == "folder" else os.mkfifo(path)
    assert [str(one) for one in load_ledger(path).problems] == [
        "permalinks.txt: bad-ledger: it is no file; put one in its place"
    ]


# What git knows ------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> None:
    names = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *names, *arguments], check=True, capture_output=True)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger that is committed, in a folder of a repository."""
    path = tmp_path / "site" / "permalinks.txt"
    path.parent.mkdir()
    git(tmp_path, "init")
    path.write_text("a/\na/#p1\na/#p2\n", "utf-8")
    path.with_name("mkdocs.yml").write_text("site_name: x\n", "utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "x")
    return path


def forgotten(path: Path) -> list[str]:
    return [str(one) for one in load_ledger(path).problems if one.code == "forgotten-address"]


SAID = (
    "stood here when this was committed; take back what 'git log -p permalinks.txt' shows, "
    "or write '-> deleted' behind it"
)


@pytest.mark.parametrize("text", ["a/\na/#p1\na/#p2\n", "a/\na/#p1 -> deleted\na/#p2\nb/\n"])
def test_a_ledger_that_has_grown_is_clean(ledger: Path, text: str) -> None:
    ledger.write_text(text, "utf-8")
    assert load_ledger(ledger).problems == ()


@pytest.mark.parametrize("text", ["", " \n", None, "\ufeff"])
def test_a_ledger_that_is_empty_or_gone_where_git_knows_one(ledger: Path, text: str | None) -> None:
    ledger.unlink() if text is None else ledger.write_text(text, "utf-8")
    assert forgotten(ledger) == [
        f"permalinks.txt: forgotten-address: 'a/' and 2 other addresses {SAID}"
    ]


def test_a_ledger_that_was_cut_off(ledger: Path) -> None:
    ledger.write_text("a/\na/#p1\n", "utf-8")
    assert forgotten(ledger) == [f"permalinks.txt: forgotten-address: 'a/#p2' {SAID}"]


def test_an_emptied_ledger_is_missed_when_it_is_committed_too(ledger: Path) -> None:
    ledger.write_text("", "utf-8")
    git(ledger.parent, "commit", "-am", "x")
    assert len(forgotten(ledger)) == 1


def test_who_removes_the_ledger_and_commits_that_wants_none(ledger: Path) -> None:
    git(ledger.parent, "rm", "permalinks.txt")
    git(ledger.parent, "commit", "-m", "x")
    assert load_ledger(ledger).problems == ()


def test_a_line_with_a_slip_is_said_once(ledger: Path) -> None:
    ledger.write_text("a/\na/#p1\na/#p2 => a/#p1\n", "utf-8")
    assert [one.code for one in load_ledger(ledger).problems] == ["bad-ledger"]


def test_where_nothing_is_committed_nothing_is_missed(tmp_path: Path) -> None:
    git(tmp_path, "init")
    assert load_ledger(tmp_path / "permalinks.txt").problems == ()


# Growth --------------------------------------------------------------------------------


def text_of(size: int) -> str:
    chain = (f"old/{one}/ -> old/{one + 1}/\nold/0/#p{one}\n" for one in range(size))
    places = (f"new/#p{one}x -> new/#p1\n" for one in range(size))
    return "".join([*chain, *places, *(f"new/#q{one}\n" for one in range(size))])


def read(size: int) -> None:
    ledger = parse(text_of(size))
    list(check(ledger, {"new/"}, {}))
    landing(ledger, {"new/", f"old/{size}/"}, [f"assets/{one}.js" for one in range(size)], ())
    for page in range(size):
        ledger.reserved(f"{page}/")
    publish(ledger, [f"new/#r{one}" for one in range(size)])


def test_a_ledger_costs_as_its_length() -> None:
    assert growth(read, 300) < MOST


def test_moves_land_at_a_cost_as_their_number() -> None:
    templates: Environment = environment()

    def run(size: int) -> None:
        moves = parse(text_of(size)).moves
        redirects(moves, {"new/"}, "", lambda target, _: target, templates)
        ids = by_page(moves)
        for page in range(size):
            sheet = Sheet.of(f"{page}/", "<p>x</p>")
            land(sheet, ids.get(sheet.url, {}), lambda target, _: target, templates)

    assert growth(run, 60) < MOST


def test_all_of_a_chain_lead_to_its_end() -> None:
    moves = parse("a/ -> b/\nc/ -> a/\nb/ -> d/\n").moves
    assert moves == {"a/": "d/", "b/": "d/", "c/": "d/"}


def test_a_circle_leads_nowhere() -> None:
    ledger = parse("a/ -> b/\nb/ -> a/\nc/ -> a/\n")
    [problem] = check(ledger, {"x/"}, {})
    assert str(problem) == (
        "permalinks.txt:1: dead-move: 'a/ -> b/ -> a/' is a circle, and leads nowhere; "
        "let one of these lines lead to a place that is there, or take '->' out of it"
    )
    assert landing(ledger, {"x/"}, (), ()) == ({}, ())


def test_the_file_of_a_page() -> None:
    found = {one: file_of(one) for one in ("", "a/", "caf%C3%A9/", "a.html")}
    assert list(found.values()) == ["index.html", "a/index.html", "café/index.html", "a.html"]
