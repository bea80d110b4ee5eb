"""Make built pages lean and closed: only the CSS they use, in the page, and a policy.

A page then needs one request until its text can be read, and a Content-Security-Policy
(https://www.w3.org/TR/CSP3/) says that it makes none to another origin.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from urllib.parse import urljoin, urlsplit

from .page_parts import PageParts
from .used_css import used_css

THEME_SCRIPTS = "assets/javascripts/"
"""Where in a site Material has its scripts."""


def finished(parts: PageParts, css: str) -> str:
    """Give a page with `css` in place of its links to style sheets, and with its policy.

    The style stands where the first link was; the policy after the page's charset, before all
    that it is to govern. A page that links no sheet gets no style, a text without a head
    nothing.
    """
    html, first = parts.html, parts.sheets[:1]
    for link in reversed(parts.sheets):
        style = f"<style>{css}</style>" if link in first else ""
        html = html[: link.start] + style + html[link.end :]
    at = parts.charset_end
    if at < 0:
        return html
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(parts, css)}">'
    return html[:at] + meta + html[at:]


def policy(parts: PageParts, css: str) -> str:
    """Give the Content-Security-Policy of a page: nothing but its own origin and its own text.

    Inline scripts and styles, style attributes too, are allowed by the hash of each that is
    there. `'self'` holds under any path prefix, and in Chromium from `file://` too.
    """
    styles = [*parts.styles, css] if parts.sheets else parts.styles
    style = _hashes([*styles, *parts.style_attributes])
    if parts.style_attributes:
        style = ["'unsafe-hashes'", *style]
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *_hashes(parts.scripts)],
        "style-src": style or ["'none'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


def _hashes(texts: Iterable[str]) -> list[str]:
    """Hash as CSP 3, 6.7.3.3: base64 of the SHA-256 of the UTF-8 text."""
    digests = (b64encode(sha256(text.encode()).digest()).decode() for text in texts)
    return [f"'sha256-{digest}'" for digest in dict.fromkeys(digests)]


def make_lean(texts: Mapping[str, str], prefix: str = "/") -> dict[str, str]:
    """Finish the pages of a site: give each with its style in it, and its policy.

    `texts` are the pages, style sheets and scripts by path in the site, `prefix` the path
    that the site is published at, which absolute addresses (404.html's) begin with.
    Raises ValueError, naming the page, where a sheet or script is missing or has an error.
    """
    theme = [text for path, text in texts.items() if path.startswith(THEME_SCRIPTS)]
    pages = {}
    for path in sorted(path for path in texts if path.endswith(".html")):
        parts = PageParts(texts[path])
        try:
            wanted = [_path(link.href, path, prefix) for link in parts.sheets]
            scripts = [_path(source, path, prefix) for source in parts.sources]
            own = [texts[one] for one in scripts if not one.startswith(THEME_SCRIPTS)]
            css = used_css([texts[one] for one in wanted], parts, own, theme)
        except KeyError as error:
            raise ValueError(f"{path}: {error} is not in the site") from None
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from None
        pages[path] = finished(parts, css)
    return pages


def _path(address: str, page: str, prefix: str) -> str:
    """Give the path in the site of what a page names: `../a.css` in `x/y.html` is `a.css`."""
    root = f"/{prefix.strip('/')}/".replace("//", "/")
    return urlsplit(urljoin(root + page, address)).path.removeprefix(root)
