"""The rules of CSL-JSON as a JSON schema, and a check of files against it.

No package ships the official schema (`csl-data.json` of CSL 1.0.2); this is written from the
variables and types of the specification, https://docs.citationstyles.org/en/stable/specification.html.
As in the official one, nothing else is allowed.
"""

from __future__ import annotations

import json
from typing import Any

import fastjsonschema

TYPES = """
article article-journal article-magazine article-newspaper bill book broadcast chapter classic
collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic
hearing interview legal_case legislation manuscript map motion_picture musical_score pamphlet
paper-conference patent performance periodical personal_communication post post-weblog
regulation report review review-book software song speech standard thesis treaty webpage
"""
TEXTS = """
abstract annote archive archive_collection archive_location archive-place authority
call-number citation-key collection-title container-title container-title-short dimensions
division DOI event event-title event-place genre ISBN ISSN journalAbbreviation jurisdiction
keyword language medium note original-publisher original-publisher-place original-title
part-title PMCID PMID publisher publisher-place references reviewed-genre reviewed-title scale
shortTitle source status title title-short URL version volume-title year-suffix
"""
NUMBERS = """
chapter-number citation-number collection-number edition issue locator number number-of-pages
number-of-volumes page page-first part-number printing-number section supplement-number volume
"""
NAMES = """
author chair collection-editor compiler composer container-author contributor curator director
editor editorial-director editor-translator executive-producer guest host illustrator
interviewer narrator organizer original-author performer producer recipient reviewed-author
script-writer series-creator translator
"""
DATES = "accessed available-date event-date issued original-date submitted"

STRING = {"type": "string"}
MIXED = {"type": ["string", "number"]}
FLAG = {"type": ["string", "number", "boolean"]}
PARTS = "family given dropping-particle non-dropping-particle suffix literal"
NAME = {
    "type": "object",
    "properties": dict.fromkeys(PARTS.split(), STRING)
    | dict.fromkeys(("comma-suffix", "static-ordering", "parse-names"), FLAG),
    "additionalProperties": False,
}
DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "array", "items": MIXED, "minItems": 1, "maxItems": 3},
        },
        "season": MIXED,
        "circa": FLAG,
        "literal": STRING,
        "raw": STRING,
    },
    "additionalProperties": False,
}
PROPERTIES: dict[str, Any] = {
    "id": MIXED,
    "type": {"enum": TYPES.split()},
    **dict.fromkeys(TEXTS.split(), STRING),
    **dict.fromkeys(NUMBERS.split(), MIXED),
    **{name: {"type": "array", "items": NAME} for name in NAMES.split()},
    **dict.fromkeys(DATES.split(), DATE),
}
SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "array",
    "items": {
        "type": "object",
        "properties": PROPERTIES,
        "required": ["type", "id"],
        "additionalProperties": False,
    },
}

_validate = fastjsonschema.compile(SCHEMA)


def checked(text: str) -> list[dict[str, Any]]:
    """Read a CSL-JSON file; raises `JsonSchemaException` if the rules do not allow it."""
    items: list[dict[str, Any]] = _validate(json.loads(text))
    return items
