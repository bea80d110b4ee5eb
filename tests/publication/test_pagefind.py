"""`search: pagefind`: what is indexed, what is said where it cannot be, and when it is advised."""

from __future__ import annotations

import gzip
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from conftest import Build, Site

from mkdocs_apparatus.host.cli import main
from mkdocs_apparatus.publication import pagefind
from mkdocs_apparatus.publication.pagefind import PagefindError, Record, records, write

CONFIG = """\
site_name: Search
site_url: https://example.org/
theme: {name: material, font: false}
plugins: [PLUGINS, {apparatus: {bib_file: refs.bib, publish_fields: [annote], search: pagefind}}]
markdown_extensions: [attr_list]
nav: [index.md, essay/road.md, sources.md]
"""
BESIDE = """\
---
tags: [zebra]
search: {boost: 2}
---
# Beside the road

The 独立工会 & `<code>`.

## A heading of 工会
"""
HIDDEN = "---\nsearch: {exclude: true}\n---\n# Hidden\n\nAn okapi.\n"


def config(plugins: str = "search, tags", more: str = "") -> str:
    return CONFIG.replace("PLUGINS", plugins) + more


def fragments(folder: Path) -> list[dict[str, Any]]:
    """What Pagefind says of each place: gzip, with a signature before the JSON."""
    paths = sorted((folder / "fragment").iterdir())
    return [
        json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        for path in paths
    ]


def index_of(site: Site) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(site.read("search/search_index.json"))
    return found


def joined(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("flat", [False, True], ids=["folders", "use_directory_urls: false"])
def test_each_place_has_its_own_name_and_address(build: Build, flat: bool) -> None:
    files = {"docs/essay/beside.md": BESIDE, "docs/essay/hidden.md": HIDDEN}
    more = "use_directory_urls: false\n" if flat else ""
    whole = config(more=more).replace("search: pagefind", "search: true")
    site = build("search", {**files, "mkdocs.yml": whole}, strict=True)
    docs = {one["location"]: one for one in index_of(site)["docs"]}
    site.build({"mkdocs.yml": config(more=more)}, strict=True)
    assert not site.aborted
    found = {one["url"]: one for one in fragments(site.folder / "assets/pagefind")}
    assert found.keys() == {url or "./" for url in docs}
    road = "essay/road.html" if flat else "essay/road/"
    assert {f"{road}#p1", f"{road}#fn:p1-1", f"{road}#a-heading"} <= found.keys()
    assert not [url for url in found if "hidden" in url]
    for url, one in found.items():
        doc = docs[url if url != "./" else ""]
        title = BeautifulSoup(doc["title"], "html.parser").get_text()
        text = BeautifulSoup(doc["text"], "html.parser").get_text()
        assert joined(one["meta"]["title"]) == joined(title)
        assert joined(one["content"]) == joined(text or title), url
    assert found[f"{road}#fn:p1-1"]["meta"]["title"] == "The road, note 1"
    assert found[f"{road}#a-heading"]["meta"] == {"title": "A heading", "page": "The road"}
    beside = found["essay/beside.html" if flat else "essay/beside/"]
    assert beside["filters"] == {"tags": ["zebra"], "boost": ["2"]}
    assert "独 立 工 会 & <code>" in beside["content"]


def test_readers_fetch_no_whole_index(build: Build) -> None:
    site = build("search", {"mkdocs.yml": config()}, strict=True)
    index = index_of(site)
    assert index["docs"] == []
    assert index["config"]["lang"] == ["en"]
    assert index["config"]["places"] == len(fragments(site.folder / "assets/pagefind"))
    assert "pagefind/pagefind.js" in site.read("assets/apparatus-search.js")
    # What Pagefind has for search fields of its own is not published.
    names = {path.name for path in (site.folder / "assets/pagefind").iterdir()}
    assert not [name for name in names if "ui" in name or "worker" in name or name == "filter"]


def assert_searched_whole(site: Site) -> None:
    assert len(index_of(site)["docs"]) > 5
    assert not (site.folder / "assets/pagefind").exists()
    assert "pagefind" not in site.read("assets/apparatus-search.js")


def test_without_the_package(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagefind, "find_spec", lambda _: None)
    site = build("search", {"mkdocs.yml": config()})
    assert site.warnings == [
        "mkdocs.yml: no-pagefind: 'search: pagefind' has no effect: the package 'pagefind' is not "
        "installed; run `pip install 'mkdocs-apparatus[pagefind]'`, or set 'search: true'"
    ]
    assert_searched_whole(site)
    site.build(strict=True)
    assert site.aborted
    assert len(site.warnings) == 1


def test_a_build_in_which_pagefind_fails(
    build: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pagefind, "program", lambda: script(tmp_path, "exit 1"))
    site = build("search", {"mkdocs.yml": config()})
    [warning] = site.warnings
    assert warning.startswith(
        "mkdocs.yml: pagefind-failed: the index is searched whole, as Pagefind failed: "
        "it ended after 0 of "
    )
    assert warning.endswith("; build again, or set 'search: true'")
    assert_searched_whole(site)


@pytest.mark.parametrize(
    "plugins", ["search, offline", "search, {offline: {enabled: true}}"], ids=["plain", "set"]
)
def test_a_copy_for_a_disk_holds_its_index(build: Build, plugins: str) -> None:
    site = build("search", {"mkdocs.yml": config(plugins)}, strict=True)
    assert not site.aborted
    assert_searched_whole(site)


@pytest.mark.parametrize("written", ["pagefnd", "[pagefind]", "2"])
def test_other_values_are_refused(build: Build, written: str) -> None:
    site = build("search")
    site.write({"mkdocs.yml": config().replace("search: pagefind", f"search: {written}")})
    result = CliRunner().invoke(main, ["check", "-f", str(site.root / "mkdocs.yml")])
    assert result.exit_code == 2


def script(folder: Path, command: str) -> Path:
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{command}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("exit 3", "it ended after 0 of 3002 answers"),
        ("head -c 1000 > /dev/null; printf 'e30='; kill -9 $$", "it ended after 0 of 3002"),
        ("printf 'no base64,'; cat > /dev/null", "cannot be read"),
        ("printf 'bm8ganNvbg==,'; cat > /dev/null", "cannot be read"),
        ("printf 'e30=,'; cat > /dev/null", "cannot be read"),
        ("exec sleep 60", "it ended after 0 of 3002"),
    ],
    ids=["ends", "killed", "no base64", "no JSON", "another shape", "hangs"],
)
def test_a_program_that_fails_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str, said: str
) -> None:
    monkeypatch.setattr(pagefind, "program", lambda: script(tmp_path, command))
    held = [Record(f"#{n}", "A title", "A text") for n in range(3000)]
    with pytest.raises(PagefindError, match=said):
        write(held, "en", tmp_path / "index", limit=1.0)
    assert not (tmp_path / "index").exists()


