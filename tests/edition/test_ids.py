"""Ids of notes and citations: published, so they stay."""

from __future__ import annotations

from conftest import TESTS, Build, Site


def notes(site: Site) -> list[str]:
    return [str(item["id"]) for item in site.page().select(".footnote > ol > li")]


def references(site: Site) -> list[str]:
    return [str(link.parent["id"]) for link in site.page().select("a.footnote-ref")]


TEXT = (TESTS / "sites/ids/docs/index.md").read_text("utf-8")


def test_ids_are_those_of_the_paragraph(build: Build) -> None:
    site = build("ids", strict=True)
    assert notes(site) == ["fn:p4-1", "fn:p4-2", "fn:p4a-1", "fn:p9a-1"]
    assert references(site) == ["fnref:p4-1", "fnref:p4-2", "fnref:p4a-1", "fnref:p9a-1"]
    assert [str(item["id"]) for item in site.page().select("body > p[id]")] == ["p4", "p9a"]
    assert site.dead_links() == []
    assert site.double_ids() == []


def test_ids_stay_when_a_note_is_put_into_another_paragraph(build: Build) -> None:
    before = build("ids", strict=True)
    after = build(
        "ids", {"docs/index.md": TEXT.replace("Unnamed", "New[^x], unnamed")}, strict=True
    )
    kept = {"fn:p4-1", "fn:p4-2"}
    assert kept <= set(notes(before))
    assert kept <= set(notes(after))
    assert [link.get_text() for link in after.page().select("a.footnote-ref")] == [
        *("1", "2", "3", "4", "3")
    ]
    assert str(after.page().find(id="fn:p4-2").a["href"]).startswith("#fnref:p4-2")


def test_ids_stay_when_a_paragraph_is_put_before_a_named_one(build: Build) -> None:
    text = TEXT.replace("# Home\n", "# Home\n\nNew [@brinton1970].\n")
    site = build("ids", {"docs/index.md": text}, strict=True)
    assert notes(site) == ["fn:p0-1", "fn:p4-1", "fn:p4-2", "fn:p4a-1", "fn:p9a-1"]


def test_without_names_ids_stay_when_a_note_is_put_into_another_paragraph(build: Build) -> None:
    text = "A.\n\nB [@brinton1970].\n\nC [@walder1993].\n"
    before = build("ids", {"docs/index.md": text}, strict=True)
    after = build("ids", {"docs/index.md": text.replace("A.", "A [@walder1993].")}, strict=True)
    assert notes(before) == ["fn:p2-1", "fn:p3-1"]
    assert notes(after) == ["fn:p1-1", "fn:p2-1", "fn:p3-1"]


def test_ids_stay_when_an_unnamed_paragraph_is_put_between_named_ones(build: Build) -> None:
    """By place it would be the second, but the next is called "p2"."""
    text = "A.\n{: #p1 }\n\nB [@brinton1970].\n{: #p2 }\n\nC.\n{: #p3 }\n"
    new = text.replace("B [", "New [@walder1993].\n\nB [")
    before = build("ids", {"docs/index.md": f"{text}\nD [@walder1993].\n{{: #p4 }}\n"}, strict=True)
    after = build("ids", {"docs/index.md": new}, strict=True)
    for site in (before, after):
        assert site.page().find(id="p2").select_one("sup")["id"] == "fnref:p2-1"
        assert site.double_ids() == []
        assert site.dead_links() == []


def test_notes_before_the_first_paragraph_and_in_a_list_are_told_apart(build: Build) -> None:
    text = "- A [@brinton1970]\n- B [@walder1993]\n\nC [@brinton1970].\n\n- D [@brinton1970]\n"
    site = build("ids", {"docs/index.md": text}, strict=True)
    assert len(set(notes(site))) == 4
    assert site.double_ids() == []
    assert site.dead_links() == []
