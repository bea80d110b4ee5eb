"""What is printed with templates: lists of sources, and links from any page to any other."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader
from markupsafe import Markup

from ..messages import places
from ..messages.places import Label
from ..messages.speech import ENGLISH, Speech
from ..messages.templates import spoken, teach
from ..model import Citation, Edition, Essay, Source
from ..references.coins import coins
from ..references.files import FORMATS, file_name
from .title_languages import language_of, mark_title


def environment(overrides: Iterable[Path] = (), speech: Speech = ENGLISH) -> Environment:
    """Load the package's Jinja fragments; a folder of `overrides` may replace any of them.

    They speak one language.
    """
    folders = [FileSystemLoader(folder) for folder in overrides]
    loader = ChoiceLoader([*folders, PackageLoader(__package__)])
    templates = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    teach(templates, speech)
    return templates


NO_LETTERS = " “‘«„\"'([—-–"
"""With what an entry may begin that is not sorted by."""

DIGITS = "0–9"
"""What stands for the letter of all that begins with a number."""

MANY = 20
"""From how many sources on a list has letters to jump by."""


@dataclass(frozen=True)
class CitedIn:
    """A place as a source list names it: `labels` are such as "¶7", "n. 8", "p. 64".

    `section` is its section's number, 0 on other pages; it `begins` the places of its page.
    Where it begins those of an `essay`, of several, that is its title.
    """

    url: str
    title: str
    section: int
    labels: tuple[Label, ...]
    begins: bool
    essay: str = ""


@dataclass(frozen=True)
class Renderer:
    """Prints one site. `relative(url, page_url)` makes a link from a page to a site url.

    `language` is that of the edition, a BCP 47 tag.
    """

    edition: Edition
    templates: Environment
    relative: Callable[[str, str], str]
    language: str = ""

    def link(self, target: str, url: str) -> str:
        """Link to a place in the site; what follows `#` is no path."""
        page, _, fragment = target.partition("#")
        path = self.relative(page, url) if page != url else ""
        if path.endswith(".."):
            path += "/"
        return f"{path}#{fragment}" if fragment else path or "#"

    def entry(self, source: Source) -> str:
        """Give a source's entry, its title marked if it is in another language."""
        if source.key not in self.languages:
            return source.html
        return mark_title(source.html, source.csl)

    def list_of(
        self,
        which: str,
        sources: Sequence[Source],
        own: Container[str],
        url: str,
        *,
        titled: bool = False,
    ) -> str:
        """Print a list of sources of the site (`full`) or of a page, which is at `url`.

        Those whose keys are its `own` have their ids in it; others in a list before it. One that
        is `titled` has a heading.
        """
        template = "sources.html" if which == "full" else "references.html"
        return self.templates.get_template(template).render(
            sources=sources,
            own=own,
            titled=titled,
            is_whole=len(sources) == len(self.edition.sources),
            relative=lambda target: self.link(target, url),
            markup=Markup,
            entry=self.entry,
            coins=coins,
            named=self._places,
            letters=_letters(sources) if all(one.key in own for one in sources) else {},
            formats={name: f".{extension}" for name, extension in FORMATS.items()},
            file_name=file_name,
        )

    def _places(self, source: Source) -> Iterator[CitedIn]:
        """Name the places that cite a source."""
        before: str | None = None
        speech = spoken(self.templates)
        within: Essay | None = None
        for one in source.cited:
            page, display = one.url.partition("#")[0], _located(one.citation, speech)
            labels = (
                places.paragraph(speech, one.paragraph.number) if one.paragraph else None,
                places.annotation(speech, one.annotation.title) if one.annotation else None,
                places.note(speech, one.note) if one.note else None,
                Label(display, display) if display else None,
            )
            number, begins = self._numbers.get(page, 0), page != before
            essay = self.edition.essay_of(page)
            named = essay.title if essay and essay != within else ""
            yield CitedIn(one.url, one.title, number, tuple(filter(None, labels)), begins, named)
            before, within = page, essay

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {section.url: section.number for section in self.edition.sections}

    @cached_property
    def urls(self) -> dict[str, str]:
        """Where sources stand in the list, by key."""
        return {source.key: source.url for source in self.edition.sources if source.url}

    @cached_property
    def printed(self) -> dict[str, str]:
        """Where the entries of sources are first printed that citations stand alone for, by key."""
        found: dict[str, str] = {}
        for url, page in self.edition.pages.items():
            for key, anchor in page.printed.items():
                found.setdefault(key, f"{url}#{anchor}")
        return found

    @cached_property
    def languages(self) -> dict[str, str]:
        """The languages of sources that are in another one than the edition, by key."""
        own = self.language.partition("-")[0] or "en"
        spoken = ((source.key, language_of(source.csl)) for source in self.edition.sources)
        return {key: one for key, one in spoken if one.partition("-")[0] != own}


def _located(citation: Citation, speech: Speech) -> str:
    """Say where in a source a citation leads: "p. 64", "第64页"."""
    label, found, rest = citation.display.partition(f" {citation.locator}")
    if not (label and found and citation.locator):
        return citation.display
    values = {"label": label, "value": citation.locator}
    return speech.say_of("place in a source", "%(label)s %(value)s", **values) + rest


def _letters(sources: Sequence[Source]) -> dict[str, str]:
    """Give the first source's key by each letter with which some begin, if they are many.

    A list in another order, of a numeric style for example, has none.
    """
    found: dict[str, str] = {}
    before = ""
    for source in sources if len(sources) >= MANY else ():
        words = source.text.lstrip(NO_LETTERS)
        letter = DIGITS if words[:1].isdigit() else _first(words)
        if letter in found and letter != before:
            return {}
        found.setdefault(letter, source.key)
        before = letter
    return found


def _first(words: str) -> str:
    """Give the letter under which styles sort, articles too, without its accents."""
    return unicodedata.normalize("NFKD", words)[:1].upper()
