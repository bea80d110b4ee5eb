"""Published addresses last: the ledger, moves, tombstones and redirects."""

from __future__ import annotations

import json
import random
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT, Build, Site
from mkdocs.utils.meta import get_data
from reading.test_numbering_of_paragraphs import read

from mkdocs_apparatus.host.cli import main
from mkdocs_apparatus.publication.ledger_checks import check
from mkdocs_apparatus.publication.permalinks import DELETED, Ledger, parse, publish
from mkdocs_apparatus.reading.numbering import number

LEDGER = (ROOT / "tests/sites/permalinks/permalinks.txt").read_text("utf-8")
ONE = (ROOT / "tests/sites/permalinks/docs/essay/one.md").read_text("utf-8")
DATED = """\
site_name: Permalinks
theme: {name: null, custom_dir: theme}
plugins:
  - apparatus: {bib_file: refs.bib, edition: {date: 2026-01-01}}
"""
WITHOUT_P2 = ONE.replace("Second.\n{: #p2 }\n", "")


def run(site: Site, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "-f", str(site.root / "mkdocs.yml")])


def moved(line: str, target: str) -> str:
    return LEDGER.replace(f"{line}\n", f"{line} -> {target}\n")


def test_a_site_that_keeps_its_addresses_is_clean(build: Build) -> None:
    site = build("permalinks", strict=True)
    assert site.warnings == []
    assert run(site, "check").exit_code == 0


def test_a_lost_address_fails_and_says_where_it_was(build: Build) -> None:
    site = build("permalinks", {"docs/essay/one.md": WITHOUT_P2}, strict=True)
    assert site.aborted
    message = (
        "permalinks.txt:3: lost-anchor: 'essay/one/#p2' was published and is gone; "
        "it was last seen in docs/essay/one.md; put it back, or write "
        "'essay/one/#p2 -> new address' or 'essay/one/#p2 -> deleted'"
    )
    assert site.warnings == [message]
    result = run(site, "check")
    assert (result.exit_code, result.output) == (1, f"{message}\n")
    found = json.loads(run(site, "check", "--format", "json").output)
    assert [(one["path"], one["line"], one["code"]) for one in found] == [
        ("permalinks.txt", 3, "lost-anchor")
    ]


def test_a_moved_paragraph_lands_at_its_new_place(build: Build) -> None:
    ledger = moved("essay/one/#p2", "essay/one/#p1")
    files = {"docs/essay/one.md": WITHOUT_P2, "permalinks.txt": ledger}
    site = build("permalinks", files, strict=True)
    assert site.warnings == []
    alias = site.page("essay/one/").find(id="p2")
    assert alias.parent["id"] == "p1"
    assert not alias.get_text()


def test_a_paragraph_that_moved_to_another_page_leaves_a_link(build: Build) -> None:
    ledger = moved("essay/one/#p2", "essay/two/#p1")
    files = {"docs/essay/one.md": WITHOUT_P2, "permalinks.txt": ledger}
    site = build("permalinks", files, strict=True)
    assert site.page("essay/one/").find(id="p2").a["href"] == "../two/#p1"
    assert site.dead_links() == []


INDEX = "people:\n  - name: Ada Lovelace\n    variants: [Lovelace]\n"
TIMELINE = """periods:
  - {name: A century, dates: 1800/1899}
events:
  - {date: 1843, origin: supplied, event: Notes come out., paragraphs: ["one#p2"]}
"""
REGISTERS = {
    "docs/names.md": "# Names\n\n\\index\n",
    "docs/timeline.md": "# Timeline\n\n\\timeline\n",
    "docs/data/index.yml": INDEX,
    "docs/data/timeline.yml": TIMELINE,
    "docs/essay/one.md": ONE.replace("Second.", "Second, by Lovelace."),
}


def test_names_and_events_are_published_and_may_move(build: Build) -> None:
    site = build("permalinks", REGISTERS, strict=True)
    assert site.warnings == []
    assert run(site, "number", "--publish").exit_code == 0
    ledger = (site.root / "permalinks.txt").read_text("utf-8")
    assert {"names/#ada-lovelace", "timeline/#date-1843"} <= set(ledger.splitlines())
    renamed = {
        **REGISTERS,
        "permalinks.txt": ledger,
        "docs/data/index.yml": INDEX.replace("Ada", "Augusta Ada"),
    }
    assert (
        "'names/#ada-lovelace' was published and is gone; it was last seen in docs/names.md"
        in (build("permalinks", renamed, strict=True).warnings[0])
    )
    renamed["permalinks.txt"] = ledger.replace(
        "names/#ada-lovelace\n", "names/#ada-lovelace -> names/#augusta-ada-lovelace\n"
    )
    site = build("permalinks", renamed, strict=True)
    assert site.warnings == []
    alias = site.page("names/").find(id="ada-lovelace")
    assert alias.parent["id"] == "augusta-ada-lovelace"


