// A worker that holds the whole index. It speaks the protocol of Material's own (0 sets up, 1 is
// ready, 2 asks, 3 answers), also in its offline iframe.
const plain = (html) => html.replace(/<[^>]*>/g, " ").replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: "<", gt: ">", amp: "&" })[name]).trim()

onmessage = ({ data: { type, data } }) => {
  if (type) return postMessage({ type: 3, data: search(data) })
  const pages = { __proto__: null }
  setUp(data.docs.map((doc) => {
    const [page, hash] = doc.location.split("#")
    let title = plain(doc.title)
    if (!hash) pages[page] = title
    else if (!doc.kind && pages[page]) title = `${pages[page]}: ${title}` // a heading's says of which page
    return { ...doc, title, text: plain(doc.text) }
  }))
  postMessage({ type: 1 })
}
