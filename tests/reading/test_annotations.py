"""Annotations: beside their paragraph, in short forms, and without a trace in the notes."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Tag
from click.testing import CliRunner, Result
from conftest import TESTS, Build, Site, by_pandoc, words

from mkdocs_apparatus.host.cli import main

FOLDER = TESTS / "sites/annotations"
CONFIG = (FOLDER / "mkdocs.yml").read_text("utf-8")
ROAD = (FOLDER / "docs/essay/road.md").read_text("utf-8")
PAGES = ("essay/road/", "essay/death/", "")
SHORT = ["chicago-notes-bibliography", "chicago-shortened-notes-bibliography", "mhra-notes"]
STYLES = [*SHORT, "oscola", "apa", "ieee"]
BLOCK = re.compile(r"^/// annotation .*?^///\n", re.MULTILINE | re.DOTALL)


def in_style(style: str) -> dict[str, str]:
    return {"mkdocs.yml": CONFIG.replace("refs.bib}", f"refs.bib, style: {style}}}")}


def without_annotations() -> dict[str, str]:
    """The pages as they would be; what only annotations cite is cited nowhere then."""
    paths = [path for path in (FOLDER / "docs").rglob("*.md") if "annotation" in path.read_text()]
    assert len(paths) == 3
    return {
        path.relative_to(FOLDER).as_posix(): BLOCK.sub("", path.read_text("utf-8"))
        for path in paths
    }


def annotation(site: Site, identifier: str, url: str = "essay/road/") -> Tag:
    found = site.page(url).find(id=identifier)
    assert found is not None, f"no {identifier}"
    return found


def said(site: Site, identifier: str, url: str = "essay/road/") -> str:
    """The text of an annotation, without what stands at its foot."""
    body = annotation(site, identifier, url)
    body.select_one(".annotation-foot").decompose()
    return words(body)


def citations(site: Site, identifier: str, url: str = "essay/road/") -> list[str]:
    return [words(one) for one in annotation(site, identifier, url).select(".citation")]


def run(site: Site, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "-f", str(site.root / "mkdocs.yml")])


# In the page -----------------------------------------------------------------------------


def test_it_is_folded_under_its_paragraph_with_type_and_title(build: Build) -> None:
    site = build("annotations", strict=True)
    wrapper = site.page("essay/road/").find(id="p1").find_next_sibling()
    assert wrapper["class"] == ["annotations"]
    details = wrapper.find("details")
    assert details["class"] == ["annotation", "annotation-term"]
    assert details.summary.select_one(".annotation-type").get_text() == "Term"
    title = details.summary.select_one(".annotation-title")
    assert title.decode_contents() == "The <em>soviet</em> as a word"
    assert site.double_ids() == []
    assert site.dead_links() == []


def test_its_id_stands_within_so_that_a_link_opens_it(build: Build) -> None:
    body = annotation(build("annotations", strict=True), "soviet")
    assert body.parent.name == "details"
    assert body["class"] == ["annotation-body"]


def test_it_leads_back_to_its_paragraph(build: Build) -> None:
    site = build("annotations", strict=True)
    for identifier, number in (("soviet", 1), ("year", 1), ("not-only", 2)):
        link = annotation(site, identifier).select_one(".annotation-foot a")
        assert link.get_text() == f"¶{number}"
        assert link["href"] == f"#p{number}"
        assert link["aria-label"] == f"¶{number}: back to paragraph"


def test_those_of_one_paragraph_share_a_wrapper(build: Build) -> None:
    page = build("annotations", strict=True).page("essay/road/")
    found = [
        [one["id"] for one in wrapper.select(".annotation-body")]
        for wrapper in page.select(".annotations")
    ]
    assert found == [["soviet", "year"], ["not-only"]]


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("context", "Context"),
        ("correction", "Correction"),
        ("debate", "Debate"),
        ("term", "Term"),
    ],
)
def test_each_type_has_its_word_and_class(build: Build, kind: str, word: str) -> None:
    page = ROAD.replace("type: term", f"type: {kind}")
    site = build("annotations", {"docs/essay/road.md": page}, strict=True)
    details = annotation(site, "soviet").parent
    assert f"annotation-{kind}" in details["class"]
    assert details.select_one(".annotation-type").get_text() == word


def test_it_disturbs_no_paragraph_s_number(build: Build) -> None:
    site = build("annotations", strict=True)
    page = site.page("essay/road/")
    numbered = [(one["data-paragraph"], one["id"]) for one in page.select("p[data-paragraph]")]
    assert numbered == [("1", "p1"), ("2", "p2"), ("3", "p3")]
    bare = re.sub(r"^\{: #p\d \}\n", "", ROAD, flags=re.MULTILINE)
    site = build("annotations", {"docs/essay/road.md": bare}, strict=True)
    numbers = [
        one["data-paragraph"] for one in site.page("essay/road/").select("p[data-paragraph]")
    ]
    assert numbers == ["1", "2", "3"]
    links = site.page("essay/road/").select(".annotation-foot a[href]")
    assert [one["href"] for one in links] == ["#soviet", "#year", "#not-only"]


def test_it_links_to_itself(build: Build) -> None:
    site = build("annotations", strict=True)
    for identifier, url, title in (
        ("soviet", "essay/road/", "“The soviet as a word”"),
        ("home", "", "“On the home page”"),
    ):
        link = annotation(site, identifier, url).select_one(".annotation-foot a.annotation-link")
        assert link.get_text() == "Link"
        assert link["href"] == f"#{identifier}"
        assert link["aria-label"] == f"Link to annotation {title}"


@pytest.mark.parametrize("essay", ["", "none/"])
def test_a_site_without_an_essay(build: Build, essay: str) -> None:
    theme = "theme: {name: material, font: false}"
    config = re.sub(r"(?m)^theme: .*$", theme, CONFIG)
    config = config.replace("refs.bib}", f"refs.bib, essay: '{essay}'}}")
    site = build("annotations", {"mkdocs.yml": config})
    assert ["no-essay: the essay's folder" in one for one in site.warnings] == [True] * bool(essay)
    page = site.page()
    assert [one["href"] for one in page.select("link[href*='assets/apparatus']")] == [
        "assets/apparatus.css"
    ]
    assert [one["src"] for one in page.select("script[src*='assets/apparatus']")] == [
        "assets/apparatus.js"
    ]
    assert ".annotation" in site.read("assets/apparatus.css")
    assert "reading-switch" in site.read("assets/apparatus.js")
    links = annotation(site, "home", "").select(".annotation-foot a")
    assert [(one.get_text(), one["href"]) for one in links] == [("¶1", "#p1"), ("Link", "#home")]
    switch = page.select(".reading-switch a")
    assert [one["href"] for one in switch] == ["?annotations=off", "?annotations=on"]


def test_the_head_of_a_page_with_annotations_knows_what_its_reader_chose(build: Build) -> None:
    """By one script, the same on each page, which finds the site's root from its own place."""
    site = build("annotations", strict=True)
    found = {}
    for url in (*PAGES, "sources/"):
        scripts = [one for one in site.page(url).head.select("script") if "type" not in one.attrs]
        found[url] = [(one["data-root"], str(one.string)) for one in scripts]
    assert found.pop("sources/") == []
    assert [[root for root, _ in one] for one in found.values()] == [["../.."], ["../.."], ["."]]
    (script,) = {text for one in found.values() for _, text in one}
    assert len(script.encode()) < 350
    assert "/^o(n|ff)$/" in script
    assert '.dataset.root,location).pathname+".annotations"' in script


