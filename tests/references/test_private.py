"""What a reference manager keeps for its owner is nowhere in a built site."""

from __future__ import annotations

import pytest
from conftest import Build, Site

SECRET = "Mallory"
"""Stands in each field that must not be published, and in no other."""

MANAGERS = {
    "zotero": """
  abstract = {Mallory & 50% \\{of\\} it},
  keywords = {Mallory, \\_tablet},
  file = {Full Text:/home/Mallory/Zotero/storage/AB12/x.pdf:application/pdf},
  annote = {Mallory was referee 2.},
  publisher = {Kept},
""",
    "jabref": """
  comment      = {Mallory: again!},
  review       = {Mallory thinks it poor},
  file         = {:papers/Mallory\\;1.pdf:PDF;Supplement:papers\\\\Mallory.zip:ZIP},
  groups       = {Mallory, To read},
  owner        = "Mallory",
  timestamp    = {2017.05.23 Mallory},
  __markedentry = {[Mallory:6]},
  creationdate = {2021-03-04T12:00:00 Mallory},
  readstatus   = {Mallory},
  publisher    = {Kept},
""",
    "bibdesk": """
\tbdsk-file-1 = {MalloryPDDSAQIDBFxyZWxhdGl2ZVBhdGhY},
\tBdsk-Url-1 = {https://example.org/Mallory},
\tDate-Added = {2021-02-01 Mallory},
\tdate-modified = mar # { Mallory},
\tLocal-Url = {file://localhost/Users/Mallory/Cauchy.pdf},
\tPublisher = {Kept},
\tread = 1,
\trating = {Mallory}
""",
    "mendeley": """
abstract = {{Mallory {\\%} of {\\{}x{\\}}}},
annote = {From Duplicate 1 (Mallory, J.)

my note here},
file = {:C$\\backslash$:/Users/Mallory/Documents/x.pdf:pdf},
mendeley-groups = {Thesis/Mallory},
mendeley-tags = {Mallory},
publisher = {Kept},
url = {file:///C:/Users/Mallory/x.pdf}
""",
    "citavi": """
 abstract = {Mallory "quoted" once},
 keywords = {Erkenntnis;Mallory},
 file = {http://www.example.org/Mallory/1.pdf},
 library = {Mallory's shelf},
 publisher = {Kept}
""",
    "biblatex": """
  annotation = {Mallory read this.}, usera = {Mallory}, verba = {Mallory}, lista = {Mallory},
  execute = {\\def\\Mallory{}}, url = {/home/Mallory/x.pdf}, howpublished = {file:///Mallory/x},
  note = {In \\href{file:///home/Mallory/y.pdf}{a file}}, publisher = {Kept}""",
    "citavi-macros": """
 howpublished = {\\url{file:///C:/Mallory/2.pdf}},
 url = {\\url{file:///home/Mallory/1.pdf}},
 publisher = {Kept}
""",
    "windows": """ publisher = "Kept", url = "C:\\Mallory\\x.pdf", Pdf = {Mallory.pdf},
  abstract={Mallory}""",
}


def bib() -> str:
    heads = (
        f"@book{{{key},\n  author={{Roe, Ann}}, title={{On {key}}},{fields}}}"
        for key, fields in MANAGERS.items()
    )
    inherited = "@inbook{part, title={A Part}, crossref={zotero}, owner={Mallory}}"
    return "\n\n".join([*heads, inherited, "@comment{jabref-meta: Mallory;}", "Mallory's file"])


@pytest.fixture(scope="module")
def site(build_once: Build) -> Site:
    cited = " ".join(f"One [@{key}]." for key in [*MANAGERS, "part"])
    files = {"refs.bib": bib(), "docs/index.md": f"# Home\n\n{cited}\n\n\\full_bibliography\n"}
    return build_once("basic", files, strict=True)


def texts(site: Site) -> dict[str, str]:
    return {
        path.relative_to(site.folder).as_posix(): path.read_text("utf-8")
        for path in site.folder.rglob("*")
        if path.suffix in (".html", ".json", ".bib", ".ris", ".xml", ".txt", ".js")
    }


def test_no_file_says_it(site: Site) -> None:
    found = texts(site)
    assert {"sources.bib", "sources/zotero.json", "sources/jabref.ris", "index.html"} <= set(found)
    assert [path for path, text in found.items() if SECRET.casefold() in text.casefold()] == []


def test_all_else_is_there(site: Site) -> None:
    assert len(site.entries("")) == len(MANAGERS) + 1
    for key in MANAGERS:
        entry = site.read(f"sources/{key}.bib")
        assert entry.startswith(f"@book{{{key},\n  author={{Roe, Ann}}, title={{On {key}}},")
        assert "Kept" in entry
        assert f"On {key}" in site.read(f"sources/{key}.ris")
        assert "Kept" in site.page().find(id=key).get_text()


def test_what_is_named_is_published_and_nothing_else(build: Build) -> None:
    config = (
        "site_name: x\ntheme: {name: null, custom_dir: theme}\nplugins: [{apparatus: "
        "{bib_file: refs.bib, publish_fields: [Annote, keywords]}}]\n"
    )
    text = (
        "@book{roe, author={Roe, Ann}, title={T}, annote={A fine book.}, keywords={one, two},\n"
        "  Abstract={Mallory}, file={Mallory}}"
    )
    files = {
        "mkdocs.yml": config,
        "refs.bib": text,
        "docs/index.md": "A [@roe].\n\n\\full_bibliography",
    }
    site = build("basic", files, strict=True)
    assert site.page().select_one(".source-annote").get_text() == "A fine book."
    assert "KW  - two" in site.read("sources/roe.ris")
    assert SECRET not in "".join(texts(site).values())
