"""Read citation files with programs that are not ours: pandoc, pybtex, rispy."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pypandoc
import rispy
from pybtex.database import Entry, parse_string

CURLY = str.maketrans("“”‘’", "\"\"''")

Reference = dict[str, Any]


def straight(text: str) -> str:
    """Pandoc reads a straight quote as a curly one, which is the same quote."""
    return text.translate(CURLY)


def by_pandoc(text: str, reader: str) -> dict[str, Reference]:
    """What pandoc reads, by id; texts as plain words, names and dates as in its metadata."""
    command = [pypandoc.get_pandoc_path(), "-s", "-f", reader, "-t", "json"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    meta = json.loads(done.stdout)["meta"]
    found = [_meta(one) for one in meta.get("references", {"c": []})["c"]]
    return {one["id"]: one for one in found}


def _meta(value: dict[str, Any]) -> Any:
    if value["t"] == "MetaMap":
        return {name: _meta(one) for name, one in value["c"].items()}
    if value["t"] == "MetaList":
        return [_meta(one) for one in value["c"]]
    if value["t"] == "MetaInlines":
        return _inlines(value["c"])
    return value["c"]


def _inlines(inlines: list[dict[str, Any]]) -> str:
    """The words of inlines; all that references have."""
    return "".join(_inline(one["t"], one.get("c")) for one in inlines)


def _inline(kind: str, content: Any) -> str:
    if kind == "Str":
        return str(content)
    if kind in ("Space", "SoftBreak"):
        return " "
    if kind == "Quoted":
        mark = '"' if content[0]["t"] == "DoubleQuote" else "'"
        return f"{mark}{_inlines(content[1])}{mark}"
    if kind in ("Span", "Link"):
        return _inlines(content[1])
    if kind == "RawInline":
        assert content[1].startswith(r"\vphantom"), content  # TeX prints nothing for it
        return ""
    assert kind in ("Emph", "Strong", "SmallCaps", "Superscript", "Subscript"), kind
    return _inlines(content)


def by_pybtex(text: str) -> dict[str, Entry]:
    return dict(parse_string(text, "bibtex").entries)


def by_rispy(text: str) -> list[dict[str, Any]]:
    """Each record; tags that rispy does not know are under `unknown_tag`."""
    return list(rispy.loads(text))


def whole(name: dict[str, str]) -> str:
    """A name as pandoc has it: `Family, Given`, particles with the family, or a body's."""
    family = [name.get(part, "") for part in ("dropping-particle", "non-dropping-particle")]
    family += [name.get("family", name.get("literal", ""))]
    parts = (" ".join(filter(None, family)), name.get("given", ""), name.get("suffix", ""))
    return ", ".join(filter(None, parts))
