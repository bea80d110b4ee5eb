"""Make built pages lean and closed: only the CSS they use, in the page, and a policy.

A page then needs one request until its text can be read, and a Content-Security-Policy
(https://www.w3.org/TR/CSP3/) says that it makes none to another origin.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import rcssmin
import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

WORD = re.compile(r"[A-Za-z_-][\w-]*")
"""A name that a script may give to what it makes: `md-search-result__link`, `copied`."""

CONDITIONAL = {"media", "supports", "layer", "container"}
"""At-rules that hold rules, which are looked at one by one."""

ALTERNATIVES = {"is", "where", "has"}
"""Pseudo-classes of which one selector must be possible; all others count as possible."""

THEME_CLASSES = {"js", "no-js", "focus-visible", "js-focus-visible"}
"""Classes that the theme's scripts give to what is in any page."""

THEME_TAGS = {
    *("a", "article", "aside", "br", "code", "details", "div", "h1", "h2", "li", "mark", "nav"),
    *("ol", "p", "pre", "small", "span", "sub", "summary", "sup", "ul"),
}
"""Elements that the theme's scripts make: those of search results, dialog and highlights."""

EXECUTABLE = {"", "text/javascript", "application/javascript", "module"}
"""The types of scripts that run; others are data, which no policy concerns."""

THEME_SCRIPTS = "assets/javascripts/"
"""Where in a site Material has its scripts."""

Attributes = dict[str, str]


@dataclass(frozen=True)
class Piece:
    """A part of a page's text, by its offsets: an element's tag, what is in it."""

    start: int
    end: int
    attributes: Attributes = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True)
class Element:
    """All of an element that a compound selector is held against."""

    tag: str
    id: str
    classes: frozenset[str]


