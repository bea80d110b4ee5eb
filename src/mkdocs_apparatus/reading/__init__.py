"""Markdown to what a page holds: the Python-Markdown extension and its walk."""
