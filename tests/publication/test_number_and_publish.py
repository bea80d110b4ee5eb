"""`apparatus number` and `--publish`: nothing of an author's files is ever damaged."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT, Build, Site
from growth import MOST, growth

from mkdocs_apparatus import writing
from mkdocs_apparatus.host.cli import main
from mkdocs_apparatus.reading.numbering import _with_ids
from publication.test_ledger_of_strangers import git

LEDGER = (ROOT / "tests/sites/permalinks/permalinks.txt").read_text("utf-8")
NEW = "# Three\r\n\r\nText.\r\n{:  .lead   lang=en  }\r\n\r\nMore.\r\n"
NUMBERED = "# Three\r\n\r\nText.\r\n{:  #p1 .lead   lang=en  }\r\n\r\nMore.\r\n{: #p2 }\r\n"


def run(site: Site, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "-f", str(site.root / "mkdocs.yml")])


def files(site: Site) -> dict[str, bytes]:
    found = [*(site.root / "docs").rglob("*"), *site.root.glob("*.txt*"), *site.root.glob(".*")]
    return {str(one.relative_to(site.root)): one.read_bytes() for one in found if one.is_file()}


def test_what_an_author_wrote_stays_byte_for_byte(build: Build) -> None:
    site = build("permalinks")
    page, ledger = site.root / "docs/essay/three.md", site.root / "permalinks.txt"
    page.write_bytes(b"\xef\xbb\xbf" + NEW.encode())
    page.chmod(0o640)
    ledger.write_bytes(b"\xef\xbb\xbf" + LEDGER.replace("\n", "\r\n").encode())
    ledger.chmod(0o600)
    before = files(site)
    assert run(site, "number", "--publish").exit_code == 0
    after = files(site)
    assert after.pop("docs/essay/three.md") == b"\xef\xbb\xbf" + NUMBERED.encode()
    added = [f"essay/three/{one}" for one in ("", "#p1", "#p2")]
    expected = "".join(f"{one}\r\n" for one in sorted([*LEDGER.split(), *added]))
    assert after.pop("permalinks.txt") == b"\xef\xbb\xbf" + expected.encode()
    assert after.items() <= before.items()  # nothing else has changed, and nothing lies about
    assert [one.stat().st_mode & 0o777 for one in (page, ledger)] == [0o640, 0o600]
    assert run(site, "check").exit_code == 0


TWO_NEW = {"docs/essay/one-b.md": "# B\n\nText.\n", "docs/essay/three.md": "# C\n\nText.\n"}
READ_ONLY = "not-written: it is read-only; give yourself the right to write it"
OUTSIDE = "not-written: it lies outside of the project, where a link leads; put the file itself"


def test_nothing_is_numbered_where_one_file_is_read_only(build: Build) -> None:
    site = build("permalinks", TWO_NEW)
    (site.root / "docs/essay/three.md").chmod(0o444)
    before = files(site)
    result = run(site, "number")
    assert (result.exit_code, files(site)) == (1, before)
    assert result.output == f"docs/essay/three.md: {READ_ONLY}\n"
    (site.root / "docs/essay/three.md").chmod(0o644)
    assert run(site, "number").exit_code == 0


def test_nothing_is_numbered_where_the_ledger_cannot_be_written(build: Build) -> None:
    site = build("permalinks", TWO_NEW)
    (site.root / "permalinks.txt").chmod(0o400)
    before = files(site)
    result = run(site, "number", "--publish")
    assert (result.exit_code, files(site)) == (1, before)
    assert result.output == f"permalinks.txt: {READ_ONLY}\n"
    assert run(site, "number").exit_code == 0  # which does not write it


@pytest.mark.parametrize("linked", ["docs/essay/three.md", "docs/essay/more", "permalinks.txt"])
def test_nothing_is_written_through_a_link_out_of_the_project(
    build: Build, tmp_path: Path, linked: str
) -> None:
    site = build("permalinks", {"docs/essay/one-b.md": "# B\n\nText.\n"})
    away = tmp_path / "away"
    away.mkdir()
    (away / "three.md").write_text("# C\n\nText.\n", "utf-8")
    (away / "permalinks.txt").write_text(LEDGER, "utf-8")
    (site.root / linked).unlink(missing_ok=True)
    target = away if linked.endswith("more") else away / Path(linked).name
    (site.root / linked).symlink_to(target)
    before = {one: one.read_bytes() for one in away.iterdir()}, files(site)
    result = run(site, "number", "--publish")
    assert result.exit_code == 1
    assert OUTSIDE in result.output
    assert ({one: one.read_bytes() for one in away.iterdir()}, files(site)) == before


def test_docs_that_the_configuration_names_elsewhere_are_numbered(
    build: Build, tmp_path: Path
) -> None:
    site = build("permalinks")
    text = (site.root / "mkdocs.yml").read_text("utf-8")
    (site.root / "docs").rename(tmp_path / "words")
    (site.root / "mkdocs.yml").write_text(f"{text}docs_dir: ../words\n", "utf-8")
    (tmp_path / "words/essay/three.md").write_text("# C\n\nText.\n", "utf-8")
    assert run(site, "number").exit_code == 0
    assert (tmp_path / "words/essay/three.md").read_text("utf-8").endswith("{: #p1 }\n")


def test_a_run_that_fails_says_so_and_the_next_goes_on(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = build("permalinks", TWO_NEW)
    before = files(site)
    written: list[object] = []
    replace = os.replace

    def fill_the_disk(source: str, place: Path) -> None:
        if written:
            raise OSError(28, "No space left on device")
        written.append(place)
        replace(source, place)

    monkeypatch.setattr(writing.os, "replace", fill_the_disk)
    result = run(site, "number", "--publish")
    monkeypatch.undo()
    assert result.exit_code == 1
    assert result.output == (
        "docs/essay/one-b.md: 1 paragraph numbered, p1\n"
        "docs/essay/three.md: not-written: it cannot be written: No space left on device; "
        "it is as it was; mend that, and run the command again\n"
    )
    left = files(site)
    assert left.pop("docs/essay/one-b.md") == b"# B\n\nText.\n{: #p1 }\n"
    assert left.items() <= before.items()
    assert run(site, "number", "--publish").exit_code == 0
    assert files(site)["docs/essay/three.md"] == b"# C\n\nText.\n{: #p1 }\n"


def test_a_ledger_that_cannot_be_read_is_not_written(build: Build) -> None:
    site = build("permalinks", TWO_NEW)
    (site.root / "permalinks.txt").write_bytes(LEDGER.encode() + b"essay/caf\xe9/\n")
    before = files(site)["permalinks.txt"]
    result = run(site, "number", "--publish")
    assert result.exit_code == 1
    count = LEDGER.count("\n") + 1
    assert f"permalinks.txt:{count}: bad-ledger: it is not UTF-8 here" in result.output
    assert files(site)["permalinks.txt"] == before


def test_a_ledger_that_was_emptied_is_not_published_anew(build: Build) -> None:
    site = build("permalinks", {"docs/essay/three.md": "# C\n\nText.\n{: #p1 }\n"})
    for one in (["init"], ["add", "permalinks.txt"], ["commit", "-m", "x"]):
        git(site.root, *one)
    (site.root / "permalinks.txt").write_bytes(b"")
    for command in (["check"], ["number", "--publish"]):
        result = run(site, *command)
        assert result.exit_code == 1
        count = LEDGER.count("\n") - 1
        said = f"permalinks.txt: forgotten-address: 'essay/one/' and {count} other addresses"
        assert said in result.output
    assert files(site)["permalinks.txt"] == b""
    git(site.root, "checkout", "HEAD", "--", "permalinks.txt")
    assert run(site, "number", "--publish").exit_code == 0


def test_ids_of_any_length_are_read(build: Build) -> None:
    long, digits = "x" * 5000, "7" * 5000
    text = f"# C\n\nOne.\n{{: #p{digits} }}\n\nTwo.\n{{: #p{long} }}\n\nThree.\n"
    site = build("permalinks", {"docs/essay/three.md": text})
    assert run(site, "number").exit_code == 0
    written = (site.root / "docs/essay/three.md").read_text("utf-8")
    assert written == f"{text}{{: #p3 }}\n"
    assert run(site, "number", "--publish").exit_code == 0
    assert f"essay/three/#p{digits}\n" in (site.root / "permalinks.txt").read_text("utf-8")


def test_attributes_cost_as_their_length() -> None:
    def look(size: int) -> None:
        for line in ("{:" + " " * size, "{:" + " " * size + "}", "{: a" + " " * size + "} b"):
            _with_ids([line], {0: "p1"})

    assert growth(look, 20_000) < MOST
