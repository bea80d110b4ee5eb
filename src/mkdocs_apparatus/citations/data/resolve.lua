-- Resolve all citations of a site in one pandoc process: JSON in, JSON out.
--
-- Library, the first line: { entries = [{key, text, year}], language = tag }, or
--   { references = text }, which is what an answer has said of the same entries. It is read
--   before the request has come.
-- Request, all that follows: { list_all = bool, listed = [key], style = CSL, locators = CSL,
--             in_text = bool, language = tag | null, groups = [[unit]], alone = [bool],
--             aside = [bool], locale = tag, stated = bool, others = [tag],
--             aliases = [[written, term]] },
--   where a CSL is the address `data:` that holds it.
--   Notes are numbered through a group, and positions ("ibid.") start afresh in each. A unit
--   is {note = bool, paragraphs = [[part]]}, a part {cite = raw} or {text = words}; `note`
--   says that it is a footnote of the author's own. A group that is `alone` has a list of its
--   own, and counts in it. Groups that are `aside`, the last, are formatted apart from the others,
--   so that none of those reads differently for them; their sources stand in the list.
--   `locale` is the language in which citations are printed, `stated` whether it is the site's own,
--   `others` are languages of parts of it, `aliases` are words for locators that CSL lacks.
-- Answer, in lines: { locators = [[text]], formatted = count, linked = count, alone = [document],
--             annotes, references = text, sources = [CSL-JSON], failed = {key: message},
--             macros = {key: [name]} }, then pandoc documents: the source list, as many of
--             `formatted` and of `linked`.
--   `locators` gives for each raw citation what locators.csl says of each of its sources,
--   nothing where pandoc reads no citation. `formatted` is what the style makes of the citations,
--   `linked` the same with citeproc's links, if a source's title is missing from a citation of
--   several. `macros` are those of TeX that pandoc does not know, in what is printed.

local function beside(name) return dofile((arg[0]:gsub('[^/\\]*$', name))) end
local locators_of, bibliography = beside('locators.lua'), beside('library.lua')
local terms, labels = beside('terms.lua'), beside('labels.lua')
local SYNTAX = 'markdown-raw_tex-tex_math_dollars-example_lists'
local library = pandoc.json.decode(io.read('L'), false)
local function given(value) return type(value) ~= 'userdata' and value or nil end -- null is userdata

-- Read in pandoc's sandbox: without files, and without the network.
local function read_alone(text, format, options) return pandoc.read(text, format, options, {}) end

-- The bibliography -------------------------------------------------------------------

local read, failed
if library.references then
  read, failed = read_alone(library.references, 'json').meta.references or pandoc.List(), {}
else
  read, failed = bibliography.read(library.entries, library.language)
end
local kept = not library.references and pandoc.write(pandoc.Pandoc({}, {references = read}), 'json')
local references, macros = bibliography.without_tex(read)
local by_key = {}
for _, reference in ipairs(references) do
  by_key[pandoc.utils.stringify(reference.id)] = reference
end

local request = pandoc.json.decode(io.read('a'), false)

-- Reading ----------------------------------------------------------------------------

-- After these pandoc's command line sets a space that does not break, "chap. 3"; after fewer here.
local ABBREVIATIONS = {}
for word in ([[aet aetat al bk c chap chs col d ed eds esp f fasc ff fig fl fol fols
    ill incl n nn No pt q.v s.v s.vv saec univ viz
    Apr Aug Dec Feb Jan Jul Jun Mar Nov Oct Sep Sept]]):gmatch('%S+') do
  ABBREVIATIONS[word .. '.'] = true
end
for word in pairs(pandoc.ReaderOptions{}.abbreviations) do ABBREVIATIONS[word] = true end
local OPTIONS = {abbreviations = ABBREVIATIONS}

-- Gives a function that mends the locators of a citation which are in the words of languages.
-- What needs no mending stays the same value: a site has thousands.
local function mender(languages)
  local mend
  return function(cite)
    local is_mended = false
    local citations = cite and cite.citations:map(function(citation)
      local suffix = citation.suffix
      if #suffix == 0 then return citation end
      mend = mend or labels(terms(request.locale), languages:map(terms), request.aliases)
      local new = mend(suffix)
      if rawequal(new, suffix) then return citation end
      is_mended = true
      local copy = citation:clone()
      copy.suffix = new
      return copy
    end)
    return is_mended and pandoc.Cite(cite.content, citations) or cite
  end
end