def test_a_deleted_paragraph_leaves_a_tombstone(build: Build) -> None:
    files = {
        "docs/essay/one.md": WITHOUT_P2,
        "permalinks.txt": moved("essay/one/#p2", "deleted"),
    }
    site = build("permalinks", files, strict=True)
    stone = site.page("essay/one/").find(id="p2")
    assert stone.get_text() == "What stood here was taken out of the edition."


def test_a_page_that_moved_leaves_a_redirect(build: Build) -> None:
    ledger = LEDGER + "essay/old/ -> essay/two/\nessay/old/#p7 -> essay/two/#p1\n"
    site = build("permalinks", {"permalinks.txt": ledger}, strict=True)
    page = site.page("essay/old/")
    assert page.find("link", rel="canonical")["href"] == "https://example.org/edition/essay/two/"
    # Whoever runs no scripts reads what became of p7, and follows the link.
    assert "http-equiv" not in site.read("essay/old/index.html")
    assert page.select_one("body > p a")["href"] == "../two/"
    assert page.find(id="p7").a["href"] == "../two/#p1"
    assert site.dead_links() == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("essay/one/#p2 => p1", "bad-ledger"),
        ("essay/one/#p9 -> essay/one/#p8", "dead-move"),
        ("essay/one/#p9 -> essay/one/#p9", "dead-move"),
        ("essay/one/#p9", "lost-anchor"),
        ("essay/one/#p1", "bad-ledger"),
        ("../evil/ -> essay/one/", "bad-ledger"),
        ("/etc/ -> essay/one/", "bad-ledger"),
        ("%2Fetc/ -> essay/one/", "bad-ledger"),
        ("%2e%2e/evil/ -> essay/one/", "bad-ledger"),
        ("a/..%5Cevil/ -> essay/one/", "bad-ledger"),
        ("essay/one/#p1%0Aessay/ -> deleted", "bad-ledger"),
        ("essay/gone/#p1 -> essay/one/#p1", "dead-move"),
    ],
)
def test_a_ledger_that_is_wrong_is_named_by_line(build: Build, line: str, code: str) -> None:
    site = build("permalinks", {"permalinks.txt": f"{LEDGER}{line}\n"}, strict=True)
    assert site.aborted
    assert [one.split(": ")[:2] for one in site.warnings] == [["permalinks.txt:8", code]]


def test_a_deleted_address_that_is_used_again_is_named(build: Build) -> None:
    site = build("permalinks", {"permalinks.txt": moved("essay/one/#p2", "deleted")})
    assert [one.split(": ")[1] for one in site.warnings] == ["reused-anchor"]


def test_two_paragraphs_with_one_id(build: Build) -> None:
    text = ONE.replace("#p2", "#p1")
    site = build("permalinks", {"docs/essay/one.md": text, "permalinks.txt": ""})
    assert site.warnings == [
        "docs/essay/one.md:11: duplicate-id: two paragraphs have the id 'p1'; "
        "take one out and run 'apparatus number'"
    ]


def test_an_id_that_is_no_anchor(build: Build) -> None:
    text = ONE.replace("#p2", '#p"2')
    site = build("permalinks", {"docs/essay/one.md": text, "permalinks.txt": ""})
    assert [one.split(": ")[:2] for one in site.warnings] == [["docs/essay/one.md:11", "bad-id"]]


@pytest.mark.parametrize("date", ["June 2021", "2021-13", "2021-06-31", "06/06/2021"])
def test_a_date_that_is_not_iso_8601(build: Build, date: str) -> None:
    site = build("permalinks", {"docs/essay/one.md": ONE.replace("2021-06-06", f'"{date}"')})
    assert site.warnings == [
        f"docs/essay/one.md:2: bad-date: the date '{date}' is not ISO 8601; "
        "write it as 2021, 2021-06 or 2021-06-06"
    ]


