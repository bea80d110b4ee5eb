"""Citations, notes and a cross-linked source list for MkDocs.

The core (`reading`, `bibliography`, `citeproc`, `edition`, `rendering`) takes values
and returns values; `plugin` is the only module that handles MkDocs events.
"""

__version__ = "0.1.0"
