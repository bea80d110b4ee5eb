-- What citeproc takes for a locator: the suffix of each citation is formatted by locators.csl,
-- which delimits its term, its value and the rest.

-- `format` has citeproc format blocks that cite the source `key`. Gives a list of texts for each
-- of `cites`, one for each of its sources; none where pandoc reads no citation (false).
return function(cites, key, format)
  local numbers, blocks, texts = {}, pandoc.Blocks{}, {}
  for _, cite in ipairs(cites) do
    for _, citation in ipairs(cite and cite.citations or {}) do
      local words = pandoc.utils.stringify(citation.suffix)
      if words ~= '' and not numbers[words] then -- the same words say the same
        blocks:insert(pandoc.Para{pandoc.Cite({}, {
          pandoc.Citation(key, 'NormalCitation', {}, citation.suffix)
        })})
        numbers[words] = #blocks
      end
    end
  end
  for i, block in ipairs(format(blocks).blocks) do texts[i] = pandoc.utils.stringify(block) end
  local located = {}
  for i, cite in ipairs(cites) do
    located[i] = {}
    for j, citation in ipairs(cite and cite.citations or {}) do
      located[i][j] = texts[numbers[pandoc.utils.stringify(citation.suffix)]] or ''
    end
  end
  return located
end
