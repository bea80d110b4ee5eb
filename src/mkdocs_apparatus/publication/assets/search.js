// Search that leads to the place and forgives spelling: what a worker is made of, which
// `search_whole.js` or `search_pagefind.js` completes (assets.py).
const { max, min } = Math
const MOST = 100 // results

// Spellings meet because the text and the query are folded alike.
const folded = { __proto__: null }
const fold = (word) => folded[word] ??= word.toLowerCase().normalize("NFKD")
  .replace(/['’ʼ]s$|['’ʼ]|\p{M}/gu, "")
  .replace(/[ßøłæœ]/g, (one) => ({ ß: "ss", ø: "o", ł: "l", æ: "ae", œ: "oe" })[one])
  .replace(/([b-df-hj-np-tv-z])\1/g, "$1") // travelled, Boumedienne
  .replace(/(..)our/, "$1or") // labour
  .replace(/([iy])z/, "$1s") // organize
  .replace(/([bt])re(s?)$/, "$1er$2") // centre
  .replace(/nce(s?)$/, "nse$1") // defence
  .replace(/(..)ies$/, "$1y").replace(/(..[shx])es$/, "$1").replace(/(..[^isu])s$/, "$1")

const SIGN = "[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}]" // of a script that does not part words
const PIECE = RegExp(`(${SIGN})|(?:(?!${SIGN})[\\p{L}\\p{N}\\p{M}]|(?<=\\p{L}{2})['’ʼ](?=\\p{L}))+`, "gu")
const WORD = 0, SIGNS = 1, PAIR = 3 // and 2, hyphenated words as one

// Gives [folded, kind, position, start, end] of whatever a text is found by.
const tokens = (text, position = 0) => {
  const found = []
  let last = []
  for (const one of text.matchAll(PIECE)) {
    const start = one.index, end = start + one[0].length
    const kind = one[1] ? SIGNS : WORD
    found.push([fold(one[0]), kind, position, start, end])
    const gap = text.slice(last[1], start)
    if (kind === last[2] && (kind ? !gap : /^[-‐‑'’]$/.test(gap))) {
      found.push([fold(last[3] + one[0]), kind + 2, position - 1, last[0], end])
    }
    last = [start, end, kind, one[0]]
    position++
  }
  return found
}

const escaped = (text) => text.replace(/[<>&]/g, (one) => `&#${one.charCodeAt()};`)

let docs, index, mean, places // how many there are: docs may be some of them

// Of each place: location, title and text without markup; it may have a boost, and a kind, as
// "source", which pages and headings have not.
const setUp = (given) => {
  index = new Map()
  mean = 1
  places = given.length
  docs = given.map((doc, number) => {
    const { title, text } = doc
    const head = tokens(title, -999) // so that positions tell titles from texts
    const body = tokens(text)
    for (const [term, , position, start, end] of [...head, ...body]) {
      let entry = index.get(term)
      if (!entry) index.set(term, entry = { word: (position < 0 ? title : text).slice(start, end), docs: 0, titles: 0, at: [] })
      if (entry.at.at(-2) !== number) {
        entry.docs++
        if (position < 0) entry.titles++
      }
      entry.at.push(number, position)
    }
    mean += body.length / given.length
    return { boost: 1, ...doc, size: body.length, head: head.length }
  })
}

// Optimal string alignment: insertions, deletions, substitutions and transpositions.
const edits = (a, b, most) => {
  let before, last, row = [...Array(b.length + 1).keys()]
  for (let i = 1; i <= a.length; i++) {
    [before, last, row] = [last, row, [i]]
    for (let j = 1; j <= b.length; j++) {
      row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]))
      if (i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = min(row[j], before[j - 2] + 1)
    }
    if (min(...row) > most) return 9
  }
  return row[b.length]
}

// Vowels are what is misheard: beaurocracy.
const bare = (word) => word.replace(/[aeiouy]/g, "")

// The terms that a word may mean, each with how sure that is (0 to 1).
const meant = (word, unfinished) => {
  const found = new Map(), exact = index.has(word), size = word.length
  let most = exact || size < 4 || /\d/.test(word) ? 0 : size + 2 >> 2, near = []
  for (const term of index.keys()) {
    const part = size / term.length
    let same = 0
    while (same < size && word[same] === term[same]) same++
    const shared = same / max(size, term.length)
    if (unfinished && same === size && size > 1) found.set(term, .5 + .4 * shared)
    else if (same > 3 && shared > .54) found.set(term, (exact ? .6 : .7) * shared)
    if (most && part > .6 && part < 1.6) {
      const far = min(edits(word, term, most), size > 9 && bare(word) === bare(term) ? size + 2 >> 2 : 9)
      if (far < most) near = []
      if (far <= most) {
        most = far
        near.push(term)
      }
    }
  }
  for (const term of near) found.set(term, max(.85 - .15 * most, found.get(term) || 0))
  return exact ? found.set(word, 1) : found
}

