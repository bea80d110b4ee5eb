-- Read BibLaTeX: what pandoc makes of it as CSL-JSON, an empty list if it cannot be read.

local whole, bibliography = pcall(pandoc.read, io.read('a'), 'biblatex')
io.write(whole and pandoc.write(bibliography, 'csljson') or '[]')