class PageParts(HTMLParser):
    """What a page holds: its elements, its links to style sheets, its inline scripts."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.elements: set[Element] = set()
        self.attributes: dict[str, set[str]] = {}
        self.sheets: list[Piece] = []
        self.sources: list[str] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.style_attributes: list[str] = []
        self.charset_end = -1
        self._lines = [0, *(match.end() for match in re.finditer("\n", html))]
        self._open: tuple[str, list[str]] | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a selector, or a policy, can be about."""
        given = {name: value or "" for name, value in attrs}
        classes = frozenset(given.get("class", "").split())
        self.elements.add(Element(tag, given.get("id", ""), classes))
        for name, value in given.items():
            self.attributes.setdefault(name, set()).add(value)
        if "style" in given:
            self.style_attributes.append(given["style"])
        line, column = self.getpos()
        start = self._lines[line - 1] + column
        end = start + len(self.get_starttag_text() or "")
        if tag == "link" and "stylesheet" in given.get("rel", "").split():
            self.sheets.append(Piece(start, end, given))
        elif tag == "head" or (tag == "meta" and "charset" in given):
            self.charset_end = end
        elif tag == "style":
            self._open = ("style", [])
        elif tag == "script" and "src" in given:
            self.sources.append(given["src"])
        elif tag == "script":
            runs = given.get("type", "").strip().lower() in EXECUTABLE
            self._open = ("script" if runs else "data", [])

    def handle_data(self, data: str) -> None:
        """Gather what stands in a script or style, where character references mean nothing."""
        if self._open:
            self._open[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        """Keep the script or style that ends."""
        if self._open and tag in ("script", "style"):
            kind, data = self._open
            self._open = None
            kept = {"script": self.scripts, "style": self.styles}.get(kind)
            if kept is not None:
                kept.append("".join(data))


@lru_cache(maxsize=8)
def words_of(script: str) -> frozenset[str]:
    """Give every word of a script: it may set any of them as class, tag, id or attribute."""
    return frozenset(WORD.findall(script))


@dataclass(frozen=True)
class Names:
    """What selectors can match: what a page holds now, or may hold when scripts have run.

    `words` are those of all scripts, `own` those of the page's own. Names that scripts are
    taken to give to elements, `made`, are not held against the page; the rest is.
    """

    elements: frozenset[Element]
    attributes: Mapping[str, set[str]]
    words: frozenset[str]
    own: frozenset[str]
    made: frozenset[str]

    def has(self, tag: str, ids: Iterable[str], classes: Iterable[str]) -> bool:
        """Whether an element with all of this may be in the page."""
        tag = "" if tag in self.made or tag in THEME_TAGS else tag
        ids = [one for one in ids if one not in self.made]
        classes = {one for one in classes if one not in self.made}
        if not (tag or ids or classes):
            return True
        return any(
            (not tag or tag == one.tag)
            and all(wanted == one.id for wanted in ids)
            and classes <= one.classes
            for one in self.elements
        )

    def attribute(self, tokens: list[Node]) -> bool:
        """Whether an attribute selector may match: `[open]`, `[dir=rtl]`."""
        tokens = [one for one in tokens if one.type not in ("whitespace", "comment")]
        name = tokens[0].lower_value
        first, *others = name.removeprefix("data-").split("-")
        in_dataset = first + "".join(one.capitalize() for one in others)
        written = {name, in_dataset}
        if name not in self.attributes:
            return bool(written & self.words)
        if len(tokens) < 3 or tokens[1] != "=" or written & self.own:
            return True
        return tokens[2].value in self.attributes[name]


def names_of(parts: PageParts, scripts: Iterable[str], theme_scripts: Iterable[str]) -> Names:
    """Gather the names of a page. See `used_css`."""
    own = frozenset[str]().union(*map(words_of, [*scripts, *parts.scripts]))
    theme = frozenset[str]().union(*map(words_of, theme_scripts))
    blocks = {block_of(name) for one in parts.elements for name in one.classes}
    made = own | {name for name in theme if block_of(name) in blocks} | (theme & THEME_CLASSES)
    return Names(frozenset(parts.elements), parts.attributes, own | theme, own, frozenset(made))


def block_of(name: str) -> str:
    """Give the block of a class named by BEM: `md-nav` of `md-nav__link--active`."""
    return name.partition("__")[0].partition("--")[0]


def possible(selector: list[Node], names: Names) -> bool:
    """Whether a complex selector, `.md-typeset > p:hover`, may match: each compound may."""
    compound: list[Node] = []
    for token in [*selector, None]:
        if token is None or token.type == "whitespace" or token in (">", "+", "~"):
            if not _compound(compound, names):
                return False
            compound = []
        elif token.type != "comment":
            compound.append(token)
    return True


def _compound(tokens: list[Node], names: Names) -> bool:
    """Whether a compound selector, `a.md-nav__link[href]:not(:focus)`, may match."""
    tag, ids, classes, before, fits = "", [], [], "", True
    for token in tokens:
        if token.type == "ident" and before == ".":
            classes.append(token.value)
        elif token.type == "ident" and not before.startswith(":"):
            tag = token.lower_value
        elif token.type == "hash":
            ids.append(token.value)
        elif token.type == "[] block":
            fits = names.attribute(token.content)
        elif token.type == "function" and token.lower_name in ALTERNATIVES:
            fits = any(possible(_trim(one), names) for one in _split(token.arguments))
        if not fits:
            return False
        before = token.value if token.type == "literal" else ""
    return names.has(tag, ids, classes)


def _split(tokens: list[Node]) -> Iterator[list[Node]]:
    """Part a list of selectors at its commas."""
    part: list[Node] = []
    for token in tokens:
        if token == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


@dataclass(frozen=True)
class Declared:
    """A declaration: its property, its text, and the names it makes use of."""

    name: str
    text: str
    mentions: frozenset[str]


@dataclass(frozen=True)
class Rule:
    """A rule: its selectors and what it declares, or the condition on other rules.

    A rule with neither selectors nor rules, `@page` say, is its `text`, and kept.
    """

    text: str
    selectors: tuple[tuple[str, list[Node]], ...] = ()
    declarations: tuple[Declared, ...] = ()
    rules: tuple[Rule, ...] | None = None
    keyframes: str = ""

    def mentioned(self) -> Iterator[str]:
        """Give each name that the rule makes use of: custom properties and keyframes."""
        for one in self.declarations:
            yield from one.mentions
        for rule in self.rules or ():
            yield from rule.mentioned()


def _identifiers(tokens: list[Node]) -> Iterator[str]:
    for token in tokens:
        if token.type == "ident":
            yield token.value
        inner = getattr(token, "arguments", None) or getattr(token, "content", None)
        if isinstance(inner, list):
            yield from _identifiers(inner)


@lru_cache(maxsize=16)
def parse(css: str) -> tuple[Rule, ...]:
    """Parse a style sheet (https://www.w3.org/TR/css-syntax-3/).

    Raises ValueError where it holds what cannot stand in a page: an error, an `@import`,
    a relative `url()`.
    """
    return tuple(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))


