"""`.bib` files as the programs of the world write them: `tests/corpus/README.md` says of each what
it tries. Each entry reads as `pandoc --citeproc` has it, or `differences.tsv` says why not.
"""

from __future__ import annotations

import csv
import re
from functools import cache

import pytest
from conftest import TESTS, Build, by_pandoc, words

from mkdocs_apparatus.citations.bib_parsing import parse
from mkdocs_apparatus.reading.syntax import cited

CORPUS = TESTS / "corpus"
NAMES = sorted(path.stem for path in CORPUS.glob("*.bib"))
STYLE = "chicago-author-date"

RULES = {
    "accent": "Unicode: a letter and its accent are one character, where there is one",
    "address": "BibTeX prints `howpublished`; what is nothing but an address is a link, once",
    "body": "BibTeX: who published is text, and no list to be parted at “and”",
    "case": "BibTeX: a special character (an accented letter in braces) has case like any letter",
    "dash": "TeX: `--` is a dash, in a year too",
    "doi": "DOI Handbook: a DOI without an address before it and without TeX in it; the first",
    "formula": "TeX: formulas are set, as MathML where HTML has no tags for them",
    "html": "CSL: `<i>`, `<sub>`, `<sup>` of Crossref and PLOS are italics and so on",
    "journal": "AASTeX: ADS writes journals as macros of its class",
    "language": "Zotero: `language` says in which language a title is, and whose capitals it has",
    "month": "BibTeX: a month is a word too, and may have its day with it",
    "names": "BibTeX: names are parted by “and” in any case",
    "others": "BibTeX: `and others`; programs write `and Others`, `{et al.}`",
    "preamble": "BibTeX: macros of an @preamble hold in all entries",
    "quotes": "CSL: quotation marks within quotation marks are turned",
    "tex": "TeX: the macro stands for this character",
    "type": "BibTeX: braces and TeX in `type` are as in any field",
}
"""Whose rule decides where pandoc reads an entry otherwise."""

LITERAL = {
    ("bbt-biblatex", "openRange1990"): r"the title is about `\end{document}`, and escapes it",
    ("mendeley", "Collaboration2015"): "Mendeley escaped the TeX that somebody had typed",
}
"""Entries whose words hold a backslash that is meant as one, or a brace."""

RAW = re.compile(r"[\\∖]|\w\{|\}")
"""TeX that is not read: `\\textbar`, `{Ph.D.}`."""

DEAD = re.compile(r"[\\{}\s]|doi\.org/(?!10\.)|%5C|%7B|https?:.*https?:")
"""What no link in the corpus should hold: `https://doi.org/https://…`, `mice{\\_}14`."""

WARNED = {
    "bibdesk": ["no-title: 'gloss:1' has no title; add a line 'title = {…},'"],
}
"""What is wrong with a file, and is said: BibDesk's `@glossdef` is no work."""


@cache
def differences() -> dict[str, dict[str, list[dict[str, str]]]]:
    """The rows of `differences.tsv`, by file and key."""
    found: dict[str, dict[str, list[dict[str, str]]]] = {}
    with (CORPUS / "differences.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found.setdefault(row["file"], {}).setdefault(row["key"], []).append(row)
    return found


def test_every_difference_has_its_rule() -> None:
    used = {
        row["rule"] for keys in differences().values() for rows in keys.values() for row in rows
    }
    assert used == set(RULES)
    assert set(differences()) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_of_a_file_is_printed(build: Build, name: str) -> None:
    bib = (CORPUS / f"{name}.bib").read_text("utf-8-sig")
    keys = [entry.key for entry in parse(bib, name).entries]
    assert len(keys) == 30
    page = "".join(f"Word [{cited(key)}].\n\n" for key in keys)
    theme = "theme: {name: null, custom_dir: theme}"
    plugin = f"plugins: [{{apparatus: {{bib_file: refs.bib, style: {STYLE}}}}}]"
    site = build(
        "in_text",
        {
            "mkdocs.yml": f"site_name: x\n{theme}\n{plugin}\n",
            "docs/index.md": page,
            "docs/other.md": "# Other\n",
            "refs.bib": bib,
        },
    )
    assert [one.split(": ", 1)[1] for one in site.warnings] == WARNED.get(name, [])
    entries = site.page().select(".sources li")
    ours = {str(one["id"]).removeprefix("ref-"): one for one in entries}
    assert sorted(ours) == sorted(keys)
    raw = {key for key, one in ours.items() if RAW.search(words(one))}
    assert raw == {key for file, key in LITERAL if file == name}
    links = {
        key: [str(a["href"]) for a in one.select("a[href^=http]")] for key, one in ours.items()
    }
    assert [url for urls in links.values() for url in urls if DEAD.search(url)] == []
    assert [key for key, urls in links.items() if len(urls) > 1] == []
    theirs = by_pandoc(page, site.root / "refs.bib", STYLE).by_key
    printed = {key: words(one) for key, one in ours.items()}
    assert all(printed.values())  # also where pandoc prints no words, of a letter say
    assert {key: text for key, text in printed.items() if theirs[key]} == {
        key: _expected(name, key, theirs[key]) for key in keys if theirs[key]
    }


def _expected(name: str, key: str, entry: str) -> str:
    """What pandoc prints, with the differences that the table has."""
    for row in differences().get(name, {}).get(key, []):
        assert row["pandoc"] in entry, (name, row)
        entry = entry.replace(row["pandoc"], row["ours"])
    return entry
