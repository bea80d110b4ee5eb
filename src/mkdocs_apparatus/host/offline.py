"""Copies of a site to be read from a disk."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig


def is_offline(config: MkDocsConfig) -> bool:
    """Whether Material's plugin for copies to be read from a disk is at work."""
    plugin = config.plugins.get("material/offline", config.plugins.get("offline"))
    return bool(plugin and plugin.config.get("enabled", True))


def is_copy(config: MkDocsConfig) -> bool:
    """Whether this builds such a copy, whose pages have other addresses."""
    return is_offline(config) and not config.use_directory_urls
