r"""What pandoc would not come to an end with: fields that are nested too deep, or too long.

`$x^{x^{…}}$` takes it twice as long with each level, a thousand `\begin` minutes.
"""

from __future__ import annotations

import re

DEEPEST = 20
"""How deep braces may stand in each other; the deepest of the corpus go down 4."""

DEEPEST_IN_FORMULA = 10
"""The same in a field that holds a formula, where one level costs as much as all above it."""

BEGINNINGS = 20
r"""How many `\begin` a field may have."""

QUOTES = 100
"""How many quotations in TeX's marks a field may begin, each of which may stand in another."""

LONGEST = 1_000_000
"""How many characters a field may have; ten thousand authors of 25 take 250,000."""

STEP = re.compile(r"\\(?P<macro>begin|end|left|right)(?![a-zA-Z])|\\.|(?P<brace>[{}])", re.DOTALL)
r"""What begins or ends something: `\begin`, `{`; not `\{`."""

FORMULA = re.compile(r"\$|\\[(\[]|\\ensuremath")
r"""What begins a formula: `$`, `\(`."""

QUOTE = re.compile(r"(?<!\\)`")
"""What begins a quotation: "``", and not an accent."""

TEX = re.compile(r"\\[a-zA-Z]+\*?|[\\{}$&#_^~%`]|'{2,}")
r"""TeX, of which nothing is left in words: `\emph`, `{`."""

OPENING, CLOSING = ("{", "begin", "left"), ("}", "end", "right")


def fault(field: str) -> str:
    """Say why pandoc is not given a field as it is; empty where it is."""
    if len(field) > LONGEST:
        return f"has more than {LONGEST:,} characters"
    if field.count("`") > QUOTES and sum(1 for _ in QUOTE.finditer(field)) > QUOTES:
        return f"begins more than {QUOTES} quotations"
    if field.count("\\begin") > BEGINNINGS:
        return f"has more than {BEGINNINGS} '\\begin'"
    deepest = DEEPEST_IN_FORMULA if FORMULA.search(field) else DEEPEST
    if field.count("{") + field.count("\\left") > deepest and _depth(field) > deepest:
        return f"is nested more than {deepest} deep"
    return ""


def _depth(field: str) -> int:
    depth = deepest = 0
    for step in STEP.finditer(field):
        sign = step["macro"] or step["brace"]
        depth += (sign in OPENING) - (sign in CLOSING)
        deepest = max(deepest, depth)
    return deepest


def words_of(field: str) -> str:
    """Give the words of a field without its TeX, no more of them than it may have."""
    return " ".join(TEX.sub(" ", field[:LONGEST]).split())
