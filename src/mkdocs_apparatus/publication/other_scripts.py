"""Words in a script of their own, marked as what language they are.

Screen readers, hyphenation and the choice of fonts depend on it. A script is no language, so the
edition says which it means by which (`edition.scripts`): Han characters are Chinese in one
edition and Japanese in another. Words in the script of the text are marked where they are
written: `*ateliers nationaux*{: lang=fr }`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from backrefs import bre
from backrefs.uniprops.unidata.alias import unicode_alias
from backrefs.uniprops.unidata.script import unicode_scripts

from ..citations.languages import tag_of
from ..hints import did_you_mean
from ..model import Problem
from ..page.tree import Element, Node, Text

JOINING = r"(?:[ \-’·]|[，、：；《》“”（）]+)"
"""What may stand within the words of one language: of `省无联，北京` the comma."""

KEPT = frozenset({"script", "style", "textarea", "title", "desc"})
"""Elements that hold no others: their text is left alone."""


NAMES = frozenset(
    name.capitalize()
    for name in (*unicode_scripts, *unicode_alias["script"])
    if not name.startswith("^") and name not in ("common", "inherited", "unknown")
)
"""What Unicode calls its scripts, at length and in four letters (ISO 15924)."""


@lru_cache(maxsize=8)
def finder(scripts: tuple[str, ...]) -> re.Pattern[str]:
    """Give the pattern of words in some scripts, each a group; they are of `NAMES`."""
    words = []
    for script in scripts:
        letter = rf"\p{{sc: {script}}}"
        word = rf"{letter}[{letter}\p{{M}}]*"
        words.append(f"({word}(?:{JOINING}{word})*)")
    expanded = bre.compile_search("|".join(words))
    return re.compile(expanded.pattern)


def check_scripts(scripts: Mapping[str, str], config_file: str) -> Iterator[Problem]:
    """Find scripts and languages that nobody knows."""
    for script, language in scripts.items():
        if script.capitalize() not in NAMES:
            mend = did_you_mean(script, NAMES, "give a name of Unicode's, 'Han' or 'Cyrillic' say")
            message = f"'edition.scripts' names '{script}', which is no script; {mend}"
            yield Problem(config_file, 0, "unknown-script", message)
        if not tag_of(language):
            mend = "give a tag of BCP 47, 'zh-Hans' or 'ru' say"
            message = f"'edition.scripts' says that '{script}' is '{language}'; {mend}"
            yield Problem(config_file, 0, "unknown-script", message)


def mark_languages(root: Element, scripts: Mapping[str, str], language: str) -> None:
    """Mark the words of a page whose language nothing in it says.

    `scripts` are languages by script, `language` is that of the page, whose own words need no
    mark. A name that is no script's marks nothing.
    """
    own = language.partition("-")[0]
    meant = {
        name.capitalize(): tag
        for name, tag in scripts.items()
        if name.capitalize() in NAMES and tag.partition("-")[0] != own
    }
    if not meant:
        return
    pattern, tags = finder(tuple(meant)), tuple(meant.values())
    for text in [one for one in root.descendants if isinstance(one, Text)]:
        if pattern.search(text.data) and (tag := _tag(text)):
            text.replace_with(*_marked(text.data, tag, pattern, tags))


def _tag(text: Text) -> str:
    """Give the element by which text may be marked, nothing where it may not."""
    tag = "span"
    for parent in text.ancestors:
        if not isinstance(parent, Element):
            break
        if parent.tag in KEPT or "lang" in parent.attrs:
            return ""
        if parent.tag in ("text", "tspan"):  # the words of a figure
            tag = "tspan"
    return tag


def _marked(text: str, tag: str, pattern: re.Pattern[str], tags: tuple[str, ...]) -> Iterator[Node]:
    """Part a text into runs, each in an element, and what is between them."""
    done = 0
    for run in pattern.finditer(text):
        if run.start() > done:
            yield Text(text[done : run.start()])
        yield Element(tag, {"lang": tags[(run.lastindex or 1) - 1]}, [Text(run[0])])
        done = run.end()
    if done < len(text):
        yield Text(text[done:])
