"""What is said where the Markdown extension is configured, and the plugin does not run.

Zensical takes the configuration of MkDocs and passes over plugins that it does not know. So it
would publish citations as they are written, and say nothing.
"""

from __future__ import annotations

import logging

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from ..model import Problem

MESSAGE = (
    "the plugin 'apparatus' did not run, so citations, notes and registers stay as they are "
    "written; build with 'mkdocs build', and list 'apparatus' among the plugins (Zensical runs "
    "none of MkDocs)"
)


class _Asks(Preprocessor):
    """Asks, whenever a text is converted, whether the plugin has taken part."""

    said = False

    def run(self, lines: list[str]) -> list[str]:
        """Say once in a build that it has not."""
        if "apparatus" not in self.md.treeprocessors and not _Asks.said:
            _Asks.said = True
            said = Problem("markdown_extensions", 0, "no-plugin", MESSAGE)
            logging.getLogger("mkdocs.plugins.apparatus").warning(str(said))
        return lines


class UnpluggedExtension(Extension):
    """Changes nothing in a text: `markdown_extensions: [mkdocs_apparatus]` in a configuration."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Let each conversion ask; extensions may be added in any order."""
        md.preprocessors.register(_Asks(md), "apparatus-plugin", 100)


def makeExtension(**options: object) -> UnpluggedExtension:
    """Give the extension to Python-Markdown, which asks for it by this name."""
    return UnpluggedExtension(**options)
