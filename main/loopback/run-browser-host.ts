import readline from 'node:readline'

import { openBrowser } from './open-browser.ts'
import type { BrowserHostOptions } from './serve-in-browser.ts'
import { serveInBrowser } from './serve-in-browser.ts'

/** How the browser host is run from a terminal. */
export interface BrowserRunOptions extends BrowserHostOptions {
  /** Opens the user's browser, where there is one. */
  readonly opensBrowser: boolean
  /** Takes one line for a person. */
  readonly say: (line: string) => void
}

/**
 * Serves the window until the signal is aborted, then closes everything. The address is printed; Enter prints a new one, for an
 * address is good for one window within a minute.
 */
export async function runBrowserHost(options: BrowserRunOptions, signal: AbortSignal): Promise<void> {
  const server = await serveInBrowser(options)
  const offer = async (url: string): Promise<void> => {
    options.say(`Holdfast: ${url}`)
    if (options.opensBrowser) await openBrowser(url)
  }
  await offer(server.url)
  options.say('The address opens one window within a minute. Enter: a new address. Ctrl+C: end.')
  const lines = process.stdin.isTTY ? readline.createInterface({ input: process.stdin }) : undefined
  lines?.on('line', () => void offer(server.newUrl()))
  lines?.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  lines?.close()
  await server.close()
}
