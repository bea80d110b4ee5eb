"""Join what all pages hold into one `Edition`, resolved by one call of citeproc."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from urllib.parse import quote

from ..bib import Bibliography
from ..citations.answers import Cited
from ..citations.citeproc import Citeproc
from ..citations.pandoc_failures import CiteprocError
from ..citations.styles import Style
from ..messages.tags import is_tag
from ..model import Annotation, Edition, Essay, Note, Place, Problem, Section, Source
from ..page.contents import text_of
from ..reading.page_reading import Page, RawCitation
from ..reading.slots import Slot as PageSlot
from ..reading.slots import fill_slots, has_slots
from .annotation_checks import check_annotations
from .checks import check_answer, check_pages, check_uses
from .entry_checks import check_entries
from .resolution import Resolved, groups_of, note_numbers, resolve
from .results import results_of
from .source_lists import SourceLists, source_lists
from .units import Slot


def assemble(
    pages: Sequence[Page],
    bibliography: Bibliography,
    style: Style | None,
    language: str | None,
    *,
    uncited: str = "ignore",
    citeproc: Citeproc | None = None,
    essays: Mapping[str, str] | None = None,
) -> Edition:
    """Resolve all citations, give notes their numbers and sources their places.

    `pages` come in reading order, each before its parts. Notes count through the pages of an
    essay, and anew in every other. With no `style`, or where pandoc fails, citations stay as
    they were written; the problems say why. `citeproc` is one that has begun with this
    bibliography. `uncited` is as in `check_uses`. `essays` are the names, by folder, of those
    that have no title page.
    """
    problems = [*bibliography.problems, *check_pages(pages, bibliography)]
    lists = source_lists(pages, bibliography)
    problems += check_uses(pages, bibliography, lists.homes, uncited)
    problems += check_annotations(pages)
    problems += lists.problems
    resolved = Resolved(numbers=note_numbers(groups_of(pages)))
    if style:
        try:
            citeproc = citeproc or Citeproc(bibliography, language=style.language(language))
            resolved = resolve(pages, lists, citeproc, style, language)
        except CiteprocError as error:
            valid = f"check that '{style.path.name}' is valid CSL, and pandoc 3.1 or later"
            mend = error.mend or valid
            problems.append(Problem("pandoc", 0, "pandoc-failed", f"{error}; {mend}"))
    problems += check_answer(pages, resolved.cited)
    problems += check_entries(resolved.answer, bibliography, listed=bool(lists.held))
    pages = [_titled(page, resolved.cited) for page in pages]
    results = results_of(pages, resolved, lists)
    parted = {group[0].essay: group for group in groups_of(pages) if group[0].in_essay}
    list_url = next((page.url for page in pages if "full" in page.reading.places), None)
    titled = {page.entitles: page for page in reversed(pages) if page.entitles}
    named = {folder: _essay(folder, titled.get(folder), essays or {}) for folder in parted}
    return Edition(
        tuple(one for folder, held in parted.items() for one in _sections(named[folder], held)),
        tuple(note for page in chain(*parted.values()) for note in _notes(page, resolved)),
        tuple(_sources(pages, bibliography, resolved, lists)),
        {page.url: results[page.reading.conversion] for page in pages if not page.is_part},
        list_url,
        tuple(sorted(set(problems))),
        tuple(one for page in pages for one in _annotations(page, resolved)),
        tuple(results[page.reading.conversion] for page in pages if page.is_part),
        tuple(named.values()),
    )


def _titled(page: Page, cited: Mapping[Slot, Cited]) -> Page:
    """Fill the citations in a page's title, which comes from its heading."""

    def words(slot: PageSlot, raw: str) -> str:
        found = cited.get((slot.conversion, slot.number))
        return text_of(found.prose) if found and found.prose is not None else raw

    return replace(page, title=fill_slots(page.title, words)) if has_slots(page.title) else page


def _essay(folder: str, page: Page | None, names: Mapping[str, str]) -> Essay:
    """Call an essay by its title `page`, or as the site's navigation does."""
    if page:
        return Essay(folder, page.title, page.url, page.authors)
    return Essay(folder, names.get(folder, folder))


def _sections(essay: Essay, pages: Sequence[Page]) -> Iterator[Section]:
    """Count the sections of an essay; its authors are those of sections that name none."""
    for number, page in enumerate(pages, 1):
        yield Section(
            page.slug,
            page.url,
            number,
            page.title,
            page.reading.paragraphs,
            page.date,
            page.description,
            page.authors or essay.authors,
            essay.folder,
            page.language if is_tag(page.language) else "",
        )


def _notes(page: Page, resolved: Resolved) -> Iterator[Note]:
    for index, note in enumerate(page.reading.notes):
        cited = [resolved.cited.get((page.reading.conversion, slot)) for slot in note.slots]
        yield Note(
            resolved.numbers[page.reading.conversion, index],
            f"{page.url}#fn:{note.anchor}",
            page.slug,
            note.paragraph,
            note.kind,
            tuple(citation for one in cited if one for citation in one.citations),
        )


def _annotations(page: Page, resolved: Resolved) -> Iterator[Annotation]:
    for raw in page.reading.annotations:
        cited = [resolved.cited.get((page.reading.conversion, slot)) for slot in raw.slots]
        yield Annotation(
            raw.id,
            f"{page.url}#{raw.id}" if raw.id else page.url,
            page.slug,
            page.title,
            raw.paragraph,
            raw.type,
            raw.title,
            tuple(citation for one in cited if one for citation in one.citations),
        )


def _sources(
    pages: Sequence[Page],
    bibliography: Bibliography,
    resolved: Resolved,
    lists: SourceLists,
) -> Iterator[Source]:
    """Give the sources in the style's order, each with its places in reading order."""
    places: dict[str, list[Place]] = {}
    for page in pages:
        annotations = list(_annotations(page, resolved))
        for raw in page.reading.citations:
            for key, place in _places(page, raw, resolved, annotations):
                places.setdefault(key, []).append(place)
    types = {entry.key: entry.type for entry in bibliography.entries}
    for one in resolved.answer.listed:
        home = lists.homes.get(one.key)
        url = f"{home}#{quote(one.key)}" if home is not None else None
        cited = tuple(places.get(one.key, ()))
        kind = types.get(one.key, "")
        text, titles = text_of(one.html), resolved.answer.titles.get(one.key, {})
        yield Source(one.key, url, kind, one.html, one.annote, one.csl, cited, text, titles)


def _places(
    page: Page, raw: RawCitation, resolved: Resolved, annotations: Sequence[Annotation]
) -> Iterator[tuple[str, Place]]:
    cited = resolved.cited.get((page.reading.conversion, raw.slot))
    note = None if raw.note is None else resolved.numbers[page.reading.conversion, raw.note]
    annotation = None if raw.annotation is None else annotations[raw.annotation]
    for citation in cited.citations if cited else ():
        url = f"{page.url}#{page.reading.prefix}{raw.anchor}"
        paragraph = None if page.is_part else raw.paragraph  # counted in its text alone
        place = Place(url, page.slug, page.title, paragraph, note, citation, annotation)
        yield citation.key, place
