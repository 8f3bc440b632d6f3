import { LinkError } from './line.ts'

/** What the page and the preload say to each other; the preload repeats these words, for it can import nothing. */
export const portWanted = 'holdfast:port-wanted'
export const portHandedOver = 'holdfast:port'
export const pathsDropped = 'holdfast:paths-dropped'

/** After this a shell that gives no port has refused it. Milliseconds. */
const answerWithinMs = 15_000

/** A port, or null where no preload listens: then this page is in a browser. */
export type PortAnswer = { readonly port: Promise<MessagePort>; readonly nonce: string } | null

/**
 * Asks the preload for a port. Whether there is a preload is known at once: it takes the event by `preventDefault`.
 * An answer counts only if it comes from this window itself, from this origin, with the nonce of this question.
 */
export function askForPort(page: Window & typeof globalThis): PortAnswer {
  const nonce = page.crypto.randomUUID()
  const { promise, resolve, reject } = Promise.withResolvers<MessagePort>()
  const onMessage = (event: MessageEvent<unknown>): void => {
    if (!isFromPreload(page, event, portHandedOver, nonce) || !event.ports[0]) return
    stop()
    resolve(event.ports[0])
  }
  const timer = setTimeout(() => {
    stop()
    reject(new LinkError('PORT_REFUSED'))
  }, answerWithinMs)
  const stop = (): void => {
    clearTimeout(timer)
    page.removeEventListener('message', onMessage)
  }
  page.addEventListener('message', onMessage)
  const wasTaken = !page.dispatchEvent(new CustomEvent(portWanted, { cancelable: true, detail: nonce }))
  if (wasTaken) return { port: promise, nonce }
  stop()
  return null
}

/** Whether a message of this window is the preload's answer to the question with this nonce. */
export function isFromPreload(
  page: Window,
  event: MessageEvent<unknown>,
  kind: string,
  nonce: string,
): event is MessageEvent<{ kind: string; nonce: string; paths?: readonly string[] }> {
  if (event.source !== page || event.origin !== page.location.origin) return false
  const said = event.data as { kind?: unknown; nonce?: unknown } | null
  return typeof said === 'object' && said !== null && said.kind === kind && said.nonce === nonce
}