def test_no_page_without_annotations_has_a_script_for_them(build: Build) -> None:
    site = build("basic", strict=True)
    assert site.page().select("script:not([type])") == []


def test_it_may_hold_several_blocks_and_code(build: Build) -> None:
    text = "Text.\n\n- a [@lost1990]\n- *b*\n\n```\n[@lost1990] /// annotation | x\n```\n"
    page = ROAD.replace("Nor in Petrograd alone [@brinton1970].\n", text)
    site = build("annotations", {"docs/essay/road.md": page}, strict=True)
    body = annotation(site, "not-only")
    assert [words(one) for one in body.select("li")] == ["a (Lost, The Uncounted)", "b"]
    assert "[@lost1990] /// annotation | x" in body.pre.get_text()


def test_in_an_element_of_html(build: Build) -> None:
    block = BLOCK.findall(ROAD)[2]
    page = ROAD.replace(block, f'<div class="x" markdown="1">\n\n{block}\n</div>\n')
    site = build("annotations", {"docs/essay/road.md": page}, strict=True)
    assert annotation(site, "not-only").find_parent(class_="annotations").parent["class"] == ["x"]
    assert said(site, "not-only") == "Nor in Petrograd alone (Brinton, The Bolsheviks)."
    assert annotation(site, "not-only").select_one(".annotation-foot a")["href"] == "#p2"
    assert len(site.notes("essay/road/")) == 4


def test_outside_of_the_essay(build: Build) -> None:
    site = build("annotations", strict=True)
    assert said(site, "home", "") == "It cites a source too (Kollwitz, Never Again War)."
    assert annotation(site, "home", "").select_one(".annotation-foot a")["href"] == "#p1"
    assert site.notes() == []
    assert site.places("kollwitz1924") == [
        ("Home, paragraph 1, annotation “On the home page”", "../#home")
    ]


