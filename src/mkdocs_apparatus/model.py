"""The edition as values: what is cited, where, and what is wrong.

Urls are relative to the site root (`essay/#p1`), texts plain; what is `html` is safe to print.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any

from .characters import visible
from .ids import as_folder

Link = Callable[[str], str]
"""Makes a link, relative to a page, to an address in the site."""


class NoteKind(Enum):
    """What a note holds: a citation alone, or prose (which may cite)."""

    CITATION = "citation"
    DISCURSIVE = "discursive"


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong and its mend; `line` is 0 if none is known, `code` a stable name."""

    path: str
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        """Format as `path:line: code: message`, as compilers do; safe for a terminal."""
        where = f"{self.path}:{self.line}" if self.line else self.path
        return visible(f"{where}: {self.code}: {self.message}")


@dataclass(frozen=True)
class Paragraph:
    """A top-level paragraph: `number` is what a reader calls it ("3", "4a"), `id` its anchor."""

    number: str
    id: str | None


@dataclass(frozen=True)
class Citation:
    """A source cited at a place. `label` is the locator's CSL term (`page`), `locator` its value,
    `display` both as the style's locale prints them ("pp. 9–12"); what is lacking is empty.
    """

    key: str
    prefix: str = ""
    label: str = ""
    locator: str = ""
    display: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Note:
    """A numbered note. `number` counts through all sections of the essay."""

    number: int
    url: str
    section: str
    paragraph: Paragraph | None
    kind: NoteKind
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Annotation:
    """An editor's remark beside a paragraph.

    `type` is one of `ANNOTATION_TYPES`, `title` plain, `page` its page's title, `section` its slug.
    """

    id: str
    url: str
    section: str
    page: str
    paragraph: Paragraph | None
    type: str
    title: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class SearchEntry:
    """An entry of a search index, all plain text; `url` is relative to the site root.

    `kind` says what the place is, in English: "paragraph", "source".
    """

    url: str
    title: str
    text: str
    kind: str = ""


@dataclass(frozen=True)
class Place:
    """Where a source is cited: one citation of it, in a note, an annotation or the text."""

    url: str
    section: str
    title: str
    paragraph: Paragraph | None
    note: int | None
    citation: Citation
    annotation: Annotation | None = None


@dataclass(frozen=True)
class Source:
    """A cited source: formatted by the CSL style, with all places that cite it.

    `url` is its entry in a source list, None where it has none; `type` the BibTeX type; `csl` the
    entry as CSL-JSON; `text` the words of `html`, `annote` the remark as HTML, and `titles` have
    the capitals of the bibliography, by CSL variable.
    """

    key: str
    url: str | None
    type: str
    html: str
    annote: str
    csl: dict[str, Any]
    cited: tuple[Place, ...]
    text: str = ""
    titles: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """A section of the essay; `number` counts from 1 in reading order.

    `date` (ISO 8601) and `description` (plain text) are the front matter's, or empty.
    """

    slug: str
    url: str
    number: int
    title: str
    paragraphs: tuple[Paragraph, ...]
    date: str = ""
    description: str = ""

    def holds(self, url: str) -> bool:
        """Whether an address is in this section; another page may have its slug."""
        return url.partition("#")[0] == self.url


@dataclass(frozen=True)
class Name:
    """A contributor: a person by `family` and `given` name, or a body by its `literal` name."""

    family: str = ""
    given: str = ""
    literal: str = ""


@dataclass(frozen=True)
class EditionInfo:
    """What the edition says of itself, from `edition:` in `mkdocs.yml`; empty where unset.

    `date` is ISO 8601, `language` a BCP 47 tag, `scripts` are pairs ("Han", "zh"), `url` ends with
    a slash, `commit` is a short hash. A copy for a disk (`is_copy`) has no folders.
    """

    title: str
    subtitle: str = ""
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    publisher: str = ""
    date: str = ""
    label: str = ""
    language: str = ""
    licence: str = ""
    url: str = ""
    commit: str = ""
    is_copy: bool = False
    scripts: tuple[tuple[str, str], ...] = ()

    def address(self, url: str) -> str:
        """Give the published address of a url of this site: of `a/b.html#p4` it is `…/a/b/#p4`."""
        return f"{self.url}{as_folder(url) if self.is_copy else url}"


@dataclass(frozen=True)
class PageResult:
    """What fills the slots of one page.

    `prose` are the words of citations in the text, `words` of those in a note, by slot of the
    page's `conversion`; a slot in neither is shown as written. `numbers` gives note numbers by
    anchor, `keys` the sources cited, `lists` those of each list (None: as written). `entries`
    stand where citations do alone, `printed` are their anchors; `numbered` is a list of its own.
    """

    prose: dict[int, str]
    words: dict[int, str]
    numbers: dict[str, int]
    keys: frozenset[str]
    conversion: int = 0
    lists: tuple[frozenset[str] | None, ...] = ()
    entries: dict[int, str] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    numbered: dict[str, str] = field(default_factory=dict)

    @cached_property
    def numbers_in_order(self) -> tuple[int, ...]:
        """The numbers of the page's notes in the order in which they stand."""
        return tuple(self.numbers.values())


@dataclass(frozen=True)
class Edition:
    """The whole site; `notes` are the essay's, `annotations` all. `pages` fills pages by url,
    `parts` texts that other programs put into them; `list_url` has the first list of the site.
    """

    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    sources: tuple[Source, ...]
    pages: dict[str, PageResult]
    list_url: str | None
    problems: tuple[Problem, ...]
    annotations: tuple[Annotation, ...] = ()
    parts: tuple[PageResult, ...] = ()

    @cached_property
    def _places(self) -> dict[str, int]:
        return {source.key: place for place, source in enumerate(self.sources)}

    def sources_of(self, keys: Collection[str]) -> list[Source]:
        """Give the sources of these keys, in the order of all."""
        places = {self._places[key] for key in keys if key in self._places}
        return [self.sources[place] for place in sorted(places)]
