"""What Material's templates leave to be done: valid HTML, lean and closed pages."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment
from mark_scripts import mark_languages
from material_markup import mend
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import Files

from mkdocs_apparatus import Cache, finish_site, mark_scripts, minified

log = get_plugin_logger("lean")

STAND_IN = "assets/iframe-worker.js"

command = ""
mark = ""


def on_startup(command: str, **_: Any) -> None:
    """Learn whether the site is served: then it changes, and MkDocs adds scripts to it."""
    globals()["command"] = command


@event_priority(100)
def on_config(config: MkDocsConfig) -> None:
    """Let the offline plugin, which comes after this, find its worker's stand-in here."""
    if _is_offline(config):
        config.extra["polyfills"] = [STAND_IN]


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Leave the stand-in out of a site that is served, and has workers."""
    stand_in = files.get_file_from_path(STAND_IN)
    if stand_in and not _is_offline(config):
        files.remove(stand_in)


def _is_offline(config: MkDocsConfig) -> bool:
    plugin = config.plugins.get("material/offline", config.plugins.get("offline"))
    return bool(plugin.config.enabled)


def on_env(env: Environment, config: MkDocsConfig, **_: Any) -> None:
    """Let templates hold scripts that can be read, and be known as theirs."""
    env.filters["jsmin"] = partial(minified, cache=_cache(config))
    globals()["mark"] = mark_scripts(env) if command != "serve" else ""


def _cache(config: MkDocsConfig) -> Cache:
    """Give the cache at MkDocs's usual place."""
    return Cache(Path(config.config_file_path).parent / ".cache/plugin/apparatus")


@event_priority(-110)
def on_post_build(config: MkDocsConfig) -> None:
    """Finish the pages when all other plugins, `offline` (-100) too, have written theirs."""
    problems = finish_site(
        Path(config.site_dir),
        [mend, mark_languages],
        lean=command != "serve",
        prefix=urlsplit(config.site_url or "").path,
        cache=_cache(config),
        mark=mark,
    )
    for problem in problems:
        log.warning(str(problem))
