"""What `pandoc --citeproc` says of an essay, by its command line: no code of ours is in between."""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pypandoc

from mkdocs_apparatus.citations.styles import Style
from mkdocs_apparatus.page.tree import read

from .essays import Essay
from .showing import Shown, forms_of, marked, runs_of

NOTE = ".footnotes > ol > li"
ENTRY = ".csl-entry"
CSL = "{http://purl.org/net/xbiblio/csl}"
LABEL, NAME = f"{CSL}label", f"{CSL}name"
AFTERWARDS = "cited-after-the-essay"


class OracleError(Exception):
    """pandoc failed; the message is what it said."""


def ask_pandoc(essay: Essay, style: Style) -> Shown:
    """Format the essay, and read what pandoc shows. Raises `OracleError`."""
    return read_shown(_html(essay, style))


def ask_with_names(essay: Essay, style: Style) -> Shown | None:
    """Format the essay with `<name/>` before labels that stand without; None if there are none."""
    tree = ET.parse(style.path)
    children = ((names, [one.tag for one in names]) for names in tree.iter(f"{CSL}names"))
    lacking = [one for one, tags in children if LABEL in tags and NAME not in tags]
    if not lacking:
        return None
    for names in lacking:
        names.insert(0, ET.Element(NAME))
    with TemporaryDirectory() as folder:
        path = Path(folder, style.path.name)
        tree.write(path, "utf-8")
        return read_shown(_html(essay, replace(style, path=path)))


def _html(essay: Essay, style: Style) -> str:
    """Run pandoc. The site's language counts where the style is made for another, as the
    option `edition.language` has it.
    """
    arguments = ["-f", "markdown", "-t", "html", "--citeproc", f"--csl={style.path}"]
    arguments += [f"--bibliography={one}" for one in essay.bib_files]
    if essay.language and not style.speaks(essay.language):
        arguments.append(f"--metadata=lang:{essay.language}")
    text = essay.markdown if style.is_note else f"{essay.markdown}\n\n{_afterwards(essay.apart)}"
    listed = dict.fromkeys([*chain.from_iterable(essay.apart), *essay.listed])
    nocite = "; ".join(f"@{{{key}}}" for key in listed)
    with TemporaryDirectory() as folder:
        file, metadata = Path(folder, "essay.md"), Path(folder, "metadata.yml")
        file.write_text(text, "utf-8")
        if nocite:  # in the text's own metadata it would count as a note
            metadata.write_text(f"nocite: '[{nocite}]'\n", "utf-8")
            arguments.append(f"--metadata-file={metadata}")
        return _run([*arguments, str(file)])


def _afterwards(citations: Sequence[Sequence[str]]) -> str:
    """Cite after the essay what only annotations and other pages cite.

    They have the last numbers of a numeric style. In a note style they are only listed.
    """
    keys = ["; ".join(f"@{{{key}}}" for key in citation) for citation in citations]
    cites = "\n".join(f"[{one}]" for one in keys)
    return f":::: {{#{AFTERWARDS}}}\n{cites}\n::::\n" if keys else ""


def _run(arguments: Sequence[str]) -> str:
    command = [pypandoc.get_pandoc_path(), *arguments]
    done = subprocess.run(command, capture_output=True, timeout=300, check=False)
    if done.returncode:
        raise OracleError(done.stderr.decode(errors="replace").strip())
    return done.stdout.decode()


def read_shown(html: str) -> Shown:
    """Read notes, forms and entries from pandoc's HTML."""
    root = read(html)
    after = {
        (link.attr("href") or "").removeprefix("#")
        for link in root.select(f"#{AFTERWARDS} a.footnote-ref")
    }
    notes = [marked(runs_of(note)) for note in root.select(NOTE) if note.attr("id") not in after]
    entries = {
        (one.attr("id") or "").removeprefix("ref-"): marked(runs_of(one))
        for one in root.select(ENTRY)
    }
    for one in root.select(f".footnotes, #refs, #{AFTERWARDS}"):
        one.extract()
    return Shown(notes, forms_of(root), entries)
