"""A cited work in other programs' words: its CSL-JSON read for schema.org, Highwire and COinS.

See https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables for
CSL's fields. One that a source lacks is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ..citations.answers import WEB
from ..citations.csl_text import plain
from ..model import Name, Source
from .csl_json import people

Csl = dict[str, Any]
Node = dict[str, Any]

QUOTES = "\"'‘’“”‹›«»"
"""Quotation marks; a style turns those in a title to suit those around it."""

PAGES = re.compile(r"(?P<first>\w+)(?:[-–](?P<last>\w+))?")
"""One page or one range: `12`, `264-265`, `e7`; not `10-20, 30`."""


@dataclass(frozen=True)
class Kind:
    """A CSL type in other vocabularies.

    `work` and `whole` are the schema.org types of a work and of what it is part of,
    `container` the Highwire tag (`citation_…`) for the title of the latter, `format` and
    `genre` those of OpenURL. With the format `dc`, `genre` is Zotero's type of item.
    """

    work: str
    whole: str
    container: str
    format: str
    genre: str


JOURNAL, BOOK, PROCEEDINGS = "journal_title", "inbook_title", "conference_title"
KINDS = {
    "article-journal": Kind("ScholarlyArticle", "Periodical", JOURNAL, "journal", "article"),
    "article-magazine": Kind("Article", "Periodical", JOURNAL, "dc", "magazineArticle"),
    "article-newspaper": Kind("NewsArticle", "Newspaper", JOURNAL, "dc", "newspaperArticle"),
    "book": Kind("Book", "CreativeWork", BOOK, "book", "book"),
    "chapter": Kind("Chapter", "Book", BOOK, "book", "bookitem"),
    "entry-dictionary": Kind("Article", "Book", BOOK, "book", "bookitem"),
    "entry-encyclopedia": Kind("Article", "Book", BOOK, "book", "bookitem"),
    "paper-conference": Kind("ScholarlyArticle", "Book", PROCEEDINGS, "book", "proceeding"),
    "post-weblog": Kind("BlogPosting", "Blog", BOOK, "dc", "blogPost"),
    "report": Kind("Report", "CreativeWork", BOOK, "book", "report"),
    "thesis": Kind("Thesis", "CreativeWork", BOOK, "dissertation", ""),
    "webpage": Kind("WebPage", "WebSite", BOOK, "dc", "webpage"),
}
OTHER = Kind("CreativeWork", "CreativeWork", BOOK, "dc", "document")


ASIAN = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af々〆·・\s]+")
"""A name in Chinese, Japanese or Korean letters: `张`, `さくら`, `김`."""


def inverted(name: Name) -> str:
    """Write a name family name first, "Brinton, Maurice", or a body's own.

    Zotero parts a name at its comma, and one without at its last space (`cleanAuthor` in
    "utilities.js" of github.com/zotero/utilities). So a name of several words that is to stay
    in one field ends in a comma, and has no other.
    """
    if name.family and name.given:
        return f"{name.family}, {name.given}"
    whole = " ".join((name.literal or name.family or name.given).replace(",", " ").split())
    return f"{whole}," if " " in whole else whole


def in_full(name: Name) -> str:
    """Write a name as it is spoken: "Maurice Brinton", but "张伟", as citeproc has it."""
    if ASIAN.fullmatch(name.family + name.given):
        return f"{name.family}{name.given}"
    return " ".join(filter(None, (name.given, name.family)))


def printed(source: Source, field: str = "title") -> str:
    """Give a title in plain text, with the capitals that it has in the bibliography.

    pandoc writes English titles in sentence case into CSL-JSON ("The utopia of rules"), and a
    style may put capitals back. Only capitals are taken from what the style printed; a style
    that sets whole titles in capitals is not followed.
    """
    words = text(source.csl, field)
    at = _alike(source.text).find(_alike(words))
    found = source.text[at : at + len(words)] if at >= 0 else ""
    if not found or found.isupper():
        return words
    pairs = zip(words, found, strict=True)
    return "".join(new if new.isupper() else old for old, new in pairs)


ONE_QUOTE = str.maketrans(dict.fromkeys(QUOTES, QUOTES[0]))


def _alike(words: str) -> str:
    """Give words as they are compared: in small letters, each mark of quotation the same.

    As many characters come out as went in.
    """
    small = words.lower()
    if len(small) != len(words):  # a capital of two small letters, İ say
        small = "".join(one if len(one.lower()) != 1 else one.lower() for one in words)
    return small.translate(ONE_QUOTE)


def node(kind: str, **fields: Any) -> Node:
    """Make a schema.org node (https://schema.org/docs/full.html) of the fields that are set."""
    return {"@type": kind} | {name: value for name, value in fields.items() if value}


def agent(name: Name) -> Node:
    """Describe a person, or a body by its literal name, to schema.org."""
    if name.literal:
        return node("Organization", name=name.literal)
    return node("Person", name=in_full(name), givenName=name.given, familyName=name.family)


def organization(name: str) -> Node | None:
    """Describe a publisher to schema.org; None where there is none."""
    return node("Organization", name=name) if name else None


def creative_work(source: Source) -> Node:
    """Describe a work to schema.org, where an ISBN is a book's and an ISSN a periodical's."""
    csl, kind, container = source.csl, kind_of(source.csl), printed(source, "container-title")
    isbn, doi = csl.get("ISBN"), doi_of(csl)
    whole = node(
        kind.whole,
        name=container,
        isbn=isbn if kind.whole == "Book" else None,
        issn=csl.get("ISSN") if kind.whole in ("Periodical", "Newspaper", "Blog") else None,
    )
    return node(
        kind.work,
        name=printed(source),
        # In CSL a body and a person whose name must not be inverted look alike.
        author=[{"name": one.literal} if one.literal else agent(one) for one in authors(csl)],
        datePublished=issued(csl),
        publisher=organization(text(csl, "publisher")),
        isPartOf=whole if container else None,
        isbn=isbn if kind.work == "Book" else None,
        url=address(csl) or (doi and f"https://doi.org/{quote(doi)}"),
    )


def reference(source: Source) -> str:
    """Write a work as one `citation_reference`: Highwire tags joined by semicolons.

    Scholar describes it to publishers alone; the form is that of articles on distill.pub.
    Nothing can quote a semicolon in it, so that one in a value becomes a comma.
    """
    csl = source.csl
    first, last = pages(csl)
    pairs = [
        ("title", printed(source)),
        *(("author", inverted(name)) for name in authors(csl)),
        ("publication_date", issued(csl).replace("-", "/")),
        (kind_of(csl).container, printed(source, "container-title")),
        *((field, text(csl, field)) for field in ("volume", "issue", "publisher")),
        *(("firstpage", first), ("lastpage", last)),
        *((field, text(csl, field.upper())) for field in ("isbn", "issn")),
        ("doi", doi_of(csl)),
    ]
    filled = (f"citation_{name}={value}" for name, value in pairs if value)
    return ";".join(one.replace(";", ",") for one in filled)


def kind_of(csl: Csl) -> Kind:
    """Say what a CSL type is in other vocabularies."""
    return KINDS.get(text(csl, "type"), OTHER)


def text(csl: Csl, field: str) -> str:
    """Give a field of words in plain text, empty where there is none."""
    return " ".join(plain(str(csl.get(field, ""))).split())


def authors(csl: Csl, role: str = "author") -> list[Name]:
    """Give the authors, or others who have a role.

    Particles go with the family name, "Jr" with the given one.
    """
    return [
        Name(
            _joined(one, "dropping-particle", "non-dropping-particle", "family"),
            _joined(one, "given", "suffix"),
            _joined(one, "literal"),
        )
        for one in people(csl.get(role, ()))
    ]


def _joined(name: dict[str, Any], *parts: str) -> str:
    return " ".join(str(name[part]) for part in parts if name.get(part))


def issued(csl: Csl) -> str:
    """Give the date of issue in ISO 8601, of a range the first; empty before the year 1.

    CSL writes a season as a month from 13 on, which a date cannot have.
    """
    dates = csl.get("issued", {}).get("date-parts") or [[]]
    parts = [int(part) for part in dates[0]]
    if not parts or parts[0] < 1:
        return ""
    if parts[1:] and parts[1] > 12:
        parts = parts[:1]
    return "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])])


def pages(csl: Csl) -> tuple[str, str]:
    """Give the first and the last page, if the work has one page or one range of them."""
    found = PAGES.fullmatch(text(csl, "page"))
    return (found["first"], found["last"] or "") if found else ("", "")


def doi_of(csl: Csl) -> str:
    """Give the DOI alone, also where it was written as an address."""
    return str(csl.get("DOI", "")).rpartition("doi.org/")[2]


def address(csl: Csl) -> str:
    """Give the address on the web, empty where that of the entry is of another scheme."""
    url = str(csl.get("URL", ""))
    return url if WEB.match(url) else ""