DATES = {
    "2021": "2021",
    "2021-06": "2021-06",
    "2021-06-06": "2021-06-06",
    "'2021-06-06'": "2021-06-06",
    "20210606": "2021-06-06",
    "'20210606'": "2021-06-06",
    "2021-W22-7": "2021-06-06",
    "2021W227": "2021-06-06",
    "2021-157": "2021-06-06",
    "2021-06-06 12:30:00": "2021-06-06",
    "2021-06-06T12:30": "2021-06-06",
    "2021-06-06T12:30:00+09:00": "2021-06-06",
    "20210606T123000Z": "2021-06-06",
    "{created: 2021-06-06, updated: 2022-01-01}": "2021-06-06",
    "{created: 2021-06-06 12:30:00}": "2021-06-06",
    "{updated: 2022-01-01}": "2026-01-01",
    "": "2026-01-01",
}
"""Dates of sections as YAML may have them, and what is told; without one, the edition's."""


def test_dates_of_iso_8601_and_of_yaml(build: Build) -> None:
    pages = {
        f"docs/essay/s{n:02}.md": f"---\ndate: {date}\n---\n\n# S{n}\n\nText.\n{{: #p1 }}\n"
        for n, date in enumerate(DATES)
    }
    site = build("permalinks", {**pages, "mkdocs.yml": DATED})
    assert [one for one in site.warnings if "date" in one] == []
    told = [
        site.page(f"essay/s{n:02}/").select_one("meta[name='DC.date']")["content"]
        for n in range(len(DATES))
    ]
    assert dict(zip(DATES, told, strict=True)) == DATES


@pytest.mark.parametrize(
    "date",
    [
        "2020-12-31 23:59",
        "24.07.2019",
        "August 2021",
        "{created: 2024-01-02, updated: 2024-02-03}",
        "[a, b]",
        "soon",
    ],
)
def test_a_date_of_a_page_that_is_no_section_is_nobody_s_business(build: Build, date: str) -> None:
    post = f"---\ndate: {date}\n---\n\n# Post\n"
    assert build("permalinks", {"docs/post.md": post}, strict=True).warnings == []


def test_check_writes_nothing_into_the_site(build: Build) -> None:
    site = build("permalinks")
    shutil.rmtree(site.folder)
    run(site, "check")
    assert not site.folder.exists()


def test_number_gives_ids_and_publishes(build: Build) -> None:
    text = ONE.replace("Second.", "New.\n\nSecond.")
    site = build("permalinks", {"docs/essay/one.md": text}, strict=True)
    assert run(site, "number").exit_code == 0
    assert (site.root / "docs/essay/one.md").read_text("utf-8") == text.replace(
        "New.\n", "New.\n{: #p1a }\n"
    )
    assert (site.root / "permalinks.txt").read_text("utf-8") == LEDGER
    assert run(site, "number", "--publish").exit_code == 0
    expected = sorted([*LEDGER.splitlines(), "essay/one/#p1a"])
    assert (site.root / "permalinks.txt").read_text("utf-8").splitlines() == expected
    again = run(site, "number", "--publish")
    said = "nothing to number: 4 paragraphs in 2 files have their ids\n"
    assert (again.exit_code, again.output) == (0, said)


def test_nothing_is_published_while_an_address_is_lost(build: Build) -> None:
    site = build("permalinks", {"docs/essay/one.md": WITHOUT_P2 + "\nNew.\n"})
    assert len(site.warnings) == 1
    result = run(site, "number", "--publish")
    assert result.exit_code == 1
    assert "lost-anchor" in result.output
    assert (site.root / "permalinks.txt").read_text("utf-8") == LEDGER
    assert "{: #p3 }" in (site.root / "docs/essay/one.md").read_text("utf-8")


def test_wrong_usage_exits_with_2(build: Build, tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["check", "-f", "nowhere.yml"]).exit_code == 2
    other = tmp_path / "mkdocs.yml"
    other.write_text("site_name: x\nplugins: []\n", "utf-8")
    (tmp_path / "docs").mkdir()
    assert CliRunner().invoke(main, ["check", "-f", str(other)]).exit_code == 2


def test_a_deleted_paragraph_of_a_moved_page_keeps_its_tombstone(build: Build) -> None:
    """The new page may have a paragraph of the same name, which is another text."""
    moves = "essay/old/ -> essay/two/\nessay/old/#p1 -> deleted\n"
    site = build("permalinks", {"permalinks.txt": LEDGER + moves}, strict=True)
    assert site.page("essay/old/").find(id="p1").get_text() == "p1 was taken out."
    assert 'var places = {"p1": null}' in site.read("essay/old/index.html")


