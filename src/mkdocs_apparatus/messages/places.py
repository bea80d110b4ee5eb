"""What readers call a place in the edition: as the eye sees it, and as a screen reader says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .speech import Speech


@dataclass(frozen=True)
class Label:
    """A place within a page: "¶7" as it is `seen`, "paragraph 7" as it is `said`."""

    seen: str
    said: str

    def __str__(self) -> str:
        """Say it, in a template of a site's own that prints labels as they come."""
        return self.said


def section(speech: Speech, number: int) -> str:
    """Name a section by its number: "§3"."""
    return speech.say("§%(number)s", number=number)


def paragraph(speech: Speech, number: str) -> Label:
    """Name a paragraph by its number: "¶7", "paragraph 7"."""
    return Label(
        speech.say("¶%(number)s", number=number), speech.say("paragraph %(number)s", number=number)
    )


def note(speech: Speech, number: int | str) -> Label:
    """Name a note by its number, if it has one: "n. 8", "note 8"."""
    if not number:
        return Label(speech.say("note"), speech.say("note"))
    return Label(
        speech.say("n. %(number)s", number=number), speech.say("note %(number)s", number=number)
    )


def annotation(speech: Speech, title: str) -> Label:
    """Name an annotation, which is seen to be one by its quotes."""
    title = speech.quoted(title)
    return Label(title, speech.say("annotation %(title)s", title=title))


def together(speech: Speech, parts: Iterable[str]) -> str:
    """Join what is said in a row, with commas."""
    return comma(speech).join(filter(None, parts))


def comma(speech: Speech) -> str:
    """Give what stands between parts of one thing."""
    return speech.say_of("between parts", ", ")


def semicolon(speech: Speech) -> str:
    """Give what stands between things that have parts."""
    return speech.say_of("between parts", "; ")


def colon(speech: Speech) -> str:
    """Give what stands between a name and what it is the name of."""
    return speech.say_of("between parts", ": ")


def stop(speech: Speech) -> str:
    """Give what stands at the end."""
    return speech.say_of("between parts", ".")