def test_code_that_shows_the_syntax_is_left_alone(build: Build) -> None:
    shown = "/// annotation | T\n    id: soviet\n    tpye: x\n\nText [@none].\n///\n"
    indented = "".join(f"    {line}\n" for line in shown.splitlines())
    page = f"{ROAD}\n```\n{shown}```\n\n{indented}\n`/// annotation | T` it begins.\n{{: #p4 }}\n"
    site = build("annotations", {"docs/essay/road.md": page}, strict=True)
    codes = [one.get_text() for one in site.page("essay/road/").select("pre code")]
    assert codes == [shown, shown]
    assert len(site.page("essay/road/").select(".annotation")) == 3


def test_two_builds_give_the_same_bytes(build: Build) -> None:
    first, second = build("annotations", strict=True), build("annotations", strict=True)
    names = [one.relative_to(first.folder) for one in first.folder.rglob("*") if one.is_file()]
    assert len(names) > 20
    for name in names:
        if name.suffix not in (".gz", ".xml"):
            assert (first.folder / name).read_bytes() == (second.folder / name).read_bytes(), name


# Citations -------------------------------------------------------------------------------


def test_citations_stand_in_it_in_their_short_form(build: Build) -> None:
    site = build("annotations", strict=True)
    assert citations(site, "soviet") == [
        "(Anweiler, The Soviets, 3; see also Brinton, The Bolsheviks)",
        "(Walder and Gong, “Workers,” 12–13, on Beijing)",
    ]
    assert citations(site, "fell", "essay/death/") == ["(Lost, The Uncounted)"]


def test_a_citation_in_the_sentence(build: Build) -> None:
    site = build("annotations", strict=True)
    assert citations(site, "year") == [
        "(Walder and Gong, “Workers,” 14)",
        "Brinton, The Bolsheviks, 9",
    ]
    site = build("annotations", in_style("apa"), strict=True)
    assert citations(site, "year") == ["(Walder & Gong, 1993, p. 14)", "Brinton (1970, p. 9)"]


def test_a_style_that_refers_to_notes_gives_the_full_form(build: Build) -> None:
    site = build("annotations", in_style("oscola"), strict=True)
    assert citations(site, "not-only") == [
        "(Maurice Brinton, The Bolsheviks and Workers’ Control (Solidarity 1970))"
    ]


@pytest.mark.parametrize("style", STYLES)
def test_no_citation_looks_back_to_another_annotation(build: Build, style: str) -> None:
    """Nor to a note; in OSCOLA not even within an annotation, where "n 1" would mislead."""
    text = "A [@lost1990, 71], b [@brinton1970, 2], c [@lost1990, 73]."
    page = ROAD.replace("Nor in Petrograd alone [@brinton1970].", text)
    page += f"\n{BLOCK.findall(page)[2].replace('not-only', 'again')}"
    site = build("annotations", in_style(style) | {"docs/essay/road.md": page}, strict=True)
    first, second = citations(site, "not-only"), citations(site, "again")
    assert first == second
    assert len(first) == 3
    assert not [one for one in first if re.search(r"ibid|\bn \d", one, re.IGNORECASE)]
    assert first[0].replace("71", "73") == first[2]


MARKS = "p[id] sup, p[id] > .citation"


@pytest.mark.parametrize("style", STYLES)
def test_the_rest_reads_as_if_there_were_none(build: Build, style: str) -> None:
    site = build("annotations", in_style(style), strict=True)
    bare = build("annotations", in_style(style) | without_annotations())
    assert bare.warnings == []
    for url in PAGES:
        assert site.notes(url) == bare.notes(url)
        pages = [built.page(url) for built in (site, bare)]
        for sign in pages[0].select(".annotation-sign"):
            sign.decompose()
        marked = [[words(one) for one in page.select(MARKS)] for page in pages]
        assert marked[0] == marked[1]
        texts = [[words(one) for one in page.select("body > p[id]")] for page in pages]
        assert texts[0] == texts[1]
        assert texts[0]
    assert annotation(site, "year").select("sup") == []
    note = 4 if style not in ("apa", "ieee") else 1
    assert len(site.notes("essay/road/")) == note


@pytest.mark.parametrize("style", SHORT)
@pytest.mark.parametrize(
    "citation",
    [
        "[@walder1993]",
        "[@walder1993, p. 3]",
        "[see @walder1993, pp. 3--5, on Beijing]",
        "[-@walder1993, 4]",
        "@walder1993",
        "@walder1993 [p. 3]",
        "[@walder1993; @anweiler1974, chap. 2]",
    ],
)
def test_a_citation_reads_as_pandoc_has_it_in_a_later_note(
    build: Build, style: str, citation: str
) -> None:
    document = (
        "First[^a] second[^b].\n\n[^a]: Words [@walder1993; @anweiler1974].\n\n"
        f"[^b]: Words {citation} and more.\n"
    )
    expected = by_pandoc(document, FOLDER / "refs.bib", style).notes[1]
    page = ROAD.replace("Nor in Petrograd alone [@brinton1970].", f"Words {citation} and more.")
    site = build("annotations", in_style(style) | {"docs/essay/road.md": page}, strict=True)
    assert said(site, "not-only") == expected


