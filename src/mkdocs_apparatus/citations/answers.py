"""What citeproc says of a site, read from pandoc’s JSON and kept in JSON of our own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, field
from itertools import islice
from typing import Any

from ..model import Citation
from .csl_text import plain
from .inlines import (
    Inline,
    bare,
    blocks_to_inlines,
    cites_in,
    entries_in,
    link_ranges,
    link_titles,
    ranges_of,
    text_of,
    to_html,
    without_label,
)
from .languages import named
from .locators import in_full

WEB = re.compile(r"https?://", re.IGNORECASE)
"""The schemes that a link may have."""


@dataclass(frozen=True)
class Unit:
    """A note of prose, or a citation on its own, as pandoc is to see it.

    `paragraphs` hold parts in order: `(True, raw citation)` or `(False, words)`.
    """

    paragraphs: tuple[tuple[tuple[bool, str], ...], ...]
    note: bool = False

    @property
    def raws(self) -> list[str]:
        """The raw citations, in order."""
        return [text for paragraph in self.paragraphs for is_cite, text in paragraph if is_cite]


@dataclass(frozen=True)
class Cited:
    """What citeproc made of one raw citation; no `citations` if it is none to pandoc.

    `prose` is what stands in the text, `note` what stands in a note of its own; each is None
    where there is nothing. Of `@key` that has no author `prose` is empty.
    """

    citations: tuple[Citation, ...]
    prose: str | None
    note: str | None


@dataclass(frozen=True)
class Listed:
    """A formatted bibliography entry: HTML, the editor's remark, and CSL-JSON.

    `entry` is the HTML without the number or label of a list.
    """

    key: str
    html: str
    annote: str
    csl: dict[str, Any]
    entry: str


@dataclass(frozen=True)
class Answer:
    """Everything citeproc said; `failed` gives pandoc's words by key of a bad entry.

    `groups` has an item for each raw citation of each group asked for. `titles` gives the
    titles of sources with the capitals of the `.bib`, by key and CSL variable, where all were
    asked for, `lists` that of each group, by key, `macros` those of TeX that nobody can read.
    """

    groups: tuple[tuple[Cited, ...], ...] = ()
    listed: tuple[Listed, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)
    titles: dict[str, dict[str, str]] = field(default_factory=dict)
    lists: tuple[dict[str, str], ...] = ()
    macros: dict[str, list[str]] = field(default_factory=dict)


def to_json(answer: Answer) -> str:
    """Write an answer, to be kept."""
    return json.dumps(astuple(answer), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Answer:
    """Read an answer that was kept."""
    groups, listed, failed, titles, lists, macros = json.loads(text)
    return Answer(
        tuple(
            tuple(
                Cited(tuple(Citation(*citation) for citation in citations), prose, note)
                for citations, prose, note in group
            )
            for group in groups
        ),
        tuple(Listed(*one) for one in listed),
        failed,
        titles,
        tuple(lists),
        macros,
    )


def read_answer(
    said: str, groups: Sequence[Sequence[Unit]], alone: Sequence[bool], *, is_note: bool
) -> tuple[Answer, dict[str, Any]]:
    """Read what `resolve.lua` wrote for groups of units, of which some are `alone`.

    Gives its first line, too.
    """
    reader = _Reader(said.split("\n"), is_note)
    return reader.read(groups, alone), reader.answer


class _Reader:
    """Reads the answer of `resolve.lua`; of its many lines one at a time is more than text."""

    def __init__(self, lines: list[str], is_note: bool) -> None:
        self.answer = answer = json.loads(lines[0])
        end = 2 + answer["formatted"]
        self.list = json.loads(lines[1])["blocks"]
        self.formatted, self.linked = lines[2:end], lines[end : end + answer["linked"]]
        self.is_note = is_note
        self.csl = {item["id"]: _in_language(item) for item in answer["sources"]}
        self.names = {key: _names(item) for key, item in self.csl.items()}
        urls = {str(item.get("URL", "")) for item in self.csl.values()}
        # pandoc makes a link of any url, and puts https:// before one of another scheme.
        self.not_web = {f"https://{url}" for url in urls if not WEB.match(url)}

    def read(self, groups: Sequence[Sequence[Unit]], alone: Sequence[bool]) -> Answer:
        """Deal the citations out to the groups, in order."""
        documents = iter(self.answer["alone"])
        of_groups = [next(documents) if one else None for one in alone]
        counts = [sum(len(unit.raws) for unit in group) for group in groups]
        cited = self._cited(of_groups, counts)
        by_group = tuple(tuple(islice(cited, count)) for count in counts)
        keys = (citation.key for group in by_group for one in group for citation in one.citations)
        lost = {key: "it gives no reference" for key in keys if key not in self.csl}
        listed = tuple(one for one in self._listed() if one.csl)
        lists = tuple(
            {key: self.html(entry) for key, entry in entries_in(one["blocks"])} if one else {}
            for one in of_groups
        )
        failed, macros = lost | self.answer["failed"], self.answer["macros"]
        return Answer(by_group, listed, failed, lists=lists, macros=macros)

    def is_web(self, target: str) -> bool:
        """Whether a link may be followed: http(s), and not made so by pandoc."""
        return WEB.match(target) is not None and target not in self.not_web

    def html(self, inlines: Sequence[Inline]) -> str:
        return to_html(inlines, self.is_web)

    def _listed(self) -> Iterator[Listed]:
        annotes = {
            block["c"][0][0]: self.html(blocks_to_inlines(block["c"][1]))
            for block in self.answer["annotes"]["blocks"]
        }
        for number, (key, entry) in enumerate(entries_in(self.list), 1):
            csl, alone = self.csl.get(key, {}), self.html(without_label(entry, number))
            yield Listed(key, self.html(entry), annotes.get(key, ""), csl, alone)

    def _cited(self, documents: Sequence[Any], counts: Sequence[int]) -> Iterator[Cited]:
        """Give what stands for each citation, from the document of its group."""
        formatted, linked = _cites_of(self.formatted), _cites_of(self.linked)
        locators = iter(self.answer["locators"])
        for document, count in zip(documents, counts, strict=True):
            cites = cites_in(document) if document else formatted
            for located in islice(locators, count):
                if located:
                    yield self._one(next(cites), located, next(linked, None))
                else:
                    yield Cited((), None, None)

    def _one(self, cite: Inline, locators: Sequence[str], linked: Inline | None) -> Cited:
        citations = tuple(map(_citation, cite["c"][0], locators))
        keys = [citation.key for citation in citations]
        if not self.csl.keys() >= {*keys}:
            return Cited(citations, None, None)
        prose, note = _split(cite["c"][1])
        again = _split(linked["c"][1]) if linked else (None, None)
        if not self.is_note:
            prose = link_ranges(prose, ranges_of(again[0] or []))
            return Cited(citations, self.html(prose), None)
        if note is None:
            return Cited(citations, self._linked(prose, keys, again[0]), None)
        words = self._linked(note, keys, again[1])
        named = any(item["citationMode"]["t"] == "AuthorInText" for item in cite["c"][0])
        return Cited(citations, self.html(prose) if prose or named else None, words)

    def _linked(
        self, inlines: list[Inline], keys: Sequence[str], again: list[Inline] | None
    ) -> str:
        titled = link_titles(inlines, [(key, self.names.get(key, ())) for key in keys])
        if titled is None:
            titled = link_ranges(inlines, ranges_of(again or []))
        return self.html(titled)


def _cites_of(lines: Sequence[str]) -> Iterator[Inline]:
    return (cite for line in lines for cite in cites_in(json.loads(line)))


def _split(inlines: list[Inline]) -> tuple[list[Inline], list[Inline] | None]:
    """Part what stands in the text from the note that citeproc made."""
    note = next((one for one in inlines if one["t"] == "Note"), None)
    prose = [one for one in inlines if one is not note]
    return prose, blocks_to_inlines(note["c"]) if note else None


def _in_language(csl: dict[str, Any]) -> dict[str, Any]:
    """Give the tag of a `langid` that pandoc does not know, "zh" for "chinese"."""
    language = str(csl.get("language", ""))
    tag = named(language)
    return {**csl, "language": tag} if tag else csl


def _names(csl: dict[str, Any]) -> tuple[str, ...]:
    """Say what a style may call a source: its title, or the short one."""
    titles = (plain(str(csl.get(name, ""))) for name in ("title", "title-short"))
    return tuple(name for name in map(bare, titles) if name)


def _citation(item: dict[str, Any], located: str) -> Citation:
    """Read a citation, its suffix as `locators.csl` delimits it: term, value, both, rest."""
    locator, _, suffix = located.partition("\ue002")
    label, value, display = [*locator.split("\ue001"), "", ""][:3]
    suffix = suffix.strip().lstrip(",，").strip()
    return Citation(
        item["citationId"],
        text_of(item["citationPrefix"]).strip(),
        label if value else "",
        value,
        in_full(display, suffix),
        suffix,
    )
