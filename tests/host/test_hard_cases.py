"""Other people's plugins, bibliographies and pages."""

from __future__ import annotations

import json

import pytest
from conftest import Build, by_pandoc

CONFIG = "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
PLUGIN = "plugins: [{apparatus: {bib_file: refs.bib}}]\n"


def book(key: str, author: str, title: str, more: str = "") -> str:
    return f"@book{{{key}, author = {{{author}}}, title = {{{title}}}, date = {{1970}}{more}}}\n"


BIB = book("a", "Ames, Ann", "Alpha Book") + book("b", "Bell, Bob", "Beta Book")


def test_markup_in_a_field_stays_text_in_titles_and_contents(build: Build) -> None:
    evil = "{<img src=x onerror=alert(1)>}"
    files = {
        "mkdocs.yml": f"site_name: x\ntheme: {{name: material, font: false}}\n{PLUGIN}",
        "refs.bib": f"@book{{e, author = {{{evil}}}, title = {{T {evil}}}, date = {{2000}}}}\n",
        "docs/index.md": "# On @e\n\n## Sub @e\n\n## Sub [@e]\n",
    }
    page = build("basic", files, strict=True).page()
    assert not page.select("img[onerror]")
    assert "On <img src=x onerror=alert(1)>" in page.select_one(".md-header__topic").parent.text


def test_what_another_plugin_makes_of_a_page_is_kept(build: Build) -> None:
    hook = (
        "from mkdocs.plugins import event_priority\n\n"
        "def on_page_context(context, page, **_):\n"
        "    page.content = page.content.replace('Workers', 'Clerks')\n    return context\n\n"
        "@event_priority(-100)\ndef on_env(env, files, **_):\n"
        "    for file in files.documentation_pages():\n"
        "        file.page.content = file.page.content.replace('decide', 'vote')\n"
    )
    files = {"hook.py": hook, "mkdocs.yml": f"{CONFIG}{PLUGIN}hooks: [hook.py]\n"}
    site = build("basic", files, strict=True)
    assert site.prose() == ["Clerks vote.[1]"]
    assert site.notes() == ["Maurice Brinton, The Bolsheviks (Solidarity, 1970), 69."]


def test_a_text_converted_within_a_page_takes_no_words_of_the_page(build: Build) -> None:
    hook = (
        "import markdown\nfrom markdown.preprocessors import Preprocessor\n"
        "from markdown.extensions import Extension\n\n"
        "class Nest(Preprocessor):\n"
        "    def run(self, lines):\n"
        "        if 'NEST' not in lines:\n            return lines\n"
        "        inner = markdown.Markdown(extensions=CONFIG.markdown_extensions)\n"
        "        html = inner.convert('Inner [@b, 99].')\n"
        "        self.md.htmlStash.rawHtmlBlocks\n"
        "        place = self.md.htmlStash.store('<div>' + html + '</div>')\n"
        "        return [place if line == 'NEST' else line for line in lines]\n\n"
        "class Ext(Extension):\n"
        "    def extendMarkdown(self, md):\n"
        "        md.preprocessors.register(Nest(md), 'nest', 25)\n\n"
        "def on_config(config):\n"
        "    global CONFIG\n    CONFIG = config\n    config.markdown_extensions.append(Ext())\n"
    )
    files = {
        "hook.py": hook,
        "mkdocs.yml": f"{CONFIG}{PLUGIN}hooks: [hook.py]\n",
        "refs.bib": BIB,
        "docs/index.md": "First [@a, 1].\n\nNEST\n",
    }
    site = build("basic", files)
    assert site.warnings == []
    assert site.notes() == ["Bob Bell, Beta Book (1970), 99.", "Ann Ames, Alpha Book (1970), 1."]


INNER = """\
import markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

class Prefix(Treeprocessor):
    def run(self, root):
        for one in root.iter():
            if one.get("id"):
                one.set("id", "thing--" + one.get("id"))
            if one.get("href", "").startswith("#"):
                one.set("href", "#thing--" + one.get("href")[1:])

class Nest(Preprocessor):
    def run(self, lines):
        if "NEST" not in lines:
            return lines
        inner = markdown.Markdown(extensions=CONFIG.markdown_extensions)
        inner.treeprocessors.register(Prefix(inner), "prefix", 4)
        html = inner.convert("Inner [@b, 99], as @a has it.[^1]\\n\\n[^1]: Own [@c].")
        inner.reset()
        place = self.md.htmlStash.store("<div>" + html + "</div>")
        return [place if line == "NEST" else line for line in lines]

class Nested(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Nest(md), "nest", 25)

def on_config(config):
    global CONFIG
    CONFIG = config
    config.markdown_extensions.append(Nested())
"""
"""Puts a text into a page that it converts itself, as mkdocstrings does with docstrings."""


