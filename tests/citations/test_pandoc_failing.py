"""pandoc killed, hanging, missing or talking nonsense: one message says which, and what to do."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypandoc
import pytest
from conftest import Build

from mkdocs_apparatus.bib import Bibliography
from mkdocs_apparatus.cache import Cache
from mkdocs_apparatus.citations.answers import Unit
from mkdocs_apparatus.citations.bib_files import Fetched, load
from mkdocs_apparatus.citations.citeproc import Citeproc
from mkdocs_apparatus.citations.pandoc import Pandoc
from mkdocs_apparatus.citations.pandoc_failures import CiteprocError
from mkdocs_apparatus.citations.styles import find_style

REAL = pypandoc.get_pandoc_path()
WRITES = f"{shlex.quote(sys.executable)} -c 'import sys; sys.stdin.read(); "
SHAPE = "pandoc's answer is not of the shape that was asked; check that pandoc is 3.1 or later"

FAILS = {
    "killed": ("read a; kill -9 $$", "pandoc was ended by SIGKILL before it had answered; build"),
    "ended": ("read a; kill -TERM $$", "pandoc was ended by SIGTERM before it had answered; build"),
    "crashed": ("kill -SEGV $$", "pandoc was ended by SIGSEGV before it had answered; build again"),
    "hanging": ("exec sleep 60", "pandoc did not answer within 1 seconds; take out what is odd"),
    "hanging after reading": (
        f"{WRITES} import time; time.sleep(60)'",
        "pandoc did not answer within 1 seconds; take out what is odd in the .bib files or the "
        "CSL style, or, on a large site, set 'pandoc_timeout' to more seconds",
    ),
    "out of heap": (
        "echo 'pandoc: Heap exhausted;' >&2; exit 251",
        "pandoc needs more memory than it may use, or than there is; take out what is odd in the "
        ".bib files or the CSL style, or free some memory",
    ),
    "out of memory": ("echo 'pandoc: out of memory' >&2; exit 1", "pandoc needs more memory than"),
    "silent": ("exit 3", "pandoc failed: it ended with code 3; check that 'apa.csl' is valid CSL"),
    "empty": ("exit 0", "pandoc's answer is no JSON: Expecting value; check that pandoc is 3.1"),
    "garbage": ("echo nonsense", "pandoc's answer is no JSON: Expecting value; check that pandoc"),
    "half": ("printf '{\"locators\":['", "pandoc's answer is no JSON: Expecting value; check"),
    "not UTF-8": ("printf '\\377\\376\"'", "pandoc's answer is not UTF-8; check that pandoc is"),
    "a list": ("echo '[]'", SHAPE),
    "a number": ("echo 7", SHAPE),
    "an empty object": ("echo '{}'", SHAPE),
    "others inside": (
        'echo \'{"sources":[7],"alone":[],"formatted":[],"locators":[],"annotes":{"blocks":[]},'
        '"linked":null,"failed":{},"macros":{},"references":""}\'',
        SHAPE,
    ),
    "deep": (
        f'{WRITES} sys.stdout.write("[" * 100000)\'',
        "pandoc's answer is nested too deeply to be read; check that pandoc is 3.1 or later",
    ),
    "wordy": (
        "(echo 'Error running Lua:'; echo /home/me/resolve.lua:9: no; yes | head -c 999999) >&2;"
        "exit 1",
        "pandoc failed: Error running Lua: resolve.lua:9: no y; check that",
    ),
}
BOOK = load([(Fetched(b"@book{a, title = {T}, author = {Roe, A.}, date = {1970}}"), "a.bib")])


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Put a script of the shell in place of pandoc."""

    def put(script: str) -> None:
        path = tmp_path / "pandoc"
        path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        path.chmod(0o755)
        monkeypatch.setattr("pypandoc.get_pandoc_path", lambda: str(path))

    return put


def asked(pandoc: Pandoc, bibliography: Bibliography = BOOK) -> str:
    """Ask for one citation; give how that fails, as an editor is told."""
    citeproc = Citeproc(bibliography, pandoc)
    units = [[Unit((((True, "[@a]"),),))]]
    try:
        found = citeproc.resolve(find_style("apa", Path()), None, units, list_all=False)
    except CiteprocError as error:
        valid = "check that 'apa.csl' is valid CSL, and pandoc 3.1 or later"
        return f"{error}; {error.mend or valid}"
    assert found.groups[0][0].prose == '(<a href="#ref-a">Roe, 1970</a>)'
    return ""


@pytest.mark.parametrize(("script", "said"), FAILS.values(), ids=FAILS)
def test_each_way_to_fail_has_its_message(
    stub: Callable[[str], None], tmp_path: Path, script: str, said: str
) -> None:
    kept = Pandoc(Cache(tmp_path / "cache"), timeout=1)
    stub(script)
    start = time.monotonic()
    message = asked(kept)
    assert message.startswith(said)
    assert time.monotonic() - start < 30
    assert "\n" not in message
    assert len(message) < 400
    stub(f'exec {shlex.quote(REAL)} "$@"')  # and nothing of it is kept
    assert asked(Pandoc(Cache(tmp_path / "cache"))) == ""


