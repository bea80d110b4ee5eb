"""The head of each page says what the edition says, in the terms of each standard."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pytest
from bs4 import BeautifulSoup

from mkdocs_apparatus.model import Edition, EditionInfo, Name, Section, Source
from mkdocs_apparatus.page.contents import text_of
from mkdocs_apparatus.page_result import PageResult
from mkdocs_apparatus.publication.metadata import PageInfo, page_metadata
from mkdocs_apparatus.publication.rendering import environment
from mkdocs_apparatus.references.coins import coins
from mkdocs_apparatus.references.works import printed

BOOK = 'Democracy & "Factory" <b>'
SUBTITLE = "工人的</script>民主"
TITLE = 'The road <to> "Tiananmen" &amp; 天安门'
HEBREW = "\u200fמהפכה; \u2028 ‘א’"
SITE = "https://example.org/democracy/"

INFO = EditionInfo(
    title=BOOK,
    subtitle=SUBTITLE,
    authors=(Name("Wong", "Mia"), Name(literal="Lausan & 流傘")),
    editors=(Name("O'Neil", 'Ann "X"'),),
    publisher="Verlag <für> Räte",
    date="2025-11-22",
    label="Second edition",
    language="en-GB",
    licence="https://creativecommons.org/licenses/by-sa/4.0/",
    url=SITE,
    commit="abc1234",
)


def source(key: str, html: str = "", **csl: Any) -> Source:
    fields = {name.replace("_", "-"): value for name, value in csl.items()}
    return Source(key, f"sources/#{key}", "", html, "", {"id": key, **fields}, (), text_of(html))


def names(*people: tuple[str, str]) -> list[dict[str, str]]:
    return [{"family": family, "given": given} for family, given in people]


def issued(*parts: int) -> dict[str, Any]:
    return {"date-parts": [list(parts)]}


PAMPHLET = source(
    "brinton:1970",
    "Brinton, Maurice. <em>The Bolsheviks &amp; ‘Workers’ Control’; a &lt;Study&gt;</em>.",
    type="book",
    title='The Bolsheviks & "workers’ control"; a <study>',
    author=names(("Brinton", "Maurice")),
    issued=issued(1970),
    publisher="Solidarity",
    publisher_place="London",
    edition="2",
    ISBN="978-1-62963-032-8",
    URL="https://example.com/a?b=1&c=2",
)
ARTICLE = source(
    "walder1993",
    type="article-journal",
    title="工人 in the <i>Tiananmen</i> protests",
    author=[*names(("Walder", "Andrew G.")), {"literal": "Gong Xiaoxia"}],
    container_title="The Australian Journal",
    issued=issued(1993, 1),
    volume="12",
    issue="29",
    page="1-29",
    ISSN="1234-5678",
    DOI="https://doi.org/10.1000/a<b>",
)
CHAPTER = source(
    "malatesta2015",
    type="chapter",
    title=HEBREW,
    author=names(("Malatesta", "Errico")),
    container_title="Life and ideas",
    issued=issued(2015, 3, 4),
    page="125–128",
    ISBN="978-0-9933699-3-3",
    publisher="PM Press",
    URL="javascript:alert(1)",
)
WEBSITE = source(
    "wong2021",
    type="webpage",
    title="When communists crushed",
    author=names(("Wong", "Mia")),
    issued=issued(2021, 6, 6),
    publisher="Lausan",
    URL="https://lausan.hk/2021/",
)
SOURCES = (PAMPHLET, ARTICLE, CHAPTER, WEBSITE)

ROAD = Section("road", "essay/road/", 1, TITLE, (), "2024-05-06", "What <came> before.")
END = Section("end", "essay/end/", 2, "The end", ())
CITED = frozenset(one.key for one in SOURCES[:3])
EDITION = Edition(
    (ROAD, END),
    (),
    SOURCES,
    {
        "": PageResult({}, {}, {}, frozenset({"wong2021"})),
        "essay/road/": PageResult({}, {}, {}, CITED),
        "essay/end/": PageResult({}, {}, {}, frozenset()),
    },
    "sources/",
    (),
)

HOME = PageInfo("", "Title page", 'About "it" & more', is_home=True, image="assets/card.png")
SECTION = PageInfo(ROAD.url, ROAD.title, ROAD.description, ROAD)
ABOUT = PageInfo("about/", "About", "Who made it.")
PAGES = {"home": HOME, "section": SECTION, "about": ABOUT}


class Head:
    """A rendered head, read as a browser would."""

    def __init__(
        self, page: PageInfo, info: EditionInfo = INFO, about: Source | None = None
    ) -> None:
        metadata = page_metadata(info, EDITION, page, about)
        template = environment().get_template("head.html")
        self.html = template.render(metadata=metadata)
        self.soup = BeautifulSoup(
            f"<!doctype html><html><head>{self.html}</head><body>", "html.parser"
        )

    def all(self, name: str) -> list[str]:
        found = self.soup.find_all("meta", {"name": name})
        found += self.soup.find_all("meta", {"property": name})
        return [str(one["content"]) for one in found]

    @property
    def json(self) -> dict[str, Any]:
        scripts = self.soup.find_all("script", type="application/ld+json")
        assert len(scripts) == 1
        value: dict[str, Any] = json.loads(scripts[0].string)
        return value


def check(head: Head, expected: Mapping[str, list[str]], prefix: str) -> None:
    """All elements of one vocabulary are those expected, in order within each name."""
    tags = head.soup.find_all("meta")
    given = {str(tag.get("name", tag.get("property"))) for tag in tags}
    assert {name for name in given if name.startswith(prefix)} == set(expected)
    assert {name: head.all(name) for name in expected} == expected


AUTHORS = ["Wong, Mia", "Lausan & 流傘,"]
EDITORS = ['O\'Neil, Ann "X"']
FULL = f"{BOOK}: {SUBTITLE}"
HIGHWIRE = {
    "citation_author": AUTHORS,
    "citation_editor": EDITORS,
    "citation_publisher": [INFO.publisher],
    "citation_language": ["en-GB"],
}


def test_highwire_on_a_section() -> None:
    url = SITE + "essay/road/"
    head = Head(SECTION)
    expected = HIGHWIRE | {
        "citation_title": [TITLE],
        "citation_inbook_title": [FULL],
        "citation_publication_date": ["2024/05/06"],
        "citation_public_url": [url],
        "citation_fulltext_html_url": [url],
        "citation_reference": head.all("citation_reference"),
    }
    check(head, expected, "citation_")


def test_highwire_on_the_home_page_is_the_books() -> None:
    expected = HIGHWIRE | {
        "citation_title": [FULL],
        "citation_publication_date": ["2025/11/22"],
        "citation_public_url": [SITE],
        "citation_fulltext_html_url": [SITE],
    }
    check(Head(HOME), expected, "citation_")
    check(Head(ABOUT), {}, "citation_")


def test_a_reference_for_each_work_that_the_section_cites() -> None:
    references = Head(SECTION).all("citation_reference")
    fields = [[tuple(pair.split("=", 1)) for pair in one.split(";")] for one in references]
    assert fields == [
        [
            ("citation_title", 'The Bolsheviks & "Workers’ Control", a <Study>'),
            ("citation_author", "Brinton, Maurice"),
            ("citation_publication_date", "1970"),
            ("citation_publisher", "Solidarity"),
            ("citation_isbn", "978-1-62963-032-8"),
        ],
        [
            ("citation_title", "工人 in the Tiananmen protests"),
            ("citation_author", "Walder, Andrew G."),
            ("citation_author", "Gong Xiaoxia,"),
            ("citation_publication_date", "1993/01"),
            ("citation_journal_title", "The Australian Journal"),
            ("citation_volume", "12"),
            ("citation_issue", "29"),
            ("citation_firstpage", "1"),
            ("citation_lastpage", "29"),
            ("citation_issn", "1234-5678"),
            ("citation_doi", "10.1000/a<b>"),
        ],
        [
            ("citation_title", "\u200fמהפכה, ‘א’"),
            ("citation_author", "Malatesta, Errico"),
            ("citation_publication_date", "2015/03/04"),
            ("citation_inbook_title", "Life and ideas"),
            ("citation_publisher", "PM Press"),
            ("citation_firstpage", "125"),
            ("citation_lastpage", "128"),
            ("citation_isbn", "978-0-9933699-3-3"),
        ],
    ]
    assert Head(PageInfo(END.url, END.title, section=END)).all("citation_reference") == []


@pytest.mark.parametrize(
    ("page", "title", "date"),
    [
        (HOME, FULL, "2025-11-22"),
        (SECTION, TITLE, "2024-05-06"),
        (PageInfo(END.url, END.title, section=END), "The end", "2025-11-22"),
        (ABOUT, "About", "2025-11-22"),
    ],
)
def test_dublin_core(page: PageInfo, title: str, date: str) -> None:
    head = Head(page)
    expected = {
        "DC.title": [title],
        "DC.creator": AUTHORS,
        "DC.contributor": EDITORS,
        "DC.publisher": [INFO.publisher],
        "DC.date": [date],
        "DC.language": ["en-GB"],
        "DC.rights": [INFO.licence],
        "DC.identifier": [SITE + page.url],
    }
    if page.section or page.is_home:  # Zotero takes it for the type of a website
        expected["DC.type"] = ["Text"]
    assert head.all("prism.edition") == ([INFO.label] if "DC.type" in expected else [])
    if not page.is_home:
        expected["DCTERMS.isPartOf"] = [SITE]
    check(head, expected, "DC")
    # Programs know what DC is; plugins that allow no other origin would warn of a link to it.
    assert head.soup.find_all("link") == []


@pytest.mark.parametrize(
    ("page", "kind", "title"),
    [(HOME, "book", FULL), (SECTION, "article", TITLE), (ABOUT, "website", "About")],
)
def test_open_graph(page: PageInfo, kind: str, title: str) -> None:
    head = Head(page)
    expected = {
        "og:type": [kind],
        "og:title": [title],
        "og:site_name": [BOOK],
        "og:description": [page.description],
        "og:url": [SITE + page.url],
        "og:locale": ["en_GB"],
    }
    if page.image:
        expected["og:image"] = [SITE + page.image]
    check(head, expected, "og:")
    assert head.all("twitter:card") == ["summary"]


@pytest.mark.parametrize(
    ("language", "locale"),
    [("zh-Hant-TW", ["zh_TW"]), ("en", []), ("", []), ("zh-Hant", []), ("de-x-GB", [])],
)
def test_a_locale_names_a_region_or_there_is_none(language: str, locale: list[str]) -> None:
    assert Head(HOME, replace(INFO, language=language)).all("og:locale") == locale


WHOLE = {
    "@type": "Book",
    "name": BOOK,
    "alternativeHeadline": SUBTITLE,
    "editor": [
        {
            "@type": "Person",
            "name": 'Ann "X" O\'Neil',
            "givenName": 'Ann "X"',
            "familyName": "O'Neil",
        }
    ],
    "publisher": {"@type": "Organization", "name": INFO.publisher},
    "bookEdition": "Second edition",
    "version": "abc1234",
    "url": SITE,
}
COMMON = {"@context": "https://schema.org", "inLanguage": "en-GB", "license": INFO.licence}
PEOPLE = [
    {"@type": "Person", "name": "Mia Wong", "givenName": "Mia", "familyName": "Wong"},
    {"@type": "Organization", "name": "Lausan & 流傘"},
]


def test_json_ld_of_the_book() -> None:
    assert Head(HOME, about=WEBSITE).json == WHOLE | COMMON | {
        "description": HOME.description,
        "author": PEOPLE,
        "datePublished": "2025-11-22",
        "about": {
            "@type": "WebPage",
            "name": "When communists crushed",
            "author": PEOPLE[:1],
            "datePublished": "2021-06-06",
            "publisher": {"@type": "Organization", "name": "Lausan"},
            "url": "https://lausan.hk/2021/",
        },
        "hasPart": [
            {"@type": "Chapter", "name": TITLE, "position": 1, "url": SITE + "essay/road/"},
            {"@type": "Chapter", "name": "The end", "position": 2, "url": SITE + "essay/end/"},
        ],
    }
    assert "about" not in Head(HOME).json


def test_json_ld_names_no_commit_as_an_edition() -> None:
    assert "abc1234" not in json.dumps(Head(HOME, replace(INFO, label="")).json)


def test_json_ld_of_a_section() -> None:
    chapter = Head(SECTION).json
    citation = chapter.pop("citation")
    assert chapter == COMMON | {
        "@type": "Chapter",
        "name": TITLE,
        "description": ROAD.description,
        "position": 1,
        "author": PEOPLE,
        "datePublished": "2024-05-06",
        "url": SITE + "essay/road/",
        "isPartOf": WHOLE,
    }
    assert [one["name"] for one in citation] == [printed(one) for one in SOURCES[:3]]
    pamphlet, article, part = citation
    assert pamphlet["@type"] == "Book"
    assert pamphlet["isbn"] == "978-1-62963-032-8"
    assert pamphlet["url"] == "https://example.com/a?b=1&c=2"
    assert article == {
        "@type": "ScholarlyArticle",
        "name": "工人 in the Tiananmen protests",
        "author": [
            {
                "@type": "Person",
                "name": "Andrew G. Walder",
                "givenName": "Andrew G.",
                "familyName": "Walder",
            },
            {"name": "Gong Xiaoxia"},
        ],
        "datePublished": "1993-01",
        "isPartOf": {
            "@type": "Periodical",
            "name": "The Australian Journal",
            "issn": "1234-5678",
        },
        "url": "https://doi.org/10.1000/a%3Cb%3E",
    }
    assert part["isPartOf"] == {
        "@type": "Book",
        "name": "Life and ideas",
        "isbn": "978-0-9933699-3-3",
    }
    assert "url" not in part, "a link that no reader may follow"


def test_json_ld_of_another_page() -> None:
    assert Head(ABOUT).json == COMMON | {
        "@type": "WebPage",
        "name": "About",
        "description": "Who made it.",
        "url": SITE + "about/",
        "isPartOf": WHOLE,
    }


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_no_text_leaves_its_element(page: PageInfo) -> None:
    head = Head(page)
    script = head.soup.find("script")
    assert script is not None
    assert not set("<>&\u2028\u2029") & set(str(script.string))
    assert head.html.count("<script") == head.html.count("</script") == 1
    assert {one.name for one in head.soup.head.find_all(True)} == {"meta", "script"}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_canonical_link_is_left_to_the_theme(page: PageInfo) -> None:
    head = Head(page)
    assert head.soup.find("link", rel="canonical") is None


def values(node: Any) -> list[Any]:
    """All values in a JSON document, containers among them."""
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [node, *(value for one in inner for value in values(one))]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_nothing_is_printed_for_what_is_not_known(page: PageInfo) -> None:
    undated = page.section and replace(page.section, date="")
    bare = replace(page, description="", image=None, section=undated)
    head = Head(bare, EditionInfo(title="Only a title"))
    assert all(tag["content"] for tag in head.soup.find_all("meta"))
    assert not [value for value in values(head.json) if value in ("", None, [], {})]
    for name in ("citation_author", "citation_public_url", "DC.date", "DC.identifier", "og:url"):
        assert head.all(name) == [], name
    assert "url" not in head.json


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_site_without_an_address_gives_no_address(page: PageInfo) -> None:
    head = Head(page, replace(INFO, url=""))
    for name in ("citation_public_url", "citation_fulltext_html_url", "og:url", "og:image"):
        assert head.all(name) == []
    assert head.all("DC.identifier") == []
    assert head.all("DCTERMS.isPartOf") == ([] if page.is_home else [FULL])
    own = {**head.json, "citation": None}
    assert not [one for one in values(own) if isinstance(one, dict) and "url" in one]


def decoded(one: Source) -> dict[str, list[str]]:
    span = BeautifulSoup(coins(one), "html.parser").find("span")
    assert span is not None
    assert span["class"] == ["Z3988"]
    assert span.get_text() == ""
    fields = parse_qs(str(span["title"]), strict_parsing=True)
    assert fields.pop("ctx_ver") == ["Z39.88-2004"]
    kind = fields.pop("rft_val_fmt")[0].removeprefix("info:ofi/fmt:kev:mtx:")
    return {"format": [kind]} | {name.removeprefix("rft."): value for name, value in fields.items()}


def test_coins_of_a_book() -> None:
    assert decoded(PAMPHLET) == {
        "format": ["book"],
        "genre": ["book"],
        "btitle": ['The Bolsheviks & "Workers’ Control"; a <Study>'],
        "aulast": ["Brinton"],
        "aufirst": ["Maurice"],
        "date": ["1970"],
        "publisher": ["Solidarity"],
        "place": ["London"],
        "edition": ["2"],
        "isbn": ["978-1-62963-032-8"],
        "rft_id": ["https://example.com/a?b=1&c=2"],
    }


def test_coins_of_an_article() -> None:
    assert decoded(ARTICLE) == {
        "format": ["journal"],
        "genre": ["article"],
        "atitle": ["工人 in the Tiananmen protests"],
        "jtitle": ["The Australian Journal"],
        "aulast": ["Walder"],
        "aufirst": ["Andrew G."],
        "au": ["Gong Xiaoxia,"],
        "date": ["1993-01"],
        "volume": ["12"],
        "issue": ["29"],
        "pages": ["1-29"],
        "spage": ["1"],
        "epage": ["29"],
        "issn": ["1234-5678"],
        "rft_id": ["info:doi/10.1000/a<b>"],
    }


def test_coins_of_a_chapter() -> None:
    fields = decoded(CHAPTER)
    assert fields["genre"] == ["bookitem"]
    assert fields["atitle"] == ["\u200fמהפכה; ‘א’"]
    assert fields["btitle"] == ["Life and ideas"]
    assert (fields["spage"], fields["epage"]) == (["125"], ["128"])
    assert "rft_id" not in fields, "a link that no reader may follow"


def test_coins_of_a_web_page() -> None:
    assert decoded(WEBSITE) == {
        "format": ["dc"],
        "type": ["webpage"],
        "title": ["When communists crushed"],
        "creator": ["Wong, Mia"],
        "date": ["2021-06-06"],
        "publisher": ["Lausan"],
        "rft_id": ["https://lausan.hk/2021/"],
    }


@pytest.mark.parametrize(
    ("csl", "field", "value"),
    [
        ({"type": "thesis", "publisher": "Uni"}, "inst", ["Uni"]),
        ({"type": "paper-conference", "container-title": "Proc"}, "btitle", ["Proc"]),
        ({"type": "article-magazine", "container-title": "Jacobin"}, "source", ["Jacobin"]),
        ({"type": "unheard-of"}, "format", ["dc"]),
        ({"type": "book", "author": [{"literal": "Chuang 闯"}]}, "aucorp", ["Chuang 闯"]),
        ({"type": "book", "page": "10-20, 30"}, "pages", ["10-20, 30"]),
        ({"type": "book", "page": "10-20, 30"}, "spage", None),
        ({"type": "book", "issued": issued(2019, 21)}, "date", ["2019"]),
        ({"type": "book", "issued": issued(-45)}, "date", None),
        (
            {"type": "book", "issued": {"date-parts": [[2019, 6], [2020, 1]]}},
            "date",
            ["2019-06"],
        ),
        ({"type": "book", "author": [{"literal": "A and B, Ltd"}]}, "aucorp", ["A and B, Ltd"]),
        (
            {"type": "webpage", "author": [{"literal": "A and B, Ltd"}, {"family": "van Gogh"}]},
            "creator",
            ["A and B Ltd,", "van Gogh,"],
        ),
        ({"type": "book", "author": [{"family": "张", "given": "伟"}]}, "aulast", ["张"]),
        (
            {"type": "book", "editor": [{"family": "Ed", "given": "E"}, {"literal": "A Body"}]},
            "contributor",
            ["Ed, E", "A Body,"],
        ),
        ({"type": "book", "editor": [{"literal": "A Body"}]}, "aucorp", None),
        ({"type": "chapter", "translator": names(("T", "R"))}, "contributor", ["T, R"]),
        ({"type": "book", "language": "fr-FR"}, "language", ["fr-FR"]),
        (
            {
                "type": "webpage",
                "author": [
                    {"family": "Berg", "given": "Jan", "dropping-particle": "van der"},
                    {"family": "King", "given": "Martin", "suffix": "Jr"},
                ],
            },
            "creator",
            ["van der Berg, Jan", "King, Martin Jr"],
        ),
    ],
)
def test_coins_of_the_uncommon(csl: dict[str, Any], field: str, value: list[str] | None) -> None:
    one = source("x", title="T", **{name.replace("-", "_"): val for name, val in csl.items()})
    assert decoded(one).get(field) == value


@pytest.mark.parametrize(
    ("name", "spoken", "listed"),
    [
        (Name("Wong", "Mia"), "Mia Wong", "Wong, Mia"),
        (Name("张", "伟"), "张伟", "张, 伟"),
        (Name("村上", "春樹"), "村上春樹", "村上, 春樹"),
        (Name("김", "수영"), "김수영", "김, 수영"),
        (Name("Zhang", "伟"), "伟 Zhang", "Zhang, 伟"),
        (Name("Plato"), "Plato", "Plato"),
    ],
)
def test_names_are_the_right_way_round(name: Name, spoken: str, listed: str) -> None:
    head = Head(HOME, replace(INFO, authors=(name,), editors=(name,)))
    assert head.json["author"][0]["name"] == head.json["editor"][0]["name"] == spoken
    for field in ("citation_author", "citation_editor", "DC.creator", "DC.contributor"):
        assert head.all(field) == [listed]


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("Graeber. <em>The Utopia of Rules: On ‘It’</em>. 2015.", "The Utopia of Rules: On “It”"),
        ("GRAEBER. THE UTOPIA OF RULES: ON ‘IT’.", "The utopia of rules: on “it”"),
        ("Graeber 2015.", "The utopia of rules: on “it”"),
    ],
)
def test_a_title_has_the_bibliographys_capitals(html: str, title: str) -> None:
    assert printed(source("x", html, title="The utopia of rules: on “it”")) == title
