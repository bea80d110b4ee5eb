"""From what all pages hold to an edition that can be published, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..bib import Bibliography
from ..citations.citeproc import Citeproc
from ..citations.styles import Style
from ..edition.annotation_checks import located, name_of
from ..edition.assembly import assemble
from ..messages.speech import ENGLISH, Speech
from ..messages.tags import is_tag
from ..model import Edition, EditionInfo, Problem
from ..page.sheet import Sheet
from ..page_result import PageResult
from ..reading.page_reading import Page, PageReading
from ..reading.parts import parts_of
from ..registers.names import Index
from ..registers.registers import read_registers
from ..registers.timeline import Timeline
from . import permalinks
from .filling import Filler
from .key_checks import check_keys
from .ledger_checks import check
from .moves import lost_names, renamed_paragraphs
from .publication import Publication, check_info, cited_edition, own_files
from .rendering import Renderer, environment
from .signs import place_signs

HIDING = frozenset(
    {
        *("annotation-without-id", "bad-annotation", "unclosed-annotation", "annotation-in-note"),
        *("bad-id", "duplicate-id", "misspelt-block", "misspelt-command", "misplaced-command"),
        "bad-filter",
    }
)
"""Problems of a page that keep some of its places from being known."""


@dataclass(frozen=True)
class Inputs:
    """What an edition is made of besides its pages.

    `about` is the BibTeX key of the work that it is of, `home` the url of the home page,
    `templates` the folders whose templates replace ours; `relative(url, page_url)` makes a
    link from a page to a url. `config_name` is how problems name the site's configuration.
    Pages that are not the `whole` site leave open what others may hold. `margin_notes` are
    repeated beside the text. `texts` are all that were converted, by conversion. `uncited` is as in
    `edition.checks.check_uses`. `files` are those of the site, by path, that others write. `first`
    are problems that bring others with them: a folder without sections, a style that is missing.
    `speech` is the language in which readers are spoken to. `essays` are the
    names of essays, by folder.
    """

    bibliography: Bibliography
    style: Style | None
    info: EditionInfo
    ledger: permalinks.Ledger
    index: Index | None
    timeline: Timeline | None
    about: str
    home: str
    config_name: str
    templates: Sequence[Path]
    relative: Callable[[str, str], str]
    problems: tuple[Problem, ...] = ()
    texts: Mapping[int, PageReading] = field(default_factory=dict)
    uncited: str = "ignore"
    whole: bool = True
    margin_notes: bool = False
    citeproc: Citeproc | None = None
    files: frozenset[str] = frozenset()
    essays: Mapping[str, str] = field(default_factory=dict)
    first: tuple[Problem, ...] = ()
    speech: Speech = ENGLISH


@dataclass(frozen=True)
class Resolved:
    """An edition with its filled pages by url, and all that is wrong.

    `addresses` are those that last; `lost` the problems with those that were published, or what
    keeps those from being known. `problems` begin with the ones that bring others with them,
    which are not said until those are mended.
    """

    edition: Edition
    sheets: Mapping[str, Sheet]
    publication: Publication
    filler: Filler
    addresses: frozenset[str]
    lost: tuple[Problem, ...]
    problems: tuple[Problem, ...]


def resolve(pages: Sequence[Page], contents: Mapping[str, str], inputs: Inputs) -> Resolved:
    """Resolve what pages hold, in reading order, and fill their `contents` (HTML by url)."""
    info, speech = inputs.info, inputs.speech
    whole = inputs.whole and not inputs.first
    pandoc = inputs.citeproc.pandoc if inputs.citeproc else None
    language = info.language or None
    sheets = {url: Sheet.of(url, html) for url, html in contents.items()}
    edition = assemble(
        list(_with_parts(pages, sheets, inputs.texts)),
        inputs.bibliography,
        inputs.style,
        language,
        uncited=inputs.uncited if whole else "ignore",
        citeproc=inputs.citeproc,
        essays=inputs.essays,
    )
    first = {*inputs.first, *(one for one in edition.problems if one.code == "pandoc-failed")}
    whole = whole and not first
    templates = environment(inputs.templates, speech)
    filler = Filler(Renderer(edition, templates, inputs.relative, info.language))
    unsigned: list[Problem] = []
    for page in pages:
        if page.url in sheets:
            filler.fill(sheets[page.url].root, page.url)
            unsigned += _unsigned(page, sheets[page.url], inputs)
    wrong = {one.path for one in edition.problems if one.code in HIDING}
    doubtful = {page.url: page.slug for page in pages if page.path in wrong}
    renamed = renamed_paragraphs(inputs.ledger.moves, edition)
    registers, found = read_registers(
        inputs.index,
        inputs.timeline and inputs.timeline.following(renamed, edition),
        edition,
        inputs.bibliography,
        pages,
        {url: sheet.root for url, sheet in sheets.items()},
        whole=whole,
        speech=speech,
        doubtful={*doubtful.values(), *lost_names(inputs.ledger, edition)},
    )
    unsigned += check_keys(edition, sheets, inputs.bibliography)
    addresses = permalinks.addresses(edition, registers)
    paths = {page.url: page.path for page in pages}
    taken = inputs.files | set(own_files(edition))
    moves, clashes = permalinks.landing(inputs.ledger, edition.pages, taken, addresses)
    lost = sorted([*check(inputs.ledger, addresses, paths, doubtful), *clashes] if whole else first)
    moves = moves if inputs.whole else inputs.ledger.moves
    problems = [*inputs.problems, *edition.problems, *unsigned, *found, *lost]
    problems += check_info(info, edition, inputs.about if whole else "", inputs.config_name)
    cited, failed = cited_edition(info, edition, problems, pandoc, speech)
    publication = Publication(
        info,
        edition,
        inputs.bibliography,
        cited,
        moves,
        filler.renderer,
        templates,
        registers,
        inputs.about,
        inputs.home,
        inputs.margin_notes,
        {page.url: page.language for page in pages if is_tag(page.language)},
    )
    said = (*sorted(first), *sorted({*problems, *failed} - first))
    return Resolved(edition, sheets, publication, filler, frozenset(addresses), tuple(lost), said)


def _with_parts(
    pages: Sequence[Page], sheets: Mapping[str, Sheet], texts: Mapping[int, PageReading]
) -> Iterator[Page]:
    """Give each page, and the texts that other programs converted and put into it."""
    others = len(texts) > len(pages)
    for page in pages:
        yield page
        if others and page.url in sheets:
            yield from parts_of(page, sheets[page.url].root, texts)


def alike(
    pages: Iterable[Page], edition: Edition, texts: Mapping[int, PageReading]
) -> dict[int, PageResult]:
    """Say what fills texts that say the same as a page: a post's excerpt, converted anew."""
    known = {_said(page.reading): edition.pages[page.url] for page in pages}
    same = {one: known.get(_said(reading)) for one, reading in texts.items()}
    return {one: replace(found, conversion=one) for one, found in same.items() if found}


def _said(reading: PageReading) -> tuple[object, ...]:
    return reading.citations, reading.notes, reading.lists


def _unsigned(page: Page, sheet: Sheet, inputs: Inputs) -> Iterator[Problem]:
    """Put signs for annotations into a page, and find what names words in vain."""
    named, notes, speech = page.reading.annotations, inputs.margin_notes, inputs.speech
    faults = [
        (index, code, f"{name_of(named[index])} {words}")
        for index, code, words in place_signs(sheet.root, page.reading, notes=notes, speech=speech)
    ]
    return located(page, faults) if faults else iter(())
