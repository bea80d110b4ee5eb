r"""`\index`, `\timeline` and `\source_grid`: what an editor writes, and is told.

Then the edition's own registers, counted again by other means than the plugin's.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from time import time
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import pytest
import yaml
from bs4 import BeautifulSoup, NavigableString, Tag
from click.testing import CliRunner
from conftest import ROOT, TESTS, Build, Site, Warnings, heard, seen, words
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from mkdocs_apparatus.host.cli import main

INDEX = "docs/data/index.yml"
TIMELINE = "docs/data/timeline.yml"
DATA = (INDEX, TIMELINE)
FOLDER = TESTS / "sites/registers"


def written(path: str) -> str:
    return (FOLDER / path).read_text("utf-8")


@pytest.fixture(scope="module", name="site")
def _site(build_once: Build) -> Site:
    return build_once("registers", strict=True)


# What an editor writes ------------------------------------------------------------------


def test_each_command_is_a_register(site: Site) -> None:
    assert [one["id"] for one in site.page("names/").select("dt")] == [
        *("lenin-vladimir", "petrograd")
    ]
    assert [one["id"] for one in site.page("timeline/").select("ol.timeline > li")] == [
        *("date-1917-11-07", "date-1924")
    ]
    assert site.page("sources/").select("figure .grid-figure svg")
    for url in ("names/", "timeline/", "sources/"):
        assert "\\" not in site.page(url).body.get_text()


@pytest.mark.parametrize("written_as", ["data/", "./data/", "data/../data/"])
def test_its_data_are_not_published(build: Build, written_as: str) -> None:
    config = written("mkdocs.yml").replace("exclude_docs: data/\n", "")
    options = f"refs.bib, index: {written_as}index.yml, timeline: {written_as}timeline.yml}}"
    config = config.replace("refs.bib}", options)
    site = build("registers", {"mkdocs.yml": config, "docs/data/own.yml": "a: b\n"}, strict=True)
    assert [one.name for one in (site.folder / "data").iterdir()] == ["own.yml"]
    assert site.page("names/").find(id="petrograd") is not None


def test_a_register_stands_where_its_command_stood(site: Site) -> None:
    children = site.page("names/").body.find_all(recursive=False)
    assert [one.name for one in children[:5]] == ["h1", "p", "p", "h2", "dl"]
    assert [one.name for one in site.page("sources/").body.find_all(recursive=False)[:3]] == [
        *("h1", "figure", "ul")
    ]


def test_registers_and_text_link_to_each_other(site: Site) -> None:
    assert site.dead_links() == []
    assert site.double_ids() == []
    places = site.page("names/").select_one("#lenin-vladimir + dd .index-places")
    assert seen(places).startswith("§1 ¶1, ¶2, n. 2; §2 ¶1")
    assert [(heard(one), one["href"]) for one in places.select("a")] == [
        ("The road, paragraph 1", "../essay/road/#p1"),
        ("The road, paragraph 2", "../essay/road/#p2"),
        ("The road, note 2", "../essay/road/#fn:p2-1"),
        ("The end, paragraph 1", "../essay/end/#p1"),
    ]
    page = site.page("essay/road/")
    assert [(one.get_text(), one["href"]) for one in page.select("a.index-term")] == [
        ("Lenin", "../../names/#lenin-vladimir"),
        ("Petrograd", "../../names/#petrograd"),
    ]
    assert [one["href"] for one in page.select(".section-dates a")] == [
        *("../../timeline/#date-1917-11-07", "../../timeline/#date-1924")
    ]


def test_a_command_within_a_sentence_is_no_command(build: Build) -> None:
    site = build("registers", {"docs/index.md": "Write \\index, \\timeline or \\source_grid.\n"})
    assert site.prose() == ["Write \\index, \\timeline or \\source_grid."]
    assert site.page().select("dl.index, ol.timeline, figure") == []


def test_a_command_as_code_is_no_command(build: Build) -> None:
    site = build("registers", {"docs/index.md": "`\\index`\n\n    \\timeline\n"}, strict=True)
    assert site.page().select("dl.index, ol.timeline, figure") == []
    assert [one.get_text().strip() for one in site.page().select("code")] == [
        *("\\index", "\\timeline")
    ]


def test_without_data_and_commands_nothing_happens(build: Build) -> None:
    site = without_data(build, {f"docs/{name}.md": "# Nothing\n" for name in ("names", "timeline")})
    assert site.warnings == []
    page = site.page("essay/road/")
    assert page.select(".index-term, .section-dates, template[id^='preview-name']") == []
    assert site.dead_links() == []


def without_data(build: Build, files: dict[str, str]) -> Site:
    site = build("registers")
    assert site.warnings == []
    for path in DATA:
        (site.root / path).unlink()
    site.build(files)
    return site


def test_files_of_another_name(build: Build) -> None:
    config = written("mkdocs.yml").replace(
        "refs.bib}", "refs.bib, index: names.yml, timeline: dates.yml}"
    )
    config = config.replace("exclude_docs: data/", 'exclude_docs: "*.yml"')
    files = {
        "mkdocs.yml": config,
        "docs/names.yml": written(INDEX).replace("A politician", "Known by another file"),
        "docs/dates.yml": written(TIMELINE).replace("take power", "of another file"),
    }
    site = build("registers", files, strict=True)
    assert "Known by another file" in site.read("names/index.html")
    assert "of another file" in site.read("timeline/index.html")


def test_a_changed_data_file_is_seen(build: Build) -> None:
    site = build("registers", strict=True)
    site.build(
        {
            INDEX: written(INDEX).replace("A politician.", "A *Bolshevik*."),
            TIMELINE: written(TIMELINE).replace("1924", "1925"),
        },
        strict=True,
    )
    assert words(site.page("names/").select_one("#lenin-vladimir + dd .index-gloss")) == (
        "A Bolshevik."
    )
    assert site.page("timeline/").select("#date-1925")
    assert site.page("timeline/").select("#date-1924") == []
    assert site.page("essay/end/").select(".section-dates a[href$='#date-1925']")


def test_a_data_file_that_goes_and_comes_back(build: Build) -> None:
    site = without_data(build, {})
    assert len(site.warnings) == 2
    site.build({path: written(path) for path in DATA}, strict=True)
    assert site.warnings == []
    assert site.page("names/").select("dt#petrograd")


# What an editor is told -----------------------------------------------------------------


NO_PLACE = [
    f"{INDEX}: no-place: no page shows the index; write '\\index' in a paragraph of its own",
    f"{TIMELINE}: no-place: no page shows the timeline; "
    "write '\\timeline' in a paragraph of its own",
]
NO_DATA = [
    "docs/names.md: no-data: '\\index' has no data; write the file that the option 'index' names",
    "docs/timeline.md: no-data: '\\timeline' has no data; "
    "write the file that the option 'timeline' names",
]
FAULTS = {
    INDEX: written(INDEX).replace("gloss:", "glos:").replace("    lang: ru\n", "")
    + "  - name: Omsk\n",
    TIMELINE: written(TIMELINE).replace("1924", "in 1924").replace("road#p1", "road#p7"),
}


def fault_messages(site: Site) -> list[str]:
    """What is wrong with `FAULTS`; the reasons that other tests look at are left out."""
    return [re.sub(r"(in 1924' is no date): .*", r"\1", one) for one in site.warnings]


FAULT_MESSAGES = [
    f"{INDEX}:4: unknown-field: 'glos' is no field here; did you mean 'gloss'?",
    f"{INDEX}:7: no-lang: 'Петроград' is in no language; add 'lang: …', its BCP 47 tag ('zh-Hans')",
    f"{INDEX}:8: unused-entry: 'Omsk' is mentioned nowhere; "
    "add to its variants how the text writes it, or remove the entry",
    f"{TIMELINE}:5: unknown-paragraph: there is no paragraph 'road#p7'; did you mean 'road#p2'?",
    f"{TIMELINE}:11: bad-date: 'in 1924' is no date",
]


def test_data_that_no_page_shows(build: Build) -> None:
    pages = {f"docs/{name}.md": "# Nothing\n" for name in ("names", "timeline")}
    site = build("registers", pages)
    assert site.warnings == NO_PLACE
    assert site.page("essay/road/").select(".index-term, .section-dates") == []
    assert site.dead_links() == []


def test_a_command_that_has_no_data(build: Build) -> None:
    site = without_data(build, {})
    assert site.warnings == NO_DATA
    assert site.prose("names/") == ["All names."]
    assert "\\index" in site.page("names/").body.get_text()


def test_faults_of_data_files_are_told_with_their_lines(build: Build) -> None:
    site = build("registers", FAULTS)
    assert fault_messages(site) == FAULT_MESSAGES


@pytest.mark.parametrize("path", DATA)
def test_a_strict_build_stops_at_faults(build: Build, path: str) -> None:
    site = build("registers", {path: FAULTS[path]}, strict=True)
    assert site.aborted
    assert fault_messages(site) == [one for one in FAULT_MESSAGES if one.startswith(path)]


def test_a_file_that_is_no_yaml(build: Build) -> None:
    site = build("registers", {INDEX: "people: [\n", TIMELINE: "- a\n- b\n"})
    assert [one.partition(": ")[0] for one in site.warnings[:2]] == [f"{INDEX}:2", f"{TIMELINE}:1"]
    assert all("bad-data" in one for one in site.warnings[:2])
    assert site.dead_links() == []


@pytest.mark.parametrize(
    "files",
    [FAULTS, {"docs/names.md": "# Nothing\n", "docs/timeline.md": "# Nothing\n"}, {}],
    ids=["faults", "no place", "sound"],
)
def test_the_command_line_says_the_same(build: Build, files: dict[str, str]) -> None:
    site = build("registers", files)
    result = CliRunner().invoke(main, ["check", "-f", str(site.root / "mkdocs.yml")])
    assert result.output.splitlines() == site.warnings
    assert result.exit_code == (1 if files else 0)


# What registers and pages say of each other ---------------------------------------------


def test_a_name_in_a_list_or_quotation_is_found_and_linked(build: Build) -> None:
    road = "# The road\n\nNobody.\n{: #p1 }\n\n- *Lenin himself* spoke\n\n> In Petrograd.\n"
    site = build("registers", {"docs/essay/road.md": road})
    assert site.warnings
    places = site.page("names/").select("dd .index-places a[href^='../essay/road/']")
    assert [(seen(one), one["href"]) for one in places] == [
        ("¶1", "../essay/road/#p1"),
        ("¶1", "../essay/road/#p1"),
    ]
    terms = site.page("essay/road/").select("a.index-term")
    assert [one.get_text() for one in terms] == ["Lenin", "Petrograd"]


def test_an_id_that_the_page_has_given_away(build: Build) -> None:
    site = build("registers", {"docs/names.md": "# Petrograd\n\n## Index people\n\n\\index\n"})
    assert site.warnings == [
        f"{INDEX}:6: duplicate-id: the id 'petrograd' of 'Petrograd' is that of something else "
        "on docs/names.md; write another with 'id: …'",
        "docs/names.md: duplicate-id: the id 'index-people' is that of a part of the index; "
        "rename it on this page",
    ]


def test_an_event_with_the_id_of_a_heading(build: Build) -> None:
    text = written(TIMELINE) + "    id: timeline-title\n"
    site = build("registers", {TIMELINE: text})
    assert [one.partition(": ")[2] for one in site.warnings] == [
        "duplicate-id: the id 'timeline-title' of the event of 1924 is that of a part of the "
        "timeline; write another with 'id: …'"
    ]


def test_a_register_that_is_printed_twice(build: Build) -> None:
    site = build("registers", {"docs/timeline.md": "# All\n\n\\timeline\n\n\\index\n"})
    assert site.warnings == [
        "docs/timeline.md:5: duplicate-register: '\\index' stands in docs/names.md already; "
        "take one of the two out"
    ]


def test_a_build_of_changed_pages_misses_nothing_of_others(build: Build) -> None:
    site = build("registers", strict=True)
    names = site.root / "docs/names.md"
    os.utime(names, (time() + 60, time() + 60))
    handler = Warnings()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        config = load_config(str(site.root / "mkdocs.yml"), site_url="https://example.org/")
        config.plugins.on_startup(command="build", dirty=True)
        mkdocs_build(config, dirty=True)
    finally:
        logger.removeHandler(handler)
    assert [one for one in handler.messages if one.startswith("apparatus: ")] == []


# Search ---------------------------------------------------------------------------------


def test_search_has_an_entry_for_each_name_and_event(site: Site) -> None:
    docs = {one["location"]: one for one in search_index(site.folder)}
    titles = {
        "names/#lenin-vladimir": "Lenin, Vladimir",
        "names/#petrograd": "Петроград",
        "timeline/#date-1917-11-07": "7 November 1917, Petrograd",
        "timeline/#date-1924": "1924",
    }
    found = {one for one in docs if one.startswith(("names/#", "timeline/#"))}
    assert found >= titles.keys()
    for location, title in titles.items():
        assert title in docs[location]["title"]
    assert docs["timeline/#date-1924"]["text"] == "Lenin dies. He was ill."
    assert "politician" in docs["names/#lenin-vladimir"]["text"]
    assert docs["names/"]["text"].strip().endswith("All names.")
    assert docs["timeline/"]["text"].strip().endswith("All dates.")


def search_index(folder: Path) -> list[dict[str, str]]:
    text = (folder / "search/search_index.json").read_text("utf-8")
    found: list[dict[str, str]] = json.loads(text)["docs"]
    return found


# The edition ----------------------------------------------------------------------------

Link = tuple[str, str]
"""A page and an anchor: `("essay/introduction/", "p1")`."""


class Edition:
    """The built pages of the edition by url, each read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.page = lru_cache(self._page)
        self.ids = lru_cache(self._ids)
        order = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), yaml.BaseLoader)["nav"]
        essay = next(next(iter(one.values())) for one in order if "The essay" in one)
        self.sections = [one.removesuffix(".md") + "/" for one in essay]

    def _page(self, url: str) -> BeautifulSoup:
        text = (self.folder / url / "index.html").read_text("utf-8")
        return BeautifulSoup(text, "html.parser")

    def _ids(self, url: str) -> dict[str, Tag]:
        return {str(one["id"]): one for one in self.page(url).select("[id]")}

    def place(self, link: Link) -> Tag:
        url, anchor = link
        assert anchor in self.ids(url), link
        return self.ids(url)[anchor]


