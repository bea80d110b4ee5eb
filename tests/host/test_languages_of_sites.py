"""Which language a site speaks: the edition's, the theme's, or that of the build."""

from __future__ import annotations

import logging

import pytest

from tests.conftest import Build, Site

PAGE = "# {title}\n\n{text} [@a, 12].\n{{: #p1 }}\n"
BIB = "@book{a, author = {Roe, Ann}, title = {Title}, date = {2000}}"
SITE = """\
site_name: Site
theme: {theme}
plugins:
  - search
  - apparatus: {{bib_file: refs.bib{edition}}}
markdown_extensions: [attr_list]
"""


def files(theme: str, edition: str = "") -> dict[str, str]:
    edition = f", edition: {{language: {edition}}}" if edition else ""
    return {
        "mkdocs.yml": SITE.format(theme=theme, edition=edition),
        "refs.bib": BIB,
        "permalinks.txt": "",
        "docs/index.md": "# Home\n",
        "docs/essay/one.md": PAGE.format(title="One", text="Text"),
    }


def spoken(site: Site, url: str = "essay/one/") -> tuple[str, str, str]:
    """The language of a page, what "Cite this section" is in it, and Material's word for search."""
    page = site.page(url)
    summary, field = page.select_one(".cite summary"), page.select_one(".md-search__input")
    assert page.html
    assert summary
    return str(page.html["lang"]), summary.text, str(field["placeholder"]) if field else ""


CASES = {
    "{name: material}, de": ("de", "Diesen Abschnitt zitieren", "Suche"),
    "{name: material, language: fr},": ("fr", "Citer cette section", "Rechercher"),
    "{name: material}, zh-TW": ("zh-TW", "引用本節", "搜尋"),
    "{name: material}, de-AT": ("de", "Diesen Abschnitt zitieren", "Suche"),
    "{name: material, language: en}, es": ("en", "Citar esta sección", "Search"),
    "{name: material},": ("en", "Cite this section", "Search"),
    "{name: mkdocs},de": ("de", "Diesen Abschnitt zitieren", ""),
    "{name: readthedocs, locale: fr},": ("fr", "Citer cette section", ""),
}


@pytest.mark.parametrize(("case", "said"), CASES.items())
def test_the_edition_then_the_theme(build: Build, case: str, said: tuple[str, str, str]) -> None:
    theme, _, edition = case.rpartition(",")
    site = build("languages", files(theme, edition.strip()), strict=True)
    assert spoken(site) == said


def test_a_language_without_messages_is_said_once_and_fails_nothing(
    build: Build, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "mkdocs"):
        site = build("languages", files("{name: material}", "pt"), strict=True)
    said = [one.getMessage() for one in caplog.records if "no-messages" in one.getMessage()]
    assert said == [
        "apparatus: mkdocs.yml: no-messages: there are no messages in 'pt', and readers are told "
        "in English what this plugin prints; write 'apparatus/messages/pt.po' in the theme's "
        "custom_dir"
    ]
    assert spoken(site) == ("pt", "Cite this section", "Buscar")
    panel = site.page("essay/one/").select_one(".cite-apparatus")
    assert panel
    assert panel["lang"] == "en-GB"


def test_a_site_has_messages_beside_its_templates(
    build: Build, caplog: pytest.LogCaptureFixture
) -> None:
    own = {
        "theme/apparatus/messages/pt.po": 'msgid "Cite this section"\nmsgstr "Citar esta seção"\n',
        "theme/apparatus/messages/de.po": 'msgid "Notes"\nmsgstr "Fußnoten"\n',
    }
    theme = "{name: material, custom_dir: theme}"
    with caplog.at_level(logging.INFO, "mkdocs"):
        site = build("languages", files(theme, "pt") | own, strict=True)
    assert spoken(site)[1] == "Citar esta seção"
    (said,) = [one.getMessage() for one in caplog.records if "no-messages" in one.getMessage()]
    assert "messages have no text in 'pt', and are printed in English" in said


I18N = """\
site_name: Site
theme: {name: material}
plugins:
  - search
  - apparatus: {bib_file: refs.bib, edition: {language: en}}
  - i18n:
      docs_structure: folder
      languages:
        - {locale: en, name: English, build: true, default: true}
        - {locale: de, name: Deutsch, build: true}
markdown_extensions: [attr_list]
"""


def test_a_site_in_several_languages_speaks_that_of_each_build(build: Build) -> None:
    pages = {
        f"docs/{language}/{path}": text
        for language, title in {"en": "One", "de": "Eins"}.items()
        for path, text in {
            "index.md": "# Home\n",
            "essay/one.md": PAGE.format(title=title, text=title),
        }.items()
    }
    site = build("languages", {"mkdocs.yml": I18N, "refs.bib": BIB, "permalinks.txt": "", **pages})
    assert all("Cite" not in one for one in site.warnings)
    assert spoken(site)[:2] == ("en", "Cite this section")
    assert spoken(site, "de/essay/one/")[:2] == ("de", "Diesen Abschnitt zitieren")
    note = site.page("de/essay/one/").select_one(".footnote")
    assert note
    assert note["aria-label"] == "Anmerkungen"
