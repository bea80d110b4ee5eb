-- Cite works one by one in one pandoc process: JSON request in, JSON answer out.
--
-- Request:  { bibtex = [CSL-JSON], works = [{item = CSL-JSON, paragraph = words | null}],
--             styles = {name: text of a CSL style}, language = tag | null }
-- Answer:   { bibtex = [text], styles = {name: pandoc document as JSON} }
--   A work is cited with that `paragraph` as locator. `bibtex` has a BibLaTeX entry for each of
--   its items. A document holds a citation of each work in order, and the bibliography.

local function beside(name) return dofile((arg[0]:gsub('[^/\\]*$', name))) end
local terms = beside('terms.lua')
local request = pandoc.json.decode(io.read('a'), false)
local function given(value) return type(value) ~= 'userdata' and value or nil end -- null is userdata

local function read(items)
  if #items == 0 then return pandoc.List() end
  return pandoc.read(pandoc.json.encode(items), 'csljson', nil, {}).meta.references -- {}: no files
end

-- BibLaTeX ---------------------------------------------------------------------------

-- What pandoc's writer leaves out, or in a title sets in title case or in braces word by
-- word: written as another variable, {CSL, variable, our field}, and renamed.
local RENAMED = {
  {'title', 'version', 'title'},
  {'chapter-number', 'volume', 'chapter'},
}

-- Braces around a whole title keep its capitals as they are.
local function kept(inlines)
  return pandoc.Inlines{pandoc.Span(pandoc.Inlines(inlines), {class = 'nocase'})}
end

-- What babel and BibLaTeX call a language: "british" for en-GB, nothing for what they do not know.
local babel = pandoc.template.compile('$babel-lang$')
local function language_name(tag)
  local document = pandoc.Pandoc({}, {lang = tag})
  return (pandoc.write(document, 'latex', {template = babel}):gsub('%-.*', ''))
end

local function write(reference)
  local document = pandoc.Pandoc({}, {references = {reference}})
  return pandoc.write(document, 'biblatex', {wrap_text = 'none'})
end

local function as_bibtex(reference)
  for _, name in ipairs{'title', 'container-title'} do
    if reference[name] then reference[name] = kept(reference[name]) end
  end
  local stub, fields = {id = 'x', type = 'book'}, ''
  for _, names in ipairs(RENAMED) do stub[names[2]] = reference[names[1]] end
  local written = write(stub)
  for _, names in ipairs(RENAMED) do
    local value = written:match('\n  ' .. names[2] .. ' = (%b{})')
    if value then fields = fields .. '  ' .. names[3] .. ' = ' .. value .. ',\n' end
  end
  reference.title = nil
  if reference.language then
    local name = language_name(pandoc.utils.stringify(reference.language))
    reference.language = name ~= '' and name or nil
  end
  return (write(reference):gsub(',\n', function(head) return head .. fields end, 1))
end

-- Citations --------------------------------------------------------------------------

-- Each work is cited as if it stood alone: what tells works of one author and year apart
-- ("2021a", "———") is taken out of the style.
local function alone(style)
  style = style:gsub('<citation.->', function(tag)
    return (tag:gsub('%sdisambiguate%-[%w-]+="[^"]*"', ''):gsub('%scollapse="[^"]*"', ''))
  end)
  style = style:gsub('%ssubsequent%-author%-substitute="[^"]*"', '')
  return (style:gsub('%sdisambiguate="true"', ' is-numeric="nothing"'))
end

local language = given(request.language)
local own = terms(language or 'en-US')
-- Where CSL has no word for paragraphs, it is pandoc's sign.
local paragraph = own.paragraph and own.paragraph[1] or '¶'

-- pandoc calls "chapter 1" so in English where a language has a word for chapters, and none for
-- their numbers.
local function with_chapters(style)
  local words = language and own.chapter
  if not words or own['chapter-number'] then return style end
  local function term(form, text)
    return '<term name="chapter-number" form="' .. form .. '"><single>' .. text
      .. '</single><multiple>' .. text .. '</multiple></term>'
  end
  local locale = '<locale><terms>' .. term('long', words[1]) .. term('short', words[#words])
    .. '</terms></locale>'
  return (style:gsub('</info>', function(tag) return tag .. locale end, 1))
end

local function cited_in(folder, text, references)
  local style = pandoc.path.join{folder, 'style.csl'}
  local file <close> = assert(io.open(style, 'wb'))
  file:write(alone(with_chapters(text)))
  file:flush()
  local blocks = pandoc.Blocks{}
  for _, work in ipairs(request.works) do
    local number = given(work.paragraph)
    local suffix = number and pandoc.Inlines(', {' .. paragraph .. ' ' .. number .. '}') or {}
    blocks:insert(pandoc.Header(1, {}, {class = 'reset-citation-positions'}))
    blocks:insert(pandoc.Para{pandoc.Cite({}, {
      pandoc.Citation(work.item.id, 'NormalCitation', {}, suffix)
    })})
  end
  local meta = {csl = style, references = references, lang = language}
  local document = pandoc.utils.citeproc(pandoc.Pandoc(blocks, meta))
  return pandoc.write(pandoc.Pandoc(document.blocks), 'json')
end

-- The answer -------------------------------------------------------------------------

local entries, documents, items = pandoc.List(), pandoc.List(), pandoc.List()
for _, reference in ipairs(read(request.bibtex)) do entries:insert(as_bibtex(reference)) end
for _, work in ipairs(request.works) do items:insert(work.item) end
pandoc.system.with_temporary_directory('cite', function(folder)
  local references = read(items)
  for name, text in pairs(request.styles) do
    documents:insert(pandoc.json.encode(name) .. ':' .. cited_in(folder, text, references))
  end
end)
io.write(
  '{"bibtex":', #entries > 0 and pandoc.json.encode(entries) or '[]',
  ',"styles":{', table.concat(documents, ','), '}}'
)