def _rules(nodes: Iterable[Node]) -> Iterator[Rule]:
    for node in nodes:
        if isinstance(node, QualifiedRule):
            yield _style_rule(node)
        elif isinstance(node, AtRule):
            if node.lower_at_keyword == "charset":
                continue
            yield _at_rule(node)
        else:
            raise ValueError(f"line {node.source_line}: {getattr(node, 'message', node)}")


def _style_rule(node: QualifiedRule) -> Rule:
    selectors = tuple((tinycss2.serialize(one).strip(), _trim(one)) for one in _split(node.prelude))
    found = tinycss2.parse_declaration_list(node.content, skip_comments=True, skip_whitespace=True)
    return Rule("", selectors, tuple(map(_declared, found)))


def _declared(node: Node) -> Declared:
    if not isinstance(node, Declaration):
        raise ValueError(f"line {node.source_line}: {getattr(node, 'message', 'nested rule')}")
    _check_urls(node.value)
    return Declared(node.name, node.serialize(), frozenset(_identifiers(node.value)))


def _at_rule(node: AtRule) -> Rule:
    keyword, prelude = node.lower_at_keyword, tinycss2.serialize(node.prelude).strip()
    if keyword == "import":
        raise ValueError(f"line {node.source_line}: @import is another request; put it in")
    if keyword in CONDITIONAL and node.content is not None:
        inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
        return Rule(f"@{keyword} {prelude}", rules=tuple(_rules(inner)))
    _check_urls(node.content or [])
    return Rule(node.serialize(), keyframes=prelude if keyword.endswith("keyframes") else "")


def _check_urls(tokens: list[Node]) -> None:
    for token in tokens:
        argument = next(iter(getattr(token, "arguments", None) or ()), None)
        if token.type == "url" or (token.type == "function" and token.lower_name == "url"):
            address = token.value if token.type == "url" else getattr(argument, "value", "")
            if not address.startswith(("data:", "#")):
                raise ValueError(f"line {token.source_line}: url({address}) is another request")


def _trim(tokens: list[Node]) -> list[Node]:
    """Leave out white space that is no descendant combinator: around others, at the ends."""
    kept: list[Node] = []
    for token in tokens:
        if token.type == "whitespace" and (not kept or kept[-1] in (">", "+", "~")):
            continue
        if token in (">", "+", "~") and kept and kept[-1].type == "whitespace":
            kept.pop()
        kept.append(token)
    while kept and kept[-1].type == "whitespace":
        kept.pop()
    return kept


def used_css(
    sheets: Iterable[str],
    html: str,
    scripts: Iterable[str] = (),
    theme_scripts: Iterable[str] = (),
) -> str:
    """Give the rules that can match something in a page, minified, in their order.

    Whatever `scripts` and the page's own name may come to be in the page. `theme_scripts`
    know of much more than a page has: of them counts what belongs to a block (as in BEM)
    that is in the page, and `THEME_CLASSES`. Dropped are rules that can match nothing, custom
    properties that nothing reads, and animations that nothing runs. Raises ValueError, see
    `parse`.
    """
    parts = PageParts(html)
    names = names_of(parts, scripts, theme_scripts)
    rules = list(_matching((rule for sheet in sheets for rule in parse(sheet)), names))
    styled = {name for text in parts.style_attributes for name in WORD.findall(text)}
    while True:
        mentioned = names.words | styled | {name for rule in rules for name in rule.mentioned()}
        fewer = list(_filter(rules, lambda name: name in mentioned))  # noqa: B023
        if fewer == rules:
            return str(rcssmin.cssmin("".join(map(_print, rules))))
        rules = fewer