def target(url: str, link: Tag) -> Link:
    page, anchor = urldefrag(urljoin(f"/{url}", str(link["href"])))
    return page.removeprefix("/"), unquote(anchor)


def links(edition: Edition, url: str, selector: str) -> Iterator[tuple[Tag, Link]]:
    for link in edition.page(url).select(selector):
        yield link, target(url, link)


@pytest.fixture(scope="module", name="edition")
def _edition(edition_site: Path) -> Edition:
    return Edition(edition_site)


REGISTERS = [
    ("names/", "dl.index a[href], ul.index-han a[href]"),
    ("timeline/", "svg a[href], ol.timeline a[href]"),
    ("sources/", "svg a[href], .grid-sections a[href], ul.sources a[href^='..']"),
]


@pytest.mark.parametrize(("url", "selector"), REGISTERS)
def test_every_link_of_a_register_resolves(edition: Edition, url: str, selector: str) -> None:
    found = [where for link, where in links(edition, url, selector) if "download" not in link.attrs]
    assert len(found) > 20
    for page, anchor in found:
        assert not anchor or edition.place((page, anchor))


def test_every_link_from_the_text_to_a_register_resolves(edition: Edition) -> None:
    for url in edition.sections:
        selector = ".section-dates a, a.index-term, a.citation-source"
        found = [where for _, where in links(edition, url, selector)]
        assert {page for page, _ in found} == {"timeline/", "names/", "sources/"}
        assert all(edition.place(where) for where in found)


