"""Citations, notes and a cross-linked source list for MkDocs.

What a site may import, in its hooks say, is named in `__all__`; all else may change. `Document`,
`Element`, `Node` and `Text` are the tree of a page: https://turbohtml.readthedocs.io/.

The core (`reading`, `citations`, `edition`, `publication`) takes values and returns values;
`host` is the only part that handles MkDocs events.
"""

from turbohtml import Document, Element, Node, Text

from .cache import Cache
from .lean.known_scripts import mark_scripts
from .lean.minifying import minified
from .lean.site import Change, finish_site

__all__ = [
    "Cache",
    "Change",
    "Document",
    "Element",
    "Node",
    "Text",
    "finish_site",
    "mark_scripts",
    "minified",
]

__version__ = "0.1.0"
