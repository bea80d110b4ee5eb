-- Read BibLaTeX, a list of {key, text, year}: what pandoc makes of it as CSL-JSON.

local library = dofile((arg[0]:gsub('[^/\\]*$', 'library.lua')))
local references = library.without_tex((library.read(pandoc.json.decode(io.read('a'), false), 'en-US')))
io.write(pandoc.write(pandoc.Pandoc({}, {references = references}), 'csljson'))
