"""What Material's templates leave to be done: valid HTML, lean and closed pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files

from mkdocs_apparatus.lean.lean import make_lean
from mkdocs_apparatus.lean.minifying import minified

TOGGLE = re.compile(r'(<input class="md-(?:toggle|option)"[^>]*?) autocomplete="off"')
"""Material's hidden checkboxes: `autocomplete` is not for checkboxes (HTML 4.10.18.7)."""

STAND_IN = "assets/iframe-worker.js"

command = ""


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


def on_env(env: Environment, **_: Any) -> None:
    """Let templates hold scripts that can be read."""
    env.filters["jsmin"] = as_script


def as_script(script: str) -> str:
    """Minify what stands between the tags of a script."""
    opening, _, rest = script.partition("<script>")
    return f"{opening.strip()}<script>{minified(rest.removesuffix('</script>'))}</script>"


def on_post_page(output: str, **_: object) -> str:
    """Drop the attribute that the Nu HTML checker rejects."""
    return TOGGLE.sub(r"\1", output)


def on_post_template(output_content: str, **_: object) -> str:
    """Do the same for pages that have no Markdown, 404.html say."""
    return TOGGLE.sub(r"\1", output_content)


@event_priority(-110)
def on_post_build(config: MkDocsConfig) -> None:
    """Rewrite the pages when all other plugins, `offline` (-100) too, have written theirs."""
    if command == "serve":
        return
    site = Path(config.site_dir)
    files = {
        path.relative_to(site).as_posix(): path
        for path in sorted(site.rglob("*"))
        if path.suffix in (".html", ".css", ".js")
    }
    texts = {name: path.read_text("utf-8") for name, path in files.items()}
    for name, text in make_lean(texts, urlsplit(config.site_url or "").path).items():
        files[name].write_text(text, "utf-8")
