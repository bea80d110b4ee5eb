"""How pandoc fails: an error for each way, which says what happened and what to do."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

HEAP_EXHAUSTED = 251
"""With what GHC's programs end when they need more memory than `-M` allows."""

NO_MEMORY = ("Heap exhausted", "out of memory", "stack overflow", "memory allocation failed")
"""How they say it, or that the system has none left."""

SAID = 200
"""How many characters of what pandoc says of a failure are repeated."""

PLACE = re.compile(r"(?<!\S)\S*[/\\](?=[\w.-]+\.lua:)")
"""The folders of a script in a message of Lua's: of `/usr/lib/resolve.lua:119:`."""


class CiteprocError(Exception):
    """pandoc failed; the message says how, on one line, and `mend` what to do.

    `mend` is empty where the message has pandoc's own words, which say that.
    """

    mend = ""


class PandocMissingError(CiteprocError):
    """There is no pandoc that starts."""

    mend = "install pypandoc-binary, or let PYPANDOC_PANDOC name a pandoc of 3.1 or later"


class PandocSlowError(CiteprocError):
    """pandoc did not answer in time."""

    mend = (
        "take out what is odd in the .bib files or the CSL style, or, on a large site, set "
        "'pandoc_timeout' to more seconds"
    )


class PandocMemoryError(CiteprocError):
    """pandoc needed more memory than it may use, or than there is."""

    mend = "take out what is odd in the .bib files or the CSL style, or free some memory"


class PandocKilledError(CiteprocError):
    """Something ended pandoc while it worked."""

    mend = "build again; a system that has no memory left ends programs so"


class PandocAnswerError(CiteprocError):
    """pandoc ended well, and what it wrote is no answer."""

    mend = "check that pandoc is 3.1 or later, and build again"


@contextmanager
def reading_answer() -> Iterator[None]:
    """Say of whatever keeps an answer from being read that it is pandoc's answer.

    Raises `PandocAnswerError`.
    """
    try:
        yield
    except RecursionError as error:
        raise PandocAnswerError("pandoc's answer is nested too deeply to be read") from error
    except UnicodeDecodeError as error:
        raise PandocAnswerError("pandoc's answer is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise PandocAnswerError(f"pandoc's answer is no JSON: {error.msg}") from error
    except (ValueError, LookupError, TypeError, AttributeError, RuntimeError) as error:
        raise PandocAnswerError("pandoc's answer is not of the shape that was asked") from error


def failure(code: int, said: str) -> CiteprocError:
    """Say how pandoc failed, by what it ended with and what it said.

    What it said is cut short: it may repeat whatever it has read.
    """
    if code == HEAP_EXHAUSTED or any(words in said for words in NO_MEMORY):
        return PandocMemoryError("pandoc needs more memory than it may use, or than there is")
    if code < 0:
        return PandocKilledError(f"pandoc was ended by {_signal(-code)} before it had answered")
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    words = PLACE.sub("", " ".join(lines[:3]))
    words = words if len(words) <= SAID else f"{words[:SAID]}…"
    return CiteprocError(f"pandoc failed: {words or f'it ended with code {code}'}")


def _signal(number: int) -> str:
    with suppress(ValueError):
        return signal.Signals(number).name
    return f"signal {number}"