@pytest.mark.parametrize("style", STYLES)
def test_its_citations_link_to_the_source_list(build: Build, style: str) -> None:
    site = build("annotations", in_style(style), strict=True)
    links = annotation(site, "not-only").select(".citation a")
    if style == "oscola" or style in SHORT or style in ("apa", "ieee"):
        assert [one["href"] for one in links] == ["../../sources/#brinton1970"]
    assert site.dead_links() == []


def test_the_source_list_names_and_links_the_places(build: Build) -> None:
    site = build("annotations", strict=True)
    assert site.places("brinton1970") == [
        ("The road, paragraph 1, annotation “The soviet as a word”", "../essay/road/#soviet"),
        ("The road, paragraph 1, annotation “A disputed year”, p. 9", "../essay/road/#year"),
        ("The road, paragraph 2, note 1, p. 70", "../essay/road/#fnref:p2-1"),
        ("The road, paragraph 2, annotation “Not only there”", "../essay/road/#not-only"),
        ("The road, paragraph 3, note 3, p. 71", "../essay/road/#fnref:p3-1"),
    ]


def test_what_only_annotations_cite_is_cited(build: Build) -> None:
    config = (FOLDER / "mkdocs.yml").read_text("utf-8")
    files = {"mkdocs.yml": config.replace("refs.bib}", "refs.bib, uncited: all}")}
    site = build("annotations", files, strict=True)
    assert site.warnings == []
    assert run(site, "check").exit_code == 0
    bare = build("annotations", {**files, **without_annotations()})
    uncited = [one for one in bare.warnings if ": uncited-source: " in one]
    assert [one.split("'")[1::2][:3] for one in uncited] == [
        ["anweiler1974", "kollwitz1924", "lost1990"]
    ]


# In files --------------------------------------------------------------------------------


def edition(site: Site) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(site.read("edition.json"))
    return found


def test_edition_json_has_annotations_in_reading_order(build: Build) -> None:
    site = build("annotations", strict=True)
    found = edition(site)["annotations"]
    assert [one["id"] for one in found] == ["home", "soviet", "year", "not-only", "fell"]
    assert found[1] == {
        "id": "soviet",
        "url": "essay/road/#soviet",
        "section": "road",
        "paragraph": "p1",
        "type": "term",
        "title": "The soviet as a word",
        "text": "A walrus among words (Anweiler, The Soviets, 3; see also Brinton, The "
        "Bolsheviks). It was debated (Walder and Gong, “Workers,” 12–13, on Beijing).",
        "citations": [
            {"key": "anweiler1974", "prefix": "", "label": "page", "locator": "3", "suffix": ""},
            {"key": "brinton1970", "prefix": "see also", "label": "", "locator": "", "suffix": ""},
            {
                "key": "walder1993",
                "prefix": "",
                "label": "page",
                "locator": "12–13",
                "suffix": "on Beijing",
            },
        ],
    }
    for one in found:
        url, _, identifier = one["url"].partition("#")
        assert one["text"] == said(site, identifier, url)


def test_edition_json_tells_places_in_annotations(build: Build) -> None:
    sources = {one["key"]: one for one in edition(build("annotations", strict=True))["sources"]}
    assert sources["lost1990"]["cited"] == [
        {
            "url": "essay/death/#fell",
            "section": "death",
            "paragraph": "p1",
            "note": None,
            "annotation": "fell",
            "label": "",
            "locator": "",
        }
    ]
    places = sources["brinton1970"]["cited"]
    assert [(one["note"], one["annotation"]) for one in places] == [
        *((None, "soviet"), (None, "year"), (1, None), (None, "not-only"), (3, None))
    ]


def test_its_words_are_none_of_the_paragraph_or_a_note(build: Build) -> None:
    data = edition(build("annotations", strict=True))
    texts = [one["text"] for section in data["sections"] for one in section["paragraphs"]]
    assert texts[:2] == ["Councils arose in 1905.", "They were suppressed."]
    assert "walrus" not in json.dumps([data["sections"], data["notes"], data["sources"]])


def index_of(site: Site) -> dict[str, dict[str, str]]:
    docs = json.loads(site.read("search/search_index.json"))["docs"]
    assert len({doc["location"] for doc in docs}) == len(docs)
    return {doc["location"]: doc for doc in docs}


