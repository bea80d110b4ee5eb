// A worker that asks Pagefind (https://pagefind.app), which fetches only the pieces of its index
// that hold a word. Of the places that it finds, our searcher ranks and shows the best. It speaks
// the protocol of Material's own worker (0 sets up, 1 is ready, 2 asks, 3 answers).
const CANDIDATES = 30 // each is a small file to fetch
const PAUSE = 150 // milliseconds for the next letter: Material asks again when it has an answer
const FOLLOWS = RegExp(`(?<=${SIGN}) (?=${SIGN})`, "gu")
const SIGN_RUN = RegExp(`(?<=${SIGN})(?=${SIGN})`, "gu")

let engine, size, failures = 0

// Pagefind keeps in mind what it could not fetch; browsers do so of scripts. Material asks nothing
// more before it has an answer, so none may wait for ever.
const { fetch: fetched } = self
self.fetch = async (address) => {
  try {
    const response = await fetched(address, { signal: AbortSignal.timeout(9e3) })
    if (response.ok) return response
  } catch {}
  engine = undefined
  failures++
  throw Error(address)
}

// Words of titles count as others do here: which place is best is not for Pagefind to say.
const OPTIONS = { ranking: { metaWeights: { title: 1, page: 0 } } }

// Fetched when first asked, not on each page.
const begun = () => engine ??= import(new URL(`pagefind/pagefind.js${failures ? `?${failures}` : ""}`, location)).then((one) => one.createInstance(OPTIONS))

// What Pagefind is asked for. Short words, which stand everywhere, only where there is no other.
const words = (query) => {
  const found = [], parts = query.match(RegExp(`${SIGN}+|(?:(?!${SIGN})[\\p{L}\\p{N}\\p{M}'’ʼ])+`, "gu")) || []
  for (const one of parts) {
    if (RegExp(SIGN, "u").test(one)) found.push(one.replace(SIGN_RUN, " "))
    else if (one.length > 1 || /\d/.test(one)) found.push(one)
  }
  const long = found.filter((one) => one.length > 3 || /[^\p{Ll}]/u.test(one))
  return long.length > 1 ? long : found
}

// The places that hold most of what is asked, by what Pagefind thinks of each word.
const candidates = async (asked) => {
  const pagefind = await begun(), best = new Map(), counts = []
  for (const { results } of await Promise.all(asked.map((one) => pagefind.search(one)))) {
    counts.push(results.length)
    for (const { id, score, data } of results) {
      const one = best.get(id) || { score: 0, data }
      best.set(id, { data, score: one.score + score })
    }
  }
  const first = [...best.values()].sort((a, b) => b.score - a.score).slice(0, CANDIDATES)
  return [await Promise.all(first.map(({ data }) => data().then(placed))), counts]
}

const placed = ({ raw_url, content, meta, filters }) => {
  const joined = (text) => text.replace(FOLLOWS, "")
  const name = joined(meta.title), title = meta.page ? `${joined(meta.page)}: ${name}` : name
  const { boost: [boost = 1] = [], kind: [kind] = [], tags } = filters
  const text = joined(content)
  return { location: raw_url === "./" ? "" : raw_url, title, kind, text: text === name ? "" : text, boost: +boost, ...tags && { tags } }
}

// How rare a word is in the site, which the candidates alone do not say: each holds some.
const weigh = (asked, counts) => {
  const share = size / places
  places = size
  for (const one of index.values()) {
    one.docs *= share
    one.titles *= share
  }
  asked.forEach((word, i) => {
    const one = index.get(fold(word))
    if (!one || !counts[i]) return
    one.titles *= counts[i] / one.docs
    one.docs = counts[i]
  })
}

const isKnown = (word) => tokens(word).every(([term]) => [...index.keys()].some((one) => one.startsWith(term)))

const found = async (query) => {
  const asked = words(query)
  let [docs, counts] = await candidates(asked)
  setUp(docs)
  // Of a word that is misspelled the beginning may be right.
  const begun = asked.map((one) => one.length > 5 && !isKnown(one) ? one.slice(0, max(4, one.length >> 1)) : one)
  if (begun.some((one, i) => one !== asked[i])) {
    [docs, counts] = await candidates(begun)
    setUp(docs)
  }
  weigh(begun, counts)
  return search(query)
}

const answer = async (query) => {
  await new Promise((done) => setTimeout(done, PAUSE))
  try {
    return await found(query)
  } catch {
    engine = undefined // the next letter tries again
    failures++
    return { items: [] }
  }
}

onmessage = async ({ data: { type, data } }) => {
  if (type) postMessage({ type: 3, data: await answer(data) })
  else {
    size = data.config.places
    postMessage({ type: 1 })
  }
}
