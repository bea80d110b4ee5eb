"""Whether the site shows what `pandoc --citeproc` says, style by style: see README.md."""
