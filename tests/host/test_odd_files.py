"""Files that are not what they should be: other encodings, halves of characters, aliases."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner
from conftest import Build, Site
from growth import MOST, growth

from mkdocs_apparatus.characters import joined, without_controls
from mkdocs_apparatus.host.cli import main
from mkdocs_apparatus.ids import fault_of
from mkdocs_apparatus.registers.datafile import parse
from mkdocs_apparatus.registers.dates import read_date
from mkdocs_apparatus.registers.names import load_index

LIMITED = ["bash", "-c", 'ulimit -v 2000000; exec "$@"', "-"]


def build_by_command(site: Site, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*LIMITED, sys.executable, "-m", "mkdocs", "build", *arguments]
    return subprocess.run(command, cwd=site.root, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"# A\n\nCaf\xe9.\n", "docs/x.md:3: bad-encoding: it is not UTF-8 here: "),
        (b"---\ntitle: Caf\xe9\n---\n\n# A\n", "docs/x.md:2: bad-encoding: it is not UTF-8 here: "),
        ("# A\n".encode("utf-16"), "docs/x.md:1: bad-encoding: it is not UTF-8 here: "),
        (b"# A\n\n\xed\xa0\x80\n", "docs/x.md:3: bad-encoding: it is not UTF-8 here: "),
    ],
    ids=["latin-1", "front matter", "utf-16", "surrogate"],
)
def test_a_page_in_another_encoding_is_named_with_its_line(
    build: Build, data: bytes, said: str
) -> None:
    site = build("permalinks")
    (site.root / "docs/x.md").write_bytes(data)
    done = build_by_command(site)
    assert done.returncode == 1
    assert said in done.stderr
    assert "save it as UTF-8" in done.stderr
    assert "Traceback" not in done.stderr
    checked = CliRunner().invoke(main, ["check", "-f", str(site.root / "mkdocs.yml")])
    assert (checked.exit_code, checked.output.startswith(said)) == (1, True)


def test_a_pipe_among_the_pages_is_not_waited_for(build: Build) -> None:
    site = build("permalinks")
    os.mkfifo(site.root / "docs/x.md")
    done = build_by_command(site)
    assert done.returncode == 1
    assert "docs/x.md: bad-encoding: it is no file; put one in its place" in done.stderr


def test_of_two_pages_with_one_address_one_is_named_and_the_other_read(build: Build) -> None:
    site = build("permalinks")
    site.build(
        {
            "docs/essay/twice.md": "# Twice\n\nAs a file [@brinton1970, 1].\n",
            "docs/essay/twice/index.md": "# Twice\n\nAs a folder [@brinton1970, 2].\n",
        }
    )
    assert site.warnings == [
        "docs/essay/twice/index.md: same-address: its address 'essay/twice/' is also that of"
        " 'essay/twice.md', of which nothing is left on the site; rename one of them"
    ]
    assert site.notes("essay/twice/") == ["Brinton, The Bolsheviks, 2."]
    sections = json.loads(site.read("edition.json"))["sections"]
    assert [one["url"] for one in sections].count("essay/twice/") == 1


HOOK = """
from pathlib import Path
def {event}(*given, page=None, **__):
    Path((page or given[0]).file.abs_src_path).unlink(missing_ok=True)