# Names, found anew: character by character, where the plugin has a regular expression.

HOLDERS = {"em", "i", "cite"}
"""Elements that may hold a title: a name counts in one that does only if it fills it."""

APART = {"a", "button", "sup", "code", "pre", "script", "style", "template"}
BLOCKS = {"p", "li", "summary", "div", "blockquote", "td", "th", "br", "h1", "h2", "h3"}
HIDDEN = "\ufffc"
HYPHENS = "-‐‑"


@dataclass
class Text:
    """The characters of a passage, and for each the elements that it stands in."""

    characters: list[str]
    holders: list[tuple[int, ...]]

    def add(self, text: str, holders: tuple[int, ...]) -> None:
        for one in text.replace("’", "'"):
            character = " " if one.isspace() else one
            if character != " " or self.characters[-1:] != [" "]:
                self.characters.append(character)
                self.holders.append(holders)


def letters(title: str) -> str:
    """What is the same in a title however it is printed."""
    return "".join(one for one in title.casefold() if one.isalnum())


def titles_of(edition: Edition) -> set[str]:
    """The titles of sources and of what they appeared in, as `edition.json` has them."""
    data = json.loads((edition.folder / "edition.json").read_text("utf-8"))
    fields = [field for source in data["sources"] for field in source["csl"].items()]
    titles = {value for name, value in fields if "title" in name}
    return {letters(one) for title in titles for one in (title, title.split(":")[0])}