def test_what_pagefind_says_is_wrong_is_said(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("here already", "utf-8")
    with pytest.raises(PagefindError):
        write([Record("#a", "A title", "A text")], "en", place / "index")


def test_hostile_entries_stay_text(tmp_path: Path) -> None:
    texts = ["<script>alert(1)</script>", "a,b\n\x00\u2028", "\ud83d", '"}],"x":[{"', "../../x", ""]
    docs = [
        {"location": f"x/#{n}", "title": f"T{n} {text}", "text": text}
        for n, text in enumerate(one.replace("<", "&lt;") for one in texts)
    ]
    write(records(docs), "en", tmp_path / "index")
    found = {one["url"]: one for one in fragments(tmp_path / "index")}
    assert found.keys() == {doc["location"] for doc in docs}
    assert found["x/#0"]["content"] == texts[0]
    assert found["x/#4"]["content"] == texts[4]
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def text_of(kilobytes: int) -> str:
    """Paragraphs with ids; a search index has some more bytes than their words."""
    paragraphs = (
        f"Word {n} " + "and another " * 80 + f"\n{{: #p{n} }}\n" for n in range(kilobytes)
    )
    return "# The road\n\n" + "\n".join(paragraphs)


def test_pagefind_is_advised_for_a_large_index(build: Build) -> None:
    site = build("search", {"mkdocs.yml": config().replace("search: pagefind", "search: true")})
    road, file = {"docs/essay/road.md": text_of(560)}, str(site.root / "mkdocs.yml")
    site.write(road)
    result = CliRunner().invoke(main, ["check", "-f", file])
    assert result.exit_code == 0, result.output
    [line] = result.output.splitlines()
    said, _, mend = line.partition(" kB")
    assert said.startswith("mkdocs.yml: large-search-index: the search index has about ")
    assert "write 'search: pagefind' in the options of the plugin 'apparatus'" in mend
    site.build(strict=True)  # where nothing is said of it
    size = len(site.read("search/search_index.json")) / 1000
    assert int(said.rpartition(" ")[2]) == pytest.approx(size, rel=0.05)
    for other in ("pagefind", "false"):  # is taken already, or Material's own is wanted
        site.write({"mkdocs.yml": config().replace("search: pagefind", f"search: {other}")})
        result = CliRunner().invoke(main, ["check", "-f", file])
        assert (result.exit_code, result.output) == (0, "")
    site.write({"docs/essay/road.md": text_of(400)})
    assert CliRunner().invoke(main, ["check", "-f", file]).output == ""
