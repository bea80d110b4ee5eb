"""The source list: every source, and every place that cites it."""

from __future__ import annotations

import pytest
from conftest import Build, Site, by_pandoc, heard, seen

MARKDOWN = ["docs/index.md", "docs/essay/road.md", "docs/essay/death.md"]


def whole(site: Site) -> str:
    return "\n\n".join(
        (site.root / path).read_text("utf-8").split("---\n")[-1] for path in MARKDOWN
    )


@pytest.mark.parametrize(
    "style", ["chicago-notes-bibliography", "mhra-notes", "oscola", "apa", "ieee"]
)
def test_entries_are_pandocs_in_the_styles_order(build: Build, style: str) -> None:
    config = (
        "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
        f"plugins: [{{apparatus: {{bib_file: refs.bib, style: {style}}}}}]\n"
        "nav: [index.md, essay/road.md, essay/death.md, sources.md]\n"
    )
    site = build("sources", {"mkdocs.yml": config}, strict=True)
    assert site.entries() == by_pandoc(whole(site), site.root / "refs.bib", style).entries
    assert len(site.entries()) == 3


def test_ids_are_the_keys(build: Build) -> None:
    page = build("sources", strict=True).page("sources/")
    ids = [item["id"] for item in page.select("li.source")]
    assert ids == ["arendt1963", "brinton1970", "walder1993"]


def test_places_are_named_as_a_reader_would(build: Build) -> None:
    site = build("sources", strict=True)
    assert site.places("walder1993") == [
        ("The road, paragraph 1, note 1, p. 3", "../essay/road/#fnref:p1-1"),
        ("The road, paragraph 2, note 2, pp. 9–12", "../essay/road/#fnref:p2-1"),
        ("The death & after, paragraph 1, note 4", "../essay/death/#fnref:p1-1"),
    ]
    assert site.places("arendt1963") == [
        ("The road, paragraph 2, note 2, chap. 2", "../essay/road/#fnref:p2-1"),
        ("The death & after, paragraph 1, note 5", "../essay/death/#fnref:p1-2"),
    ]
    assert site.places("brinton1970") == [
        ("Home, paragraph 1, note 1, p. 1", "../#fnref:p1-1"),
        ("The road, paragraph 3a, note 3, p. 64", "../essay/road/#fnref:p3a-1"),
    ]


def test_places_read_as_a_sentence(build: Build) -> None:
    page = build("sources", strict=True).page("sources/")
    places = page.find(id="brinton1970").select_one(".source-places")
    assert seen(places) == "Cited in Home ¶1, n. 1, p. 1; §1 ¶3a, n. 3, p. 64"
    assert heard(places) == (
        "Cited in Home, paragraph 1, note 1, p. 1; The road, paragraph 3a, note 3, p. 64"
    )


def test_each_note_links_to_its_sources(build: Build) -> None:
    site = build("sources", strict=True)
    links = [
        [str(link["href"]) for link in note.select("a.citation-source")]
        for url in ("essay/road/", "essay/death/")
        for note in site.page(url).select(".footnote li")
    ]
    assert links == [
        ["../../sources/#walder1993"],
        ["../../sources/#arendt1963", "../../sources/#walder1993"],
        ["../../sources/#brinton1970"],
        ["../../sources/#walder1993"],
        ["../../sources/#arendt1963"],
    ]


def test_no_link_is_dead_and_no_id_doubled(build: Build) -> None:
    site = build("sources", strict=True)
    assert site.dead_links() == []
    assert site.double_ids() == []


def test_no_link_stands_in_a_link(build: Build) -> None:
    site = build("sources", strict=True)
    for url in ("", "essay/road/", "essay/death/", "sources/"):
        links = site.page(url).find_all("a")  # also in templates, unlike `select`
        assert [one for one in links if one.find_parent("a")] == []
        assert site.read(f"{url}index.html").count("<a ") == len(links)


def test_the_web_address_is_a_link_once(build: Build) -> None:
    site = build("sources", strict=True)
    entry = site.page("sources/").find(id="walder1993").select_one(".source-entry")
    assert [str(link["href"]) for link in entry.select("a")] == [
        "https://example.org/walder?a=1&b=2"
    ]


def test_the_editors_remark_keeps_its_emphasis(build: Build) -> None:
    page = build("sources", strict=True).page("sources/")
    annotes = page.select(".source-annote")
    assert len(annotes) == 1
    assert annotes[0].decode_contents() == "A pamphlet; the essay draws on <em>its</em> chronology."
    assert "A pamphlet" not in page.select(".source-entry")[1].get_text()


