"""The index's data file: what an editor writes, and is told of what is wrong in it."""

from __future__ import annotations

import pytest

from mkdocs_apparatus.registers.names import Index, IndexEntry, first_letter, load_index

PATH = "docs/data/index.yml"


def problems(text: str) -> list[str]:
    return [str(one) for one in load_index(text, PATH).problems]


def test_an_entry_with_everything() -> None:
    text = (
        "people:\n"
        "  - name: Deng Xiaoping   # as printed\n"
        "    original: 邓小平\n"
        "    lang: zh-Hans\n"
        "    variants: [Deng Xiaoping, Deng]\n"
        "    id: deng\n"
        "    dates: 1904–1997\n"
        "    gloss: Leader of the *reform*\n"
        "      era.\n"
    )
    entry = IndexEntry(
        id="deng",
        name="Deng Xiaoping",
        group="people",
        variants=("Deng Xiaoping", "Deng", "邓小平"),
        original="邓小平",
        lang="zh-Hans",
        dates="1904–1997",
        gloss="Leader of the *reform* era.",
        path=PATH,
        line=2,
    )
    assert load_index(text, PATH) == Index((entry,), ())


def test_an_entry_with_a_name_alone() -> None:
    index = load_index("places:\n  - name: Beijing\n    gloss:\n", PATH)
    assert index.problems == ()
    assert [(one.id, one.variants, one.gloss) for one in index.entries] == [
        ("beijing", ("Beijing",), "")
    ]


def test_the_original_is_a_variant_beside_the_name() -> None:
    index = load_index("places: [{name: Beijing, original: 北京, lang: zh-Hans}]", PATH)
    assert index.entries[0].variants == ("Beijing", "北京")


def test_a_variant_written_twice_is_one() -> None:
    index = load_index("works: [{name: A, variants: [B, B]}]", PATH)
    assert index == Index(index.entries, ())
    assert index.entries[0].variants == ("B",)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Bismarck, Otto von", "bismarck-otto-von"),
        ("Ćosić, Dobrica", "cosic-dobrica"),
        ("People’s Liberation Army (PLA)", "peoples-liberation-army-pla"),
        ("Rebellion in China, 1966–1971", "rebellion-in-china-1966-1971"),
        ("Sorghum & Steel", "sorghum-steel"),
        ("Groß, Öz", "gross-oz"),
    ],
)
def test_the_id_is_made_from_the_name(name: str, slug: str) -> None:
    assert load_index(f'people: [{{name: "{name}"}}]', PATH).entries[0].id == slug


def test_entries_keep_the_order_of_the_file() -> None:
    text = "works:\n  - name: B\n  - name: A\npeople:\n  - name: C\n"
    found = [(one.name, one.group, one.line) for one in load_index(text, PATH).entries]
    assert found == [("B", "works", 2), ("A", "works", 3), ("C", "people", 5)]


@pytest.mark.parametrize("text", ["", "# nothing\n", "people:\nplaces: []\n"])
def test_an_empty_index(text: str) -> None:
    assert load_index(text, PATH) == Index()


