"""Beside each of many plugins: the site builds strictly, and citations are right in all of it.

`make plugins` runs this, `make test` does not: it takes minutes, and packages that nobody else
needs. Each site is built by a process of its own, as plugins change what a process shares.
Left out: mkdocs-file-filter-plugin, whose release for MkDocs 1.6 cannot be installed beside it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import Site, words

pytestmark = pytest.mark.plugins

CONFIG = """\
site_name: Beside
site_url: https://example.org/
theme: {name: material, font: false}
markdown_extensions:
  - admonition
  - attr_list
  - md_in_html
  - footnotes
  - pymdownx.details
  - pymdownx.superfences
  - toc:
      permalink: true
"""
OURS = "apparatus: {bib_file: refs.bib}"
IN_LOOK = "apparatus: {bib_file: refs.bib, look: edition}"
MARKS = ("\U000e0001", r"\udb40\udc01", "&#917505;", "&#xe0001;")
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
"""Keeps Material and others from saying that they will not follow MkDocs 2."""

BIB = """\
@book{roe2001, author = {Roe, Ann}, title = {A Book of Things}, publisher = {Press}, date = {2001}}
@book{poe1999, author = {Poe, Ed}, title = {Other Things}, publisher = {House}, date = {1999}}
"""

SITE = {
    "refs.bib": BIB,
    "docs/index.md": (
        "---\ndate: 2026-01-03\n---\n\n# Home\n\n"
        "Home says [@roe2001, p. 3], and @roe2001 [p. 4] too.[^own]\n\n"
        "## Head [@poe1999]\n\nUnder it. See [two](essay/two.md).\n\n"
        "[^own]: A note of one's own [see @poe1999, 20].\n"
    ),
    "docs/essay/one.md": (
        "---\ndate: 2026-01-01\n---\n\n# One\n\nFirst [@roe2001, p. 69].\n{: #p1 }\n"
    ),
    "docs/essay/two.md": (
        "---\ndate: 2026-01-02\n---\n\n# Two\n\nSecond [@roe2001, p. 70].\n{: #p1 }\n"
    ),
    "docs/sources.md": "# Sources\n\n\\full_bibliography\n",
}
"""The site that all build; a case adds files, or replaces some."""

HOME = (
    "Ann Roe, A Book of Things (Press, 2001), 3.",
    "A Book of Things, 4.",
    "A note of one's own (see Ed Poe, Other Things (House, 1999), 20).",
    "Poe, Other Things.",
)
FIRST, SECOND = "Ann Roe, A Book of Things (Press, 2001), 69.", "Roe, A Book of Things, 70."
LISTED = ("Poe, Ed. Other Things. House, 1999.", "Roe, Ann. A Book of Things. Press, 2001.")
PAGES = {
    "index.html": HOME,
    "essay/one/index.html": (FIRST,),
    "essay/two/index.html": (SECOND,),
    "sources/index.html": LISTED,
}
"""What the pages of the site must say."""


BOTH = ("before", "after")
"""Where our plugin stands, where the order may count."""

LAST = ("after",)


@dataclass(frozen=True)
class Case:
    """A plugin with its options as mkdocs.yml has them, and what its site has besides `SITE`.

    `config` is more of mkdocs.yml, `holds` says what files of the built site hold besides
    `PAGES`, and `orders` where ours stands. Nothing on the pages `unfound` is searched, and of
    links only `dead` ones are dead. `git` says whether the site is a repository.
    """

    plugins: tuple[str, ...]
    files: dict[str, str] = field(default_factory=dict)
    holds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    config: str = ""
    pages: dict[str, tuple[str, ...]] = field(default_factory=lambda: PAGES)
    orders: tuple[str, ...] = BOTH
    unfound: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()
    git: bool = False
    ours: str = OURS


FRENCH = "# Accueil\n\nEn français [@roe2001, p. 8].\n"
LANGUAGES = """\
i18n:
      docs_structure: {}
      languages:
        - {{locale: en, default: true, name: English, build: true}}
        - {{locale: fr, name: Français, build: true}}"""
FIFTH, EIGHTH = (f"Ann Roe, A Book of Things (Press, 2001), {page}." for page in (5, 8))
NEW = {"new/index.html": (FIFTH,)}
"""What a page `new.md` says that cites page 5."""


def new(text: str, front: str = "") -> dict[str, str]:
    return {"docs/new.md": f"{front}# New\n\n{text}\n"}


POST = """\
---
date:
  created: {date}
  updated: 2026-02-01
categories: [News]
---

# {title}

