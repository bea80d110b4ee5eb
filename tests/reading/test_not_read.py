"""Citations that cannot be read as they are written are said, or read as they are meant."""

from __future__ import annotations

import logging

import pytest
from conftest import Build, by_pandoc

ALL = "All [@brinton1970; @walder1993].\n"

UNPARTED = [
    "[@brinton1970, @walder1993]",
    "[@brinton1970 and @walder1993]",
    "[@brinton1970 & @walder1993]",
    "[see @brinton1970, p. 3, and @walder1993]",
    "[@brinton1970 @walder1993]",
    "[@walder1993; @brinton1970, @walder1993]",
    "[-@brinton1970, -@walder1993]",
    "[@brinton1970, who cites @{walder1993}]",
    "@brinton1970 [3, @brinton1970, @walder1993]",
]

PARTED = [
    "[@brinton1970; @walder1993]",
    "[@brinton1970;@walder1993, p. 3]",
    "[@brinton1970, me@example.org]",
    "[@brinton1970, of \\@walder1993]",
    "[@brinton1970, p. 3 [sic; so]; @walder1993]",
    "@brinton1970 [3; @walder1993]",
]


def test_sources_that_nothing_parts_are_reported(build: Build) -> None:
    text = "".join(f"Word {one} here.\n\n" for one in UNPARTED)
    site = build("syntax", {"docs/index.md": f"{text}{ALL}"})
    assert site.warnings == [
        f"docs/index.md:{2 * at + 1}: bad-citation: '{one}' names sources that nothing parts; "
        "part sources with ';', as in '[see @a, p. 3; @b]', or write '\\@walder1993' if that is no "
        "source"
        for at, one in enumerate(UNPARTED)
    ]
    assert site.prose()[:-1] == [f"Word {one} here." for one in UNPARTED]


def test_a_source_that_only_such_a_citation_names_is_not_called_uncited(build: Build) -> None:
    site = build("syntax", {"docs/index.md": f"Word {UNPARTED[0]}.\n"})
    assert [one.split(": ")[1] for one in site.warnings] == ["bad-citation"]


def test_sources_that_are_parted_are_read_as_by_pandoc(build: Build) -> None:
    text = "".join(f"Word {one} here.\n\n" for one in PARTED)
    site = build("syntax", {"docs/index.md": text}, strict=True)
    assert site.notes() == by_pandoc(text, site.root / "refs.bib").notes


@pytest.mark.parametrize(
    ("written", "reported"),
    [
        ("<div>\nIn a block [@brinton1970].\n</div>", "[@brinton1970]"),
        ("<div>In a line [see @brinton1970, 3].</div>", "[see @brinton1970, 3]"),
        ("<figure><figcaption>By [@brinton1970; @walder1993]</figcaption></figure>",
         "[@brinton1970; @walder1993]"),
        ("<table><tr><td>@brinton1970</td></tr></table>", "@brinton1970"),
        ("<ul>\n<li>@{brinton1970}, 1970</li>\n</ul>", "@{brinton1970}"),
        ("[a link that cites [@brinton1970]](https://example.org)", "[@brinton1970]"),
        ("[a *link* that cites [@brinton1970, 3]][r]\n\n[r]: https://example.org",
         "[@brinton1970, 3]"),
        ('A <a href="https://example.org">link, [@brinton1970]</a>.', "[@brinton1970]"),
        ('A <A HREF="x"><em>link</em>\nby @brinton1970 [3]</A>.', "@brinton1970 [3]"),
        ("- A <a name=x>place, [-@brinton1970]</a>", "[-@brinton1970]"),
    ],
)  # fmt: skip
def test_citations_where_markdown_is_not_read_are_reported(
    build: Build, written: str, reported: str
) -> None:
    site = build("syntax", {"docs/index.md": f"{ALL}\n{written}\n"})
    line = next(n for n, one in enumerate(written.split("\n"), 3) if reported in one)
    assert site.warnings == [
        f"docs/index.md:{line}: unresolved: '{reported}' stands in HTML, or in the text of a link, "
        "where citations are not read; put it outside, write 'markdown' into the HTML tag (with "
        "the extension md_in_html), or '&#64;' for '@'"
    ]


def test_what_is_no_citation_in_html_is_not_reported(build: Build) -> None:
    text = (
        f"{ALL}\n<div><code>[@brinton1970]</code> [&#64;brinton1970] @someone</div>\n\n"
        '<script>f("@brinton1970")</script>\n\n<style>@brinton1970 {}</style>\n\n'
        '<div title="[@brinton1970]">[@nobody]</div>\n\n<!-- [@brinton1970] -->\n\n'
        "[@brinton1970](https://example.org) and [`[@brinton1970]`](https://example.org)\n\n"
        "Type <code>[@brinton1970]</code>, <kbd>@brinton1970</kbd> or <samp>a *b*\n"
        "[-@brinton1970]</samp> <span>[@brinton1970]</span>.\n"
    )
    site = build("syntax", {"docs/index.md": text}, strict=True)
    assert site.warnings == []
    assert len(site.notes()) == 2
    typed = site.prose()[-1]
    assert typed == "Type [@brinton1970], @brinton1970 or a b [-@brinton1970] [2]."


def test_html_whose_tag_says_markdown_is_read(build: Build) -> None:
    config = (
        "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
        "plugins: [{apparatus: {bib_file: refs.bib}}]\nmarkdown_extensions: [md_in_html]\n"
    )
    figure = "<figure markdown>\n<figcaption markdown>By [@brinton1970]</figcaption>\n</figure>"
    text = f"{figure}\n\n{ALL}"
    site = build("syntax", {"mkdocs.yml": config, "docs/index.md": text}, strict=True)
    assert len(site.notes()) == 2


def test_keys_in_other_letters_are_found_and_said(
    build: Build, caplog: pytest.LogCaptureFixture
) -> None:
    """In the log, which stops no strict build: nothing on the page is wrong."""
    caplog.set_level(logging.INFO, "mkdocs")
    text = "A [see @Brinton1970, 3; @walder1993]. As @WALDER1993 says. B [@{brintoN1970}].\n"
    site = build("syntax", {"docs/index.md": text}, strict=True)
    right = text.replace("Brinton", "brinton").replace("WALDER", "walder").replace("oN", "on")
    assert site.notes() == by_pandoc(right, site.root / "refs.bib").notes
    assert site.warnings == []
    for written, key in (("Brinton1970", "brinton"), ("WALDER1993", "walder"), ("brintoN1970", "")):
        key = f"{key or 'brinton'}{written[-4:]}"
        said = f"docs/index.md:1: key-case: '@{written}' is '{key}' in refs.bib; write '@{key}'"
        assert said in caplog.text


def test_a_key_that_two_keys_are_in_other_letters_is_unknown(build: Build) -> None:
    refs = "".join(f"@book{{{key}, title = {{T}}}}\n" for key in ("roe", "ROE"))
    files = {"refs.bib": refs, "docs/index.md": "A [@roe]. B [@ROE]. C [@Roe].\n"}
    site = build("syntax", files)
    assert [one.split(": ")[1] for one in site.warnings] == ["unknown-key"]


def test_a_citation_may_be_broken_over_lines(build: Build) -> None:
    text = (
        "A [see @brinton1970,\np. 3;\n@walder1993, on\nstrikes].\n\n"
        "- B [@brinton1970;\n  @walder1993]\n\n> C [@brinton1970,\n> chap. 2].\n\n"
        "D @walder1993\n[p. 4] says.\n"
    )
    site = build("syntax", {"docs/index.md": text}, strict=True)
    assert site.notes() == by_pandoc(text, site.root / "refs.bib").notes
