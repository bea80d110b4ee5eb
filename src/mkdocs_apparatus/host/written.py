"""What a site itself has written of its configuration, and not left at its defaults."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

from mkdocs.config.base import Config


def written(config: Config) -> Sequence[Any]:
    """Give what each file, hook or command has set of a configuration, the last last.

    MkDocs keeps it, calls it unused, and offers nothing else that says what was set.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return list(config.user_configs)
