"""Files by address come within limits, and what is secret in an address is never printed."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from conftest import Build

from mkdocs_apparatus.host import downloads
from mkdocs_apparatus.host.downloads import DownloadError, download, shown

BIB = "@book{roe, author = {Roë, A.}, title = {Größe}, publisher = {P}, date = {1970}}\n"
STYLE = (
    '<?xml version="1.0" encoding="utf-8"?><style xmlns="http://purl.org/net/xbiblio/csl" '
    'class="note" version="1.0"><info><title>t</title><id>x</id><updated>2020-01-01T00:00:00Z'
    '</updated></info><citation><layout><text value="Größe: "/><text variable="title"/></layout>'
    "</citation></style>"
)


class Server(BaseHTTPRequestHandler):
    """What a server may do, by path."""

    def do_GET(self) -> None:
        getattr(self, self.path.strip("/").partition("?")[0].partition(".")[0])()

    def _send(self, data: bytes, kind: str = "", code: int = 200, **more: str) -> None:
        self.send_response(code)
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def bare(self) -> None:
        self._send(BIB.encode())

    def text(self) -> None:
        self._send(BIB.encode(), "text/plain")

    def wrong(self) -> None:
        self._send(BIB.encode(), "text/plain; charset=iso-8859-1")

    def latin(self) -> None:
        self._send(BIB.encode("latin-1"), "text/x-bibtex; charset=ISO-8859-1")

    def greek(self) -> None:
        self._send(BIB.encode("latin-1"), "text/plain; charset=nonsense")

    def style(self) -> None:
        self._send(STYLE.encode(), "text/xml")

    def packed(self) -> None:
        self._send(gzip.compress(BIB.encode()), Content_Encoding="gzip")

    def bomb(self) -> None:
        self._send(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")

    def endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(bytes(1_000_000))

    def slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(200):
            self.wfile.write(b"%")
            time.sleep(0.1)

    def head(self) -> None:
        for _ in range(200):
            self.wfile.write(b"H")
            time.sleep(0.1)

    def silent(self) -> None:
        time.sleep(5)

    def round(self) -> None:
        self._send(b"", code=302, Location="/round?key=hunter2")

    def twice(self) -> None:
        self._send(b"", code=301, Location="/once")

    def once(self) -> None:
        self._send(b"", code=307, Location="bare.bib")

    def file(self) -> None:
        self._send(b"", code=302, Location="file:///etc/passwd")

    def away(self) -> None:
        self._send(b"", code=302, Location="http://example.org/x?key=hunter2")

    def gone(self) -> None:
        self._send(b"secret page", code=404)

    def log_message(self, format: str, *args: object) -> None:
        pass

    def handle(self) -> None:
        with suppress(OSError):  # whoever asked has left
            super().handle()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as httpd:
        httpd.daemon_threads = True
        httpd.block_on_close = False
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{httpd.server_port}"
        httpd.shutdown()


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "LARGEST", 5_000_000)


FAILS = {
    "bomb": "'http://{}/bomb?…' is larger than 5 MB; give a smaller file",
    "endless": "'http://{}/endless?…' is larger than 5 MB; give a smaller file",
    "slow": "'http://{}/slow?…' takes over 3 seconds; try again, or keep a copy of the file",
    "head": "'http://{}/head?…' takes over 3 seconds; try again, or keep a copy of the file",
    "silent": "'http://{}/silent?…' does not answer; try again, or keep a copy of the file",
    "round": "it is sent on more than 5 times; give the last address",
    "file": "'file:' is no address of the web; write 'https://…', or the path of a file",
    "away": "'http://example.org/x?…' may be changed by anybody on its way; write 'https:', or "
    "set 'allow_http: true'",
    "gone": "'http://{}/gone?…' answers 'Status Code: 404'; check the address, and whether it "
    "wants a key",
}


@pytest.mark.parametrize(("path", "said"), FAILS.items(), ids=FAILS)
def test_limits(server: str, path: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if path == "silent":  # the others may be slow on a busy machine
        monkeypatch.setattr(downloads, "PATIENCE", 1)
    if path in ("slow", "head"):
        monkeypatch.setattr(downloads, "LONGEST", 3)
    start = time.monotonic()
    with pytest.raises(DownloadError) as error:
        download(f"http://me:hunter2@{server}/{path}?key=hunter2")
    assert str(error.value) == said.format(server)
    assert time.monotonic() - start < 60


ADDRESSES = {
    "http://example.org/a.bib": "'http://example.org/a.bib' may be changed by anybody on its way",
    "http://me:hunter2@example.org/a?key=hunter2": "'http://example.org/a?…' may be changed by",
    "http://127.0.0.1.example.org/": "'http://127.0.0.1.example.org/' may be changed by anybody",
    "http://[::1": "'http://[::1' is no address; write it as 'https://…'",
    "http://x:hunter2@[::1": "'http://[::1' is no address; write it as",
    "https://": "'https://' is no address; write it as 'https://…'",
    "https://:443/a": "'https://:443/a' is no address; write it as",
    "https://example.org:99999/a": "'https://example.org:99999/a' is no address",
    "file:///etc/passwd": "'file:' is no address of the web; write 'https://…', or the path",
    "FILE:///etc/passwd": "'file:' is no address of the web",
    "ftp://example.org/a.bib": "'ftp:' is no address of the web",
    "data://text/plain,@book": "'data:' is no address of the web",
    "https://me:hunter2@127.0.0.1:9/a.bib?key=hunter2": "'https://127.0.0.1:9/a.bib?…' cannot be "
    "reached; check the address and the network",
}


@pytest.mark.parametrize(("address", "said"), ADDRESSES.items())
def test_addresses_that_are_not_taken(address: str, said: str) -> None:
    with pytest.raises(DownloadError) as error:
        download(address)
    assert str(error.value).startswith(said)
    assert "hunter2" not in str(error.value)


SHOWN = {
    "https://example.org/a.bib": "https://example.org/a.bib",
    "https://me:pw@example.org:8443/a.bib": "https://example.org:8443/a.bib",
    "https://api.zotero.org/users/1/items?key=pw&limit=3": "https://api.zotero.org/users/1/items?…",
    "https://example.org/a.bib#pw": "https://example.org/a.bib",
    "https://token@example.org/a": "https://example.org/a",
}


def test_secrets_are_not_shown() -> None:
    for address, expected in SHOWN.items():
        assert shown(address) == expected
        assert "pw" not in shown(address)


def site_of(build: Build, options: str, server: str, *, strict: bool = True):  # type: ignore[no-untyped-def]
    files = {
        "mkdocs.yml": "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
        f"plugins: [{{apparatus: {{{options.format(server=server)}}}}}]\n",
        "docs/index.md": "# Home\n\nA [@roe].\n",
    }
    return build("options", files, strict=strict)


@pytest.mark.parametrize("path", ["bare.bib", "text", "wrong", "latin", "packed", "twice"])
def test_text_without_charset_is_utf_8(build: Build, server: str, path: str) -> None:
    site = site_of(build, f"bib_file: 'http://{{server}}/{path}'", server)
    assert site.notes() == ["A. Roë, Größe (P, 1970)."]


def test_a_charset_that_nobody_knows(build: Build, server: str) -> None:
    site = site_of(build, "bib_file: 'http://{server}/greek'", server, strict=False)
    assert site.notes() == ["A. Roë, Größe (P, 1970)."]
    (message,) = site.warnings
    assert message.startswith(f"http://{server}/greek:1: bad-encoding: the byte 0xEB is not UTF-8")


def test_a_style_without_charset(build: Build, server: str) -> None:
    options = "bib_file: 'http://{server}/bare', csl_file: 'http://{server}/style.csl'"
    assert site_of(build, options, server).notes() == ["Größe: Größe"]


def test_a_site_names_its_file_without_secrets(build: Build, server: str) -> None:
    options = (
        "bib_file: 'http://me:hunter2@{server}/gone?key=hunter2', "
        "csl_file: 'http://me:hunter2@{server}/gone.csl?key=hunter2'"
    )
    site = site_of(build, options, server)
    assert site.aborted
    assert len(site.warnings) == 2
    assert not any("hunter2" in one for one in site.warnings)
    assert any(f"http://{server}/gone?…: bad-bibtex: " in one for one in site.warnings)
    assert any("mkdocs.yml: bad-style: " in one for one in site.warnings)


def test_an_address_that_is_none_is_a_problem(build: Build, server: str) -> None:
    site = site_of(build, "bib_file: 'http://[::1'", server)
    assert site.aborted
    assert site.warnings == [
        "http://[::1: bad-bibtex: cannot be read: 'http://[::1' is no address; "
        "write it as 'https://…'"
    ]


def test_http_is_allowed_by_an_option(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(downloads, "_asked", lambda address: asked.append(address) or _Answer())
    assert download("http://example.org/a", allow_http=True).data == b"x"
    assert asked == ["http://example.org/a"]


class _Answer:
    """An answer as requests gives them."""

    is_redirect, status_code = False, 200

    def __init__(self, following: str = "") -> None:
        self.headers = {"content-type": "text/plain"}
        self.links = {"next": {"url": following}} if following else {}

    def iter_content(self, size: int) -> Iterator[bytes]:
        yield b"x"

    def __enter__(self) -> _Answer:
        return self

    def __exit__(self, *args: object) -> None:
        pass

    def close(self) -> None:
        pass


def test_a_library_of_zotero_is_fetched_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    begin = "https://api.zotero.org/users/1/items"

    def answer(address: str) -> _Answer:
        asked.append(address)
        elsewhere = "https://example.org/?key=pw"
        return _Answer(f"{begin}?start=100&key=pw" if len(asked) == 1 else elsewhere)

    monkeypatch.setattr(downloads, "_asked", answer)
    assert download(f"{begin}?key=pw&format=json").data == b"xx"
    assert asked == [f"{begin}?key=pw&format=bibtex&limit=100", f"{begin}?start=100&key=pw"]
