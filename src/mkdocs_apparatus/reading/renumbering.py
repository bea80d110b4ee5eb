"""Number the paragraphs of a page: what is published stays, and what is not may be put in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from .numbering import NOWHERE, PARAGRAPH_ID, Text, paragraph_ids
from .page_reading import PageReading
from .splitting import has_rows, rejoined, splits, unsure


@dataclass(frozen=True)
class Numbered:
    """The Markdown of a page whose paragraphs were numbered, and what was done.

    `ids` are those of its paragraphs in order, None where one has to wait: nothing of the page is
    published, and it stands before others. `new` are those that were given now, `kept` those that
    went back to the first half of a paragraph, and `unsure` those that perhaps should have.
    `renamed` has the new ids by the old.
    """

    source: str
    ids: tuple[str | None, ...]
    new: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)


def numbered(
    source: str,
    reread: Callable[[str], PageReading],
    published: Collection[str],
    earlier: Callable[[], Sequence[str]],
    *,
    renumber: bool = False,
) -> Numbered:
    """Give each paragraph of a page an id that it keeps.

    `source` and `reread` are as in `Text.read`; `published` are the ids that the page has ever
    published, and `earlier()` gives what it was before, the text that counts most first. To
    `renumber` gives all ids anew that are not published.
    """
    text = Text.read(source, reread)
    kept: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    if has_rows(text):
        texts = earlier()
        found = list(splits(text, texts))
        kept = tuple(one.id for one in found)
        doubtful = tuple(one for one in unsure(text, texts) if one in published)
        text = Text.read(rejoined(text, found), reread)
    before = [one.id for one in text.blocks]
    if renumber:
        text = Text.read(text.with_ids({}, _open(text, published)), reread)
    new = _given(text, published)
    ids = [new.get(place, one.id) for place, one in enumerate(text.blocks)]
    renamed = {old: one for old, one in zip(before, ids, strict=True) if old and one and old != one}
    fresh = tuple(one for place, one in new.items() if not before[place])
    return Numbered(text.with_ids(new), tuple(ids), fresh, kept, doubtful, renamed)


def _open(text: Text, published: Collection[str]) -> list[int]:
    """Give the places of paragraphs whose id is of the series, and nobody's yet."""
    return [
        place
        for place, one in enumerate(text.blocks)
        if one.id and one.end != NOWHERE
        if PARAGRAPH_ID.fullmatch(one.id) and one.id not in published
    ]


def _given(text: Text, published: Collection[str]) -> dict[int, str]:
    """Give new ids by the places of their paragraphs.

    Letters are for what is published: where nothing is, paragraphs that stand before others wait.
    """
    ids = [one.id for one in text.blocks]
    given = paragraph_ids(ids, {*published, *text.others})
    is_published = any(map(PARAGRAPH_ID.fullmatch, published))
    first = (
        0 if is_published else 1 + max((place for place, one in enumerate(ids) if one), default=-1)
    )
    return {place: one for place, one in enumerate(given) if place >= first and not ids[place]}
