// oxlint-disable unicorn/require-post-message-target-origin -- ports have no target origin; windows have
import type { DevTools } from './devtools.ts'
import { ipcMain } from './ipc-main.ts'
import type { MessagePortMain } from './message-channel-main.ts'
import { bindingName, worldName } from './preload-world.ts'
import { WebFrameMain } from './web-frame-main.ts'

interface Context {
  readonly id: number
  readonly name: string
  readonly auxData: { readonly frameId: string }
}

/** What a preload sends. */
interface FromPreload {
  readonly kind: 'ipc' | 'port' | 'port-closed'
  readonly channel: string
  readonly args: readonly unknown[]
  readonly id: number
  readonly data: { readonly text?: string; readonly base64?: string }
}

/** The frames of one page as chromium reports them, and the messages between their preloads and the main process. */
export class FrameTree {
  readonly #frames = new Map<string, WebFrameMain>()
  readonly #ports = new Map<number, { readonly port: MessagePortMain; readonly contextId: number }>()
  readonly #devTools: DevTools
  readonly #sessionId: string
  readonly #sender: object
  #lastPort = 0

  constructor(devTools: DevTools, sessionId: string, sender: object) {
    this.#devTools = devTools
    this.#sessionId = sessionId
    this.#sender = sender
    const on = (method: string, listener: (params: never) => void): void =>
      void devTools.on(`${sessionId} ${method}`, listener as (params: object) => void)
    on('Page.frameNavigated', ({ frame }: { frame: { id: string; parentId?: string; url: string } }) => {
      this.#frame(frame.id, frame.parentId).chromiumUrl = frame.url
    })
    on('Page.frameAttached', ({ frameId, parentFrameId }: { frameId: string; parentFrameId: string }) => {
      this.#frame(frameId, parentFrameId)
    })
    on('Page.navigatedWithinDocument', ({ frameId, url }: { frameId: string; url: string }) => {
      this.#frame(frameId).chromiumUrl = url
    })
    on('Runtime.executionContextCreated', ({ context }: { context: Context }) => {
      if (context.name === worldName) this.#frame(context.auxData.frameId).contextId = context.id
    })
    on('Runtime.executionContextDestroyed', ({ executionContextId }: { executionContextId: number }) =>
      this.#endPortsOf((contextId) => contextId === executionContextId),
    )
    on('Runtime.executionContextsCleared', () => this.#endPortsOf(() => true))
    on('Runtime.bindingCalled', (called: { name: string; payload: string; executionContextId: number }) => {
      if (called.name === bindingName) this.#take(JSON.parse(called.payload) as FromPreload, called)
    })
  }

  get mainFrame(): WebFrameMain | undefined {
    return [...this.#frames.values()].find(({ parent }) => parent === null)
  }

  #frame(frameId: string, parentId?: string): WebFrameMain {
    const known = this.#frames.get(frameId)
    if (known) return known
    const parent = parentId === undefined ? null : this.#frame(parentId)
    const made = new WebFrameMain(
      frameId,
      parent,
      (frame, message) => this.#deliver(frame.contextId, message),
      (frame, port) => this.#openPort(frame, port),
    )
    this.#frames.set(frameId, made)
    return made
  }

  #deliver(contextId: number, message: object): void {
    const expression = `standInTake(${JSON.stringify(message)})`
    // A page that went away in the meantime takes nothing.
    this.#devTools.send('Runtime.evaluate', { expression, contextId }, this.#sessionId).catch(() => undefined)
  }

  #openPort(frame: WebFrameMain, port: MessagePortMain): number {
    this.#lastPort += 1
    const id = this.#lastPort
    const { contextId } = frame
    this.#ports.set(id, { port, contextId })
    // Only once the message that announces the port is on its way.
    setImmediate(() =>
      port.transferTo({
        post: (data) => this.#deliver(contextId, { kind: 'port', id, data: encode(data) }),
        close: () => this.#deliver(contextId, { kind: 'port-closed', id }),
      }),
    )
    return id
  }

  #take(message: FromPreload, { executionContextId }: { executionContextId: number }): void {
    if (message.kind === 'ipc') {
      const frames = [...this.#frames.values()]
      const senderFrame = frames.find(({ contextId }) => contextId === executionContextId) ?? null
      ipcMain.emit(message.channel, { sender: this.#sender, senderFrame, ports: [] }, ...message.args)
      return
    }
    const known = this.#ports.get(message.id)
    if (message.kind === 'port') known?.port.postMessage(decode(message.data))
    else known?.port.close()
  }

  #endPortsOf(isGone: (contextId: number) => boolean): void {
    for (const [id, { port, contextId }] of this.#ports) {
      if (!isGone(contextId)) continue
      this.#ports.delete(id)
      port.close()
    }
  }
}

function encode(data: unknown): object {
  return typeof data === 'string'
    ? { text: data }
    : { base64: Buffer.from(data as Uint8Array).toString('base64') }
}

function decode({ text, base64 }: FromPreload['data']): string | Uint8Array {
  return text ?? new Uint8Array(Buffer.from(base64 ?? '', 'base64'))
}
