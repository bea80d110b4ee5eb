// Search that leads to the place and forgives spelling: a worker that speaks the protocol of
// Material's own (0 sets up, 1 is ready, 2 asks, 3 answers), also in its offline iframe.
(() => {
  // Spellings meet because the text and the query are folded alike.
  const fold = (word) => word.toLowerCase().normalize("NFKD")
    .replace(/['’ʼ]s$|['’ʼ]|\p{M}/gu, "")
    .replace(/[ßøłđæœı]/g, (one) => ({ ß: "ss", ø: "o", ł: "l", đ: "d", æ: "ae", œ: "oe", ı: "i" })[one])
    .replace(/^0+(?=\d)/, "")
    .replace(/([b-df-hj-np-tv-z])\1/g, "$1") // travelled, Boumedienne
    .replace(/(..)our/, "$1or") // labour
    .replace(/([iy])z/, "$1s") // organize
    .replace(/([bt])re(s?)$/, "$1er$2") // centre
    .replace(/(am)me(s?)$|(og)ue(s?)$/, "$1$2$3$4") // programme, dialogue
    .replace(/nce(s?)$/, "nse$1") // defence
    .replace(/(..)ies$/, "$1y").replace(/(..[shx])es$/, "$1").replace(/(..[^isu])s$/, "$1")

  const SIGN = "[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}]" // of a script that does not part words
  const PIECE = RegExp(`(${SIGN})|(?:(?!${SIGN})[\\p{L}\\p{N}\\p{M}]|(?<=\\p{L}{2})['’ʼ](?=\\p{L}))+`, "gu")
  const WORD = 0, SIGNS = 1, COMPOUND = 2, PAIR = 3

  // Gives [folded, kind, position, start, end] of words, signs, hyphenated words and pairs of signs.
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

  const ENTITIES = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" }
  const plain = (html) => html.replace(/<[^>]*>/g, " ").replace(/&\w+;/g, (one) => ENTITIES[one] || one).trim()
  const escaped = (text) => text.replace(/[<>&]/g, (one) => `&#${one.charCodeAt()};`)

  let docs, index, mean

  const setUp = (given) => {
    index = new Map()
    const pages = {}
    let sum = 0
    docs = given.map((doc, number) => {
      const { location, tags, boost = 1 } = doc
      const [page, hash] = location.split("#")
      let title = plain(doc.title)
      const kind = (/^\w+(?=: )|¶|, note \d/.exec(title) || [""])[0].slice(0, 6)
      if (!hash) pages[page] = title
      else if (!kind && pages[page]) title = `${pages[page]}: ${title}`
      const text = plain(doc.text)
      const words = tokens([text, ...tags || []].join(" "))
      const head = tokens(title, -999) // so that positions tell titles from texts
      for (const [term, , position, start, end] of [...head, ...words]) {
        let entry = index.get(term)
        if (!entry) index.set(term, entry = { word: (position < 0 ? title : text).slice(start, end), docs: 0, titles: 0, at: [] })
        if (entry.at.at(-2) !== number) {
          entry.docs++
          if (position < 0) entry.titles++
        }
        entry.at.push(number, position)
      }
      sum += words.length
      return { location, tags, boost, title, text, kind, size: words.length, head: head.length }
    })
    mean = sum / docs.length || 1
  }

  // Optimal string alignment: insertions, deletions, substitutions and transpositions.
  const edits = (a, b, most) => {
    let before, last, row = [...Array(b.length + 1).keys()]
    for (let i = 1; i <= a.length; i++) {
      [before, last, row] = [last, row, [i]]
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]))
        if (i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1)
      }
      if (Math.min(...row) > most) return 9
    }
    return row[b.length]
  }

  // The terms that a word may mean, each with how much it is believed (0 to 1).
  const meant = (word, unfinished) => {
    const found = new Map(), exact = index.has(word), size = word.length
    let most = exact || size < 4 || /\d/.test(word) ? 0 : size + 2 >> 2, near = []
    for (const term of index.keys()) {
      const longer = Math.max(size, term.length)
      let same = 0
      while (same < size && word[same] === term[same]) same++
      if (unfinished && same === size && size > 1) found.set(term, .5 + .4 * size / longer)
      else if (same > 3 && same / longer > .54) found.set(term, (exact ? .4 : .6) * same / longer)
      if (most && Math.abs(size - term.length) <= most) {
        const far = edits(word, term, most)
        if (far < most) near = []
        if (far <= most) {
          most = far
          near.push(term)
        }
      }
    }
    for (const term of near) found.set(term, Math.max(.85 - .15 * most, found.get(term) || 0))
    if (exact) found.set(word, 1)
    return found
  }

  const understand = (query) => {
    const given = tokens(query)
    const raw = (one) => query.slice(one[3], one[4])
    const units = []
    given.forEach((one) => {
      const [term, kind, position] = one
      const covered = given.some((pair) => pair[1] === PAIR && index.has(pair[0]) && (position - pair[2] | 1) === 1)
      if (kind === PAIR && index.has(term) || kind === SIGNS && !covered) units.push(new Map([[term, 1]]))
      if (kind !== WORD) return
      for (let cut = 3; !index.has(term) && cut < term.length - 2; cut++) {
        const halves = [term.slice(0, cut), term.slice(cut)].map(fold)
        if (term.length > 6 && halves.every((half) => index.has(half))) {
          units.push(...halves.map((half) => new Map([[half, 1]])))
          return
        }
      }
      units.push(one.unit = meant(term, one[4] === query.length))
    })
    const words = given.filter((one) => one[1] === WORD)
    words.forEach((_, i) => {
      for (const count of [2, 3]) {
        const group = words.slice(i, i + count)
        const joined = fold(group.map(raw).join(""))
        if (group.length === count && index.has(joined)) group.forEach((one) => one.unit?.set(joined, 1))
      }
    })
    return units
  }

  const rarity = (count) => Math.log(1 + (docs.length - count + .5) / (count + .5))

  const search = (query) => {
    const units = understand(query)
    const found = new Map()
    let total = 0
    const weights = units.map((unit, u) => {
      const counts = (field) => Math.max(0, ...[...unit].map(([term, belief]) => (index.get(term)?.[field] || 0) * belief))
      const weight = rarity(counts("docs")), inTitle = rarity(counts("titles"))
      const here = new Map()
      for (const [term, belief] of unit) {
        const at = index.get(term)?.at || []
        for (let i = 0; i < at.length; i += 2) {
          let one = here.get(at[i])
          if (!one) here.set(at[i], one = { text: 0, title: 0, belief: 0, hits: [] })
          if (at[i + 1] < 0) one.title = Math.max(one.title, belief)
          else one.text += belief
          one.belief = Math.max(one.belief, belief)
          one.hits.push([at[i + 1], u])
        }
      }
      for (const [number, one] of here) {
        const doc = docs[number]
        let result = found.get(number)
        if (!result) found.set(number, result = { doc, score: 0, met: 0, hits: [] })
        result.score += weight * one.belief * 2 * one.text / (one.text + .4 + .6 * doc.size / mean || 1)
          + inTitle * one.title * 6 / (2 + doc.head)
        result.met += weight * one.belief
        result.hits.push(...one.hits)
      }
      total += weight
      return weight
    })
    let results = [...found.values()]
    for (const one of results) one.score *= (one.met / total) ** 2 * one.doc.boost
    results.sort((a, b) => b.score - a.score)
    results = results.slice(0, 99)
    for (const one of results) {
      // Words that stand together count for more.
      const pairs = {}
      one.hits.sort((a, b) => a[0] - b[0])
      one.hits.forEach(([position, u], i) => {
        for (const [next, v] of one.hits.slice(i + 1)) {
          const gap = next - position
          if (gap > 4) break
          if (gap && u !== v) pairs[[u, v]] = Math.max(pairs[[u, v]] || 0, (weights[u] + weights[v]) / (v === u + 1 ? 2 : 4) / gap)
        }
      })
      for (const pair in pairs) one.score += pairs[pair] * (one.met / total)
    }
    // The best of each kind comes before the fifth of one.
    const kinds = {}, items = []
    while (results.length && items.length < 20) {
      const value = (one) => one.score * .85 ** (kinds[one.doc.kind] || 0)
      const best = results.reduce((a, b) => value(b) > value(a) ? b : a)
      items.push([shown(best, value(best), units, weights)])
      kinds[best.doc.kind] = (kinds[best.doc.kind] || 0) + 1
      results.splice(results.indexOf(best), 1)
    }
    return { items, suggest: suggested(units.at(-1)) }
  }

  const shown = ({ doc, hits }, score, units, weights) => {
    const strong = units.filter((_, u) => weights[u] > Math.max(...weights) / 4)
    const terms = {}
    const marked = (text, from, to) => {
      let html = "", done = from
      for (const [term, , , start, end] of tokens(text)) {
        if (start < from || end > to || end <= done || !strong.some((unit) => unit.has(term))) continue
        const begin = Math.max(start, done)
        html += `${escaped(text.slice(done, begin))}<mark>${escaped(text.slice(begin, end))}</mark>`
        terms[text.slice(start, end)] = true
        done = end
      }
      return (html + escaped(text.slice(done, to))).replaceAll("</mark><mark>", "")
    }
    // The teaser begins shortly before the stretch in which most of the query stands.
    let first = 0, most = 0
    for (const [position] of hits) {
      const near = new Set(hits.filter(([other]) => other >= position && other < position + 25).map(([, u]) => u))
      const sum = [...near].reduce((a, u) => a + weights[u], 0)
      if (position >= 0 && sum > most) [first, most] = [position, sum]
    }
    const place = (position) => tokens(doc.text).find((one) => one[2] === position)?.[3]
    const from = first > 8 ? place(first - 6) : 0
    const to = place(first + 30) ?? doc.text.length
    const teaser = marked(doc.text, from, to).trim()
    const title = marked(doc.title, 0, doc.title.length)
    // Material shows no text beside a title that leads into a page: so the title holds it.
    return {
      location: doc.location, tags: doc.tags, score, terms, text: "",
      title: title + (teaser && `<br><small>${from ? "… " : ""}${teaser}${to < doc.text.length ? " …" : ""}</small>`)
    }
  }

  const suggested = (unit) => {
    const best = [...unit || []].map(([term]) => index.get(term)).filter(Boolean).sort((a, b) => b.docs - a.docs)[0]
    return best ? [best.word.toLowerCase()] : []
  }

  addEventListener("message", ({ data: { type, data } }) => {
    if (type === 0) setUp(data.docs)
    postMessage(type === 0 ? { type: 1 } : { type: 3, data: search(data) })
  })
})()
