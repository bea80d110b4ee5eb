"""What is kept of style sheets, and what a page's policy says."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from mkdocs_apparatus.lean.lean import finished, make_lean, policy
from mkdocs_apparatus.lean.page_parts import PageParts
from mkdocs_apparatus.lean.used_css import used_css

PAGE = """<!doctype html>
<html lang="en" class="no-js"><head><meta charset="utf-8"><title>x</title></head>
<body dir="ltr" data-md-color-scheme="default">
<input class="md-toggle" type="checkbox" id="__search">
<nav class="md-nav md-nav--primary"><a class="md-nav__link" href="#x">x</a></nav>
<p id="p1">x</p><details class="cite"><summary>x</summary></details>
<svg class="mark"></svg>
</body></html>"""


def used(css: str, *scripts: str, theme: str = "", page: str = PAGE) -> str:
    return used_css([css], PageParts(page), scripts, [theme])


@pytest.mark.parametrize(
    "selector",
    [
        "p",
        "*",
        "html",
        "#p1",
        "p:hover",
        "p#p1:target::before",
        ".md-nav .md-nav__link:focus-visible",
        ".md-nav.md-nav--primary>a",
        "#__search:checked~.md-nav",
        "details[open]",
        "details.cite:not([open])>summary",
        '[data-md-color-scheme="default"]',
        ":is(.gone,.cite)>summary",
        "p:has(.gone,.cite)",
        "input::-webkit-search-cancel-button",
        ".md-nav:not(.gone)",
        "svg.mark",
        "[hidden]",
    ],
)
def test_what_may_match_is_kept(selector: str) -> None:
    script = "one.open = true; one.hidden = false"
    wanted = f"{selector}{{color:red}}"
    assert used(wanted, script).replace("'", '"') in (wanted, wanted.replace('"', ""))


@pytest.mark.parametrize(
    "selector",
    [
        "table",
        "#p2",
        ".gone",
        "svg.cite",
        "p > .gone",
        ".gone p",
        ".gone ~ p",
        "svg#__search",
        '[dir="rtl"] p',
        '[data-md-color-scheme="slate"]',
        "[data-gone]",
        ":is(.gone, table) > summary",
        "p:has(.gone)",
        ":is(.gone) p",
    ],
)
def test_what_cannot_match_is_dropped(selector: str) -> None:
    assert used(f"{selector} {{color: red}}") == ""


def test_one_of_several_selectors_is_kept() -> None:
    assert used("p, table, .gone { color: red }") == "p{color:red}"


@pytest.mark.parametrize(
    ("selector", "script"),
    [
        (".preview", 'make("div", "preview")'),
        (".preview table", 'make("div", "preview"); make("table")'),
        ("svg.cite", 'one.className = "cite"'),
        ('[data-state="copied"]', 'button.dataset.state = "copied"'),
        ('[data-reading-state="on"]', 'root.dataset.readingState = "on"'),
        ("[aria-current]", 'link.setAttribute("aria-current", "true")'),
    ],
)
def test_what_scripts_make_is_kept(selector: str, script: str) -> None:
    rule = f"{selector}{{color:red}}"
    assert used(rule) == ""
    assert used(rule, script) == rule
    inline = PAGE.replace("</head>", f"<script>{script}</script></head>")
    assert used(rule, page=inline) == rule


def test_a_theme_script_counts_for_blocks_in_the_page() -> None:
    theme = 'h("a", {class: "md-nav__link--passed"}); h("div", {class: "md-tabs__item"}); "js"'
    css = ".md-nav__link--passed{top:0}.md-tabs__item{top:0}.js .md-nav{top:0}"
    assert used(css, theme=theme) == ".md-nav__link--passed{top:0}.js .md-nav{top:0}"


def test_order_and_conditions_are_kept() -> None:
    css = """
    @charset "utf-8";
    /* a comment */
    p { color: red }
    @media print { table { top: 0 } p { color: black } @supports (top: 0) { p { top: 0 } } }
    @media screen { table { top: 0 } }
    @page { margin: 1cm }
    p { color: blue !important }
    """
    assert used(css) == (
        "p{color:red}@media print{p{color:black}@supports (top:0){p{top:0}}}"
        "@page{margin:1cm}p{color:blue!important}"
    )


def test_what_nothing_reads_is_dropped() -> None:
    css = """
    :root { --a: var(--b); --b: red; --c: var(--d); --d: red; --e: 1px; --f: 1px }
    p { color: var(--a); animation: turn 1s; margin: calc(var(--e) * 2) }
    table { color: var(--c) }
    @keyframes turn { to { top: 0 } } @keyframes gone { to { top: 0 } }
    """
    kept = used(css, 'style.getPropertyValue("--f")')
    assert kept.startswith(":root{--a:var(--b);--b:red;--e:1px;--f:1px}p{")
    assert "@keyframes turn{" in kept
    assert "gone" not in kept


@pytest.mark.parametrize(
    ("css", "message"),
    [
        ("@import 'x.css';", "line 1: @import is another request"),
        ("p { background: url(x.png) }", r"line 1: url\(x.png\) is another request"),
        ("p { background: url('//a/x.png') }", "is another request"),
        ("p { color }", "line 1: "),
        ("p { color: red } }", "line 1: "),
    ],
)
def test_what_cannot_stand_in_a_page_is_an_error(css: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        used(css)


def test_data_urls_are_kept() -> None:
    css = "p{background:url(\"data:image/svg+xml;charset=utf-8,<svg xmlns='http://x'/>\")}"
    assert used(css) == css


def hash_of(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def rules(html: str) -> dict[str, list[str]]:
    parts = (rule.split(" ") for rule in policy(PageParts(html), "").split("; "))
    return {name: values for name, *values in parts}


def test_policy_allows_what_is_there_and_nothing_else() -> None:
    script, style = 'let a = "&lt; <b> é"\n', "p{color:red}"
    html = (
        f"<head><meta charset=utf-8><style>{style}</style><script>{script}</script>"
        f"<script>{script}</script><script src=a.js></script>"
        '<script type="application/json">{"a": 1}</script></head>'
    )
    found = rules(html)
    assert found["default-src"] == ["'none'"]
    assert found["script-src"] == ["'self'", hash_of(script)]
    assert found["style-src"] == [hash_of(style)]
    assert not re.search("unsafe|http", policy(PageParts(html), ""))


def test_policy_allows_style_attributes_by_hash() -> None:
    found = rules('<p style="color: red">x</p>')
    assert found["style-src"] == ["'unsafe-hashes'", hash_of("color: red")]


def test_policy_stands_after_the_charset_and_before_all_else() -> None:
    html = "<html><head>\n<meta charset=utf-8>\n<script>x</script></head></html>"
    parts = PageParts(html)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(parts, "")}">'
    assert finished(parts, "") == html.replace("\n<script>", f"{meta}\n<script>")
    assert finished(PageParts("<p>a fragment</p>"), "") == "<p>a fragment</p>"


def test_style_stands_where_the_first_link_was() -> None:
    html = '<head>1<link rel="stylesheet" href="a">2<link href="b" rel=stylesheet>3</head>'
    page = finished(PageParts(html), "p{}")
    assert page.endswith(">1<style>p{}</style>23</head>")
    assert hash_of("p{}") in page
    assert "style>" not in finished(PageParts("<head></head>"), "p{}")


SITE = {
    "a.css": "p{color:red}",
    "assets/b.css": ".made{color:blue}p{top:0}",
    "assets/own.js": 'one.className = "made"',
    "x/index.html": '<head><link rel=stylesheet href="../a.css">'
    '<link rel=stylesheet href="../assets/b.css"></head><p>x<script src="../assets/own.js">'
    "</script>",
    "404.html": '<head><link rel=stylesheet href="/base/a.css"></head><p>x',
    "moved.html": "<head><script>go()</script></head>",
}


def test_pages_get_the_sheets_that_they_link() -> None:
    made = make_lean(SITE, "/base/")
    assert "<style>p{color:red}.made{color:blue}p{top:0}</style>" in made["x/index.html"]
    assert "<style>p{color:red}</style>" in made["404.html"]
    assert hash_of("go()") in made["moved.html"]
    assert set(made) == {"x/index.html", "404.html", "moved.html"}
    assert make_lean(dict(reversed(SITE.items())), "/base/") == made


def test_a_missing_sheet_is_named() -> None:
    with pytest.raises(ValueError, match=r"404.html: 'base/a.css' is not in the site"):
        make_lean(SITE, "/")
