"""What a reader sees of citations: notes, forms in the text, entries, as marked words.

Both sides are HTML, and both are read here by the same rules. Each rule that makes two things
one says why they mean the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from mkdocs_apparatus.page.tree import Element, Node, Text

MARKS = {
    "em": "_",
    "i": "_",
    "strong": "*",
    "b": "*",
    "u": "u",
    "ins": "u",
    "del": "~",
    "sup": "^",
    "sub": "ˬ",
}
"""The signs of markup, by element."""

SMALL_CAPITALS = {"smallcaps", "csl-small-caps"}
STYLED = {
    "font-variant:small-caps": "=",
    "font-style:italic": "_",
    "font-weight:bold": "*",
    "text-decoration:underline": "u",
}
"""How citeproc-js marks what HTML has no element for."""

BLOCKS = {
    *("p", "li", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "td", "th", "dd", "dt"),
    "section",
}
LAYOUT = {"csl-left-margin", "csl-right-inline", "csl-block", "csl-indent"}
STOPS = {".", ",", ";", ":", "?", "!"}
BREAK = "\u2029"
"""What parts blocks: no text holds it."""

BACK = "footnote-back"
"""How classes of links back from a note begin: `footnote-back`, `footnote-backref`."""


@dataclass(frozen=True)
class Shown:
    """What a document shows: notes in order, forms in the text in order, entries by key in order.

    A form stands between the characters before and after it, since styles take a space away
    before a raised number, and notes go behind a full stop.
    """

    notes: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    entries: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """Words with the markup that they stand in, and whether they are in a form."""

    words: str
    marks: str
    in_form: bool = False


def runs_of(node: Node, marks: str = "", in_form: bool = False) -> Iterator[Run]:
    """Give the words of a tree, each with its markup.

    - Markup counts by character: `<em>a</em><em>b</em>` looks as `<em>ab</em>` does, and
      italics within italics as italics.
    - A link looks as its words do: where it leads to is no matter of style.
    - Layout in columns ("[1]" in the margin) parts words as a space does.
    """
    if isinstance(node, Text):
        yield Run(node.data, marks, in_form)
        return
    if not isinstance(node, Element):
        return
    classes = set((node.attr("class") or "").split())
    if any(one.startswith(BACK) for one in classes) or "hidden" in node.attrs:
        return
    mark = MARKS.get(node.tag, "")
    if node.tag == "span":
        mark = STYLED.get((node.attr("style") or "").replace(" ", "").rstrip(";"), mark)
        mark = "=" if classes & SMALL_CAPITALS else mark
    if mark and mark not in marks:
        marks = "".join(sorted(marks + mark))
    form = in_form or bool(classes & {"citation", "footnote-ref"}) or _holds_marker(node)
    parting = " " if classes & LAYOUT or node.tag == "br" else BREAK if node.tag in BLOCKS else ""
    yield Run(parting, "", in_form)
    for child in node.children:
        yield from runs_of(child, marks, form)
    yield Run(parting, "", in_form)


def _holds_marker(node: Element) -> bool:
    """Whether it is a raised number of a note: `<sup><a class="footnote-ref">`."""
    return node.tag == "sup" and any(
        isinstance(one, Element) and "footnote-ref" in (one.attr("class") or "")
        for one in node.children
    )


def marked(runs: Iterator[Run] | list[Run]) -> str:
    """Write words with signs for their markup: `_Title_, =Name=`.

    White space is folded, as browsers do, but for spaces that do not break. It has no markup:
    an italic space looks as any other.
    """
    characters = [(char, run.marks) for run in runs for char in run.words]
    folded: list[tuple[str, str]] = []
    for char, marks in characters:
        if char in f" \t\r\n{BREAK}":
            if folded and folded[-1][0] != " ":
                folded.append((" ", ""))
        else:
            folded.append((char, marks))
    while folded and folded[-1][0] in " \u00a0":  # before a link back there is a space
        folded.pop()
    while folded and folded[0][0] == " ":
        folded.pop(0)
    for at, (char, _) in enumerate(folded):
        if char == " " and 0 < at < len(folded) - 1:
            shared = set(folded[at - 1][1]) & set(folded[at + 1][1])
            folded[at] = (" ", "".join(sorted(shared)))
    return _signed(folded)


def _signed(characters: list[tuple[str, str]]) -> str:
    out, open_marks = [], ""
    for char, marks in [*characters, ("", "")]:
        if marks != open_marks:
            out += [f"⟨/{one}⟩" for one in reversed(open_marks) if one not in marks]
            out += [f"⟨{one}⟩" for one in marks if one not in open_marks]
            open_marks = marks
        out.append(char)
    return "".join(out)


def forms_of(root: Node) -> list[str]:
    """Give the forms in the text: "a ⟦(Brinton 1970)⟧.", with what touches them.

    Forms that touch are one, also with a full stop or comma between: pandoc has the number of a
    note, and the stop before it, within the citation, and we beside it.
    """
    groups: list[tuple[bool, list[Run]]] = []
    for run in runs_of(root):
        if not run.words:
            continue
        if groups and groups[-1][0] == run.in_form:
            groups[-1][1].append(run)
        else:
            groups.append((run.in_form, [run]))
    joined: list[tuple[bool, list[Run]]] = []
    for at, (is_form, runs) in enumerate(groups):
        is_stop = "".join(run.words for run in runs) in STOPS and 0 < at < len(groups) - 1
        if joined and (is_stop or is_form) and joined[-1][0]:
            joined[-1][1].extend(runs)
        else:
            joined.append((is_form, [*runs]))
    words = ["".join(run.words for run in runs) for _, runs in [*joined, (False, [])]]
    return [
        f"{_edge(words[at - 1][-1:] if at else '')}⟦{marked(runs)}⟧{_edge(words[at + 1][:1])}"
        for at, (is_form, runs) in enumerate(joined)
        if is_form
    ]


def _edge(char: str) -> str:
    """Write the character that touches a form: one of white space as a space, none at an end."""
    return "" if char == BREAK else " " if char in ("\n", "\t") else char
