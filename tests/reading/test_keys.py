"""Every key that Pandoc allows can be cited, listed and linked."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from conftest import Build, by_pandoc

PLAIN = [
    "brinton1970",
    "Brinton1970",
    "1970brinton",
    "_brinton",
    "brinton_1970",
    "brinton:1970",
    "brinton.1970",
    "brinton/1970",
    "brinton-1970",
    "brinton+1970",
    "brinton?1970",
    "brinton$1970",
    "brinton&1970",
    "doi:10.1000/182",
    "größe",
    "中國1989",
]
"""Keys that are written as they are."""

BRACED = ["https://example.org/a/?b=1", "10.1000/(sici)1", "brinton1970.", "d'arc", "a::b", "a--b"]
"""Keys that Pandoc wants written `@{key}`."""


def bib(keys: list[str]) -> str:
    entry = "@book{{{0}, author = {{Brinton, Maurice}}, title = {{Title {1}}}, date = {{1970}}}}\n"
    return "".join(entry.format(key, number) for number, key in enumerate(keys))


def files(written: list[str], keys: list[str]) -> dict[str, str]:
    lines = [f"Word [{one}, p. {number}].\n" for number, one in enumerate(written)]
    return {
        "docs/index.md": "\n".join(lines),
        "docs/sources.md": "\\full_bibliography\n",
        "refs.bib": bib(keys),
    }


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ([f"@{key}" for key in PLAIN], PLAIN),
        ([f"@{{{key}}}" for key in PLAIN + BRACED], PLAIN + BRACED),
    ],
    ids=["plain", "braced"],
)
def test_keys_are_cited_listed_and_linked(
    build: Build, written: list[str], keys: list[str]
) -> None:
    site = build("keys", files(written, keys), strict=True)
    assert site.warnings == []
    markdown = (site.root / "docs/index.md").read_text("utf-8")
    assert site.notes() == by_pandoc(markdown, site.root / "refs.bib").notes
    assert len(site.notes()) == len(keys)
    ids = [str(item["id"]) for item in site.page("sources/").select(".source")]
    assert sorted(ids) == sorted(keys)
    links = [str(link["href"]) for link in site.page().select("a.citation-source")]
    assert links == [f"sources/#{quote(key)}" for key in keys]
    assert site.dead_links() == []
    cited = {one["key"]: one for one in json.loads(site.read("edition.json"))["sources"]}
    assert {key: [place["locator"] for place in one["cited"]] for key, one in cited.items()} == {
        key: [str(number)] for number, key in enumerate(keys)
    }


def test_a_narrative_citation_by_such_keys(build: Build) -> None:
    page = "As @brinton:1970 and @{10.1000/(sici)1} [p. 3] say; so @brinton.1970.\n"
    keys = ["brinton:1970", "10.1000/(sici)1", "brinton.1970"]
    site = build("keys", {**files([], keys), "docs/index.md": page}, strict=True)
    assert site.notes() == by_pandoc(page, site.root / "refs.bib").notes
    assert site.prose() == by_pandoc(page, site.root / "refs.bib").prose


def test_punctuation_after_a_key_is_no_part_of_it(build: Build) -> None:
    page = (
        "A [@brinton1970; @walder1993]. B [@brinton1970: so]. C @brinton1970. D @walder1993, e.\n"
    )
    site = build(
        "keys",
        {**files([], ["brinton1970", "walder1993"]), "docs/index.md": page},
        strict=True,
    )
    pandoc = by_pandoc(page, site.root / "refs.bib")
    assert site.notes() == pandoc.notes
    assert site.prose() == pandoc.prose


def test_keys_that_begin_alike_are_apart(build: Build) -> None:
    page = "A [@smith]. B [@smith2]. C [@smith:2]. D [@smith.2].\n"
    keys = ["smith", "smith2", "smith:2", "smith.2"]
    site = build("keys", {**files([], keys), "docs/index.md": page}, strict=True)
    titles = [note.split(", ")[1] for note in site.notes()]
    assert titles == ["Title 0 (1970).", "Title 1 (1970).", "Title 2 (1970).", "Title 3 (1970)."]


def test_ampersands_in_keys_stay_text(build: Build) -> None:
    keys = ["a&b", "a&lt;b", "a&amp;b"]
    page = "".join(f"Word [@{{{key}}}].\n\n" for key in keys)
    site = build("keys", {**files([], keys), "docs/index.md": page}, strict=True)
    assert [str(item["id"]) for item in site.page("sources/").select(".source")] == keys
    assert site.dead_links() == []


def test_keys_that_pandoc_does_not_read(build: Build) -> None:
    """An attribute must not end at the key's quotation mark."""
    keys = ['a"b', "a<b", "a'>b", "D’Arcy2001", "a‐b", "a#b", "a~b", "a|b^c", "50%", "a\\b"]
    page = "".join(f"Word [@{{{key}}}].\n\n" for key in keys)
    site = build("keys", {**files([], keys), "docs/index.md": page}, strict=True)
    assert site.notes() == [f"Maurice Brinton, Title {n} (1970)." for n in range(len(keys))]
    ids = [str(item["id"]) for item in site.page("sources/").select(".source")]
    assert sorted(ids) == sorted(keys)
    assert site.dead_links() == []


def test_a_parent_whose_key_pandoc_does_not_read(build: Build) -> None:
    bib = (
        "@inbook{child, title = {Part}, author = {Roe, Ann}, crossref = {Whole’s}}\n"
        "@book{Whole’s, title = {Whole}, editor = {Poe, Bo}, year = {in press}}\n"
    )
    page = {"docs/index.md": "A [@child].\n", "docs/sources.md": "# S\n", "refs.bib": bib}
    site = build("keys", page, strict=True)
    assert site.notes() == ["Ann Roe, “Part,” in Whole, ed. Bo Poe (in press)."]


def test_hints_work_when_they_are_followed(build: Build) -> None:
    """A key that Markdown would cut short is named in braces."""
    keys = ["D'Arcy2001", "ell(1)", "end.", "Mueller+2001", "O'Hara/2012", "plain2000"]
    text = "A [@D'Arcy2001]. B [@O'Hara/2012, p. 3]. C [@plane2000]. As @ell(1) says.\n"
    # A file each, since many that nothing cites in one file are only counted.
    refs = {f"refs/{number}.bib": bib([key]) for number, key in enumerate(keys)}
    config = "site_name: Keys\nplugins: [{apparatus: {bib_dir: refs, uncited: all}}]\n"
    site = build("keys", {"mkdocs.yml": config, "docs/index.md": text, **refs})
    meant = [one.split("did you mean '")[1][:-2] for one in site.warnings if "did you" in one]
    assert sorted(meant) == ["@plain2000", "@{D'Arcy2001}", "@{O'Hara/2012}", "@{ell(1)}"]
    hints = [one.split("cite it ('")[1].split("')")[0] for one in site.warnings if "cite it" in one]
    assert len(hints) == len(keys)
    site.build({"docs/index.md": " ".join(["Word", *hints]) + "\n"}, strict=True)
    assert site.warnings == []
    assert len(site.notes()) == len(keys)
