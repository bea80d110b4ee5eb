"""Generate the corpus that builds are timed on: 200 pages, 8,000 citations, 2,000 sources."""

from __future__ import annotations

import argparse
import random
from pathlib import Path

WORDS = (
    "workers councils factory movement democracy strike committee soviet party state square city "
    "plan office union delegate assembly manager foreman wage shift history demand power street"
).split()


def sentence(rng: random.Random, length: int = 14) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(length)).capitalize()


def bibliography(rng: random.Random, sources: int) -> str:
    entries = []
    for number in range(sources):
        title = sentence(rng, 5)
        entries.append(
            f"@book{{source{number},\n"
            f"  author = {{Name{number % 700}, Given{number % 90}}},\n"
            f"  title = {{{title} {number}}},\n"
            f"  publisher = {{Press {number % 40}}},\n"
            f"  location = {{London}},\n"
            f"  year = {{{1850 + number % 170}}},\n}}\n"
        )
    return "\n".join(entries)


def page(rng: random.Random, number: int, keys: list[str], cites: bool) -> str:
    lines = [f"# Page {number}", ""]
    for start in range(0, len(keys), 4):
        for key in keys[start : start + 4]:
            note = f" [@{key}, p. {rng.randrange(1, 400)}]" if cites else ""
            lines.append(f"{sentence(rng)}, {sentence(rng, 9).lower()}{note}.")
        lines.append("")
    return "\n".join(lines)


def write(folder: Path, plugin: str, pages: int, citations: int, sources: int) -> None:
    """Write a site; `plugin` is the line of YAML that configures one, or empty for none."""
    rng = random.Random(7)
    docs = folder / "docs"
    docs.mkdir(parents=True, exist_ok=True)
    (folder / "refs.bib").write_text(bibliography(rng, sources), "utf-8")
    keys = [f"source{number % sources}" for number in range(citations)]
    rng.shuffle(keys)
    each = citations // pages
    for number in range(pages):
        text = page(rng, number, keys[number * each : (number + 1) * each], bool(plugin))
        (docs / f"page-{number:03}.md").write_text(text, "utf-8")
    (docs / "index.md").write_text("# Home\n\nStart.\n", "utf-8")
    if plugin:
        (docs / "sources.md").write_text("# Sources\n\n\\full_bibliography\n", "utf-8")
    lines = ["site_name: Corpus", "theme: {name: material, font: false}", "plugins:", "  - search"]
    lines += [f"  - {plugin}"] if plugin else []
    lines += ["markdown_extensions: [attr_list, footnotes]"]
    (folder / "mkdocs.yml").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--plugin", default="", help="YAML of the plugin, empty for plain")
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--citations", type=int, default=8000)
    parser.add_argument("--sources", type=int, default=2000)
    args = parser.parse_args()
    write(args.folder, args.plugin, args.pages, args.citations, args.sources)
