"""Time and weigh a section against plain Material and against bare HTML of the same text.

    python benchmarks/page.py [--section introduction] [--runs 7]

First contentful paint as Lighthouse throttles a phone (1.6 Mbit/s, 150 ms a round trip, a
processor four times as slow), the median of several runs; and bytes over the wire, gzipped,
until the page is still. Each run visits all pages in turn, so that all bear the same load.
Google fonts are off: with them plain Material would wait for other origins too.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import markdown
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
EXTENSIONS = ["attr_list", "footnotes", "md_in_html"]
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 0.75e6 / 8,
}
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


class Gzipped(SimpleHTTPRequestHandler):
    """Serves files compressed, as a site's host does."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Send a file of the folder."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return self.send_error(404)
        body = gzip.compress(path.read_bytes(), 9)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None


def make(folder: Path, section: str) -> dict[str, str]:
    """Build the three; give the path of each page by name."""
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder / "edition"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    text = (ROOT / "docs" / "essay" / f"{section}.md").read_text("utf-8")
    docs = folder / "docs"
    docs.mkdir()
    (docs / "index.md").write_text(text, "utf-8")
    lines = ["site_name: x", "theme: {name: material, font: false}"]
    lines += [f"markdown_extensions: [{', '.join(EXTENSIONS)}]"]
    (folder / "mkdocs.yml").write_text("\n".join(lines), "utf-8")
    build(load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "material")))
    (folder / "bare").mkdir()
    html = markdown.markdown(text, extensions=EXTENSIONS)
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title>'
    head += '<meta name="viewport" content="width=device-width">'
    (folder / "bare" / "index.html").write_text(f"{head}<body>{html}", "utf-8")
    return {"this": f"edition/essay/{section}/", "Material": "material/", "bare HTML": "bare/"}


def visit(browser: Browser, address: str) -> tuple[float, float]:
    """Give the first contentful paint in ms, and the bytes that came."""
    context = browser.new_context(viewport={"width": 412, "height": 823}, is_mobile=True)
    page = context.new_page()
    session = context.new_cdp_session(page)
    received: list[float] = []
    session.on("Network.loadingFinished", lambda one: received.append(one["encodedDataLength"]))
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address, wait_until="networkidle")
    paint = float(page.evaluate(PAINT))
    context.close()
    return paint, sum(received)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--section", default="introduction")
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        pages = make(Path(name), given.section)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Gzipped, directory=name))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        base = f"http://127.0.0.1:{server.server_port}/"
        runs: dict[str, list[tuple[float, float]]] = {one: [] for one in pages}
        for number in range(given.runs):
            print(f"run {number + 1} of {given.runs}", end="\r", flush=True)
            for one, path in pages.items():
                runs[one].append(visit(browser, base + path))
        medians = {
            one: [statistics.median(each) for each in zip(*found, strict=True)]
            for one, found in runs.items()
        }
        print(f"{'':<12}{'paint, ms':>10}{'this ÷':>8}{'KiB':>8}{'this ÷':>8}")
        for one, (paint, size) in medians.items():
            ours = medians["this"]
            print(
                f"{one:<12}{paint:>10.0f}{ours[0] / paint:>8.2f}"
                f"{size / 1024:>8.1f}{ours[1] / size:>8.2f}"
            )
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
