"""Every form of citation reads as `pandoc --citeproc` has it, or as a known kind says why not.

All styles are compared by `make fidelity`; these are a handful, so that it cannot rot.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from fidelity.comparing import Difference, explain
from fidelity.essays import Essay, read_essay
from fidelity.kinds import KINDS
from fidelity.results import SITES, Comparison
from fidelity.second_kinds import kind_of
from fidelity.shown_by_us import read_pages, show
from fidelity.styles import COMMON, LANGUAGES, SAMPLE, compared, packaged, sample
from mkdocs_apparatus.citations.styles import find_style
from mkdocs_apparatus.page.tree import document

STYLES = ("chicago-notes-bibliography", "oscola", "apa", "nature", "chicago-author-date-de")


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return Comparison(tmp_path_factory.mktemp("fidelity"))


@pytest.mark.parametrize("style", STYLES)
def test_the_fixture_reads_as_pandoc_has_it(style: str, comparison: Comparison) -> None:
    row = comparison.row(packaged()[style], "fixture")
    assert row.failed == ""
    assert [one.difference for one in row.unexplained] == []
    assert row.entries == 109
    assert max(row.notes, row.forms) > 320


def test_what_is_compared_is_what_a_built_page_shows(tmp_path: Path) -> None:
    style = "chicago-notes-bibliography"
    essay: Essay = read_essay("fixture", SITES["fixture"], style)
    config = load_config(str(SITES["fixture"]), site_dir=str(tmp_path / "site"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)

    def built(url: str):  # type: ignore[no-untyped-def]
        page = document((tmp_path / "site" / url / "index.html").read_text("utf-8"))
        return page.select_one("[role=main]")

    shown = read_pages(essay, built)
    assert shown == show(essay, find_style(style, Path()), tmp_path / "cache")
    assert len(shown.notes) == 329


def test_every_note_style_is_compared_and_a_fixed_sample_of_the_others() -> None:
    styles = compared()
    notes = {one.name for one in packaged().values() if one.is_note}
    assert {one.name for one in styles if one.is_note} == notes
    assert len(notes) > 500
    others = sample()
    assert len(others) == SAMPLE == len({one.name for one in others})
    assert {one.language for one in others} == set(LANGUAGES)
    assert {"numeric", "author-date", "label"} <= {one.format for one in others}
    assert [name for name in COMMON if name not in packaged()] == []


@pytest.mark.parametrize(
    ("part", "oracle", "ours"),
    [
        ("form", " ⟦Two et al.⟨^⟩2⟨/^⟩⟧ ", " ⟦Two et al.,⟨^⟩2⟨/^⟩⟧ "),
        ("form", ",⟦⟨^⟩2⟨/^⟩⟧ ", ":⟦⟨^⟩2⟨/^⟩⟧,"),
        ("note", "p. 15. . But", "p. 15. But"),
        ("note", "So has , and more.", "So has, and more."),
        ("entry", "Phdthesis, Ort", "PhD thesis, Ort"),
    ],
)
def test_a_known_kind_explains_what_it_gives_to_the_letter(
    part: str, oracle: str, ours: str
) -> None:
    assert len(explain(Difference(part, "1", oracle, ours)).kinds) == 1
    assert explain(Difference(part, "1", oracle, f"{ours}x")).kinds == ()
    assert len({kind.name for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize(
    ("key", "pandoc", "other", "kind"),
    [
        ("book", "[3] A. Baker.", "[9] A. Baker.", "empty-keys-first"),
        ("collection", "8. , eds.Gather G. T.", "8. Gather G, eds. T.", "label-before-name"),
        ("others", "Alpha et al. By others.", "Alpha & others. By others.", "others"),
        ("quoted", "The “Idea”. J.", "The “Idea.” J.", "stop-in-quotes"),
        ("collection", "8. , eds.Gather G. T.", "8. Gather G, eds. U.", None),
        ("book", "Baker. 1970.", "Baker. 1971.", None),
        ("others", "Alpha et al. By others.", "Alpha et al. By others", None),
        ("nothing", "Baker.", "", None),
    ],
)
def test_where_the_oracles_differ_a_kind_says_so_narrowly(
    key: str, pandoc: str, other: str, kind: str | None
) -> None:
    found = kind_of(key, pandoc, other)
    assert (found.name if found else None) == kind
