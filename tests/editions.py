"""Small editions in other languages, with one of each thing that is printed."""

from __future__ import annotations

CONFIG = """\
site_name: {title}
site_url: https://example.org/
theme: {{name: material}}
extra: {{generator: false}}
plugins:
  - search
  - apparatus:
      bib_file: refs.bib
{look}      notes: margin
      edition:
        title: {title}
        authors: ["{author}"]
        language: {language}
        label: {label}
        date: 2026-01-01
markdown_extensions: [attr_list]
nav: [index.md, essay/one.md, essay/two.md, sources.md, names.md, timeline.md, grid.md]
"""

ONE = """\
# {title}

{first}[@{book}, {page} 65].[^note]
{{: #p1 }}

/// annotation | {name}
    id: one
    type: context

{remark} [@{book}, {page} 7].
///

/// annotation | {place}
    id: two
    type: correction

{remark}
///

{second} [@{book}, {page} 66].
{{: #p2 }}

/// annotation | {thing}
    id: three
    type: debate

{remark}
///

/// annotation | {work}
    id: four
    type: term

{remark}
///

[^note]: {remark} [@{other}, {chapter}].
"""

TWO = """\
# {title}

{first} [@{other}, 12–14].
{{: #p1 }}
"""

INDEX = """\
people:
  - {{id: x-name, name: {name}, original: 毛泽东, lang: zh-Hans, gloss: "{gloss}"}}
places:
  - {{id: x-place, name: {place}, gloss: "{gloss}"}}
concepts:
  - {{id: x-thing, name: {thing}}}
works:
  - {{id: x-work, name: {work}}}
"""

TIMELINE = """\
periods:
  - {{name: {thing}, dates: 18XX/1999}}
events:
  - {{date: 184X~, origin: supplied, place: {place}, event: {gloss}, paragraphs: [one#p1]}}
  - {{date: 1871-03-18/1871-05-28, origin: essay, event: {gloss}, paragraphs: [one#p2], \
sources: [{book}], remark: {remark}}}
  - {{date: 1917-21, origin: supplied, event: {gloss}, paragraphs: [two#p1]}}
  - {{date: 1870/.., origin: supplied, event: {gloss}, paragraphs: [two#p1]}}
  - {{date: "[1917,1918]", origin: supplied, event: {gloss}, paragraphs: [two#p1]}}
"""

COMMANDS = {
    "sources.md": "\\full_bibliography",
    "names.md": "\\index",
    "timeline.md": "\\timeline",
    "grid.md": "\\source_grid",
    "index.md": "\\contents",
}

EDITIONS: dict[str, dict[str, str]] = {
    "de": {
        "title": "Die Pariser Kommune",
        "author": "Müller, Anna",
        "label": "Erste Ausgabe",
        "name": "Louise Michel",
        "place": "Montmartre",
        "thing": "Nationalgarde",
        "work": "Bürgerkrieg",
        "first": "Louise Michel stand auf Montmartre neben der Nationalgarde",
        "second": "Der Bürgerkrieg begann mit den Kanonen",
        "remark": "Genaueres ist umstritten.",
        "gloss": "Näheres im Aufsatz.",
        "page": "S.",
        "chapter": "ch. 3",
        "book": "marx1871",
        "other": "lissagaray1876",
        "bib": """\
@book{marx1871, author = {Marx, Karl and Engels, Friedrich and Bebel, August and Bracke, W.},
  title = {Der Bürgerkrieg in Frankreich}, editor = {Engels, Friedrich}, 
  publisher = {Genossenschaft}, location = {Leipzig}, date = {1871}, langid = {german}}
@book{lissagaray1876, author = {Lissagaray, Prosper and Kautsky, Karl},
  title = {Geschichte der Kommune}, location = {Brüssel}, langid = {german},
  url = {https://example.org/kommune}, urldate = {2026-01-02}}
""",
    },
    "fr": {
        "title": "La Commune de Paris",
        "author": "Durand, Anne",
        "label": "Première édition",
        "name": "Louise Michel",
        "place": "Montmartre",
        "thing": "Garde nationale",
        "work": "Guerre civile",
        "first": "Louise Michel monta à Montmartre avec la Garde nationale",
        "second": "La Guerre civile commença par les canons",
        "remark": "Le détail reste discuté.",
        "gloss": "Voir le texte.",
        "page": "p.",
        "chapter": "chap. 3",
        "book": "marx1871",
        "other": "lissagaray1876",
        "bib": """\
@book{marx1871, author = {Marx, Karl and Engels, Friedrich and Longuet, Charles and Lafargue, P.},
  title = {La guerre civile en France}, editor = {Longuet, Charles}, 
  publisher = {Éditions sociales}, location = {Paris}, date = {1871}, langid = {french}}
@book{lissagaray1876, author = {Lissagaray, Prosper and Dubois, Jean},
  title = {Histoire de la Commune}, location = {Bruxelles}, langid = {french},
  url = {https://example.org/commune}, urldate = {2026-01-02}}
""",
    },
    "zh-Hans": {
        "title": "五四运动",
        "author": "王, 小明",
        "label": "第一版",
        "name": "陈独秀",
        "place": "北京",
        "thing": "学生",
        "work": "新青年",
        "first": "陈独秀在北京看到学生上街",
        "second": "新青年杂志早已流传",
        "remark": "细节仍有争议。",
        "gloss": "详见正文。",
        "page": "页",
        "chapter": "第3章",
        "book": "peng1984",
        "other": "chow1960",
        "bib": """\
@book{peng1984, author = {彭, 明 and 李, 大 and 张, 三 and 赵, 四}, title = {五四运动史},
  editor = {李, 大}, publisher = {人民出版社}, location = {北京}, date = {1984}, langid = {chinese}}
@book{chow1960, author = {周, 策纵 and 李, 四}, title = {五四运动研究}, location = {长沙},
  langid = {chinese}, url = {https://example.org/wusi}, urldate = {2026-01-02}}
""",
    },
}
"""What each says, by language."""


def edition_of(language: str) -> dict[str, str]:
    """Give the files of an edition, to be put into `tests/sites/languages`.

    One is in Material's own look, whose words are its own.
    """
    look = "      look: edition\n" if language != "fr" else ""
    said = EDITIONS[language] | {"language": language, "look": look}
    files = {
        "mkdocs.yml": CONFIG.format(**said),
        "refs.bib": said["bib"],
        "docs/data/index.yml": INDEX.format(**said),
        "docs/data/timeline.yml": TIMELINE.format(**said),
        "docs/essay/one.md": ONE.format(**said),
        "docs/essay/two.md": TWO.format(**said),
    }
    for name, command in COMMANDS.items():
        files[f"docs/{name}"] = f"# {said['title']}\n\n{command}\n"
    return files