def test_without_a_list_notes_have_no_links(build: Build) -> None:
    site = build("sources", {"docs/sources.md": "# Sources\n\nNone.\n"}, strict=True)
    assert site.page("essay/road/").select("a.citation-source") == []
    assert site.page("essay/road/").select(".citation a[href^='#']") == []
    assert site.dead_links() == []


def test_a_list_on_the_root_page(build: Build) -> None:
    files = {
        "docs/index.md": "# Home\n\nA [@brinton1970, p. 1].\n\n\\full_bibliography\n",
        "docs/sources.md": "# Other\n",
    }
    site = build("sources", files, strict=True)
    link = site.page("essay/road/").select_one("a.citation-source")
    assert str(link["href"]) == "../../#walder1993"
    own = site.page().select_one("a.citation-source")
    assert str(own["href"]) in ("#brinton1970", "./#brinton1970", ".#brinton1970")
    assert [href for _, href in site.places("arendt1963", "")] == [
        "essay/road/#fnref:p2-1",
        "essay/death/#fnref:p1-2",
    ]
    assert site.dead_links() == []


def test_plain_file_urls(build: Build) -> None:
    config = (
        "site_name: x\ntheme: {name: null, custom_dir: theme}\nuse_directory_urls: false\n"
        "plugins: [{apparatus: {bib_file: refs.bib}}]\n"
        "nav: [index.md, essay/road.md, essay/death.md, sources.md]\n"
    )
    site = build("sources", {"mkdocs.yml": config}, strict=True)
    link = site.page("essay/road.html").select_one("a.citation-source")
    assert str(link["href"]) == "../sources.html#walder1993"
    assert site.places("brinton1970", "sources.html") == [
        ("Home, paragraph 1, note 1, p. 1", "index.html#fnref:p1-1"),
        ("The road, paragraph 3a, note 3, p. 64", "essay/road.html#fnref:p3a-1"),
    ]
    assert site.dead_links() == []


def test_a_link_in_markdown_to_a_source_is_known(build: Build) -> None:
    config = (
        "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
        "plugins: [{apparatus: {bib_file: refs.bib}}]\n"
        "nav: [index.md, essay/road.md, essay/death.md, sources.md]\n"
        "validation: {links: {anchors: warn}}\n"
    )
    text = (
        "# Home\n\nSee [Brinton](sources.md#brinton1970), [nobody](sources.md#nobody1970), "
        "and [a note](essay/road.md#fn:p1-1) [@brinton1970].\n"
    )
    site = build("sources", {"mkdocs.yml": config, "docs/index.md": text})
    assert site.warnings == [
        "Doc file 'index.md' contains a link 'sources.md#nobody1970', "
        "but the doc 'sources.md' does not contain an anchor '#nobody1970'."
    ]


def test_a_source_cited_twice_in_one_note_has_both_places(build: Build) -> None:
    text = "# Home\n\nA [@brinton1970, p. 1; @brinton1970, p. 7].\n"
    site = build("sources", {"docs/index.md": text}, strict=True)
    assert [label for label, _ in site.places("brinton1970")][:2] == [
        "Home, paragraph 1, note 1, p. 1",
        "Home, paragraph 1, note 1, p. 7",
    ]


def test_sources_whose_entry_is_a_child_of_another(build: Build) -> None:
    bib = (
        "@collection{parent, editor = {Dolgoff, Sam}, title = {Collectives}, date = {1974}}\n"
        "@incollection{child, author = {Leval, Gaston}, title = {Aragon}, crossref = {parent}}\n"
    )
    files = {"refs.bib": bib, "docs/index.md": "A [@child, p. 2].\n"}
    files |= {"docs/essay/road.md": "# R\n", "docs/essay/death.md": "# D\n"}
    site = build("sources", files, strict=True)
    pandoc = by_pandoc("A [@child, p. 2].", site.root / "refs.bib")
    assert site.notes() == pandoc.notes
    assert "Collectives" in site.notes()[0]
    assert [site.entries()[1]] == pandoc.entries
    assert site.entries()[0] == "Dolgoff, Sam, ed. Collectives. 1974."


def test_macros_and_months_are_pandocs(build: Build) -> None:
    bib = (
        "@string{ajca = {The Australian Journal}}\n\n@article{walder1993,\n"
        "  author = {Walder, Andrew},\n  title = {Workers},\n  journal = ajca,\n"
        "  year = 1993,\n  month = jun,\n}\n"
    )
    files = {"refs.bib": bib, "docs/index.md": "A [@walder1993].\n"}
    files |= {"docs/essay/road.md": "# R\n", "docs/essay/death.md": "# D\n"}
    site = build("sources", files, strict=True)
    assert site.notes() == by_pandoc("A [@walder1993].", site.root / "refs.bib").notes
    assert site.notes() == ["Andrew Walder, “Workers,” The Australian Journal, June 1993."]