def test_an_answer_without_end(
    stub: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mkdocs_apparatus.citations.pandoc.MOST", 1000)
    stub("exec yes")
    assert asked(Pandoc()).startswith("pandoc's answer does not end; check that pandoc is 3.1")


def test_memory_is_limited(stub: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """By GHC's own `-M`: other ways count what is only reserved. Who sets one keeps it."""
    stub('echo "limit: $GHCRTS" >&2; exit 1')
    monkeypatch.delenv("GHCRTS", raising=False)
    assert asked(Pandoc()).startswith("pandoc failed: limit: -M4g;")
    monkeypatch.setenv("GHCRTS", "-A8m -M1g")
    assert asked(Pandoc()).startswith("pandoc failed: limit: -A8m -M1g;")
    monkeypatch.setenv("GHCRTS", "-A8m")
    assert asked(Pandoc()).startswith("pandoc failed: limit: -A8m -M4g;")


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("kill -9 $$", "pandoc was ended by SIGKILL before it had answered; build again; a"),
        ("echo '{\"bibtex\":[]}'", SHAPE),
        ('echo \'{"bibtex":["x"],"styles":{}}\'', SHAPE),
        ("printf '\\377'", "pandoc's answer is not UTF-8; check that pandoc is 3.1 or later"),
        ("echo 'no style' >&2; exit 1", "pandoc failed: no style; check that pandoc is 3.1 or"),
    ],
)
def test_what_is_cited_of_the_edition_is_left_out(
    build: Build, stub: Callable[[str], None], script: str, said: str, tmp_path: Path
) -> None:
    case = f'case "$2" in *cite.lua) {script};; *) exec {shlex.quote(REAL)} "$@";; esac'
    stub(case)
    folder = tmp_path / "kept"
    folder.mkdir()
    site = build(
        "options", {"docs/essay/one.md": f"# {folder.parent.name}\n\nA.\n{{: #p1 }}\n"}, strict=True
    )
    assert site.aborted
    (message,) = [one for one in site.warnings if "pandoc" in one]
    assert message.startswith(f"pandoc: pandoc-failed: 'Cite this' is left out: {said}")


def test_titles_that_fail_are_said(build: Build, stub: Callable[[str], None]) -> None:
    stub(f'case "$2" in *titles.lua) kill -9 $$;; *) exec {shlex.quote(REAL)} "$@";; esac')
    files = {
        "docs/sources.md": "# Sources\n\n\\full_bibliography\n",
        "refs/x.bib": "@book{new, title = {N}}",
    }
    site = build("options", files, strict=True)
    assert site.aborted
    assert [one for one in site.warnings if "pandoc" in one] == [
        "pandoc: pandoc-failed: pandoc was ended by SIGKILL before it had answered; build again; "
        "a system that has no memory left ends programs so"
    ]


def test_the_limit_of_time_is_an_option(build: Build, stub: Callable[[str], None]) -> None:
    stub("exec sleep 60")
    files = {
        "mkdocs.yml": "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
        "plugins: [{apparatus: {bib_dir: refs, pandoc_timeout: 1}}]\n",
        "refs/y.bib": "@book{slow, title = {N}}",
        "docs/index.md": "A [@slow].\n",
    }
    site = build("options", files, strict=True)
    assert site.aborted
    assert any("pandoc did not answer within 1 seconds" in one for one in site.warnings)


@pytest.mark.parametrize("style", ["chicago-author-date", "oscola"])
def test_that_pandoc_is_at_work_is_said(
    build: Build,
    stub: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    style: str,
) -> None:
    """And why: of twice as many sources a style that tells them apart makes four times the work."""
    monkeypatch.setattr("mkdocs_apparatus.citations.pandoc.PATIENCE", 0.2)
    stub(f'sleep 1; exec {shlex.quote(REAL)} "$@"')
    caplog.set_level("INFO", "mkdocs.plugins.apparatus")
    files = {
        "mkdocs.yml": "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
        f"plugins: [{{apparatus: {{bib_dir: refs, pandoc_timeout: 60, style: {style}}}}}]\n",
        "refs/y.bib": f"@book{{waiting, title = {{{style}}}, author = {{Roe, Ann}}}}",
        "docs/index.md": "A [@waiting].\n",
    }
    build("options", files, strict=True)
    said = [one for one in caplog.messages if "pandoc has formatted citations for" in one]
    assert said[0].startswith(
        "apparatus: pandoc has formatted citations for 0 of at most 60 seconds"
    )
    assert ["tells sources apart" in one for one in said[:2]] == [style != "oscola", False]


def test_no_script_of_ours_opens_what_it_reads(build: Build, tmp_path: Path) -> None:
    """All that is read is read in pandoc's sandbox, the argument after options, but for BibLaTeX.

    Its reader takes the language from the environment, which the sandbox has not; it reads TeX
    apart from all else, and opens nothing.
    """
    scripts = sorted(Path(find_style.__code__.co_filename).parent.glob("data/*.lua"))
    calls = [
        line
        for path in scripts
        for line in path.read_text("utf-8").splitlines()
        if "pandoc.read(" in line
    ]
    assert len(calls) == 3
    assert sum(", {})" not in line for line in calls) == 1
    assert all(", {})" in line or "'biblatex')" in line for line in calls)
    secret = tmp_path / "secret.tex"
    secret.write_text("Secret words", "utf-8")
    names = ("input", "include", "InputIfFileExists", "verbatiminput", "lstinputlisting")
    titles = [f"\\{name}{{{secret.with_suffix(end)}}}" for name in names for end in ("", ".tex")]
    entries = [f"@book{{b{n}, title = {{A {one}}}}}" for n, one in enumerate(titles)]
    text = " ".join(f"[@b{n}]" for n in range(len(titles)))
    site = build("options", {"refs/x.bib": "\n".join(entries), "docs/index.md": f"A {text}.\n"})
    assert len(site.notes()) >= len(titles)
    assert "Secret words" not in site.read("index.html") + site.read("edition.json")
    assert {one.split(": ")[1] for one in site.warnings} == {"unknown-macro"}