def text_of(passage: Tag, titles: set[str]) -> Text:
    text = Text([], [])

    def read(node: Tag, holders: tuple[int, ...]) -> None:
        for child in node.children:
            if isinstance(child, NavigableString):
                text.add(str(child), holders)
            elif isinstance(child, Tag):
                classes = child.get_attribute_list("class")
                cited = "citation-source" in classes
                if child.name in APART and not cited and "index-term" not in classes:
                    text.add(HIDDEN, holders)
                    continue
                titled = child.name in HOLDERS and letters(child.get_text()) in titles
                inner = (*holders, id(child)) if titled or cited else holders
                read(child, inner)
                if child.name in BLOCKS:
                    text.add(" ", holders)

    read(passage, ())
    return text


def is_cjk(one: str) -> bool:
    return "\u2e80" <= one <= "\u9fff" or "\uac00" <= one <= "\ud7af" or one >= "\U00020000"


def is_letter(one: str) -> bool:
    return (one.isalnum() or one == "_") and not is_cjk(one)


def begins(text: list[str], start: int) -> bool:
    """Whether a word may begin here."""
    if start == 0 or is_cjk(text[start]):
        return True
    before, second = text[start - 1], text[start - 2] if start > 1 else " "
    joined = before == "'" and is_letter(second)
    return not (is_letter(before) or before in HYPHENS or joined)


