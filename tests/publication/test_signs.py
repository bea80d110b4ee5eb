"""A sign stands at the words that an annotation is about, and leads to it."""

from __future__ import annotations

import pytest
import turbohtml
from bs4 import BeautifulSoup
from conftest import Build, Site, words

from mkdocs_apparatus.publication.signs import letter, margin_css

TEXT = """\
# Road

{paragraph}
{{: #p1 }}

/// annotation | First
    id: one
    type: context
    words: {words}

Said.
///

/// annotation | Second
    id: two
    type: term
    words: '{second}'

Said too [@brinton1970].
///
"""


def signed(build: Build, paragraph: str, said: str, second: str = "") -> Site:
    text = TEXT.format(paragraph=paragraph, words=said, second=second)
    plugins = "[{apparatus: {bib_file: refs.bib}}]"
    config = f"site_name: x\ntheme: {{name: null, custom_dir: theme}}\nplugins: {plugins}\n"
    config += "markdown_extensions: [attr_list, footnotes]\n"
    return build("basic", {"mkdocs.yml": config, "docs/index.md": text})


def marked(page: BeautifulSoup) -> str:
    """The paragraph, its signs as `{one}`."""
    for sign in page.select("p .annotation-sign"):
        sign.replace_with(f"{{{sign.a['href'][1:]}}}")
    return " ".join(page.select_one("#p1").get_text().split())


@pytest.mark.parametrize(
    ("paragraph", "said", "wanted"),
    [
        ("The council met. It acted.", "council", "{two}The council{one} met. It acted."),
        ("The council\nmet; it acted.", "council met", "{two}The council met;{one} it acted."),
        (
            "A “workers’ state”, he",
            "workers' state",
            "{two}A “workers’ state”,{one} he",
        ),
        ("Of *the old* council.", "old", "{two}Of the old{one} council."),
        ("Of *the old* council.", "the old council", "{two}Of the old council.{one}"),
        ("Councils and a council.", "council", "{two}Councils and a council.{one}"),
        ("All over [@brinton1970] again.", "over", "{two}All over{one}1 again."),
        ("The 北京工人 acted.", "北京", "{two}The 北京{one}工人 acted."),
    ],
)
def test_a_sign_stands_after_its_words(
    build: Build, paragraph: str, said: str, wanted: str
) -> None:
    site = signed(build, paragraph, said)
    assert site.warnings == []
    assert marked(site.page()) == wanted


def test_an_emphasis_holds_no_sign_at_its_end(build: Build) -> None:
    page = signed(build, "Of *the old* council.", "old").page()
    assert page.select_one("em").find_next_sibling()["class"] == ["annotation-sign"]


def test_annotations_stand_in_the_order_of_their_signs(build: Build) -> None:
    site = signed(build, "The council met, and acted.", "acted", "council")
    page = site.page()
    assert [one["id"] for one in page.select(".annotation-body")] == ["two", "one"]
    signs, notes = page.select("sup[data-beside]"), page.select("details[data-beside]")
    assert [one["data-beside"] for one in signs] == [one["data-beside"] for one in notes]
    assert [one.a["href"] for one in signs] == ["#two", "#one"]
    assert [one.get_text() for one in page.select(".annotation-key, sup > a")] == [*"abab"]
    assert signs[0].a["aria-label"] == "Annotation a, term: Second"
    label = page.select_one("#one")["aria-label"]
    assert (page.select_one("#one")["role"], label) == (
        "note",
        "Annotation to paragraph 1, context: First",
    )
    assert site.dead_links() == []


def test_words_that_are_not_there_are_a_problem(build: Build) -> None:
    site = signed(build, "The council met, and acted.", "counsil met")
    assert site.warnings == [
        "docs/index.md:6: unknown-words: the annotation 'First' is about the words "
        "'counsil met', which do not stand in paragraph 1; did you mean 'council met'?"
    ]
    assert marked(site.page()).startswith("{one}{two}The council")


def test_letters_go_on_after_z() -> None:
    assert [letter(one) for one in (0, 25, 26, 51, 52)] == ["a", "z", "aa", "az", "ba"]


def test_each_annotation_is_tied_to_its_sign_and_to_those_before() -> None:
    css = margin_css(12)
    assert '[data-beside="1"]{--from:max(anchor(--s1 top,0px));--to:anchor(--s2 top' in css
    second = "max(anchor(--s2 top,0px),anchor(--s1 top,0px) + 1*var(--margin-least))"
    assert second in css
    last = css.partition('.annotations>[data-beside="12"]')[2]
    assert "anchor(--s5 top,0px) + 7*" in last
    assert "--s4 " not in last
    assert "beside" not in margin_css(0).partition("}\n}\n")[2]


def test_signs_are_no_part_of_the_words(build: Build) -> None:
    site = signed(build, "The council met, and acted.", "council", "acted")
    tree = turbohtml.parse(site.read("index.html"))
    sheet = tree.select_one("head > link[data-lean=no]").attr("href")
    assert '[data-beside="2"]{--from' in site.read(sheet)
    assert "annotation-sign" not in site.read("edition.json")
    text = "The council met, and acted."
    assert marked(site.page()) == "The council{one} met, and acted.{two}"
    assert text not in site.read("index.html")


MARGIN = "apparatus: {bib_file: refs.bib, notes: margin}"


def test_notes_are_repeated_beside_the_text(build: Build) -> None:
    """In the order of all signs, without ids, and in neither search nor exports."""
    text = TEXT.format(paragraph="A [@brinton1970, 5] and[^b] z.", words="and", second="z")
    config = "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
    config += f"plugins: [search, {{{MARGIN}}}]\nmarkdown_extensions: [attr_list, footnotes]\n"
    note = "\n[^b]: Words *of* a zeppelin.\n"
    files = {"mkdocs.yml": config, "docs/index.md": text + note}
    site = build("basic", files, strict=True)
    page = site.page()
    held = page.select("div.annotations > *")
    assert [one.name for one in held] == ["aside", "details", "aside", "details"]
    signs = page.select("sup[data-beside]")
    assert [one["data-beside"] for one in signs] == [*"1234"]
    assert [one["data-beside"] for one in held] == [*"1234"]
    assert words(held[0]) == "1 Maurice Brinton, The Bolsheviks (Solidarity, 1970), 5."
    assert words(held[2]) == "2 Words of a zeppelin."
    assert not [
        one for aside in page.select("aside") for one in aside.select("[id], .footnote-backref")
    ]
    assert site.notes() == [words(one).partition(" ")[2] for one in page.select("aside")]
    found = site.read("search/search_index.json")
    assert found.count("zeppelin") == 1
    assert site.double_ids() == []
    assert site.dead_links() == []
    files["mkdocs.yml"] = config.replace("margin", "end")
    site.build(files, strict=True)
    assert site.page().select("aside") == []
