"""CSL files to trees that are sound, and back to text that leads nowhere.

A style may come from a stranger, and pandoc opens what its `independent-parent` names, be it a
file or an address, whatever the element's namespace. So pandoc gets no style as it came: it is
read here, checked, and written anew without links and without what is not CSL's.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

NAMESPACE = "http://purl.org/net/xbiblio/csl"
CSL = f"{{{NAMESPACE}}}"

LARGEST = 5_000_000
"""How many bytes a style may have; the largest of the 10,844 packaged ones has 246,037."""

DEEPEST = 100
"""How deep its elements may stand in each other; the deepest of those goes down 19."""

MOST = 10_000_000
"""How many elements a citation may have when each macro is put where it is called.

The longest of those has 1,662,106; macros that double each other have any number.
"""

ET.register_namespace("", NAMESPACE)


class StyleError(Exception):
    """A CSL style that is unknown or cannot be read; the message says how to mend it."""


def read_style(source: Path | bytes, shown: str) -> ET.Element:
    """Read a style, in whatever encoding it says; `shown` is how problems call it.

    `source` is its file, or what was in it.

    Raises `StyleError` for what is no CSL style, or none that pandoc can be given.
    """
    root = _parsed(source, shown)
    if root.tag != f"{CSL}style":
        raise StyleError(f"'{shown}' is not a CSL style: its root element is <{root.tag}>")
    _check_depth(root, shown)
    for element in root.iter():
        if element.get("rel") == "independent-parent" and element.tag != f"{CSL}link":
            mend = f"write it as <link> in the namespace {NAMESPACE}, or take it out"
            raise StyleError(f"'{shown}' names a parent where CSL has none; {mend}")
    _check_macros(root, shown)
    return root


def written_style(root: ET.Element) -> str:
    """Write a style without links, and without elements that are not CSL's.

    `names` with a `label` and no `name` get one: as CSL has it the label follows the names,
    and pandoc would print it before them, ", edHold H".
    """
    for parent in list(root.iter()):
        for child in [one for one in parent if not _is_kept(one)]:
            parent.remove(child)
    for names in root.iter(f"{CSL}names"):
        if names.find(f"{CSL}label") is not None and names.find(f"{CSL}name") is None:
            names.insert(0, ET.Element(f"{CSL}name"))
    return ET.tostring(root, "unicode")


def _is_kept(element: ET.Element) -> bool:
    return element.tag.startswith(CSL) and element.tag != f"{CSL}link"


def _parsed(source: Path | bytes, shown: str) -> ET.Element:
    try:
        data = source if isinstance(source, bytes) else _data(source)
        if len(data) > LARGEST:
            mend = "take out what is not needed for citing"
            raise StyleError(f"'{shown}' is larger than {LARGEST // 1_000_000} MB; {mend}")
        return ET.fromstring(data)
    except LookupError:
        mend = "save it as UTF-8, and let its first line say so"
        raise StyleError(f"'{shown}' names an encoding that nobody knows; {mend}") from None
    except (OSError, ValueError, ET.ParseError) as error:
        raise StyleError(f"'{shown}' cannot be read: {error}; is it a CSL file?") from None


def _data(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _check_depth(root: ET.Element, shown: str) -> None:
    level: list[ET.Element] = [root]
    for _ in range(DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return
    raise StyleError(f"'{shown}' has elements more than {DEEPEST} deep; take some out")


def _check_macros(root: ET.Element, shown: str) -> None:
    """Find macros that call themselves, or grow beyond measure by calling each other."""
    macros = {one.get("name", ""): one for one in root.iter(f"{CSL}macro")}
    calls = {name: [*_called(one, macros)] for name, one in macros.items()}
    try:
        order = [*TopologicalSorter(calls).static_order()]
    except CycleError as error:
        circle = " → ".join(f"'{name}'" for name in reversed(error.args[1]))
        mend = "let one of them not call the next"
        raise StyleError(f"in '{shown}' a macro calls itself: {circle}; {mend}") from None
    sizes: dict[str, int] = {}
    for name in order:
        sizes[name] = sum(1 for _ in macros[name].iter()) + sum(sizes[one] for one in calls[name])
    parts = [part for part in root if part.tag != f"{CSL}macro"]
    if sum(sizes[name] for part in parts for name in _called(part, macros)) > MOST:
        mend = "let macros call each other less often"
        raise StyleError(f"the macros of '{shown}' call each other without measure; {mend}")


def _called(element: ET.Element, macros: Mapping[str, object] | Iterable[str]) -> Iterator[str]:
    names = (one.get("macro", "") for one in element.iter())
    return (name for name in names if name in macros)
