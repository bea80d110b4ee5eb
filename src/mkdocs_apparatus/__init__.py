"""Citations, notes and a cross-linked source list for MkDocs.

What a site may import, in its hooks say, is named in `__all__`; all else may change. A page that
`finish_site` lets a site change is a tree: https://turbohtml.readthedocs.io/. `makeExtension` is
for Python-Markdown, which asks for it by this name.

The core (`reading`, `citations`, `edition`, `publication`) takes values and returns values;
`host` is the only part that handles MkDocs events.
"""

from .cache import Cache
from .lean.known_scripts import mark_scripts
from .lean.site import Change, finish_site
from .reading.unplugged import makeExtension

__all__ = ["Cache", "Change", "finish_site", "makeExtension", "mark_scripts"]

__version__ = "0.1.0"
