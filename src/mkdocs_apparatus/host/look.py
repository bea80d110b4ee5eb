"""The look of an edition: what it sets of Material's options, and what it makes of built pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.theme import Theme

from ..cache import Cache
from ..lean.known_scripts import mark_scripts
from ..lean.page_parts import is_elsewhere
from ..lean.site import finish_site
from ..messages.speech import Speech, message
from ..model import Problem
from ..publication.assets import LOOK, LOOK_SHEET
from ..publication.look.markup import Look
from ..publication.resolving import Resolved
from .messages import folded
from .options import ApparatusConfig

log = get_plugin_logger("apparatus")

COLOURS = {"primary": "custom", "accent": "custom"}

PALETTE = [
    {
        "media": "(prefers-color-scheme)",
        **COLOURS,
        "toggle": {
            "icon": "material/theme-light-dark",
            "name": message("Colours follow the system; switch to light"),
        },
    },
    {
        "media": "(prefers-color-scheme: light)",
        "scheme": "default",
        **COLOURS,
        "toggle": {
            "icon": "material/weather-sunny",
            "name": message("Light colours; switch to dark"),
        },
    },
    {
        "media": "(prefers-color-scheme: dark)",
        "scheme": "slate",
        **COLOURS,
        "toggle": {
            "icon": "material/weather-night",
            "name": message("Dark colours; follow the system"),
        },
    },
]
"""The switch of colours. Each name says first what is, and then what a press does."""

THEME: Mapping[str, Any] = {
    "font": False,
    "favicon": "assets/favicon.svg",
    "palette": PALETTE,
    "features": ["navigation.expand", "navigation.footer", "search.highlight"],
    "icon": {"logo": "material/book-open-page-variant-outline"},
}
"""Material's options, where a site sets none of its own."""

STILL = frozenset(
    {
        "content.action.edit",
        "content.action.view",
        "navigation.expand",
        "navigation.footer",
        "navigation.indexes",
        "navigation.path",
        "navigation.prune",
        "navigation.sections",
        "navigation.tabs",
        "navigation.tabs.sticky",
        "search.highlight",
        "search.share",
        "search.suggest",
        "toc.integrate",
    }
)
"""Features that need no script before a reader goes for search or colours."""


class LookEvents(BasePlugin[ApparatusConfig]):
    """The events that have to do with the look; `dress` is called before all others."""

    cache: Cache
    speech: Speech
    resolved: Resolved
    _depth: int

    def has_look(self, config: MkDocsConfig) -> bool:
        """Whether the site is in the look of an edition, which is made for Material."""
        return self.config.look == "edition" and config.theme.name == "material"

    @event_priority(100)
    def dress(self, config: MkDocsConfig) -> None:
        """Give Material the options and templates of the look, where a site has none of its own."""
        if not self._depth:  # else this is a build within one, i18n's of a language
            self.mark = ""
            self.sections: dict[str, int] = {}
            self.pages: set[str] = set()
        if not self.has_look(config):
            return
        theme, defaults = config.theme, Theme(name=config.theme.name)
        options = deepcopy(dict(THEME))
        for one in options["palette"]:
            name = one["toggle"]["name"]
            one["toggle"]["name"] = self.speech.say(name)
        for name, value in options.items():
            if theme.get(name) == defaults.get(name):
                theme[name] = value
        self.has_colours = theme["palette"] == options["palette"]
        if not theme.get("logo") and "logo" not in theme["icon"]:
            theme["icon"] = {**THEME["icon"], **theme["icon"]}
        folder = str(LOOK / "theme")
        if folder not in theme.dirs:
            theme.dirs.insert(1 if theme.custom_dir else 0, folder)
        if LOOK_SHEET not in config.extra_css:
            config.extra_css.insert(0, LOOK_SHEET)
        if "md_in_html" not in config.markdown_extensions:  # title pages are made of it
            config.markdown_extensions.append("md_in_html")

    def look_problems(self, config: MkDocsConfig, config_name: str) -> Iterator[Problem]:
        """Say what keeps a site from the look, or what its policy keeps from the site."""
        if self.config.look and not self.has_look(config):
            message = (
                f"'look: {self.config.look}' is made for the theme 'material', and this site has "
                f"'{config.theme.name}'; write 'theme: material', or take 'look' out"
            )
            yield Problem(config_name, 0, "no-look", message)
        for name, _, mend in self._elsewhere(config):
            message = f"{name} is at another origin, and no page may fetch it; {mend}"
            yield Problem(config_name, 0, "not-in-site", message)

    def _elsewhere(self, config: MkDocsConfig) -> Iterator[tuple[str, str, str]]:
        """Name what a configuration lets pages fetch from other origins: in words, as its address
        begins, and with the mend.
        """
        privacy = config.plugins.get("material/privacy", config.plugins.get("privacy"))
        if not self.has_look(config) or (privacy and privacy.config.get("enabled", True)):
            return
        if config.theme.get("font"):
            mend = "write 'font: false', or use Material's plugin 'privacy'"
            yield "the theme's 'font'", "https://fonts.googleapis.com/", mend
        for one in map(str, (*config.extra_css, *config.extra_javascript)):
            if is_elsewhere(one):
                mend = "put the file into the docs folder, or use Material's plugin 'privacy'"
                yield f"'{one}'", one, mend

    @event_priority(100)
    def mark_templates(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Let the policy know which scripts templates wrote, and in which pages texts stand."""
        env.globals["say"] = self.speech.say
        self.pages |= {one.dest_uri for one in files.documentation_pages()}
        if self.has_look(config) and not _is_served():
            self.mark = mark_scripts(env, self.mark)

    @event_priority(-110)
    def finish_pages(self, *, config: MkDocsConfig) -> None:
        """Finish the pages when all other plugins, `offline` (-100) too, have written theirs."""
        if not self.has_look(config):
            return
        self.sections |= {one.url: one.number for one in self.resolved.edition.sections}
        prefix = urlsplit(config.site_url or "").path or "/"
        look = Look(
            config.site_name,
            self.sections,
            self.pages,
            prefix,
            has_colours=self.has_colours,
            may_wait=STILL.issuperset(config.theme.get("features") or ())
            and not {"version", "consent", "analytics"} & config.extra.keys(),
            is_unfolded="navigation.expand" in (config.theme.get("features") or ()),
            mark=self.mark,
            cache=self.cache,
            speech=self.speech,
        )
        problems = finish_site(
            Path(config.site_dir),
            [look.change],
            lean=not _is_served(),
            prefix=prefix,
            cache=self.cache,
            mark=self.mark,
            spare=look.spares,
        )
        known = [f"'{address}" for _, address, _ in self._elsewhere(config)]  # and said
        found = [one for one in problems if not any(each in one.message for each in known)]
        for line, is_mild in folded(found):
            (log.info if is_mild else log.warning)(line)


def _is_served() -> bool:
    """Whether this is `mkdocs serve`: then pages change, and MkDocs adds scripts to them."""
    context = click.get_current_context(silent=True)
    return bool(context and context.info_name == "serve")
