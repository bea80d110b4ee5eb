"""The first line names the cause of a typical mistake and the mend, and nothing false follows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from conftest import TESTS, Site

from mkdocs_apparatus.host.cli import main

SITE = TESTS / "sites/mistakes"
YML, ONE, BIB = "mkdocs.yml", "docs/essay/one.md", "refs.bib"
INDEX, TIMELINE = "docs/data/index.yml", "docs/data/timeline.yml"
NAMED = "(it is named as it stands in the docs folder)"
MISTAKES = {
    "a key with a typo": (
        (ONE, "@brinton1970", "@brinton1971"),
        "docs/essay/one.md:3: unknown-key: '@brinton1971' is not in refs.bib; "
        "did you mean '@brinton1970'?",
    ),
    "a .bib file that is missing": (
        (YML, "refs.bib", "references.bib"),
        "references.bib: bad-bibtex: cannot be read: No such file or directory; "
        "did you mean 'refs.bib'?",
    ),
    "a style that is none": (
        (YML, "essay: essay/", "style: turabian-fullnote"),
        "mkdocs.yml: bad-style: there is no style 'turabian-fullnote'; "
        "did you mean 'turabian-notes-bibliography'?",
    ),
    "a misspelt option": (
        (YML, "essay: essay/", "esay: essay/"),
        "mkdocs.yml:7: unknown-option: 'esay' is no option of the plugin 'apparatus'; "
        "did you mean 'essay'?",
    ),
    "a misspelt option of the edition": (
        (YML, "title: My", "titel: My"),
        "mkdocs.yml:8: unknown-option: 'edition.titel' is no option of the plugin 'apparatus'; "
        "did you mean 'title'?",
    ),
    "options that are not indented": (
        (ONE, "    id: lenin-note\n    type", "id: lenin-note\ntype"),
        "docs/essay/one.md:6: bad-annotation: the annotation 'Lenin' has its options (id) in its "
        "text; indent them four spaces, right below the header",
    ),
    "a text that is indented": (
        (ONE, "\nA head of state", "\n    A head of state"),
        "docs/essay/one.md:6: bad-annotation: the annotation 'Lenin' has a text that is indented, "
        "and so is code; begin its lines without spaces, below an empty line, or write code "
        "between '```'",
    ),
    "a date that is not EDTF": (
        (TIMELINE, "date: 1921", "date: March 1921"),
        "docs/data/timeline.yml:2: bad-date: 'March 1921' is no date: it cannot be read as EDTF; "
        "write it as 1848, 1917-11, 1917-11-07, 184X (a decade), 1930~ (about) or 1860/1879",
    ),
    "a name that is never mentioned": (
        (INDEX, "people:", "people:\n  - name: Trotsky"),
        "docs/data/index.yml:2: unused-entry: 'Trotsky' is mentioned nowhere; add to its variants "
        "how the text writes it, or remove the entry",
    ),
    "an id that stands twice": (
        (ONE, "#p2", "#p1"),
        "docs/essay/one.md:14: duplicate-id: two paragraphs have the id 'p1'; "
        "take one out and run 'apparatus number'",
    ),
    "a note that is not used": (
        (ONE, "Second.[^a]", "Second."),
        "docs/essay/one.md:16: unused-note: the note '[^a]' is never referred to; "
        "put '[^a]' in the text or remove it",
    ),
    "a folder that there is none of": (
        (YML, "essay: essay/", "essay: texts/"),
        "mkdocs.yml:7: no-essay: the essay's folder 'texts' holds no page; name the folder of its "
        "sections, as it stands in the docs folder: 'essay/'",
    ),
    "the folder with its docs folder": (
        (YML, "essay: essay/", "essay: docs/essay"),
        f"mkdocs.yml:7: no-essay: the essay's folder 'docs/essay' holds no page; "
        f"did you mean 'essay/'? {NAMED}",
    ),
    "the folder from the root": (
        (YML, "essay: essay/", "essay: /home/ann/docs/essay/"),
        f"mkdocs.yml:7: no-essay: the essay's folder '/home/ann/docs/essay' holds no page; "
        f"did you mean 'essay/'? {NAMED}",
    ),
    "the folder in other letters": (
        (YML, "essay: essay/", "essay: Essay"),
        f"mkdocs.yml:7: no-essay: the essay's folder 'Essay' holds no page; "
        f"did you mean 'essay/'? {NAMED}",
    ),
    "the folder with a dot and a slash": ((YML, "essay: essay/", "essay: ./essay/"), ""),
    "the folder with a backslash": ((YML, "essay: essay/", "essay: essay\\"), ""),
    "a misspelt annotation": (
        (ONE, "/// annotation", "/// anotation"),
        "docs/essay/one.md:6: misspelt-block: '/// anotation | Lenin' opens no block; "
        "did you mean '/// annotation'?",
    ),
    "a misspelt command": (
        ("docs/sources.md", "bibliography", "bibliograpy"),
        "docs/sources.md:3: misspelt-command: '\\full_bibliograpy' prints nothing; "
        "did you mean '\\full_bibliography'?",
    ),
    "a misspelt register": (
        ("docs/names.md", "index", "indx"),
        "docs/names.md:3: misspelt-command: '\\indx' prints nothing; did you mean '\\index'?",
    ),
    "a note as pandoc has it": (
        (ONE, "Second.[^a]", "Second.[^a] More.^[See @brinton1970, 3.]"),
        "docs/essay/one.md:13: inline-note: '^[See @brinton1970, 3.]' is no note here; write "
        "'[^label]' in its place, and below the paragraph '[^label]: ' and its text",
    ),
    "a citation in a description": (
        (ONE, "# One", "---\ntitle: One\ndescription: On [@brinton1970].\n---\n\n# One"),
        "docs/essay/one.md:3: unresolved: '@brinton1970' stands in the description, where nothing "
        "is cited; name the work in words there, and cite it in the text",
    ),
    "a section that was renamed": (
        (ONE, "", ""),
        "permalinks.txt:1: lost-anchor: 'essay/one/' was published and is gone; it was last seen "
        "in docs/essay/one.md; put it back, or write 'essay/one/ -> essay/ones/' or "
        "'essay/one/ -> deleted', which counts for its paragraphs too",
    ),
    "nothing": ((ONE, "", ""), ""),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_one_mistake_is_one_line(unbuilt: Callable[..., Site], name: str) -> None:
    (path, right, wrong), said = MISTAKES[name]
    text = (SITE / path).read_text("utf-8")
    assert right in text
    site = unbuilt("mistakes", {path: text.replace(right, wrong, 1)})
    if name == "a section that was renamed":  # of which the timeline tells
        (site.root / ONE).rename(site.root / "docs/essay/ones.md")
        events = (SITE / TIMELINE).read_text("utf-8").replace("two#p1", "one#p2")
        site.write({TIMELINE: events})
    result = CliRunner().invoke(main, ["check", "-f", str(site.root / "mkdocs.yml")])
    assert result.output.splitlines() == [said] * bool(said)
    assert result.exit_code == bool(said)


def test_a_value_that_no_option_has_is_said_first(unbuilt: Callable[..., Site]) -> None:
    text = (SITE / YML).read_text("utf-8").replace("essay: essay/", "uncited: al")
    site = unbuilt("mistakes", {YML: text})
    result = CliRunner().invoke(main, ["check", "-f", str(site.root / "mkdocs.yml")])
    assert result.exit_code == 2
    assert result.output == (
        "mkdocs.yml: Config value 'plugins': Plugin 'apparatus' option 'uncited': Expected one "
        "of: ('ignore', 'unlisted', 'all') but received: 'al'\n"
    )
