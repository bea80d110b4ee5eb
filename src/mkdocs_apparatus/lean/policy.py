"""The Content-Security-Policy of a page (https://www.w3.org/TR/CSP3/)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from .page_parts import PageParts


def policy(parts: PageParts) -> str:
    """Give a page's Content-Security-Policy: nothing but its own origin and its own text.

    Inline scripts and styles, style attributes too, are allowed by the hash of each that is
    there. `'self'` holds under any path prefix, and in Chromium from `file://` too. A worker
    has the policy of its own response (HTML, "run a worker"), so that Pagefind's may run
    WebAssembly and no page may.
    """
    style = _hashes([*parts.styles, *parts.style_attributes])
    if parts.style_attributes:
        style = ["'unsafe-hashes'", *style]
    if parts.chosen:
        style = ["'self'", *style]
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *_hashes(parts.scripts)],
        "style-src": style or ["'none'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'", "data:"],
        "media-src": ["'self'"],
        "frame-src": ["'self'"],
        "manifest-src": ["'self'"],
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
