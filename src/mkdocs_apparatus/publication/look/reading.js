// What a reader gets on each page, whenever Material's scripts come.
// d is the document, q the search field.
// How far one has read is shown below the header, unless motion is unwelcome (the style sheet).
{
  let d = document, q = d.forms.search?.query
  // Material leaves the field by blur() on Tab, after which WebKit begins at the page's top.
  addEventListener("keydown", (e) => {
    if (e.key === "Tab" && e.target === q) {
      e.stopImmediatePropagation()
      d.querySelector("#__search:checked")?.click()
    }
  }, true)
  if (q) q.oninput = () => q.dispatchEvent(new Event("keyup")) // Material listens to keys: not all text comes by them
  // What was searched for stays marked until Escape.
  // In braces: a handler that gives false would let no key do what it does.
  onkeydown = (e) => { e.key === "Escape" && d.querySelectorAll("mark[data-md-highlight]").forEach((one) => one.replaceWith(...one.childNodes)) }
  // Shortcuts of one key can be switched off (WCAG 2.1.4) by a link to `?keys=off`.
  try {
    let s = localStorage, k = `${d.querySelector(".md-logo")}.keys`, a = new URLSearchParams(location.search).get("keys")
    if (a) s[k] = a
    if (s[k] === "off") addEventListener("keydown", (e) => !e.key[1] && !e.target.matches(":read-write") && e.stopImmediatePropagation(), true)
  } catch { /* nothing is remembered */ }
  onbeforeprint = () => d.querySelector("article").dataset.printed = `${location.href.split(/[?#]/)[0]}, printed ${new Date().toLocaleDateString(d.documentElement.lang, { dateStyle: "long" })}`
  window.ScrollTimeline && d.querySelector("header").animate({ transform: ["scaleX(0)", "none"] }, { pseudoElement: "::after", timeline: new ScrollTimeline })
}
