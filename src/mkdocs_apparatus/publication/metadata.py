"""What a page tells other programs of itself, for its head.

Google Scholar (https://scholar.google.com/intl/en/scholar/inclusion.html#indexing) and Zotero
("Embedded Metadata.js" and "RDF.js" in github.com/zotero/translators) read it. What the
edition leaves empty is not printed, nor what needs the address of a site that has none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..model import Edition, EditionInfo, Essay, Name, Section, Source
from ..references.works import Node, agent, creative_work, inverted, node, organization, reference
from .cite_this import section_title

Pairs = Iterator[tuple[str, str]]

LOCALE = re.compile(r"(?P<language>[a-z]{2,3})(?:-[A-Z][a-z]{3})?-(?P<region>[A-Z]{2})")
"""A BCP 47 tag that names a region: `en-GB`, `zh-Hant-TW`."""


@dataclass(frozen=True)
class PageInfo:
    """A page of the site: `url` and `image` relative to its root, the other texts plain. A page of
    the essay has its `section`.
    """

    url: str
    title: str
    description: str = ""
    section: Section | None = None
    is_home: bool = False
    language: str = ""
    image: str | None = None


@dataclass(frozen=True)
class Meta:
    """One `<meta>` element, its texts not yet escaped."""

    name: str
    content: str


@dataclass(frozen=True)
class Metadata:
    """What `head.html` prints: `<meta name>`, `<meta property>`, and JSON-LD safe in a script."""

    names: tuple[Meta, ...]
    properties: tuple[Meta, ...]
    json_ld: str


@dataclass(frozen=True)
class _Context:
    """A page in its edition; `cited` are the sources that its section cites."""

    info: EditionInfo
    edition: Edition
    page: PageInfo
    cited: tuple[Source, ...]

    @property
    def url(self) -> str:
        """The page's absolute address."""
        return self.absolute(self.page.url)

    @property
    def book(self) -> str:
        """The book's title in full."""
        return ": ".join(filter(None, (self.info.title, self.info.subtitle)))

    @property
    def title(self) -> str:
        """The page's title, with its essay's where there are several; at home the book's."""
        essay = self.edition.essay_of(self.page.url) if self.page.section else None
        own = section_title(self.page.title, essay, self.info.language)
        return self.book if self.page.is_home else own

    @property
    def authors(self) -> tuple[Name, ...]:
        """Who wrote the section, or the essay of a title page, else the edition."""
        url, section = self.page.url, self.page.section
        own = next((one.authors for one in self.edition.essays if one.url == url), ())
        return (section.authors if section else own) or self.info.authors

    @property
    def date(self) -> str:
        """The section's own date, else the edition's."""
        return (self.page.section and self.page.section.date) or self.info.date

    @property
    def language(self) -> str:
        """The page's own, else the edition's."""
        return self.page.language or self.info.language

    def absolute(self, url: str) -> str:
        """Make a url absolute, if the site's address is known."""
        return self.info.url and self.info.address(url)


def page_metadata(
    info: EditionInfo, edition: Edition, page: PageInfo, about: Source | None = None
) -> Metadata:
    """Describe a page. The home page stands for the book, which is `about` some source."""
    result = edition.pages.get(page.url) if page.section else None
    cited = tuple(edition.sources_of(result.keys if result else ()))
    this = _Context(info, edition, page, cited)
    if page.section:
        described = _chapter(this, page.section)
    elif page.is_home:
        described = _book(this, about)
    else:
        described = node("WebPage", **_common(this), isPartOf=_whole(info))
    names = [*_highwire(this), *_dublin_core(this), ("twitter:card", "summary")]
    json_ld = _script_safe({"@context": "https://schema.org", **described})
    return Metadata(_metas(names), _metas(_open_graph(this)), json_ld)


def _metas(pairs: Iterable[tuple[str, str]]) -> tuple[Meta, ...]:
    folded = ((name, " ".join(content.split())) for name, content in pairs)
    return tuple(Meta(name, content) for name, content in folded if content)


