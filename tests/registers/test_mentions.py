"""Mentions of names: what counts as one, and how the first is linked."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st

from mkdocs_apparatus.messages.places import Label
from mkdocs_apparatus.page.passages import Passage
from mkdocs_apparatus.page.tree import read, written
from mkdocs_apparatus.page.words import words_of
from mkdocs_apparatus.registers.mentions import Finder, finder_of
from mkdocs_apparatus.registers.names import Index, load_index

SOURCE = '<a class="citation-source" href="../sources/#a">'


def index_of(*variants: str) -> Index:
    """Make an index with an entry `e0`, `e1`, … for each variant; `|` parts those of one."""
    entries = [
        f"  - name: Name {number}\n    id: e{number}\n    variants: ['{listed}']\n"
        for number, one in enumerate(variants)
        for listed in ["', '".join(one.replace("'", "''").split("|"))]
    ]
    index = load_index("concepts:\n" + "".join(entries), "index.yml")
    assert not index.problems
    return index


def passage(html: str, url: str = "essay/a/#p1") -> Passage:
    return Passage(
        url, "a", "A", "paragraph", Label("¶1", "paragraph 1"), words_of([read(f"<p>{html}</p>")])
    )


def mark(finder: Finder, html: str, wanted: dict[str, str], but: str = "") -> str:
    """Mark mentions in a fragment; the words of what `but` selects do not count."""
    tree = read(html)
    finder.mark(words_of([tree], tree.select(but) if but else ()), wanted)
    return written(tree)


def found(html: str, *variants: str, titles: tuple[str, ...] = ()) -> list[str]:
    """Give the ids of the entries that a fragment mentions."""
    mentions = finder_of(index_of(*variants), titles).find([passage(html)])
    return [entry for entry, passages in mentions.items() if passages]


def marked(html: str, *variants: str, titles: tuple[str, ...] = ()) -> str:
    """Mark mentions, and write the links as `[words](entry)`."""
    index = index_of(*variants)
    wanted = {entry.id: f"#{entry.id}" for entry in index.entries}
    result = mark(finder_of(index, titles), html, wanted)
    return re.sub(r'<a class="index-term" href="#(e\d+)">(.*?)</a>', r"[\2](\1)", result)


# Words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        "Lenin",
        "<p>Said Lenin.</p>",
        "(Lenin)",
        "“Lenin”",
        "‘Lenin’",
        "'Lenin'",
        "Lenin’s plan",
        "Lenin's plan",
        "Lenin’s",
        "1917–Lenin",
        "of&#160;Lenin",
        "Lenin<sup>1</sup>",
        "<strong>Lenin</strong>",
        "Lenin<!-- remark -->.",
        "by<br>Lenin",
        "在Lenin市",
    ],
)
def test_a_variant_is_found_as_a_whole_word(html: str) -> None:
    assert found(html, "Lenin") == ["e0"]


@pytest.mark.parametrize(
    "html",
    [
        "Leninism",
        "antiLenin",
        "Marxism-Lenin",
        "Lenin-worship",
        "Marxism‐Lenin",
        "Marxism‑Lenin",
        "Lenin’an",
        "O’Lenin",
        "Lenin1",
        "lenin",
        "LENIN",
        "Lenin<em>ism</em>",
        "Lenin<!-- -->ism",
        "<span title='Lenin'>who</span>",
        '<span title="a > Lenin">who</span>',
        "<!-- Lenin -->",
        "",
    ],
)
def test_a_variant_is_not_found_elsewhere(html: str) -> None:
    assert found(html, "Lenin") == []


def test_a_hyphen_joins_words() -> None:
    assert found("The Sino-Soviet split", "Soviet", "Sino-Soviet") == ["e1"]


@pytest.mark.parametrize("html", ["他在北京说", "北京", "x北京y", "北京-上海", "かな北京한글"])
def test_chinese_needs_no_space_around_it(html: str) -> None:
    assert found(html, "北京") == ["e0"]


def test_hangul_and_kana_part_words() -> None:
    assert found("Lenin은 かLeninナ", "Lenin") == ["e0"]


def test_longer_chinese_names_hold_their_characters() -> None:
    assert marked("中国共产党在中国", "中国", "中国共产党") == "[中国共产党](e1)在[中国](e0)"


@pytest.mark.parametrize("written", ["workers’ council", "workers' council"])
@pytest.mark.parametrize("text", ["workers’ council", "workers' council", "workers&#8217; council"])
def test_apostrophes_are_the_same(written: str, text: str) -> None:
    assert found(f"A {text}.", written) == ["e0"]


@pytest.mark.parametrize("space", ["\n", "  ", "\xa0", "&nbsp;", "&#xA0;", "\u202f"])
def test_any_space_matches_a_space(space: str) -> None:
    assert found(f"When Hu{space}Yaobang died", "Hu Yaobang") == ["e0"]


def test_a_small_letter_is_also_a_capital_at_the_beginning() -> None:
    assert found("General strike!", "general strike") == ["e0"]
    assert found("General Strike!", "general strike") == []
    assert found("soviet", "Soviet") == []


def test_a_capital_of_ones_own_comes_first() -> None:
    assert found("Soviets", "soviets", "Soviets") == ["e1"]


def test_the_longest_of_several_is_found() -> None:
    variants = ("Tiananmen", "Tiananmen Square", "Square")
    assert found("In Tiananmen Square", *variants) == ["e1"]
    assert found("In Tiananmen Squares", *variants) == ["e0"]


def test_of_two_that_overlap_the_first_is_found() -> None:
    assert found("Communist Party Congress", "Party Congress", "Communist Party") == ["e1"]


def test_signs_of_patterns_are_letters() -> None:
    assert found("the C.N.T. (old)", "C.N.T. (old)") == ["e0"]
    assert found("the CxNxTx (old)", "C.N.T. (old)") == []


@pytest.mark.parametrize("text", ["Sorghum &amp; Steel", "Sorghum &#38; Steel", "Sorghum & Steel"])
def test_entities_are_characters(text: str) -> None:
    assert found(f"<p>{text}</p>", "Sorghum & Steel") == ["e0"]
    assert marked(f"in {text}.", "Sorghum & Steel") == "in [Sorghum &amp; Steel](e0)."


def test_escaped_tags_are_text() -> None:
    assert marked("&lt;a&gt;Lenin&lt;/a&gt;", "Lenin") == "&lt;a&gt;[Lenin](e0)&lt;/a&gt;"


# Elements --------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["a", "button", "sup", "code", "pre", "script", "template"])
def test_words_in_some_elements_are_no_text(tag: str) -> None:
    assert found(f"A <{tag} x='y'>Lenin</{tag}> b", "Lenin") == []
    assert found(f"A <{tag}><span>Lenin</span></{tag}> b", "Lenin") == []
    assert marked(f"A <{tag}>x</{tag}> Lenin", "Lenin") == f"A <{tag}>x</{tag}> [Lenin](e0)"


def test_a_script_is_no_html() -> None:
    html = "<script>if (a<b) '<em>Lenin'</script> Mao"
    assert found(html, "Lenin", "Mao") == ["e1"]


@pytest.mark.parametrize("tag", ["em", "i", "cite", "em class='x'"])
@pytest.mark.parametrize("text", ["Pravda", "Pravda,", "“Pravda”", "(Pravda’s)", " Pravda "])
def test_a_name_in_italics_that_is_the_whole_of_them(tag: str, text: str) -> None:
    assert found(f"in <{tag}>{text}</{tag.split()[0]}> and", "Pravda") == ["e0"]


PARTS = [
    "<em>A Pravda Reader</em>",
    "<em>A <strong>Pravda</strong> Reader</em>",
    "<em>A <cite>Pravda</cite> Reader,</em>",
    "<em>A Pravda <a href='x'>Reader</a></em>",
]


@pytest.mark.parametrize("html", PARTS)
def test_a_name_in_italics_that_are_no_title(html: str) -> None:
    assert found(html, "Pravda") == ["e0"]


@pytest.mark.parametrize("html", PARTS[:3])
@pytest.mark.parametrize("title", ["A Pravda Reader", "A Pravda reader", "“A Pravda Reader,”"])
def test_a_name_in_a_title_in_italics(html: str, title: str) -> None:
    assert found(html, "Pravda", titles=(title,)) == []


def test_italics_that_stress_a_name() -> None:
    assert marked("<em>Lenin himself</em> spoke", "Lenin") == "<em>[Lenin](e0) himself</em> spoke"


@pytest.mark.parametrize("end", ["p", "li", "td", "div", "h3"])
def test_no_name_goes_on_in_another_block(end: str) -> None:
    html = f"<{end}>Hu</{end}>\n<{end}>Yaobang</{end}>"
    html = f"<table><tr>{html}</tr></table>" if end == "td" else html
    assert found(html, "Hu Yaobang", "Hu") == ["e1"]


def test_accents_may_stand_by_themselves() -> None:
    apart = "Boume\u0301die\u0300ne"
    assert found(f"With {apart}’s men", "Boumédiène") == ["e0"]
    assert found("With Boumédiène", apart) == ["e0"]
    assert found("Jose\u0301", "Jose") == []
    assert marked(apart, "Boumédiène") == f"[{apart}](e0)"


def test_italics_within_a_name() -> None:
    assert found("the <em>Party</em> line", "the Party", "Party") == ["e0"]
    assert found("the <em>Party</em> line", "the Party", "Party", titles=("Party",)) == ["e1"]


@pytest.mark.parametrize("text", ["“Red Dust,”", "<em>Red Dust</em>,", "Red Dust", "‘Red Dust’."])
def test_the_title_in_the_link_of_a_citation(text: str) -> None:
    html = f"{SOURCE}{text}</a> 5."
    assert found(html, "Red Dust") == ["e0"]
    assert marked(html, "Red Dust") == html


def test_a_part_of_the_link_of_a_citation() -> None:
    assert found(f"{SOURCE}“Red Dust: China,”</a> 5.", "Red Dust", "China") == []


def test_other_links_are_not_those_of_citations() -> None:
    assert found('<a class="no-citation-source" href="x">Red Dust</a>', "Red Dust") == []
    assert found('<a href="x" title="citation-source">Red Dust</a>', "Red Dust") == []


def test_the_next_mention_outside_of_a_citation_is_linked() -> None:
    html = f"<em>{SOURCE}Red Dust</a></em>, and <em>Red Dust</em>."
    expected = html.replace("<em>Red Dust</em>", "<em>[Red Dust](e0)</em>")
    assert marked(html, "Red Dust") == expected


def test_tags_are_read_as_browsers_do() -> None:
    assert found("a<BR>b <EM>Pravda</EM> </b> <img src=x> Lenin", "Pravda", "Lenin") == ["e0", "e1"]
    assert found("<em>Pravda", "Pravda") == ["e0"]
    assert found("1 < 2 & Lenin <", "Lenin") == ["e0"]
    assert found("<!-- Lenin", "Lenin") == []


# Titles ----------------------------------------------------------------------------------

TITLE = "Workers in the Tiananmen Protests"


def test_a_title_claims_its_words() -> None:
    html = f"Read “{TITLE}”."
    assert found(html, "Tiananmen") == ["e0"]
    assert found(html, "Tiananmen", titles=(TITLE,)) == []
    assert found(f"{html} Tiananmen!", "Tiananmen", titles=(TITLE,)) == ["e0"]


def test_a_title_with_italics_in_it() -> None:
    html = "“The <em>Pravda</em> Years”"
    assert found(html, "Pravda", titles=("The Pravda Years",)) == []


def test_a_title_that_is_a_variant_is_its_entrys() -> None:
    assert found(f"“{TITLE}”", "Tiananmen", TITLE, titles=(TITLE,)) == ["e1"]


@pytest.mark.parametrize(
    "title", [TITLE.lower(), TITLE.upper(), "Workers in the Tiananmen—Protests!"]
)
def test_capitals_and_stops_make_no_other_title(title: str) -> None:
    assert found(f"“{TITLE},”", "Tiananmen", titles=(title,)) == []


@pytest.mark.parametrize("quotes", ["“”", "‘’", "„“", "«»", '""', "''"])
def test_a_title_in_quotation_marks(quotes: str) -> None:
    html = f"See {quotes[0]}Workers’ Power in China{quotes[1]}, 5."
    assert found(html, "China", titles=("Workers' Power in China",)) == []


def test_a_title_is_set_off_and_whole() -> None:
    assert found(f"the {TITLE} of 1989", "Tiananmen", titles=(TITLE,)) == ["e0"]
    assert found("“China Daily’s”", "China", titles=("China Dail",)) == ["e0"]


def test_an_empty_title_claims_nothing() -> None:
    assert found("Lenin", "Lenin", titles=("", " ")) == ["e0"]


# Passages --------------------------------------------------------------------------------


def test_passages_stand_in_order_and_once() -> None:
    passages = [
        passage("Mao, Mao", "a/#p2"),
        passage("nobody", "a/#p3"),
        passage("Lenin, Mao", "a/#p1"),
    ]
    mentions = finder_of(index_of("Mao|Chairman", "Lenin", "Deng"), []).find(passages)
    assert mentions == {"e0": (passages[0], passages[2]), "e1": (passages[2],), "e2": ()}


def test_an_index_without_entries() -> None:
    assert finder_of(Index(), []).find([passage("Lenin")]) == {}
    assert mark(finder_of(Index(), []), "Lenin", {}) == "Lenin"


def test_titles_may_come_from_an_iterator() -> None:
    passages = [passage(f"“{TITLE}”"), passage(f"<em>{TITLE}</em>")]
    assert finder_of(index_of("Tiananmen"), iter([TITLE])).find(passages) == {"e0": ()}


def test_what_stands_under_a_paragraph_is_searched_with_it() -> None:
    one = passage("Mao</p><ul><li>Lenin</li></ul><p>")
    assert finder_of(index_of("Mao", "Lenin"), []).find([one]) == {"e0": (one,), "e1": (one,)}


# Links -----------------------------------------------------------------------------------


def test_the_first_mention_of_each_is_linked() -> None:
    html = "<p>Mao and Lenin’s <b>Mao</b>, Lenin.</p>"
    expected = "<p>[Mao](e0) and [Lenin](e1)’s <b>Mao</b>, Lenin.</p>"
    assert marked(html, "Mao", "Lenin") == expected


def test_the_variants_of_an_entry_are_linked_once() -> None:
    assert marked("Chairman Mao", "Mao|Chairman") == "[Chairman](e0) Mao"


def test_only_what_is_wanted_is_linked() -> None:
    index = index_of("Mao", "Lenin")
    expected = 'Mao, <a class="index-term" href="../names/?a&amp;b=&quot;#e1">Lenin</a>'
    wanted = {"e1": '../names/?a&b="#e1', "none": "x"}
    assert mark(finder_of(index, []), "Mao, Lenin", wanted) == expected


def test_what_is_left_out_of_the_words_is_not_linked() -> None:
    marked_ = mark(finder_of(index_of("Mao"), []), "<h2>Mao</h2> Mao", {"e0": "#e0"}, "h2")
    assert marked_ == '<h2>Mao</h2> <a class="index-term" href="#e0">Mao</a>'


def test_a_name_with_a_tag_in_it_is_found_and_not_linked() -> None:
    html = "Hu <b>Yaobang</b> and Hu Yaobang"
    assert marked(html, "Hu Yaobang") == "Hu <b>Yaobang</b> and [Hu Yaobang](e0)"
    assert found("Hu <b>Yaobang</b>", "Hu Yaobang") == ["e0"]


PIECES = st.sampled_from(
    [
        *("Mao", "Mao’s", "Hu", "Yaobang", "Hu Yaobang", "北京", "A & B", "A &amp; B", "Pravda"),
        *(" ", " ", " ", "\n", "&#160;", "&nbsp;", "&copy", ",", "“", "”", "-", "’", "s", "<", "&"),
        *("<em>", "</em>", "<b>", "</b>", "<a href='x'>", SOURCE, "</a>", "<sup>", "</sup>"),
        *("<br>", "<p>", "</p>", "<code>", "</code>", "<!--", "-->", "<script>", "</script>"),
        *('<a class="index-term" href="#e0">', "<b title='Mao>'>", "&ngE;", "&#0;", "The Pravda"),
    ]
)

LINK = re.compile(r'<a class="index-term" href="#e\d">([^<]*)</a>')


def text_of(html: str) -> str:
    """Give the words as a parser reads them; it folds white space between tags by itself."""
    return " ".join(BeautifulSoup(html, "html.parser").get_text().split())


@given(st.lists(PIECES, max_size=30).map("".join))
@example("Mao")
@example("<em>Hu Yaobang</em> A &amp; B 北京")
def test_marking_adds_links_and_changes_nothing_else(html: str) -> None:
    index = index_of("Mao", "Hu Yaobang|Hu", "北京", "A & B", "Pravda")
    wanted = {entry.id: f"#{entry.id}" for entry in index.entries}
    finder = finder_of(index, ["The Pravda"])
    before, result = written(read(html)), mark(finder, html, wanted)
    assert LINK.sub(r"\1", result) == LINK.sub(r"\1", before)
    assert text_of(result) == text_of(before)


def test_many_names_in_many_passages() -> None:
    index = index_of(*(f"Comrade Number{one}|Number{one}" for one in range(100)))
    text = "The delegates of the factory heard <em>Pravda</em> &amp; Number7’s reply at length. "
    passages = [passage(text * 10, f"a/#p{one}") for one in range(500)]
    mentions = finder_of(index, [f"{TITLE} {one}" for one in range(2000)]).find(passages)
    assert len(mentions["e7"]) == 500
