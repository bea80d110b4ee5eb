// Cite with citeproc-js: JSON in, JSON out.
//
// Request: { style, locales: {tag: XML}, language, items: [CSL-JSON],
//            clusters: [{note, items: [{id, prefix, suffix, label, locator, ...}]}] }
// Answer:  { cited: [HTML], entries: {key: HTML} }
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const CSL = createRequire(import.meta.url)('citeproc')
const request = JSON.parse(readFileSync(0, 'utf8'))
const items = Object.fromEntries(request.items.map((item) => [item.id, item]))
const system = {
  retrieveLocale: (tag) => request.locales[tag] || request.locales[tag.slice(0, 2)] || request.locales['en-US'],
  retrieveItem: (id) => items[id],
}
const engine = new CSL.Engine(system, request.style)
const before = []
const cited = []
for (const [number, cluster] of request.clusters.entries()) {
  const citation = {
    citationID: `c${number}`,
    citationItems: cluster.items,
    properties: { noteIndex: cluster.note, ...cluster.properties },
  }
  const [, changed] = engine.processCitationCluster(citation, before, [])
  for (const [index, words] of changed) cited[index] = words
  before.push([citation.citationID, cluster.note])
}
engine.updateUncitedItems(request.items.map((item) => item.id))
const bibliography = engine.makeBibliography()
const entries = {}
if (bibliography) {
  bibliography[0].entry_ids.forEach((ids, index) => { entries[ids[0]] = bibliography[1][index] })
}
process.stdout.write(JSON.stringify({ cited, entries }))
