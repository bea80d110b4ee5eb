"""The types of annotations."""

from __future__ import annotations

from ..messages.speech import Speech, message, message_of

ANNOTATION_TYPES = {
    "context": message("Context"),
    "correction": message("Correction"),
    "debate": message("Debate"),
    "term": message("Term"),
}
"""The types, with the words that readers see."""

_WITHIN = {
    "context": message_of("within a sentence", "context"),
    "correction": message_of("within a sentence", "correction"),
    "debate": message_of("within a sentence", "debate"),
    "term": message_of("within a sentence", "term"),
}


def word_for(kind: str, speech: Speech) -> str:
    """Say a type as readers see it; one that is unknown as it is written."""
    return speech.say(ANNOTATION_TYPES.get(kind, kind.capitalize()))


def word_within(kind: str, speech: Speech) -> str:
    """Say a type as it stands within a sentence."""
    return speech.say_of("within a sentence", _WITHIN.get(kind, kind.lower()))
