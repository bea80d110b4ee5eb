"""Sections, and parts of them, in another language than the edition."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag

from tests.conftest import Build, Site

CONFIG = """\
site_name: Mixed
theme: {name: material}
plugins:
  - search
  - apparatus: {bib_file: refs.bib, notes: margin, edition: {language: en-GB}}
markdown_extensions: [attr_list, md_in_html]
nav: [index.md, essay/one.md, essay/two.md, sources.md]
"""

BIB = """\
@book{marx, author = {Marx, Karl}, title = {Der Bürgerkrieg}, date = {1871}, langid = {german}}
"""

ONE = """\
# One

An English paragraph.
{: #p1 }

<div lang="de" markdown>

Ein deutscher Absatz [@marx, S. 3].
{: #p2 }

/// annotation | Wort
    id: wort
    type: term
    words: deutscher

Eine Erläuterung [@marx, 4].
///

Noch einer.[^n]
{: #p3 }

</div>

Un paragraphe français.
{: #p4 lang=fr }

English again.
{: #p5 }

[^n]: A note.
"""

TWO = """\
---
language: de
---
# Zwei

Alles deutsch [@marx, p. 5].
{: #p1 }
"""

FILES = {
    "mkdocs.yml": CONFIG,
    "refs.bib": BIB,
    "docs/index.md": "# Home\n\n\\contents\n",
    "docs/sources.md": "# Sources\n\n\\full_bibliography\n",
    "docs/essay/one.md": ONE,
    "docs/essay/two.md": TWO,
}


@pytest.fixture(scope="module")
def site(build_once: Build) -> Site:
    return build_once("languages", FILES | {"permalinks.txt": ""}, strict=True)


def language_of(element: Tag) -> str:
    """The language in which an element stands, as HTML has it."""
    named = (one.get("lang") for one in (element, *element.parents) if isinstance(one, Tag))
    return next((str(one) for one in named if one), "")


def one(page: BeautifulSoup, selector: str) -> Tag:
    found = page.select_one(selector)
    assert found, selector
    return found


def test_paragraphs_in_a_part_are_counted_as_all_others(site: Site) -> None:
    page = site.page("essay/one/")
    found = [(one["id"], one["data-paragraph"]) for one in page.select("p[data-paragraph]")]
    assert found == [(f"p{n}", str(n)) for n in range(1, 6)]
    assert all(page.select_one(f"#p{n} > button.paragraph-number") for n in range(1, 6))
    assert [language_of(one(page, f"#p{n}")) for n in range(1, 6)] == ["en", "de", "de", "fr", "en"]


def test_annotations_and_notes_stand_beside_their_paragraph(site: Site) -> None:
    page = site.page("essay/one/")
    block = one(page, "#p2 + .annotations")
    assert block.select_one("#wort")
    assert block.select_one("aside.margin-note")
    assert one(page, "#p3 + .annotations aside").get_text(" ", strip=True) == "2 A note."
    assert one(page, "#p2 .annotation-sign").parent is one(page, "#p2")


def test_our_words_are_marked_where_they_stand_in_another_language(site: Site) -> None:
    page = site.page("essay/one/")
    ours = ("#p2 > button", "#p4 > button", ".annotation-type", ".annotation-foot", ".citation")
    assert [language_of(one(page, found)) for found in ours] == ["en-GB"] * len(ours)
    assert one(page, "#wort")["lang"] == "en-GB"  # what it is called
    assert one(page, "#wort > p")["lang"] == "de"  # what it says
    assert "lang" not in one(page, "#p1 > button").attrs


def test_a_section_says_its_language(site: Site) -> None:
    page = site.page("essay/two/")
    assert one(page, "article")["lang"] == "de"
    assert one(page, "html")["lang"] == "en"
    for found in (
        ".section-number",
        ".cite-apparatus",
        ".edition-statement",
        ".footnote",
        "button",
    ):
        assert language_of(one(page, f"article {found}")) == "en-GB", found
    assert language_of(one(page, ".footnote ol")) == "de"
    assert one(page, "meta[name=citation_language]")["content"] == "de"
    assert one(page, "meta[name='DC.language']")["content"] == "de"
    assert '"inLanguage": "de"' in site.read("essay/two/index.html")
    assert '"language": "de"' in site.read("essay/two/cite.json")
    assert one(site.page(), ".contents a[lang]").get_text() == "Zwei"


def test_locators_are_read_in_the_language_of_a_part(site: Site) -> None:
    said = [place for place, _ in site.places("marx")]
    assert said == [
        "One, paragraph 2, note 1, p. 3",
        "One, paragraph 2, annotation “Wort”, p. 4",
        "Zwei, paragraph 1, note 3, p. 5",
    ]


def test_a_page_without_another_language_is_as_it_was(site: Site) -> None:
    assert not site.page("sources/").select("article[lang], article button[lang]")


def test_a_language_that_is_none_is_one_problem(build: Build) -> None:
    text = ONE.replace("S. 3", "3").replace('"de"', '"german"').replace("lang=fr", "lang=fr_FR")
    files = {
        "permalinks.txt": "",
        "docs/essay/one.md": text,
        "docs/essay/two.md": TWO.replace("language: de", "language: jp"),
        "mkdocs.yml": CONFIG.replace("en-GB", "Deutsch"),
    }
    site = build("languages", FILES | files)
    assert site.warnings == [
        "docs/essay/one.md:6: unknown-language: 'lang=german' names no language; write 'de'",
        "docs/essay/one.md:25: unknown-language: 'lang=fr_FR' names no language; write 'fr-FR'",
        "docs/essay/two.md:2: unknown-language: the language 'jp' is none; "
        "write its BCP 47 tag, as 'de', 'fr-CA' or 'zh-Hant'",
        "mkdocs.yml: unknown-language: the edition's language 'Deutsch' is none; write 'de'",
    ]
