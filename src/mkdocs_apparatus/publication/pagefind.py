"""The search index as Pagefind has it (https://pagefind.app): in pieces, of which few are fetched.

Each entry of the site's index becomes a record of Pagefind's, with its own name and address.
The Python client of Pagefind is used to find the program, and not to talk to it: it waits a
tenth of a second for each answer, and for ever when the program has ended. The messages are
those of that client (`pagefind.service.types`): JSON in base64, each ended by a comma.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from threading import Thread, Timer
from typing import IO, Any

from ..page.tree import Text, read

FOLDER = "pagefind"
"""Where the index stands, beside the worker."""

LIMIT = 600.0
"""Seconds until the program is given up: it takes about one for a thousand records."""

BETWEEN_SIGNS = re.compile(
    "(?<=[{0}])(?=[{0}])".format(
        "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
    )
)
"""Between signs of a script that does not part words: 工|自|联."""

HOME = "./"
"""The address of the home page: Pagefind takes an empty one for none."""

UNUSED = ("pagefind-*.js", "pagefind-*.css", "filter")
"""What Pagefind writes for search fields of its own."""


class PagefindError(Exception):
    """Pagefind is missing, or has failed; the message says how."""


@dataclass(frozen=True)
class Record:
    """A place to be found: its address from the root of the site, its name and its words.

    `page` is the title of the page of a heading, `filters` what else its entry holds.
    """

    url: str
    title: str
    text: str
    page: str = ""
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()


def program() -> Path:
    """Find the program; raises `PagefindError` where it is not installed."""
    if not find_spec("pagefind"):
        raise PagefindError("the package 'pagefind' is not installed")
    from pagefind.service import get_executable

    try:
        found = get_executable()
    except FileNotFoundError:
        found = None
    if not found:
        raise PagefindError("the package 'pagefind_bin' is not installed")
    return Path(found)


def records(docs: Iterable[Mapping[str, Any]]) -> Iterator[Record]:
    """Give the entries of Material's search index (`search_index.json`) as records."""
    pages: dict[str, str] = {}
    for doc in docs:
        url, title = str(doc["location"]), _plain(str(doc["title"]))
        page, anchor, _ = url.partition("#")
        if not anchor:
            pages[page] = title
        above = pages.get(page, "") if anchor and not doc.get("kind") else ""
        kept = {name: [doc[name]] for name in ("boost", "kind") if name in doc}
        kept["tags"] = doc.get("tags") or []
        filters = tuple((name, tuple(map(str, held))) for name, held in kept.items() if held)
        yield Record(url, title, _plain(str(doc["text"])), above, filters)


def _plain(html: str) -> str:
    """Give the words of an entry, which may hold tags."""
    texts = (one.data for one in read(html).descendants if isinstance(one, Text))
    # Half of a pair of surrogates, as some programs cut an emoji, is no text.
    return " ".join(" ".join(texts).split()).encode("utf-8", "replace").decode()


def write(held: Iterable[Record], language: str, folder: Path, limit: float = LIMIT) -> None:
    """Write an index of records into a folder, which is replaced.

    All records are of one index, whatever their language, as in Material's search; `language`
    (ISO 639-1) is the one whose words are known in their forms. Raises `PagefindError`, and
    leaves no folder then.
    """
    shutil.rmtree(folder, ignore_errors=True)
    begin = {"type": "NewIndex", "config": {"force_language": language}}
    end = {"type": "WriteFiles", "index_id": 0, "output_path": str(folder)}
    added = (_added(one, language) for one in held)
    try:
        _converse([program(), "--service"], [begin, *added, end], limit)
    except (OSError, PagefindError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise PagefindError(str(error)) from None
    for pattern in UNUSED:
        for path in folder.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _added(one: Record, language: str) -> dict[str, Any]:
    """Say a record in Pagefind's terms; one without words would be left out."""
    meta = {"title": one.title, "page": one.page}
    return {
        "type": "AddRecord",
        "index_id": 0,
        "url": one.url or HOME,
        "content": _parted(one.text if re.search(r"\w", one.text) else one.title),
        "language": language,
        "meta": {name: _parted(text) for name, text in meta.items() if text or name == "title"},
        "filters": {name: list(values) for name, values in one.filters} or None,
        "sort": None,
    }


def _parted(text: str) -> str:
    return BETWEEN_SIGNS.sub(" ", text)


def _converse(command: list[Any], messages: list[dict[str, Any]], limit: float) -> None:
    """Send messages and wait for an answer to each; raises `PagefindError` where one is missing."""
    with Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL) as process:
        assert process.stdin
        assert process.stdout
        timer = Timer(limit, process.kill)
        timer.start()
        sender = Thread(target=_send, args=(process.stdin, messages))
        sender.start()
        count = 0
        try:
            for payload in _answers(process.stdout):
                if payload["type"] == "Error":
                    raise PagefindError(" ".join(str(payload["message"]).split()))
                count += 1
                if count == len(messages):
                    return
        finally:
            timer.cancel()
            process.kill()
            sender.join()
            with suppress(OSError):  # what it did not read
                process.stdin.close()
    raise PagefindError(f"it ended after {count} of {len(messages)} answers")


def _send(pipe: IO[bytes], messages: list[dict[str, Any]]) -> None:
    try:
        for number, payload in enumerate(messages, 1):
            message = {"message_id": number, "payload": payload}
            pipe.write(base64.b64encode(json.dumps(message).encode()) + b",")
        pipe.flush()
    except OSError:  # it has ended, and is read to its end
        return


def _answers(pipe: IO[bytes]) -> Iterator[dict[str, Any]]:
    """Give what each answer is of, and what it says; raises `PagefindError` for other bytes."""
    rest = b""
    while chunk := pipe.read1(65536):  # type: ignore[attr-defined]
        *whole, rest = (rest + chunk).split(b",")
        for one in whole:
            try:
                payload = json.loads(base64.b64decode(one))["payload"]
                yield {"type": payload["type"], "message": payload.get("message")}
            except (ValueError, KeyError, TypeError, AttributeError):
                raise PagefindError("its answer cannot be read") from None
