// The source list as citeproc-js has it: JSON in, JSON out.
//
// Request: { style: CSL, locales: {tag: XML}, items: [CSL-JSON], order: [key] }
//   Sources are cited in `order`, each in a note of its own.
// Answer:  { entries: {key: HTML} }
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const CSL = createRequire(import.meta.url)('citeproc')
const request = JSON.parse(readFileSync(0, 'utf8'))
const items = Object.fromEntries(request.items.map((item) => [item.id, item]))
const engine = new CSL.Engine({
  retrieveLocale: (tag) => request.locales[tag] ?? request.locales['en-US'],
  retrieveItem: (id) => items[id],
}, request.style)
const before = []
for (const [number, id] of request.order.entries()) {
  const citation = { citationID: `c${number}`, citationItems: [{ id }], properties: { noteIndex: number + 1 } }
  engine.processCitationCluster(citation, before, [])
  before.push([citation.citationID, number + 1])
}
const entries = {}
const list = engine.makeBibliography()
if (list) {
  const empty = new Set(list[0].bibliography_errors.map((error) => error.itemID))
  const keys = list[0].entry_ids.map((ids) => ids[0])
  const printed = keys.length === list[1].length ? keys : keys.filter((key) => !empty.has(key))
  printed.forEach((key, index) => { entries[key] = list[1][index] })
}
process.stdout.write(JSON.stringify({ entries }))
