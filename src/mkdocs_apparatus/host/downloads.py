"""Files by address: fetched within limits, and named without what is secret in an address.

mkdocs-bibtex takes a `.bib` file and a style from the web, and a library from Zotero
(https://www.zotero.org/support/dev/web_api/v3/basics), page by page.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from email.message import Message
from ipaddress import ip_address
from threading import Thread
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import requests

from ..citations.bib_files import LARGEST, Fetched

PATIENCE = 10
"""How many seconds a server may take to begin, and between two pieces of a file."""

LONGEST, LONGEST_LIBRARY = 60, 600
"""How many seconds a file, and a library of Zotero, may take in all."""

REDIRECTS = 5
"""How often an address may send on to another; those of repositories do so twice."""

PAGES = 1_000
"""How many pages of 100 entries a library of Zotero may have."""

PIECE = 65_536
"""How many bytes are taken at a time."""

ZOTERO = "api.zotero.org"
WEB = ("http", "https")


class DownloadError(Exception):
    """A file could not be fetched; the message says how to mend it, and holds no secret."""


def is_address(text: str) -> bool:
    """Whether an option names a file by its address, of whatever scheme."""
    return "://" in text or text.lower().startswith("file:")


def shown(address: str) -> str:
    """Give an address as messages have it: without password, and without what it asks for.

    A key to a library stands in either.
    """
    address, asks, _ = address.partition("#")[0].partition("?")
    scheme, _, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    whole = f"{scheme}://{host.rpartition('@')[2]}{slash}{path}" if rest else address
    return f"{whole}{'?…' if asks else ''}"


def download(address: str, *, allow_http: bool = False) -> Fetched:
    """Fetch a file; a library of Zotero is fetched whole, as BibTeX.

    Only https is taken, unless http is allowed, or leads to this machine. Raises
    `DownloadError`.
    """
    is_library = _host(address) == ZOTERO
    longest = LONGEST_LIBRARY if is_library else LONGEST
    found: list[Fetched | DownloadError] = []
    end = time.monotonic() + longest

    def fetch() -> None:
        try:
            found.append((_library if is_library else _file)(address, allow_http, end))
        except DownloadError as error:
            found.append(error)
        except Exception as error:
            found.append(_failure(address, error))

    # A server may send its head, or a piece, byte by byte: no limit of a socket ends that.
    beside = Thread(target=fetch, daemon=True)
    beside.start()
    beside.join(longest)
    if not found:
        mend = "try again, or keep a copy of the file"
        raise DownloadError(f"'{shown(address)}' takes over {longest} seconds; {mend}")
    if isinstance(found[0], DownloadError):
        raise found[0]
    return found[0]


def _file(address: str, allow_http: bool, end: float) -> Fetched:
    answer = _opened(address, allow_http)
    charset = Message()
    charset["content-type"] = answer.headers.get("content-type", "")
    data = b"".join(_pieces(answer, end, address))
    return Fetched(data, charset.get_content_charset(""))


def _library(address: str, allow_http: bool, end: float) -> Fetched:
    found, following = bytearray(), _as_bibtex(address)
    for _ in range(PAGES):
        answer = _opened(following, allow_http)
        for piece in _pieces(answer, end, address):
            found += piece
            _check_size(len(found), address)
        following = answer.links.get("next", {}).get("url", "")
        if _host(following) != ZOTERO:  # the last page; or a key would go elsewhere
            break
    return Fetched(bytes(found), "utf-8")


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _as_bibtex(address: str) -> str:
    """Ask Zotero for BibTeX, as many entries at a time as it gives."""
    parts = urlsplit(address)
    asked = dict(parse_qsl(parts.query)) | {"format": "bibtex", "limit": "100"}
    return urlunsplit(parts._replace(query=urlencode(asked)))


def _check(address: str, allow_http: bool) -> None:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, None
    if parts is None or (parts.scheme in WEB and not host):
        raise DownloadError(f"'{shown(address)}' is no address; write it as 'https://…'")
    if parts.scheme not in WEB:
        mend = "write 'https://…', or the path of a file"
        raise DownloadError(f"'{parts.scheme}:' is no address of the web; {mend}")
    if parts.scheme == "http" and not allow_http and not _is_here(host or ""):
        mend = "write 'https:', or set 'allow_http: true'"
        raise DownloadError(f"'{shown(address)}' may be changed by anybody on its way; {mend}")


def _is_here(host: str) -> bool:
    """Whether a host is this machine, to which nothing is on the way."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _opened(address: str, allow_http: bool) -> requests.Response:
    """Ask for an address, and follow where it sends on, each step under the same rules."""
    is_secure = address.lower().startswith("https:")
    for _ in range(REDIRECTS + 1):
        _check(address, allow_http)
        if is_secure and not address.lower().startswith("https:"):
            raise DownloadError(f"it is sent on to '{shown(address)}'; give an address by https")
        answer = _asked(address)
        if not answer.is_redirect:
            if answer.status_code != requests.codes.ok:
                answer.close()
                said = f"'{shown(address)}' answers 'Status Code: {answer.status_code}'"
                raise DownloadError(f"{said}; check the address, and whether it wants a key")
            return answer
        answer.close()
        address = urljoin(address, answer.headers["location"])
    raise DownloadError(f"it is sent on more than {REDIRECTS} times; give the last address")


def _asked(address: str) -> requests.Response:
    try:
        return requests.get(address, stream=True, timeout=PATIENCE, allow_redirects=False)
    except (requests.RequestException, ValueError, OSError) as error:
        raise _failure(address, error) from None  # whose own words have the whole address


def _failure(address: str, error: Exception) -> DownloadError:
    where = shown(address)
    if isinstance(error, requests.Timeout):
        return DownloadError(f"'{where}' does not answer; try again, or keep a copy of the file")
    if isinstance(error, requests.exceptions.SSLError):
        return DownloadError(f"'{where}' has no certificate that holds; check the address")
    if isinstance(error, requests.ConnectionError):
        return DownloadError(f"'{where}' cannot be reached; check the address and the network")
    return DownloadError(f"'{where}' cannot be fetched; check the address")


def _pieces(answer: requests.Response, end: float, address: str) -> Iterator[bytes]:
    """Give what comes, unpacked, while it is neither too much nor too slow."""
    size = 0
    with answer:
        try:
            for piece in answer.iter_content(PIECE):
                size += len(piece)
                _check_size(size, address)
                if time.monotonic() > end:  # nobody waits any more
                    return
                yield piece
        except (requests.RequestException, OSError) as error:
            raise _failure(address, error) from None


def _check_size(size: int, address: str) -> None:
    if size > LARGEST:
        mend = "give a smaller file"
        raise DownloadError(f"'{shown(address)}' is larger than {LARGEST // 1_000_000} MB; {mend}")
