"""Words of other languages are marked, in this edition's pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from mkdocs_apparatus.page.tree import read
from mkdocs_apparatus.publication.other_scripts import check_scripts, mark_languages

SCRIPTS = {"Han": "zh", "Cyrl": "ru", "hebrew": "he"}


@pytest.mark.parametrize(
    ("written", "marked"),
    [
        ("(北京)", '(<span lang="zh">北京</span>)'),
        ("省无联，北京 x", '<span lang="zh">省无联，北京</span> x'),
        ("фабрично-заводской комитет", '<span lang="ru">фабрично-заводской комитет</span>'),
        ("больши́й北京", '<span lang="ru">больши́й</span><span lang="zh">北京</span>'),
        ("שָׁלוֹם", '<span lang="he">שָׁלוֹם</span>'),
        ("ἄνθρωπος", "ἄνθρωπος"),
        ('<em lang="zh-Hans">北京</em>', '<em lang="zh-Hans">北京</em>'),
        ("<svg><title>北京</title></svg>", "<svg><title>北京</title></svg>"),
        ('<a title="北京">x</a>', '<a title="北京">x</a>'),
        (
            '<svg><text x="0">北京 n.d.</text></svg>',
            '<svg><text x="0"><tspan lang="zh">北京</tspan> n.d.</text></svg>',
        ),
        ('<q lang="ja"><b>北京</b></q>', '<q lang="ja"><b>北京</b></q>'),
        ("<script>'北京'</script>", "<script>'北京'</script>"),
        ("a &lt; 北京", 'a &lt; <span lang="zh">北京</span>'),
        ("Beijing", "Beijing"),
    ],
)
def test_scripts_are_marked_once(written: str, marked: str) -> None:
    root = read(written)
    mark_languages(root, SCRIPTS, "en")
    mark_languages(root, SCRIPTS, "en")
    assert root.inner_html == marked


def test_the_language_of_the_text_is_not_marked_in_it() -> None:
    root = read("<p>北京 и большевики</p>")
    mark_languages(root, SCRIPTS, "zh-Hans")
    assert root.inner_html == '<p>北京 <span lang="ru">и большевики</span></p>'


def test_scripts_and_languages_that_nobody_knows_are_named() -> None:
    said = [str(one) for one in check_scripts({"Han": "zh-Hant", "Hann": "zh", "Thai": "?"}, "x")]
    assert [one.partition("; ")[2] for one in said] == [
        "did you mean 'Han'?",
        "give a tag of BCP 47, 'zh-Hans' or 'ru' say",
    ]


def test_no_word_of_another_script_is_unmarked(edition_site: Path) -> None:
    foreign = re.compile("[\u0400-\u04ff\u3400-\u9fff]")
    for path in sorted(edition_site.glob("**/index.html")):
        article = BeautifulSoup(path.read_text("utf-8"), "html.parser").select_one("article")
        for text in article.find_all(string=foreign) if article else ():
            assert text.find_parent("svg") or text.find_parent(lang=True).name != ("html"), (
                f"{path}: {text}"
            )


def test_a_title_in_another_language_says_so(edition_site: Path) -> None:
    sources = BeautifulSoup((edition_site / "sources/index.html").read_text("utf-8"), "html.parser")
    book = sources.select_one("#harbi2022 .source-entry em")
    assert book
    assert book["lang"] == "fr-FR"
    english = sources.select("#brinton1970 .source-entry [lang]")
    assert not english
    pages = [
        BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(edition_site.glob("essay/*/index.html"))
    ]
    links = [link for page in pages for link in page.select('a[href$="#harbi2022"]')]
    assert links
    assert {link.get("lang") for link in links if "citation-source" in link["class"]} == {"fr-FR"}
    shown = [page.find(id="preview-source-harbi2022") for page in pages]
    assert any(one and one.select_one('em[lang="fr-FR"]') for one in shown)
