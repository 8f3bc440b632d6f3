import type { WebContents, WebFrameMain } from 'electron'

import { isOwnPage } from './own-page.ts'

/** The only two messages between the shell and its preload; `main/preload/preload.cts` repeats them. */
export const portWanted = 'holdfast:port-wanted'
export const portGiven = 'holdfast:port'

/** A nonce is a UUID of the page's: enough to tell its question from another's. */
export function isNonce(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value)
}

/** Why a frame gets no port, or null for the one that does: the main frame of our window, at our page. */
export function refusalOf(
  frame: Pick<WebFrameMain, 'url' | 'parent'> | null,
  sender: WebContents,
  ownContents: WebContents | undefined,
): string | null {
  if (!frame) return 'the frame is gone'
  if (ownContents === undefined || sender !== ownContents) return 'not our window'
  if (frame.parent !== null) return 'not the main frame'
  if (!isOwnPage(frame.url)) return 'not our page'
  return null
}
