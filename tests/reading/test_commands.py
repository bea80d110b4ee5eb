r"""`\bibliography` and `\full_bibliography`, under these names and others."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from conftest import Build
from markdown import markdown

from mkdocs_apparatus.reading.extension import ApparatusExtension
from mkdocs_apparatus.reading.settings import Settings
from mkdocs_apparatus.reading.slots import without_marks


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


def test_a_command_in_code_is_none_and_one_in_a_sentence_is_reported(build: Build) -> None:
    text = (
        "The command `\\full_bibliography` and \\full_bibliography here.\n\n"
        "    \\full_bibliography\n"
    )
    site = build("commands", {"docs/other.md": text})
    assert site.warnings == [
        "docs/other.md:1: misplaced-command: '\\full_bibliography' stands within a sentence, and "
        "prints nothing there; put it in a paragraph of its own, or in code if it is meant as words"
    ]
    assert site.page("other/").select(".sources") == []
    assert site.prose("other/") == ["The command \\full_bibliography and \\full_bibliography here."]
    assert site.page("other/").pre.get_text() == "\\full_bibliography\n"


def test_a_filter_within_a_sentence_is_reported_and_takes_nothing_of_it(build: Build) -> None:
    text = (
        "See \\bibliography{type=book} and [@brinton1970].\n\n"
        "- All \\full_bibliography{type=book} of them, [@walder1993].\n\n"
        "LaTeX has \\bibliography{refs}, and so [@walder1993].\n"
    )
    site = build("commands", {"docs/other.md": text})
    mend = (
        "stands within a sentence, and prints nothing there; "
        "put it in a paragraph of its own, or in code if it is meant as words"
    )
    assert site.warnings == [
        f"docs/other.md:1: misplaced-command: '\\bibliography{{type=book}}' {mend}",
        f"docs/other.md:3: misplaced-command: '\\full_bibliography{{type=book}}' {mend}",
    ]
    assert len(site.notes("other/")) == 3


@pytest.mark.parametrize(
    "written",
    [
        "Books: \\bibliography{type=book}",
        "- Books:\n  \\bibliography{type=book}",
        "- Books: \\bibliography {type=book}",
        "## Books \\bibliography{type=book}",
        "## Books \\bibliography {#books}",
        "## Books \\bibliography {: #books }",
    ],
)
def test_a_command_with_a_filter_or_an_id_at_the_end_of_a_text(written: str) -> None:
    settings = Settings(None, note_style=False, bib_command="\\bibliography", narrative=False)
    html = markdown(written, extensions=["attr_list", ApparatusExtension(settings)])
    page = BeautifulSoup(html, "html.parser")
    assert [one.name for one in page.select("[data-apparatus-place=page]")] == ["div"]
    for one in page.select("[data-apparatus-place=page]"):
        one.decompose()
    assert " ".join(page.stripped_strings) in ("Books", "Books:")


def test_a_command_in_inline_code_alone_is_none(build: Build) -> None:
    text = "`\\full_bibliography`\n\n`\\bibliography`\n"
    site = build("commands", {"docs/other.md": text}, strict=True)
    assert tags(site.page("other/")) == ["p", "p"]


def test_a_list_before_the_pages_that_it_lists(build: Build) -> None:
    files = {"docs/a-first.md": "\\full_bibliography\n", "docs/sources.md": "# Other\n"}
    site = build("commands", files, strict=True)
    assert len(site.entries("a-first/")) == 2
    assert site.dead_links() == []


LIST = "LIST"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Words\nCOMMAND\nmore.", ["Words", LIST, "more."]),
        ("COMMAND\nmore.", [LIST, "more."]),
        ("Words:  \nCOMMAND", ["Words:", LIST]),
        ("References: COMMAND", ["References:", LIST]),
        ("## References COMMAND", ["References", LIST]),
        ("**COMMAND**", [LIST]),
        ("- Item\n- COMMAND", ["Item", LIST]),
        ("- Item\n\n- COMMAND\n\n    More.", ["Item", LIST, "More."]),
        ("> Words.\n>\n> COMMAND", ["Words.", LIST]),
        ("| A | B |\n| --- | --- |\n| C | COMMAND |", ["A", "B", "C", LIST]),
        ("Term\n:   COMMAND", ["Term", LIST]),
        ("COMMAND\n{: .refs }", [LIST]),
        ("    COMMAND", ["COMMAND"]),
        ("`COMMAND`", ["COMMAND"]),
        ("<div>COMMAND</div>", ["COMMAND"]),
        ("COMMANDstyle{plain}", ["COMMANDstyle{plain}"]),
    ],
)
@pytest.mark.parametrize("command", ["\\bibliography", "[SOURCES]", "__LIST__"])
def test_a_command_beside_other_text(written: str, printed: list[str], command: str) -> None:
    """Read by the extension alone, which says where a list is to stand."""
    settings = Settings(None, note_style=False, bib_command=command, narrative=False)
    extensions = ["tables", "def_list", "attr_list", ApparatusExtension(settings)]
    page = BeautifulSoup(
        markdown(written.replace("COMMAND", command), extensions=extensions), "html.parser"
    )
    for one in page.select("[data-apparatus-place=page]"):
        one.replace_with(f" {LIST} ")
    said = [without_marks(" ".join(text.split())) for text in page.stripped_strings]
    words = " ".join(filter(None, said))
    wanted = " ".join(printed)
    shown = BeautifulSoup(markdown(command), "html.parser").get_text()
    assert words in (wanted.replace("COMMAND", command), wanted.replace("COMMAND", shown))


def test_commands_of_any_form_and_several_on_a_page(build: Build) -> None:
    config = (
        "site_name: x\ntheme: {name: null, custom_dir: theme}\nplugins:\n  - apparatus:\n"
        "      bib_file: refs.bib\n      style: apa\n      bib_command: '<!-- sources -->'\n"
        "      full_bib_command: '{{ sources }}'\n"
    )
    files = {
        "mkdocs.yml": config,
        "docs/index.md": "A [@brinton1970].\n\n<!-- sources -->\n\n## Notes\n\nB.\n",
        "docs/sources.md": "{{ sources }}\n\nA [@walder1993].\n\n<!-- sources -->\n",
    }
    site = build("commands", files, strict=True)
    lists = [len(one.select(".source")) for one in site.page().select(".sources")]
    assert lists == [1]
    assert tags(site.page())[:4] == ["p", "ul", "h2", "p"]
    both = [len(one.select(".source")) for one in site.page("sources/").select("ul.sources")]
    assert both == [2, 1]
    assert site.double_ids() == []


def test_notes_stand_once_and_after_all_that_refers_to_them(build: Build) -> None:
    page = "A [@brinton1970].\n\n\\bibliography\n\nB [@walder1993].\n\n\\bibliography\n"
    site = build("commands", {"docs/index.md": page}, strict=True)
    assert tags(site.page()) == ["p", "p", "section"]
    assert site.double_ids() == []
