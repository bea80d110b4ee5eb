"""Lists of names: BibTeX parts them at "and" in any case, and reads accents as letters."""

from __future__ import annotations

import re

from .braces import outside_braces

AND = re.compile(r"(?<=\s)and(?=\s)", re.IGNORECASE)
"""What parts two names, as PLOS writes it: `Okafor, Ada AND Smith, Jo`."""

OTHERS = re.compile(r"(?<=\sand)\s+\{?(?:others|et\s+al\.?)\}?\s*$", re.IGNORECASE)
"""What stands for further names: `and others`; `and Others`, `and {et al.}` of programs."""

HELD = re.compile(r"(?<![^\s,~-])\{([^\W\d_a-z][^\s{}\\,]*)\}(?=\w)")
"""Capitals in braces that begin a word, which pandoc takes for a particle: `{Ch}ristos`."""


KNOWN = "emph|text(?:it|bf|sc|sl|quotesingle|dollar|backslash|ascii)"
UNKNOWN = re.compile(rf"\\(?!{KNOWN})[a-zA-Z]+\s*")
r"""A macro that pandoc does not know, whose words it would leave out of a name: `\zork{Jo}`."""


def mended_names(names: str) -> str:
    """Give a list of names as pandoc is to read it."""
    names = outside_braces(AND, "and", names)
    names = OTHERS.sub(" others", names)
    names = UNKNOWN.sub("", names) if "\\" in names else names
    return HELD.sub(r"\1", names)