@pytest.mark.parametrize(
    "theme", ["{name: null, custom_dir: theme}", "{name: material, font: false}"]
)
def test_search_finds_it_by_itself_and_not_in_its_page(build: Build, theme: str) -> None:
    config = re.sub(r"(?m)^theme: .*$", f"theme: {theme}", CONFIG)
    index = index_of(build("annotations", {"mkdocs.yml": config}, strict=True))
    found = {place for place, one in index.items() if one["title"].startswith("Annotation: ")}
    assert found == {
        *("#home", "essay/road/#soviet", "essay/road/#year", "essay/road/#not-only"),
        "essay/death/#fell",
    }
    entry = index["essay/road/#soviet"]
    assert entry["title"] == "Annotation: The soviet as a word"
    assert "A walrus among words (Anweiler, The Soviets, 3; see also" in unescape(entry["text"])
    assert "¶" not in entry["text"]
    for word, identifier in (
        ("walrus", "road/#soviet"),
        ("1906", "road/#year"),
        ("Nor", "road/#not"),
    ):
        places = [place for place, one in index.items() if word in one["title"] + one["text"]]
        assert len(places) == 1
        assert places[0].startswith(f"essay/{identifier}")


# Addresses -------------------------------------------------------------------------------


def test_its_address_is_published(build: Build) -> None:
    site = build("annotations", strict=True)
    result = run(site, "number", "--publish")
    assert result.exit_code == 0, result.output
    ledger = (site.root / "permalinks.txt").read_text("utf-8").splitlines()
    assert {"#home", "essay/road/#soviet", "essay/death/#fell"} <= set(ledger)


def test_an_address_that_is_lost_is_a_problem(build: Build) -> None:
    site = build("annotations", {"permalinks.txt": "essay/road/#gone\n"}, strict=True)
    assert site.warnings == [
        "permalinks.txt:1: lost-anchor: 'essay/road/#gone' was published and is gone; "
        "it was last seen in docs/essay/road.md; put it back, or write "
        "'essay/road/#gone -> new address' or 'essay/road/#gone -> deleted'"
    ]
    assert site.aborted


def test_an_address_that_moved_lands(build: Build) -> None:
    ledger = "essay/road/#gone -> essay/road/#soviet\nessay/death/#gone -> essay/road/#year\n"
    site = build("annotations", {"permalinks.txt": ledger}, strict=True)
    assert site.warnings == []
    assert site.page("essay/road/").find(id="gone").find_parent("details") is not None
    assert site.page("essay/death/").find(id="gone").a["href"] == "../road/#year"
    assert site.dead_links() == []
    assert site.double_ids() == []


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_number_leaves_annotations_as_they_are(build: Build, end: str) -> None:
    other = "/// note | Other\n    attrs: {class: x}\n\nIn it.\n\nMore.\n///\n"
    page = re.sub(r"^\{: #p\d \}\n", "", ROAD, flags=re.MULTILINE)
    page = page.replace("Some have", "New.\n\nSome have").replace(
        "[^x]:", f"{other}\nLast.\n\n[^x]:"
    )
    site = build("annotations")
    path = site.root / "docs/essay/road.md"
    path.write_bytes(page.replace("\n", end).encode())
    assert run(site, "number").exit_code == 0
    written = path.read_bytes().decode()
    expected = page
    for number, last in enumerate(("1905.", "70].[^x]", "1].", "Last."), 1):
        expected = expected.replace(f"{last}\n\n", f"{last}\n{{: #p{number} }}\n\n", 1)
    assert written == expected.replace("\n", end)
    site.build()
    assert site.warnings == []
    assert [one["id"] for one in site.page("essay/road/").select("p[data-paragraph]")] == [
        *("p1", "p2", "p3", "p4")
    ]


def test_number_writes_nothing_into_what_cannot_be_read(build: Build) -> None:
    page = ROAD.replace("type: debate", "tpye: debate").replace("{: #p3 }\n", "")
    site = build("annotations", {"docs/essay/road.md": page})
    assert [one.split(": ")[1] for one in site.warnings] == ["bad-annotation"]
    result = run(site, "number", "--publish")
    assert result.exit_code == 1
    assert "bad-annotation" in result.output
    assert (site.root / "docs/essay/road.md").read_text("utf-8") == page
    assert not (site.root / "permalinks.txt").exists()


# What is wrong ---------------------------------------------------------------------------

HEAD = (
    "---\ntitle: The death\n---\n\n# The death\n\n"
    "It ended [@walder1993, 20; @lost1990].\n{: #p1 }\n"
)
OPTIONS = "    id: fell\n    type: context\n"


def block(
    header: str = "/// annotation | Who *fell*",
    options: str = OPTIONS,
    text: str = "Text.\n",
    end: str = "///\n",
) -> str:
    return f"\n{header}\n{options}\n{text}{end}"