def test_a_page_whose_name_needs_encoding(build: Build) -> None:
    files = {"docs/essay/café noir.md": "# Café\n\nText.\n{: #p1 }\n"}
    site = build("permalinks", files, strict=True)
    assert "Café" in site.read("essay/café noir/cite.ris")
    assert site.dead_links() == []


def test_nothing_is_published_while_an_id_is_doubtful(build: Build) -> None:
    text = ONE.replace("#p2", "#p1") + "\nA paragraph\n## runs into a heading\n"
    site = build("permalinks", {"docs/essay/one.md": text, "permalinks.txt": ""})
    assert [one.split(": ")[1] for one in site.warnings] == ["duplicate-id"]
    result = run(site, "number", "--publish")
    assert result.exit_code == 1
    assert "duplicate-id" in result.output
    assert "no-id: 1 paragraphs have no id" in result.output
    assert (site.root / "permalinks.txt").read_text("utf-8") == ""


def test_a_byte_order_mark_is_kept(build: Build) -> None:
    text = "\ufeff# Three\n\nText.\n"
    site = build("permalinks", {"docs/essay/three.md": text}, strict=True)
    assert run(site, "number").exit_code == 0
    written = (site.root / "docs/essay/three.md").read_text("utf-8")
    assert written == "\ufeff# Three\n\nText.\n{: #p1 }\n"


# Random editing ------------------------------------------------------------------------

BLOCK = re.compile(r"\{: #(p\w+) \}$")


@dataclass
class Essay:
    """The essay under an editor's hands; `texts` says what each address was published for."""

    pages: dict[str, list[str]]
    rng: random.Random
    ledger: Ledger = field(default_factory=Ledger)
    texts: dict[str, set[str]] = field(default_factory=dict)
    fresh: int = 0

    def edit(self) -> None:
        kinds = [self.insert, self.split, self.merge, self.move, self.delete, self.reorder]
        self.rng.choice(kinds)(self.rng.choice([one for one in self.pages.values() if one]))

    def insert(self, blocks: list[str]) -> None:
        self.fresh += 1
        text = f"Sentence {self.fresh} is new.\nIt says thing {self.fresh}."
        blocks.insert(self.rng.randint(0, len(blocks)), text)

    def split(self, blocks: list[str]) -> None:
        place = self.rng.randrange(len(blocks))
        lines = blocks[place].split("\n")
        if len(lines) > 3:
            at = self.rng.randint(1, len(lines) - 2)
            blocks[place : place + 1] = ["\n".join(lines[:at]), "\n".join(lines[at:])]

    def merge(self, blocks: list[str]) -> None:
        if len(blocks) > 1:
            place = self.rng.randrange(len(blocks) - 1)
            first = "\n".join(one for one in blocks[place].split("\n") if not BLOCK.match(one))
            blocks[place : place + 2] = [f"{first}\n{blocks[place + 1]}"]

    def move(self, blocks: list[str]) -> None:
        block = blocks.pop(self.rng.randrange(len(blocks)))
        target = self.rng.choice(list(self.pages.values()))
        if target is not blocks:  # its id is another paragraph's there
            block = "\n".join(one for one in block.split("\n") if not BLOCK.match(one))
        target.insert(self.rng.randint(0, len(target)), block)

    def delete(self, blocks: list[str]) -> None:
        blocks.pop(self.rng.randrange(len(blocks)))

    def reorder(self, blocks: list[str]) -> None:
        self.rng.shuffle(blocks)

    def number(self) -> None:
        for url, blocks in self.pages.items():
            source = number("\n\n".join(blocks) + "\n", read, self.ledger.reserved(url))
            blocks[:] = [one for one in source.rstrip("\n").split("\n\n") if one]

    def present(self) -> dict[str, set[str]]:
        """The sentences that stand at each address now."""
        found: dict[str, set[str]] = {}
        for url, blocks in self.pages.items():
            for block in blocks:
                *lines, last = block.split("\n")
                name = BLOCK.match(last)
                assert name, block
                assert f"{url}#{name[1]}" not in found
                found[f"{url}#{name[1]}"] = set(lines)
        return found

    def publish(self) -> None:
        present = self.present()
        self.ledger = parse(publish(self.ledger, present))
        for address, sentences in present.items():
            # A sentence may come to stand at an address later, by merging: that is its place.
            self.texts[address] = self.texts.get(address, set()) | sentences


