"""The options of mkdocs-bibtex, and the styles."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from conftest import TESTS, Build
from mkdocs_bibtex.config import BibTexConfig

from mkdocs_apparatus.host.options import ApparatusConfig

REFS = TESTS / "sites/options/refs"


def config(options: str) -> dict[str, str]:
    theme = "theme: {name: null, custom_dir: theme}"
    return {"mkdocs.yml": f"site_name: x\n{theme}\nplugins: [{{apparatus: {{{options}}}}}]\n"}


ONE = {"docs/index.md": "# Home\n\nWorkers decide [@brinton1970].\n"}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    """The folder of `.bib` files, served on loopback."""
    handler = partial(Quiet, directory=str(TESTS / "sites/options"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()


def test_a_folder_of_bib_files_and_its_sub_folders(build: Build) -> None:
    site = build("options", strict=True)
    assert site.notes() == [
        "Maurice Brinton, The Bolsheviks (Solidarity, 1970).",
        "Andrew Walder and Xiaoxia Gong, “Workers in the Tiananmen Protests,” The Australian "
        "Journal of Chinese Affairs, no. 29 (1993): 1–29.",
    ]


def test_problems_name_the_file_in_the_folder(build: Build) -> None:
    site = build("options", {**config("bib_dir: refs, uncited: all"), **ONE})
    assert site.warnings == [
        "refs/more/walder.bib:1: uncited-source: 'walder1993' is never cited; "
        "cite it ('[@walder1993]') or remove it"
    ]


def test_unknown_keys_name_all_files(build: Build) -> None:
    page = "A [@brinton1970; @walder1993]. B [@nobody2000].\n"
    site = build("options", {"docs/index.md": page})
    assert site.warnings == [
        "docs/index.md:1: unknown-key: '@nobody2000' is not in refs/brinton.bib, "
        "refs/more/walder.bib; add it there, or write '\\@nobody2000' if it is not a citation"
    ]


def test_macros_of_one_file_hold_in_another(build: Build) -> None:
    files = {
        "refs/a.bib": "@string{ajca = {The Journal}}\n",
        "refs/brinton.bib": "@article{brinton1970, author = {Brinton, M.}, title = {A},"
        " journaltitle = ajca, date = {1970}}\n",
    }
    site = build("options", files, strict=True)
    assert site.notes()[0] == "M. Brinton, “A,” The Journal, 1970."


@pytest.mark.parametrize(
    "options",
    [
        "csl_file: styles/short.csl",
        "style: styles/short.csl",
        "style: ./styles/short.csl",
        "csl_file: styles/short.csl, style: chicago-notes-bibliography",
    ],
)
def test_a_style_by_path_relative_to_the_configuration(
    build: Build, options: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")
    site = build("options", config(f"bib_dir: refs, {options}"), strict=True)
    assert site.prose() == [
        "Workers decide {The Bolsheviks}. They struck {Workers in the Tiananmen protests}."
    ]


def test_a_style_named_outright_beats_csl_file(build: Build) -> None:
    options = "bib_dir: refs, csl_file: styles/short.csl, style: apa"
    site = build("options", config(options), strict=True)
    assert site.prose() == ["Workers decide (Brinton, 1970). They struck (Walder & Gong, 1993)."]


def test_a_dependent_style_by_name(build: Build) -> None:
    """ "ieee-software" is IEEE under another name."""
    site = build("options", config("bib_dir: refs, style: ieee-software"), strict=True)
    assert site.prose() == ["Workers decide [1]. They struck [2]."]


def test_a_dependent_style_by_path(build: Build) -> None:
    dependent = """\
<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0">
  <info>
    <title>Mine</title><id>mine</id><updated>2026-01-01T00:00:00+00:00</updated>
    <link href="http://www.zotero.org/styles/apa" rel="independent-parent"/>
  </info>
</style>
"""
    files = {**config("bib_dir: refs, style: mine.csl"), "mine.csl": dependent}
    site = build("options", files, strict=True)
    assert site.prose() == ["Workers decide (Brinton, 1970). They struck (Walder & Gong, 1993)."]


def test_a_bib_file_by_url(build: Build, server: str) -> None:
    site = build(
        "options", {**config(f"bib_file: '{server}/refs/brinton.bib'"), **ONE}, strict=True
    )
    assert site.notes() == ["Maurice Brinton, The Bolsheviks (Solidarity, 1970)."]


def test_a_problem_in_a_bib_file_by_url_names_the_url(build: Build, server: str) -> None:
    url = f"{server}/refs/brinton.bib"
    site = build("options", {**config(f"bib_file: '{url}', uncited: all"), "docs/index.md": "A.\n"})
    assert site.warnings == [
        f"{url}:1: uncited-source: 'brinton1970' is never cited; "
        "cite it ('[@brinton1970]') or remove it"
    ]


def test_a_url_that_answers_not_found(build: Build, server: str) -> None:
    url = f"{server}/refs/none.bib"
    site = build("options", {**config(f"bib_file: '{url}'"), **ONE})
    assert len(site.warnings) == 1
    assert site.warnings[0].startswith(f"{url}: bad-bibtex: cannot be read: ")
    assert "Status Code: 404" in site.warnings[0]
    assert "\n" not in site.warnings[0]
    assert site.prose() == ["Workers decide [@brinton1970]."]


def test_a_style_by_url(build: Build, server: str) -> None:
    options = f"bib_dir: refs, csl_file: '{server}/styles/short.csl'"
    site = build("options", config(options), strict=True)
    assert site.prose()[0].startswith("Workers decide {The Bolsheviks}.")


def test_the_language_of_the_edition(build: Build) -> None:
    options = "bib_dir: refs, edition: {language: de-DE}"
    site = build("options", config(options), strict=True)
    # An entry that names no language is in that of the site, and keeps its capitals.
    assert "„Workers in the Tiananmen Protests“" in site.notes()[1]


def test_our_options_begin_with_those_of_mkdocs_bibtex() -> None:
    theirs = {name: (type(one), one.default) for name, one in BibTexConfig()._schema}
    ours = {name: (type(one), one.default) for name, one in ApparatusConfig()._schema}
    assert {name: ours[name] for name in theirs} == theirs


def test_the_other_options_of_mkdocs_bibtex_are_taken(build: Build) -> None:
    options = "bib_dir: refs, footnote_format: '{key}', csl_file_encoding: utf-8"
    site = build("options", config(options), strict=True)
    assert len(site.notes()) == 2


def test_inline_citations_may_be_switched_off(build: Build) -> None:
    """mkdocs-bibtex's `enable_inline_citations: false` leaves `@key` alone."""
    files = {
        **config("bib_dir: refs, enable_inline_citations: false"),
        "docs/index.md": "As @brinton1970 says [@brinton1970; @walder1993].\n",
    }
    site = build("options", files, strict=True)
    assert site.prose() == ["As @brinton1970 says.[1]"]


def test_no_bibliography_at_all(build: Build) -> None:
    site = build("options", {**config(""), "docs/index.md": "Text to @someone[^x].\n\n[^x]: A.\n"})
    assert site.warnings == [
        "mkdocs.yml: no-bibliography: no bibliography is set; "
        "give 'bib_file' or 'bib_dir' to the plugin"
    ]
    assert site.notes() == ["A."]
