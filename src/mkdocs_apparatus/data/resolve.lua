-- Resolve all citations of a site in one pandoc process: JSON request in, JSON answer out.
--
-- Request:  { bibtex, entries = [{key, text}], macros, style, locators, language,
--             runs = [[unit]], list = [key] | null }
--   A unit is a list of paragraphs; a paragraph is a list of parts, {cite = raw} or
--   {text = words}. `note` says that the unit is a footnote of the author's own.
--   `list` names the sources of a bibliography formatted apart from the runs; when
--   null, the one of the first run is given.
-- Answer:   { runs = [[{keys, prose, note, items}]], list = [{key, html}],
--             sources = {key: {csl, annote}}, failed = {key: message} }
--   One record for each `cite` part, in order. `keys` is empty where pandoc reads no
--   citation. `items` are the fields that locators.csl delimits.

local MARK = '<!--apparatus-->'
local SYNTAX = 'markdown-raw_html-raw_tex-raw_attribute-tex_math_dollars-example_lists'
local request = pandoc.json.decode(io.read('a'), false)
local listed_keys = type(request.list) == 'table' and request.list or nil -- null is no table

-- The bibliography -------------------------------------------------------------------

local failed, references = {}, pandoc.List()
local whole, document = pcall(pandoc.read, request.bibtex, 'biblatex')
if whole then
  references = document.meta.references or references
else
  for _, entry in ipairs(request.entries) do
    local ok, one = pcall(pandoc.read, request.macros .. '\n' .. entry.text, 'biblatex')
    if ok then references:extend(one.meta.references or {})
    else failed[entry.key] = tostring(one) end
  end
end

local by_key, not_web = {}, {}
for _, reference in ipairs(references) do
  by_key[pandoc.utils.stringify(reference.id)] = reference
  local url = reference.url and pandoc.utils.stringify(reference.url)
  -- pandoc makes a link of any url, prefixing https:// where it has another scheme.
  if url and not url:lower():match('^https?://') then not_web['https://' .. url] = true end
end

-- Making content safe and linked -----------------------------------------------------

-- Fields are somebody else's text: nothing in them may run, load or look like markup.
local safe = {
  RawInline = function(raw) return pandoc.Str(raw.text) end,
  RawBlock = function(raw) return pandoc.Plain(pandoc.Str(raw.text)) end,
  Image = function(image) return image.caption end,
  Span = function(span)
    local class = span.classes[1]
    if class and class:match('^csl%-') then return pandoc.Span(span.content, {class = class}) end
    return span.content
  end,
  Link = function(link)
    local inside = link.target:match('^#ref%-')
    if not inside and (not_web[link.target] or not link.target:lower():match('^https?://')) then
      return link.content
    end
    return pandoc.Link(link.content, link.target, '', {})
  end,
}

local QUOTES = {}
for _, mark in ipairs{'“', '‘', '«', '‹', '„', '‚', '「', '『', '《', '〈', '"', "'"} do
  QUOTES[mark] = true
end

-- A whole citation that links to its entry would swallow the links inside it: link the
-- title alone, or in a short form without one all that is not a link already.
local function link_title(link)
  local done = false
  local function to_entry(element)
    if done then return nil end
    done = true
    return pandoc.Link(element, link.target), false
  end
  local content = pandoc.Inlines(link.content):walk{
    traverse = 'topdown',
    Link = function(inner) return inner, false end,
    Emph = to_entry,
    Quoted = to_entry,
    -- citeproc prints a quoted title as a span that begins with the locale's quotation mark.
    Span = function(span)
      local first = pandoc.utils.stringify(span):match(utf8.charpattern)
      if QUOTES[first] then return to_entry(span.content) end
    end,
  }
  if done then return content end
  local out, run = pandoc.Inlines{}, pandoc.Inlines{}
  local function flush()
    if #run > 0 then out:insert(pandoc.Link(run, link.target)) end
    run = pandoc.Inlines{}
  end
  for _, inline in ipairs(link.content) do
    if inline.t == 'Link' then flush() out:insert(inline) else run:insert(inline) end
  end
  flush()
  return out
end

local function finish(inlines)
  return pandoc.Inlines(inlines):walk{
    traverse = 'topdown',
    Link = function(link)
      if link.target:match('^#ref%-') then return link_title(link), false end
      return link, false
    end,
  }:walk(safe)
end

-- Formatting -------------------------------------------------------------------------

local function citeproc(blocks, style, keys)
  local meta = {csl = style, ['link-citations'] = true, lang = request.language}
  meta.references = pandoc.List()
  for _, key in ipairs(keys) do
    if by_key[key] then meta.references:insert(by_key[key]) end
  end
  return pandoc.utils.citeproc(pandoc.Pandoc(blocks, meta))
end

local function cites_of(blocks)
  local found = pandoc.List()
  pandoc.Blocks(blocks):walk{
    traverse = 'topdown',
    Cite = function(cite) found:insert(cite) return nil, false end,
  }
  return found
end

-- Read raw citations, one a paragraph; false where pandoc sees something else.
local function read_cites(raws)
  local cites = {}
  if #raws == 0 then return cites end
  local blocks = pandoc.read(table.concat(raws, '\n\n') .. '\n', SYNTAX).blocks
  if #blocks ~= #raws then
    blocks = {}
    for i, raw in ipairs(raws) do
      local alone = pandoc.read(raw .. '\n', SYNTAX).blocks
      blocks[i] = #alone == 1 and alone[1] or pandoc.Plain{}
    end
  end
  for i, block in ipairs(blocks) do
    local content = block.content
    cites[i] = content and #content == 1 and content[1].t == 'Cite' and content[1] or false
  end
  return cites
