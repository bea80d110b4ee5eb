// Comfort for readers: copying, previews, folding, and the reading switch. All that is
// shown here stands elsewhere too, so that nothing is lost without scripts.
(() => {
  const page = document
  const root = page.documentElement
  // One origin may hold several sites.
  const KEY = `${new URL("..", page.currentScript.src).pathname}.annotations`
  const make = (tag, className) => Object.assign(page.createElement(tag), { className })
  const each = (selector, act, within = page) => within.querySelectorAll(selector).forEach(act)
  const on = addEventListener
  const decoded = (hash) => {
    try { return decodeURIComponent(hash.slice(1)) } catch { return "" }
  }

  // What is said, in the words of the page.
  const told = (words) => page.querySelector(`[data-said="${words}"]`)?.title || words

  // Copying: buttons are shown only now; success is announced.
  const status = make("p", "visually-hidden")
  status.role = "status"

  const say = (words) => {
    status.textContent = ""
    setTimeout(() => { status.textContent = words }, 50)
  }

  const copy = async (button) => {
    // A page without an address of its own knows its permalinks only here.
    const given = button.dataset.copy || button.previousElementSibling.textContent
    const text = given.startsWith("#") ? new URL(given, location).href : given
    try {
      await navigator.clipboard.writeText(text)
      button.dataset.state = "copied"
      say(told("Copied"))
    } catch {
      button.dataset.state = "failed"
      say(told("Copying failed; select the text"))
    }
    setTimeout(() => { delete button.dataset.state }, 2000)
  }

  // Previews, after WCAG 2.2, 1.4.13: Escape puts one away, the pointer may enter it, and it
  // stays until pointer and focus have left.
  const PREVIEWED = "a.footnote-ref, a.citation-source, a.index-term"
  const WAIT = 200
  const preview = make("div", "apparatus-preview")
  preview.id = preview.className
  preview.hidden = true
  let owner
  let aim // the link that the pointer is on, or comes from
  let timer, pointer

  const contentOf = (link) => {
    const id = decoded(link.hash)
    const note = link.matches(".footnote-ref")
    const kind = link.matches(".index-term") ? "name" : "source"
    const held = page.getElementById(note ? id : `preview-${kind}-${id}`)
    if (!held) return
    const piece = (note ? held : held.content).cloneNode(true)
    each(".footnote-backref, button", (one) => one.remove(), piece)
    each("[id]", (one) => one.removeAttribute("id"), piece)
    const go = make("a", "apparatus-preview-link")
    go.href = link.href
    go.textContent = told(note ? "Note #" : kind === "name" ? "In the index" : "In the source list").replace("#", link.textContent)
    piece.append(go)
    // It repeats what the link leads to: the keyboard goes there by the link itself.
    each("a", (one) => { one.tabIndex = -1 }, piece)
    return piece.childNodes
  }

  const hide = () => {
    clearTimeout(timer)
    owner?.removeAttribute("aria-describedby")
    delete owner?.dataset.previewed
    owner = null
    preview.hidden = true
  }

  const show = (link) => {
    clearTimeout(timer)
    if (link === owner) return
    const content = contentOf(link)
    hide()
    if (!content) return
    owner = link
    owner.dataset.previewed = true
    // Not for names and sources: to hear them at each stop would hold up the reading.
    if (link.matches(".footnote-ref")) owner.setAttribute("aria-describedby", preview.id)
    preview.replaceChildren(...content)
    preview.hidden = false
    // Below the last line of the link or above its first, so as to cover none of them.
    const lines = [...link.getClientRects()]
    const { offsetWidth: width, offsetHeight: height } = preview
    const { top, bottom } = link.getBoundingClientRect()
    const above = bottom + height > innerHeight && top > height
    const { left } = above ? lines[0] : lines.at(-1)
    preview.style.left = `${Math.max(8, Math.min(left, root.clientWidth - width - 8)) + scrollX}px`
    preview.style.top = `${(above ? top - height : bottom) + scrollY}px`
  }

  // While pointer or keyboard hold a preview it stays. A link that was clicked is focused too.
  const isHeld = () => owner?.matches(":hover, :focus-visible") || preview.matches(":hover, :active")

  // In the preview or beside its link, for as long as a hand may need.
  const isOnTheWay = ({ clientX, clientY }) => {
    const { left, right, top, bottom } = preview.getBoundingClientRect()
    const room = owner?.offsetHeight
    return left < clientX && clientX < right && top - room < clientY && clientY < bottom + room
  }

  const previewed = (event) => {
    const link = event.target.closest?.(PREVIEWED)
    return link && !preview.contains(link) ? link : null
  }

  on("pointerdown", (event) => { pointer = event.pointerType })
  on("pointermove", (event) => {
    if (event.pointerType === "touch") return
    const link = previewed(event) || (isOnTheWay(event) ? owner : null)
    if (link === aim) return
    aim = link
    clearTimeout(timer)
    timer = link ? setTimeout(show, WAIT, link) : setTimeout(() => isHeld() || hide(), WAIT * 2)
  })
  on("focusin", (event) => {
    const link = previewed(event)
    if (link?.matches(":focus-visible")) show(link)
    else if (!isHeld()) hide()
  })
  on("focusout", (event) => {
    if (event.target === owner && !event.relatedTarget && !isHeld()) hide()
  })
  on("keydown", (event) => {
    pointer = "" // no tap is meant by the click that Enter makes
    if (event.key === "Escape") hide()
  })

  // A sign and what stands beside it light up together; asked by CSS, `:has()` would cost
  // seconds on a page with many.
  const light = ({ target }) => {
    const beside = target.closest?.("[data-beside]")?.dataset.beside
    each("[data-lit]", (one) => { delete one.dataset.lit })
    each(`[data-beside="${beside}"]`, (one) => { one.dataset.lit = "" })
  }
  on("pointerover", light)
  on("focusin", light)

  // Annotations: folded, but where a style sheet lays them in the margin as far as they fit.
  // Those that are there as a whole need not be opened.
  const unfold = () => {
    const target = page.getElementById(decoded(location.hash))
    const annotation = target?.closest("details.annotation")
    if (!annotation) return
    delete root.dataset.annotations // who comes for an annotation wants to see it
    tell()
    annotation.open = true
    target.scrollIntoView()
  }
  // Also where only the text is enlarged, and where fonts come late.
  const sizes = new ResizeObserver(() => measure())
  const fits = (one) => {
    const { firstElementChild: title, lastElementChild: body } = one
    const second = title.scrollWidth > title.clientWidth ? 24 : 0 // a line of the title that is cut
    return body.getBoundingClientRect().bottom + second <= one.getBoundingClientRect().top + one.clientHeight + 1
  }
  const measure = () => {
    const all = [...page.querySelectorAll("details.annotation")]
    // All are looked at before one is changed, so that the page is laid out once.
    const whole = all.map((one) => getComputedStyle(one).position === "absolute" && !one.open && fits(one))
    all.forEach((one, n) => {
      one.toggleAttribute("data-whole", whole[n])
      one.firstElementChild.tabIndex = whole[n] ? -1 : 0
    })
  }
  const tell = () => {
    const off = root.dataset.annotations === "off"
    each(".reading-switch a", (link) => {
      link.ariaCurrent = link.search.endsWith("off") === off ? "true" : null
    })
    measure()
  }
  const choose = (link) => {
    const choice = link.search.slice(13) // ?annotations=off
    root.dataset.annotations = choice
    try { localStorage.setItem(KEY, choice) } catch { /* not remembered */ }
    const here = new URL(location)
    here.searchParams.set("annotations", choice)
    history.replaceState(history.state, "", here)
    tell()
    say(told(`Annotations ${choice}`))
  }

  // Before others that listen, instant navigation above all.
  const take = (event) => {
    event.preventDefault()
    event.stopPropagation()
  }
  on("click", (event) => {
    const button = event.target.closest("[data-copy]")
    if (button) copy(button)
    // A link to a part of this page leads out of the box that it stands in.
    event.target.closest("[popover] a[href^='#']")?.closest("[popover]").hidePopover()
    const chosen = event.target.closest(".reading-switch a")
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
    if (chosen && plain) {
      take(event)
      choose(chosen)
    }
    const cut = event.target.closest(".annotation-body")?.parentElement
    if (cut && !cut.open && !event.target.closest("a, button") && getSelection().isCollapsed) cut.open = true
    const link = previewed(event)
    if (link && pointer === "touch" && link !== owner && contentOf(link)) {
      take(event) // a second tap follows the link
      show(link)
      say(preview.textContent)
    } else if (!preview.contains(event.target)) hide()
    else if (event.target.closest("a")) setTimeout(hide)
  }, true)
  on("hashchange", unfold)

  const start = () => {
    hide()
    page.body.append(status)
    ;(page.querySelector("main") || page.body).append(preview) // what is read is in a landmark
    each("[data-copy]", (button) => { button.hidden = false })
    tell()
    unfold()
    each(".annotation-body", (one) => sizes.observe(one))
  }
  if (window.document$) window.document$.subscribe(start)
  else if (page.readyState === "loading") on("DOMContentLoaded", start)
  else start()
})()
