"""Citations through pandoc's citeproc: one process for a whole site.

`data/resolve.lua` does the work inside pandoc; nothing here formats a citation or parses a
locator.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from functools import cached_property
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from ..bib import Bibliography
from .answers import Answer, Unit, from_json, read_answer, to_json
from .languages import for_pandoc
from .locators import aliases
from .mending import mended
from .pandoc import DATA, Pandoc, Running
from .pandoc_failures import PandocMissingError, reading_answer
from .styles import Style

SCRIPT = "resolve.lua"
OURS = files(__package__)
MENDED_BY = (
    *("mending.py", "addresses.py", "braces.py", "definitions.py", "journals.py", "keys.py"),
    *("languages.py", "limits.py", "names.py", "tex_words.py", "years.py"),
    "data/journals.tsv",
)
"""Files of `OURS` that say how entries are read, besides the scripts."""

READ_BY = (
    *("answers.py", "citeproc.py", "csl_text.py", "inlines.py", "locators.py"),
    "data/locators.csl",
)
"""Files of `OURS` that an answer depends on besides."""

TITLES = (
    "title",
    "title-short",
    "container-title",
    "container-title-short",
    "collection-title",
    "original-title",
    "event",
    "event-title",
)
"""CSL variables that pandoc sets in sentence case."""


class Citeproc:
    """Formats the citations of one bibliography.

    pandoc takes longest to read a large bibliography. So it begins when this is made, while
    pages are still being converted; what it read is kept, and next time not read again.
    """

    def __init__(
        self, bibliography: Bibliography, pandoc: Pandoc | None = None, language: str = "en-US"
    ) -> None:
        """Begin to read entries, of which those that name no language are in this one."""
        self.bibliography = bibliography
        self.pandoc = pandoc or Pandoc()
        self.language = language
        read = [[one.key, one.type, one.published] for one in bibliography.entries]
        self._read = json.dumps([read, bibliography.preamble])
        self._known = self.pandoc.known("library", self._key())
        self._running: Running | None = None
        if self._known is None and read:
            try:
                self._running = self._start(self._library())
            except PandocMissingError:  # said when an answer is needed
                self._running = None

    @cached_property
    def _mended(self) -> list[dict[str, str]]:
        """Mend the entries, where pandoc has not yet read them."""
        return [asdict(one) for one in mended(self.bibliography)]

    def _library(self) -> str:
        read = {"references": self._known} if self._known else {"entries": self._mended}
        return json.dumps(read | {"language": self.language})

    def _key(self, *parts: str) -> str:
        """Say all that the reading of the entries depends on, and `parts`."""
        texts = ((OURS / name).read_text("utf-8") for name in MENDED_BY)
        library = [self._read, self.language, f"pylatexenc {version('pylatexenc')}", *texts]
        return self.pandoc.key(SCRIPT, *library, *parts)

    def _answer_key(self, request: dict[str, Any], style: Style) -> str:
        """Say all that an answer depends on: also what asks for it, and what reads it.

        A style counts by what it says: one that was downloaded never has the same path.
        """
        asked = json.dumps(request | {"style": style.text})
        texts = ((OURS / name).read_text("utf-8") for name in READ_BY)
        return self._key(asked, f"Babel {version('babel')}", *texts)

    def _start(self, library: str) -> Running:
        return self.pandoc.start(SCRIPT, f"{library}\n")

    def resolve(
        self,
        style: Style,
        language: str | None,
        groups: Sequence[Sequence[Unit]],
        *,
        list_all: bool,
        listed: Sequence[str] = (),
        alone: Sequence[bool] = (),
        aside: Sequence[bool] = (),
        others: Sequence[str] = (),
    ) -> Answer:
        """Format all citations and the list of sources: those cited and `listed`, or all.

        Notes are numbered within each group, and first and later citations, "ibid." and
        "n 14" count in it; a group that is `alone` has a list of its own. The last groups may be
        `aside`: no other reads differently for them. `language` is a BCP 47 tag, which counts
        where the style is made for another language, `others` are those of parts of the site.

        Raises `CiteprocError`.
        """
        counted = [*alone, *[False] * (len(groups) - len(alone))]
        request = {
            "list_all": list_all,
            "listed": list(listed),
            "alone": counted,
            "aside": [*aside, *[False] * (len(groups) - len(aside))],
            "in_text": not style.is_note,
            "language": None if style.speaks(language) else for_pandoc(language or ""),
            "locale": for_pandoc(style.language(language)),
            "stated": bool(language),
            "others": list(map(for_pandoc, others)),
            "aliases": aliases(style.language(language), others),
            "groups": [_as_json(group) for group in groups],
        }
        key = self._answer_key(request, style)
        if known := self.pandoc.known("citeproc", key):
            self.stop()
            return from_json(known)
        with ThreadPoolExecutor(1) as beside:  # two processes, on two processors
            titles = beside.submit(self._titles) if list_all or listed else None
            locators = (DATA / "locators.csl").read_text("utf-8")
            styles = {"style": _as_address(style.text), "locators": _as_address(locators)}
            said = self._ask(json.dumps(request | styles))
            with reading_answer():
                answer, asked = read_answer(said, groups, counted, is_note=style.is_note)
            del said
            self._keep_library(asked)
            answer = _with_titles(answer, titles.result()) if titles else answer
        self.pandoc.keep("citeproc", key, to_json(answer))
        return answer

    def stop(self) -> None:
        """End a process that nothing is asked of."""
        if self._running:
            self._running.stop()
            self._running = None

    def _ask(self, request: str) -> str:
        running, self._running = self._running, None
        if running is None:
            running = self._start(self._library())
        return running.finish(request)

    def _keep_library(self, answer: dict[str, Any]) -> None:
        if self._known is None and not answer["failed"]:
            self._known = answer["references"]
            self.pandoc.keep("library", self._key(), answer["references"])

    def _titles(self) -> dict[str, dict[str, str]]:
        """Have pandoc read the entries as in no language, whose titles it leaves as they are."""
        entries = [one | {"text": _in_no_language(one["text"])} for one in self._mended]
        return self.pandoc.ask("titles.lua", json.dumps(entries), _titles_of)


def _in_no_language(text: str) -> str:
    return f"{text.rstrip()[:-1].rstrip()},\n  langid = {{und}}\n}}"


def _as_address(style: str) -> str:
    """Give a style as the address that holds it itself, which no file need be opened for.

    https://www.rfc-editor.org/rfc/rfc2397
    """
    return f"data:application/xml;base64,{b64encode(style.encode()).decode()}"


def _titles_of(read: Sequence[dict[str, Any]]) -> dict[str, dict[str, str]]:
    return {
        item["id"]: {name: str(item[name]) for name in TITLES if item.get(name)} for item in read
    }


def _with_titles(answer: Answer, titles: dict[str, dict[str, str]]) -> Answer:
    """Add the titles of the sources that are listed."""
    listed = [one.key for one in answer.listed if one.key in titles]
    return replace(answer, titles={key: titles[key] for key in listed})


def _as_json(group: Sequence[Unit]) -> list[dict[str, Any]]:
    return [
        {
            "note": unit.note,
            "paragraphs": [
                [{"cite" if is_cite else "text": text} for is_cite, text in paragraph]
                for paragraph in unit.paragraphs
            ],
        }
        for unit in group
    ]