"""


@pytest.mark.parametrize("event", ["on_pre_page", "on_page_content"])
def test_a_page_that_goes_while_the_site_is_built_is_named(build: Build, event: str) -> None:
    site = build("permalinks")
    hook = HOOK.format(event=event)
    config = (site.root / "mkdocs.yml").read_text("utf-8")
    site.write({"mkdocs.yml": f"{config}hooks: [hook.py]\n", "hook.py": hook})
    done = build_by_command(site)
    assert done.returncode == 1
    assert ".md: bad-encoding: it was taken away while the site was built" in done.stderr
    assert "Traceback" not in done.stderr


LAUGHS = "a0: &a0 [lol]\n" + "".join(
    f"a{one}: &a{one} [{', '.join([f'*a{one - 1}'] * 10)}]\n" for one in range(1, 9)
)
MANY = "a: &a [" + "x, " * 3_000 + "x]\n" + "b: [" + "*a, " * 3_000 + "*a]\n"
ITSELF = "a: &a [*a]\n"


@pytest.mark.parametrize("text", [f"{LAUGHS}people: *a8\n", MANY], ids=["laughs", "square"])
def test_aliases_that_multiply_in_a_data_file(text: str) -> None:
    data, problems = parse(text, "x.yml")
    assert data.fields == {}
    assert [str(one) for one in problems] == [
        "x.yml: bad-data: its aliases ('*name') stand for more than 1000000 values; write them out"
    ]


def test_aliases_of_the_usual_kind_are_read() -> None:
    events = "".join("- {sources: *s, place: here}\n" for _ in range(2_000))
    data, problems = parse(f"s: &s [a, b, c]\nevents:\n{events}", "x.yml")
    assert problems == ()
    assert data.records("events")[1_999].texts("sources") == ("a", "b", "c")


def test_front_matter_whose_aliases_multiply(build: Build) -> None:
    site = build("permalinks")
    fields = f"{LAUGHS}description: *a8\ntags: &t [*t]\ndate: *a8\n"
    site.write({"docs/essay/three.md": f"---\n{fields}---\n# C\n\nText.\n{{: #p1 }}\n"})
    done = build_by_command(site)
    assert done.returncode == 0
    for line, field in ((10, "description"), (11, "tags"), (12, "date")):
        assert (
            f"docs/essay/three.md:{line + 1}: bad-data: the aliases ('*name') of '{field}' stand "
            "for more than 100000 values, or for themselves; write out what is meant"
        ) in done.stderr
    assert len(site.read("essay/three/index.html")) < 20_000


def test_an_emoji_in_two_halves_is_one() -> None:
    text = (
        'people:\n- name: "\\ud83d\\ude00 Lenin"\n  gloss: "half \\ud800 of it"\n  "\\ud83d": x\n'
    )
    data, problems = parse(text, "x.yml")
    [record] = data.records("people")
    assert record.text("name") == "😀 Lenin"
    assert record.text("gloss") == "half \ufffd of it"
    said = "bad-data: it holds half a character ('\\ud800'); write the whole one"
    assert [str(one) for one in problems] == [f"x.yml:{line}: {said}" for line in (3, 4)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("\ud83d\ude00\ud83d\ude00", "😀😀"),
        ("a\ud83d", "a\ufffd"),
        ("\ude00\ud83d", "\ufffd\ufffd"),
        ("😀\ud83d\ude00é", "😀😀é"),
    ],
)
def test_halves_are_joined(text: str, expected: str) -> None:
    assert joined(text) == expected


def test_controls_are_left_out_and_white_space_is_not() -> None:
    every = "".join(map(chr, range(0x21)))
    assert without_controls(f"a{every}b\x7f é") == "a\t\n\x0c\r b\x7f é"


INDEX = """people:
- name: "Ada \\x01Lovelace \\ud83d\\ude00"
  variants: [Lovelace]
  gloss: "A \\x0bmathematician\\0."
"""


def test_no_half_and_no_control_comes_into_a_site(build: Build) -> None:
    front = '---\ntitle: "Three \\ud83d\\ude00\\x02"\ndescription: "x \\ud83d \\x08 y"\n---\n'
    text = f"{front}Text\x01 \x00by\x1b\x0b Lovelace &#1;&#x1f;`co\x07de`.\n{{: #p1 }}\n"
    files = {
        "docs/essay/three.md": text,
        "docs/names.md": "# Names\n\n\\index\n",
        "docs/data/index.yml": INDEX,
    }
    site = build("permalinks", files)
    assert site.warnings == [
        "docs/essay/three.md:3: bad-data: 'description' holds a lost character, or half of one; "
        "write the whole one"
    ]
    for path in site.folder.rglob("*"):
        if path.suffix in (".html", ".bib", ".ris", ".txt", ".xml", ".json"):
            assert without_controls(path.read_text("utf-8")) == path.read_text("utf-8"), path
    assert "Three 😀" in site.read("essay/three/index.html")
    assert site.prose("essay/three/")[0].startswith("Text by Lovelace")
    assert "Ada Lovelace 😀" in site.page("names/").get_text()
    assert "A mathematician." in site.page("names/").get_text()


@pytest.mark.parametrize("text", ["p\x01", "p\x0b", "p 1", "p\u2028", "p\ud800", "p1\n"])
def test_an_id_with_a_control_is_a_problem(text: str) -> None:
    assert fault_of(text) is not None


@pytest.mark.parametrize(
    "date",
    [
        "Y1E9999999999",
        "y1e999999999",
        "Y-1E9999999999",
        "Y17E9999/2000",
        "[1900, Y1E99999999]",
        "Y" + "9" * 5_000,
        "1E" + "9" * 5_000,
        "Y1E3S" + "9" * 5_000,
        "[" + "1900, " * 1_000 + "1901]",
        "9" * 290,
    ],
)
def test_a_date_that_is_too_far_off_or_too_long(date: str) -> None:
    with pytest.raises(ValueError, match=r"too far off|longer than any date"):
        read_date(date)


def test_a_date_far_off_is_read_still() -> None:
    assert read_date("Y17E7").start == 170_000_000
    assert read_date("Y-17E7").start == -170_000_000


def test_a_data_file_costs_as_its_length() -> None:
    def run(size: int) -> None:
        names = "".join(f"- {{name: N{one}, variants: [M{one}]}}\n" for one in range(size))
        load_index(f"people:\n{names}", "x.yml")

    assert growth(run, 100) < MOST
