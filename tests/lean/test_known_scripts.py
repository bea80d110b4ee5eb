"""A policy allows the scripts of templates, and none that came with a text."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import ROOT, Build, Site
from jinja2 import DictLoader, Environment

from mkdocs_apparatus import finish_site, mark_scripts
from mkdocs_apparatus.lean.known_scripts import share_mark
from mkdocs_apparatus.lean.page_parts import parsed, parts_of

TEMPLATE = """<!doctype html>
<html><head><title>{{ title }}</title><meta charset="utf-8">
<meta name="description" content="{{ description }}">
<script>let base = {{ base | tojson }}</script><script
 id=x>two()</script>{% include "part.html" %}</head><body>{{ content }}</body></html>
"""
PART = "<script type=module>part()</script><script src='a.js'></script>"


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def policy_of(page: str) -> str:
    return re.search(r"script-src ([^;]*);", page)[1]


def environment() -> Environment:
    return Environment(loader=DictLoader({"page.html": TEMPLATE, "part.html": PART}))


OWN = ['let base = "/x/"', "two()", "part()"]

INJECTED = [
    "<script>alert(1)</script>",
    "<script data-written-by>alert(1)</script>",
    '<script data-written-by="">alert(1)</script>',
    "<script data-written-by=0123456789abcdef>alert(1)</script>",
    "<svg><script>alert(1)</script></svg>",
    "<SCRIPT TYPE=module>alert(1)</SCRIPT>",
    "<template><p></template><script type=' text/JavaScript '>alert(1)</script>",
]
ELSEWHERE = [
    ("title", "</title><script>alert(1)</script>"),
    ("description", '"><script>alert(1)</script>'),
    (
        "description",
        "\"><meta http-equiv=Content-Security-Policy content='default-src *'>"
        "<script>alert(1)</script>",
    ),
    (
        "content",
        "<meta http-equiv=Content-Security-Policy content='default-src *'>"
        "<script>alert(1)</script>",
    ),
    (
        "title",
        "</title><meta charset=utf-8><meta http-equiv=content-security-policy content=''>"
        "<script>alert(1)</script>",
    ),
]


@pytest.mark.parametrize(("place", "text"), [("content", one) for one in INJECTED] + ELSEWHERE)
def test_a_script_in_a_text_is_named_and_does_not_run(
    tmp_path: Path, place: str, text: str
) -> None:
    theme = environment()
    before = theme.get_template("page.html")  # compiled by another plugin, say
    assert before
    mark = mark_scripts(theme)
    values = {"title": "x", "description": "x", "content": "x", "base": "/x/"} | {place: text}
    (tmp_path / "a.js").write_text("", "utf-8")
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text(theme.get_template("page.html").render(values), "utf-8")
    problems = finish_site(tmp_path, mark=mark)
    assert [str(one) for one in problems] == [
        "a.html: foreign-script: no template wrote the script 'alert(1)' (and on 1 other page), "
        "and it will not run; put it into a file, and name that in 'extra_javascript', "
        "or take it out"
    ]
    page = (tmp_path / "a.html").read_text("utf-8")
    assert policy_of(page).split(" ") == ["'self'", *map(hashed, OWN)]
    head = page.partition("<head>")[2]
    assert head.startswith('<meta charset="utf-8"><meta http-equiv="Content-Security-Policy"')
    assert mark not in page
    assert finish_site(tmp_path, mark=mark_scripts(environment())) == ()  # finished already
    assert (tmp_path / "a.html").read_text("utf-8") == page


def test_without_a_mark_no_script_is_known(tmp_path: Path) -> None:
    page = "<!doctype html><head></head><script data-written-by=''>go()</script>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    assert [one.code for one in finish_site(tmp_path)] == ["foreign-script"]
    assert policy_of((tmp_path / "a.html").read_text("utf-8")) == "'self'"


def test_what_a_script_says_does_nothing_to_a_terminal(tmp_path: Path) -> None:
    script = "\x1b]0;x\x07\u202e" + "a\n" * 100
    page = f"<!doctype html><head></head><script>{script}</script>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    [problem] = finish_site(tmp_path)
    assert str(problem).isprintable()
    assert len(problem.message) < 250


def test_each_environment_has_a_mark_of_its_own_unless_it_shares_one() -> None:
    one, other = environment(), environment()
    share_mark(one, other)  # it has none
    assert "data-written-by" not in other.get_template("page.html").render(base="")
    mark = mark_scripts(one)
    assert mark_scripts(one) == mark != mark_scripts(environment())
    assert one.get_template("page.html").render(base="").count(mark) == 4
    share_mark(one, other)
    assert f"data-written-by={mark}" in other.get_template("page.html").render(base="")


HOOKS = """
from pathlib import Path
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs_apparatus import finish_site, mark_scripts

mark = ""

def on_env(env, **_):
    globals()["mark"] = mark_scripts(env)

@event_priority(-110)
def on_post_build(config):
    for problem in finish_site(Path(config.site_dir), mark=mark):
        get_plugin_logger("lean").warning(str(problem))
"""


def test_the_scripts_of_the_plugin_are_known_and_those_of_texts_are_not(build: Build) -> None:
    config = (ROOT / "tests/sites/permalinks/mkdocs.yml").read_text("utf-8")
    ledger = (ROOT / "tests/sites/permalinks/permalinks.txt").read_text("utf-8")
    note = "\n/// annotation | Title\n    id: one\n    type: term\n\nText.\n///\n"
    page = (ROOT / "tests/sites/permalinks/docs/essay/one.md").read_text("utf-8")
    files = {
        "mkdocs.yml": f"{config}hooks: [hook.py]\n",
        "hook.py": HOOKS,
        "docs/essay/one.md": f"{page}{note}\n<script>alert(1)</script>\n",
        "permalinks.txt": f"{ledger}essay/old/ -> essay/two/\nessay/old/#p7 -> essay/two/#p1\n",
    }
    site: Site = build("permalinks", files, strict=True)
    assert [one.partition(" (")[0].removeprefix("lean: ") for one in site.warnings] == [
        "essay/one/index.html: foreign-script: no template wrote the script 'alert(1)', "
        "and it will not run; put it into a file, and name that in 'extra_javascript', "
        "or take it out"
    ]
    for name, begin in (("essay/one/index.html", "(()=>"), ("essay/old/index.html", "(function")):
        text = site.read(name)
        [script] = [
            one.string
            for one in site.page(name).select("script:not([src])")
            if one.string and one.string.strip().startswith(begin)
        ]
        assert hashed(script) in policy_of(text)
        assert hashed("alert(1)") not in text
        assert "data-written-by" not in text


def test_the_edition_runs_all_scripts_of_its_templates(edition_site: Path) -> None:
    for path in sorted(edition_site.rglob("*.html")):
        page = path.read_text("utf-8")
        scripts = [one for one in parts_of(parsed(page)).foreign if one]  # the marks are gone
        assert all(hashed(one) in policy_of(page) for one in scripts), path
        assert scripts or "<script" not in page
        assert "data-written-by" not in page