def ends(text: list[str], end: int) -> bool:
    """Whether a word may end before this place."""
    rest = [*text[end : end + 3], " ", " ", " "]
    if is_cjk(text[end - 1]):
        return True
    possessive = rest[1] == "s" and not is_letter(rest[2])
    joined = rest[0] == "'" and is_letter(rest[1]) and not possessive
    return not (is_letter(rest[0]) or rest[0] in HYPHENS or joined)


def fills(text: Text, start: int, end: int, holder: int) -> bool:
    """Whether nothing but stops and quotes stands beside the words in their element."""
    inside = [place for place, held in enumerate(text.holders) if holder in held]
    before = [text.characters[place] for place in inside if place < start]
    after = [text.characters[place] for place in inside if place >= end]
    if after[:2] == ["'", "s"]:
        after = after[2:]
    around = {*before, *after}
    return {start, end - 1} <= {*inside} and not any(
        one.isalnum() or one in ("_", HIDDEN) for one in around
    )


def mentioned(text: Text, forms: dict[str, str]) -> set[str]:
    """The entries that a passage mentions; `forms` gives an entry's id, empty for a title."""
    found: set[str] = set()
    characters, place = text.characters, 0
    lengths = sorted({len(one) for one in forms}, reverse=True)
    whole = "".join(characters)
    while place < len(characters):
        if not begins(characters, place):
            place += 1
            continue
        ends_here = [
            place + length
            for length in lengths
            if whole[place : place + length] in forms and place + length <= len(characters)
        ]
        end = next((one for one in ends_here if ends(characters, one)), 0)
        if not end:
            place += 1
            continue
        entry = forms[whole[place:end]]
        holders = {one for held in text.holders[place:end] for one in held}
        if entry and all(fills(text, place, end, one) for one in holders):
            found.add(entry)
        elif entry and not all(
            all(one in held for held in text.holders[place:end]) for one in holders
        ):
            end = place + 1
        place = end
    return found


def entry_ids(edition: Edition) -> dict[str, str]:
    """The ids of the entries by name, as the page of the index has them."""
    terms = edition.page("names/").select("dl.index > div > dt")
    return {words(one.select_one(".index-name")): str(one["id"]) for one in terms}


