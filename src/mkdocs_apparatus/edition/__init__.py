"""Readings and citeproc’s answers to one edition, and what is wrong with it."""