def _matching(rules: Iterable[Rule], names: Names) -> Iterator[Rule]:
    for rule in rules:
        if rule.rules is not None:
            inner = tuple(_matching(rule.rules, names))
            if inner:
                yield Rule(rule.text, rules=inner)
        elif rule.selectors:
            kept = tuple(one for one in rule.selectors if possible(one[1], names))
            if kept and rule.declarations:
                yield Rule("", kept, rule.declarations)
        else:
            yield rule


def _filter(rules: Iterable[Rule], wanted: Callable[[str], bool]) -> Iterator[Rule]:
    """Drop what sets a custom property or defines keyframes that are not `wanted`."""
    for rule in rules:
        if rule.rules is not None:
            inner = tuple(_filter(rule.rules, wanted))
            if inner:
                yield Rule(rule.text, rules=inner)
        elif rule.selectors:
            kept = tuple(
                one
                for one in rule.declarations
                if not one.name.startswith("--") or wanted(one.name)
            )
            if kept:
                yield Rule("", rule.selectors, kept)
        elif not rule.keyframes or wanted(rule.keyframes):
            yield rule


def _print(rule: Rule) -> str:
    if rule.rules is not None:
        return f"{rule.text}{{{''.join(map(_print, rule.rules))}}}"
    if not rule.selectors:
        return rule.text
    selectors = ",".join(text for text, _ in rule.selectors)
    return f"{selectors}{{{';'.join(one.text.rstrip(';') for one in rule.declarations)}}}"


def inline_css(html: str, css: str) -> str:
    """Put a style into a page in place of its links to style sheets, where the first was."""
    links = PageParts(html).sheets
    if not links:
        return html
    for link in reversed(links[1:]):
        html = html[: link.start] + html[link.end :]
    first = links[0]
    return f"{html[: first.start]}<style>{css}</style>{html[first.end :]}"


def policy(html: str) -> str:
    """Give the Content-Security-Policy of a page: nothing but its own origin and its own text.

    Inline scripts and styles, style attributes too, are allowed by the hash of each that is
    there. `'self'` holds under any path prefix, and in Chromium from `file://` too.
    """
    parts = PageParts(html)
    style = _hashes([*parts.styles, *parts.style_attributes])
    if parts.style_attributes:
        style = ["'unsafe-hashes'", *style]
    if parts.sheets:
        style = ["'self'", *style]
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *_hashes(parts.scripts)],
        "style-src": style or ["'none'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


def _hashes(texts: Iterable[str]) -> list[str]:
    """Hash as CSP 3, 6.7.3.3: base64 of the SHA-256 of the UTF-8 text."""
    digests = (b64encode(sha256(text.encode()).digest()).decode() for text in texts)
    return [f"'sha256-{digest}'" for digest in dict.fromkeys(digests)]


def enclose(html: str) -> str:
    """Put its policy into a page: after its charset, before all that it is to govern."""
    at = PageParts(html).charset_end
    if at < 0:
        return html
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(html)}">'
    return html[:at] + meta + html[at:]


def make_lean(texts: Mapping[str, str], prefix: str = "/") -> dict[str, str]:
    """Finish the pages of a site: give each with its style in it, and its policy.

    `texts` are the pages, style sheets and scripts by path in the site, `prefix` the path
    that the site is published at, which absolute addresses (404.html's) begin with.
    Raises ValueError, naming the page, where a sheet or script is missing or has an error.
    """
    theme = [text for path, text in texts.items() if path.startswith(THEME_SCRIPTS)]
    pages = {}
    for path in sorted(path for path in texts if path.endswith(".html")):
        parts = PageParts(texts[path])
        try:
            wanted = [_path(link.attributes.get("href", ""), path, prefix) for link in parts.sheets]
            scripts = [_path(source, path, prefix) for source in parts.sources]
            own = [texts[one] for one in scripts if not one.startswith(THEME_SCRIPTS)]
            css = used_css([texts[one] for one in wanted], texts[path], own, theme)
        except KeyError as error:
            raise ValueError(f"{path}: {error} is not in the site") from None
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from None
        pages[path] = enclose(inline_css(texts[path], css))
    return pages


def _path(address: str, page: str, prefix: str) -> str:
    """Give the path in the site of what a page names: `../a.css` in `x/y.html` is `a.css`."""
    root = f"/{prefix.strip('/')}/".replace("//", "/")
    return urlsplit(urljoin(root + page, address)).path.removeprefix(root)