def forms_of(edition: Edition) -> dict[str, str]:
    ids = entry_ids(edition)
    data = yaml.safe_load((ROOT / INDEX).read_text("utf-8"))
    forms: dict[str, str] = {}
    for entry in (one for group in data.values() for one in group):
        variants = entry.get("variants") or [entry["name"]]
        for variant in [*variants, *filter(None, [entry.get("original")])]:
            forms[variant.replace("’", "'")] = ids[entry["name"]]
    for form, entry in list(forms.items()):
        forms.setdefault(form[0].upper() + form[1:], entry)
    titles = {
        words(one).strip("“”‘’«»\"' .,;:").replace("’", "'")
        for path in edition.folder.rglob("index.html")
        for one in BeautifulSoup(path.read_text("utf-8"), "html.parser").select("a.citation-source")
    }
    for title in titles - {""}:
        forms.setdefault(title, "")
    return forms


def passages(edition: Edition, url: str) -> Iterator[tuple[str, Tag]]:
    """The anchor and the element of each paragraph, annotation and note, in this order."""
    page = BeautifulSoup(str(edition.page(url).select_one("article")), "html.parser")
    for one in page.select(".annotation-foot, .footnote-backref"):
        one.decompose()
    for paragraph in page.select("p[data-paragraph]"):
        yield str(paragraph["id"]), paragraph
        beside = paragraph.find_next_sibling()
        if isinstance(beside, Tag) and "annotations" in beside.get_attribute_list("class"):
            for kind in beside.select(".annotation-type"):
                kind.decompose()
            for annotation in beside.select("details"):  # its title counts
                body = annotation.select_one(".annotation-body")
                assert body is not None
                yield str(body["id"]), annotation
    for note in page.select(".footnote > ol > li"):
        yield str(note["id"]), note


@pytest.fixture(scope="module", name="counted")
def _counted(edition: Edition) -> dict[str, list[Link]]:
    forms, titles = forms_of(edition), titles_of(edition)
    found: dict[str, list[Link]] = {entry: [] for entry in entry_ids(edition).values()}
    for url in edition.sections:
        for anchor, passage in passages(edition, url):
            for entry in mentioned(text_of(passage, titles), forms):
                found[entry].append((url, anchor))
    return found


def listed(edition: Edition, entry: str) -> list[Link]:
    definition = edition.place(("names/", entry)).find_next_sibling("dd")
    assert isinstance(definition, Tag)
    return [target("names/", one) for one in definition.select(".index-places a")]


def test_the_index_has_every_entry_of_its_file(edition: Edition) -> None:
    data = yaml.safe_load((ROOT / INDEX).read_text("utf-8"))
    names = sorted(one["name"] for group in data.values() for one in group)
    assert sorted(words(one) for one in edition.page("names/").select(".index-name")) == names


def test_every_locator_is_one_that_can_be_counted(
    edition: Edition, counted: dict[str, list[Link]]
) -> None:
    assert {entry: listed(edition, entry) for entry in counted} == counted
    assert all(counted.values())


def test_the_label_of_a_locator_names_its_place(edition: Edition) -> None:
    for link, (url, anchor) in links(edition, "names/", ".index-places a"):
        place = edition.place((url, anchor))
        label, said = seen(link), heard(link).removeprefix(f"{edition.page(url).h1.get_text()}, ")
        if label.startswith("¶"):
            assert label == f"¶{place['data-paragraph']}"
            assert said == f"paragraph {place['data-paragraph']}"
        elif label.startswith("n. "):
            marker = edition.page(url).select_one(f"a.footnote-ref[href='#{anchor}']")
            assert (label, said) == (f"n. {words(marker)}", f"note {words(marker)}")
        else:
            title = words(place.find_parent("details").select_one(".annotation-title"))
            assert re.sub("[“”‘’]", "", label) == re.sub("[“”‘’]", "", title)
            assert said == f"annotation {label}"


