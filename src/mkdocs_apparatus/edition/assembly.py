"""Join what all pages hold into one `Edition`, resolved by one call of citeproc."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from ..bib import Bibliography
from ..citations.citeproc import Citeproc
from ..citations.pandoc import CiteprocError, PandocMissingError
from ..citations.styles import Style
from ..model import Annotation, Edition, Note, PageResult, Place, Problem, Section, Source
from ..page.contents import text_of
from ..reading.page_reading import Page, RawCitation
from .annotation_checks import check_annotations
from .checks import check_answer, check_pages, check_uses
from .resolution import Resolved, entries_of, groups_of, note_numbers, resolve
from .source_lists import SourceLists, source_lists

PANDOC_MEND = "install pypandoc-binary, or let PYPANDOC_PANDOC name a pandoc of 3.1 or later"


def assemble(
    pages: Sequence[Page],
    bibliography: Bibliography,
    style: Style | None,
    language: str | None,
    *,
    whole: bool = True,
    citeproc: Citeproc | None = None,
) -> Edition:
    """Resolve all citations, give notes their numbers and sources their places.

    `pages` come in reading order. Notes count through the pages of the essay, and anew
    on every other page. With no `style`, or where pandoc fails, citations stay as they
    were written; the problems say why. `citeproc` is one that
    has begun with this bibliography. Where `pages` are not the `whole` site, another may
    cite what none of them does.
    """
    problems = [*bibliography.problems, *check_pages(pages, bibliography)]
    problems += check_uses(pages, bibliography) if whole else ()
    problems += check_annotations(pages)
    lists = source_lists(pages, bibliography)
    problems += lists.problems
    resolved = Resolved(numbers=note_numbers(groups_of(pages)))
    if style:
        try:
            citeproc = citeproc or Citeproc(bibliography, language=style.language(language))
            resolved = resolve(pages, lists, citeproc, style, language)
        except PandocMissingError as error:
            problems.append(Problem("pandoc", 0, "pandoc-failed", f"{error}; {PANDOC_MEND}"))
        except CiteprocError as error:
            mend = f"check that '{style.path.name}' is valid CSL, and pandoc 3.1 or later"
            problems.append(Problem("pandoc", 0, "pandoc-failed", f"{error}; {mend}"))
    problems += check_answer(pages, resolved.cited, resolved.answer, bibliography)
    essay = [page for page in pages if page.in_essay]
    list_url = next((page.url for page in pages if "full" in page.reading.places), None)
    return Edition(
        tuple(_section(page, number) for number, page in enumerate(essay, 1)),
        tuple(note for page in essay for note in _notes(page, resolved)),
        tuple(_sources(pages, bibliography, resolved, lists)),
        {page.url: _result(page, resolved, lists) for page in pages},
        list_url,
        tuple(sorted(set(problems))),
        tuple(one for page in pages for one in _annotations(page, resolved)),
    )


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


def _notes(page: Page, resolved: Resolved) -> Iterator[Note]:
    for index, note in enumerate(page.reading.notes):
        cited = [resolved.cited.get((page.url, slot)) for slot in note.slots]
        yield Note(
            resolved.numbers[page.url, index],
            f"{page.url}#fn:{note.anchor}",
            page.slug,
            note.paragraph,
            note.kind,
            tuple(citation for one in cited if one for citation in one.citations),
        )


def _annotations(page: Page, resolved: Resolved) -> Iterator[Annotation]:
    for index in range(len(page.reading.annotations)):
        yield _annotation(page, index, resolved)


def _annotation(page: Page, index: int, resolved: Resolved) -> Annotation:
    raw = page.reading.annotations[index]
    cited = [resolved.cited.get((page.url, slot)) for slot in raw.slots]
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
    bibliography: Bibliography,
    resolved: Resolved,
    lists: SourceLists,
) -> Iterator[Source]:
    """Give the sources in the style's order, each with its places in reading order."""
    places: dict[str, list[Place]] = {}
    for page in pages:
        for raw in page.reading.citations:
            for key, place in _places(page, raw, resolved):
                places.setdefault(key, []).append(place)
    types = {entry.key: entry.type for entry in bibliography.entries}
    for one in resolved.answer.listed:
        home = lists.homes.get(one.key)
        url = f"{home}#{quote(one.key)}" if home is not None else None
        cited = tuple(places.get(one.key, ()))
        kind = types.get(one.key, "")
        text, titles = text_of(one.html), resolved.answer.titles.get(one.key, {})
        yield Source(one.key, url, kind, one.html, one.annote, one.csl, cited, text, titles)


def _places(page: Page, raw: RawCitation, resolved: Resolved) -> Iterator[tuple[str, Place]]:
    cited = resolved.cited.get((page.url, raw.slot))
    note = None if raw.note is None else resolved.numbers[page.url, raw.note]
    held = raw.annotation
    annotation = None if held is None else _annotation(page, held, resolved)
    for citation in cited.citations if cited else ():
        url = f"{page.url}#{raw.anchor}"
        place = Place(url, page.slug, page.title, raw.paragraph, note, citation, annotation)
        yield citation.key, place


def _printed(page: Page, resolved: Resolved) -> dict[str, str]:
    """Give the anchors of the entries that a page prints where citations stand alone, by key."""
    found: dict[str, str] = {}
    for raw in entries_of(page):
        found.setdefault(resolved.cited[page.url, raw.slot].citations[0].key, raw.anchor)
    return found


def _result(page: Page, resolved: Resolved, lists: SourceLists) -> PageResult:
    prose, words = dict[int, str](), dict[int, str]()
    entries, printed = dict[int, str](), _printed(page, resolved)
    keys: set[str] = set()
    for raw in page.reading.citations:
        cited = resolved.cited.get((page.url, raw.slot))
        if not cited or not cited.citations:
            continue
        key = cited.citations[0].key
        if raw.kind == "entry":
            if key in resolved.entries:
                entries[raw.slot] = resolved.entries[key]
            continue
        # What is printed here already need not be listed for an author in the text.
        if raw.kind != "bare" or key not in printed or resolved.lists:
            keys.update(citation.key for citation in cited.citations)
        if cited.note is not None:
            words[raw.slot] = cited.note
        if cited.prose is not None:
            stands_in_note = raw.note is not None and cited.note is None
            (words if stands_in_note else prose)[raw.slot] = cited.prose
    notes = enumerate(page.reading.notes)
    return PageResult(
        prose,
        words,
        {note.anchor: resolved.numbers[page.url, index] for index, note in notes},
        frozenset(keys),
        page.reading.conversion,
        tuple(lists.of(page, keys)),
        entries,
        printed,
        resolved.lists.get(page.url, {}),
    )
