"""Entries as pandoc is to read them, where its reader is not right by BibTeX's own rules.

"BibTeXing" (https://ctan.org/pkg/bibtex), its sections 4 and 5.4, and the BibLaTeX manual
(https://ctan.org/pkg/biblatex), section 2, are those rules. `docs/editors/bib-forms.md` says
for each form whose rule decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..bib import Bibliography, Entry
from . import addresses
from .braces import outside_braces
from .definitions import Definition, definitions, expanded
from .journals import journals
from .keys import stand_in
from .languages import tag_of
from .limits import fault, words_of
from .markup import marked_up
from .names import mended_names
from .tex_words import to_characters
from .years import literal_year, mended_month

ROLES = ("author", "editor", "editora", "editorb", "editorc", "bookauthor", "translator")
NAMES = frozenset(
    {
        *(*ROLES, "annotator", "commentator", "introduction", "foreword", "afterword", "holder"),
        *("shortauthor", "shorteditor", "sortname", "director", "namea", "nameb", "namec"),
    }
)
"""Fields of people."""

BODIES = frozenset(
    {
        *("publisher", "institution", "organization", "school", "origpublisher"),
        *("address", "location", "origlocation", "venue"),
    }
)
"""Fields that are text to BibTeX, and lists parted by "and" to pandoc."""

AS_THEY_ARE = frozenset({"url", "doi", "file", "pdf", "eprint", "langid", "options", "keywords"})
"""Fields that hold no words, or have been mended whole."""

KEYS = frozenset({"crossref", "xref", "xdata", "related", "entryset", "ids"})
"""Fields that name other entries."""

AND = re.compile(r"(?<=\s)and(?=\s)(?!\s+others\s*$)")
"""What pandoc parts a list at: `Simon and Schuster`."""

FIELD = re.compile(r"[a-z][\w:+-]*", re.ASCII)
"""A name of a field that pandoc reads: `bdsk-url-1`."""

MACRO = re.compile(r"\s*+(?:\{\s*+)?\\([a-zA-Z]++)\s*+(?:\{\}\s*+)?(?:\}\s*+)?")
r"""A field that is nothing but a macro: `\apj`, `{\apj}`."""


@dataclass(frozen=True)
class Mended:
    """An entry as pandoc is to read it, and its year where that is words ("in press")."""

    key: str
    text: str
    year: str


def mended(bibliography: Bibliography) -> list[Mended]:
    """Mend all entries of a bibliography, in their order."""
    known = definitions(bibliography.preamble)
    years = {key: literal_year(bibliography.family([key])) for key in bibliography.by_key}
    return [
        Mended(entry.key, _text(entry, known), to_words(years[entry.key], known))
        for entry in bibliography.entries
    ]


def to_words(text: str, known: Mapping[str, Definition]) -> str:
    """Give a field that pandoc takes as it is without its TeX: `{Ph.D.} thesis` without braces."""
    text = expanded(text, known)
    if fault(text):
        return words_of(text)
    words = to_characters(text)
    words = re.sub(r"\\([%&#$_ ])", r"\1", words.replace("~", "\u00a0"))
    words = re.sub(r"\\[a-zA-Z]+\s*", "", words)
    words = words.replace("--", "–")
    return words.translate({ord("{"): None, ord("}"): None, ord("\\"): None}).strip()


def _text(entry: Entry, known: Mapping[str, Definition]) -> str:
    fields = entry.published
    fields |= mended_month(fields.get("month", ""), fields.get("day", ""))
    fields |= _language(fields)
    fields |= _journal(fields)
    fields |= _links(fields)
    lines = [
        f"  {name} = {{{value}}}"
        for name, given in fields.items()
        if FIELD.fullmatch(name) and (value := _value(name, given, known))
    ]
    lines = lines or ["  langid = {}"]  # pandoc reads no entry that has nothing
    return ",\n".join([f"@{entry.type}{{{stand_in(entry.key)}", *lines]) + "\n}"


def _value(name: str, value: str, known: Mapping[str, Definition]) -> str:
    if fault(value):
        return words_of(value)
    if name in KEYS:
        return ",".join(dict.fromkeys(stand_in(key.strip()) for key in value.split(",")))
    if name in AS_THEY_ARE:
        return value
    if name == "type":
        return to_words(value, known)
    value = expanded(value, known) if "\\" in value else value
    if fault(value):  # by what its macros stand for
        return words_of(value)
    words = to_characters(marked_up(value))
    if name in NAMES:
        return mended_names(words)
    return outside_braces(AND, "{and}", words) if name in BODIES else words


def _language(fields: Mapping[str, str]) -> dict[str, str]:
    """Say in which language a title is: Zotero has it in `language`, pandoc reads `langid`."""
    if fields.get("langid") or fields.get("hyphenation"):
        return {}
    tag = tag_of(fields.get("language", ""))
    return {"langid": tag} if tag else {}


def _journal(fields: Mapping[str, str]) -> dict[str, str]:
    """Give the name and the abbreviation of a journal that is a macro of ADS."""
    for field in ("journal", "journaltitle"):
        found = MACRO.fullmatch(fields.get(field, ""))
        if found and (journal := journals().get(found[1])):
            names = {field: journal.name, "shortjournal": journal.short}
            return {name: one.replace("&", r"\&") for name, one in names.items()}
    return {}


def _links(fields: Mapping[str, str]) -> dict[str, str]:
    r"""Give each address once, and where addresses are: `howpublished = {\url{…}}` too."""
    url, given = addresses.address(fields.get("url", "")), fields.get("doi", "")
    doi = addresses.doi(given)
    if given and not doi and not url and addresses.is_web(given):
        url = addresses.address(given)
    links = {"url": url, "doi": doi}
    published = addresses.only(fields.get("howpublished", ""))
    if published:
        same = published == url or (doi and addresses.doi(published).lower() == doi.lower())
        links |= {"url": url if same or url else published}
        links |= {"howpublished": ""} if same or not url else {}
    return links