def test_the_first_mention_in_each_section_leads_to_its_entry(edition: Edition) -> None:
    data = yaml.load((ROOT / INDEX).read_text("utf-8"), yaml.BaseLoader)
    known = {one["name"] for group in data.values() for one in group if "linked" in one}
    assert {"Beijing", "France"} <= known
    for url in edition.sections:
        marks: dict[str, list[str]] = {}
        for link, (page, entry) in links(edition, url, "a.index-term"):
            assert page == "names/"
            marks.setdefault(entry, []).append(str(link.find_parent("p")["id"]))
        for name, entry in entry_ids(edition).items():
            anchors = [anchor for page, anchor in listed(edition, entry) if page == url]
            here = [one for one in anchors if edition.place((url, one)).get("data-paragraph")]
            if name in known:  # `linked: no`
                here = []
            assert marks.get(entry, []) == here[:1], (entry, url)


# Events ---------------------------------------------------------------------------------


def events(edition: Edition) -> list[Tag]:
    found = edition.page("timeline/").select("ol.timeline > li")
    assert found
    return found


def test_the_timeline_has_every_event_of_its_file(edition: Edition) -> None:
    data = yaml.load((ROOT / TIMELINE).read_text("utf-8"), yaml.BaseLoader)
    there = Counter(words(one.select_one(".event-text")) for one in events(edition))
    said = Counter(re.sub(r"[*_]", "", one["event"]) for one in data["events"])
    assert there == said


def test_an_event_and_its_sections_lead_to_each_other(edition: Edition) -> None:
    there = {
        (url, str(one["id"]))
        for one in events(edition)
        for url, _ in (target("timeline/", each) for each in one.select(".event-places a"))
        if url in edition.sections
    }
    back: set[Link] = set()
    for url in edition.sections:
        for link, (page, anchor) in links(edition, url, ".section-dates a"):
            assert page == "timeline/"
            date = words(edition.place((page, anchor)).select_one(".event-date > *"))
            assert words(link) == date
            # Events of one date share a link, which names them all.
            named = [
                str(one["id"])
                for one in events(edition)
                if words(one.select_one(".event-date > *")) == date
                and words(one.select_one(".event-text")) in str(link["aria-label"])
            ]
            assert named[:1] == [anchor]
            back |= {(url, one) for one in named}
    assert back == there


def test_the_paragraphs_and_sources_of_an_event_are_those_of_its_file(edition: Edition) -> None:
    data = yaml.load((ROOT / TIMELINE).read_text("utf-8"), yaml.BaseLoader)
    by_text = {re.sub(r"[*_]", "", one["event"]): one for one in data["events"]}
    for event in events(edition):
        said = by_text[words(event.select_one(".event-text"))]
        found = [target("timeline/", one) for one in event.select(".event-places a")]
        paragraphs = [one.split("#") for one in said.get("paragraphs", [])]
        assert found == [
            *((f"essay/{slug}/", anchor) for slug, anchor in paragraphs),
            *(("sources/", key) for key in said.get("sources", [])),
        ]


# Annotations ----------------------------------------------------------------------------


def test_a_paragraph_and_its_annotations_lead_to_each_other(edition: Edition) -> None:
    for url in edition.sections:
        page = edition.page(url)
        for paragraph in page.select("p[data-paragraph]"):
            beside = paragraph.find_next_sibling()
            own = beside if "annotations" in beside.get_attribute_list("class") else None
            annotations = own.select("details.annotation") if own else []
            box = page.find(id=f"cite-{paragraph['id']}")
            assert [target(url, one)[1] for one in box.select(".cite-beside a")] == [
                str(one.select_one(".annotation-body")["id"]) for one in annotations
            ]
            for one in annotations:
                back = one.select_one(".annotation-foot a")
                assert target(url, back) == (url, paragraph["id"])


def test_an_annotation_and_its_sources_lead_to_each_other(edition: Edition) -> None:
    there = {
        (key, url, str(body["id"]))
        for url in edition.sections
        for body in edition.page(url).select(".annotation-body")
        for _, key in (target(url, one) for one in body.select("a.citation-source"))
    }
    back = {
        (str(source["id"]), url, anchor)
        for source in edition.page("sources/").select("li.source")
        for url, anchor in (target("sources/", one) for one in source.select(".source-places a"))
        if edition.place((url, anchor)).find_parent("details", class_="annotation")
    }
    assert there
    assert {(key, url, holder(edition, url, anchor)) for key, url, anchor in back} == there


