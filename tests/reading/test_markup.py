"""Notes keep the markup of Python-Markdown's footnotes, wherever they stand."""

from __future__ import annotations

import pytest
from conftest import Build, by_pandoc


def test_a_marker_and_its_note(build: Build) -> None:
    page = build("basic", strict=True).page()
    assert str(page.select_one("body > p")) == (
        '<p>Workers decide.<sup id="fnref:p1-1">'
        '<a class="footnote-ref" href="#fn:p1-1" role="doc-noteref">1</a></sup></p>'
    )
    section = page.select_one("section.footnote")
    assert section.attrs == {
        "class": ["footnote"],
        "role": "doc-endnotes",
        "aria-label": "Notes",
    }
    assert section.select_one("ol > li")["id"] == "fn:p1-1"
    assert section.select_one("ol > li > p > a.footnote-backref").attrs == {
        "class": ["footnote-backref"],
        "href": "#fnref:p1-1",
        "role": "doc-backlink",
        "aria-label": "Back to the text",
    }


def test_notes_stand_at_the_end_of_the_page(build: Build) -> None:
    page = build("basic", strict=True).page()
    assert page.body.find_all(recursive=False)[-1].name == "section"


def numbered(site_notes: list[str]) -> list[str]:
    return [note.rpartition(", ")[2] for note in site_notes]


def test_citations_in_every_kind_of_block_number_in_reading_order(build: Build) -> None:
    site = build("markup", strict=True)
    assert site.notes()[0] == "Maurice Brinton, The Bolsheviks (Solidarity, 1970), 1."
    assert numbered(site.notes())[1:6] == ["2.", "3.", "4.", "5.", "6."]
    markers = [link.get_text() for link in site.page().select("a.footnote-ref")]
    assert markers == [str(number) for number in range(1, len(markers) + 1)]
    assert len(site.notes()) == len(markers)
    assert site.dead_links() == []
    assert site.double_ids() == []
    assert "@" not in site.page().get_text()


@pytest.mark.parametrize(
    ("selector", "text"),
    [
        ("ul > li", "In a list[2]"),
        ("blockquote > p", "In a quotation.[3]"),
        (".admonition > p:last-child", "In an admonition.[4]"),
        ("th", "Head[5]"),
        ("td", "Cell[6]"),
        ("td + td", "Brinton[7]"),
        ("details.note > p", "In details.[9]"),
        (".tabbed-block > p", "In a tab.[11]"),
        ("em", "In emphasis[14]"),
        ("strong", "strong[15]"),
        ("mark", "marked[16]"),
        ("ins", "inserted[17]"),
        ("del", "struck[18]"),
    ],
)
def test_a_citation_stands_in(build: Build, selector: str, text: str) -> None:
    page = build("markup", strict=True).page()
    for marker in page.select("sup"):
        marker.replace_with(f"[{marker.get_text()}]")
    assert page.select_one(selector).get_text() == text


def test_snippets_blocks_and_markdown_in_html(build: Build) -> None:
    page = build("markup", strict=True).page()
    for marker in page.select("sup"):
        marker.replace_with(f"[{marker.get_text()}]")
    texts = [item.get_text() for item in page.select("p")]
    for expected in ("Put in.[10]", "In a block.[12]", "In HTML.[13]"):
        assert expected in texts


def test_plain_footnotes_go_on_working(build: Build) -> None:
    site = build("markup", strict=True)
    assert site.prose()[-1] == "Last[20].[21]"
    assert site.notes()[19] == "Plain footnote."


def test_the_toc_and_the_title_are_clean(build: Build) -> None:
    site = build("markup", strict=True)
    page = site.page()
    assert [(link.get_text(), link["href"]) for link in page.select("nav a")] == [
        ("Heading", "#heading")
    ]
    assert page.title.get_text() == "Heading"
    assert [item["id"] for item in page.select("h1, h2")] == ["heading", "second-heading"]


def test_headings_of_the_second_level_are_clean(build: Build) -> None:
    text = (
        "# Home\n\n## Councils [@brinton1970]\n\n## Strikes, as @walder1993 says\n\n"
        "## Ends[^x]\n\n[^x]: A.\n"
    )
    theme = (
        "<!doctype html><title>{{ page.title }}</title><nav>{% for top in page.toc %}"
        "{% for one in top.children %}<a href='{{ one.url }}'>{{ one.title }}</a>{% endfor %}"
        "{% endfor %}</nav>{{ page.content }}"
    )
    site = build("markup", {"docs/index.md": text, "theme/main.html": theme}, strict=True)
    assert [(link.get_text(), link["href"]) for link in site.page().select("nav a")] == [
        ("Councils", "#councils"),
        ("Strikes, as Andrew Walder and Xiaoxia Gong says", "#strikes-as-walder1993-says"),
        ("Ends", "#ends"),
    ]


