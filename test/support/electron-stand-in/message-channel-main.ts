import { EventEmitter } from 'node:events'

/** Where the messages of a port go once it was transferred into a page. */
export interface FarEnd {
  post(data: unknown): void
  close(): void
}

/** Electron's port of the main process: silent until `start`, messages cloned, `close` told to both ends. */
export class MessagePortMain extends EventEmitter {
  #partner: MessagePortMain | undefined
  #far: FarEnd | undefined
  #queue: unknown[] | undefined = []
  #isClosed = false

  static connect(one: MessagePortMain, two: MessagePortMain): void {
    one.#partner = two
    two.#partner = one
  }

  postMessage(message: unknown): void {
    const copy = structuredClone(message)
    setImmediate(() => this.#partner?.take(copy))
  }

  start(): void {
    const queue = this.#queue ?? []
    this.#queue = undefined
    for (const message of queue) this.take(message)
  }

  close(): void {
    setImmediate(() => {
      this.end()
      this.#partner?.end()
    })
  }

  /** Hands this end to a page: from now on its messages go there. */
  transferTo(far: FarEnd): void {
    this.#far = far
    this.start()
  }

  take(data: unknown): void {
    if (this.#isClosed) return
    if (this.#far) this.#far.post(data)
    else if (this.#queue) this.#queue.push(data)
    else this.emit('message', { data, ports: [] })
  }

  end(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#far?.close()
    this.emit('close')
  }
}

/** Two ports that are connected. */
export class MessageChannelMain {
  readonly port1 = new MessagePortMain()
  readonly port2 = new MessagePortMain()

  constructor() {
    MessagePortMain.connect(this.port1, this.port2)
  }
}