INDENTED = block(
    "    /// annotation | Who *fell*",
    options=OPTIONS.replace("    ", "        "),
    text="    Text.\n",
    end="    ///\n",
).removeprefix("\n")
WRITE_TYPE = (
    "write below it, indented four spaces, 'type: ' and one of context, correction, debate, term"
)
UNREAD = (
    "bad-annotation: this annotation cannot be read; write "
    "'/// annotation | Title', below it, indented four spaces, 'id: a-name' and 'type: term', "
    "then an empty line and its text, not indented, and '///' at its end"
)
NAME = "the annotation 'Who fell'"
BAD = {
    "no paragraph": (
        HEAD.partition("It ended")[0] + block() + "\nIt ended [@lost1990].\n{: #p1 }\n",
        [
            f"8: annotation-without-paragraph: {NAME} follows no paragraph; "
            "put it after the paragraph that it belongs to"
        ],
    ),
    "a type nearly right": (
        HEAD + block(options="    id: fell\n    type: contxt\n"),
        [f"10: annotation-type: {NAME} is of the unknown type 'contxt'; did you mean 'context'?"],
    ),
    "a type in capitals": (
        HEAD + block(options="    id: fell\n    type: CONTEXT\n"),
        [f"10: annotation-type: {NAME} is of the unknown type 'CONTEXT'; did you mean 'context'?"],
    ),
    "a type of no kind": (
        HEAD + block(options="    id: fell\n    type: joke\n"),
        [f"10: annotation-type: {NAME} is of the unknown type 'joke'; {WRITE_TYPE}"],
    ),
    "no type": (
        HEAD + block(options="    id: fell\n"),
        [f"10: annotation-type: {NAME} has no type; {WRITE_TYPE}"],
    ),
    "no id": (
        HEAD + block(options="    type: term\n"),
        [
            f"10: annotation-without-id: {NAME} has no id, and no address; "
            "write below it, indented four spaces, 'id: a-name'"
        ],
    ),
    "no options": (
        HEAD + block(options=""),
        [
            f"10: annotation-type: {NAME} has no type; {WRITE_TYPE}",
            f"10: annotation-without-id: {NAME} has no id, and no address; "
            "write below it, indented four spaces, 'id: a-name'",
        ],
    ),
    "an id of two annotations": (
        HEAD + block() + block(header="/// annotation | Again"),
        [
            "17: duplicate-id: the annotation 'Again' has the id 'fell', which stands twice; "
            "choose another"
        ],
    ),
    "an id of a paragraph": (
        HEAD.replace("#p1", "#fell") + block(),
        [f"10: duplicate-id: {NAME} has the id 'fell', which stands twice; choose another"],
    ),
    "an id of a heading": (
        HEAD + block() + "\n## Heading {: #fell }\n",
        [f"10: duplicate-id: {NAME} has the id 'fell', which stands twice; choose another"],
    ),
    "an id like a paragraph's": (
        HEAD + block(options="    id: p4\n    type: context\n"),
        [f"10: bad-id: {NAME} has the id 'p4', as paragraphs have; choose a name"],
    ),
    "an id that is none": (
        HEAD + block(options="    id: who fell\n    type: context\n"),
        [
            f"10: bad-id: {NAME} has the id 'who fell', which is not a valid anchor; "
            "use letters, digits, '-', '_', '.' and ':'"
        ],
    ),
    "no title": (
        HEAD + block(header="/// annotation"),
        [
            "10: annotation-without-title: an annotation has no title; "
            "write '/// annotation | Title'"
        ],
    ),
    "an empty title": (
        HEAD + block(header="/// annotation |"),
        [
            "10: annotation-without-title: an annotation has no title; "
            "write '/// annotation | Title'"
        ],
    ),
    "no text": (
        HEAD + block(text=""),
        [f"10: empty-annotation: {NAME} has no text; write one between its header and '///'"],
    ),
    "an option that is none": (
        HEAD + block(options="    id: fell\n    tpye: context\n"),
        [
            "10: bad-annotation: this annotation cannot be read: 'tpye' is no option of it; "
            "did you mean 'type'?"
        ],
    ),
    "options that are no YAML": (
        HEAD + block(options="    id: fell\n    type: [context\n"),
        [f"10: {UNREAD}"],
    ),
    "options without indent": (
        HEAD + block(options="id: fell\ntype: context\n"),
        [
            f"10: bad-annotation: {NAME} has its options (id) in its text; "
            "indent them four spaces, right below the header"
        ],
    ),
    "a text that is indented too": (
        HEAD + block(text="    The party *fell*.\n"),
        [
            f"10: bad-annotation: {NAME} has a text that is indented, and so is code; "
            "begin its lines without spaces, below an empty line, or write code between '```'"
        ],
    ),
    "a misspelt word": (
        HEAD + block("/// anotation | Who fell"),
        [
            "10: misspelt-block: '/// anotation | Who fell' opens no block; "
            "did you mean '/// annotation'?"
        ],
    ),
    "one after a heading": (
        HEAD + "\n## A heading\n" + block() + "\nMore.\n{: #p2 }\n",
        [
            f"12: annotation-without-paragraph: {NAME} follows no paragraph; "
            "put it after the paragraph that it belongs to"
        ],
    ),
    "one in a list after a heading": (
        HEAD + "\n## A heading\n\n- in a list\n" + f"\n{INDENTED}",
        [
            f"14: annotation-without-paragraph: {NAME} follows no paragraph; "
            "put it after the paragraph that it belongs to"
        ],
    ),
    "one in a note": (
        HEAD.replace("lost1990].", "lost1990].[^n]")
        + "\n[^n]: A note.\n"
        + f"\n{INDENTED}"
        + block(options=OPTIONS.replace("context", "joke")),
        [
            f"12: annotation-in-note: {NAME} stands in the note '[^n]'; "
            "put it after the paragraph that it belongs to",
            f"19: annotation-type: {NAME} is of the unknown type 'joke'; {WRITE_TYPE}",
        ],
    ),
    "an end that ends nothing": (
        HEAD
        + block(text="One.\n\n/// joke | No such block\n\nTwo.\n///\n")
        + "\n```\n///\n```\n\n`///` is none.\n{: #p2 }\n",
        [
            "20: bad-annotation: '///' ends nothing; remove it, or mend the block above it "
            "that it should end"
        ],
    ),
    "ends too many": (
        HEAD + block(end="///\n\n/////\n") + block().replace("fell", "rose"),
        [
            "17: bad-annotation: '/////' ends nothing; remove it, or mend the block above it "
            "that it should end"
        ],
    ),
    "no closing line": (
        HEAD + block(end="") + "\nAfter.\n{: #p2 }\n",
        [
            f"10: unclosed-annotation: {NAME} takes in all that follows; "
            "write '///' on a line of its own after its text"
        ],
    ),
    "one in another": (
        HEAD
        + block(
            "//// annotation | Outer",
            text=block(options=OPTIONS.replace("fell", "in")),
            end="////\n",
        ),
        [f"15: nested-annotation: {NAME} stands in another annotation; put it after that one"],
    ),
    "a note": (
        HEAD + block(text="One.\n\nTwo[^n].\n") + "\nMore[^n].\n{: #p2 }\n\n[^n]: A note.\n",
        [
            "16: note-in-annotation: '[^n]' stands in an annotation, which has no notes; "
            "say it there in words"
        ],
    ),
    "a note that is none": (
        HEAD + block(text="One[^n].\n"),
        [
            "14: note-in-annotation: '[^n]' stands in an annotation, which has no notes; "
            "say it there in words"
        ],
    ),
    "a citation in its title": (
        HEAD + block(header="/// annotation | Who *fell* [@lost1990]"),
        [
            "10: citation-in-title: '[@lost1990]' stands in the title of an annotation; "
            "cite it in the text below"
        ],
    ),
    "a note that the text has too": (
        HEAD.replace("lost1990].", "lost1990].[^n]")
        + block(text="One[^n].\n")
        + "\nMore[^n], and `[^n]`.\n{: #p2 }\n\n[^n]: A note.\n",
        [
            "14: note-in-annotation: '[^n]' stands in an annotation, which has no notes; "
            "say it there in words"
        ],
    ),
    "a note that is none in the text too": (
        HEAD.replace("lost1990].", "lost1990].[^n]") + block(text="One[^n].\n"),
        [
            "7: undefined-note: '[^n]' has no note; write '[^n]: …' on this page",
            "14: note-in-annotation: '[^n]' stands in an annotation, which has no notes; "
            "say it there in words",
        ],
    ),
    "a citation in its title and in the text": (
        HEAD.replace("[@walder1993, 20; @lost1990]", "[@lost1990]")
        + block(header="/// annotation | Who *fell* [@lost1990]", text="Text [@lost1990].\n"),
        [
            "10: citation-in-title: '[@lost1990]' stands in the title of an annotation; "
            "cite it in the text below"
        ],
    ),
    "an unknown key in its title": (
        HEAD
        + "\nMore [@lost1991].\n{: #p2 }\n"
        + block(header="/// annotation | Who *fell* [@lost1991]"),
        [
            f"{line}: unknown-key: '@lost1991' is not in refs.bib; did you mean '@lost1990'?"
            for line in (10, 13)
        ],
    ),
    "an unknown key": (
        HEAD + "\n`[@lost1991]`\n{: #p2 }\n" + block(text="One.\nTwo [@lost1991].\n"),
        ["18: unknown-key: '@lost1991' is not in refs.bib; did you mean '@lost1990'?"],
    ),
    "several faults": (
        HEAD
        + "\n- in a list\n"
        + block(
            "    /// annotation | A",
            text="    Text.\n",
            end="    ///\n",
            options="        id: a\n        type: x\n",
        )
        + block(options="    id: p1\n    type: term\n"),
        [
            f"12: annotation-type: the annotation 'A' is of the unknown type 'x'; {WRITE_TYPE}",
            f"19: bad-id: {NAME} has the id 'p1', as paragraphs have; choose a name",
        ],
    ),
}


