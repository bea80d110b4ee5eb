"""What readers call a source in a list or a figure: "Walder and Gong 1993"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from string import ascii_lowercase

from ..messages.speech import ENGLISH, Speech
from ..model import Source
from .csl_json import OTHERS
from .works import authors, issued, printed, text

LONGEST = 32
"""How many letters a name may have, so that it fits into a line of a figure."""


def short_name(source: Source, speech: Speech = ENGLISH) -> str:
    """Name a source by its authors, else its editors, else its title, and its year.

    Of persons the family name is given, of bodies, and of names that are not to be inverted,
    the whole; of more than three, or with `and others`, the first. A long name or title is cut
    between words.
    """
    csl = source.csl
    role = "author" if authors(csl) else "editor"
    names = authors(csl, role)
    words = [one.literal or one.family or one.given for one in names]
    if not words:
        who = text(csl, "title-short") or printed(source)
    elif len(words) > 3 or OTHERS in csl.get(role, ()):
        who = speech.say("%(name)s et al.", name=words[0])
    else:
        who = speech.listed(words)
    if len(who) > LONGEST:
        who = f"{who[: LONGEST - 1].rpartition(' ')[0] or who[: LONGEST - 1]}…"
    # "No date" in Chicago's words.
    no_date = speech.say("n.d.")
    return f"{who} {issued(csl)[:4].lstrip('0') or no_date}"


def short_names(sources: Iterable[Source], speech: Speech = ENGLISH) -> dict[str, str]:
    """Give the short name of each source by its key, with a letter where two share one.

    The letters ("Chuang 2019a") follow the order of `sources`, as in author-date styles.
    """
    plain = {source.key: short_name(source, speech) for source in sources}
    shared = Counter(plain.values())
    seen: Counter[str] = Counter()
    names: dict[str, str] = {}
    for key, name in plain.items():
        letter = ascii_lowercase[seen[name] % 26] if shared[name] > 1 else ""
        seen[name] += 1
        names[key] = name + letter
    return names
