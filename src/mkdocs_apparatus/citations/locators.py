"""Words for parts of a source that CSL's locales lack: "ch.", "págs.", "页" around a number."""

from __future__ import annotations

from .pandoc import DATA


def aliases(language: str) -> list[tuple[str, str]]:
    """Give words, in small letters, with CSL terms: those of a language, then English ones."""
    own = language.partition("-")[0]
    lines = (DATA / "locators.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    wanted = dict.fromkeys((own, "en"))
    return [(word, term) for each in wanted for tag, word, term in rows if tag == each]