@pytest.mark.parametrize("name", list(BAD))
def test_what_is_wrong_is_told_by_line_with_the_mend(build: Build, name: str) -> None:
    page, problems = BAD[name]
    site = build("annotations", {"docs/essay/death.md": page}, strict=True)
    assert site.aborted
    assert site.warnings == [f"docs/essay/death.md:{problem}" for problem in problems]
    result = run(site, "check")
    assert (result.exit_code, result.output.splitlines()) == (1, site.warnings)


@pytest.mark.parametrize("name", ["no type", "no title", "an option that is none", "a note"])
def test_the_line_with_windows_line_ends(build: Build, name: str) -> None:
    page, problems = BAD[name]
    site = build("annotations", strict=True)
    (site.root / "docs/essay/death.md").write_bytes(page.replace("\n", "\r\n").encode())
    site.build(strict=True)
    assert site.warnings == [f"docs/essay/death.md:{problem}" for problem in problems]


@pytest.mark.parametrize(
    ("page", "paragraph"),
    [
        (HEAD + "\n- in a list\n\n" + INDENTED, "p1"),
        (HEAD + "\n> quoted\n>\n" + re.sub("(?m)^(    )?", "> ", INDENTED), "p1"),
        (HEAD + block(text="### In it\n\nText.\n").replace("fell", "x") + block(), "p1"),
        (HEAD + "\n## A heading\n\nMore.\n{: #p2 }\n" + block(), "p2"),
    ],
    ids=["list", "quotation", "heading in another", "heading before"],
)
def test_it_belongs_to_the_paragraph_before_whatever_it_stands_in(
    build: Build, page: str, paragraph: str
) -> None:
    site = build("annotations", {"docs/essay/death.md": page}, strict=True)
    assert site.warnings == []
    (found,) = (one for one in edition(site)["annotations"] if one["id"] == "fell")
    assert found["paragraph"] == paragraph


