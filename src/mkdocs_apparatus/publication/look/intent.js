// Material's scripts, 35 KB compressed, are loaded when a reader goes for what needs them:
// search, colours. What was done in the meantime is not lost: text in the field and the
// place of the focus Material looks for itself, a colour chosen it is told. It marks what was
// searched for in a page that is there, and waits for DOMContentLoaded, which may be over.
// d is the document, h the header, q the search field, b the bundle, whose address is in
// `data-bundle` (see markup.py); it is fetched when first it is appended. A key let
// go in the header means that the focus has come there.
// iOS shows its keyboard only for a focus within a tap.
{
  let d = document, h = d.querySelector("header"), q = d.forms.search?.query, b = d.createElement("script"),
    load = () => d.head.append(b), recoloured = () => d.querySelector(`.md-option:checked:not(#__palette_${palette?.index || 0})`), asked = /[?&][qh]=/.test(location.search), late
  addEventListener("DOMContentLoaded", () => late = asked)
  b.src = d.currentScript.dataset.bundle
  b.onload = () => {
    d.onkeydown = h.onkeyup = h.onpointerover = null
    recoloured()?.dispatchEvent(new Event("change"))
    late && document$.next(d)
    // What was searched for stays marked, but not in the address that is shared.
    if (asked) setTimeout(() => {
      const here = new URL(location)
      here.searchParams.delete("h")
      history.replaceState(history.state, "", here)
    }, 500)
  }
  h.onkeyup = h.onpointerover = load
  if (q) {
    h.querySelector("[for=__search]").onclick = () => q.focus()
    q.form.onsubmit = () => false
    d.onkeydown = (e) => {
      if (/^[fs/]$/.test(e.key) && !(e.ctrlKey || e.metaKey || e.target.matches(":read-write"))) e.preventDefault(q.focus())
    }
  }
  matchMedia("(prefers-color-scheme:dark)").onchange = load
  if (asked || d.querySelector("header :focus,#__search:checked") || recoloured()) load()
}
