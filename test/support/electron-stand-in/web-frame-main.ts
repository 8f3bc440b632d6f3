import { toElectron } from './addresses.ts'
import type { MessagePortMain } from './message-channel-main.ts'

/** A frame of a page: where it is, whose child it is, and the way into its preload. */
export class WebFrameMain {
  chromiumUrl = 'about:blank'
  /** Of the preload's world in the present document; 0 before there is one. */
  contextId = 0
  readonly frameId: string
  readonly parent: WebFrameMain | null
  readonly #deliver: (frame: WebFrameMain, message: object) => void
  readonly #openPort: (frame: WebFrameMain, port: MessagePortMain) => number

  constructor(
    frameId: string,
    parent: WebFrameMain | null,
    deliver: (frame: WebFrameMain, message: object) => void,
    openPort: (frame: WebFrameMain, port: MessagePortMain) => number,
  ) {
    this.frameId = frameId
    this.parent = parent
    this.#deliver = deliver
    this.#openPort = openPort
  }

  get url(): string {
    return toElectron(this.chromiumUrl)
  }

  get top(): WebFrameMain {
    return this.parent?.top ?? this
  }

  postMessage(channel: string, message: unknown, ports: readonly MessagePortMain[] = []): void {
    const ids = ports.map((port) => this.#openPort(this, port))
    this.#deliver(this, { kind: 'ipc', channel, args: [message], ports: ids })
  }
}