-- Parse raw citations, each a paragraph of one text; false where pandoc sees something else.
local function read_cites(raws)
  local blocks = read_alone(table.concat(raws, '\n\n') .. '\n', SYNTAX, OPTIONS).blocks
  if #blocks ~= #raws then
    for i, raw in ipairs(raws) do
      local alone = read_alone(raw .. '\n', SYNTAX, OPTIONS).blocks
      blocks[i] = #alone == 1 and alone[1] or pandoc.Plain{}
    end
  end
  local cites = {}
  for i in ipairs(raws) do
    local content = blocks[i].content
    cites[i] = content and #content == 1 and content[1].t == 'Cite' and content[1] or false
  end
  return cites
end

local function each_part(visit)
  for i, group in ipairs(request.groups) do
    for _, unit in ipairs(group) do
      for _, paragraph in ipairs(unit.paragraphs) do
        for _, part in ipairs(paragraph) do visit(part, i) end
      end
    end
  end
end

-- Each unit is a note, also one that cites nothing: it stands between others, and counts.
local function numbered(cite, number)
  local citations = pandoc.List()
  for i, citation in ipairs(cite.citations) do
    citation.note_num = number
    citations[i] = citation
  end
  return pandoc.Cite(cite.content, citations)
end

-- `begin[i]` says how many citations stand before group `i`.
local function blocks_of(cites, begin, is_wanted)
  local blocks, position = pandoc.Blocks{}, 0
  local function inlines_of(parts, number)
    local inlines = pandoc.Inlines{}
    for _, part in ipairs(parts) do
      if part.text then
        inlines:extend(pandoc.Inlines(part.text))
      else
        position = position + 1
        if cites[position] then inlines:insert(numbered(cites[position], number)) end
      end
    end
    return pandoc.Para(inlines)
  end
  local function add(group)
    blocks:insert(pandoc.Header(1, {}, {class = 'reset-citation-positions'}))
    for number, unit in ipairs(group) do
      local paragraphs = pandoc.Blocks{}
      for _, parts in ipairs(unit.paragraphs) do paragraphs:insert(inlines_of(parts, number)) end
      if unit.note then blocks:insert(pandoc.Para{pandoc.Str('x'), pandoc.Note(paragraphs)})
      else blocks:extend(paragraphs) end
    end
  end
  for i, group in ipairs(request.groups) do
    position = begin[i] or 0
    if is_wanted(i) then add(group) end
  end
  return blocks
end

-- Formatting -------------------------------------------------------------------------

local function citeproc(blocks, style, keys, options)
  local meta = {csl = style, lang = given(request.language), references = pandoc.List()}
  local wanted = {}
  for _, key in ipairs(keys) do wanted[key] = true end
  for _, reference in ipairs(references) do -- in this order stands what a style sorts alike
    local key = pandoc.utils.stringify(reference.id)
    if wanted[key] then meta.references:insert(by_key[key]) end
    wanted[key] = nil
  end
  for name, value in pairs(options or {}) do meta[name] = value end
  return pandoc.utils.citeproc(pandoc.Pandoc(blocks, meta))
end

local function as_json(document)
  local blocks = pandoc.Pandoc(document.blocks)
  local json = pandoc.write(blocks, 'json')
  -- To look at each inline takes as long as to write all; few sites have mathematics.
  if not json:find('"t":"Math"', 1, true) then return json end
  return pandoc.write(blocks:walk{Math = bibliography.set_math}, 'json')
end

-- The blocks of a document in lines of JSON, each a document, so that nobody need hold all of them
-- at once as more than text; and apart from them the bibliography.
local function in_lines(document)
  local lines, part, list = {}, pandoc.Blocks{}, pandoc.Blocks{}
  for _, block in ipairs(document.blocks) do
    if block.t == 'Div' and block.identifier == 'refs' then
      list:insert(block)
    else
      part:insert(block)
      if #part == 100 then lines[#lines + 1], part = as_json(pandoc.Pandoc(part)), pandoc.Blocks{} end
    end
  end
  if #part > 0 then lines[#lines + 1] = as_json(pandoc.Pandoc(part)) end
  return lines, as_json(pandoc.Pandoc(list))
end

-- Letters and digits alone, in lower case.
local function bare(content)
  local text = pandoc.text.lower(pandoc.utils.stringify(content)):gsub('[^%w\128-\255]', '')
  for _, mark in ipairs{'‘', '’', '“', '”', '–', '—', '…', '\u{a0}'} do
    text = text:gsub(mark, '')
  end
  return text
end

-- Whether some citation of several sources leaves out the title of one ("Ibid."), so that
-- only citeproc's own links can tell where each stands.
local function lacks_title(document)
  local found = false
  document:walk{
    Cite = function(cite)
      if found or #cite.citations < 2 then return nil end
      local words = bare(cite.content)
      for _, citation in ipairs(cite.citations) do
        local reference = by_key[citation.id] or {}
        local short = bare(reference['title-short'] or reference.title or '')
        if short == '' or not words:find(short, 1, true) then found = true end
      end
    end,
  }
  return found
