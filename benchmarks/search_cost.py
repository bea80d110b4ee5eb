"""Measure what search costs a reader as the essay grows to 1, 10 and 100 times its size.

    python benchmarks/search_cost.py site

`site` is the built site. Its search index is multiplied: each copy has the words of each
entry in another order, and new words at the rate at which a longer text meets them. The
index is measured in bytes, and in a browser from the first key to the first hit. Where the
package `pagefind` is installed, the same texts are indexed by it too, and five hits shown.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Response, sync_playwright

HEAPS = 0.6
"""Exponent of the growth of a vocabulary with the length of an English text (Heaps' law)."""

QUERY = "soviets"
TAG = re.compile("<[^>]+>")
WORD = re.compile(r"\w+")
LOAD = """async (query) => {
  const search = await import("/pagefind/pagefind.js")
  const start = performance.now()
  await search.init()
  const found = await search.search(query)
  await Promise.all(found.results.slice(0, 5).map((one) => one.data()))
  return [found.results.length, performance.now() - start]
}"""

Entry = dict[str, Any]


class Quiet(SimpleHTTPRequestHandler):
    """Serves without a word."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def grow(entries: list[Entry], times: int) -> list[Entry]:
    """Multiply entries; words that the original has once become new ones by Heaps' law."""
    rng = random.Random(7)
    texts = [TAG.sub(" ", one["text"]) for one in entries]
    counts = Counter(word.lower() for text in texts for word in WORD.findall(text))
    rare = {word for word, count in counts.items() if count == 1}
    grown = list(entries)
    for copy in range(2, times + 1):
        share = HEAPS * copy ** (HEAPS - 1) * len(counts) / len(rare)
        for one, text in zip(entries, texts, strict=True):
            words = text.split()
            rng.shuffle(words)
            for place, word in enumerate(words):
                if word.lower() in rare and rng.random() < share:
                    words[place] = "".join(rng.sample(word, len(word)))
            path, _, anchor = one["location"].partition("#")
            location = f"{copy}/{path}" + (f"#{anchor}" if anchor else "")
            grown.append({**one, "location": location, "text": " ".join(words)})
    return grown


def in_material(page: Page, address: str) -> tuple[bool, float]:
    """Whether opening a page loads the index, and seconds from the first key to a hit."""
    seen: list[Response] = []
    page.on("response", lambda one: seen.append(one))
    page.goto(address, wait_until="networkidle")
    loaded = any("search_index" in one.url for one in seen)
    start = time.perf_counter()
    page.click(".md-search__input")
    page.keyboard.type(QUERY)
    page.wait_for_selector(".md-search-result__link", state="attached", timeout=300_000)
    return loaded, time.perf_counter() - start


def write_pagefind(entries: list[Entry], folder: Path) -> bool:
    """Index entries with Pagefind, as a page for each path, if it is installed."""
    if not importlib.util.find_spec("pagefind"):
        return False
    pages: dict[str, list[str]] = {}
    for one in entries:
        path, _, anchor = one["location"].partition("#")
        level = 2 if anchor else 1
        head = f'<h{level} id="{anchor}">{one["title"]}</h{level}>'
        pages.setdefault(path, []).append(f"{head}<p>{TAG.sub(' ', one['text'])}</p>")
    with tempfile.TemporaryDirectory() as site:
        for path, parts in pages.items():
            (Path(site) / path).mkdir(parents=True, exist_ok=True)
            text = f'<html lang="en"><body>{"".join(parts)}</body></html>'
            (Path(site) / path / "index.html").write_text(text, "utf-8")
        command = [sys.executable, "-m", "pagefind", "--site", site, "--output-path", str(folder)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return True


def in_pagefind(page: Page, address: str) -> tuple[int, int, float]:
    """Count the requests, bytes and seconds of a search with five hits shown."""
    page.goto(f"{address}sitemap.xml")
    seen: list[Response] = []
    page.on("response", lambda one: seen.append(one))
    _, milliseconds = page.evaluate(LOAD, QUERY)
    return len(seen), sum(len(one.body()) for one in seen), milliseconds / 1000


def measure(site: Path, times: int, folder: Path) -> str:
    """Measure one size, as a line of a table."""
    shutil.copytree(site, folder)
    file = folder / "search" / "search_index.json"
    index = json.loads(file.read_text("utf-8"))
    index["docs"] = grow(index["docs"], times)
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8")
    raw = file.read_bytes()
    has_pagefind = write_pagefind(index["docs"], folder / "pagefind")
    handler = partial(Quiet, directory=str(folder))
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with (
        ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
        sync_playwright() as playwright,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        address = f"http://127.0.0.1:{server.server_port}/"
        loaded, seconds = in_material(browser.new_page(), address)
        cells = [times, len(index["docs"]), len(raw), len(gzip.compress(raw, 9)), loaded]
        line = " | ".join(map(str, [*cells, f"{seconds:.2f}"]))
        if has_pagefind:
            files = [one for one in (folder / "pagefind").rglob("*") if one.is_file()]
            requests, size, seconds = in_pagefind(browser.new_page(), address)
            size_of_all = sum(one.stat().st_size for one in files)
            line += f" | {len(files)} | {size_of_all} | {requests} | {size} | {seconds:.2f}"
        browser.close()
        server.shutdown()
    return line


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10, 100])
    args = parser.parse_args()
    print("times | entries | bytes | gzip | loaded at once | seconds", end=" | ")
    print("Pagefind: files | bytes | requests | bytes loaded | seconds")
    for times in args.times:
        with tempfile.TemporaryDirectory() as folder:
            print(measure(args.site, times, Path(folder) / "site"), flush=True)


if __name__ == "__main__":
    main()
