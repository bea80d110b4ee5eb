"""What other plugins put into a page comes out of it as it went in."""

from __future__ import annotations

import pytest
import turbohtml
from conftest import Build, Site

from mkdocs_apparatus.page.sheet import Sheet
from mkdocs_apparatus.page.tree import read, written

KEPT = {
    "svg": '<svg viewBox="0 0 9 9"><linearGradient id="g"></linearGradient>'
    '<foreignObject><p>in</p></foreignObject><path d="M0 0"></path></svg>',
    "mathml": '<math display="block"><mi mathvariant="normal">x</mi><annotation-xml '
    'encoding="text/html"><p>x</p></annotation-xml></math>',
    "template": '<template id="t"><tr><td>cell</td></tr></template>',
    "attributes": '<b title="a &gt; b &amp;copy; \'x\'" data-x="{&quot;a&quot;:1}">t</b>',
    "comments": "<!-- a <p> b --><!--more-->",
    "scripts": '<script>if (a < b && c) d("</p>")</script><style>a > b{}</style>',
    "white space": "<pre>\n\n  two\n\tlines</pre>",
    "entities": "<p>a&nbsp;b &lt;i&gt; &amp;amp; ’</p>",
    "elements of their own": '<my-tag @click="x" :a.b="c">y</my-tag>',
}


@pytest.mark.parametrize("kind", KEPT)
def test_markup_comes_out_as_it_went_in(kind: str) -> None:
    assert written(read(KEPT[kind])) == KEPT[kind]


BROKEN = {
    "a block in a paragraph": '<p id="a">one<div id="b">two</div>three</p>',
    "tags that are not closed": '<ul><li id="a">one<li id="b">two',
    "tags that cross": '<b id="a">one<p id="b">two</b>three</p>',
    "a link in a link": '<a href="#x" id="a">one<a href="#y" id="b">two</a></a>',
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_markup_becomes_what_browsers_make_of_it(kind: str) -> None:
    html = BROKEN[kind]
    once = written(read(html))
    assert once == turbohtml.parse(f"<body>{html}").select_one("body").inner_html
    assert written(read(once)) == once
    assert 'id="a"' in once
    assert 'id="b"' in once
    for word in ("one", "two"):
        assert word in once


HOOK = """\
HTML = {html!r}
def on_page_content(html, **_):
    return html + HTML
"""


def with_html(build: Build, html: str) -> Site:
    config = (
        "site_name: Foreign\ntheme: {name: null, custom_dir: theme}\n"
        "plugins:\n  - apparatus: {bib_file: refs.bib}\nhooks: [hook.py]\n"
    )
    return build("basic", {"mkdocs.yml": config, "hook.py": HOOK.format(html=html)}, strict=True)


def test_a_page_of_a_site_keeps_all_of_it(build: Build) -> None:
    html = "".join(KEPT.values())
    site = with_html(build, html)
    assert html in site.read("index.html")
    assert site.notes() == ["Maurice Brinton, The Bolsheviks (Solidarity, 1970), 69."]


def test_what_is_put_into_a_page_stands_apart_from_its_text() -> None:
    sheet = Sheet.of("a/", "<p>text</p>")
    sheet.add("<p>cite</p>")
    assert written(sheet.root) == "<p>text</p><p>cite</p>"
    assert [one.text for one in sheet.apart] == ["cite"]


def test_notes_of_others_are_left_as_they_are(build: Build) -> None:
    html = (
        '<p><a class="footnote-ref" href="#x"><sup>1</sup></a></p>'
        '<ol data-apparatus-notes="yes"><li id="x">a</li></ol>'
        '<ol data-apparatus-notes="5"><li>b</li></ol>'
    )
    assert html in with_html(build, html).read("index.html")


def test_pages_whose_folders_are_named_like_files(build: Build) -> None:
    pages = {f"docs/{name}.md": "Text [@brinton1970].\n" for name in ("x.json", "node.js", "r.txt")}
    site = build("basic", pages)
    for folder in ("x.json/", "node.js/", "r.txt/"):
        assert site.notes(folder)
