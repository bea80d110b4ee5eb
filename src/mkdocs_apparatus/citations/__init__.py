"""`.bib` files and CSL styles to words, through pandoc."""
