"""The Markdown extension alone says that the plugin did not run."""

from __future__ import annotations

import logging

import pytest
from markdown import Markdown

from mkdocs_apparatus.reading import unplugged
from mkdocs_apparatus.reading.extension import ApparatusExtension
from mkdocs_apparatus.reading.settings import Settings

NAME = "mkdocs_apparatus"
TEXT = "Workers decide [@brinton1970]."


@pytest.fixture(autouse=True)
def _unsaid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unplugged._Asks, "said", False)


def test_it_is_said_once_and_the_text_stays(caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):  # Zensical makes a converter for each page
        assert Markdown(extensions=[NAME]).convert(TEXT) == f"<p>{TEXT}</p>"
    (said,) = caplog.records
    assert said.levelno == logging.WARNING
    assert said.getMessage().startswith("markdown_extensions: no-plugin: the plugin")


@pytest.mark.parametrize("first", [True, False])
def test_beside_the_plugin_nothing_is_said(caplog: pytest.LogCaptureFixture, first: bool) -> None:
    ours = ApparatusExtension(Settings(frozenset({"brinton1970"}), note_style=True))
    alone = Markdown(extensions=[ApparatusExtension(ours.settings)]).convert("Nothing cited.")
    both = [NAME, ours] if first else [ours, NAME]
    assert Markdown(extensions=both).convert("Nothing cited.") == alone
    assert caplog.records == []
