"""COinS: a work in the source list as reference managers read it there.

A COinS (https://web.archive.org/web/2014/http://ocoins.info/) is an empty `span` with an
OpenURL 1.0 context object (ANSI/NISO Z39.88-2004) in key/encoded-value form. What Zotero makes
of it is said in "openurl.js" of github.com/zotero/utilities.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from urllib.parse import quote, urlencode

from ..model import Source
from .works import (
    Csl,
    Kind,
    address,
    authors,
    doi_of,
    inverted,
    issued,
    kind_of,
    pages,
    printed,
    text,
)

TITLES = {
    "article": ("atitle", "jtitle"),
    "bookitem": ("atitle", "btitle"),
    "proceeding": ("atitle", "btitle"),
    "book": ("btitle", "series"),
    "report": ("btitle", "series"),
}
"""OpenURL's keys for the title of a work and of what it is part of, by genre."""

FIELDS = {
    "pages": "page",
    "volume": "volume",
    "issue": "issue",
    "place": "publisher-place",
    "edition": "edition",
    "series": "collection-title",
    "isbn": "ISBN",
    "issn": "ISSN",
    "language": "language",
}
"""OpenURL's keys for CSL's fields; `language` is one of Dublin Core, which Zotero reads in all."""

CONTRIBUTORS = ("editor", "translator")
"""Who is no author; OpenURL knows no editors, Dublin Core a `contributor`."""


def coins(source: Source) -> str:
    """Write a work as COinS, in the format `book`, `journal`, `dissertation` or else `dc`."""
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{kind_of(source.csl).format}"),
        *_referent(source),
    ]
    filled = [(key, value) for key, value in pairs if value]
    encoded = urlencode(filled, quote_via=quote, safe="")
    return f'<span class="Z3988" title="{html.escape(encoded)}"></span>'


def _referent(source: Source) -> Iterator[tuple[str, str]]:
    """Say what the work is. Zotero reads volume and pages in every format, also in `dc`."""
    csl, kind, doi = source.csl, kind_of(source.csl), doi_of(source.csl)
    title, container = TITLES.get(kind.genre, ("title", "source"))
    yield "rft_id", f"info:doi/{doi}" if doi else ""
    yield "rft_id", address(csl)
    yield "rft.type" if kind.format == "dc" else "rft.genre", kind.genre
    yield f"rft.{title}", printed(source)
    yield f"rft.{container}", printed(source, "container-title")
    yield from _authors(csl, kind)
    yield "rft.date", issued(csl)
    yield "rft.inst" if kind.format == "dissertation" else "rft.publisher", text(csl, "publisher")
    yield from ((f"rft.{key}", text(csl, field)) for key, field in FIELDS.items())
    for role in CONTRIBUTORS:
        yield from (("rft.contributor", inverted(name)) for name in authors(csl, role))
    # After `pages`, which Zotero then keeps as they are.
    yield from zip(("rft.spage", "rft.epage"), pages(csl), strict=True)


def _authors(csl: Csl, kind: Kind) -> Iterator[tuple[str, str]]:
    """Name each author once: Zotero takes a first one given in both forms for two."""
    names = authors(csl)
    if kind.format == "dc":
        yield from (("rft.creator", inverted(name)) for name in names)
        return
    for name in names[:1]:
        yield "rft.aucorp", name.literal
        yield "rft.aulast", name.family
        yield "rft.aufirst", name.given
    yield from (("rft.au", inverted(name)) for name in names[1:])
