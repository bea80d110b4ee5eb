"""A citation as it was found: what it is, and what is wrong with it."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass

from .elements import CITE
from .page_reading import Fault
from .settings import Settings
from .syntax import CITED_KEY, is_overloaded, key_of, keys_in, parts_of, with_keys


@dataclass(frozen=True)
class Written:
    """A citation as written, and `raw` as pandoc is to read it, its keys as the files have them.

    `kind` is `bracket`, `narrative`, `bare` (`@key` alone), or empty where it cannot be read.
    """

    kind: str
    raw: str
    faults: tuple[Fault, ...]


def take(span: etree.Element, settings: Settings) -> Written:
    """Read the span that a citation is, which then says no more that it is one."""
    kind, written = span.attrib.pop(CITE), span.text or ""
    if kind == "linked":
        return Written("", written, (Fault("unresolved", keys_in(written)[0], written),))
    faults = tuple(_faults(written, settings))
    read = all(fault.code == "key-case" for fault in faults)
    raw = with_keys(written, lambda key: settings.key(key) or key)
    return Written(kind if read else "", raw if read else written, faults)


def _faults(written: str, settings: Settings) -> Iterator[Fault]:
    """Find keys that no file has, or has in other letters, and sources that nothing parts."""
    keys = keys_in(written)
    unknown = [key for key in keys if settings.key(key) is None]
    for key in unknown:
        yield Fault("unknown-key", key, written)
    for key in keys:
        if settings.key(key) not in (key, None):
            yield Fault("key-case", key, written)
    # `@key [p. 3; see @other]`: the source before the bracket is no part of it.
    bracket = written[written.index("[") :] if "[" in written else ""
    for part in () if unknown else parts_of(bracket):
        several = list(CITED_KEY.finditer(part))
        if len(several) > 1:
            yield Fault("bad-citation", key_of(several[1]["key"]), written)
            return
    if not unknown and is_overloaded(written):
        yield Fault("deep-citation", keys[0], written)