def _highwire(this: _Context) -> Pairs:
    """Give Highwire Press tags, which Scholar and Zotero prefer to all others.

    For Zotero `citation_inbook_title` makes the page a book section. `citation_book_title`
    would not: it is taken for a `title` of Open Graph's `book`. The book itself is told by
    its `og:type`. Zotero alone reads `citation_editor`.
    """
    info, section = this.info, this.page.section
    if not (section or this.page.is_home):
        return
    yield "citation_title", this.title
    yield from (("citation_author", inverted(name)) for name in this.authors)
    yield from (("citation_editor", inverted(name)) for name in info.editors)
    yield "citation_inbook_title", this.book if section else ""
    yield "citation_publication_date", this.date.replace("-", "/")
    yield "citation_publisher", info.publisher
    yield "citation_language", this.language
    yield "citation_public_url", this.url
    yield "citation_fulltext_html_url", this.url
    # Of PRISM (https://www.w3.org/Submission/2020/SUBM-prism-20200910/); Highwire has none.
    yield "prism.edition", info.label
    yield from (("citation_reference", reference(source)) for source in this.cited)


def _dublin_core(this: _Context) -> Pairs:
    """Give DCMI terms (https://www.dublincore.org/specifications/dublin-core/dc-html/)."""
    info = this.info
    yield "DC.title", this.title
    yield from (("DC.creator", inverted(name)) for name in this.authors)
    yield from (("DC.contributor", inverted(name)) for name in info.editors)
    yield "DC.publisher", info.publisher
    yield "DC.date", this.date
    yield "DC.language", this.language
    yield "DC.rights", info.licence
    yield "DC.identifier", this.url
    # Of a page that is no part of a book Zotero would take it for the kind of website.
    yield "DC.type", "Text" if this.page.section or this.page.is_home else ""
    yield "DCTERMS.isPartOf", "" if this.page.is_home else info.url or this.book


def _open_graph(this: _Context) -> Pairs:
    """Give Open Graph's properties (https://ogp.me), whose locale has to name a region."""
    page, locale = this.page, LOCALE.fullmatch(this.language)
    yield "og:type", "article" if page.section else "book" if page.is_home else "website"
    yield "og:title", this.title
    yield "og:site_name", this.info.title
    yield "og:description", page.description
    yield "og:url", this.url
    yield "og:locale", f"{locale['language']}_{locale['region']}" if locale else ""
    yield "og:image", this.absolute(page.image) if page.image else ""


def _script_safe(value: Node) -> str:
    r"""Write JSON (https://www.w3.org/TR/json-ld11/#restrictions-for-contents-of-json-ld-script-elements).

    `<` and the like are written `\u003c`, so that no text can end the script.
    """
    text = json.dumps(value, ensure_ascii=False)
    return re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _common(this: _Context) -> dict[str, Any]:
    """Give the schema.org properties that a page and a chapter share."""
    return {
        "name": this.title,
        "description": this.page.description,
        "inLanguage": this.language,
        "license": this.info.licence,
        "url": this.url,
    }


def _whole(info: EditionInfo, **more: Any) -> Node:
    """Describe the book, briefly where it is what a page is part of."""
    return node(
        "Book",
        name=info.title,
        alternativeHeadline=info.subtitle,
        editor=[agent(name) for name in info.editors],
        publisher=organization(info.publisher),
        bookEdition=info.label,
        version=info.label and info.commit,
        url=info.url,
        **more,
    )


def _book(this: _Context, about: Source | None) -> Node:
    info = this.info
    return _whole(
        info,
        description=this.page.description,
        author=[agent(name) for name in info.authors],
        datePublished=info.date,
        inLanguage=info.language,
        license=info.licence,
        about=about and creative_work(about),
        hasPart=[
            node("Chapter", name=one.title, position=place, url=this.absolute(one.url))
            for place, one in enumerate(this.edition.sections, 1)
        ],
    )


def _within(this: _Context, essay: Essay | None) -> Node:
    """Say what a section is part of: the book, or one of several essays in it."""
    if essay is None:
        return _whole(this.info)
    url = "" if essay.url is None else this.absolute(essay.url)
    return node("CreativeWork", name=essay.title, url=url, isPartOf=_whole(this.info))


def _chapter(this: _Context, section: Section) -> Node:
    return node(
        "Chapter",
        **_common(this),
        position=section.number,
        author=[agent(name) for name in this.authors],
        datePublished=this.date,
        isPartOf=_within(this, this.edition.essay_of(section.url)),
        citation=[creative_work(source) for source in this.cited],
    )
