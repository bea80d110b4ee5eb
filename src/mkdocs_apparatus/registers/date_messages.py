"""What is said of dates, as messages: divisions of a year, and words that qualify a date."""

from __future__ import annotations

from ..messages.speech import message

SEASONS = {
    21: message("spring %(year)s"),
    22: message("summer %(year)s"),
    23: message("autumn %(year)s"),
    24: message("winter %(year)s"),
}
HEMISPHERES = {4: message("northern hemisphere"), 8: message("southern hemisphere")}
PARTS = {
    33: message("first quarter of %(year)s"),
    34: message("second quarter of %(year)s"),
    35: message("third quarter of %(year)s"),
    36: message("fourth quarter of %(year)s"),
    40: message("first half of %(year)s"),
    41: message("second half of %(year)s"),
}
"""EDTF's divisions of a year that have a wording, by number; see its section "Season"."""

# A language may need an article after another word, or another word before an article; so each
# kind of date has messages of its own.
ABOUT = {
    "date": message("about %(date)s"),
    "day": message("about %(day)s"),
    "decade": message("about the %(decade)s"),
    "century": message("about the %(century)s"),
    "season": message("about %(season)s"),
    "part": message("about the %(part)s"),
}
PERHAPS = {
    "date": message("perhaps %(date)s"),
    "day": message("perhaps %(day)s"),
    "decade": message("perhaps the %(decade)s"),
    "century": message("perhaps the %(century)s"),
    "season": message("perhaps %(season)s"),
    "part": message("perhaps the %(part)s"),
}
SINCE = {
    "date": message("since %(date)s"),
    "day": message("since %(day)s"),
    "decade": message("since the %(decade)s"),
    "century": message("since the %(century)s"),
    "season": message("since %(season)s"),
    "part": message("since the %(part)s"),
}
FROM = {
    "date": message("from %(date)s"),
    "day": message("from %(day)s"),
    "decade": message("from the %(decade)s"),
    "century": message("from the %(century)s"),
    "season": message("from %(season)s"),
    "part": message("from the %(part)s"),
}
UNTIL = {
    "date": message("until %(date)s"),
    "day": message("until %(day)s"),
    "decade": message("until the %(decade)s"),
    "century": message("until the %(century)s"),
    "season": message("until %(season)s"),
    "part": message("until the %(part)s"),
}

QUALIFIED = {
    "?": message("%(parts)s uncertain"),
    "~": message("%(parts)s approximate"),
    "%": message("%(parts)s uncertain and approximate"),
}
"""What EDTF's signs after, or before, a part of a date say of it."""
