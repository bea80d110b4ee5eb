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
from .page_result import PageResult

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
    """A numbered note. `number` counts through all sections of its essay."""

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
class Name:
    """A contributor: a person by `family` and `given` name, or a body by its `literal` name."""

    family: str = ""
    given: str = ""
    literal: str = ""


@dataclass(frozen=True)
class Essay:
    """An essay: the sections in a `folder`. `url` and `authors` are its title page's, if any."""

    folder: str
    title: str
    url: str | None = None
    authors: tuple[Name, ...] = ()


@dataclass(frozen=True)
class Section:
    """A section of an essay; `number` counts from 1 in reading order.

    `slug` is its path within the folder of its essay, or with that folder where the site has
    several essays. `authors` are its own, `date` (ISO 8601), `description` (plain text) and
    `language` (BCP 47) the front matter's; each may be empty. `essay` is the folder of its essay.
    """

    slug: str
    url: str
    number: int
    title: str
    paragraphs: tuple[Paragraph, ...]
    date: str = ""
    description: str = ""
    authors: tuple[Name, ...] = ()
    essay: str = ""
    language: str = ""

    @property
    def path(self) -> str:
        """Its path within the folder of its essay."""
        return self.slug.removeprefix(f"{self.essay}/")

    def holds(self, url: str) -> bool:
        """Whether an address is in this section; another page may have its slug."""
        return url.partition("#")[0] == self.url


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
class Edition:
    """The whole site; `notes` are the essays', `annotations` all. `pages` fills pages by url,
    `parts` texts that other programs put into them; `list_url` has the first list of the site.
    `sections` and `notes` come essay by essay.
    """

    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    sources: tuple[Source, ...]
    pages: dict[str, PageResult]
    list_url: str | None
    problems: tuple[Problem, ...]
    annotations: tuple[Annotation, ...] = ()
    parts: tuple[PageResult, ...] = ()
    essays: tuple[Essay, ...] = ()

    def essay_of(self, url: str) -> Essay | None:
        """Give the essay of a section, by its page's url, where the site has several."""
        return self._essays.get(url) if len(self.essays) > 1 else None

    @cached_property
    def _essays(self) -> dict[str, Essay]:
        by_folder = {one.folder: one for one in self.essays}
        return {one.url: by_folder[one.essay] for one in self.sections}

    @cached_property
    def by_essay(self) -> dict[str, tuple[Section, ...]]:
        """The sections of each essay, by its folder."""
        found: dict[str, list[Section]] = {}
        for one in self.sections:
            found.setdefault(one.essay, []).append(one)
        return {folder: tuple(held) for folder, held in found.items()}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {source.key: place for place, source in enumerate(self.sources)}

    def sources_of(self, keys: Collection[str]) -> list[Source]:
        """Give the sources of these keys, in the order of all."""
        places = {self._places[key] for key in keys if key in self._places}
        return [self.sources[place] for place in sorted(places)]
