"""`@key` prints the entry of its source where it stands alone, and its author in a sentence."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from conftest import Build, Site, words

REFS = (
    "@book{roe, author = {Roe, Ann}, title = {A Book}, publisher = {Pub}, date = {1999}}\n"
    "@book{poe, author = {Poe, Ben}, title = {A Paper}, publisher = {Pub}, date = {2001}}\n"
)
ENTRIES = [
    "- @roe",
    "- @roe.",
    "1. @roe\n    - [PDF](https://example.org/roe.pdf)",
    "- Data: @roe",
    "- **2020** @roe",
    "- 2020 – @roe",
    "- **May 2024** Liv's paper is out! @roe",
    "- @roe (PhD thesis)",
    "- @roe [PDF](https://example.org) [Slides][s]\n\n[s]: https://example.org",
    "- [PDF](https://example.org) @roe",
    "- ![](x.png) @roe",
    "- @roe, best paper of the year",
    "- @roe – in print",
    "- @roe: the standard work.",
    "- *@roe*",
    "- **@roe**",
    "* @roe\n\n    In two words: good.",
    "@roe",
    "@roe. The standard work.",
    "Read first:\n@roe",
    "Good years.  \n@roe  \nBad years.",
    "### @roe",
    "> @roe",
    "| Name | Paper |\n| --- | --- |\n| Liv | @roe |",
    "Term\n:   @roe",
    "- @roe; @poe",
]
"""Where the entry of `roe` is printed."""

SENTENCES = [
    "As @roe says.",
    "@roe says so.",
    "@roe's book.",
    "@roe [p. 3]",
    "@roe []",
    "- @roe and @poe agree.",
    "- @roe say that it is hard.",
    "- write about @roe",
    "He keeps them, e.g. @roe.",
    "Many agree (cf. @roe).",
    "So it is (@roe).",
    "For the exam you need @roe by heart.",
    "@roe, who was there, says no.",
    "@roe – and not only there – says no.",
    "@roe **never** said so.",
    "\\[@roe].",
    "Nobody but\n@roe\nsays so.",
]
"""Where its author stands in the text."""


def config(style: str, more: str = "") -> dict[str, str]:
    options = f"{{bib_file: refs.bib, style: {style}{more}}}"
    extensions = "markdown_extensions: [tables, def_list]"
    theme = "theme: {name: null, custom_dir: theme}"
    text = f"site_name: x\n{theme}\nplugins: [{{apparatus: {options}}}]\n{extensions}\n"
    return {"mkdocs.yml": text, "refs.bib": REFS}


def parts(site: Site) -> list[BeautifulSoup]:
    """What stands under each heading of the second level, but for the list of references."""
    page = site.read("index.html")
    found = [one for one in page.split("<h2")[1:] if ">References<" not in one]
    return [BeautifulSoup(one, "html.parser") for one in found]


@pytest.mark.parametrize("style", ["apa", "ieee", "chicago-notes-bibliography"])
def test_an_entry_or_an_author(build: Build, style: str) -> None:
    both = [*ENTRIES, *SENTENCES]
    text = "".join(f"## {number}\n\n{one}\n\n" for number, one in enumerate(both))
    files = {"docs/index.md": text, "docs/x.png": ""}
    site = build("basic", config(style) | files, strict=True)
    for written, part in zip(both, parts(site), strict=True):
        entries = [words(one) for one in part.select(".citation-entry")]
        printed = [one for one in entries if "Pub" in one and not one.startswith("[")]
        assert len(printed) == (0 if written in SENTENCES else 1 + ("@poe" in written)), written
        assert entries == printed
    assert site.dead_links() == []
    assert site.double_ids() == []


@pytest.mark.parametrize("style", ["apa", "ieee", "chicago-notes-bibliography"])
def test_a_list_of_publications_has_no_list_at_its_foot(build: Build, style: str) -> None:
    page = "# Publications\n\n1. @roe\n    - [PDF](https://example.org)\n2. @poe\n"
    site = build("basic", config(style) | {"docs/index.md": page}, strict=True)
    assert site.page().select(".sources, .footnote, sup") == []
    printed = [words(one) for one in site.page().select("ol > li > .citation")]
    assert len(printed) == 2
    assert ["Roe" in printed[0], "1999" in printed[0]] == [True, True]
    assert ["Poe" in printed[1], "2001" in printed[1]] == [True, True]


def test_entries_count_nothing(build: Build) -> None:
    """Numbers, "ibid." and the list of the page are those of its citations."""
    page = "- @roe\n\nA [@poe]. B [@roe].\n"
    site = build("basic", config("ieee") | {"docs/index.md": page}, strict=True)
    assert site.prose() == ["A [1]. B [2]."]
    assert [one[:11] for one in site.entries("")] == ["[1] B. Poe,", "[2] A. Roe,"]
    page = "A [@poe].\n\n@roe\n\nB [@poe].\n"
    site = build("basic", config("chicago-notes-bibliography") | {"docs/index.md": page})
    assert site.notes() == ["Ben Poe, A Paper (Pub, 2001).", "Poe, A Paper."]


def test_a_number_that_a_style_sets_as_words_is_left_out(build: Build) -> None:
    page = "- @poe\n\nA [@roe].\n"
    site = build("basic", config("nucleic-acids-research") | {"docs/index.md": page}, strict=True)
    assert site.entries("")[0].startswith("1.")
    assert words(site.page().select_one(".citation-entry")).startswith("Poe,")


def test_an_author_leads_to_the_entry_that_is_printed(build: Build) -> None:
    """On its page, else on the first that prints it; the list of a page has no second one."""
    files = {
        "docs/index.md": "As @roe and @poe say.\n",
        "docs/people.md": "As @roe says [@poe].\n\n- @roe\n\n\\bibliography\n",
        "docs/publications.md": "- @poe\n- @roe\n",
    }
    site = build("basic", config("apa", ", bib_by_default: false") | files, strict=True)
    links = [str(one["href"]) for one in site.page().select(".citation a")]
    assert links == ["people/#cite:p1-3", "publications/#cite:p0-1"]
    links = [str(one["href"]) for one in site.page("people/").select(".citation a")]
    assert links == ["#cite:p1-3", "#ref-poe"]
    assert [one[:4] for one in site.entries("people/")] == ["Poe,"]
    assert site.dead_links() == []


def test_an_entry_is_a_place_where_its_source_is_cited(build: Build) -> None:
    files = {"docs/index.md": "- @roe\n\nA [@poe].\n", "docs/sources.md": "\\full_bibliography\n"}
    site = build("basic", config("apa") | files, strict=True)
    assert [href for _, href in site.places("roe")] == ["../#cite:p0-1"]
    assert site.warnings == []


def test_notes_of_in_text_styles_may_hold_entries_and_annotations_do_not(build: Build) -> None:
    page = "A[^a].\n\n/// annotation | T\n    id: t\n    type: context\n\n@poe\n///\n\n[^a]: @roe\n"
    site = build("basic", config("apa") | {"docs/index.md": page}, strict=True)
    assert site.notes() == ["Roe, A. (1999). A book. Pub."]
    assert words(site.page().select_one(".annotation .citation")) == "Poe (2001)"


def test_without_inline_citations_all_stays_as_it_is(build: Build) -> None:
    page = "- @roe\n\nAs @poe says [@roe; @poe].\n"
    more = config("apa", ", enable_inline_citations: false")
    site = build("basic", more | {"docs/index.md": page}, strict=True)
    assert words(site.page().select_one("ul > li")) == "@roe"
    assert site.prose() == ["As @poe says (Poe, 2001; Roe, 1999)."]
