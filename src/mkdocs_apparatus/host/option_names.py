"""Options that are misspelt, and the lines on which options stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from mkdocs.config.base import Config, ConfigErrors, ConfigWarnings
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files

from ..hints import did_you_mean
from ..model import Problem
from .essay_folders import check_folders
from .options import ApparatusConfig
from .written import written

PLUGIN = "apparatus"

UNKNOWN = "Unrecognised configuration name"
"""What MkDocs says of an option that is none."""


class NamesOptions(BasePlugin[ApparatusConfig]):
    """A plugin that says of a misspelt option which is meant, as a problem like others."""

    config_file = Path("mkdocs.yml")

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        """Take MkDocs's warnings of unknown names out; `misspelt` says more of them."""
        self.config_file = Path(config_file_path or "mkdocs.yml")
        errors, warnings = super().load_config(options, config_file_path)
        return errors, [one for one in warnings if UNKNOWN not in one[1]]

    def misspelt(self) -> Iterator[Problem]:
        """Find options, and options of the edition, that there are none of."""
        yield from _misspelt(self.config, (), self.config_file)
        if isinstance(self.config.edition, Config):
            yield from _misspelt(self.config.edition, ("edition",), self.config_file)

    def is_set(self, name: str) -> bool:
        """Whether an option was written, and is not left at its default."""
        return any(name in one for one in written(self.config))

    def folder_problems(self, folders: Sequence[str], files: Files) -> Iterator[Problem]:
        """Say that a folder of an essay, where one is named, holds no page."""
        if self.is_set("essay"):
            line = line_of(self.config_file, "essay")
            yield from check_folders(folders, files, self.config_file.name, line)


def _misspelt(config: Config, way: tuple[str, ...], config_file: Path) -> Iterator[Problem]:
    known = [name for name, _ in config._schema]
    for name in sorted(config.keys() - set(known)):
        mend = did_you_mean(name, known, "take it out")
        message = f"'{'.'.join([*way, name])}' is no option of the plugin '{PLUGIN}'; {mend}"
        line = line_of(config_file, *way, name)
        yield Problem(config_file.name, line, "unknown-option", message)


def line_of(config_file: Path, *names: str) -> int:
    """Give the line of an option of the plugin, 0 where it is in no such file."""
    try:
        node: yaml.Node | None = yaml.compose(config_file.read_text("utf-8"), yaml.BaseLoader)
    except (OSError, ValueError, yaml.YAMLError):
        return 0
    plugins = _fields(node).get("plugins", (0, None))[1]
    held = plugins.value if isinstance(plugins, yaml.SequenceNode) else [plugins]
    found = next((_fields(one)[PLUGIN] for one in held if PLUGIN in _fields(one)), (0, None))
    for name in names:
        found = _fields(found[1]).get(name, (0, None))
    return found[0]


def _fields(node: yaml.Node | None) -> Mapping[str, tuple[int, yaml.Node | None]]:
    """Give the fields of a mapping, each with its line and value."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return {
        key.value: (key.start_mark.line + 1, value)
        for key, value in pairs
        if isinstance(key, yaml.ScalarNode)
    }
