"""What MkDocs and other plugins warn of while a site is read: a strict build fails for it too."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from ..model import Problem

CODE = "mkdocs"
"""The code of a problem that is not ours to name."""


@contextmanager
def overhear(name: str) -> Iterator[list[Problem]]:
    """Collect warnings, as problems of the configuration `name`, in the order in which they come.

    They are printed by nobody else then.
    """
    found: list[Problem] = []
    ear = _Ear(name, found)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(ear)
    try:
        yield found
    finally:
        logger.removeHandler(ear)


class _Ear(logging.Handler):
    def __init__(self, name: str, found: list[Problem]) -> None:
        super().__init__(logging.WARNING)
        self._name, self._found = name, found

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what is said."""
        message = " ".join(record.getMessage().split())
        self._found.append(Problem(self._name, 0, CODE, message))
