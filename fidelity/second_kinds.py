"""Where pandoc and citeproc-js differ, which of them is right, and why.

A kind holds of a difference where its rule makes the words of both alike, or where they are what
it names to the letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class SecondKind:
    """A kind: whether pandoc is right, and why; `holds` of (key, pandoc's words, citeproc-js's).

    The site shows what pandoc has, also where that is a fault.
    """

    name: str
    pandoc_is_right: bool
    why: str
    holds: Callable[[str, str, str], bool]


def alike(*rules: tuple[str, str]) -> Callable[[str, str, str], bool]:
    """Make a rule: replaced so in both, the words are the same."""

    def holds(key: str, pandoc: str, other: str) -> bool:
        for pattern, words in rules:
            pandoc, other = re.sub(pattern, words, pandoc), re.sub(pattern, words, other)
        return pandoc == other

    return holds


def of(keys: str, *rules: tuple[str, str]) -> Callable[[str, str, str], bool]:
    """Make a rule that holds of some entries alone."""
    same = alike(*rules)
    return lambda key, pandoc, other: key in keys.split() and same(key, pandoc, other)


def letters(text: str) -> list[str]:
    """Give the letters and digits of a text, in no order."""
    return sorted(re.findall(r"\w", re.sub(r"⟨/?.⟩", "", text)))


LABEL = (r"^\[?\d+[\].]? ", "")
ITALICS = (r"⟨/?_⟩", "")

KINDS = (
    SecondKind(
        "empty-keys-first",
        False,
        "CSL puts what lacks a key of the sort at the end, pandoc at the beginning",
        alike(LABEL),
    ),
    SecondKind(
        "label-before-name",
        False,
        "where a style has `names` with a `label` and no `name`, pandoc prints the label first "
        "(“, editorHold H”); the site does not",
        lambda key, pandoc, other: (
            bool(re.search(r", (?:editors?|eds?\.)(?: & translator)?[A-Z]", pandoc))
            and (letters(pandoc) == letters(other) or key == "editortranslator")
        ),
    ),
    SecondKind(
        "others",
        True,
        "“and others” is BibTeX’s; pandoc’s CSL-JSON writes it as a name",
        lambda key, pandoc, other: (
            key == "others" and other.count("others") == pandoc.count("others") + 1
        ),
    ),
    SecondKind(
        "year-in-words",
        True,
        "a year in words is BibTeX’s; citeproc-js does not read it in pandoc’s CSL-JSON",
        lambda key, pandoc, other: key == "inpress" and "in press" in pandoc.lower(),
    ),
    SecondKind(
        "no-italics-in-chinese",
        True,
        "citeproc-js takes italics and stops from Chinese; CSL does not say so",
        of("chinese chinesewhole", LABEL, ITALICS, (r"(?<=[一-龥])[.,]+", ""), (r" +", " ")),
    ),
    SecondKind(
        "initials-in-arabic",
        True,
        "Arabic has no initials; citeproc-js makes some",
        lambda key, pandoc, other: key == "arabic" and "نجيب" in pandoc and "ن" in other,
    ),
    SecondKind(
        "particle",
        True,
        "BibTeX has “{de Beauvoir}” and “d’Alembert” for whole family names; citeproc-js takes a "
        "particle out of any name",
        lambda key, pandoc, other: (
            key in {"alembert", "beauvoir"} and letters(pandoc) == letters(other)
        ),
    ),
    SecondKind(
        "capital-at-the-beginning",
        True,
        "citeproc-js writes “N.d.”, “No date” where it begins an entry; CSL does not say so",
        of("onlyurl", (r"\b[Nn](?=\. ?d\.|o date)", "n")),
    ),
    SecondKind(
        "stop-in-quotes",
        True,
        "whether a stop goes into quotation marks that are a title’s own; pandoc leaves the "
        "title as it is written",
        alike((r"([.,]?)((?:[’”]|⟨/_⟩)+)([.,]?)", r"\1\3\2"), (r"[.,]([’”⟨/_⟩]*) ", r"\1 ")),
    ),
    SecondKind(
        "punctuation-doubled",
        True,
        "citeproc-js prints “. .” or “?,” where a part is empty or ends in a stop; pandoc one",
        alike((r"(?<=[?!])([”’]|⟨/_⟩)*[.,]", r"\1"), (r"([?!])[.,]", r"\1"), (r"[ .,]+", " ")),
    ),
    SecondKind(
        "punctuation-doubled-and-numbered",
        True,
        "both of the above",
        alike(LABEL, (r"[ .,]+", " ")),
    ),
    SecondKind(
        "quotes-within",
        True,
        "quotation marks within others: pandoc makes them single or double as CSL wants",
        alike((r"[„“”‘’\"]", "'"), (r"'\.", ".'"), (r"''+", "'")),
    ),
    SecondKind(
        "plural-of-a-number",
        False,
        "pandoc takes “ISO 99” for several numbers (“Nos.”)",
        of("standard", (r"Nos\. ISO", "No. ISO")),
    ),
    SecondKind(
        "dash-in-a-number",
        False,
        "pandoc takes “TR-42” for a range",
        of("report", ("TR–42", "TR-42")),
    ),
    SecondKind(
        "translator-who-edits",
        False,
        "CSL has one label for an editor who translates, where a style asks for both in one place; "
        "pandoc leaves the second out elsewhere too",
        lambda key, pandoc, other: key == "editortranslator" and "Both, B" in pandoc,
    ),
    SecondKind(
        "dash-for-the-same-name",
        True,
        "what counts as the same author as before, and whether a label stands after the dash, "
        "CSL leaves open",
        alike((r"^(?:—+|Hold, Hanna|Lack, Lou)", "—"), (r" \(eds?\)", "")),
    ),
    SecondKind(
        "patents-in-sentence-case",
        True,
        "a style asks for title case; citeproc-js leaves patents as they are",
        lambda key, pandoc, other: key == "patent" and pandoc.lower() == other.lower(),
    ),
    SecondKind(
        "online",
        False,
        "the style asks for “[Online]” of some types, which pandoc leaves out",
        of("software video onlyurl", (r" ?\[Online(?: Video)?\]\.", "")),
    ),
    SecondKind(
        "director",
        True,
        "pandoc gives a director a label where the style has one",
        of("movie", (r", Dir\.", ""), (r"[ .,]+", " ")),
    ),
    SecondKind(
        "volumes",
        False,
        "pandoc lacks the word of “4 vol” in some locales",
        alike((r" vol\)", ")")),
    ),
    SecondKind(
        "year-in-brackets",
        True,
        "citeproc-js sets the end of a range in brackets of its own",
        of("mvbook", (r"–\((\d{4})\)\)", r"–\1)")),
    ),
    SecondKind(
        "two-digits-of-a-year",
        True,
        "the style asks for a short year; pandoc prints the whole",
        of("online", (r"\.20(?=\d\d\))", ".")),
    ),
    SecondKind(
        "authors-told-apart",
        True,
        "how many names tell two works apart: pandoc adds one where a name is shared",
        of("three", (r", Bob Beta,", ",")),
    ),
    SecondKind(
        "between-names",
        True,
        "citeproc-js sets what stands between names in small capitals too, and a space there that "
        "does not break as one that does",
        alike((r"⟨/?=⟩", ""), ("[\u00a0\u202f]", " ")),
    ),
)


def kind_of(key: str, pandoc: str, other: str) -> SecondKind | None:
    """Find the first kind that a difference is of."""
    return next((one for one in KINDS if one.holds(key, pandoc, other)), None)
