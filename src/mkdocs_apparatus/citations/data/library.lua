-- A bibliography: BibLaTeX to pandoc's references, mended where metadata or citeproc lose words.

local library = {}

-- Entries ----------------------------------------------------------------------------

-- keys.py writes a key that pandoc's reader does not take as the hexadecimal of its bytes.
local function key_of(name)
  local hex = name:match('^key%-in%-hex%-(%x+)$')
  return hex and (hex:gsub('%x%x', function(byte) return string.char(tonumber(byte, 16)) end))
    or name
end

-- BibLaTeX in a language, a BCP 47 tag: that of all entries that name none, as the document's is
-- to BibLaTeX. Only English titles are set in sentence case. The reader takes it from the
-- environment, where it must not be the editor's.
local function in_language(language, text)
  local variables = pandoc.system.environment()
  variables.LANG = language
  return pandoc.system.with_environment(variables, function() return pandoc.read(text, 'biblatex') end)
end

-- Entries are read together, since they take fields from each other.
local function read(entries, language)
  local texts = pandoc.List()
  -- The reader joins the paragraphs of a field without a space between.
  for _, entry in ipairs(entries) do texts:insert((entry.text:gsub('\n%s*\n', '\n'))) end
  return pcall(in_language, language, table.concat(texts, '\n\n') .. '\n')
end

-- pandoc rejects all entries for one that it cannot read, so that one is looked for and left out.
local function read_sound(entries, language)
  local whole, bibliography = read(entries, language)
  if whole then return bibliography, {} end
  local sound, failed = {}, {}
  for _, entry in ipairs(entries) do
    local ok, message = read({entry}, language)
    if ok then sound[#sound + 1] = entry else failed[entry.key] = tostring(message) end
  end
  whole, bibliography = read(sound, language)
  if not whole then error(bibliography) end
  return bibliography, failed
end

-- "phdthesis" and its like are words of BibLaTeX's own, which pandoc has in few languages: in
-- others it prints them as they are, and we in English.
local genres = {}
local function in_english(genre)
  if not genres[genre] then
    local text = '@thesis{x, title = {x}, type = {' .. genre .. '}}'
    genres[genre] = in_language('en-US', text).meta.references[1].genre
  end
  return genres[genre]
end

-- In metadata pandoc parts "de" from a family name, "de Beauvoir" in braces say, unless the name
-- has a particle, be it an empty one.
local function whole_families(reference)
  for _, names in pairs(reference) do
    if pandoc.utils.type(names) == 'List' then
      for i, name in ipairs(names) do
        if type(name) == 'table' and name.family and not name['non-dropping-particle'] then
          if pandoc.utils.stringify(name.family):find('^[%l\'’]') then
            name['non-dropping-particle'] = ''
            names[i] = name
          end
        end
      end
    end
  end
end

-- Read `entries`, a list of {key, text, year}, in a language, a BCP 47 tag. Gives references, and {key: message} for those
-- that could not be read. `year` holds words ("in press"), which are no date in metadata.
function library.read(entries, language)
  local bibliography, failed = read_sound(entries, language)
  local references, years = bibliography.meta.references or pandoc.List(), {}
  for _, entry in ipairs(entries) do
    if entry.year ~= '' then years[entry.key] = entry.year end
  end
  for i, reference in ipairs(references) do
    local key = key_of(pandoc.utils.stringify(reference.id))
    reference.id = key
    whole_families(reference)
    local genre = reference.genre and pandoc.utils.stringify(reference.genre) or ''
    if genre:find('^%l+$') and not language:find('^en') then reference.genre = in_english(genre) end
    if years[key] then reference.issued = {literal = years[key]} end
    references[i] = reference
  end
  return references, failed
end

-- TeX that is left -------------------------------------------------------------------

local UNSEEN = {vphantom = true, hphantom = true, phantom = true}
local UNPRINTED = {abstract = true, keyword = true, file = true}

-- The words of a macro that pandoc does not know: those of its arguments.
local function words_of(text, found)
  local seen = true
  for name in text:gmatch('\\(%a+)') do
    if UNSEEN[name] then seen = false elseif found then found[name] = true end
  end
  if not seen then return '' end
  return (text:gsub('\\%a+%*?%s*', ''):gsub('\\.', ''):gsub('[{}]', ''))
end

-- A formula as HTML; one that HTML's few tags cannot set as MathML, without the TeX that pandoc
-- adds to it. Nothing where it is no TeX that pandoc knows.
function library.set_math(math)
  local text = math.text:gsub('\\mbox%s*{%s*\\emph(%b{})%s*}', '\\mathit%1')
  local plain = pandoc.Pandoc{pandoc.Plain{pandoc.Math(math.mathtype, text)}}
  local set = pandoc.write(plain, 'html'):gsub('%s+$', '')
  if not set:find('\\', 1, true) then return pandoc.RawInline('html', set) end
  set = pandoc.write(plain, 'html', {html_math_method = 'mathml'})
  set = set:gsub('<annotation.->.-</annotation>', ''):gsub('%s+$', '')
  if not set:find('\\', 1, true) then return pandoc.RawInline('html', set) end
end

-- Replace what pandoc could not read in a field. `found` takes the macros that are not known.
local function readable(value, found)
  local function words(text) return pandoc.Str(words_of(text, found)) end
  return pandoc.Pandoc({}, {value = value}):walk{
    RawInline = function(raw) return raw.format ~= 'html' and words(raw.text) or nil end,
    Math = function(math) return not library.set_math(math) and words(math.text) or nil end
  }.meta.value
end

-- Put words for TeX that pandoc could not read. Gives the references, and {key: list of macros}.
function library.without_tex(references)
  local json, macros = pandoc.write(pandoc.Pandoc({}, {references = references}), 'json'), {}
  if not json:find('"t":"RawInline"', 1, true) and not json:find('"t":"Math"', 1, true) then
    return references, macros
  end
  for i, reference in ipairs(references) do
    local found, names = {}, pandoc.List()
    for name, value in pairs(reference) do
      reference[name] = readable(value, not UNPRINTED[name] and found or nil)
    end
    references[i] = reference
    for name in pairs(found) do names:insert(name) end
    names:sort()
    if #names > 0 then macros[pandoc.utils.stringify(reference.id)] = names end
  end
  return references, macros
end

return library
