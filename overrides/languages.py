"""Mark Chinese and Russian words as such, for screen readers, hyphenation and fonts.

In this edition Han characters are Chinese and Cyrillic ones Russian; words in Latin letters
are marked where they are written: `*ateliers nationaux*{: lang=fr }`.
"""

from __future__ import annotations

import re

ARTICLE = re.compile(r"<article\b.*?</article>", re.DOTALL)
"""The text of a page."""

KEPT = re.compile(
    r"<(svg|script|style|textarea)\b.*?</\1>|<[^>]*\slang=[^>]*>[^<]*|<[^>]+>", re.DOTALL
)
"""What is left alone: titles of figures, scripts, `<span lang="zh">北京`, and tags."""

SCRIPTS = {
    "zh": re.compile(r"[\u3400-\u9fff](?:[\u3400-\u9fff，、：《》“”（）]*[\u3400-\u9fff])?"),
    "ru": re.compile(r"[\u0400-\u04ff]+(?:[ -][\u0400-\u04ff]+)*"),
}
"""Runs of a script by language: `北京`, `большевики`."""


SVG_TEXT = re.compile(r"(?<=<text)([^>]*>)([^<]*)(?=</text>)")
"""The words of a figure: of `<text x="0">北京 n.d.</text>` its attributes and text."""


def marked(text: str, tag: str = "span") -> str:
    """Wrap the words of each script in text that holds no tags."""
    for language, run in SCRIPTS.items():
        text = run.sub(lambda match: f'<{tag} lang="{language}">{match[0]}</{tag}>', text)  # noqa: B023
    return text


def _article(match: re.Match[str]) -> str:
    html, done, pieces = match[0], 0, []
    for kept in KEPT.finditer(html):
        whole = kept[0]
        if whole.startswith("<svg"):
            whole = SVG_TEXT.sub(lambda one: one[1] + marked(one[2], "tspan"), whole)
        pieces += [marked(html[done : kept.start()]), whole]
        done = kept.end()
    return "".join([*pieces, marked(html[done:])])


def on_post_page(output: str, **_: object) -> str:
    """Mark the words of a finished page."""
    return ARTICLE.sub(_article, output)