def test_one_in_a_note_is_read_as_part_of_it(build: Build) -> None:
    site = build("annotations", {"docs/essay/death.md": BAD["one in a note"][0]})
    assert len(site.warnings) == 2
    assert site.notes("essay/death/")[-1] == "A note. Who fell Text."
    assert site.page("essay/death/").select("[data-annotation]") == []
    assert site.double_ids() == []


def test_number_writes_nothing_where_an_end_ends_nothing(build: Build) -> None:
    page = BAD["an end that ends nothing"][0].replace("{: #p1 }\n", "")
    site = build("annotations", {"docs/essay/death.md": page})
    assert [one.split(": ")[1] for one in site.warnings] == ["bad-annotation"]
    assert run(site, "number").exit_code == 1
    assert (site.root / "docs/essay/death.md").read_text("utf-8") == page


def test_a_line_of_slashes_where_no_annotation_stands_is_text(build: Build) -> None:
    page = HEAD + "\n///\n{: #p2 }\n\n`///`\n{: #p3 }\n"
    build("annotations", {"docs/essay/death.md": page}, strict=True)


def test_no_empty_line_is_needed_before_it(build: Build) -> None:
    page = HEAD + block().removeprefix("\n")
    site = build("annotations", {"docs/essay/death.md": page}, strict=True)
    assert site.page("essay/death/").find(id="p1").get_text().endswith("It ended.5")
    assert annotation(site, "fell", "essay/death/").find_parent("details") is not None


def test_a_heading_s_own_id_gives_way(build: Build) -> None:
    """One that is made from its words, that is; it is no problem, since no id stands twice."""
    page = f"{HEAD}{block()}\n## Fell\n\nMore.\n{{: #p2 }}\n"
    site = build("annotations", {"docs/essay/death.md": page}, strict=True)
    assert site.warnings == []
    assert annotation(site, "fell", "essay/death/").find_parent("details") is not None
    assert site.page("essay/death/").h2["id"] == "fell_1"


def test_what_is_wrong_stays_in_the_page(build: Build) -> None:
    page = HEAD + block(options="", text="Text [@lost1991] and[^n].\n")
    site = build("annotations", {"docs/essay/death.md": page})
    assert len(site.warnings) == 4
    text = site.page("essay/death/").select_one(".annotation").get_text()
    assert "Text [@lost1991] and[^n]." in text


def test_words_that_look_like_markup_are_escaped(build: Build) -> None:
    page = HEAD + block(header="/// annotation | A < B & “C” <b>d</b>")
    site = build("annotations", {"docs/essay/death.md": page}, strict=True)
    (found,) = (one for one in edition(site)["annotations"] if one["id"] == "fell")
    assert found["title"] == "A < B & “C” d"
    (place,) = (one for one in index_of(site).values() if one["location"] == "essay/death/#fell")
    assert unescape(place["title"]) == "Annotation: A < B & “C” d"
    assert BeautifulSoup(place["title"], "html.parser").find() is None
    assert unquote(found["url"]) == "essay/death/#fell"
