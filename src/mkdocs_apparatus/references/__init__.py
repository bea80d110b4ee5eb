"""A source in the forms that other programs read: BibTeX, RIS, CSL-JSON, COinS."""
