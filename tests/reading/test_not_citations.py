"""What looks like a citation and is none stays as it was written."""

from __future__ import annotations

import pytest
from conftest import Build, by_pandoc


def test_a_page_of_such_things_has_no_note_and_no_warning(build: Build) -> None:
    site = build("not_citations", strict=True)
    page = site.page()
    assert site.warnings == []
    assert site.notes() == []
    assert page.select(".citation, .footnote, sup") == []
    assert "\x02" not in site.read("index.html")
    assert "\x03" not in site.read("index.html")


def test_they_read_as_they_were_written(build: Build) -> None:
    assert build("not_citations", strict=True).prose() == [
        "Code [@brinton1970] and @brinton1970.",
        "A comment in a line.",
        "A link @brinton1970, a reference @brinton1970.",
        "https://example.org/@brinton1970 and me@brinton1970.org and me@brinton1970.org "
        "and [me@brinton1970].",
        "Escaped @brinton1970 and [@brinton1970] and [@brinton1970].",
        "Greetings to @someone and @brinton, and a price @ 5.",
        "Span",
    ]


def test_code_blocks_comments_and_attributes_are_whole(build: Build) -> None:
    page = build("not_citations", strict=True).page()
    assert [block.get_text() for block in page.select("pre")] == [
        "[@brinton1970] @brinton1970 [^x]\n"
    ] * 2
    assert page.select_one("p > span[title]")["title"] == "[@brinton1970] @brinton1970"
    assert page.select_one("div")["data-by"] == "@brinton1970"
    assert page.select_one("div").get_text() == "Raw [@brinton1970] and @brinton1970"
    assert "<!-- [@brinton1970] @nobody1970 -->" in str(page)
    assert "<!--\n[@nobody1970] and [^nobody]\n-->" in str(page)


def test_links_lead_where_they_did(build: Build) -> None:
    page = build("not_citations", strict=True).page()
    links = [(str(link["href"]), link.get("title")) for link in page.select("a")]
    assert links[:3] == [
        ("https://example.org/@brinton1970", "by @brinton1970"),
        ("https://example.org/r", "@brinton1970"),
        ("https://example.org/@brinton1970", None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "See [see @brinton1970, 3](https://example.org).",
        "See [*see* `x` @brinton1970](https://example.org).",
        "See [@brinton1970](https://example.org).",
        "See [@brinton1970][r].",
        "See [@brinton1970].",
        "Mail [write to me@brinton1970.org].",
        "Path src/@brinton1970/x and https://example.org/@brinton1970 and a.@brinton1970.",
        "Twice @@brinton1970.",
        "An open bracket [@nobody1970 and no end.",
        "A box [x] and [ @ ] and [a@b] and [@].",
        "Keys: &#64;brinton1970.",
    ],
)
def test_no_citation(build: Build, text: str) -> None:
    reference = "[r]: https://example.org\n" if "[r]" in text else ""
    if text == "See [@brinton1970].":  # a reference link's short form wins, as in pandoc
        reference = "[@brinton1970]: https://example.org\n"
    site = build("not_citations", {"docs/index.md": f"{text}\n\n{reference}"}, strict=True)
    assert site.warnings == []
    assert site.page().select(".citation, .footnote, sup") == []


def test_a_note_reference_in_a_link_text_or_code_is_none(build: Build) -> None:
    text = "Code `[^x]` and real[^x].\n\n```\n[^y]\n```\n\n[^x]: A note.\n"
    site = build("not_citations", {"docs/index.md": text}, strict=True)
    assert site.prose() == ["Code [^x] and real[1]."]
    assert site.notes() == ["A note."]


def test_a_definition_in_a_code_block_is_none(build: Build) -> None:
    text = "```\n[^x]: In code.\n```\n\n    [^y]: In code.\n"
    site = build("not_citations", {"docs/index.md": text}, strict=True)
    assert [block.get_text() for block in site.page().select("pre")] == [
        "[^x]: In code.\n",
        "[^y]: In code.\n",
    ]


@pytest.mark.parametrize("text", [r"\[@brinton1970].", r"\[see @brinton1970]."])
def test_an_escaped_bracket_leaves_a_narrative_citation_as_pandoc_has_it(
    build: Build, text: str
) -> None:
    site = build("not_citations", {"docs/index.md": text}, strict=True)
    pandoc = by_pandoc(text, site.root / "refs.bib")
    assert site.notes() == pandoc.notes
    assert len(site.notes()) == 1


def test_an_unknown_handle_like_a_key_is_asked_about(build: Build) -> None:
    """A misspelt key must not pass for a handle."""
    site = build("not_citations", {"docs/index.md": "As @brinton1971 says.\n"})
    assert site.warnings == [
        "docs/index.md:1: unknown-key: '@brinton1971' is not in refs.bib; "
        "did you mean '@brinton1970'?"
    ]
    assert site.prose() == ["As @brinton1971 says."]
