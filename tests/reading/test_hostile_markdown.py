"""Markdown that imitates what we write, or has no end of markup, is read as what it is."""

from __future__ import annotations

import pytest
from conftest import Build

LISTS = {"docs/sources.md": "# Sources\n\n\\full_bibliography\n"}
REFS = {"refs.bib": "@book{roe, author = {Roe, A.}, title = {T}, date = {1970}}\n"}
CONFIG = {
    "mkdocs.yml": "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
    "plugins: [{apparatus: {bib_file: refs.bib}}]\n"
    "markdown_extensions: [attr_list, md_in_html, footnotes]\n"
}
SITE = {**LISTS, **REFS, **CONFIG}

MARKERS = ["zq99qz", "zq0qz", f"zq{'9' * 900}qz", "zqx0qz", "zq00112233aabbccddx0qz"]


def test_text_that_looks_like_a_mark_of_ours(build: Build) -> None:
    """As a label, in the title of an annotation, as a key, and as plain words."""
    notes = "".join(f"A [@roe] [^{one}] {one}.\n\n" for one in MARKERS)
    page = f"# One\n\n{notes}/// annotation | {MARKERS[0]} {MARKERS[1]}\n\nText.\n///\n"
    site = build("keys", {**SITE, "docs/index.md": page}, strict=True)
    assert site.aborted
    undefined = [one for one in site.warnings if "undefined-note" in one]
    lines = [int(one.split(":")[1]) for one in undefined]
    assert lines == [3, 5, 7, 9, 11]
    assert "'[^zq99qz]' has no note; write '[^zq99qz]: …' on this page" in undefined[0]
    (title, kind) = [one for one in site.warnings if "annotation" in one]
    assert title.startswith("docs/index.md:13: annotation-type: the annotation 'zq99qz zq0qz'")
    assert kind.startswith("docs/index.md:13: annotation-without-id: the annotation 'zq99qz zq0")


def test_elements_that_look_like_ours(build: Build) -> None:
    page = """\
# One

<div data-definitions markdown="1">
<div>In a holder [@roe].</div>
</div>

<div data-definitions="" markdown="1"><p>With a value.</p></div>

<details data-annotation="x" markdown="1">

Folded [^n].

</details>

<details data-annotation="y" data-type="term" data-words="w" data-unclosed markdown="1">
<summary>S</summary>
<div>Two</div>
<div>Three</div>
</details>

<!--apparatus:99-->

<p data-prose="99999999999999999999" data-note="zz" data-cite="bracket">Raw.</p>

A *word*{: data-note="zz" data-cite="bracket" data-undefined="q" } and [@roe].

<div data-apparatus-place="nonsense" data-command="full" markdown="1">Place.</div>

[^n]: A note with *b*{: data-cite="x" data-note="zz" } [@roe]{: data-note="zz" }.
"""
    site = build("keys", {**SITE, "docs/index.md": page}, strict=True)
    html = site.read("index.html")
    assert site.notes() == ["A note with b (A. Roe, T (1970)).", "Roe, T."]
    assert "<!--apparatus:99-->" in html
    assert 'data-prose="99999999999999999999"' in html
    for words in ("In a holder", "With a value", "Folded", "Three", "Raw.", "Place."):
        assert words in html


DEEP = {
    "emphasis": "[see " + "*a **b " * 300 + "@roe" + "** *" * 300 + "]",
    "code and addresses": "[see " + "<b>`a` " * 110 + "@roe" + "</b>" * 110 + "]",
    "quotations": "[see " + "\"a 'b " * 200 + "@roe" + "' \"" * 200 + "]",
    "superscripts": "[@roe, " + "^a~b" * 150 + "~^" * 150 + "]",
    "formulas": "[@roe, p. 3, " + "$x^{y}$ " * 120 + "]",
    "of two": "[@roe; see " + "*a **b " * 150 + "@roe" + "** *" * 150 + "]",
}


def test_citations_with_no_end_of_markup_stay_as_written(build: Build) -> None:
    page = "# One\n\n" + "\n\n".join(f"P {one}." for one in DEEP.values()) + "\n\nQ [@roe, p. 3].\n"
    site = build("keys", {**SITE, "docs/index.md": page}, strict=True)
    assert site.aborted
    assert [one.split(": ")[:2] for one in site.warnings] == [
        [f"docs/index.md:{line}", "deep-citation"] for line in range(3, 3 + 2 * len(DEEP), 2)
    ]
    for message in site.warnings:
        assert message.endswith("…' has more markup than a citation may have; write it more simply")
        assert len(message) < 350
    assert site.notes() == ["A. Roe, T (1970), 3."]


HONEST = [
    "[see *The Times* and '*Le Monde*', '[sic]', \"so\" @roe, pp. 3–5, *passim*; @roe, p. 4]",
    "[" + "; ".join(["see *also* @roe, 'A' §3"] * 60) + "]",
    "[@roe, p. 3, where it says that " + "it isn't Roe's or d'Arcy's " * 40 + "]",
]


@pytest.mark.parametrize("written", HONEST, ids=["marked", "many", "long"])
def test_honest_citations_are_read(build: Build, written: str) -> None:
    site = build("keys", {**SITE, "docs/index.md": f"# One\n\nA {written}.\n"}, strict=True)
    assert not site.aborted
    assert site.notes()[0]


def test_keys_that_are_ids_already(build: Build) -> None:
    """Of the list's own heading, and of Material's search field."""
    keys = ("sources", "__search", "roe")
    refs = "\n".join(f"@book{{{key}, title = {{T {key}}}, date = {{1970}}}}" for key in keys)
    page = "# One\n\nA [@sources; @__search; @roe].\n"
    site = build("keys", {**SITE, "refs.bib": refs, "docs/index.md": page}, strict=True)
    assert site.warnings == [
        "refs.bib:1: duplicate-id: 'sources' is the id of something else on the page of its entry; "
        "choose another key",
        "refs.bib:2: duplicate-id: '__search' may be the id of a part of the theme; "
        "choose a key that does not begin with '__'",
    ]
