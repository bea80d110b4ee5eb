"""What is kept of style sheets, and what a page's policy says."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from turbohtml import Document

from mkdocs_apparatus import Cache, finish_site
from mkdocs_apparatus.lean import css_reading, minifying
from mkdocs_apparatus.lean.css_reading import read_sheet
from mkdocs_apparatus.lean.lean import finish
from mkdocs_apparatus.lean.minifying import minified
from mkdocs_apparatus.lean.page_parts import parsed, parts_of
from mkdocs_apparatus.lean.policy import policy
from mkdocs_apparatus.lean.script_words import words_of, words_of_all
from mkdocs_apparatus.lean.sheets import from_json, to_json
from mkdocs_apparatus.lean.used_css import UsedCss

MARK = "5ec2e7"

PAGE = """<!doctype html>
<html lang="en" class="no-js"><head><meta charset="utf-8"><title>x</title></head>
<body dir="ltr" data-md-color-scheme="default">
<input class="md-toggle" type="checkbox" id="__search">
<nav class="md-nav md-nav--primary"><a class="md-nav__link" href="#x">x</a></nav>
<p id="p1">x</p><details class="cite"><summary>x</summary></details>
<svg class="mark"></svg>
</body></html>"""


def used(css: str, *scripts: str, theme: str = "", page: str = PAGE) -> str:
    parts = parts_of(tree(page), MARK)
    own = frozenset[str]().union(*map(words_of, [*scripts, *parts.scripts]))
    return UsedCss([read_sheet(css)], words_of(theme)).of(parts, own)


def tree(html: str) -> Document:
    found = parsed(html if html.startswith("<!doctype") else f"<!doctype html>{html}")
    assert found
    return found


@pytest.mark.parametrize(
    "selector",
    [
        "p",
        "*",
        "html",
        "#p1",
        "p:hover",
        "p#p1:target::before",
        "svg|p",
        "*|p",
        "a[*|href]",
        'a[x|href="#x"]',
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
    inline = PAGE.replace("</head>", f"<script data-written-by={MARK}>{script}</script></head>")
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
        ("p { background: image-set('x.png' 1x) }", r"url\(x.png\) is another request"),
        ("p { background: image-set(url(x.png) 1x) }", r"url\(x.png\) is another request"),
        ("@scope (p) { a { background: url(x.png) } }", r"url\(x.png\) is another request"),
        ("p { color }", "line 1: "),
        ("p { color: red } }", "line 1: "),
        ("p { background: url('data:image/svg+xml,<style></STYLE>') }", "</style would end"),
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
    parts = (rule.split(" ") for rule in policy(parts_of(tree(html), MARK)).split("; "))
    return {name: values for name, *values in parts}


def test_policy_allows_what_is_there_and_nothing_else() -> None:
    script, style = 'let a = "&lt; <b> é"\n', "p{color:red}"
    html = (
        f"<head><meta charset=utf-8><style>{style}</style>"
        f"<script data-written-by={MARK}>{script}</script><script>alert(1)</script>"
        f"<script data-written-by={MARK}>{script}</script><script src=a.js></script>"
        '<script type="application/json">{"a": 1}</script></head>'
    )
    found = rules(html)
    assert found["default-src"] == ["'none'"]
    assert found["script-src"] == ["'self'", hash_of(script)]
    assert found["style-src"] == [hash_of(style)]
    assert not re.search("unsafe|http", policy(parts_of(tree(html))))


def test_policy_allows_what_a_page_shows_of_its_own_origin() -> None:
    found = rules("<p>x</p>")
    for name in ("media-src", "frame-src", "manifest-src"):
        assert found[name] == ["'self'"]
    assert found["font-src"] == found["img-src"] == ["'self'", "data:"]


def test_policy_allows_style_attributes_by_hash() -> None:
    found = rules('<p style="color: red">x</p>')
    assert found["style-src"] == ["'unsafe-hashes'", hash_of("color: red")]


def finished(html: str, css: str) -> str:
    page = tree(html)
    finish(page, parts_of(page), css)
    return page.serialize()


def test_policy_stands_after_the_charset_and_before_all_else() -> None:
    html = "<html><head>\n<meta charset=utf-8>\n<script>x</script></head></html>"
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(parts_of(tree(html)))}">'
    assert f'<meta charset="utf-8">{meta}\n<script>' in finished(html, "")
    assert finished("<title>x</title>", "").startswith(
        '<!DOCTYPE html><html><head><meta http-equiv="Content-Security-Policy" content='
    )


def test_style_stands_where_the_first_link_was() -> None:
    html = (
        '<head><link rel="a"><link rel="x stylesheet" href="a"><meta><link href="b" rel=stylesheet>'
    )
    page = finished(html, "p{}")
    assert '<link rel="a"><style>p{}</style><meta></head>' in page
    assert hash_of("p{}") in page
    assert "style>" not in finished("<head></head>", "p{}")


SITE = {
    "a.css": "p{color:red}",
    "assets/b.css": ".made{color:blue}p{top:0}",
    "assets/own.js": 'one.className = "made"',
    "x/index.html": '<!doctype html><head><link rel=stylesheet href="../a.css">'
    '<link rel=stylesheet href="../assets/b.css"></head><p>x<script src="../assets/own.js">'
    "</script>",
    "404.html": "<!doctype html><head><link rel=stylesheet href=/base/a.css></head><p>x",
    "moved.html": f"<!doctype html><head><script data-written-by={MARK}>go()</script></head>",
    "token.html": "google-site-verification: token.html",
    "part.html": "<p>a fragment</p>",
}


def write(folder: Path, files: dict[str, str]) -> dict[str, str]:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return files


def read(folder: Path) -> dict[str, str]:
    paths = sorted(folder.rglob("*.html"))
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}


def test_pages_get_the_sheets_that_they_link(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    finish_site(tmp_path, prefix="/base/", mark=MARK)
    made = read(tmp_path)
    assert "<style>p{color:red}.made{color:blue}p{top:0}</style>" in made["x/index.html"]
    assert "<style>p{color:red}</style>" in made["404.html"]
    assert hash_of("go()") in made["moved.html"]
    assert "sha256" not in made["moved.html"].partition("style-src")[2]


def styled(tmp_path: Path, head: str) -> str:
    """A page with these links and styles, made lean, and its style if it is one."""
    page = f"<!doctype html><head>{head}</head><p>x"
    css = {"a.css": "p{color:red}", "b.css": "p{top:0}"}
    write(tmp_path, {**css, "x.html": page})
    finish_site(tmp_path)
    return read(tmp_path)["x.html"]


A = '<link rel="stylesheet" href="a.css">'
B = '<link rel="stylesheet" href="b.css">'


def test_a_style_between_two_sheets_keeps_its_place(tmp_path: Path) -> None:
    page = styled(tmp_path, f"{A}<style>p{{color:blue}}</style>{B}<style>p {{top:1px}}</style>")
    both = "<style>p{color:red}p{color:blue}p{top:0}</style><style>p {top:1px}</style>"
    assert both in page
    assert hash_of("p {top:1px}") in page


def test_a_sheet_for_a_medium_stays_for_that(tmp_path: Path) -> None:
    page = styled(tmp_path, A.replace("href", 'media="print" href') + B)
    assert "<style>@media print{p{color:red}}p{top:0}</style>" in page


def test_a_sheet_that_a_reader_may_choose_stays_a_link(tmp_path: Path) -> None:
    chosen = '<link rel="alternate stylesheet" title="x" href="a.css">'
    page = styled(tmp_path, chosen + B)
    assert f"{chosen}<style>p{{top:0}}</style>" in page
    assert f"style-src 'self' {hash_of('p{top:0}')};" in page


def test_what_is_no_page_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    finish_site(tmp_path, prefix="/base/", mark=MARK)
    assert {name: read(tmp_path)[name] for name in ("token.html", "part.html")} == {
        name: SITE[name] for name in ("token.html", "part.html")
    }


def test_a_second_pass_changes_nothing(tmp_path: Path) -> None:
    """As after `mkdocs build --dirty`, which leaves most pages as they were."""
    write(tmp_path, SITE)
    finish_site(tmp_path, prefix="/base/", mark=MARK)
    first = read(tmp_path)
    finish_site(tmp_path, prefix="/base/", mark=MARK)
    assert read(tmp_path) == first


def test_a_site_that_is_served_keeps_its_links(tmp_path: Path) -> None:
    def change(page: Document, path: str) -> None:
        for one in page.select("p"):
            one.attrs["class"] = "changed"

    write(tmp_path, SITE)
    (tmp_path / "a.css").unlink()  # nothing of what pages link is read
    finish_site(tmp_path, [change], lean=False)
    page = read(tmp_path)["x/index.html"]
    assert '<p class="changed">' in page
    assert '<link rel="stylesheet" href="../a.css">' in page
    assert not re.search("<style|Content-Security", page)


def test_a_missing_sheet_is_named(tmp_path: Path) -> None:
    write(tmp_path, {**SITE, "moved.html": ""})
    [problem] = finish_site(tmp_path, mark=MARK)
    message = "404.html: not-in-site: 'base/a.css' is not in the site; put it there, or do not name"
    assert str(problem).startswith(message)
    assert '<link rel="stylesheet" href="/base/a.css">' in read(tmp_path)["404.html"]


def test_a_page_in_another_encoding_is_named_and_left_alone(tmp_path: Path) -> None:
    page = "<!doctype html>é".encode("latin-1")
    (tmp_path / "old.html").write_bytes(page)
    [problem] = finish_site(tmp_path)
    assert str(problem).startswith("old.html: bad-encoding: it is not UTF-8: ")
    assert (tmp_path / "old.html").read_bytes() == page


def test_sheets_that_cannot_stand_in_a_page_stay_files(tmp_path: Path) -> None:
    """One that names a file beside it, and what comes after it; both count for what is kept."""
    css = {
        "a.css": ":root{--kept:red;--dropped:red}p{color:red}",
        "b.css": "@font-face{font-family:x;src:url(x.woff2)}p{color:var(--kept)}",
        "c.css": "p{top:0}",
    }
    links = "".join(f'<link rel="stylesheet" href="{one}.css">' for one in "abc")
    write(tmp_path, {**css, "x.html": f"<!doctype html><head>{links}</head><p>x"})
    assert finish_site(tmp_path) == ()
    page = read(tmp_path)["x.html"]
    kept = ":root{--kept:red}p{color:red}"
    assert f"<style>{kept}</style>{links.partition('>')[2]}" in page
    assert f"style-src 'self' {hash_of(kept)};" in page


def test_what_is_at_another_origin_is_named_once(tmp_path: Path) -> None:
    fetched = '<img src="https://x.example/a.png"><iframe src="//x.example/b"></iframe>'
    head = '<link rel=stylesheet href="https://x.example/c.css"><script src=a.mjs></script>'
    page = f"<!doctype html><head>{head}</head>{fetched}<a href='https://x.example/'>x</a>"
    write(tmp_path, {"a.mjs": "", "one.html": page, "two.html": page})
    said = [str(one).partition(" is at another origin")[0] for one in finish_site(tmp_path)]
    assert said == [
        f"one.html: not-in-site: '{address}' (and on 1 other page)"
        for address in ("https://x.example/a.png", "//x.example/b", "https://x.example/c.css")
    ]


def test_elements_that_a_page_implies_are_there() -> None:
    assert used("tbody{top:0}", page="<!doctype html><table><tr><td>x</table>") == "tbody{top:0}"


def test_properties_that_only_keyframes_read_are_kept() -> None:
    css = ":root{--a:red;--b:red}@keyframes turn{to{color:var(--a)}}p{animation:turn 1s}"
    assert used(css) == css.replace(";--b:red", "")
    assert used(css.replace("p{", "table{")) == ""


def test_properties_that_only_each_other_read_are_dropped() -> None:
    assert used(":root{--a:var(--b)}p{--b:var(--a);top:0}") == "p{top:0}"


SHEET = """
@charset "utf-8"; @page { margin: 1cm }
:root { --a: var(--b); color: red; top: 0; --b: turn }
a.x[open]:is(.y > .z, [dir=rtl]):hover, p { color: var(--a) } table {}
@media print { p { top: 0 } @supports (top: 0) { p:not(.x)::before { top: 0 } } }
@keyframes turn { to { color: var(--a) } }
"""


def test_a_sheet_is_the_same_from_the_cache() -> None:
    sheet = read_sheet(SHEET)
    again = from_json(to_json(sheet))
    assert again == sheet
    assert list(again.compounds) == list(sheet.compounds)


def test_a_site_is_the_same_with_and_without_cache(tmp_path: Path) -> None:
    made = []
    for turn, cache in enumerate([None, Cache(tmp_path / "cache"), Cache(tmp_path / "cache")]):
        folder = tmp_path / str(turn)
        write(folder, {**SITE, "assets/javascripts/bundle.js": 'x="made__y"'})
        finish_site(folder, prefix="/base/", cache=cache, mark=MARK)
        made.append(read(folder))
    assert made[0] == made[1] == made[2]
    assert {path.name for path in (tmp_path / "cache").iterdir()} == {"sheets", "words"}


def test_a_sheet_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path)
    sheet = read_sheet(SHEET, cache)
    monkeypatch.setattr(css_reading, "_read", lambda css: pytest.fail("read again"))
    assert read_sheet(SHEET, cache) == sheet
    with pytest.raises(pytest.fail.Exception):
        read_sheet(f"{SHEET} ", cache)


def test_words_are_the_same_from_the_cache(tmp_path: Path) -> None:
    cache, scripts = Cache(tmp_path), ["let a_b = '--c d-e'", "naïve"]
    words = words_of_all(scripts, cache)
    assert words == words_of_all(scripts, cache) == words_of_all(scripts)
    assert {"let", "a_b", "--c", "d-e", "naïve"} <= words


def test_scripts_are_minified_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = "let  a = 1 // one\n"
    minified.cache_clear()
    small = minified(script, Cache(tmp_path))
    assert small.strip(";") == "let a=1"
    monkeypatch.setattr(minifying, "MINIFIER", "no such package")
    assert minified("let  b = 1", Cache(tmp_path)) == "let  b = 1"
    monkeypatch.undo()
    [entry] = (tmp_path / "scripts").iterdir()
    assert entry.read_bytes().endswith(small.encode())
    assert minified(script, Cache(tmp_path)) == small


@given(st.text("<>/ab &;-!'\"=\n"))
def test_any_text_in_a_page_is_written_as_it_was_read(text: str) -> None:
    page = tree(f"<p>{text}</p><pre>\n\n{text}</pre>")
    assert parsed(page.serialize()).serialize() == page.serialize()


def test_all_pages_of_the_edition_have_what_the_hooks_do(edition_site: Path) -> None:
    for path, html in read(edition_site).items():
        page = parsed(html)
        if not page or not page.select_one(".md-header"):
            continue
        assert not page.select("input[type=checkbox][autocomplete], .md-sidebar [tabindex='0']")
        assert page.select_one('[role="dialog"]').attr("aria-label") == "Search", path
        assert all("defer" in one.attrs for one in page.select("script[src]")), path
        assert "/javascripts/bundle." in page.select_one("script[data-bundle]").attr("data-bundle")
        assert not page.select('script[src*="bundle"]')
        assert page.select_one("header form[data-md-component=palette] + script + #__colours")
        assert [one.text for one in page.select("head > style")] == [
            one.text for one in page.select("style")
        ]


def test_no_markup_is_searched_for_with_patterns() -> None:
    theme = ROOT / "src/mkdocs_apparatus/publication/look/theme"
    texts = [path.read_text("utf-8") for path in sorted(theme.rglob("*.html"))]
    assert texts
    assert not [text for text in texts if re.search(r"\|\s*replace|\.split\(", text)]
