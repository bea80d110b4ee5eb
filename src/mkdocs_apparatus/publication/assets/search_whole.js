// A worker that holds the whole index. It speaks the protocol of Material's own (0 sets up, 1 is
// ready, 2 asks, 3 answers), also in its offline iframe.
const plain = (html) => html.replace(/<[^>]*>/g, " ").replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: "<", gt: ">", amp: "&" })[name]).trim()

// Titles and texts without markup; the title of a heading says on which page it stands.
const named = (given) => {
  const pages = { __proto__: null }
  return given.map((doc) => {
    const [page, hash] = doc.location.split("#")
    const kind = kindOf(doc.title)
    let title = plain(doc.title)
    if (!hash) pages[page] = title
    else if (!kind && pages[page]) title = `${pages[page]}: ${title}`
    return { ...doc, title, kind, text: plain(doc.text) }
  })
}

onmessage = ({ data: { type, data } }) => {
  if (type) postMessage({ type: 3, data: search(data) })
  else {
    setUp(named(data.docs))
    postMessage({ type: 1 })
  }
}
