import type { IpcMainEvent, WebContents } from 'electron'
import { ipcMain, MessageChannelMain } from 'electron'

import type { Logger } from '../engine/engine.ts'
import { isNonce, portGiven, portWanted, refusalOf } from './refuse-port.ts'

/** The host's end of a channel. */
export type HostPort = Electron.MessagePortMain

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
