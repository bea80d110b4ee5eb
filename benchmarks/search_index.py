"""What search costs as a site grows: the size of its index, and time in the browser.

    python benchmarks/search_index.py SITE

SITE is the built edition. Its search index is taken as it is, and 10 and 100 times as large,
with generated text: the words of the edition in its own frequencies, every tenth of them made
new, so that the vocabulary grows too. All is printed as ratios to the first; only sizes and the
times of the first are absolute.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import statistics
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

TIMES = (1, 10, 100)
QUERIES = (
    "barricades",
    "Tienanmen",
    "self management",
    "小平",
    "obey a single directing will",
    "the",
    "st",
)
RUN = """async ([script, index, queries]) => {
  const url = URL.createObjectURL(new Blob([script]))
  const worker = new Worker(url)
  const timed = (message) => new Promise((resolve) => {
    const start = performance.now()
    worker.onmessage = () => resolve(performance.now() - start)
    worker.postMessage(message)
  })
  const setUp = await timed({ type: 0, data: { ...index, options: {} } })
  const times = []
  for (let i = 0; i < 5; i++) for (const data of queries) times.push(await timed({ type: 2, data }))
  worker.terminate()
  return [setUp, ...times]
}"""


def grown(index: dict[str, Any], times: int) -> dict[str, Any]:
    """Give an index with `times` as many entries, of the same lengths."""
    chance = random.Random(times)
    words = re.findall(r"\S+", " ".join(doc["text"] for doc in index["docs"]))
    docs = list(index["docs"])

    def word() -> str:
        one = chance.choice(words)
        return (
            one + chance.choice("aeiou") + chance.choice("nrst") if chance.random() < 0.1 else one
        )

    for copy in range(1, times):
        for doc in index["docs"]:
            text = " ".join(word() for _ in doc["text"].split())
            docs.append({**doc, "location": f"{copy}/{doc['location']}", "text": text})
    return {**index, "docs": docs}


def main(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    script = (site / "assets/apparatus-search.js").read_text("utf-8")
    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium" if Path("/usr/bin/chromium").exists() else None,
            args=["--no-sandbox"],
        )
        for times in TIMES:
            data = grown(index, times)
            raw = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
            page = browser.new_page()
            set_up, *asked = page.evaluate(RUN, [script, data, list(QUERIES)])
            page.close()
            zipped = len(gzip.compress(raw, 9, mtime=0))
            rows.append((times, len(raw), zipped, set_up, statistics.median(asked), max(asked)))
        browser.close()
    first = rows[0]
    print("essay ×     bytes   gzip  set-up  query (median, slowest)")
    for row in rows:
        ratios = [value / base for value, base in zip(row[1:], first[1:], strict=True)]
        print(f"{row[0]:7} " + " ".join(f"{ratio:7.1f}" for ratio in ratios))
    print(f"at 1: {first[1]:,} bytes, gzip {first[2]:,}; set-up {first[3]:.0f} ms, ", end="")
    print(f"query {first[4]:.0f} ms (slowest {first[5]:.0f} ms), on this machine")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "site"))
