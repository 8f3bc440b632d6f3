import type { IpcMainEvent, WebContents, WebFrameMain } from 'electron'
import { ipcMain, MessageChannelMain } from 'electron'

import type { Logger } from '../engine/engine.ts'
import { isOwnPage } from './own-page.ts'

/** The only two messages between the shell and its preload; `main/preload/preload.cts` repeats them. */
export const portWanted = 'holdfast:port-wanted'
export const portGiven = 'holdfast:port'

/** The host's end of a channel. */
export type HostPort = Electron.MessagePortMain

const isNonce = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value)

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

/**
 * Answers the window's question for a port: a new channel, one end for `attach`, the other for the frame that asked, with its nonce.
 * A port once handed over is not checked again, so this is the one place where it is decided who may talk to the program.
 * A reload asks anew and ends the channel before it.
 */
export function handOverPorts(
  ownContents: () => WebContents | undefined,
  attach: (port: HostPort) => void,
  log: Logger,
): void {
  let handedOver: HostPort | undefined
  ipcMain.on(portWanted, (event: IpcMainEvent, nonce: unknown) => {
    const frame = event.senderFrame
    const refusal = refusalOf(frame, event.sender, ownContents())
    if (refusal !== null || !frame || !isNonce(nonce)) {
      log.warn('shell.port-refused', { why: refusal ?? 'no nonce' })
      return
    }
    handedOver?.close()
    const { port1, port2 } = new MessageChannelMain()
    handedOver = port1
    attach(port1)
    frame.postMessage(portGiven, { nonce }, [port2])
  })
}