@pytest.mark.parametrize("style", ["chicago-notes-bibliography", "apa"])
def test_a_text_converted_within_a_page_has_its_citations(build: Build, style: str) -> None:
    files = {
        "hook.py": INNER,
        "mkdocs.yml": f"{CONFIG}plugins: [{{apparatus: {{bib_file: refs.bib, style: {style}}}}}]\n"
        "hooks: [hook.py]\n",
        "refs.bib": BIB,
        "docs/index.md": "First [@a, 1].[^x]\n\nNEST\n\n[^x]: One's own.\n[^x]: Twice.\n",
        "docs/sources.md": "\\full_bibliography\n",
    }
    site = build("basic", files)
    assert [one.split(": ")[1:2] for one in site.warnings] == [["unknown-key"], ["duplicate-note"]]
    assert site.dead_links() == []
    assert site.double_ids() == []
    places = [href for _, href in site.places("b")]
    text = site.page().get_text()
    if style == "apa":
        assert places == ["../#thing--cite:p1-1"]
        assert "Inner (Bell, 1970, p. 99), as Ames (1970) has it." in text
    else:
        assert places == ["../#thing--fnref:p1-1"]
        assert "Bob Bell, Beta Book (1970), 99." in text
        assert [one.text for one in site.page().select("sup")] == ["1", "2", "1", "2", "3"]


EXCERPTS = """\
import markdown
from mkdocs.plugins import event_priority

@event_priority(0)
def on_page_context(context, page, config, **_):
    if page.url == "list/":
        posts = [one for one in context["pages"] if one.url.startswith("post")]
        for post in posts:
            inner = markdown.Markdown(extensions=config.markdown_extensions)
            html = inner.convert(post.page.markdown)
            page.content += html.split("<!-- more -->")[0]
    return context
"""


def test_an_excerpt_converted_anew_has_its_citations(build: Build) -> None:
    """As Material's blog converts each post again for the lists that it is in."""
    post = "It says [@a, 1], and @b [2].\n\n<!-- more -->\n\nMore [@a, {}].\n"
    files = {
        "hook.py": EXCERPTS,
        "mkdocs.yml": f"{CONFIG}{PLUGIN}hooks: [hook.py]\n",
        "refs.bib": BIB,
        "docs/list.md": "# List\n",
        "docs/post1.md": post.format(3),
        "docs/post2.md": post.format(4),
        "docs/other.md": "@b says.\n",
        "docs/index.md": "# Home\n",
    }
    site = build("basic", files, strict=True)
    assert site.page("list/").get_text().count("It says,1 and Bob Bell.2") == 2
    assert "[@" not in site.read("list/index.html")
    assert site.double_ids() == []


def test_one_bad_entry_leaves_the_others_their_parents(build: Build) -> None:
    bib = (
        "@proceedings{proc, editor = {Doe, Jane}, title = {Proceedings of Things}, date = {2000}}\n"
        "@inproceedings{paper, author = {Smith, S.}, title = {A Paper}, crossref = {proc}}\n"
        "@bo+ok{trail, author = {T}, title = {Trail}, year = {1901}}\n"
    )
    site = build("basic", {"refs.bib": bib, "docs/index.md": "A [@paper, 3] [@trail].\n"})
    assert len(site.warnings) == 1
    assert "Proceedings of Things" in site.notes()[0]


def test_a_bib_dir_outside_of_the_project(build: Build) -> None:
    first = build("basic", strict=True)
    shared = first.root.parent / "shared"
    shared.mkdir()
    (shared / "refs.bib").write_text(BIB, "utf-8")
    files = {
        "mkdocs.yml": f"{CONFIG}plugins: [{{apparatus: {{bib_dir: ../shared, uncited: all}}}}]\n",
        "docs/index.md": "A [@a].\n",
    }
    site = build("basic", files)
    message = "uncited-source: 'b' is never cited; cite it ('[@b]') or remove it"
    assert site.warnings == [f"{shared}/refs.bib:2: {message}"]


def test_comments_and_code_are_no_paragraphs(build: Build) -> None:
    text = "# T\n\nOne.\n\n<!-- remark -->\n\n```\ncode\n```\n\n<div>raw</div>\n\nTwo [@a].\n"
    files = {
        "mkdocs.yml": f"{CONFIG}{PLUGIN}markdown_extensions: [pymdownx.superfences]\n",
        "refs.bib": BIB.splitlines()[0],
        "docs/essay/one.md": text,
        "docs/index.md": "\\full_bibliography\n",
    }
    site = build("basic", files, strict=True)
    assert site.places("a", "") == [("T, paragraph 2, note 1", "essay/one/#fnref:p2-1")]
    paragraphs = json.loads(site.read("edition.json"))["sections"][0]["paragraphs"]
    assert [one["text"] for one in paragraphs] == ["One.", "Two."]


@pytest.mark.parametrize(
    ("author", "title", "linked"),
    [
        ("Smith, John", "It", "It"),
        ("Marx, Karl", "Marx", "Marx"),
        ("{Chuang}", "Chuang", "Chuang"),
        ("Bell, Bob", "Bell and After", "Bell and After"),
    ],
)
def test_the_title_is_what_is_linked(build: Build, author: str, title: str, linked: str) -> None:
    files = {
        "refs.bib": book("x", author, title),
        "docs/index.md": "A [@x, 3].\n\n\\full_bibliography\n",
    }
    links = build("basic", files, strict=True).page().select(".footnote a.citation-source")
    assert [(link.get_text(), link.em is not None) for link in links] == [(linked, True)]


