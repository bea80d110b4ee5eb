"""Files in other encodings are read, or the byte that is in the way is named."""

from __future__ import annotations

import codecs

import pytest
from conftest import Build, Site

from mkdocs_apparatus.citations.bib_files import decoded

BIB = (
    "@string{press = {Größenwahn}}\r\n"
    "@book{plain, author = {Roe, Ann}, title = {Things}, publisher = press, year = 1999}\r\n"
    "@book{Müller, author = {Müller, Jo}, title = {Café}, publisher = press, year = 2000}\r\n"
)
READ = BIB.replace("\r\n", "\n")

CODED = {
    "utf-8": BIB.encode(),
    "utf-8 with a mark": codecs.BOM_UTF8 + BIB.encode(),
    "utf-16": BIB.encode("utf-16"),
    "utf-16-be": codecs.BOM_UTF16_BE + BIB.encode("utf-16-be"),
    "utf-16 without a mark": BIB.encode("utf-16-le"),
    "utf-16-be without a mark": BIB.encode("utf-16-be"),
    "utf-32": BIB.encode("utf-32"),
    "old Mac lines": READ.replace("\n", "\r").encode(),
}

CITED = "Ann Roe, Things (Größenwahn, 1999); Jo Müller, Café (Größenwahn, 2000)."

NAMED = {
    "jabref": ("% Encoding: windows-1252\n", "cp1252"),
    "jabref, old": (
        "% This file was created with JabRef 2.10.\n% Encoding: ISO8859_1\n",
        "latin-1",
    ),
    "emacs": ("% -*- coding: latin-1 -*-\n", "latin-1"),
    "vim": ("% vim: set fileencoding=iso-8859-15 :\n", "iso-8859-15"),
    "bibdesk": (
        "%% Created for Jo at 2012\n\n%% Saved with string encoding Western (ISO Latin 1) \n",
        "latin-1",
    ),
    "cyrillic": ("% Encoding: windows-1251\n% Имя\n", "cp1251"),
}


@pytest.mark.parametrize("raw", CODED.values(), ids=CODED)
def test_unicode_is_read_as_what_it_is(raw: bytes) -> None:
    assert decoded(raw, "refs.bib") == (READ, ())


@pytest.mark.parametrize(("head", "encoding"), NAMED.values(), ids=NAMED)
def test_an_encoding_that_the_file_names(head: str, encoding: str) -> None:
    text = head + ("Größe" if encoding != "cp1251" else "")
    assert decoded(text.encode(encoding), "refs.bib") == (text, ())


def site_of(build: Build, raw: bytes, *, strict: bool = False) -> Site:
    site = build("keys", {"docs/index.md": "A.\n", "docs/sources.md": "# S\n", "refs.bib": ""})
    (site.root / "refs.bib").write_bytes(raw)
    site.build({"docs/index.md": "A [@plain; @Müller].\n"}, strict=strict)
    return site


def test_one_byte_loses_nothing_else(build: Build) -> None:
    site = site_of(build, BIB.encode().replace("é".encode(), b"\xe9"))
    assert site.warnings == [
        "refs.bib:3: bad-encoding: the byte 0xE9 is not UTF-8, and is read as 'é', as windows-1252 "
        "has it; save the file as UTF-8, or begin it with '% Encoding: windows-1252'"
    ]
    assert site.notes() == [CITED]


def test_what_the_message_says_mends_it(build: Build) -> None:
    site = site_of(build, b"% Encoding: windows-1252\r\n" + BIB.encode("cp1252"), strict=True)
    assert site.notes() == [CITED]


def test_strings_of_one_file_hold_in_another(build: Build) -> None:
    theme = "theme: {name: null, custom_dir: theme}"
    book = "@book{one, author = {Roe, Ann}, title = {T}, publisher = pub, year = 2001}"
    site = build(
        "keys",
        {
            "mkdocs.yml": f"site_name: x\n{theme}\nplugins: [{{apparatus: {{bib_dir: bibs}}}}]\n",
            "bibs/a.bib": book,
            "bibs/z.bib": "@string{PUB = {Press \\Of{} Words}}\n@preamble{{\\def\\Of{of}}}\n",
            "docs/index.md": "A [@one].\n",
            "docs/sources.md": "# S\n",
        },
        strict=True,
    )
    assert site.notes() == ["Ann Roe, T (Press of Words, 2001)."]
