"""What the comparison of all styles with pandoc brought to light (`make fidelity`)."""

from __future__ import annotations

import pytest
from conftest import Build, by_pandoc

NOTES = "chicago-notes-bibliography"
SUFFIXED = "associacao-brasileira-de-normas-tecnicas-ufrgs-note-initials-with-ibid"
"""A note style that adds a letter to the year where it takes sources for alike."""


def site_of(style: str, more: str = "") -> str:
    theme = "theme: {name: null, custom_dir: theme}"
    plugin = f"{{apparatus: {{bib_file: refs.bib, style: {style}{more}}}}}"
    return f"site_name: x\n{theme}\nplugins: [{plugin}]\n"


FRENCH = """\
@book{soboul, author = {Soboul, Albert}, title = {Histoire de la Révolution}, date = {1962}}
@phdthesis{these, author = {Noir, Anne}, title = {Les Mots}, school = {Lyon}, year = {1999}}
@book{english, author = {Roe, Ann}, title = {The Great Revolt}, date = {1970}, langid = {english}}
"""
CITED = "A [@soboul]. B [@these]. C [@english].\n"


@pytest.mark.parametrize(
    ("style", "more", "titles"),
    [
        ("apa-fr-provost", "", ("Histoire de la Révolution", "The Great Revolt")),
        ("apa", ", edition: {language: fr}", ("Histoire de la Révolution", "The Great Revolt")),
        ("apa", ", edition: {language: en-GB}", ("Histoire de la révolution", "The great revolt")),
        ("apa-fr-provost", ", edition: {language: en}", ("de la révolution", "The great revolt")),
    ],
)
def test_titles_are_read_in_the_language_of_the_site(
    build: Build, monkeypatch: pytest.MonkeyPatch, style: str, more: str, titles: list[str]
) -> None:
    """An entry that names no language is in that of the site, whatever the editor's own is."""
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    files = {"mkdocs.yml": site_of(style, more), "refs.bib": FRENCH, "docs/index.md": CITED}
    site = build("basic", files, strict=True)
    entries = " ".join(site.entries(""))
    assert [one for one in titles if one not in entries] == []


@pytest.mark.parametrize(
    ("style", "words"),
    [("apa-fr-provost", "Thèse de doctorat"), ("din-1505-2", "PhD thesis"), ("apa", "PhD thesis")],
)
def test_no_word_of_biblatex_is_printed_as_it_is_written(
    build: Build, style: str, words: str
) -> None:
    files = {"mkdocs.yml": site_of(style), "refs.bib": FRENCH, "docs/index.md": CITED}
    entries = " ".join(build("basic", files, strict=True).entries(""))
    assert words.casefold() in entries.casefold()
    assert "phdthesis" not in entries.casefold()


ALIKE = """\
@article{days, author = {Range, Ron}, title = {Days}, journaltitle = {Daily}, date = {2001}}
@article{months, author = {Range, Ron}, title = {Months}, journaltitle = {Monthly}, date = {2001}}
@book{other, author = {Margin, Mae}, title = {Other}, date = {1954}}
"""
ANNOTATION = """
/// annotation | A remark
    id: note-remark
    type: context
So says another [@other, p. 3].
///
"""


def test_an_annotation_changes_nothing_in_the_notes_of_the_essay(build: Build) -> None:
    essay = "# One\n\nA [@days]. B [@months]. C [@days, p. 2].\n"
    files = {
        "mkdocs.yml": site_of(SUFFIXED),
        "refs.bib": ALIKE,
        "docs/index.md": "# Home\n\nNothing.\n",
        "docs/about.md": "# About\n\nD [@other, p. 9].\n",
    }
    alone = build("basic", files | {"docs/essay/one.md": essay}, strict=True)
    beside = build("basic", files | {"docs/essay/one.md": essay + ANNOTATION}, strict=True)
    notes = beside.notes("essay/one/")
    assert notes[:3] == alone.notes("essay/one/")[:3]
    assert notes[:3] == by_pandoc(essay, alone.root / "refs.bib", SUFFIXED).notes
    assert "2001a" in notes[0]


