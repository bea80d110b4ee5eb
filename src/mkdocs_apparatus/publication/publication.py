"""Finish the pages of a resolved edition, and write the files that stand beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from urllib.parse import unquote

from jinja2 import Environment

from ..bib import Bibliography
from ..citations.pandoc import Pandoc
from ..citations.pandoc_failures import CiteprocError
from ..exports.edition_json import edition_json
from ..iso import is_iso
from ..messages.speech import ENGLISH, Speech
from ..messages.templates import spoken
from ..model import Edition, EditionInfo, Problem, Section
from ..page.sheet import Sheet
from ..page.tree import Element, Node, nodes
from ..reading.commands import PLACES
from ..reading.page_reading import Page
from ..references.files import FORMATS, file_name, sources_out
from ..references.works import in_full
from ..registers.registers import Registers
from .addresses import let_addresses_break
from .cite_this import CitedSection, CiteThis, cite_this
from .metadata import PageInfo, page_metadata
from .moves import by_page, land, redirects
from .other_scripts import check_scripts, mark_languages
from .own_language import part_languages
from .page_addresses import file_of
from .panels import add_buttons, panel, statement
from .previews import add_previews, add_words, offer_switch
from .rendering import Renderer
from .signs import MARGIN, last_beside, margin_css


def check_info(
    info: EditionInfo, edition: Edition, about: str, config_file: str
) -> Iterator[Problem]:
    """Find what is missing or wrong in what the edition says of itself."""
    if about and about not in {source.key for source in edition.sources}:
        message = f"'about: {about}' is not among the sources; give the key of one"
        yield Problem(config_file, 0, "unknown-key", message)
    if info.date and not is_iso(info.date):
        message = f"the edition's date '{info.date}' is not ISO 8601; write it as 2021-06-06"
        yield Problem(config_file, 0, "bad-date", message)
    yield from check_scripts(dict(info.scripts), config_file)
    if edition.sections and not info.url:
        mend = f"set 'site_url' in {config_file} to the address of the site"
        message = f"permalinks in citations are relative; {mend}"
        yield Problem(config_file, 0, "no-site-url", message)


def cited_edition(
    info: EditionInfo,
    edition: Edition,
    problems: Sequence[Problem],
    pandoc: Pandoc | None = None,
    speech: Speech = ENGLISH,
) -> tuple[CiteThis | None, tuple[Problem, ...]]:
    """Format how the edition is cited; None where there is no essay, or pandoc fails.

    `problems` are those known, so that a pandoc that is missing is named once.
    """
    if not edition.sections or any(one.code == "pandoc-failed" for one in problems):
        return None, ()
    try:
        return cite_this(
            info, edition.sections, edition.annotations, pandoc, edition.essay_of, speech
        ), ()
    except CiteprocError as error:
        mend = error.mend or "check that pandoc is 3.1 or later"
        message = f"'Cite this' is left out: {error}; {mend}"
        return None, (Problem("pandoc", 0, "pandoc-failed", message),)


@dataclass(frozen=True)
class Publication:
    """An edition as it is published.

    `moves` says where old addresses lead (`Ledger.moves`), `about` the BibTeX key of the
    work that the edition is of, `home` the url of the home page (`index.html`, say).
    `margin_notes` are notes that are repeated beside the text, `languages` those of pages that
    are in another one than the edition, by url.
    """

    info: EditionInfo
    edition: Edition
    bibliography: Bibliography
    cited: CiteThis | None
    moves: Mapping[str, str]
    renderer: Renderer
    templates: Environment
    registers: Registers
    about: str = ""
    home: str = ""
    margin_notes: bool = False
    languages: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return {section.url: section for section in self.edition.sections}

    @cached_property
    def _cited(self) -> dict[str, CitedSection]:
        return {one.url: one for one in self.cited.sections} if self.cited else {}

    def page(self, sheet: Sheet) -> None:
        """Finish a page whose slots are filled: registers, old addresses, what it is cited with."""
        link = partial(self.renderer.link, url=sheet.url)
        section = self._sections.get(sheet.url)
        if section:
            self.registers.mark(section, link)
            title = sheet.root.select_one("h1")
            if title:
                head = self.registers.head(section, self.edition, self.templates)
                sheet.add(head, title.insert_before)
                if section.authors not in ((), self.info.authors):
                    names = [one.literal or in_full(one) for one in section.authors]
                    byline = self.templates.get_template("byline.html").render(names=names)
                    sheet.add(byline, title.insert_after)
        # Apart from the text: search has an entry for each place in a register.
        sheet.set_apart(self.print_registers(sheet.root, sheet.url))
        if section:
            sheet.add(self.registers.dates(section, self.templates, link))
        offer_switch(sheet, self.templates)
        land(sheet, self._ids.get(sheet.url, {}), self.renderer.link, self.templates)
        add_previews(sheet, self.renderer, self.registers)
        add_words(sheet, self.templates)
        self._make_citable(sheet)
        let_addresses_break(sheet.root)
        edition, speech = self.info.language or ENGLISH.tag, spoken(self.templates)
        own = self.languages.get(sheet.url, edition)
        part_languages(sheet.root, own, edition, speech.tag)
        mark_languages(sheet.root, dict(self.info.scripts), self.info.language)

    @cached_property
    def _ids(self) -> dict[str, dict[str, str]]:
        return by_page(self.moves)

    def print_registers(self, tree: Node, url: str) -> list[Node]:
        """Print each register where it is to stand; one without data stays as written."""
        link = partial(self.renderer.link, url=url)
        new: list[Node] = []
        for place in tree.select(PLACES):
            which = place.attr("data-apparatus-place") or ""
            printed = self.registers.printed(which, self.edition, self.templates, link, url)
            if printed is not None:
                held = nodes(printed)
                place.replace_with(*held)
                new += held
        return new

    def _make_citable(self, sheet: Sheet) -> None:
        if self.cited is None:
            return
        url = sheet.url
        section = self._cited.get(url)
        if section:
            add_buttons(sheet, section, spoken(self.templates))
        if section or url == self.home:
            printed = panel(
                self.templates,
                section.work if section else self.cited.edition,
                lambda extension: self.renderer.link(
                    cite_file(url if section else "", extension), url
                ),
                section,
                has_address=bool(self.info.url),
            )
            sheet.add(printed)
        sheet.add(statement(self.templates, self.info))

    def head(self, page: Page, description: str) -> str:
        """Say in the head of a page what it is, to programs, and whether annotations show."""
        is_home = page.url == self.home
        told = PageInfo(
            "" if is_home else page.url,
            page.title,
            page.description or description,
            self._sections.get(page.url),
            is_home=is_home,
            language=self.languages.get(page.url, ""),
        )
        about = next(iter(self.edition.sources_of([self.about])), None)
        metadata = page_metadata(self.info, self.edition, told, about)
        head = self.templates.get_template("head.html").render(metadata=metadata)
        notes = page.reading.notes if self.margin_notes else ()
        if page.reading.annotations or notes:
            root, margin = (self.renderer.relative(one, page.url) for one in (".", MARGIN))
            template = self.templates.get_template("annotations_head.html")
            head += template.render(root=root, margin=margin)
        return head

    def files(self, trees: Mapping[str, Element]) -> dict[str, str]:
        """Give all other files by path: `trees` are the finished pages by url."""
        texts = {"edition.json": edition_json(self.edition, self.info, trees)}
        if self.edition.annotations or self.margin_notes:
            texts[MARGIN] = margin_css(max(map(last_beside, trees.values()), default=0))
        if self.edition.list_url is not None:
            texts |= sources_out(self.bibliography, self.edition.sources)
        if self.cited:
            works = {"": self.cited.edition} | {one.url: one.work for one in self.cited.sections}
            for url, work in works.items():
                written = (work.bibtex, work.ris, work.csl_json)
                for extension, text in zip(FORMATS.values(), written, strict=True):
                    texts[cite_file(url, extension)] = text
        pages = set(self.edition.pages)
        link = self.renderer.link
        moved = redirects(self.moves, pages, self.info.url, link, self.templates)
        texts = {unquote(path): text for path, text in texts.items()}
        return texts | {file_of(url): text for url, text in moved.items()}


def own_files(edition: Edition) -> Iterator[str]:
    """Name all files, by path, that `Publication.files` may give, pages that moved left out."""
    yield from ("edition.json", MARGIN)
    for extension in FORMATS.values():
        yield f"sources.{extension}"
        yield from (f"sources/{file_name(one.key)}.{extension}" for one in edition.sources)
        urls = ["", *(one.url for one in edition.sections)]
        yield from (unquote(cite_file(url, extension)) for url in urls)


def cite_file(url: str, extension: str) -> str:
    """Name the reference file of a page: `essay/introduction/cite.bib`."""
    folder = url if url.endswith("/") or not url else f"{url.rpartition('.')[0]}/"
    return f"{folder}cite.{extension}"