def test_each_of_several_sources_is_linked_where_titles_are_left_out(build: Build) -> None:
    files = {
        "mkdocs.yml": f"{CONFIG}plugins: [{{apparatus: {{bib_file: refs.bib, style: oscola}}}}]\n",
        "refs.bib": BIB,
        "docs/index.md": "A [@a, 1; @b, 2].\n\nB [see @a, 3; @b, 4].\n\n\\full_bibliography\n",
    }
    site = build("basic", files, strict=True)
    note = site.page().select(".footnote > ol > li")[1]
    links = [(str(link["href"]), link.get_text()) for link in note.select("a.citation-source")]
    assert [href for href, _ in links] == ["#a", "#b"]
    assert links[0][1].startswith("Ames (n 1) 3")
    assert links[1][1].startswith("Bell (n 1) 4")


@pytest.mark.parametrize(
    "suffix",
    [
        "see [the *link*](https://example.org/x)",
        "see [it](https://example.org/x_y_z) and <https://example.org/>",
        "`code` and **strong *both* ways**",
    ],
)
def test_links_and_markup_in_a_citation_are_pandocs(build: Build, suffix: str) -> None:
    page = f"A [@a, 3, {suffix}].\n"
    site = build("basic", {"refs.bib": BIB.splitlines()[0], "docs/index.md": page}, strict=True)
    assert site.notes() == by_pandoc(page, site.root / "refs.bib").notes
    links = [str(link["href"]) for link in site.page().select(".footnote .citation a")]
    assert len(links) == suffix.count("https://")


@pytest.mark.parametrize("wrap", ["> {}", "<div markdown>\n\n{}\n\n</div>"])
def test_a_command_counts_wherever_a_paragraph_may_stand(build: Build, wrap: str) -> None:
    files = {
        "mkdocs.yml": f"{CONFIG}{PLUGIN}markdown_extensions: [md_in_html]\n",
        "docs/index.md": f"A [@brinton1970].\n\n{wrap.format(chr(92) + 'full_bibliography')}\n",
    }
    site = build("basic", files, strict=True)
    assert "full_bibliography" not in site.read("index.html")


def test_a_list_of_everything_needs_no_citation(build: Build) -> None:
    files = {"refs.bib": BIB, "docs/index.md": "A [@b].\n\n\\full_bibliography\n"}
    site = build("basic", files, strict=True)
    assert site.entries("") == ["Ames, Ann. Alpha Book. 1970.", "Bell, Bob. Beta Book. 1970."]
    assert site.places("a", "") == []


def test_a_remark_of_several_paragraphs(build: Build) -> None:
    bib = book("a", "Ames, Ann", "Alpha", ", annote = {First one.\n\nSecond one.}")
    config = (
        "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
        "plugins: [{apparatus: {bib_file: refs.bib, publish_fields: [annote]}}]\n"
    )
    files = {"refs.bib": bib, "docs/index.md": "A [@a].\n\n\\full_bibliography\n"}
    files["mkdocs.yml"] = config
    remark = build("basic", files, strict=True).page().select_one(".source-annote")
    assert remark.get_text() == "First one. Second one."


def test_mathematics_in_a_field_is_pandocs(build: Build) -> None:
    bib = book("a", "Ames, Ann", r"On $\alpha$-decay and {H$_2$O}")
    files = {"refs.bib": bib, "docs/index.md": "A [@a].\n"}
    site = build("basic", files, strict=True)
    assert site.notes() == by_pandoc("A [@a].\n", site.root / "refs.bib").notes
    assert "\\alpha" not in site.notes()[0]


@pytest.mark.parametrize("stop", ["，", "。", "؟"])
def test_stops_of_other_scripts_come_before_the_number(build: Build, stop: str) -> None:
    page = f"中文 [@a]{stop}\n"
    site = build("basic", {"refs.bib": BIB.splitlines()[0], "docs/index.md": page}, strict=True)
    assert site.prose() == [f"中文{stop}[1]"]


def test_entries_and_macros_in_parentheses(build: Build) -> None:
    bib = (
        '@string(press = "The Press")\n'
        "@book(a, author = {Ames, Ann}, title = {Alpha}, publisher = press, date = {1970})\n"
    )
    site = build("basic", {"refs.bib": bib, "docs/index.md": "A [@a].\n"}, strict=True)
    assert site.notes() == ["Ann Ames, Alpha (The Press, 1970)."]


def test_citations_do_not_depend_on_the_machines_language(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    files = {
        "refs.bib": book("a", "Ames, Ann", "the workers of berlin"),
        "docs/index.md": "A [@a].\n",
    }
    here = build("basic", files, strict=True).notes()
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert build("basic", files, strict=True).notes() == here
