"""The tree of a page: parsed once, changed, and written once."""
