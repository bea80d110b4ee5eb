"""Notes of prose, written as `[^label]`."""

from __future__ import annotations

from bs4 import Tag
from conftest import Build, Site, by_pandoc


def items(site: Site) -> list[Tag]:
    return site.page().select(".footnote > ol > li")


def backlinks(item: Tag) -> list[str]:
    return [str(link["href"]) for link in item.select("a.footnote-backref")]


def test_citations_in_a_note_are_set_in_it(build: Build) -> None:
    site = build("discursive", strict=True)
    assert site.notes()[0] == (
        "They do, see Maurice Brinton, The Bolsheviks (Solidarity, 1970), 4 and "
        "(Andrew Walder and Xiaoxia Gong, “Workers in the Tiananmen Protests,” The Australian "
        "Journal of Chinese Affairs, no. 29 (1993): 5). "
        "A second paragraph, with emphasis and [@code]."
    )


def test_no_note_stands_on_a_note_for_a_citation(build: Build) -> None:
    site = build("discursive", strict=True)
    assert len(items(site)) == 4
    assert [len(item.select("sup")) for item in items(site)] == [0, 0, 1, 0]


def test_all_notes_are_pandocs(build: Build) -> None:
    """In a document that refers to each note once: pandoc prints one twice referred to twice."""
    page = (
        "A[^a] and [@walder1993, 3].\n\nB[^b].\n\n"
        "[^a]: See @brinton1970 [p. 4]. And [see @brinton1970, 5].\n\n"
        "    More; so [@walder1993, 6] says, [-@brinton1970]\n\n"
        "[^b]: Words, and [@brinton1970, 7].\n"
    )
    site = build("discursive", {"docs/index.md": page}, strict=True)
    assert site.notes() == by_pandoc(page, site.root / "refs.bib").notes


def test_a_stop_after_a_citation_at_the_start_of_a_note_is_not_doubled(build: Build) -> None:
    page = "A[^a].\n\n[^a]: [@brinton1970, 7]. Then words, [@walder1993, 3]. And [@walder1993].\n"
    site = build("discursive", {"docs/index.md": page}, strict=True)
    assert site.notes() == by_pandoc(page, site.root / "refs.bib").notes
    assert site.notes()[0].startswith("Maurice Brinton, The Bolsheviks (Solidarity, 1970), 7. Then")


def test_all_notes_are_pandocs_in_an_author_date_style(build: Build) -> None:
    page = (
        "A[^a] and [@walder1993, 3].\n\n[^a]: See @brinton1970 [p. 4]. And [see @brinton1970, 5].\n"
    )
    config = (
        "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
        "plugins: [{apparatus: {bib_file: refs.bib, style: apa}}]\n"
    )
    site = build("discursive", {"docs/index.md": page, "mkdocs.yml": config}, strict=True)
    pandoc = by_pandoc(page, site.root / "refs.bib", "apa")
    assert site.notes() == pandoc.notes
    assert site.prose() == pandoc.prose


def test_paragraphs_lists_emphasis_and_code_keep_their_markup(build: Build) -> None:
    first, second, third, _ = items(build("discursive", strict=True))
    assert len(first.find_all("p", recursive=False)) == 2
    assert first.select_one("em:-soup-contains('emphasis')")
    assert first.select_one("code").get_text() == "[@code]"
    assert [item.get_text() for item in second.select("ul > li")] == [
        "one (Brinton, The Bolsheviks, 6)",
        "two",
    ]
    assert third.select_one("a[href='https://example.org']").get_text() == "a page"


def test_the_arrow_stands_in_a_paragraph_of_its_own_after_a_list(build: Build) -> None:
    second = items(build("discursive", strict=True))[1]
    last = second.find_all(recursive=False)[-1]
    assert last.name == "p"
    assert last.get_text() == "\xa0↩"


def test_a_note_referred_to_twice_has_one_number_and_two_arrows(build: Build) -> None:
    site = build("discursive", strict=True)
    references = site.page().select("a.footnote-ref[href='#fn:p1-1']")
    assert [link.get_text() for link in references] == ["1", "1"]
    assert [link.parent["id"] for link in references] == ["fnref:p1-1", "fnref2:p1-1"]
    assert backlinks(items(site)[0]) == ["#fnref:p1-1", "#fnref2:p1-1"]


