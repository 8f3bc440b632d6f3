import electron = require('electron')

const { ipcRenderer, webUtils } = electron

/** The nonce of the page's latest question: only who asked with it can tell our answer from another's. */
let latestNonce: string | undefined

/** To our own window, at our own origin, and nowhere else. */
function post(message: object, ports: readonly MessagePort[] = []): void {
  window.postMessage(message, { targetOrigin: location.origin, transfer: [...ports] })
}

window.addEventListener('holdfast:port-wanted', (event) => {
  const nonce: unknown = (event as CustomEvent<unknown>).detail
  if (typeof nonce !== 'string') return
  // Tells the page at once that somebody listens; in a browser nobody does.
  event.preventDefault()
  latestNonce = nonce
  ipcRenderer.send('holdfast:port-wanted', nonce)
})

ipcRenderer.on('holdfast:port', (event, answer: { nonce: string }) => {
  if (answer.nonce === latestNonce) post({ kind: 'holdfast:port', nonce: answer.nonce }, event.ports)
})

window.addEventListener(
  'drop',
  (event) => {
    if (latestNonce === undefined) return
    const files = [...(event.dataTransfer?.files ?? [])]
    const paths = files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== '')
    if (paths.length > 0) post({ kind: 'holdfast:paths-dropped', nonce: latestNonce, paths })
  },
  { capture: true },
)
