"""The index of names as readers see and search it, and what it lists in vain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from ..messages.speech import ENGLISH, Speech
from ..messages.templates import spoken
from ..model import Link, Problem
from ..page.contents import text_of
from ..page.passages import Passage
from ..page_result import SearchEntry
from .inline_markdown import inline
from .names import GROUPS, HAN_HEADING, Index, IndexEntry, first_letter, heading_id

Mentions = Mapping[str, Sequence[Passage]]
"""The passages that mention an entry by its id, as `mentions.find` gives them."""


MANY = 20
"""From how many entries on a group has letters to jump by."""


@dataclass(frozen=True)
class PagePlaces:
    """The passages of one page that mention an entry; `section` is its number, 0 for none.

    The first page of an `essay`, of several, has its title.
    """

    section: int
    title: str
    passages: tuple[Passage, ...]
    essay: str = ""


@dataclass(frozen=True)
class IndexRow:
    """An entry as the index prints it; `gloss` is HTML."""

    entry: IndexEntry
    gloss: Markup
    pages: tuple[PagePlaces, ...]


@dataclass(frozen=True)
class IndexGroup:
    """A group of the index under its heading, which has this `id`."""

    id: str
    title: str
    rows: tuple[IndexRow, ...]

    @property
    def letters(self) -> dict[str, str]:
        """Give the first entry's id by each letter with which some begin, if they are many."""
        found: dict[str, str] = {}
        for row in self.rows if len(self.rows) >= MANY else ():
            found.setdefault(first_letter(row.entry.name), row.entry.id)
        return found


def index_html(index: Index, mentions: Mentions, templates: Environment, link: Link) -> str:
    """Print the index with the template `index.html`; `link(url)` makes a link to a passage.

    Groups stand in the order of `GROUPS`, without those that are empty. In them entries are
    sorted by the Unicode Collation Algorithm (UTS #10, with the weights of its default
    table), as are those with Han characters, again at the end, by these.
    """
    rows = [
        IndexRow(one, inline(one.gloss), _pages(mentions.get(one.id, ())))
        for one in index.by_name()
    ]
    by_group = {name: tuple(row for row in rows if row.entry.group == name) for name in GROUPS}
    groups = [
        IndexGroup(heading_id(name), spoken(templates).say(GROUPS[name]), held)
        for name, held in by_group.items()
        if held
    ]
    template = templates.get_template("index.html")
    return template.render(
        groups=groups, han=index.by_characters(), han_id=heading_id(HAN_HEADING), link=link
    )


def check_mentions(index: Index, mentions: Mentions) -> Iterator[Problem]:
    """Find entries that nothing mentions (`unused-entry`)."""
    for entry in index.entries:
        if not mentions.get(entry.id):
            mend = "add to its variants how the text writes it, or remove the entry"
            message = f"'{entry.name}' is mentioned nowhere; {mend}"
            yield Problem(entry.path, entry.line, "unused-entry", message)


def search_entries(index: Index, list_url: str, speech: Speech = ENGLISH) -> Iterator[SearchEntry]:
    """Give each entry for the search index.

    `list_url` is the page of the index relative to the site root (`names/`).
    """
    for entry in index.entries:
        title = speech.say("Index: %(name)s", name=f"{entry.name} {entry.original}".strip())
        gloss = text_of(inline(entry.gloss))
        text = " ".join(filter(None, [gloss, ", ".join(entry.variants), entry.dates]))
        yield SearchEntry(f"{list_url}#{entry.id}", title, text, "name")


def _pages(passages: Sequence[Passage]) -> tuple[PagePlaces, ...]:
    by_page: dict[tuple[str, str], list[Passage]] = {}
    for one in passages:
        by_page.setdefault((one.section, one.page), []).append(one)
    found: list[PagePlaces] = []
    within = ""
    for (_, title), held in by_page.items():
        essay = held[0].essay
        begun = essay if essay != within else ""
        found.append(PagePlaces(held[0].number, title, tuple(held), begun))
        within = essay
    return tuple(found)
