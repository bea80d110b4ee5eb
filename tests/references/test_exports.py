"""The sources as files: what is read back is what `bibliography.bib` says."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from csl_schema import checked
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import Entry
from readers import by_pandoc, by_pybtex, by_rispy, whole

from mkdocs_apparatus.bib import Bibliography
from mkdocs_apparatus.citations.bib_files import load, parse
from mkdocs_apparatus.citations.citeproc import Citeproc
from mkdocs_apparatus.citations.csl_text import literal, plain
from mkdocs_apparatus.citations.styles import find_style
from mkdocs_apparatus.model import Source
from mkdocs_apparatus.page.contents import text_of
from mkdocs_apparatus.references.bibtex_writing import to_bibtex
from mkdocs_apparatus.references.coins import coins
from mkdocs_apparatus.references.csl_json import to_csl_json
from mkdocs_apparatus.references.files import file_name, sources_out
from mkdocs_apparatus.references.labels import short_name
from mkdocs_apparatus.references.ris import to_ris
from mkdocs_apparatus.references.works import creative_work

REAL = ROOT / "bibliography.bib"
CHICAGO = find_style("chicago-notes-bibliography", Path())


def sources_of(bibliography: Bibliography) -> list[Source]:
    answer = Citeproc(bibliography).resolve(CHICAGO, None, [], list_all=True)
    return [
        Source(
            *(one.key, None, "", one.html, one.annote, one.csl, (), text_of(one.html)),
            titles=answer.titles.get(one.key, {}),
        )
        for one in answer.listed
    ]


def exported(bib: str, publish: Collection[str] = ()) -> dict[str, str]:
    bibliography = parse(bib, "refs.bib", publish=publish)
    return sources_out(bibliography, sources_of(bibliography))


@cache
def real() -> tuple[dict[str, str], list[Source]]:
    bibliography = load([(REAL, "bibliography.bib")], ["annote"])
    sources = sources_of(bibliography)
    return sources_out(bibliography, sources), sources


ENTRIES = by_pybtex(REAL.read_text("utf-8"))


PARTICLE = re.compile(r"(?P<name>.*, .*) (?P<particle>von|van|de)")
"""A name as German lists have it: `Poschinger, Heinrich von`."""


def fields_of(entry: Entry) -> dict[str, Any]:
    people = {role: [str(one) for one in names] for role, names in entry.persons.items()}
    return dict(entry.fields) | people | {"type": entry.type}


def said(entry: Entry, *names: str) -> str:
    """What the .bib says, as words: the TeX that this bibliography has is undone.

    A colon parts title and subtitle, except after a mark that ends a sentence.
    """
    words = ": ".join(entry.fields[name] for name in names if name in entry.fields)
    words = re.sub(r"(?<=[?!]): ", " ", words)
    return re.sub(r"\\emph|\\(?=[&%])|[{}]", "", words).replace("--", "–")


def people(entry: Entry, role: str) -> list[str]:
    """Names as `Family, Given`; pybtex takes apart those of authors and editors only.

    A particle stands before the family name, also where it was written after the given one.
    """
    names = [str(one) for one in entry.persons.get(role, [])]
    names = names or list(filter(None, entry.fields.get(role, "").split(" and ")))
    names = [re.sub("[{}]", "", name) for name in names]
    return [PARTICLE.sub(r"\g<particle> \g<name>", name) for name in names]


# The edition's own -----------------------------------------------------------------------


def test_each_source_has_its_files() -> None:
    files, sources = real()
    assert len(sources) == len(ENTRIES)
    stems = ["sources", *(f"sources/{key}" for key in ENTRIES)]
    assert sorted(files) == sorted(
        f"{stem}.{end}" for stem in stems for end in ("bib", "json", "ris")
    )


def test_the_bib_is_the_editor_s() -> None:
    files, sources = real()
    text = REAL.read_text("utf-8")
    entries = by_pybtex(files["sources.bib"])
    assert list(entries) == [source.key for source in sources]
    for key, entry in ENTRIES.items():
        (alone,) = by_pybtex(files[f"sources/{key}.bib"]).values()
        assert fields_of(entries[key]) == fields_of(alone) == fields_of(entry)
        assert files[f"sources/{key}.bib"].strip() in text
        assert files[f"sources/{key}.bib"] in files["sources.bib"] + "\n"


def test_the_json_is_what_pandoc_reads() -> None:
    files, sources = real()
    items = checked(files["sources.json"])
    # The remark stands where programs read it, too.
    assert items == [source.csl | {"note": source.csl["annote"]} for source in sources]
    expected = by_pandoc(REAL.read_text("utf-8"), "biblatex")
    read = by_pandoc(files["sources.json"], "csljson")
    for key, item in expected.items():
        assert checked(files[f"sources/{key}.json"]) == [one for one in items if one["id"] == key]
        for name in ("title", "container-title", "publisher", "volume", "page", "issued"):
            assert spaced(read[key].get(name)) == spaced(item.get(name)), (key, name)


def spaced(value: Any) -> Any:
    """Make all spaces alike: pybtex folds them, pandoc sets a narrow one in `réalité ?`."""
    return " ".join(value.split()) if isinstance(value, str) else value


TEXTS = {
    "title": ("title", "subtitle"),
    "short_title": ("shorttitle",),
    "publisher": ("publisher",),
    "place_published": ("location",),
    "volume": ("volume",),
    "number": ("number",),
    "issn": ("isbn",),
    "section": ("chapter",),
}
PEOPLE = {"authors": "author", "subsidiary_authors": "translator"}
TYPES = {
    "article": "JOUR",
    "book": "BOOK",
    "collection": "BOOK",
    "inbook": "CHAP",
    "incollection": "CHAP",
    "report": "RPRT",
    "online": "ELEC",
}
SUBTYPES = {"magazine": "MGZN", "newspaper": "NEWS"}
LANGUAGES = {
    "english": "en-US",
    "british": "en-GB",
    "french": "fr-FR",
    "german": "de-DE",
    "italian": "it-IT",
    "hungarian": "hu-HU",
    "chinese": "zh",
}


@pytest.mark.parametrize("key", list(ENTRIES))
def test_the_ris_says_what_the_bib_says(key: str) -> None:
    files, _ = real()
    entry = ENTRIES[key]
    (record,) = by_rispy(files[f"sources/{key}.ris"])
    (listed,) = [one for one in by_rispy(files["sources.ris"]) if one["id"] == key]
    assert listed == record
    kind = SUBTYPES.get(entry.fields.get("entrysubtype", ""), TYPES[entry.type])
    assert record["type_of_reference"] == kind
    for tag, names in TEXTS.items():
        expected = said(entry, *names)
        if tag == "issn" and kind in ("JOUR", "MGZN", "NEWS", "RPRT"):
            expected = said(entry, "number") if kind == "RPRT" else said(entry, "issn")
        if tag == "publisher":
            expected = expected or said(entry, "organization") or said(entry, "institution")
        if tag == "short_title" and "subtitle" in entry.fields:  # pandoc's rule, and biblatex's
            expected = expected or said(entry, "title")
        elif tag == "short_title" and ": " in said(entry, "title"):  # pandoc's rule
            expected = expected or said(entry, "title").partition(": ")[0]
        if tag == "number" and entry.type != "article":
            expected = ""
        assert spaced(record.get(tag, "")) == expected, tag
    for tag, role in PEOPLE.items():
        assert record.get(tag, []) == people(entry, role), tag
    editors = {"BOOK": "tertiary_authors", "CHAP": "secondary_authors"}.get(kind, "")
    assert record.get(editors, []) == people(entry, "editor")
    container = said(entry, "journaltitle") or said(entry, "maintitle")
    if kind == "ELEC":
        container = container or said(entry, "organization")
    assert record.get("secondary_title", "") == (
        container or said(entry, "booktitle", "booksubtitle")
    )
    pages = "--".join(record[tag] for tag in ("start_page", "end_page") if tag in record)
    assert pages == entry.fields.get("pages", "")
    date, _, end = entry.fields.get("date", "").partition("/")
    parts = [*date.split("-"), "", ""][:3]
    assert record.get("year", "") == date[:4]
    assert record.get("date", "") == (date and "/".join([*parts, f"to {end}" if end else ""]))
    assert record.get("original_publication", "") == entry.fields.get("origdate", "")
    assert record.get("urls", []) == [
        entry.fields[name] for name in ("url",) if name in entry.fields
    ]
    assert record["language"] == LANGUAGES[entry.fields["langid"]]
    assert said(entry, "annote") in record["notes"]


def letters(name: str) -> list[str]:
    return sorted(re.findall(r"\w", name))


def test_pandoc_reads_the_ris() -> None:
    files, sources = real()
    read = by_pandoc(files["sources.ris"], "ris")
    for source in sources:
        csl = source.csl
        title = said(ENTRIES[source.key], "title", "subtitle")
        assert spaced(read[source.key]["title"]) == title
        # It knows no editors in `A3`, where those of books stand.
        for role in ("author", "editor") if csl["type"] != "book" else ("author",):
            # It takes a body's name for a person's, since RIS does not tell them apart.
            names = [whole(name) for name in read[source.key].get(role, [])]
            expected = [whole(name) for name in csl.get(role, [])]
            assert list(map(letters, names)) == list(map(letters, expected))


# Any -------------------------------------------------------------------------------------

FULL = """
@string{oup = "Oxford University Press"}
@string{unused = "Nobody"}
@string{press = oup # " (London)"}
@inbook{Full:1999,
  author = {van der Berg, Jan and {Marks and Spencer, Ltd}}, bookauthor = {C, D},
  editor = {E, F and G, H}, translator = {T, R},
  title = {A \\emph{Title}}, subtitle = {With 5\\% \\& {\\textless}more}, shorttitle = {Short},
  booktitle = {Book}, series = {Series}, number = {4}, volume = {2}, volumes = {3},
  pages = {185--205}, publisher = press, location = {Leiden},
  isbn = {1-2}, issn = {3-4}, doi = {10.1000/a_b}, url = {https://x.org/a;b_c},
  urldate = {2020-01-02}, langid = {french}, abstract = {The abstract.}, keywords = {one, two},
  note = {A note.},
  annote = {First line,
    second line.}, origdate = {1900}, origtitle = {Original}, origpublisher = {First},
  origlocation = {Paris}, edition = {2}, date = {1999-01/1999-03}, chapter = {7}, type = {essay},
  library = {Shelf 1}}
"""


def test_ris_carries_every_field_it_has_a_tag_for() -> None:
    files = exported(FULL, ["abstract", "annote", "keywords", "library"])
    (record,) = by_rispy(files["sources.ris"])
    assert record == {
        "type_of_reference": "CHAP",
        "id": "Full:1999",
        "authors": ["van der Berg, Jan", "Marks and Spencer, Ltd"],
        "subsidiary_authors": ["T, R"],
        "custom2": "C, D",
        "title": "A Title: With 5% & <more",
        "short_title": "Short",
        "secondary_title": "Book",
        "tertiary_title": "Series",
        "volume": "2",
        "number_of_volumes": "3",
        "note": "4",
        "section": "7",
        "edition": "2",
        "type_of_work": "essay",
        "publisher": "Oxford University Press (London)",
        "place_published": "Leiden",
        "doi": "10.1000/a_b",
        "language": "fr-FR",
        "abstract": "The abstract.",
        "call_number": "Shelf 1",
        "issn": "1-2",
        "urls": ["https://x.org/a", "b_c"],  # rispy parts at semicolons
        "notes": ["A note.", "First line, second line."],
        "keywords": ["one", "two"],
        "original_publication": "Original; Paris; First; 1900",
        "year": "1999",
        "date": "1999/01//to 1999-03",
        "access_date": "2020/01/02/",
        "start_page": "185",
        "end_page": "205",
        "secondary_authors": ["E, F", "G, H"],
        "unknown_tag": {"M2": ["issued: 1999-01/1999-03"]},
    }


@pytest.mark.parametrize("space", ["\xa0", "\u202f"])
def test_the_space_before_a_french_mark_is_kept_and_no_colon_follows_it(space: str) -> None:
    title = f"title={{Une révolution{space}?}}, subtitle={{1963–1965}}"
    files = exported(f"@book{{key, {title}, langid={{french}}}}")
    expected = f"Une révolution{space}? 1963–1965"
    assert by_rispy(files["sources.ris"])[0]["title"] == expected
    assert checked(files["sources.json"])[0]["title"] == expected


@pytest.mark.parametrize(
    ("langid", "tag"),
    [("chinese", "zh"), ("german", "de-DE"), ("korean", "ko"), ("zh-Hant", "zh-hant"), ("x", "x")],
)
def test_the_language_is_a_tag(langid: str, tag: str) -> None:
    files = exported(f"@book{{key, title={{T}}, langid={{{langid}}}}}")
    assert by_rispy(files["sources.ris"])[0]["language"] == tag
    assert checked(files["sources.json"])[0]["language"] == tag


def test_titles_that_pandoc_cannot_read_again_still_give_files() -> None:
    good = parse("@book{key, title={A Good Title}, date={1999}}\n", "refs.bib")
    sources = [replace(one, titles={}) for one in sources_of(good)]
    assert by_rispy(sources_out(good, sources)["sources.ris"])[0]["title"] == "A good title"


def test_others_are_nobody_s_name() -> None:
    """pandoc reads a last author "others" as "et al."; other programs would print it."""
    bib = "@book{key, author={Roe, Ann and others}, editor={Poe, Bo and Others}, title={T}}"
    ris = by_rispy(exported(bib)["sources.ris"])[0]
    assert ris["authors"] == ["Roe, Ann"]
    assert "others" not in str(ris).lower()
    (source,) = sources_of(parse(bib, "refs.bib"))
    assert "others" not in coins(source).lower()
    assert creative_work(source)["author"] == [
        {"@type": "Person", "name": "Ann Roe", "givenName": "Ann", "familyName": "Roe"}
    ]
    assert short_name(source) == "Roe et al. n.d."
    # This one is read by pandoc too.
    assert checked(exported(bib)["sources.json"])[0]["author"][1] == {"literal": "others"}


def test_macros_that_are_used_go_along_and_no_others() -> None:
    files = exported(FULL)
    text = files[f"sources/{file_name('Full:1999')}.bib"]
    assert "unused" not in text
    (entry,) = by_pybtex(text).values()
    assert entry.fields["publisher"] == "Oxford University Press (London)"


def test_parents_go_along_after_their_children() -> None:
    files = exported(
        "@collection{parent, title={Whole}, publisher={P}, date={1999}}\n"
        "@incollection{child, author={A, B}, title={Part}, crossref={parent}}\n"
        "@book{other, title={Other}}\n"
    )
    assert list(by_pybtex(files["sources/child.bib"])) == ["child", "parent"]
    assert by_pandoc(files["sources/child.bib"], "biblatex")["child"]["container-title"] == "Whole"
    assert checked(files["sources/child.json"])[0]["container-title"] == "Whole"


NUMBERS = {"ISBN": "978-1", "ISSN": "1234-5678", "number": "TR-1"}
EDITOR = {"editor": [{"family": "E", "given": "F"}], "collection-editor": [{"literal": "S"}]}


@pytest.mark.parametrize(
    ("kind", "number", "editors", "series_editors"),
    [
        ("article-journal", "1234-5678", "secondary_authors", "tertiary_authors"),
        ("article-newspaper", "1234-5678", "ED", "tertiary_authors"),
        ("book", "978-1", "tertiary_authors", "secondary_authors"),
        ("chapter", "978-1", "secondary_authors", "tertiary_authors"),
        ("paper-conference", "978-1", "secondary_authors", "tertiary_authors"),
        ("report", "TR-1", "ED", "tertiary_authors"),
        ("webpage", "978-1", "ED", "tertiary_authors"),
    ],
)
def test_ris_has_numbers_and_editors_where_programs_read_them(
    kind: str, number: str, editors: str, series_editors: str
) -> None:
    (record,) = by_rispy(to_ris([{"id": "a", "type": kind, **NUMBERS, **EDITOR}]))
    record |= record.get("unknown_tag", {})
    assert record["issn"] == number
    assert (record[editors], record[series_editors]) == (["E, F"], ["S"])
    assert "note" not in record if kind == "report" else record["note"] == "TR-1"


@pytest.mark.parametrize("kind", ["article-journal", "report", "patent"])
def test_an_isbn_is_no_issn_and_no_number(kind: str) -> None:
    (record,) = by_rispy(to_ris([{"id": "a", "type": kind, "ISBN": "978-1"}]))
    assert "issn" not in record


@pytest.mark.parametrize(
    ("item", "site"),
    [
        ({"type": "webpage", "publisher": "Lausan"}, "Lausan"),
        ({"type": "webpage", "publisher": "Lausan", "container-title": "Blog"}, "Blog"),
        ({"type": "post-weblog", "publisher": "Lausan"}, "Lausan"),
        ({"type": "book", "publisher": "Lausan"}, None),
    ],
)
def test_ris_names_the_site_of_a_page(item: dict[str, Any], site: str | None) -> None:
    (record,) = by_rispy(to_ris([{"id": "a", **item}]))
    assert record.get("secondary_title") == site
    assert record["publisher"] == "Lausan"


def test_remarks_stand_in_the_note_of_csl_json() -> None:
    item = {"id": "a", "type": "book", "note": "Vol. 1.", "annote": "Fine.", "license": "CC0"}
    (found,) = checked(to_csl_json([item]))
    assert found["note"] == "Vol. 1.\nFine.\nlicense: CC0"


BIBLATEX = """
article book mvbook inbook bookinbook booklet collection incollection dataset manual misc online
patent periodical proceedings inproceedings reference inreference report software thesis
unpublished techreport phdthesis artwork audio commentary image jurisdiction legislation legal
letter movie music performance review standard video
"""


@pytest.mark.parametrize("kind", BIBLATEX.split())
def test_each_biblatex_type_gives_files_that_can_be_read(kind: str) -> None:
    files = exported(f"@{kind}{{key, author={{A, B}}, title={{Title}}, date={{1999}}}}")
    (record,) = by_rispy(files["sources.ris"])
    assert (record["type_of_reference"] == "GEN") == (kind == "misc")
    assert (record["title"], record["authors"], record["year"]) == ("Title", ["A, B"], "1999")
    assert checked(files["sources.json"])[0]["title"] == "Title"


@pytest.mark.parametrize(
    ("date", "year", "whole_date"),
    [
        ("1999", "1999", "1999///"),
        ("1999-05-01", "1999", "1999/05/01/"),
        ("2001-21", "2001", "2001///spring"),
        ("1905~", "1905", "1905///circa"),
        ("1905/1921-03", "1905", "1905///to 1921-03"),
    ],
)
def test_dates_in_ris(date: str, year: str, whole_date: str) -> None:
    files = exported(f"@book{{key, title={{T}}, date={{{date}}}}}")
    (record,) = by_rispy(files["sources.ris"])
    assert (record["year"], record["date"]) == (year, whole_date)
    # Zotero reads no end of a range in `DA`, but this, which it takes for the date in citations.
    ranged = [f"issued: {date}"] if "/" in date else []
    assert record.get("unknown_tag", {}).get("M2", []) == ranged


def test_pages_that_are_no_range_stand_whole() -> None:
    for pages, record in [
        ("1-9, 12", {"start_page": "1-9, 12"}),
        ("7", {"start_page": "7"}),
        ("xi–xv", {"start_page": "xi", "end_page": "xv"}),
    ]:
        (found,) = by_rispy(to_ris([{"id": "a", "type": "chapter", "page": pages}]))
        assert {name: found[name] for name in found if name.endswith("page")} == record
    (book,) = by_rispy(to_ris([{"id": "a", "type": "book", "number-of-pages": "300"}]))
    assert book["start_page"] == "300"


def test_no_sources_are_files_without_any() -> None:
    files = sources_out(Bibliography(), [])
    assert sorted(files) == ["sources.bib", "sources.json", "sources.ris"]
    assert files["sources.json"] == "[]\n"
    assert (by_rispy(files["sources.ris"]), files["sources.bib"].strip()) == ([], "")


def test_markup_of_titles_is_kept_where_it_can_be() -> None:
    item = {
        "id": "a",
        "type": "book",
        "title": '<i>Pravda</i> in <span class="nocase">China</span>',
    }
    assert checked(to_csl_json([item]))[0]["title"] == item["title"]
    assert by_rispy(to_ris([item]))[0]["title"] == "Pravda in China"
    assert r"\emph{Pravda}" in to_bibtex([item])


# File names ------------------------------------------------------------------------------

KEYS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.text(
    "aA.:-_/\\ ~", min_size=1, max_size=4
)


@settings(max_examples=300, derandomize=True)
@given(st.lists(KEYS, unique=True, min_size=2, max_size=8))
def test_file_names_are_safe_and_unique(keys: list[str]) -> None:
    names = [file_name(key) for key in keys]
    assert len({name.casefold() for name in names}) == len(keys)
    assert all(re.fullmatch("[a-z0-9][a-z0-9._-]{0,99}", name, re.ASCII) for name in names), names


@pytest.mark.parametrize("key", ["con", "NUL", "../up", "a/b", ".hidden", "Brinton1970", "x" * 300])
def test_names_that_are_not_safe_get_a_hash(key: str) -> None:
    assert re.fullmatch(r"[a-z0-9_-]+\.[0-9a-f]{12}", file_name(key))


def test_plain_keys_are_their_own_names() -> None:
    assert [file_name(key) for key in ENTRIES] == list(ENTRIES)


@given(st.lists(st.sampled_from(["<i>", "</i>", "<", ">", "i", "<sup>", "</span>"])).map("".join))
def test_words_that_look_like_markup_stay_words(text: str) -> None:
    assert plain(literal(text)) == text
