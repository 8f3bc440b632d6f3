import { EventEmitter } from 'node:events'

/**
 * A port with the shape of Electron's MessagePortMain: an emitter whose events carry `data` and `ports`, silent until
 * `start`, messages cloned and delivered later, `close` told to both ends.
 */
export class FakeMessagePortMain extends EventEmitter {
  #other: FakeMessagePortMain | undefined
  #waiting: unknown[] | undefined = []
  #isClosed = false

  /** Two ends of one channel. */
  static pair(): readonly [FakeMessagePortMain, FakeMessagePortMain] {
    const [one, two] = [new FakeMessagePortMain(), new FakeMessagePortMain()]
    one.#other = two
    two.#other = one
    return [one, two]
  }

  postMessage(message: unknown): void {
    const copy = structuredClone(message)
    setImmediate(() => this.#other?.receive(copy))
  }

  start(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = undefined
    for (const message of waiting) this.receive(message)
  }

  close(): void {
    setImmediate(() => {
      for (const end of [this, this.#other]) end?.end()
    })
  }

  receive(message: unknown): void {
    if (this.#isClosed) return
    if (this.#waiting) this.#waiting.push(message)
    else this.emit('message', { data: message, ports: [] })
  }

  end(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.emit('close')
  }
}
