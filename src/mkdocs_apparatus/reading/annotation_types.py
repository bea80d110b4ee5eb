"""The types of annotations."""

from __future__ import annotations

ANNOTATION_TYPES = {
    "context": "Context",
    "correction": "Correction",
    "debate": "Debate",
    "term": "Term",
}
"""The types, with the words that readers see."""