UNNAMED = """\
@misc{untitled, title = {Only a Title}}
@book{many, author = {One, Ann and Two, Bob and Three, Cy and Four, Di}, title = {M}, date = {1}}
"""


def test_an_author_who_is_none_is_reported_and_no_key_is_printed(build: Build) -> None:
    text = "# Home\n\nAnd what @untitled says.\n\nSo it is with @many.\n"
    files = {"mkdocs.yml": site_of(NOTES), "refs.bib": UNNAMED, "docs/index.md": text}
    site = build("basic", files)
    assert site.warnings == [
        "docs/index.md:3: no-author: '@untitled' has no author to name, so nothing is printed "
        "here; name it in words of your own, and cite it as '[@untitled]'"
    ]
    pandoc = by_pandoc(text, site.root / "refs.bib", NOTES)
    assert site.prose() == pandoc.prose == ["And what[1] says.", "So it is with Ann One et al.[2]"]


def test_numbers_that_are_raised_close_up_to_their_word_in_notes_too(build: Build) -> None:
    text = "# Home\n\nA word.[^a]\n\n[^a]: As it was said [@many, chap. 2], e.g. here.\n"
    files = {"mkdocs.yml": site_of("nature"), "refs.bib": UNNAMED, "docs/index.md": text}
    site = build("basic", files)
    assert [one for one in site.warnings if "uncited" not in one] == []
    note = by_pandoc(text, site.root / "refs.bib", "nature").notes
    assert site.notes() == note
    assert "said1" in site.notes()[0]


def test_a_space_does_not_break_after_an_abbreviation(build: Build) -> None:
    """As on pandoc's command line, which knows more of them than its Lua."""
    text = "# Home\n\nA [@many, lecture of Jan. 3, fasc. 4].\n"
    files = {"mkdocs.yml": site_of("apa"), "refs.bib": UNNAMED, "docs/index.md": text}
    site = build("basic", files)
    assert [one for one in site.warnings if "uncited" not in one] == []
    cite = site.page().select_one("span.citation").get_text()
    assert cite.endswith("lecture of Jan.\u00a03, fasc.\u00a04)")


def test_what_a_style_sorts_alike_stands_as_in_the_bib_file(build: Build) -> None:
    style = "chicago-author-date-de"
    bib = "".join(f"@misc{{{key}, title = {{T {key}}}}}\n" for key in ("b1", "a2", "c3"))
    text = "# Home\n\nA [@c3]. B [@a2]. C [@b1].\n"
    files = {
        "mkdocs.yml": site_of("chicago-author-date-de"),
        "refs.bib": bib,
        "docs/index.md": text,
    }
    site = build("basic", files, strict=True)
    pandoc = by_pandoc(text, site.root / "refs.bib", style)
    assert site.entries("") == pandoc.entries


QUOTED = """\
@article{one, author = {Roe, Ann}, title = {An Idea}, journaltitle = {J}, date = {2001}}
@misc{two, author = {Poe, Bo}, title = {Another}}
"""


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("chicago-in-text-shortened-author-title", "(Roe, “An Idea,” iv)"),
        ("gost-r-7-0-5-2008", "[Poe, p. 32]"),
    ],
)
def test_links_keep_no_punctuation_apart(build: Build, style: str, words: str) -> None:
    text = "# Home\n\nA [@one, iv]. B [@two, p. 32]. C [see @one, p. 3; @two].\n"
    files = {"mkdocs.yml": site_of(style), "refs.bib": QUOTED, "docs/index.md": text}
    site = build("basic", files, strict=True)
    assert site.prose() == by_pandoc(text, site.root / "refs.bib", style).prose
    assert words in site.prose()[0]
    links = [link["href"] for link in site.page().select("span.citation a")]
    assert [one for one in links if one.startswith("#ref-")] == [
        *("#ref-one", "#ref-two"),
        *("#ref-one", "#ref-two"),
    ]