// Gives a map of terms, and how sure they are, for each word of a query.
const understand = (query) => {
  const given = tokens(query), units = [], words = []
  const add = (...terms) => terms.map((term) => units.push(new Map([[term, 1]])))
  for (const [term, kind, position, start, end] of given) {
    const known = index.has(term)
    if (kind) {
      // Two characters count before one, which counts where it is in no known pair.
      const paired = given.some((one) => one[1] === PAIR && index.has(one[0]) && position - one[2] >> 1 === 0)
      if (known && (kind === PAIR || kind === SIGNS && !paired)) add(term)
      continue
    }
    const half = (from, to) => fold(term.slice(from, to))
    // What is known by its hyphen alone (hong-kong, in an address) is two words as well.
    let cut = known && !/-/.test(index.get(term).word) || term.length < 7 ? 99 : 3
    while (cut < term.length - 2 && !(index.has(half(0, cut)) && index.has(half(cut)))) cut++
    if (cut < term.length - 2) add(half(0, cut), half(cut)) // hongkong
    else {
      const unit = meant(term, end === query.length)
      units.push(unit)
      words.push([query.slice(start, end), unit])
    }
  }
  words.forEach((_, i) => {
    for (const count of [2, 3]) { // co operative, co-operative, Tian an men: asked as one word
      const group = words.slice(i, i + count), whole = fold(group.map(([word]) => word).join(""))
      if (!group[count - 1] || !index.has(whole)) continue
      // Of two words that are known the parts count as well: an address may hold them as one.
      const parted = group.every(([word], n) => index.has(fold(word)) && (!n || !query.includes(`${group[n - 1][0]}-${word}`)))
      for (const [, unit] of group) parted || unit.clear()
      for (const [term, sure] of meant(whole)) for (const [, unit] of parted ? group : group.slice(0, 1)) unit.set(term, max(sure, unit.get(term) || 0))
    }
  })
  return units.filter((unit) => unit.size)
}

const rarity = (units, field) => {
  const count = max(0, ...[...units].map(([term, sure]) => index.get(term)[field] * sure))
  return Math.log(1 + (places - count + .5) / (count + .5))
}

const search = (query) => {
  const units = understand(query), found = new Map(), items = [], kinds = {}
  let total = 0
  const weights = units.map((unit, u) => {
    const weight = rarity(unit, "docs"), inTitle = rarity(unit, "titles")
    const here = new Map()
    for (const [term, sure] of unit) {
      index.get(term).at.forEach((position, i, at) => {
        if (i % 2 === 0) return
        const number = at[i - 1]
        let one = here.get(number)
        if (!one) here.set(number, one = { text: 0, title: 0, sure: 0, hits: [] })
        if (position < 0) one.title = max(one.title, sure)
        else one.text += sure
        one.sure = max(one.sure, sure)
        one.hits.push([position, u])
      })
    }
    // After BM25: what is said often, rarely elsewhere and in a short text.
    for (const [number, { text, title, sure, hits }] of here) {
      const doc = docs[number]
      let one = found.get(number)
      if (!one) found.set(number, one = { doc, score: 0, met: 0, hits: [] })
      one.score += 2 * weight * sure * text / (text + .4 + .6 * doc.size / mean)
        + 6 * inTitle * title / (2 + doc.head)
      one.met += weight * sure
      one.hits.push(...hits)
    }
    total += weight
    return weight
  })
  let results = [...found.values()]
  // The paragraph that discusses a thing comes before what lists it.
  for (const one of results) one.score *= (one.met / total) ** 2 * one.doc.boost * ({ paragraph: 2.2, source: .5 }[one.doc.kind] || 1)
  // What has but the lesser part of what was asked is not counted.
  results = results.filter((one) => one.met > total / 3).sort((a, b) => b.score - a.score).slice(0, MOST)
  for (const one of results) {
    // Words that stand together count for more.
    const pairs = {}
    one.hits.sort((a, b) => a[0] - b[0])
    one.hits.forEach(([position, u], i) => {
      for (const [next, v] of one.hits.slice(i + 1, i + 9)) {
        const gap = next - position
        if (gap && gap < 5 && u !== v) pairs[[u, v]] = max(pairs[[u, v]] || 0, min(weights[u], weights[v]) / gap / (v === u + 1 ? 1 : 2))
      }
    })
    for (const pair in pairs) one.score += pairs[pair] * one.met / total
  }
  // The best of each kind comes before the fourth or fifth of one.
  const value = ({ score, doc }) => score * .85 ** (kinds[doc.kind] || 0)
  while (results.length) {
    const best = results.reduce((a, b) => value(b) > value(a) ? b : a)
    items.push([shown(best, value(best), units, weights)])
    kinds[best.doc.kind] = (kinds[best.doc.kind] || 0) + 1
    results = results.filter((one) => one !== best)
  }
  return { items }
}

const shown = ({ doc, hits }, score, units, weights) => {
  const terms = {}, strong = units.filter((_, u) => weights[u] > max(...weights) / 4)
  const marked = (text, from, to, words = tokens(text)) => {
    let html = ""
    for (const [term, , , start, end] of words) {
      if (end > from && end <= to && strong.some((unit) => unit.has(term))) {
        const begin = max(start, from) // pairs of signs overlap
        html += `${escaped(text.slice(from, begin))}<mark>${escaped(text.slice(begin, end))}</mark>`
        terms[text.slice(start, end)] = true // for Material to mark in the page
        from = end
      }
    }
    return html + escaped(text.slice(from, to))
  }
  // The teaser begins shortly before the stretch in which most of the query stands.
  let first = 0, most = 0
  for (const [position] of hits) {
    const near = new Set(hits.filter(([other]) => other >= position && other < position + 25).map(([, u]) => u))
    let sum = 0
    for (const u of near) sum += weights[u]
    if (position >= 0 && sum > most) [first, most] = [position, sum]
  }
  const place = (position) => (doc.words ??= tokens(doc.text)).find((one) => one[2] === position)?.[3]
  const from = place(first - 6) || 0, to = place(first + 30)
  const teaser = marked(doc.text, from, to ?? doc.text.length, doc.words)
  // Material shows no text beside a title that leads into a page: so the title holds it.
  const title = marked(doc.title, 0, doc.title.length) + (teaser && `<br><small>${from ? "… " : ""}${teaser}${to ? " …" : ""}</small>`)
  return { ...doc, words: 0, score, terms, title, text: "" }
}
