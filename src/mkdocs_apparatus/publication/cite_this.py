"""How the edition itself is cited: whole, by section, by paragraph and by annotation.

Everything comes from `edition:` in `mkdocs.yml` and a section's front matter. Chicago, MLA
and APA come from `formatting`; nothing here formats a citation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from ..citations.csl_text import literal
from ..citations.pandoc import Pandoc
from ..iso import DATE
from ..messages import places
from ..messages.speech import ENGLISH, Speech
from ..messages.tags import base_of
from ..model import Annotation, EditionInfo, Essay, Name, Paragraph, Section
from ..references.csl_json import fold, to_csl_json
from ..references.ris import to_ris
from .formatting import Forms, filled, format_works

STOPS = "?!:.…？！："
"""Ends of a title after which no colon is set before the subtitle."""


@dataclass(frozen=True)
class CitedWork:
    """The edition or a section, as it is cited; `bibtex`, `ris` and `csl_json` are whole files."""

    csl: dict[str, Any]
    forms: Forms
    bibtex: str
    ris: str
    csl_json: str


@dataclass(frozen=True)
class CitedParagraph:
    """A paragraph of a section, cited with its number as locator.

    `url` is its permalink: absolute, or relative to the site root where the site has no
    address, and then not in `forms`.
    """

    paragraph: Paragraph
    url: str
    forms: Forms


@dataclass(frozen=True)
class CitedAnnotation:
    """An annotation, cited as part of its paragraph; `url` is as that of a paragraph."""

    annotation: Annotation
    url: str
    forms: Forms


@dataclass(frozen=True)
class CitedSection:
    """A section, and each of its paragraphs and annotations in order."""

    url: str
    work: CitedWork
    paragraphs: tuple[CitedParagraph, ...]
    annotations: tuple[CitedAnnotation, ...] = ()


@dataclass(frozen=True)
class CiteThis:
    """All that can be cited of the edition; sections are in reading order."""

    edition: CitedWork
    sections: tuple[CitedSection, ...]


# As CSL-JSON ---------------------------------------------------------------------------


def as_csl(
    info: EditionInfo, section: Section | None = None, essay: Essay | None = None
) -> dict[str, Any]:
    """Give the edition, or a section of it, as CSL-JSON; what is empty is left out.

    A date that is not ISO 8601 is left out too. Where the authors of a section are the
    edition's, it has no `container-author`: a style would name them twice. A section of an
    `essay`, of several, has that in its title; its number would not tell which it is.
    """
    title = literal(fold(_whole_title(info)))
    authors = (section.authors if section else ()) or info.authors
    item = {
        "id": _key(info, section),
        "type": "chapter" if section else "book",
        "title": literal(fold(section_title(section.title, essay, info.language)))
        if section
        else title,
        "container-title": title if section else "",
        "chapter-number": str(section.number) if section and not essay else "",
        "author": _names(authors),
        "container-author": _names(info.authors) if authors != info.authors else [],
        "editor": _names(info.editors),
        "publisher": literal(fold(info.publisher)),
        "issued": _date((section.date if section else "") or info.date),
        "edition": literal(fold(_state(info))),
        "language": (section.language if section else "") or info.language,
        "license": info.licence,
        "URL": info.url and info.address(section.url if section else ""),
    }
    return {name: value for name, value in item.items() if value}


def _state(info: EditionInfo) -> str:
    """Say which state of the text was cited; a commit alone is the name of no edition."""
    return ", ".join(filter(None, (info.label, info.commit))) if info.label else ""


def section_title(title: str, essay: Essay | None, language: str) -> str:
    """Say what a section of this title is cited as: with its essay where there are several."""
    return _joined(essay.title, title, language) if essay else title


def _whole_title(info: EditionInfo) -> str:
    return _joined(info.title, info.subtitle, info.language)


COLONS = {"fr": "\u00a0: ", "zh": "："}
"""What languages set between a title and its subtitle, where it is not a colon and a space."""


def _joined(title: str, subtitle: str, language: str) -> str:
    title, subtitle = fold(title), fold(subtitle)
    if not (title and subtitle):
        return title or subtitle
    colon = COLONS.get(base_of(language), ": ")
    return f"{title} {subtitle}" if title[-1] in STOPS else f"{title}{colon}{subtitle}"


def _key(info: EditionInfo, section: Section | None) -> str:
    """Make a BibTeX key of the title, and of a section's slug; two slugs give two keys."""
    key = _slug(info.title) or f"edition-{_hash(info.title)}"
    if section is None:
        return key
    slug = _slug(section.slug)
    return f"{key}-{slug}" if slug == section.slug else f"{key}-{slug}-{_hash(section.slug)}"


def _slug(text: str) -> str:
    return "-".join(re.findall("[a-z0-9]+", text.lower()))


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:10]


def _names(names: Sequence[Name]) -> list[dict[str, str]]:
    return [found for found in map(_name, names) if found]


def _name(name: Name) -> dict[str, str]:
    parts = {"family": fold(name.family), "given": fold(name.given)}
    if all(parts.values()):
        return parts
    whole = fold(name.literal) or parts["family"] or parts["given"]
    return {"literal": whole} if whole else {}


def _date(date: str) -> dict[str, Any]:
    found = DATE.fullmatch(date)
    if not found:
        return {}
    return {"date-parts": [[int(part) for part in found.groups() if part]]}


# Cited ---------------------------------------------------------------------------------


def cite_this(
    info: EditionInfo,
    sections: Sequence[Section],
    annotations: Sequence[Annotation] = (),
    pandoc: Pandoc | None = None,
    essay_of: Callable[[str], Essay | None] = lambda url: None,
    speech: Speech = ENGLISH,
) -> CiteThis:
    """Cite the edition, its sections and their paragraphs and annotations, in one pandoc process.

    `essay_of` gives the essay of a section by its url where there are several.
    Raises `pandoc.CiteprocError`.
    """
    items = [as_csl(info), *(as_csl(info, one, essay_of(one.url)) for one in sections)]
    answer = format_works(items, pandoc, info.language)
    edition, *works = (
        CitedWork(item, forms, entry, to_ris([item]), to_csl_json([item]))
        for item, forms, entry in zip(items, answer.works, answer.bibtex, strict=True)
    )
    beside: dict[str, list[Annotation]] = {}
    for one in annotations:
        beside.setdefault(one.url.partition("#")[0], []).append(one)
    cited = zip(sections, works, answer.paragraphs[1:], strict=True)
    return CiteThis(
        edition,
        tuple(
            CitedSection(
                section.url,
                work,
                tuple(_paragraphs(info, section, template)),
                tuple(_annotations(info, beside.get(section.url, ()), template, speech)),
            )
            for section, work, template in cited
        ),
    )


def _paragraphs(info: EditionInfo, section: Section, template: Forms) -> Iterator[CitedParagraph]:
    for paragraph in section.paragraphs:
        anchor = f"#{paragraph.id}" if paragraph.id else ""
        forms = filled(template, paragraph.number, anchor)
        yield CitedParagraph(paragraph, f"{info.address(section.url)}{anchor}", forms)


def _annotations(
    info: EditionInfo, annotations: Sequence[Annotation], template: Forms, speech: Speech
) -> Iterator[CitedAnnotation]:
    for one in annotations:
        if one.paragraph and one.id:
            label = places.annotation(speech, one.title)
            where = places.together(speech, [one.paragraph.number, label.said])
            forms = filled(template, where, f"#{one.id}")
            yield CitedAnnotation(one, info.address(one.url), forms)
