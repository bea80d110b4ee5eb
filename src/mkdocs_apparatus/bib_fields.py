"""Which fields of an entry are published, and which a reference manager keeps for its owner.

Published is what a reader may see printed: a list of names, so that what no list knows
(`bdsk-file-1`, `__markedentry`, `mendeley-groups`) is kept back too.
"""

from __future__ import annotations

import re
from collections.abc import Collection

BIBLATEX = """
addendum afterword annotator author authortype bookauthor bookpagination booksubtitle booktitle
booktitleaddon chapter commentator crossref date doi edition editor editora editoratype editorb
editorbtype editorc editorctype editortype eid entryset entrysubtype eprint eprintclass eprinttype
eventdate eventtitle eventtitleaddon foreword gender holder howpublished ids indexsorttitle
indextitle institution introduction isan isbn ismn isrn issn issue issuesubtitle issuetitle
issuetitleaddon iswc journalsubtitle journaltitle journaltitleaddon label langid langidopts
language location mainsubtitle maintitle maintitleaddon nameaddon note number options organization
origdate origlanguage origlocation origpublisher origtitle pages pagetotal pagination part presort
publisher pubstate related relatedoptions relatedstring relatedtype reprinttitle series shortauthor
shorteditor shorthand shorthandintro shortjournal shortseries shorttitle sortkey sortname
sortshorthand sorttitle sortyear subtitle title titleaddon translator type url urldate venue
version volume volumes xdata xref
"""
"""The data model of BibLaTeX (manual, 2.2.2 to 2.2.4; Biber's `biber-tool.conf`) without what its
styles do not print: `abstract`, `annotation`, `file`, `library`, `keywords`, and the fields that
each user gives a meaning of their own (`usera`, `lista`, `namea`, `verba`); and without `execute`,
which is a program."""

DATES = [
    f"{of}{end}{part}"
    for of in ("", "event", "orig", "url")
    for end in ("", "end")
    for part in ("year", "month", "day")
]
"""The parts of dates in that data model: `year`, `urlmonth`, `origendyear`."""

BIBTEX = "address archiveprefix hyphenation journal key primaryclass school"
"""Names that BibTeX's own styles print, or BibLaTeX takes for one of its own (manual, 2.2.5)."""

STYLES = """
assignee collaboration dayfiled director intype lastchecked mrnumber monthfiled nationality numpages
originalyear paper pmcid pmid reportnumber revision yearfiled zblnumber
"""
"""What well-known styles for BibTeX print besides: IEEEtran, REVTeX, apacite, urlbst, amsplain;
and BibDesk's films, for pandoc."""

PUBLISHED = frozenset(f"{BIBLATEX} {BIBTEX} {STYLES}".split()) | frozenset(DATES)
"""Names of fields that are published, in small letters."""

MACRO = r"\\(?:url|href|path|nolinkurl)\b"
IN_MACRO = rf"{MACRO}\s*\{{\s*"
r"""LaTeX's macros for an address, and one up to the address in it: `\url{`."""

PRIVATE_ADDRESS = re.compile(
    rf"[\s{{]*(?:{IN_MACRO})?(?:file:|zotero:|[a-z]:[\\/]|~|/(?!/)|(?!{MACRO})\\)",
    re.IGNORECASE,
)
r"""An address in somebody's own computer: `file:///home/…`, `\url{C:\Papers}`, `/home/…`, `~/x`."""

LOCAL = re.compile(rf"(?:^[\s{{]*|{IN_MACRO})(?:file|zotero):/", re.IGNORECASE)
r"""Such an address in a field of words: `\url{file:///home/…}`."""


def is_published(name: str, value: str, more: Collection[str] = ()) -> bool:
    """Whether a field is published: by its name in small letters, or as one of `more`.

    An address of the owner's own files is none that anybody else could follow.
    """
    if name in more:
        return True
    private = PRIVATE_ADDRESS.match(value) if name == "url" else LOCAL.search(value)
    return name in PUBLISHED and not private