def settle(essay: Essay, lost: list[str]) -> None:
    """Do what the check asks for: say that a lost address moved or was deleted."""
    present = essay.present()
    lines = []
    for one in essay.ledger.entries:
        target = one.target
        if one.anchor in lost:
            heirs = [at for at, words in present.items() if words & essay.texts[one.anchor]]
            target = essay.rng.choice(heirs) if heirs else DELETED
        lines.append(f"{one.anchor} -> {target}" if target else one.anchor)
    essay.ledger = parse("\n".join(lines))


@pytest.mark.parametrize("seed", range(4))
def test_no_published_address_is_lost_unsaid_or_used_for_another_text(seed: int) -> None:
    pages: dict[str, list[str]] = {}
    for path in sorted((ROOT / "docs/essay").glob("*.md")):
        body, _ = get_data(path.read_text("utf-8"))
        blocks = [one for one in body.strip().split("\n\n") if "{: #" in one]
        pages[f"essay/{path.stem}/"] = blocks
    essay = Essay(pages, random.Random(seed))
    essay.publish()
    assert len(essay.texts) == 30
    settled = 0
    for _ in range(50):
        essay.edit()
        essay.number()
        present = essay.present()
        named = {
            found[1]
            for problem in check(essay.ledger, {*present, *essay.pages}, {})
            if (found := re.search(r"'([^']+)' (?:was|leads)", problem.message))
        }
        moves = essay.ledger.moves
        for address in essay.texts:
            if address in named or moves.get(address) == DELETED:
                continue
            stands = moves.get(address, address)
            assert present[stands] & essay.texts[stands], (address, stands)
        settled += len(named)
        settle(essay, sorted(named))
        essay.publish()
        assert not list(check(essay.ledger, {*essay.present(), *essay.pages}, {}))
    assert settled > 5


def test_a_site_whose_pages_become_files_loses_their_addresses(build: Build) -> None:
    config = (ROOT / "tests/sites/permalinks/mkdocs.yml").read_text("utf-8")
    config += "use_directory_urls: false\n"
    site = build("permalinks", {"mkdocs.yml": config})
    lost = [one for one in site.warnings if " lost-anchor: 'essay/one/' was published" in one]
    assert len(lost) == 1
    assert run(site, "number", "--publish").exit_code == 1
    assert (site.root / "permalinks.txt").read_text("utf-8") == LEDGER


def test_a_copy_to_be_read_offline_publishes_nothing(build: Build) -> None:
    config = (ROOT / "tests/sites/permalinks/mkdocs.yml").read_text("utf-8")
    config = config.replace("plugins:", "plugins:\n  - search\n  - offline")
    config = config.replace("{name: null, custom_dir: theme}", "material")
    site = build("permalinks", {"mkdocs.yml": config}, strict=True)
    assert site.warnings == []
    canonical = site.page("essay/two.html").find("link", rel="canonical")["href"]
    assert canonical == "https://example.org/edition/essay/two/"
    result = run(site, "number", "--publish")
    assert result.exit_code == 1
    assert "offline-copy: addresses of a copy" in result.output
    assert (site.root / "permalinks.txt").read_text("utf-8") == LEDGER


def test_a_ledger_in_another_encoding_says_where(build: Build) -> None:
    site = build("permalinks", strict=True)
    (site.root / "permalinks.txt").write_bytes(LEDGER.encode() + b"essay/caf\xe9/\n")
    site.build()
    line = LEDGER.count("\n") + 1
    assert site.warnings == [
        f"permalinks.txt:{line}: bad-ledger: it is not UTF-8 here: invalid continuation byte; "
        "save it as UTF-8"
    ]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://example.org/edition/", ""),
        ("https://workers.example/", "'https://workers.example/'"),
        ("http://localhost:8000/", "'http://localhost:8000/'"),
        ("", "no address"),
    ],
)
def test_publishing_says_where_the_site_is_nowhere(build: Build, address: str, said: str) -> None:
    config = (ROOT / "tests/sites/permalinks/mkdocs.yml").read_text("utf-8")
    written = config.replace("https://example.org/edition/", address)
    site = build("permalinks", {"mkdocs.yml": written})
    assert site.warnings == []
    result = run(site, "number", "--publish")
    assert result.exit_code == 0
    assert f"the site has {said};" in result.output if said else "the site has" not in result.output