def holder(edition: Edition, url: str, anchor: str) -> str:
    """The id of the annotation that an anchor is, or stands in."""
    around = edition.place((url, anchor)).find_parent("details", class_="annotation")
    return str(around.select_one(".annotation-body")["id"])


# Figures --------------------------------------------------------------------------------


def test_what_the_timeline_draws_stands_in_its_list(edition: Edition) -> None:
    page = edition.page("timeline/")
    marks = page.select("svg a[href]")
    assert {str(one["href"]) for one in marks} == {f"#{one['id']}" for one in events(edition)}
    for mark in marks:
        item = edition.place(target("timeline/", mark))
        when, _, what = words(mark.title).partition(": ")
        date = words(item.select_one(".event-date"))
        assert when.replace(", ", " ") == date.replace(", ", " ")
        assert what == words(item.select_one(".event-text"))
        supplied = "event-supplied" in mark.get_attribute_list("class")
        assert supplied == bool(item.select(".event-origin"))
    headings = " ".join(words(one) for one in page.select("h2"))
    for name in page.select("svg .period-name"):
        assert words(name) in headings


def test_what_the_grid_draws_stands_in_the_source_list(edition: Edition) -> None:
    page = edition.page("sources/")
    heads = {target("sources/", one)[0]: words(one.title) for one in page.select("a.grid-head")}
    assert list(heads) == edition.sections
    caption = [words(one) for one in page.select(".grid-sections li")]
    assert [f"Section {one.replace(' ', ': ', 1)}" for one in caption] == list(heads.values())
    drawn: Counter[tuple[str, str]] = Counter()
    source = ""
    for link in page.select("a.grid-source, a.grid-cell"):
        url, anchor = target("sources/", link)
        if "grid-source" in link.get_attribute_list("class"):
            source = anchor
            entry = words(edition.place(("sources/", source)).select_one(".source-entry"))
            abbreviated = {"and", "et", "al", "n", "d"}
            name = re.findall(r"[^\W_]+", words(link).removesuffix("…"))
            assert all(one.rstrip("abc") in entry for one in name if one not in abbreviated)
            continue
        number = int(words(link.find("text")))
        noun = "citation" if number == 1 else "citations"
        title = heads[url].partition(": ")[2]
        assert words(link.title).endswith(f" in {title}: {number} {noun}")
        drawn[source, url] = number
    told = Counter(
        (str(one["id"]), url)
        for one in page.select("li.source")
        for url, _ in (target("sources/", each) for each in one.select(".source-places a"))
        if url in edition.sections
    )
    assert drawn == told


def test_search_finds_every_entry_and_event_of_the_edition(edition: Edition) -> None:
    locations: set[Any] = {one["location"] for one in search_index(edition.folder)}
    wanted = {f"names/#{one}" for one in entry_ids(edition).values()}
    wanted |= {f"timeline/#{one['id']}" for one in events(edition)}
    assert wanted <= locations


@pytest.mark.parametrize("path", DATA)
def test_a_data_file_in_another_encoding_says_where(build: Build, path: str) -> None:
    site = build("registers")
    text = written(path)
    (site.root / path).write_bytes(text.encode() + "# é\n".encode("latin-1"))
    site.build()
    line = text.count("\n") + 1
    message = "bad-data: it is not UTF-8 here: invalid continuation byte; save it as UTF-8"
    assert site.warnings == [f"{path}:{line}: {message}"]


def test_links_to_periods_headings_and_entries_are_known(build: Build) -> None:
    config = written("mkdocs.yml") + "validation: {anchors: warn}\n"
    site = build("registers", {"mkdocs.yml": config})
    page = BeautifulSoup(site.read("timeline/index.html"), "html.parser")
    ids = [str(one["id"]) for one in page.select("[id]")]
    assert len(ids) > 3
    links = "".join(f"[x](timeline.md#{one})\n" for one in [*ids, "nowhere"])
    site.build({"docs/index.md": f"# Home\n\n{links}"})
    assert [one for one in site.warnings if "anchor" in one] == [
        "Doc file 'index.md' contains a link 'timeline.md#nowhere', but the doc 'timeline.md' "
        "does not contain an anchor '#nowhere'."
    ]
