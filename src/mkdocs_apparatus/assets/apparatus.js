// Copy buttons: shown only with JavaScript, since only it can copy. Success is announced.
(() => {
  const status = document.createElement("p")
  status.setAttribute("role", "status")
  status.className = "visually-hidden"

  const say = (words) => {
    status.textContent = ""
    setTimeout(() => { status.textContent = words }, 50)
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]")
    if (!button) return
    // A page without an address of its own knows its permalinks only here.
    const text = button.dataset.copy.startsWith("#")
      ? new URL(button.dataset.copy, location.href).href
      : button.dataset.copy
    try {
      await navigator.clipboard.writeText(text)
      button.dataset.state = "copied"
      say("Copied")
    } catch {
      button.dataset.state = "failed"
      say("Copying failed; select the text and copy it")
    }
    setTimeout(() => { delete button.dataset.state }, 2000)
  })

  const start = () => {
    document.body.append(status)
    document.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false })
  }
  if (window.document$) window.document$.subscribe(start)
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start)
  else start()
})()
