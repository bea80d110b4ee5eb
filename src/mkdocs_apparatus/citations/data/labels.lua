-- Locators as people write them, as pandoc reads them in the language of a document: it takes the
-- terms that CSL has in that language, and no others. Here English ones are taken too ("p. 65" in a
-- German text), those of locators.tsv ("ch. 12", "págs. 3–4"), and Chinese ones around a number
-- ("第3页").

local DIGITS, UNITS = {}, {['十'] = 10, ['百'] = 100, ['千'] = 1000}
for _, row in ipairs{'0123456789', '０１２３４５６７８９', '〇一二三四五六七八九', '零'} do
  local value = 0
  for _, code in utf8.codes(row) do
    DIGITS[utf8.char(code)], value = value, value + 1
  end
end
local BETWEEN = {['-'] = true, ['–'] = true, ['—'] = true, ['～'] = true, ['~'] = true}

-- A number in Arabic digits: "12" of "十二", "3–5" of "3—5"; the signs of it are given one by one.
local function arabic(signs)
  local parts, whole, digit = {}, nil, nil
  local function finish()
    if whole or digit then parts[#parts + 1] = string.format('%d', (whole or 0) + (digit or 0)) end
    whole, digit = nil, nil
  end
  for _, sign in ipairs(signs) do
    if UNITS[sign] then
      whole, digit = (whole or 0) + (digit or 1) * UNITS[sign], nil
    elseif DIGITS[sign] then
      digit = (digit or 0) * 10 + DIGITS[sign]
    else
      finish()
      parts[#parts + 1] = '–'
    end
  end
  finish()
  return table.concat(parts)
end

local PLAIN = {Str = true, Space = true, SoftBreak = true}

-- Without the space that a text begins with, be it one that does not break; and whether it had any.
local function without_space(text)
  local rest = text:gsub('^%s+', '')
  for _, blank in ipairs{'\u{a0}', '\u{202f}'} do
    if rest:sub(1, #blank) == blank then rest = rest:sub(#blank + 1) end
  end
  return rest, #rest < #text
end

-- Whether a text begins as a value may: "65", "[3]", "iv", "XIVa".
local function is_value(text)
  return text:find('^[%(%[]?%d') or text:find('^[ivxlcdm]+$') or text:find('^[IVXLCDM]+$')
    or text:find('^[ivxlcdm]+[%s%p]') or text:find('^[IVXLCDM]+[%s%p]')
end

-- Part a text into the word, in small letters, that it begins with, if it is one of `words` and
-- stands before a value, and the value.
local function parted(text, words)
  local plain = text:gsub('\u{a0}', '  '):gsub('\u{202f}', '   ') -- as long as it was
  for _, pattern in ipairs{'^%S+%s+[^%s%d]+', '^[^%s%d]+'} do
    local word = plain:match(pattern)
    local key = word and pandoc.text.lower((word:gsub('%s+', ' ')))
    if key and words[key] then
      local value, spaced = without_space(text:sub(#word + 1))
      local ends = key:find('[^%w\128-\255]$') or key:byte(-1) > 127
      if is_value(value) and (spaced or (ends and value:find('^%d'))) then return key, value end
    end
  end
end

-- Part "第3页", "3页" or "页3" into the number, the word, and what follows.
local function around(text, words)
  local signs, number, word = {}, {}, nil
  for _, code in utf8.codes(text) do signs[#signs + 1] = code end
  local at = utf8.char(signs[1] or 32) == '第' and 2 or 1
  if at == 1 and words[utf8.char(signs[1] or 32)] then
    word, at = utf8.char(signs[1]), 2
  end
  while signs[at] do
    local sign = utf8.char(signs[at])
    if not (DIGITS[sign] or UNITS[sign] or (BETWEEN[sign] and #number > 0)) then break end
    number[#number + 1], at = sign, at + 1
  end
  if not word and signs[at] and words[utf8.char(signs[at])] then word, at = utf8.char(signs[at]), at + 1 end
  if #number == 0 or #number > 12 or not word then return nil end
  local rest = {}
  for place = at, #signs do rest[#rest + 1] = utf8.char(signs[place]) end
  return arabic(number), word, table.concat(rest)
end

-- Every word for each term, in small letters, with the term.
local function words_of(terms)
  local found = {}
  for name, words in pairs(terms) do
    for _, word in ipairs(words) do
      word = pandoc.text.lower(word)
      -- A word may stand for several terms, of which one counts: the same at each build.
      local is_first = not found[word] or name < found[word]
      if is_first and name ~= 'chapter-number' then found[word] = name end
    end
  end
  return found
end

-- Gives a function that mends the suffix of a citation. `own` are the terms of the language,
-- `languages` those of others and of English (terms.lua), `aliases` {written, term} in small letters.
return function(own, languages, aliases)
  local known, others, signs = words_of(own), {}, {}
  for _, terms in ipairs(languages) do
    for word, name in pairs(words_of(terms)) do others[word] = others[word] or name end
  end
  others['c.'], others['cc.'] = nil, nil -- "c. 1900" is a date
  for _, pair in ipairs(aliases) do
    others[pair[1]] = others[pair[1]] or pair[2]
    if utf8.codepoint(pair[1]) >= 0x2e80 then signs[pair[1]] = pair[2] end
  end

  local function mended(text)
    local before, body = text:match('^([,%s]*)(.*)$')
    local number, sign, rest = around(body, signs)
    local word, value = parted(body, others)
    if number then
      word, value = own[signs[sign]], nil
      return word and #word > 0 and before .. '{' .. word[1] .. ' ' .. number .. '}' .. rest
    elseif word and not parted(body, known) then
      local term = own[others[word]]
      return term and #term > 0 and before .. term[1] .. ' ' .. value
    end
  end

  return function(suffix)
    local text, place = '', 1
    while suffix[place] and PLAIN[suffix[place].t] do
      text = text .. (suffix[place].text or ' ')
      place = place + 1
    end
    local new = text ~= '' and mended(text)
    if not new then return suffix end
    local inlines = pandoc.Inlines(new)
    for i = place, #suffix do inlines:insert(suffix[i]) end
    return inlines
  end
end