def test_a_note_reached_only_from_a_note_is_numbered_after_the_rest(build: Build) -> None:
    site = build("discursive", strict=True)
    assert site.prose() == ["Historians differ[1].", "Again[1], and a list[2].", "Last[3]."]
    assert site.notes()[2:] == [
        "See a page, and another note4.",
        "Reached from a note only (Brinton, The Bolsheviks, 7).",
    ]
    assert site.dead_links() == []
    assert site.double_ids() == []


def test_two_notes_that_refer_to_each_other_end(build: Build) -> None:
    page = "A[^a].\n\n[^a]: See[^b].\n\n[^b]: See[^a].\n\nAll [@brinton1970; @walder1993].\n"
    site = build("discursive", {"docs/index.md": page}, strict=True)
    assert [site.notes()[0], site.notes()[2]] == ["See3.", "See1."]
    assert site.dead_links() == []


def test_the_number_follows_the_punctuation_only_where_it_is_written_so(build: Build) -> None:
    page = "A.[^a] B[^b], c.\n\n[^a]: A.\n\n[^b]: B.\n\nAll [@brinton1970; @walder1993].\n"
    site = build("discursive", {"docs/index.md": page}, strict=True)
    assert site.prose()[0] == "A.[1] B[2], c."


def test_a_note_that_cites_nothing_counts_for_note_numbers(build: Build) -> None:
    """OSCOLA refers back by number: "(n 2)"."""
    page = "A[^a] [@brinton1970]. B [@walder1993]. C [@brinton1970].\n\n[^a]: A.\n"
    config = (
        "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
        "plugins: [{apparatus: {bib_file: refs.bib, style: oscola}}]\n"
    )
    site = build("discursive", {"docs/index.md": page, "mkdocs.yml": config}, strict=True)
    assert site.notes()[3] == "Brinton (n 2)."


def test_definitions_may_stand_anywhere_on_the_page(build: Build) -> None:
    page = (
        "[^a]: First.\n\nText[^a] between.\n\n[^b]: Second.\n\n"
        "More[^b] [@brinton1970; @walder1993].\n"
    )
    site = build("discursive", {"docs/index.md": page}, strict=True)
    assert site.notes()[:2] == ["First.", "Second."]
    assert site.prose()[0] == "Text[1] between."


def test_labels_and_what_follows_them_are_python_markdowns(build: Build) -> None:
    """A colon, a bracket; a space in a label, also where a line breaks; signs in it."""
    page = (
        "Run this[^a]: it works. A second[^b](in brackets), a third[^my note], a [^my\nnote]\n"
        "again[^c][^d]: so[^e.f/g&h] and [^@x]!\n\n- an item[^g]:\n    - below\n\n"
        "A link [^no](https://example.org), a set [^a b c] and [^].\n\n"
        "All [@brinton1970; @walder1993].\n\n[^a]: A.\n[^b]: B.\n[^my note]: C.\n[^c]: D.\n"
        "[^d]: E.\n[^e.f/g&h]: F.\n[^@x]: G.\n[^g]: H.\n"
    )
    site = build("discursive", {"docs/index.md": page}, strict=True)
    assert site.prose() == [
        "Run this[1]: it works. A second[2](in brackets), a third[3], a [3] again[4][5]: so[6] "
        "and [7]!",
        "A link ^no, a set [^a b c] and [^].",
        "All.[9]",
    ]
    assert site.notes()[:8] == [f"{letter}." for letter in "ABCDEFGH"]
    assert site.page().select_one("p > a[href='https://example.org']").get_text() == "^no"


def test_an_unknown_label_before_a_colon_is_reported(build: Build) -> None:
    page = "A[^a]: so. B[^brinto]: so [@brinton1970; @walder1993].\n\n[^a]: A.\n"
    site = build("discursive", {"docs/index.md": page})
    assert site.warnings == [
        "docs/index.md:1: undefined-note: '[^brinto]' has no note; "
        "write '[^brinto]: …' on this page"
    ]
