"""Search: an entry of the index for each place that can be linked to, and our own searcher.

MkDocs and Material index a page heading by heading, footnotes and arrows under the last. The
plugin therefore hides paragraphs with an id, notes, annotations and lists from them
(`search_view`), and adds their words as entries of their own, which lead straight there.
On pages of Material `assets/search.js` takes the place of Material's search worker: that
shows the best paragraph of a page below its others, and forgives no misspelling.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ..messages import places
from ..messages.speech import ENGLISH, Speech
from ..model import Annotation, Edition
from ..page.contents import (
    annotations_of,
    notes_of,
    paragraphs_of,
    text_of,
    words_of_annotation,
    words_of_note,
    words_of_paragraph,
)
from ..page.tree import Element
from ..page_result import PageResult, SearchEntry
from ..references.labels import short_names
from ..references.works import printed


def entries(
    edition: Edition,
    trees: Mapping[str, Element],
    titles: Mapping[str, str],
    speech: Speech = ENGLISH,
) -> Iterator[SearchEntry]:
    """Give the search entries of the essay and its sources.

    `trees` are the finished pages by url, `titles` what they are called. The title of an entry
    says what a place is: a paragraph ("Introduction ¶2"), a note ("Introduction, note 8"), an
    annotation, a source ("Source: Brinton 1970, …"). Of several essays it says which, where two
    sections have one title.
    """
    titles = dict(titles) | _told_apart(edition, speech)
    for section in edition.sections:
        title_of = titles.get(section.url, section.title)
        words = paragraphs_of(trees[section.url]) if section.url in trees else {}
        for each in section.paragraphs:
            if each.id:
                said = {"title": title_of, "number": each.number}
                title = speech.say("%(title)s ¶%(number)s", **said)
                text = words_of_paragraph(words[each.number]) if each.number in words else ""
                yield SearchEntry(f"{section.url}#{each.id}", title, text, "paragraph")
    beside: dict[str, list[Annotation]] = {}
    for one in edition.annotations:
        beside.setdefault(one.url.partition("#")[0], []).append(one)
    for url, page in edition.pages.items():
        if url in trees:
            name = titles.get(url, "")
            yield from _on_page(page, url, trees[url], name, beside.get(url, ()), speech)
    names = short_names(edition.sources, speech)
    for source in edition.sources:
        if source.url:
            title = names[source.key]
            work = printed(source, "title-short") or printed(source)
            if work[:9] not in title:  # a work without author is called by its title
                title = places.together(speech, [title, work])
            title = speech.say("Source: %(name)s", name=title)
            text = " ".join(filter(None, (source.text, text_of(source.annote))))
            yield SearchEntry(source.url, title, text, "source")


def _told_apart(edition: Edition, speech: Speech) -> dict[str, str]:
    """Call sections of one title by that of their essay too."""
    counts = Counter(section.title for section in edition.sections)
    return {
        one.url: f"{essay.title}{places.colon(speech)}{one.title}"
        for one in edition.sections
        if counts[one.title] > 1 and (essay := edition.essay_of(one.url))
    }


def _on_page(
    page: PageResult,
    url: str,
    tree: Element,
    name: str,
    annotations: Iterable[Annotation],
    speech: Speech,
) -> Iterator[SearchEntry]:
    """Give the entries of a page's notes and annotations; the page has this name."""
    for anchor, note in notes_of(tree).items():
        which = places.note(speech, page.numbers.get(anchor, "")).said
        title = places.together(speech, [name, which])
        title = title if name else title.capitalize()
        yield SearchEntry(f"{url}#fn:{anchor}", title, words_of_note(note), "note")
    bodies = annotations_of(tree)
    for one in annotations if bodies else ():
        body = bodies.get(one.id)
        words = words_of_annotation(body) if body else ""
        title = speech.say("Annotation: %(name)s", name=one.title)
        yield SearchEntry(one.url, title, words, "annotation")
