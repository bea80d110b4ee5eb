// Chromium starts no worker from file://. There its script runs in a hidden frame instead.
// As the package iframe-worker, for which Material looks, but without scripts in the page.
if (location.protocol === "file:") window.Worker = window.IFrameWorker = class extends EventTarget {
  constructor(url) {
    super()
    this.frame = document.body.appendChild(document.createElement("iframe"))
    this.frame.hidden = true
    const inside = this.frame.contentWindow
    const run = (src) => new Promise((onload, onerror) => {
      const script = Object.assign(inside.document.createElement("script"), { src, onload, onerror })
      inside.document.body.append(script)
    })
    inside.importScripts = (...urls) => urls.reduce((before, one) => before.then(() => run(one)), Promise.resolve())
    inside.postMessage = (data) => { this.dispatchEvent(new MessageEvent("message", { data })) }
    this.ready = run(url)
  }

  postMessage(data) {
    this.ready.then(() => this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data })))
  }

  terminate() {
    this.frame.remove()
  }
}
