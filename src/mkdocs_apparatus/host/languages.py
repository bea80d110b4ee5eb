"""Which language a site is in, and how its readers are spoken to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.localization import parse_locale
from mkdocs.plugins import BasePlugin, event_priority

from ..messages.catalogues import Found, names_of, speech_of
from ..messages.tags import base_of, fault_of
from ..model import Problem
from .options import ApparatusConfig
from .written import written

FOLDER = Path("apparatus", "messages")
"""Where a site's own catalogues stand, in the theme's `custom_dir`."""


def language_of(options: ApparatusConfig, config: MkDocsConfig) -> str:
    """Give the language of a site, a BCP 47 tag: the edition's, else that set for the theme.

    Of a site in several languages, which i18n builds one after another, it is that of the build.
    Empty where nothing is set, or what is set is no tag.
    """
    i18n = config.plugins.get("i18n")
    built = getattr(i18n, "current_language", None) or getattr(i18n, "default_language", None)
    theme = set_by_site(config, "language") or set_by_site(config, "locale")
    tag = str(built or options.edition.language or theme or "").replace("_", "-")
    return "" if fault_of(tag) else tag


def set_by_site(config: MkDocsConfig, name: str) -> Any:
    """Give an option of the theme that the site itself has set."""
    themes = (one.get("theme") for one in written(config) if isinstance(one, dict))
    held = [one[name] for one in themes if isinstance(one, dict) and name in one]
    return held[-1] if held else None


def teach_theme(config: MkDocsConfig, tag: str) -> None:
    """Let the theme speak the language of the site, if it can, and nothing else was asked of it."""
    theme = config.theme
    if tag and "language" in theme and not set_by_site(config, "language"):
        for name in names_of(tag):
            file = Path("partials", "languages", f"{name}.html")
            if any((Path(folder) / file).is_file() for folder in theme.dirs):
                theme["language"] = name
                return
    if tag and "locale" in theme and not set_by_site(config, "locale"):
        for name in names_of(tag):
            file = Path("locales", name.replace("-", "_"), "LC_MESSAGES", "messages.mo")
            if any((Path(folder) / file).is_file() for folder in theme.dirs):
                theme["locale"] = parse_locale(name.replace("-", "_"))
                return


def learn(tag: str, config: MkDocsConfig) -> Found:
    """Find how to speak a language: with our messages, and those beside a site's templates."""
    custom = config.theme.custom_dir
    base = Path(config.config_file_path or ".").resolve().parent
    folder = Path(custom).resolve() / FOLDER if custom else None
    return speech_of(tag or "en", [folder] if folder and folder.is_dir() else [], base)


class SpeaksLanguage(BasePlugin[ApparatusConfig]):
    """The events that have to do with the language of a site; `speak` is called before others."""

    @event_priority(100)
    def speak(self, config: MkDocsConfig) -> None:
        """Let the theme, and plugins that ask it, speak the language of the edition."""
        self.language = language_of(self.config, config)
        self.spoken = learn(self.language, config)
        self.speech = self.spoken.speech
        teach_theme(config, self.language)

    def language_problems(self, config_name: str) -> Iterator[Problem]:
        """Find an edition in no language, and say, mildly, where readers are told English."""
        tag, named = self.language, self.config.edition.language
        if named and (mend := fault_of(named)):
            message = f"the edition's language '{named}' is none; {mend}"
            yield Problem(config_name, 0, "unknown-language", message)
        yield from self.spoken.problems
        own = f"'apparatus/messages/{tag}.po' in the theme's custom_dir"
        if tag and base_of(tag) != base_of(self.speech.tag):
            message = (
                f"there are no messages in '{tag}', and readers are told in English what this "
                f"plugin prints; write {own}"
            )
            yield Problem(config_name, 0, "no-messages", message)
        elif self.spoken.lacking:
            message = (
                f"{self.spoken.lacking} messages have no text in '{tag}', and are printed in "
                f"English; add them to {own}"
            )
            yield Problem(config_name, 0, "no-messages", message)