end

-- Whether some citation has punctuation that citeproc's links have kept apart.
local function is_parted(document)
  local found = false
  document:walk{
    Cite = function(cite)
      local words = found and '' or pandoc.utils.stringify(cite.content)
      for _, marks in ipairs{'”[,.]', '’[,.]', ',%s*[,.]', '[;:]%s*[,.;:]', '%.%.'} do
        found = found or words:find(marks) ~= nil
      end
    end,
  }
  return found
end

local raws, group_of, begin = {}, {}, {}
for i in ipairs(request.groups) do begin[i] = false end
each_part(function(part, i)
  begin[i] = begin[i] or #raws
  if part.cite then
    raws[#raws + 1] = part.cite
    group_of[#raws] = i
  end
end)
local cites = read_cites(raws)
-- Locators are read in whatever words. Where it is known in which language the site is, they are
-- printed in its words too, but for those of another English; else as pandoc has it.
local others = pandoc.List(request.others)
local located_cites = pandoc.List(cites):map(mender(others .. {'en-US'}))
if request.stated then
  local is_english = request.locale:find('^en')
  cites = is_english and pandoc.List(cites):map(mender(others)) or located_cites
end

local keys, cited, several = {}, {}, false
local listed = {}
for _, key in ipairs(request.listed) do listed[key] = true end
local function use(key, all)
  if not all[key] then all[#all + 1] = key end
  all[key] = true
end
local own = {} -- the keys of each group that is alone
for position, cite in ipairs(cites) do
  local group = group_of[position]
  for _, citation in ipairs(cite and cite.citations or {}) do
    if not cited[citation.id] then keys[#keys + 1] = citation.id end
    cited[citation.id] = true
    if request.alone[group] then
      own[group] = own[group] or {}
      use(citation.id, own[group])
    end
    if request.alone[group] or request.aside[group] then listed[citation.id] = true end
  end
  several = several or cite and #cite.citations > 1
end

-- In-text styles are linked by citeproc, which knows what to link in each. Its links keep it from
-- moving punctuation inside quotation marks, and from printing one comma for two; so notes are
-- linked otherwise, and citations in the text where that can be seen.
local linked
local all = pandoc.List()
for _, reference in ipairs(references) do
  local key = pandoc.utils.stringify(reference.id)
  if request.list_all or listed[key] then
    all:insert(pandoc.Citation(key, 'NormalCitation'))
    if not cited[key] then keys[#keys + 1] = key end
    cited[key] = true
  end
end
local function nocite(citations)
  return #citations > 0 and pandoc.Inlines{pandoc.Cite({}, citations)} or nil
end
-- `is_for_links` says that of the document nothing but its links is wanted, which citeproc makes
-- where it makes a bibliography.
local function format(are_linked, is_for_links)
  local main = blocks_of(cites, begin, function(i) return not (request.alone[i] or request.aside[i]) end)
  local links = {['link-citations'] = are_linked}
  links.nocite = nocite(all)
  local document = citeproc(main, request.style, keys, links)
  local aside = blocks_of(cites, begin, function(i) return request.aside[i] end)
  if #aside > 0 then
    links['suppress-bibliography'] = not is_for_links
    links.nocite = nocite(pandoc.List(keys):map(function(key)
      return pandoc.Citation(key, 'NormalCitation')
    end))
    document.blocks:extend(citeproc(aside, request.style, keys, links).blocks)
  end
  return document
end
local formatted = format(request.in_text, false)
if not request.in_text then
  if several and lacks_title(formatted) then linked = format(true, true) end
elseif not next(own) and is_parted(formatted) then
  linked, formatted = formatted, format(false, false)
end
local pages = pandoc.List()
for i in ipairs(request.groups) do
  if request.alone[i] then
    local page = blocks_of(cites, begin, function(j) return j == i end)
    local links = {['link-citations'] = request.in_text}
    pages:insert(citeproc(page, request.style, own[i] or {}, links))
  end
end

-- Entries without words --------------------------------------------------------------

-- Of personal communications, say, many styles print nothing in a bibliography, and some have
-- none. What stands in a first citation stands for it, without the brackets around it.
local function in_brief(cite)
  local words = pandoc.Inlines{}
  for _, inline in ipairs(cite.content) do
    if inline.t == 'Note' then
      for _, block in ipairs(inline.content) do words:extend(block.content) end
    end
  end
  if #words > 0 then return words end
  words = pandoc.Inlines(cite.content)
  local first, last = words[1], words[#words]
  if #words == 0 then return nil end
  if first.t == 'Str' and first.text:find('^%(') and last.t == 'Str' and last.text:find('%)$') then
    words[1] = pandoc.Str(first.text:sub(2))
    words[#words] = pandoc.Str(words[#words].text:sub(1, -2))
  end
  if not pandoc.utils.stringify(words):find('%.$') then words:insert(pandoc.Str('.')) end
  return pandoc.utils.stringify(words):find('%a') and words or nil
end

local function without_gaps(document, listed_keys)
  local gaps, blocks = pandoc.List(), pandoc.Blocks{}
  local wanted = {}
  for _, key in ipairs(listed_keys) do wanted[key] = true end
  if not document.blocks:find_if(function(block) return block.identifier == 'refs' end) then
    local entries = pandoc.Blocks{}
    for _, reference in ipairs(references) do
      local key = pandoc.utils.stringify(reference.id)
      if wanted[key] then
        entries:insert(pandoc.Div({}, {id = 'ref-' .. key, class = 'csl-entry'}))
      end
    end
    if #entries > 0 then document.blocks:insert(pandoc.Div(entries, {id = 'refs'})) end
  end
  local function each_entry(visit)
    document.blocks = document.blocks:map(function(block)
      if block.t == 'Div' and block.identifier == 'refs' then block.content = block.content:map(visit) end
      return block
    end)
  end
  each_entry(function(entry)
    if entry.t == 'Div' and not pandoc.utils.stringify(entry):find('%S') then
      local key = entry.identifier:gsub('^ref%-', '')
      gaps:insert(key)
      blocks:insert(pandoc.Header(1, {}, {class = 'reset-citation-positions'}))
      local cite = pandoc.Cite({}, {pandoc.Citation(key, 'NormalCitation')})
      blocks:insert(pandoc.Para{numbered(cite, 1)})
    end
    return entry
  end)
  if #gaps == 0 then return document end
  local brief = citeproc(blocks, request.style, gaps, {['suppress-bibliography'] = true})
  local words = {}
  local position = 0
  brief:walk{Cite = function(cite)
    position = position + 1
    words[gaps[position]] = in_brief(cite)
  end}
  each_entry(function(entry)
    local key = entry.t == 'Div' and entry.identifier:gsub('^ref%-', '')
    if key and words[key] then entry.content = {pandoc.Para(words[key])} end
    return entry
  end)
  return document
end
formatted = without_gaps(formatted, keys)
local alone = pandoc.List()
for i in ipairs(request.groups) do
  if request.alone[i] then
    alone:insert(as_json(without_gaps(pages[#alone + 1], own[i] or {})))
  end
end

-- The answer -------------------------------------------------------------------------

local key, located = next(by_key) or '', {}
local function probe(blocks)
  local options = {['suppress-bibliography'] = true, lang = request.locale}
  return citeproc(blocks, request.locators, {key}, options)
end
for i, texts in ipairs(locators_of(located_cites, key, probe)) do
  located[i] = #texts > 0 and pandoc.json.encode(pandoc.List(texts)) or '[]'
end
local sources, annotes, unknown = pandoc.List(), pandoc.Blocks{}, {}
for _, reference in ipairs(references) do
  local key = pandoc.utils.stringify(reference.id)
  if cited[key] then
    sources:insert(reference)
    unknown[key] = macros[key]
    if reference.annote then
      local annote = reference.annote
      if pandoc.utils.type(annote) ~= 'Blocks' then annote = pandoc.Plain(annote) end
      annotes:insert(pandoc.Div(annote, {id = key}))
    end
  end
end

local texts, list = in_lines(formatted)
local linked_texts = linked and in_lines(linked) or {}
io.write(
  '{"locators":[', table.concat(located, ','), '],"formatted":', #texts,
  ',"alone":[', table.concat(alone, ','), ']',
  ',"linked":', #linked_texts,
  ',"references":', kept and pandoc.json.encode(kept) or '""',
  ',"annotes":', as_json(pandoc.Pandoc(annotes)),
  ',"sources":', (pandoc.write(pandoc.Pandoc({}, {references = sources}), 'csljson'):gsub('\n', ' ')),
  ',"failed":', next(failed) and pandoc.json.encode(failed) or '{}',
  ',"macros":', next(unknown) and pandoc.json.encode(unknown) or '{}', '}\n', list, '\n'
)
for _, lines in ipairs{texts, linked_texts} do
  for _, line in ipairs(lines) do io.write(line, '\n') end
end