It says [@roe2001, p. 5], and @poe1999 [p. 6] too.[^own]

<!-- more -->

And more [@poe1999, p. 7].

[^own]: One's own [@roe2001, p. 9].
"""
POSTS = {
    "docs/blog/index.md": "# Blog\n",
    "docs/blog/posts/a.md": POST.format(date="2026-01-04", title="Post one"),
    "docs/blog/posts/b.md": POST.format(date="2026-01-05 12:30:00", title="Post two"),
}
EXCERPT = ("It says,1 and Ed Poe2 too.3",)
MODULE = """\
'''Things, as [@roe2001, p. 5] has them.

Note: Of notes
    Also one [@poe1999, p. 6].
'''


def thing() -> None:
    '''Do as @roe2001 [p. 7] does.'''
"""
GENERATE = """\
import mkdocs_gen_files
with mkdocs_gen_files.open("new.md", "w") as file:
    file.write("# Made\\n\\nMade [@roe2001, p. 5].\\n")
"""
DATES = "date_from_meta: {as_creation: date, as_update: date}"
POST_DATES = "date_from_meta: {as_creation: date.created, as_update: date.updated}"
WHOLE = (*HOME, FIRST, SECOND)

CASES = {
    "none": Case((), orders=LAST),
    "i18n-suffix": Case(
        (LANGUAGES.format("suffix"),),
        {"docs/index.fr.md": FRENCH},
        {"fr/index.html": (EIGHTH,), "fr/essay/two/index.html": (SECOND,)},
    ),
    "i18n-folder": Case(
        (LANGUAGES.format("folder"),),
        {
            **{path.replace("docs/", "docs/en/"): text for path, text in SITE.items()},
            **{path: "" for path in SITE if path.startswith("docs/")},
            "docs/fr/index.md": FRENCH,
        },
        {"fr/index.html": (EIGHTH,)},
    ),
    "ezlinks": Case(("ezlinks",), new("See [[two]] [@roe2001, p. 5]."), NEW),
    "autolinks": Case(("autolinks",), new("See [x](two.md) [@roe2001, p. 5]."), NEW),
    "roamlinks": Case(("roamlinks",), new("See [[two]] [@roe2001, p. 5]."), NEW),
    "obsidian-bridge": Case(
        ("obsidian-bridge",),
        new("See [[two]] [@roe2001, p. 5].\n\n> [!note]\n> In it [@poe1999, p. 7]."),
        {"new/index.html": (FIFTH, "Ed Poe, Other Things (House, 1999), 7.")},
    ),
    "callouts": Case(("callouts",), new("> [!note] Title\n> In it [@roe2001, p. 5]."), NEW),
    "exclude": Case(("exclude: {glob: ['drafts/*']}",), {"docs/drafts/x.md": "# X\n\n[@nobody]\n"}),
    "exclude-search": Case(
        ("exclude-search: {exclude: ['essay/one.md']}",), unfound=("essay/one/",)
    ),
    # It warns where it is not the last.
    "print-site": Case(
        ("print-site",), holds={"print_page/index.html": (*WHOLE, *LISTED)}, orders=("before",)
    ),
    "rss": Case(
        (f"rss: {{use_git: false, abstract_chars_count: -1, {DATES}}}",),
        holds={"feed_rss_created.xml": WHOLE, "feed_json_created.json": WHOLE},
    ),
    "rss-abstracts": Case(
        (f"rss: {{use_git: false, {DATES}}}",),
        holds={"feed_rss_created.xml": ("Home says, and Roe too.",)},
    ),
    "rss-abstracts-cut": Case(
        (f"rss: {{use_git: false, abstract_chars_count: 36, {DATES}}}",),
        holds={"feed_rss_created.xml": ("Home says",)},
        orders=LAST,
    ),
    "llmstxt": Case(
        (
            "llmstxt: {markdown_description: Words, full_output: llms-full.txt, "
            "sections: {Pages: ['*.md', 'essay/*.md']}}",
        ),
        holds={
            "llms-full.txt": (
                "(Press, 2001), 3.",
                "(Press, 2001), 69.",
                "Things*](https://example.org/sources/#roe2001), 70.",
            )
        },
    ),
    "mkdocstrings": Case(
        ("mkdocstrings: {handlers: {python: {paths: [.]}}}",),
        {"things.py": MODULE, **new("As said [@roe2001, p. 5].\n\n::: things")},
        {
            "new/index.html": (
                f"Things, as1 has them. {FIFTH}",
                "Also one.1 Ed Poe, Other Things (House, 1999), 6.",
                "Do as Ann Roe1 does. A Book of Things (Press, 2001), 7.",
            ),
            "sources/index.html": ("New, note 1",),
        },
    ),
    "macros": Case(("macros",), new("{{ 'New' }} [@roe2001, p. {{ 2 + 3 }}]."), NEW),
    "markdownextradata": Case(
        ("markdownextradata",), new("New [@roe2001, p. {{ five }}]."), NEW, "extra: {five: 5}\n"
    ),
    "minify": Case(
        (
            "minify: {minify_html: true, minify_js: true, minify_css: true, js_files: [x.js], "
            "css_files: [x.css], htmlmin_opts: {remove_comments: true}}",
        ),
        {"docs/x.js": "var a = 1;\n", "docs/x.css": "a { color: red }\n"},
        config="extra_javascript: [x.js]\nextra_css: [x.css]\n",
    ),
    "awesome-nav": Case(("awesome-nav",), {"docs/.nav.yml": "nav: [essay, '*']\n"}),
    "awesome-pages": Case(("awesome-pages",), {"docs/.pages": "nav: [essay, ...]\n"}),
    "section-index": Case(
        ("section-index",),
        new("New [@roe2001, p. 5]."),
        NEW,
        "nav: [index.md, {Section: [new.md, essay/one.md, essay/two.md]}, sources.md]\n",
        orders=LAST,
    ),
    "literate-nav": Case(
        ("literate-nav",),
        {
            "docs/SUMMARY.md": "* [Home](index.md)\n* [One](essay/one.md)\n"
            "* [Two](essay/two.md)\n* [List](sources.md)\n"
        },
    ),
    "include-markdown": Case(
        ("include-markdown",),
        {
            "part.md": "Part [@roe2001, p. 5].[^1]\n\n[^1]: Its own.\n",
            **new("{% include-markdown '../part.md' %}"),
        },
        NEW,
    ),
    "monorepo": Case(
        ("monorepo",),
        {
            "sub/mkdocs.yml": "site_name: sub\nnav: [{Sub: new.md}]\n",
            "sub/docs/new.md": "# Sub\n\nBelow [@roe2001, p. 5].\n",
        },
        {"sub/new/index.html": (FIFTH,)},
        "nav: [index.md, essay/one.md, essay/two.md, sources.md, "
        "{Sub: '!include ./sub/mkdocs.yml'}]\n",
    ),
    "gen-files": Case(("gen-files: {scripts: [make.py]}",), {"make.py": GENERATE}, NEW),
    "redirects": Case(("redirects: {redirect_maps: {old.md: essay/two.md}}",), orders=LAST),
    "alias": Case(
        ("alias",), new("See [[new]] [@roe2001, p. 5].", "---\nalias: new\n---\n\n"), NEW
    ),
    "tags": Case(
        ("tags",),
        {
            **new("New [@roe2001, p. 5].", "---\ntags: [books]\n---\n\n"),
            "docs/tags.md": "# Tags\n\n<!-- material/tags -->\n",
        },
        NEW,
    ),
    "blog": Case(
        ("blog: {archive: true, pagination_per_page: 5}",),
        POSTS,
        {
            "blog/index.html": EXCERPT,
            "blog/archive/2026/index.html": EXCERPT,
            "blog/category/news/index.html": EXCERPT,
            "blog/2026/01/05/post-two/index.html": (FIFTH, "Poe, Other Things, 7."),
            "sources/index.html": ("Post two, paragraph 1, note 1, p. 5",),
        },
    ),
    "blog-rss": Case(
        ("blog", f"rss: {{match_path: blog/posts/.*, use_git: false, {POST_DATES}}}"),
        POSTS,
        {"feed_rss_created.xml": ("It says, and Ed Poe too.",)},
    ),
    "offline": Case(
        ("offline",),
        pages={"index.html": HOME, "essay/two.html": (SECOND,), "sources.html": LISTED},
    ),
    # Not to be downloaded: it then warns of all that comes from elsewhere.
    "privacy": Case(("privacy: {assets_fetch: false, assets_exclude: [unpkg.com/*]}",)),
    "meta": Case(("meta",), {"docs/essay/.meta.yml": "tags: [x]\n"}, orders=LAST),
    "glightbox": Case(
        ("glightbox",),
        {
            **new("![x](a.svg)\n\nNew [@roe2001, p. 5]."),
            "docs/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        },
        NEW,
    ),
    "table-reader": Case(
        ("table-reader",),
        {
            **new("{{ read_csv('docs/a.csv') }}"),
            "docs/a.csv": 'Work,Page\nA thing [@poe1999],"[@roe2001, p. 5]"\n',
        },
        NEW,
    ),
    "git-revision-date-localized": Case(("git-revision-date-localized",), orders=LAST, git=True),
    "git-authors": Case(("git-authors",), orders=LAST, git=True),
    "document-dates": Case(("document-dates",), git=True),
    "htmlproofer": Case(("htmlproofer: {validate_external_urls: false, raise_error: true}",)),
    "enumerate-headings": Case(("enumerate-headings",)),
    "meta-descriptions": Case(("meta-descriptions",)),
    "open-in-new-tab": Case(("open-in-new-tab",)),
    "encryptcontent": Case(
        ("encryptcontent",),
        new("New [@roe2001, p. 5].", "---\npassword: " + "a1B2-c3D4+e5F6" * 4 + "\n---\n\n"),
        unfound=("new/",),
        dead=("new/index.html: #new", "sources/index.html: ../new/#fnref:p1-1"),
    ),
}

CHANGED_LAST = ("minify", "privacy", "i18n-folder", "blog", "redirects", "offline")
"""Plugins that have to do with whole pages, as the look of an edition has."""

CASES |= {f"{one}, in the look": replace(CASES[one], ours=IN_LOOK) for one in CHANGED_LAST}

TEXTS = (".html", ".xml", ".json", ".md", ".txt")


@pytest.mark.parametrize(
    ("name", "order"), [(name, order) for name, case in CASES.items() for order in case.orders]
)
def test_beside(name: str, order: str, tmp_path: Path, kept: Path) -> None:
    look(CASES[name], order, tmp_path, kept)


def look(case: Case, order: str, root: Path, kept: Path) -> None:
    site = _built(case, order, root, kept)
    texts = [one for one in sorted(site.folder.rglob("*")) if one.suffix in TEXTS]
    raw = [one.name for one in texts if one.is_file() and _holds_slots(one)]
    assert raw == [], raw
    for path in {*case.pages, *case.holds}:
        told = _told(site.folder / path)
        wanted = (*case.pages.get(path, ()), *case.holds.get(path, ()))
        missing = [one for one in wanted if one not in told]
        assert missing == [], (path, missing, told)
    _searched(case, site)
    # Absolute links are those of themes.
    dead = [one for one in site.dead_links() if ": /" not in one]
    assert dead == list(case.dead), dead


def _searched(case: Case, site: Site) -> None:
    docs = json.loads(site.read("search/search_index.json"))["docs"]
    places = {one["location"].partition("#")[0] for one in docs}
    assert places.isdisjoint(case.unfound), places
    titles = {one["title"] for one in docs}
    assert {"Home, note 1", "Two, note 2", "Source: Poe 1999, Other Things"} <= titles, titles


def _built(case: Case, order: str, root: Path, kept: Path) -> Site:
    """Build in a process of its own, strictly; nothing is warned of."""
    plugins = [*case.plugins, case.ours] if order == "after" else [case.ours, *case.plugins]
    listed = "".join(f"  - {one}\n" for one in ["search", *plugins])
    files = {**SITE, **case.files, "mkdocs.yml": f"{CONFIG}{case.config}plugins:\n{listed}"}
    site = Site(root / "site", root, [])
    site.write({path: text for path, text in files.items() if text})
    (root / ".cache").symlink_to(kept)
    if case.git:
        who = "-c user.name=x -c user.email=x@example.org"
        for command in ("init -q", "add docs mkdocs.yml refs.bib", f"{who} commit -qm x"):
            subprocess.run(["git", *command.split()], cwd=root, check=True)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **QUIET},
    )
    printed = done.stdout + done.stderr
    assert done.returncode == 0, printed
    assert "WARNING" not in printed, printed
    assert "Traceback" not in printed, printed
    return site


def _holds_slots(path: Path) -> bool:
    """Whether a file shows a citation as it was written, or holds a mark."""
    text = path.read_text("utf-8")
    return any(mark in text for mark in MARKS) or "[@" in _told(path)


def _told(path: Path) -> str:
    """The words of a file, in whichever way it holds them."""
    text = path.read_text("utf-8")
    if path.suffix == ".json":
        text = " ".join(_strings(json.loads(text)))
    if path.suffix == ".xml":
        text = BeautifulSoup(text, "xml").get_text(" ")
    return words(BeautifulSoup(text, "html.parser")) if path.suffix not in (".md", ".txt") else text


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [one for held in value.values() for one in _strings(held)]
    if isinstance(value, list):
        return [one for held in value for one in _strings(held)]
    return [value] if isinstance(value, str) else []