def with_footnotes(options: str) -> str:
    return (
        "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
        "plugins: [{apparatus: {bib_file: refs.bib}}]\n"
        f"markdown_extensions:\n  - footnotes: {{{options}}}\n"
    )


@pytest.mark.parametrize(
    ("options", "selector", "expected"),
    [
        ("BACKLINK_TEXT: 'back'", "a.footnote-backref", "back"),
        ("SUPERSCRIPT_TEXT: '[{}]'", "a.footnote-ref", "[1]"),
        ("SEPARATOR: '-'", "a.footnote-ref", "1"),
        ("USE_DEFINITION_ORDER: true", "a.footnote-ref", "1"),
    ],
)
def test_the_options_of_the_sites_footnotes_hold(
    build: Build, options: str, selector: str, expected: str
) -> None:
    text = "A[^1] [@brinton1970; @walder1993].\n\n[^1]: B.\n"
    files = {"mkdocs.yml": with_footnotes(options), "docs/index.md": text}
    site = build("ids", files, strict=True)
    assert site.page().select_one(selector).get_text() == expected


def test_the_place_marker_of_the_sites_footnotes_holds(build: Build) -> None:
    text = "A[^1] [@brinton1970; @walder1993].\n\n[NOTES]\n\nAfter.\n\n[^1]: B.\n"
    files = {"mkdocs.yml": with_footnotes("PLACE_MARKER: '[NOTES]'"), "docs/index.md": text}
    site = build("ids", files, strict=True)
    assert [tag.name for tag in site.page().body.find_all(recursive=False)] == ["p", "section", "p"]


def test_the_default_place_marker(build: Build) -> None:
    text = "A [@brinton1970; @walder1993].\n\n///Footnotes Go Here///\n\nAfter.\n"
    site = build("ids", {"docs/index.md": text}, strict=True)
    assert [tag.name for tag in site.page().body.find_all(recursive=False)] == ["p", "section", "p"]


def test_an_image_keeps_its_alternative_text(build: Build) -> None:
    text = (
        "![see [@brinton1970]](x.png) ![@walder1993][pic]\n\n"
        "All [@brinton1970; @walder1993].\n\n[pic]: x.png\n"
    )
    site = build("ids", {"docs/index.md": text, "docs/x.png": ""}, strict=True)
    assert [image["alt"] for image in site.page().select("img")] == [
        "see [@brinton1970]",
        "@walder1993",
    ]
    assert len(site.notes()) == 1


def test_a_definition_list_and_an_abbreviation(build: Build) -> None:
    config = (
        "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
        "plugins: [{apparatus: {bib_file: refs.bib}}]\n"
        "markdown_extensions: [def_list, abbr, smarty]\n"
    )
    text = (
        'Term\n:   Meaning [@brinton1970, pp. 3--4, "so"].\n\nThe GAC [@walder1993]...\n\n'
        "*[GAC]: Gongzilian\n"
    )
    site = build("ids", {"mkdocs.yml": config, "docs/index.md": text}, strict=True)
    assert site.notes() == by_pandoc(text, site.root / "refs.bib").notes
    assert site.page().select_one("dd").get_text() == "Meaning.1"
    assert site.page().select_one("abbr").get_text() == "GAC"


def test_a_page_with_no_note_has_no_notes_section(build: Build) -> None:
    files = {"docs/other.md": "# Other\n\n///Footnotes Go Here///\n\nText.\n"}
    page = build("basic", files, strict=True).page("other/")
    assert page.select(".footnote") == []
    assert "Footnotes" not in page.get_text()


def test_a_citation_in_the_text_of_a_heading_leaves_the_toc_clean(build: Build) -> None:
    config = (
        "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
        "plugins: [{apparatus: {bib_file: refs.bib, style: apa}}]\n"
    )
    text = "# Councils [@brinton1970]\n\nText [@walder1993].\n"
    site = build("markup", {"mkdocs.yml": config, "docs/index.md": text}, strict=True)
    assert "@" not in site.page().nav.get_text()
    assert "@" not in site.page().title.get_text()
    assert site.page().h1.get_text() == "Councils (Brinton, 1970)"
