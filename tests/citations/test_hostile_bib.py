"""`.bib` files from strangers: they end, print what can be printed, and name what cannot."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import TESTS, Build
from growth import MOST, growth
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_apparatus.bib import Bibliography
from mkdocs_apparatus.citations import bib_files
from mkdocs_apparatus.citations.bib_files import Fetched, load
from mkdocs_apparatus.citations.csl_reading import StyleError
from mkdocs_apparatus.citations.limits import fault
from mkdocs_apparatus.citations.mending import mended
from mkdocs_apparatus.citations.styles import style_of
from mkdocs_apparatus.model import Source
from mkdocs_apparatus.reading import syntax
from mkdocs_apparatus.references.files import sources_out


def read(text: str) -> Bibliography:
    return load([(Fetched(text.encode()), "refs.bib")])


def said(bibliography: Bibliography) -> list[str]:
    return [str(one) for one in bibliography.problems]


CIRCLE = "refs.bib:{}: bad-bibtex: entries take their fields from each other in a circle: {}; "
MEND = "take out one 'crossref' or 'xdata' of them"
CIRCLES = {
    "itself": ("@book{a, title={T}, crossref={a}}", [(1, "'a' → 'a'")]),
    "itself, as data": (
        "@book{a, title={T}, xdata={b,a}}\n@xdata{b, note={N}}",
        [(1, "'a' → 'a'")],
    ),
    "two": (
        "@inbook{b, title={T}, crossref={c}}\n@book{c, title={C}, crossref={b}}",
        [(1, "'b' → 'c' → 'b'")],
    ),
    "both fields": (
        "@book{o, title={O}}\n@inbook{b, title={T}, crossref={c}}\n"
        "@book{c, title={C}, xdata = {x}}\n@xdata{x, crossref = {b}}",
        [(2, "'b' → 'c' → 'x' → 'b'")],
    ),
    "beside the way": (
        "@book{in, title={I}, crossref={a}}\n@book{a, title={A}, crossref={b}}\n"
        "@book{b, title={B}, crossref={a}}\n@book{z, title={Z}, crossref={z}}",
        [(2, "'a' → 'b' → 'a'"), (4, "'z' → 'z'")],
    ),
    "a spelling": ("@book{a, title={T}, CrossRef = { a }}", [(1, "'a' → 'a'")]),
}


@pytest.mark.parametrize(("text", "circles"), CIRCLES.values(), ids=CIRCLES)
def test_entries_in_a_circle(text: str, circles: list[tuple[int, str]]) -> None:
    bibliography = read(text)
    assert said(bibliography) == [CIRCLE.format(*one) + MEND for one in circles]
    for entry in mended(bibliography):
        own = {f"'{entry.key}'"}
        for _, circle in circles:
            if own & set(circle.split(" → ")):
                names = circle.replace("'", "").split(" → ")
                after = names[names.index(entry.key) + 1]
                assert f"= {{{after}}}" not in entry.text


def test_parents_that_are_no_circle_stay() -> None:
    """A diamond, a parent named twice, one that is missing, and a chain of any length."""
    chain = "\n".join(f"@book{{c{n}, title={{C}}, crossref={{c{n + 1}}}}}" for n in range(3000))
    diamond = (
        "@book{a, title={A}, crossref={b,c,b,none}}\n@book{b, title={B}, xdata={d}}\n"
        "@book{c, title={C}, xdata={d}}\n@xdata{d, note={N}}\n"
    )
    bibliography = read(f"{diamond}{chain}")
    assert said(bibliography) == []
    assert "crossref = {b,c,none}" in mended(bibliography)[0].text


def fan(width: int, deep: int) -> str:
    rows = [[f"x{row}y{place}" for place in range(width)] for row in range(deep)]
    lines = ["@book{b, title={T}, xdata={" + ",".join(rows[0]) + "}}"]
    for row, below in zip(rows, [*rows[1:], []], strict=True):
        named = f"xdata={{{','.join(below)}}}, " if below else ""
        lines += [f"@xdata{{{key}, {named}note={{N}}}}" for key in row]
    return "\n".join(lines)


@pytest.mark.parametrize(("width", "deep"), [(2, 30), (3, 12), (9, 9)])
def test_a_fan_of_data(width: int, deep: int) -> None:
    """pandoc would go each way; what has too many is parted from the rest, and said."""
    bibliography = read(fan(width, deep))
    assert said(bibliography)
    for message in said(bibliography):
        assert "takes fields from too many others, and gets none; name fewer" in message
    source = Source("b", None, "book", "", "", {"id": "b", "type": "book"}, ())
    assert sources_out(bibliography, [source])["sources.bib"].count("@xdata") == width * deep


def test_an_honest_fan() -> None:
    """What is common to several books, in three files of data that share a fourth."""
    assert said(read(fan(3, 1))) == []
    assert said(read(fan(2, 3))) == []


def test_macros_that_double() -> None:
    text = '@string{s0 = "lol"}\n' + "".join(
        f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(60)
    )
    bibliography = read(f"{text}@book{{b, title = {{T}}, note = s60}}\n@book{{c, title = {{C}}}}")
    assert said(bibliography)[0].startswith("refs.bib:19: bad-bibtex: '@string{s18 = s17 # s17}' ")
    assert "its macros stand for too much text" in said(bibliography)[0]
    assert "c" in bibliography.keys
    assert sum(len(one) for one in bibliography.defined.values()) < 3_000_000


def test_macros_used_too_often() -> None:
    long = f"@string{{s = {{{'x' * 50_000}}}}}\n"
    many = "".join(f"@book{{k{n}, title = {{T}}, note = s}}\n" for n in range(100))
    bibliography = read(long + many)
    assert len(said(bibliography)) == 80
    assert all("its macros stand for too much text" in one for one in said(bibliography))


FIELDS = {
    "sup": ("$x^{" + "x^{" * 20 + "1" + "}" * 20 + "}$", "is nested more than 10 deep"),
    "sup in parentheses": (r"\(" + "x^{" * 20 + "1" + "}" * 20 + r"\)", "is nested more than 10 "),
    "left": ("$" + r"x^\left(" * 20 + "1" + r"\right)" * 20 + "$", "is nested more than 10 deep"),
    "ensured": (r"\ensuremath{" + "x_{" * 20 + "1" + "}" * 20 + "}", "is nested more than 10 "),
    "begin": (r"\begin{a}" * 1000, r"has more than 20 '\begin'"),
    "begin and end": (r"\begin{a}" * 30 + "x" + r"\end{a}" * 30, r"has more than 20 '\begin'"),
    "quotes": ("``" * 300 + "x" + "''" * 300, "begins more than 100 quotations"),
    "single quotes": ("`a " * 300 + "x" + "'" * 300, "begins more than 100 quotations"),
    "braces": ("{" * 60 + "x" + "}" * 60, "is nested more than 20 deep"),
    "emphasis": (r"\emph{" * 60 + "x" + "}" * 60, "is nested more than 20 deep"),
    "links": (r"\href{http://x.y}{" * 60 + "x" + "}" * 60, "is nested more than 20 deep"),
    "long": ("word " * 200_001, "has more than 1,000,000 characters"),
}


@pytest.mark.parametrize(("value", "why"), FIELDS.values(), ids=FIELDS)
def test_a_field_without_end_is_printed_as_words(value: str, why: str) -> None:
    bibliography = read(
        f"@book{{o, title = {{O}}}}\n\n@book{{b, title = {{T}}, note = {{{value}}}}}"
    )
    (message,) = said(bibliography)
    begin = "refs.bib:3: bad-bibtex: the field 'note' of 'b' "
    end = ", and is printed as plain words; write it more simply"
    assert message.startswith(begin + why)
    assert message.endswith(end)
    words = mended(bibliography)[1].text.partition("note = {")[2].removesuffix("}\n}")
    assert not set(words) & set("{}\\$`")
    assert len(words) <= 1_000_000


def test_what_macros_of_a_preamble_make_deep() -> None:
    text = r"@preamble{{\newcommand{\up}[1]{x^{{{{{#1}}}}}}}}@book{b, title={$\up{\up{\up{1}}}$}}"
    bibliography = read(text)
    assert said(bibliography) == []
    assert "title = {x 1" in " ".join(mended(bibliography)[0].text.split()).replace("x x x", "x")


HONEST = [
    r"{\'E}tudes on ``{The {DNA} of $x^{a_{b}}$}'' and {\it many {\bf things}}",
    r"L\`a-bas, o\`u l'on dit \`a " * 100,
    r"\begin{itemize}\item $\left(\frac{1}{2}\right)^{n}$\end{itemize}",
    "Ångström, M. and " * 15_000 + "Last, N.",
    r"costs \$5 and \{braces\}" * 40,
]


@pytest.mark.parametrize("value", HONEST)
def test_no_honest_field_meets_a_limit(value: str) -> None:
    assert fault(value) == ""


def test_no_entry_of_the_corpus_meets_a_limit() -> None:
    for path in sorted((TESTS / "corpus").glob("*.bib")):
        for one in said(load([(path, path.name)])):
            assert "more simply" not in one
            assert "circle" not in one
            assert "too m" not in one


def test_a_site_prints_all_that_it_can(build: Build) -> None:
    """Each of these would keep pandoc from answering at all."""
    macros = "@string{a.b = {Press & Sons}}\n@string(c-d:e = {P2})\n@string{k/l+m = {P3}}\n"
    quotes, sup = FIELDS["quotes"][0], FIELDS["sup"][0]
    bib = (
        f"{macros}@inbook{{b, title={{Part}}, author={{Doe, J.}}, date={{1990}}, crossref={{c}}}}\n"
        "@book{c, title={Whole}, author={Roe, A.}, date={1991}, crossref={b}}\n"
        f"@book{{m, title={{Power {sup}}}, author={{Doe, J.}}, date={{1992}}, publisher=a.b}}\n"
        f"@book{{q, title={{Quotes {quotes}}}, author={{Roe, A.}}, date={{1993}},"
        " publisher=c-d:e}\n"
        "@book{h, title={A \\href{https://x.y/}{linked} word}, author={Roe, A.}, date={1994}}\n"
        "@book{i, title={In \\href{https://x.y/}{linked \\emph{words}}}, author={Poe, B.}}\n"
    )
    page = "A [@b]. B [@c]. C [@m]. D [@q]. E [@h]. F [@i].\n"
    site = build("keys", {"refs.bib": bib, "docs/index.md": page, "docs/sources.md": "# S\n"})
    assert len(site.warnings) == 3
    assert site.notes()[0] == "J. Doe, Part (1990)."
    assert site.notes()[1] == "A. Roe, Whole (1991)."
    assert site.notes()[2].startswith("J. Doe, Power x x x x x")
    assert site.notes()[2].endswith("(Press & Sons, 1992).")
    assert site.notes()[3] == "A. Roe, Quotes x (P2, 1993)."
    html = site.page()
    assert not [link for link in html.select("a") if link.select("a")]
    assert (
        "<a" not in site.read("index.html").partition('href="sources/#h"')[2].partition("</a>")[0]
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_what_is_no_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.bib")
    (tmp_path / "endless.bib").symlink_to("/dev/zero")
    (tmp_path / "folder.bib").mkdir()
    (tmp_path / "loop.bib").symlink_to("loop.bib")
    (tmp_path / "good.bib").write_text("@book{a, title = {T}}", "utf-8")
    (tmp_path / "large.bib").write_text("% " * 600, "utf-8")
    monkeypatch.setattr(bib_files, "LARGEST", 1000)
    monkeypatch.chdir(tmp_path)
    socket.socket(socket.AF_UNIX).bind("socket.bib")
    names = ("pipe", "endless", "folder", "loop", "large", "socket", "good")
    bibliography = load([(tmp_path / f"{name}.bib", f"{name}.bib") for name in names])
    no_file = "bad-bibtex: cannot be read: it is no file, but a pipe or a device; check 'bib_file'"
    for name in ("pipe", "endless", "socket"):
        assert any(one.startswith(f"{name}.bib: {no_file}") for one in said(bibliography))
    assert any(
        one.startswith("large.bib: bad-bibtex: cannot be read: it is larg")
        for one in said(bibliography)
    )
    assert len(said(bibliography)) == 6
    assert bibliography.keys == {"a"}


def test_a_pipe_among_files_does_not_stop_a_build(build: Build, tmp_path: Path) -> None:
    site = build("options", strict=True)
    os.mkfifo(site.root / "refs/pipe.bib")
    site.build(strict=True)
    assert site.aborted
    assert site.warnings == [
        "refs/pipe.bib: bad-bibtex: cannot be read: it is no file, but a pipe or a device; "
        "check 'bib_file' in mkdocs.yml"
    ]


def test_messages_are_safe_for_a_terminal(build: Build) -> None:
    """Neither commands (U+001B, U+009B), nor text that is turned around, nor forged lines."""
    bib = "@book{a\u001b[31mred, note = {N}}\n@book{b\u202egpj, note={N}}\n"
    bib += "@book{c\u009b1m\u2066, x={}}\n"
    site = build("keys", {"refs.bib": bib, "docs/index.md": "A.\n", "docs/sources.md": "# S\n"})
    text = "\n".join(site.warnings)
    assert not set(text) & set("\u001b\u202e\u009b\u2066")
    assert "'a\\u001b[31mred' has no title" in text
    assert "'b\\u202egpj' has no title" in text
    assert "'c\\u009b1m\\u2066' has no title" in text


FOUND: dict[str, list[str]] = json.loads((TESTS / "citations/found.json").read_text("utf-8"))
"""Texts by reader that fuzzing came by, and in which each part of the readers is reached."""


def through_bib(data: bytes) -> None:
    bibliography = load([(Fetched(data), "refs.bib")])
    entries = {entry.key for entry in bibliography.entries}
    assert [one.key for one in mended(bibliography)] == [one.key for one in bibliography.entries]
    assert all(one.path == "refs.bib" and "; " in one.message for one in bibliography.problems)
    assert len(entries) == len(bibliography.entries)


def through_markdown(data: bytes) -> None:
    raw = data.decode("utf-8", "replace")
    keys = syntax.keys_in(raw)
    assert syntax.keys_in(syntax.with_keys(raw, lambda key: key)) == keys
    assert ";".join(syntax.parts_of(raw)) == raw
    end = syntax.Brackets().end(raw, 0)
    assert end is None or end <= len(raw)


def through_csl(data: bytes) -> None:
    try:
        found = style_of(data, Path("my.csl"), "my.csl")
    except StyleError as error:
        assert "'my.csl'" in str(error)  # noqa: PT017
        return
    assert "href" not in found.text


THROUGH = {"bib": through_bib, "markdown": through_markdown, "csl": through_csl}


@pytest.mark.parametrize("reader", THROUGH)
def test_what_fuzzing_found_is_read(reader: str) -> None:
    assert FOUND[reader]
    for text in FOUND[reader]:
        THROUGH[reader](text.encode("latin-1"))


SIGNS = st.sampled_from(
    [*'@{}()"#=,%\\$`^_ \n', "@book{", "@string{", "a = ", "crossref = {", "xdata={"]
)
WORDS = st.sampled_from(
    ["a", "b", "title", "and", "\\emph", "\\'e", "é", "1990", "\\begin{x}", "''"]
)


@given(st.lists(SIGNS | WORDS, max_size=60).map("".join))
def test_any_text_is_read(text: str) -> None:
    through_bib(text.encode())
    through_markdown(text.encode())


@given(st.lists(st.sampled_from([*"[]@{};,*_'\"- ", "@a", "-@b", "p. 3", "see"]), max_size=40))
def test_any_citation_is_parted_and_joined(parts: list[str]) -> None:
    through_markdown("".join(parts).encode())


GROWING: dict[str, Callable[[int], str]] = {
    "circles of two": lambda n: "".join(
        f"@book{{a{k}, title={{T}}, xdata={{b{k}}}}}@book{{b{k}, title={{T}}, xdata={{a{k}}}}}"
        for k in range(n)
    ),
    "one circle": lambda n: "".join(
        f"@book{{a{k}, title={{T}}, crossref={{a{(k + 1) % n}}}}}" for k in range(n)
    ),
    "parents of all": lambda n: (
        "".join(f"@book{{a{k}, title={{T}}, crossref={{p}}}}" for k in range(n))
        + "@book{p, title={P}}"
    ),
}


@pytest.mark.parametrize("text", GROWING.values(), ids=GROWING)
def test_entries_that_name_others_cost_the_same_each(
    text: Callable[[int], str],
) -> None:
    assert growth(lambda size: read(text(size)), 100) < MOST
