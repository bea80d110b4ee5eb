"""`apparatus check` says what a strict build says, in the same order, of the same site."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import TESTS, Site

from mkdocs_apparatus.host.messages import folded
from mkdocs_apparatus.host.overheard import CODE
from mkdocs_apparatus.host.unbuilt_site import Site as Unbuilt

THEME = "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
PAGE = "A [@brinton1970; @nobody2000] [x](#nowhere) [y](none.md).\n"
HOOK = """\
import pathlib

def on_pre_build(config):
    pathlib.Path(config.docs_dir, "made.md").write_text("Made [@nobody1999].\\n", "utf-8")

def on_page_markdown(markdown, **_):
    return markdown + "\\nAdded [@nobody2001].\\n"
"""
SITES = sorted(one.name for one in (TESTS / "sites").iterdir() if (one / "docs").is_dir())
CHANGED: dict[str, tuple[str, dict[str, str]]] = {
    "uncited": ("basic", {"mkdocs.yml": THEME + "plugins: [apparatus: {bib_file: refs.bib, "
        "uncited: all}]\n", "docs/index.md": "Nothing.\n"}),
    "links": ("basic", {"docs/index.md": PAGE, "mkdocs.yml": THEME + "plugins: [search, "
        "apparatus: {bib_file: refs.bib}]\nvalidation: {links: {anchors: warn}}\n"}),
    "order": ("basic", {"docs/index.md": PAGE, "mkdocs.yml": THEME + "plugins: "
        "[apparatus: {bib_file: refs.bib}, search]\nnav: [index.md, none.md]\n"}),
    "hook": ("basic", {"hook.py": HOOK, "mkdocs.yml": THEME + "plugins: [apparatus: {bib_file: "
        "refs.bib}]\nhooks: [hook.py]\n"}),
    "options": ("basic", {"mkdocs.yml": THEME + "nonsense: 1\nplugins: [apparatus: {bib_file: "
        "refs.bib, stile: apa, edition: {titel: x}}]\n"}),
    "theme": ("basic", {"permalinks.txt": "404.html -> deleted\ncss/base.css/ -> deleted\n",
        "mkdocs.yml": "site_name: x\ntheme: {name: mkdocs, color_mode: auto, nonsense: 3}\n"
        "plugins: [apparatus: {bib_file: refs.bib}]\n"}),
    "essay": ("mistakes", {"mkdocs.yml": THEME + "plugins: [apparatus: {bib_file: refs.bib, "
        "essay: texts/, edition: {about: nobody}}]\n"}),
    "bib": ("mistakes", {"mkdocs.yml": THEME + "plugins: [apparatus: {bib_file: none.bib, "
        "edition: {about: nobody}}]\n"}),
    "style": ("basic", {"mkdocs.yml": THEME + "plugins: [apparatus: {bib_file: refs.bib, "
        "style: turabian}]\n"}),
}  # fmt: skip


@pytest.mark.parametrize("name", [*SITES, *CHANGED])
def test_check_and_a_strict_build_agree(unbuilt: Callable[..., Site], name: str) -> None:
    site = unbuilt(*CHANGED.get(name, (name,)))
    checked = Unbuilt.read(site.root / "mkdocs.yml").problems
    theirs = [one.message for one in checked if one.code == CODE]
    lines = folded(one for one in checked if one.code != CODE)
    ours = [line for line, is_mild in lines if not is_mild]
    site.build()
    said = site.warnings
    assert ours == [one for one in said if one not in theirs]
    assert theirs == [" ".join(one.split()) for one in said if one not in ours]
    if name in CHANGED:
        assert said != []
