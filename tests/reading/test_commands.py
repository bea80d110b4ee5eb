r"""`\bibliography` and `\full_bibliography`, under these names and others."""

from __future__ import annotations

from bs4 import BeautifulSoup
from conftest import Build


def tags(page: BeautifulSoup) -> list[str]:
    """The elements of a page, without what only scripts show."""
    found = page.body.find_all(recursive=False)
    return [tag.name for tag in found if tag.name != "template"]


def test_bibliography_places_the_notes(build: Build) -> None:
    site = build("commands", strict=True)
    assert tags(site.page()) == ["h1", "p", "section", "p"]
    assert len(site.notes()) == 2
    assert "bibliography" not in site.page().get_text()


def test_bibliography_on_a_page_without_notes_leaves_nothing(build: Build) -> None:
    site = build("commands", {"docs/other.md": "Text.\n\n\\bibliography\n"}, strict=True)
    assert tags(site.page("other/")) == ["p"]


def test_full_bibliography_places_the_list(build: Build) -> None:
    site = build("commands", strict=True)
    assert tags(site.page("sources/")) == ["h1", "p", "ul", "p", "p"]
    assert "full_bibliography" not in site.page("sources/").get_text()
    assert site.page("sources/").ul.attrs == {"class": ["sources"]}


def test_renamed_commands(build: Build) -> None:
    config = (
        "site_name: x\ntheme: {name: null, custom_dir: theme}\nplugins:\n  - apparatus:\n"
        "      bib_file: refs.bib\n      bib_command: '[NOTES HERE]'\n"
        "      full_bib_command: '{{ sources }}'\n"
    )
    files = {
        "mkdocs.yml": config,
        "docs/index.md": "A [@brinton1970; @walder1993].\n\n[NOTES HERE]\n\nB \\bibliography.\n",
        "docs/sources.md": "\\full_bibliography\n\n{{ sources }}\n",
    }
    site = build("commands", files, strict=True)
    assert tags(site.page()) == ["p", "section", "p"]
    assert tags(site.page("sources/")) == ["p", "ul", "p"]
    assert site.prose("sources/") == ["\\full_bibliography"]


def test_a_command_in_code_or_in_a_sentence_is_none(build: Build) -> None:
    text = (
        "The command `\\full_bibliography` and \\full_bibliography here.\n\n"
        "    \\full_bibliography\n"
    )
    site = build("commands", {"docs/other.md": text}, strict=True)
    assert site.page("other/").select(".sources") == []
    assert site.prose("other/") == ["The command \\full_bibliography and \\full_bibliography here."]
    assert site.page("other/").pre.get_text() == "\\full_bibliography\n"


def test_a_command_in_inline_code_alone_is_none(build: Build) -> None:
    text = "`\\full_bibliography`\n\n`\\bibliography`\n"
    site = build("commands", {"docs/other.md": text}, strict=True)
    assert tags(site.page("other/")) == ["p", "p"]


def test_a_list_before_the_pages_that_it_lists(build: Build) -> None:
    files = {"docs/a-first.md": "\\full_bibliography\n", "docs/sources.md": "# Other\n"}
    site = build("commands", files, strict=True)
    assert len(site.entries("a-first/")) == 2
    assert site.dead_links() == []
