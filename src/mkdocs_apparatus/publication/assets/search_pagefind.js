// A worker that asks Pagefind (https://pagefind.app), which fetches only the pieces of its index
// that hold a word. Of the places that it finds, our searcher ranks and shows the best. It speaks
// the protocol of Material's own worker (0 sets up, 1 is ready, 2 asks, 3 answers).
const CANDIDATES = 20 // each is a file to fetch
const PAUSE = 150 // milliseconds for the next letter: Material asks again when it has an answer
const FOLLOWS = RegExp(`(?<=${SIGN}) (?=${SIGN})`, "gu")
const SIGN_RUN = RegExp(`(?<=${SIGN})(?=${SIGN})`, "gu")

let engine

// Fetched when first asked, not on each page.
const begun = () => engine ??= import(new URL("pagefind/pagefind.js", location)).then((one) => one.createInstance())

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
const candidates = async (query) => {
  const pagefind = await begun(), best = new Map()
  for (const { results } of await Promise.all(words(query).map((one) => pagefind.search(one)))) {
    for (const one of results) {
      const known = best.get(one.id)
      if (known) known.score += one.score
      else best.set(one.id, { score: one.score, data: one.data })
    }
  }
  const first = [...best.values()].sort((a, b) => b.score - a.score).slice(0, CANDIDATES)
  return Promise.all(first.map(({ data }) => data().then(placed)))
}

const placed = ({ raw_url, content, meta, filters }) => {
  const joined = (text) => text.replace(FOLLOWS, "")
  const name = joined(meta.title), title = meta.page ? `${joined(meta.page)}: ${name}` : name
  const { boost: [boost = 1] = [], tags } = filters
  const text = joined(content)
  return { location: raw_url, title, kind: kindOf(name), text: text === name ? "" : text, boost: +boost, ...tags && { tags } }
}

const answer = async (query) => {
  await new Promise((done) => setTimeout(done, PAUSE))
  try {
    setUp(await candidates(query))
    return search(query)
  } catch {
    engine = undefined // the next letter tries again
    return { items: [] }
  }
}

onmessage = async ({ data: { type, data } }) => postMessage(type ? { type: 3, data: await answer(data) } : { type: 1 })
