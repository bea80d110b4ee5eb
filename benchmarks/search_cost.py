"""Measure what search costs a reader as the essay grows to 1, 10 and 100 times its size.

    python benchmarks/search_cost.py

The edition is built, and its search index multiplied: each copy has the words of each entry in
another order, and new words at the rate at which a longer text meets them. The index is then
searched whole and with Pagefind (`search: pagefind`), in a browser, in Material's own dialog,
from a server that compresses and has a line of 10 Mbit/s with 50 ms to each answer. Bytes are
all that search fetches until the first hit is shown, without Material's own scripts; times are
from the first key to that hit, the median of three. What Pagefind takes to index is compared
with the build of a text of that size, taken as that of the edition times its size.
"""

from __future__ import annotations

import argparse
import gzip
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
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from mkdocs_apparatus.host.searching import INDEX, give_to_pagefind

HEAPS = 0.6
"""Exponent of the growth of a vocabulary with the length of an English text (Heaps' law)."""

QUERY = "soviets"
RUNS = 3
LATENCY, RATE = 0.05, 1_250_000
"""Seconds until an answer begins, and bytes a second."""

TAG = re.compile("<[^>]+>")
WORD = re.compile(r"\w+")
OF_SEARCH = re.compile(r"search_index\.json|apparatus-search\.js|/pagefind/")
PACKED = {".html", ".css", ".js", ".json"}

Entry = dict[str, Any]


class Distant(SimpleHTTPRequestHandler):
    """Serves compressed files over a line; keeps how much search has cost."""

    sent: list[int]

    def do_GET(self) -> None:
        """Send a file as a host far away does."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        data, packed = path.read_bytes(), path.suffix in PACKED
        data = gzip.compress(data, 6) if packed else data
        time.sleep(LATENCY + len(data) / RATE)
        if OF_SEARCH.search(self.path):
            self.sent.append(len(data))
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(data)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(data)

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


def first_hit(browser: Browser, site: Path) -> tuple[int, int, float]:
    """Count requests, bytes and seconds that a reader's first hit costs."""
    requests, size, seconds = [], [], []
    for _ in range(RUNS):
        handler = type("Handler", (Distant,), {"sent": []})
        serve = partial(handler, directory=str(site))
        with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            page = browser.new_context().new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/", wait_until="networkidle")
            start = time.perf_counter()
            page.click(".md-search__input")
            page.keyboard.type(QUERY, delay=100)
            hit = ".md-search-result__link:has(mark)"
            page.wait_for_selector(hit, state="attached", timeout=300_000)
            seconds.append(time.perf_counter() - start)
            requests.append(len(handler.sent))
            size.append(sum(handler.sent))
            page.context.close()
            server.shutdown()
    return int(median(requests)), int(median(size)), median(seconds)


def measure(site: Path, times: int, folder: Path, build: float) -> str:
    """Measure one size, as a line of a table; `build` are the seconds of the edition's build."""
    shutil.copytree(site, folder)
    file = folder / INDEX
    index = json.loads(file.read_text("utf-8"))
    index["docs"] = grow(index["docs"], times)
    raw = json.dumps(index, separators=(",", ":")).encode()
    file.write_bytes(raw)
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        whole = first_hit(browser, folder)
        start = time.perf_counter()
        give_to_pagefind(folder)
        indexing = (time.perf_counter() - start) / (build * times)
        pieces = first_hit(browser, folder)
        browser.close()
    files = [one for one in (folder / "assets/pagefind").rglob("*") if one.is_file()]
    size = sum(one.stat().st_size for one in files)
    return (
        f"| {times} | {len(index['docs']):,} | {len(raw) / 1e6:.1f} MB | {whole[1] // 1000:,} kB "
        f"| {pieces[1] // 1000:,} kB in {pieces[0]} | {pieces[2] / whole[2]:.2f} "
        f"({pieces[2]:.1f} s) | {len(files):,}, {size / 1e6:.1f} MB | {indexing:.2f} |"
    )


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10, 100])
    args = parser.parse_args()
    print("| size of the text | entries | index | first hit, whole | first hit, Pagefind ", end="")
    print("| its time to the whole’s | its files | indexing to building |")
    print("| ---: " * 8 + "|")
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        start = time.perf_counter()
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
        subprocess.run(command, check=True)
        build = time.perf_counter() - start
        for times in args.times:
            copy = Path(folder) / str(times)
            print(measure(site, times, copy, build), flush=True)
            shutil.rmtree(copy)


if __name__ == "__main__":
    main()
