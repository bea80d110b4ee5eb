"""Join what all pages hold into one `Edition`, resolved by one call of citeproc."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from ..bib import Bibliography
from ..citations.answers import Answer, Cited
from ..citations.citeproc import Citeproc
from ..citations.pandoc import CiteprocError, PandocMissingError
from ..citations.styles import Style
from ..model import Annotation, Edition, Note, PageResult, Place, Problem, Section, Source
from ..page.contents import text_of
from ..reading.page_reading import Page, RawCitation
from ..reading.slots import Slot as PageSlot
from ..reading.slots import fill_slots, has_slots
from .annotation_checks import check_annotations
from .checks import check_answer, check_pages, check_uses
from .units import NOWHERE, Slot, units_apart, units_of

PANDOC_MEND = "install pypandoc-binary, or let PYPANDOC_PANDOC name a pandoc of 3.1 or later"


@dataclass(frozen=True)
class _Resolved:
    """What citeproc said by slot, and note numbers by conversion and index."""

    cited: dict[Slot, Cited] = field(default_factory=dict)
    numbers: dict[tuple[int, int], int] = field(default_factory=dict)


def assemble(
    pages: Sequence[Page],
    bibliography: Bibliography,
    style: Style | None,
    language: str | None,
    *,
    uncited: str = "ignore",
    citeproc: Citeproc | None = None,
) -> Edition:
    """Resolve all citations, give notes their numbers and sources their places.

    `pages` come in reading order, each before its parts. Notes count through the pages of the
    essay, and anew in every other. With no `style`, or where pandoc fails, citations stay as
    they were written; the problems say why. `citeproc` is one that has begun with this
    bibliography. `uncited` is as in `check_uses`.
    """
    groups = _groups(pages)
    problems = [*bibliography.problems, *check_pages(pages, bibliography)]
    problems += check_uses(pages, bibliography, uncited)
    problems += check_annotations(pages)
    answer = Answer()
    cited: dict[Slot, Cited] = {}
    if style:
        try:
            citeproc = citeproc or Citeproc(bibliography)
            answer, cited = _resolve(pages, groups, citeproc, style, language)
        except PandocMissingError as error:
            problems.append(Problem("pandoc", 0, "pandoc-failed", f"{error}; {PANDOC_MEND}"))
        except CiteprocError as error:
            mend = f"check that '{style.path.name}' is valid CSL, and pandoc 3.1 or later"
            problems.append(Problem("pandoc", 0, "pandoc-failed", f"{error}; {mend}"))
    problems += check_answer(pages, cited, answer.failed, bibliography)
    pages = [_titled(page, cited) for page in pages]
    resolved = _Resolved(cited, _numbers(groups))
    essay = [page for page in pages if page.in_essay]
    list_url = next((page.url for page in pages if "full" in page.reading.places), None)
    return Edition(
        tuple(_section(page, number) for number, page in enumerate(essay, 1)),
        tuple(note for page in essay for note in _notes(page, resolved)),
        tuple(_sources(pages, answer, bibliography, resolved, list_url)),
        _results(pages, resolved),
        list_url,
        tuple(sorted(set(problems))),
        tuple(one for page in pages for one in _annotations(page, resolved)),
        tuple(_result(page, resolved) for page in pages if page.is_part),
    )


def _groups(pages: Sequence[Page]) -> list[list[Page]]:
    """Part the pages by how notes count: the essay as one, every other page alone."""
    essay = [page for page in pages if page.in_essay]
    return [group for group in [essay, *([page] for page in pages if not page.in_essay)] if group]


def _numbers(groups: Iterable[Sequence[Page]]) -> dict[tuple[int, int], int]:
    numbers: dict[tuple[int, int], int] = {}
    for group in groups:
        readings = [page.reading for page in group]
        places = [(one.conversion, index) for one in readings for index in range(len(one.notes))]
        numbers.update({place: number for number, place in enumerate(places, 1)})
    return numbers


def _resolve(
    pages: Sequence[Page],
    groups: Sequence[Sequence[Page]],
    citeproc: Citeproc,
    style: Style,
    language: str | None,
) -> tuple[Answer, dict[Slot, Cited]]:
    """Ask citeproc. A note style starts afresh in each group, where readers start.

    An in-text style sees the site as one document, since its list of sources is one:
    "2019a" must mean the same work on all pages.
    """
    if not style.is_note:
        groups = [list(pages)]
    units = [[unit for page in group for unit in units_of(page, style)] for group in groups]
    units += [group for page in pages for group in units_apart(page, style)]
    list_all = any("full" in page.reading.places for page in pages)
    if not any(units) and not list_all:
        citeproc.stop()
        return Answer(), {}
    answer = citeproc.resolve(
        style,
        language,
        [[one.unit for one in group] for group in units],
        list_all=list_all,
    )
    cited: dict[Slot, Cited] = {}
    for group, results in zip(units, answer.groups, strict=True):
        slots = [slot for one in group for slot in one.slots]
        cited.update(zip(slots, results, strict=True))
    cited.pop(NOWHERE, None)
    return answer, cited


def _titled(page: Page, cited: Mapping[Slot, Cited]) -> Page:
    """Fill the citations in a page's title, which comes from its heading."""

    def words(slot: PageSlot, raw: str) -> str:
        found = cited.get((slot.conversion, slot.number))
        return text_of(found.prose) if found and found.prose is not None else raw

    return replace(page, title=fill_slots(page.title, words)) if has_slots(page.title) else page


