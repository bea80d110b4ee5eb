"""What of CSL stands in which tag of RIS.

Tags as in https://en.wikipedia.org/wiki/RIS_(file_format) and, where programs differ, as
Zotero reads them (https://github.com/zotero/translators, `RIS.js`).
"""

from __future__ import annotations

import re

TYPES = {
    "article": "UNPB",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK",
    "broadcast": "VIDEO",
    "chapter": "CHAP",
    "classic": "CLSWK",
    "dataset": "DATA",
    "entry": "ENCYC",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "figure": "FIGURE",
    "graphic": "ART",
    "hearing": "HEAR",
    "interview": "PCOMM",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "MANSCPT",
    "map": "MAP",
    "motion_picture": "MPCT",
    "musical_score": "MUSIC",
    "pamphlet": "PAMP",
    "paper-conference": "CONF",
    "patent": "PAT",
    "periodical": "SER",
    "personal_communication": "PCOMM",
    "post": "ICOMM",
    "post-weblog": "BLOG",
    "regulation": "LEGAL",
    "report": "RPRT",
    "review": "JOUR",
    "review-book": "JOUR",
    "software": "COMP",
    "song": "SOUND",
    "speech": "SLIDE",
    "standard": "STAND",
    "thesis": "THES",
    "treaty": "LEGAL",
    "webpage": "ELEC",
}
"""RIS types by CSL type; the others are `GEN`."""

TEXTS: dict[str, tuple[str, ...]] = {
    "ID": ("id",),
    "TI": ("title",),
    "ST": ("title-short",),
    "T2": ("container-title", "event-title", "event"),
    "J2": ("container-title-short",),
    "T3": ("collection-title",),
    "TT": ("translated-title",),
    "RI": ("reviewed-title",),
    "VL": ("volume",),
    "IS": ("issue",),
    "NV": ("number-of-volumes",),
    "SN": ("ISBN", "ISSN"),
    "M1": ("number", "collection-number"),
    "SE": ("section", "chapter-number"),
    "ET": ("edition", "version"),
    "M3": ("genre", "medium"),
    "PB": ("publisher",),
    "CY": ("publisher-place",),
    "DO": ("DOI",),
    "LA": ("language",),
    "AB": ("abstract",),
    "CN": ("call-number",),
    "DB": ("archive",),
    "AN": ("archive_location",),
    "DP": ("source",),
    "CR": ("license",),
}
"""Tags with one value, that of the first of these CSL variables that is there."""

Variables = dict[str, tuple[str, ...]]

_ISSN: Variables = {"SN": ("ISSN",)}
_NUMBER: Variables = {"SN": ("number",), "M1": ()}
_SITE: Variables = {"T2": ("container-title", "publisher")}
OF_TYPE: dict[str, Variables] = {
    "JOUR": _ISSN,
    "MGZN": _ISSN,
    "NEWS": _ISSN,
    "SER": {"SN": ("ISSN", "ISBN")},
    "RPRT": _NUMBER,
    "STAND": _NUMBER,
    "PAT": _NUMBER,
    "BLOG": _SITE,
    "ELEC": _SITE,
}
"""What stands in tags of `TEXTS` in some types instead; `SN` is a book's ISBN, a periodical's ISSN
or a report's number, `T2` what a page is part of: the site, which BibLaTeX's entries name as
`organization`, and so CSL's as `publisher`."""

LISTS = {
    "UR": ("URL",),
    "N1": ("note", "annote"),
}
"""Tags that are repeated for each of these CSL variables."""

NAMES = {
    "AU": ("author", "director", "composer", "performer"),
    "A2": ("interviewer", "recipient"),
    "A4": ("translator",),
    "C2": ("container-author",),
}
"""Tags with a name a line: those of the first of these CSL variables that is there."""

_PART = {"editor": "A2", "collection-editor": "A3"}
_BOOK = {"editor": "A3", "collection-editor": "A2"}
EDITORS = dict.fromkeys(("CHAP", "CONF", "DICT", "ENCYC", "GEN", "JOUR"), _PART) | dict.fromkeys(
    ("BOOK", "CLSWK", "SER"), _BOOK
)
"""The tags of editors and of editors of a series, by type: `A2` is who edited the book that a part
stands in, or the series of a book."""

OTHER_EDITORS = {"editor": "ED", "collection-editor": "A3"}
"""In other types `A2` is somebody else (an interviewer, a sponsor); programs read `ED` in all."""

ORIGINAL = ("original-title", "original-publisher-place", "original-publisher")
SEASONS = ("spring", "summer", "autumn", "winter")
PAGED_WHOLE = frozenset({"book", "thesis", "manuscript", "pamphlet"})
"""CSL types for which `SP` is the number of pages."""

RANGE = re.compile(r"(?P<first>[^\s,;–-]+)[–-](?P<last>[^\s,;]+)")
"""First and last page: `185–205`."""
