"""From what all pages hold to an edition that can be published, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..bib import Bibliography
from ..citations.citeproc import Citeproc
from ..citations.styles import Style
from ..edition.annotation_checks import located, name_of
from ..edition.assembly import assemble
from ..model import Edition, EditionInfo, Problem
from ..page.sheet import Sheet
from ..reading.page_reading import Page
from ..registers.names import Index
from ..registers.registers import read_registers
from ..registers.timeline import Timeline
from . import permalinks
from .filling import Filler
from .key_checks import check_keys
from .publication import Publication, check_info, cited_edition
from .rendering import Renderer, environment
from .signs import place_signs


@dataclass(frozen=True)
class Inputs:
    """What an edition is made of besides its pages.

    `about` is the BibTeX key of the work that it is of, `home` the url of the home page,
    `templates` the folders whose templates replace ours; `relative(url, page_url)` makes a
    link from a page to a url. `config_name` is how problems name the site's configuration.
    Pages that are not the `whole` site leave open what others may hold. `margin_notes` are
    repeated beside the text.
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
    whole: bool = True
    margin_notes: bool = False
    citeproc: Citeproc | None = None


@dataclass(frozen=True)
class Resolved:
    """An edition with its filled pages by url, and all that is wrong.

    `addresses` are those that last; `lost` the problems with those that were published.
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
    info, whole = inputs.info, inputs.whole
    pandoc = inputs.citeproc.pandoc if inputs.citeproc else None
    language = info.language or None
    edition = assemble(
        pages, inputs.bibliography, inputs.style, language, whole=whole, citeproc=inputs.citeproc
    )
    templates = environment(inputs.templates)
    filler = Filler(Renderer(edition, templates, inputs.relative, info.language))
    sheets = {url: Sheet.of(url, html) for url, html in contents.items()}
    unsigned: list[Problem] = []
    for page in pages:
        if page.url in sheets:
            filler.fill(sheets[page.url].root, page.url)
            unsigned += _unsigned(page, sheets[page.url], notes=inputs.margin_notes)
    registers, found = read_registers(
        inputs.index,
        inputs.timeline,
        edition,
        inputs.bibliography,
        pages,
        {url: sheet.root for url, sheet in sheets.items()},
        whole=whole,
    )
    unsigned += check_keys(edition, sheets, inputs.bibliography)
    addresses = permalinks.addresses(edition, registers)
    paths = {page.url: page.path for page in pages}
    lost = tuple(sorted(permalinks.check(inputs.ledger, addresses, paths))) if whole else ()
    problems = [*inputs.problems, *edition.problems, *unsigned, *found, *lost]
    problems += check_info(info, edition, inputs.about if whole else "", inputs.config_name)
    cited, failed = cited_edition(info, edition, problems, pandoc)
    publication = Publication(
        info,
        edition,
        inputs.bibliography,
        cited,
        inputs.ledger.moves,
        filler.renderer,
        templates,
        registers,
        inputs.about,
        inputs.home,
        inputs.margin_notes,
    )
    all_problems = tuple(sorted({*problems, *failed}))
    return Resolved(edition, sheets, publication, filler, frozenset(addresses), lost, all_problems)


def _unsigned(page: Page, sheet: Sheet, *, notes: bool) -> Iterator[Problem]:
    """Put signs for annotations into a page, and find what names words in vain."""
    named = page.reading.annotations
    faults = [
        (index, code, f"{name_of(named[index])} {words}")
        for index, code, words in place_signs(sheet.root, page.reading, notes=notes)
    ]
    return located(page, faults) if faults else iter(())