def test_a_capital_makes_another_variant() -> None:
    assert problems("works: [{name: Soviet}]\nconcepts: [{name: soviet, id: council}]") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "places:\n  - name: Rome\npeeple:\n  - name: Lenin\n",
            f"{PATH}:3: unknown-group: 'peeple' is no group; did you mean 'people'?",
        ),
        (
            "xyz:\n  - name: Lenin\n",
            f"{PATH}:1: unknown-group: 'xyz' is no group; "
            "use people, organisations, places, works, concepts",
        ),
        (
            "people:\n  - name: Lenin\n    varients: [Lenin]\n",
            f"{PATH}:3: unknown-field: 'varients' is no field here; did you mean 'variants'?",
        ),
        (
            "people:\n  - name: Lenin\n\n  - gloss: Who?\n",
            f"{PATH}:4: no-name: the entry has no name; add 'name: …', as the index is to print it",
        ),
        (
            "places:\n  - name: Beijing\n    original: 北京\n",
            f"{PATH}:3: no-lang: '北京' is in no language; "
            "add 'lang: …', its BCP 47 tag ('zh-Hans')",
        ),
        (
            "people:\n  - name: 邓小平\n",
            f"{PATH}:2: bad-id: the id '' of '邓小平' is not a valid anchor; "
            "write 'id: …' and use letters, digits, '-', '_', '.' and ':'",
        ),
        (
            "people:\n  - name: Deng\n    id: deng xiaoping\n",
            f"{PATH}:2: bad-id: the id 'deng xiaoping' of 'Deng' is not a valid anchor; "
            "write 'id: …' and use letters, digits, '-', '_', '.' and ':'",
        ),
        (
            "places:\n  - name: Paris\npeople:\n  - name: Páris\n",
            f"{PATH}:4: duplicate-id: 'Paris' and 'Páris' have the same id 'paris'; "
            "write another with 'id: …', or make one entry of them",
        ),
        (
            "people:\n"
            "  - name: Bismarck, Otto von\n    variants: [Bismarck]\n"
            "  - name: Bismarck, Herbert von\n    variants: [Herbert, Bismarck]\n",
            f"{PATH}:4: duplicate-variant: 'Bismarck' is a variant of 'Bismarck, Otto von' "
            "and 'Bismarck, Herbert von'; take it from one of the two",
        ),
        (
            "concepts:\n  - name: A\n    variants: workers’ council\n"
            "  - name: B\n    variants: workers'  council\n",
            f"{PATH}:4: duplicate-variant: 'workers' council' is a variant of 'A' and 'B'; "
            "take it from one of the two",
        ),
        (
            "people:\n  - Lenin\n  - name: Mao\n",
            f"{PATH}:1: bad-data: 'people' must be a list of entries; begin each with '- name: …'",
        ),
        (
            "people:\n  name: Mao\n",
            f"{PATH}:1: bad-data: 'people' must be a list of entries; begin each with '- name: …'",
        ),
        (
            "people:\n  - name: Mao\n    variants: {a: b}\n",
            f"{PATH}:3: bad-data: 'variants' must be a text or a list of texts "
            "('[one, another]'); quote texts that begin with '[' or '{' or hold ': '",
        ),
        (
            "people:\n  - name: Mao\n    variants: [Mao, [Zedong]]\n",
            f"{PATH}:3: bad-data: 'variants' must be a text or a list of texts "
            "('[one, another]'); quote texts that begin with '[' or '{' or hold ': '",
        ),
        (
            "people:\n  - name: Mao\n    gloss: [a]\n",
            f"{PATH}:3: bad-data: 'gloss' must be a text; "
            "quote it if it begins with '[' or '{' or holds ': '",
        ),
        (
            "people:\n  - name: [Mao]\n",
            f"{PATH}:2: bad-data: 'name' must be a text; "
            "quote it if it begins with '[' or '{' or holds ': '",
        ),
        (
            "people:\n  - name: Mao\n    ? [a, b]\n    : c\n",
            f"{PATH}:3: bad-data: the name of a field must be a text; "
            "quote it if it begins with '[' or '{'",
        ),
        (
            "people:\n  - name: Mao\n    variants: [Mao, —]\n",
            f"{PATH}:3: bad-variant: the variant '—' is no word; write one, or take it out",
        ),
        (
            "people:\n  - name: Mao\n    id: cite-p1\n",
            f"{PATH}:2: bad-id: the id 'cite-p1' of 'Mao' begins with 'cite-', as those that "
            "pages get by themselves; write 'id: …' and choose another",
        ),
        (
            "people: " + "[" * 3000 + "]" * 3000,
            f"{PATH}: bad-data: its lists stand in each other too deeply, or in themselves; "
            "take them apart",
        ),
        (
            "people: &a\n  - name: Mao\n    variants: *a\n",
            f"{PATH}: bad-data: its lists stand in each other too deeply, or in themselves; "
            "take them apart",
        ),
        (
            "concepts:\n  - name: Café\n    variants: Cafe\u0301\n"
            "  - name: B\n    variants: Caf\u00e9\n",
            f"{PATH}:4: duplicate-variant: 'Café' is a variant of 'Café' and 'B'; "
            "take it from one of the two",
        ),
        (
            "people:\n  - name: Mao: the man\n",
            f"{PATH}:2: bad-data: it is not YAML here: mapping values are not allowed here; "
            "quote texts that hold ': ', '#', '[' or '{'",
        ),
    ],
)
def test_a_problem_names_its_line_and_the_mend(text: str, expected: str) -> None:
    assert problems(text) == [expected]


def test_problems_stand_in_the_order_of_lines() -> None:
    text = "people:\n  - name: A\n  - name: B\n    variants: A\n  - nam: C\nplace: []\n"
    assert [(one.line, one.code) for one in load_index(text, PATH).problems] == [
        (3, "duplicate-variant"),
        (5, "no-name"),
        (5, "unknown-field"),
        (6, "unknown-group"),
    ]


def test_of_two_entries_with_one_id_the_first_stays() -> None:
    index = load_index("people: [{name: A, id: x}, {name: B, id: x}]", PATH)
    assert [one.name for one in index.entries] == ["A"]


def test_a_group_may_be_empty() -> None:
    assert load_index("people:\nplaces: []\n", PATH) == Index()


def test_linked_is_yes_or_no() -> None:
    index = load_index(
        "places:\n  - {name: Spain, linked: no}\n  - {name: Rome, linked: np}\n", PATH
    )
    assert [one.linked for one in index.entries] == [False, True]
    assert [str(one) for one in index.problems] == [
        f"{PATH}:3: bad-data: 'linked' is 'np'; write 'no', or take it out"
    ]


def test_a_name_stands_under_its_letter() -> None:
    names = ("Ćosić, Dobrica", "The Soviets", "“Dark agora”", "école")
    assert [first_letter(one) for one in names] == ["C", "S", "D", "E"]