end

local function collect_raws(run)
  local raws = {}
  for _, unit in ipairs(run) do
    for _, paragraph in ipairs(unit.paragraphs) do
      for _, part in ipairs(paragraph) do
        if part.cite then raws[#raws + 1] = part.cite end
      end
    end
  end
  return raws
end

-- The run as a document: a paragraph for each citation, a Note for each note of prose.
local function document_of(run, cites)
  local blocks, next_cite = pandoc.Blocks{}, 0
  for _, unit in ipairs(run) do
    local paragraphs = pandoc.Blocks{}
    for _, paragraph in ipairs(unit.paragraphs) do
      local inlines = pandoc.Inlines{}
      for _, part in ipairs(paragraph) do
        if part.cite then
          next_cite = next_cite + 1
          if cites[next_cite] then inlines:insert(cites[next_cite]) end
        else
          inlines:extend(pandoc.Inlines(part.text))
        end
      end
      paragraphs:insert(pandoc.Para(inlines))
    end
    if unit.note then
      blocks:insert(pandoc.Para{pandoc.Str('x'), pandoc.Note(paragraphs)})
    else
      blocks:extend(paragraphs)
    end
  end
  return blocks
end

local pieces, answers = pandoc.Blocks{}, {}
-- Queue content for the one HTML conversion at the end; `set` gets the result.
local function render(block, set)
  pieces:insert(pandoc.RawBlock('html', MARK))
  pieces:insert(block)
  answers[#answers + 1] = set
end
local function render_inlines(inlines, set) render(pandoc.Plain(finish(inlines)), set) end

local function split_note(inlines)
  local prose, note = pandoc.Inlines{}, nil
  for _, inline in ipairs(inlines) do
    if inline.t == 'Note' then note = pandoc.utils.blocks_to_inlines(inline.content)
    else prose:insert(inline) end
  end
  return prose, note
end

local function keys_of(cites)
  local keys, seen = {}, {}
  for _, cite in ipairs(cites) do
    for _, citation in ipairs(cite and cite.citations or {}) do
      if not seen[citation.id] then
        seen[citation.id] = true
        keys[#keys + 1] = citation.id
      end
    end
  end
  return keys
end

local function entries_of(document)
  local entries = pandoc.List()
  document:walk{
    Div = function(div)
      local key = div.identifier:match('^ref%-(.*)')
      if key and div.classes:includes('csl-entry') then
        local entry = {key = key}
        entries:insert(entry)
        local words = pandoc.utils.blocks_to_inlines(div.content):walk(safe)
        render(pandoc.Plain(words), function(html) entry.html = html end)
      end
    end,
  }
  return entries
end

local function resolve(run)
  local cites = read_cites(collect_raws(run))
  local keys = keys_of(cites)
  local blocks = document_of(run, cites)
  local formatted = citeproc(blocks, request.style, keys)
  local done = cites_of(formatted.blocks)
  local probed = cites_of(citeproc(blocks, request.locators, keys).blocks)
  local records, position = {}, 0
  for i, cite in ipairs(cites) do
    local record = {keys = {}, items = ''}
    records[i] = record
    if cite then
      position = position + 1
      for _, citation in ipairs(cite.citations) do table.insert(record.keys, citation.id) end
      record.items = pandoc.utils.stringify(probed[position].content)
      local prose, note = split_note(done[position].content)
      if #prose > 0 then render_inlines(prose, function(html) record.prose = html end) end
      if note then render_inlines(note, function(html) record.note = html end) end
    end
  end
  return records, formatted
end

-- The answer -------------------------------------------------------------------------

local answer = {runs = {}, list = {}, sources = {}, failed = failed}
for i, run in ipairs(request.runs) do
  local formatted
  answer.runs[i], formatted = resolve(run)
  if i == 1 and not listed_keys then answer.list = entries_of(formatted) end
end

if listed_keys then
  local all = pandoc.List()
  for _, key in ipairs(listed_keys) do all:insert(pandoc.Citation(key, 'NormalCitation')) end
  local blocks = pandoc.Blocks{pandoc.Para{pandoc.Cite({}, all)}}
  answer.list = entries_of(citeproc(blocks, request.style, listed_keys))
end

local listed = pandoc.List()
for _, entry in ipairs(answer.list) do
  local reference = by_key[entry.key]
  if reference then
    listed:insert(reference)
    local source = {}
    answer.sources[entry.key] = source
    if reference.annote then
      local annote = pandoc.Inlines(reference.annote)
      render(pandoc.Plain(annote:walk(safe)), function(html) source.annote = html end)
    end
  end
end
local as_json = pandoc.write(pandoc.Pandoc({}, {references = listed}), 'csljson')
for _, item in ipairs(pandoc.json.decode(as_json, false)) do
  answer.sources[item.id].csl = item
end

local html = pandoc.write(pandoc.Pandoc(pieces), 'html', {wrap_text = 'wrap-none'})
local position = select(2, html:find(MARK, 1, true)) or #html
for _, set in ipairs(answers) do
  local start, stop = html:find(MARK, position + 1, true)
  set((html:sub(position + 1, (start or #html + 1) - 1):gsub('^%s+', ''):gsub('%s+$', '')))
  position = stop or #html
end
io.write(pandoc.json.encode(answer))