def _section(page: Page, number: int) -> Section:
    return Section(
        page.slug,
        page.url,
        number,
        page.title,
        page.reading.paragraphs,
        page.date,
        page.description,
    )


def _notes(page: Page, resolved: _Resolved) -> Iterator[Note]:
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


def _annotations(page: Page, resolved: _Resolved) -> Iterator[Annotation]:
    for index in range(len(page.reading.annotations)):
        yield _annotation(page, index, resolved)


def _annotation(page: Page, index: int, resolved: _Resolved) -> Annotation:
    raw = page.reading.annotations[index]
    cited = [resolved.cited.get((page.reading.conversion, slot)) for slot in raw.slots]
    return Annotation(
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
    answer: Answer,
    bibliography: Bibliography,
    resolved: _Resolved,
    list_url: str | None,
) -> Iterator[Source]:
    """Give the sources in the style's order, each with its places in reading order."""
    places: dict[str, list[Place]] = {}
    for page in pages:
        for raw in page.reading.citations:
            for key, place in _places(page, raw, resolved):
                places.setdefault(key, []).append(place)
    types = {entry.key: entry.type for entry in bibliography.entries}
    for one in answer.listed:
        url = f"{list_url}#{quote(one.key)}" if list_url is not None else None
        cited = tuple(places.get(one.key, ()))
        kind = types.get(one.key, "")
        text, titles = text_of(one.html), answer.titles.get(one.key, {})
        yield Source(one.key, url, kind, one.html, one.annote, one.csl, cited, text, titles)


def _places(page: Page, raw: RawCitation, resolved: _Resolved) -> Iterator[tuple[str, Place]]:
    cited = resolved.cited.get((page.reading.conversion, raw.slot))
    note = None if raw.note is None else resolved.numbers[page.reading.conversion, raw.note]
    held = raw.annotation
    annotation = None if held is None else _annotation(page, held, resolved)
    for citation in cited.citations if cited else ():
        url = f"{page.url}#{page.reading.prefix}{raw.anchor}"
        paragraph = None if page.is_part else raw.paragraph  # counted in its text alone
        place = Place(url, page.slug, page.title, paragraph, note, citation, annotation)
        yield citation.key, place


def _results(pages: Iterable[Page], resolved: _Resolved) -> dict[str, PageResult]:
    """Give the result of each page by url, with the keys that its parts cite."""
    found: dict[str, PageResult] = {}
    for page in pages:
        result = _result(page, resolved)
        if page.is_part:
            own = found[page.url]
            result = replace(own, keys=own.keys | result.keys)
        found[page.url] = result
    return found


def _result(page: Page, resolved: _Resolved) -> PageResult:
    prose: dict[int, str] = {}
    words: dict[int, str] = {}
    keys: set[str] = set()
    for raw in page.reading.citations:
        cited = resolved.cited.get((page.reading.conversion, raw.slot))
        if not cited or not cited.citations:
            continue
        keys.update(citation.key for citation in cited.citations)
        if cited.note is not None:
            words[raw.slot] = cited.note
        if cited.prose is not None:
            stands_in_note = raw.note is not None and cited.note is None
            (words if stands_in_note else prose)[raw.slot] = cited.prose
    conversion = page.reading.conversion
    notes = enumerate(page.reading.notes)
    numbers = {note.anchor: resolved.numbers[conversion, index] for index, note in notes}
    return PageResult(prose, words, numbers, frozenset(keys), conversion)
