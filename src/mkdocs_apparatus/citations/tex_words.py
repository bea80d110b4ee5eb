r"""TeX in the fields of a `.bib` file to the characters that it stands for.

pandoc reads TeX too, but leaves out many macros for single characters that reference managers
write (`\textbar`, `\texttimes`, `\DJ`), and takes an accented capital in braces for a small
letter, so that the `{\'E}lie` of a name becomes a particle. Which macro is which character, and
where groups and formulas begin and end, pylatexenc says (https://pylatexenc.readthedocs.io).
Whatever else is TeX, `\emph` and formulas say, is left to pandoc.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any
from unicodedata import lookup, normalize

from .journals import journals

ACCENTS = {
    "`": "GRAVE ACCENT",
    "'": "ACUTE ACCENT",
    "^": "CIRCUMFLEX ACCENT",
    '"': "DIAERESIS",
    "~": "TILDE",
    "=": "MACRON",
    ".": "DOT ABOVE",
    "b": "MACRON BELOW",
    "c": "CEDILLA",
    "d": "DOT BELOW",
    "f": "INVERTED BREVE",
    "G": "DOUBLE GRAVE ACCENT",
    "H": "DOUBLE ACUTE ACCENT",
    "k": "OGONEK",
    "r": "RING ABOVE",
    "t": "DOUBLE INVERTED BREVE",
    "u": "BREVE",
    "v": "CARON",
    "newtie": "DOUBLE INVERTED BREVE",
    "textcommabelow": "COMMA BELOW",
    "textogonekcentered": "OGONEK",
}
"""LaTeX's accents ("ltoutenc.dtx", textcomp), and what Unicode sets after the letter."""

DOTLESS = {"ı": "i", "ȷ": "j"}
r"""Letters that have no dot only to make room for an accent: `\'{\i}` is í."""

SIGNS = {
    "textbar": "|",
    "textbraceleft": r"\{\vphantom{\}}",  # BibTeX counts escaped braces too: each has a partner
    "textbraceright": r"\vphantom{\{}\}",
    "textunderscore": r"\_",
    "lbrack": "[",
    "rbrack": "]",
    "textminus": "−",
    "textprime": "′",
    "textbardbl": "‖",
}
"""Macros for characters that pylatexenc's table lacks, as pandoc is to read them."""

SPACES = ("quad", "qquad", "enspace", "thinspace", "space", "nobreakspace", "newline", "linebreak")

BARE = frozenset({"relax", "protect", "mbox", "hbox", "NoCaseChange", "allowbreak", "break"})
"""Macros that print nothing themselves; what follows them is printed."""

UNSEEN = frozenset({"hspace", "vspace", "label", "index"})
"""Macros whose argument is not printed either."""

FREE = frozenset("|–—")
r"""Signs that keep the space after them where one stands before them.

TeX has `One \textbar Two` as "One |Two", which nobody means.
"""

SPECIAL = frozenset("#$%&_{}~^\\\"'`\n\xad ")
"""Characters that mean something else to TeX or pandoc, which read macros for them as they are."""

COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%")
"""A `%` that is a character to BibTeX and begins a comment to TeX: `100% wool`."""

DOLLAR = re.compile(r"(?<!\\)((?:\\\\)*)\$")
"""A `$` that is not escaped; one alone is no formula, and pandoc would read nothing: `$5 a day`."""

LIGATURES = re.compile(r"([?!])(?:`|\{`\})")
"""What TeX sets as ¿ and ¡: ``?`Que?``."""


@cache
def _symbols() -> dict[str, str]:
    """Give the character for each macro that stands for one: × for `texttimes`."""
    from pylatexenc.latex2text import get_default_latex_context_db

    table = get_default_latex_context_db().iter_macro_specs()
    known = {spec.macroname: spec.simplify_repl for spec in table}
    single = {
        name: sign
        for name, sign in known.items()
        if isinstance(sign, str) and len(sign) == 1 and name.isalpha() and sign not in SPECIAL
        if not name.startswith("textascii")  # accents on nothing to the table, signs to TeX
    }
    names = {macro: one.name for macro, one in journals().items()}
    return names | single | dict.fromkeys(SPACES, " ") | SIGNS


@cache
def _context() -> Any:
    """Say which macros have an argument to pylatexenc; that of others is a group like any."""
    from pylatexenc.macrospec import LatexContextDb, std_macro

    context = LatexContextDb()
    macros = [std_macro(name, "{") for name in [*ACCENTS, *UNSEEN]]
    context.add_context_category("ours", macros=macros)
    context.set_unknown_macro_spec(std_macro("", ""))
    return context


def to_characters(text: str) -> str:
    r"""Put characters for the macros that stand for them; all other TeX stays.

    `{\'E}cole`: "École"; `a \textbar b $\alpha$`: "a | b $\alpha$"; `100%`: `100\%`. Braces
    stay as balanced as they were.
    """
    if "%" in text:
        text = COMMENT.sub(r"\1\\%", text)
    if "`" in text:
        text = LIGATURES.sub(lambda found: {"?": "¿", "!": "¡"}[found[1]], text)
    if "$" in text and len(DOLLAR.findall(text)) == 1:
        text = DOLLAR.sub(r"\1\\$", text)
    if "\\" not in text:
        return text
    from pylatexenc.latexwalker import LatexWalker, LatexWalkerError

    walker = LatexWalker(text, latex_context=_context(), tolerant_parsing=True)
    try:
        nodes, _, _ = walker.get_latex_nodes()
        return _written(nodes)
    except (LatexWalkerError, RecursionError):  # a thousand \begin, say: it is nobody's words
        return text


def _written(nodes: Sequence[Any]) -> str:
    """Write nodes of pylatexenc as TeX, with characters for macros."""
    written = ""
    before = ""
    for node in nodes:
        if node is None:
            continue
        kind = type(node).__name__
        if kind == "LatexMacroNode":
            sign = _sign(node, written)
            written += node.latex_verbatim() if sign is None else sign
            before = "macro" if sign is None else "sign"
        elif kind == "LatexGroupNode" and node.delimiters[0] == "{":
            written += _group(node, before)
            before = before if before == "macro" else ""  # it may have several arguments
        else:
            written += node.latex_verbatim()
            before = ""
    return written


def _group(node: Any, before: str) -> str:
    r"""Write a group: its braces go where they only end a macro that is gone, or held one.

    BibTeX calls `{\'E}` a special character, whose braces do not keep its case.
    """
    inner = _written(node.nodelist)
    if not inner and before == "sign":
        return ""
    first = node.nodelist[0] if node.nodelist else None
    special = type(first).__name__ == "LatexMacroNode" and not set(inner) & {"\\", " "}
    return inner if special and before != "macro" else f"{{{inner}}}"


def _sign(node: Any, before: str) -> str | None:
    """Give what a macro stands for; None where pandoc is to read it."""
    name = node.macroname
    if name in UNSEEN or name in BARE:
        return ""
    if name in ACCENTS:
        return _accented(node)
    sign = _symbols().get(name)
    if sign in FREE and before.endswith(" "):
        return f"{sign}{node.macro_post_space}"
    return sign


def _accented(node: Any) -> str | None:
    (letter,) = node.nodeargd.argnlist
    words = _written(letter.nodelist if type(letter).__name__ == "LatexGroupNode" else [letter])
    words = DOTLESS.get(words, words)
    if not words[:1].isalpha():
        return None
    mark = lookup(f"COMBINING {ACCENTS[node.macroname]}")
    return normalize("NFC", words[0] + mark) + words[1:]
