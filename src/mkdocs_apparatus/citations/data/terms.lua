-- What a language calls the parts of a source, by the terms of CSL: {page = {'page', 'pages', 'p.',
-- 'pp.'}, …}. https://docs.citationstyles.org/en/stable/specification.html#locators
local NAMES = {}
for name in ([[act appendix article-locator book canon chapter chapter-number column elocation equation figure folio
    issue line note opus page paragraph part rule scene section sub-verbo supplement surah table
    timestamp title-locator verse version volume]]):gmatch('%S+') do
  NAMES[#NAMES + 1] = name
end
local FORMS = {'form="long"', 'form="long" plural="true"', 'form="short"', 'form="short" plural="true"',
  'form="symbol"', 'form="symbol" plural="true"'}

-- A style whose one citation is all of them, parted by U+E001, each after U+E002.
local function style()
  local terms = {}
  for _, name in ipairs(NAMES) do
    for _, form in ipairs(FORMS) do
      terms[#terms + 1] = '<group><text value="&#xE002;"/><text term="' .. name .. '" ' .. form
        .. '/><text value="&#xE001;"/></group>'
    end
  end
  return '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info>'
    .. '<title>t</title><id>t</id><updated>2026-01-01T00:00:00+00:00</updated></info>'
    .. '<citation><layout>' .. table.concat(terms) .. '</layout></citation></style>'
end

local function address()
  return 'data:application/xml,' .. style():gsub('[^%w]', function(byte)
    return string.format('%%%02X', byte:byte())
  end)
end

local known = {} -- to ask for them takes as long as a hundred citations
local function terms(language)
  if known[language] then return known[language] end
  local cite = pandoc.Cite({}, {pandoc.Citation('x', 'NormalCitation')})
  local meta = {csl = address(), lang = language, references = {{id = 'x', type = 'book', title = 'x'}}}
  local document = pandoc.utils.citeproc(pandoc.Pandoc({pandoc.Para{cite}}, meta))
  local words, found, place = pandoc.utils.stringify(document.blocks), {}, 0
  for word in words:gmatch('\u{e002}(.-)\u{e001}') do
    local name = NAMES[place // #FORMS + 1]
    found[name] = found[name] or pandoc.List()
    if word ~= '' and not found[name]:includes(word) then found[name]:insert(word) end
    place = place + 1
  end
  known[language] = found
  return found
end

-- pandoc prints English terms where a language has none, and reads no locator by them.
return function(language)
  local all, own = terms(language), {}
  if language:find('^en') then return all end
  local english = terms('en-US')
  for name, words in pairs(all) do
    if table.concat(words, '|') ~= table.concat(english[name], '|') then own[name] = words end
  end
  return own
end
