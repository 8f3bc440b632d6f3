import { EventEmitter } from 'node:events'

/** One message of the DevTools protocol. */
interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: Record<string, unknown>
  readonly result?: Record<string, unknown>
  readonly error?: { readonly message: string }
  readonly sessionId?: string
}

/** A connection to a browser's DevTools; events are emitted as `SESSION METHOD`, the browser's own session being ''. */
export class DevTools extends EventEmitter {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>()
  #lastId = 0

  constructor(socket: WebSocket) {
    super()
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => this.#take(JSON.parse(data as string) as Message))
    socket.addEventListener('close', () => this.emit('closed'))
  }

  /** Connects to the address that a browser prints. */
  static async connect(url: string): Promise<DevTools> {
    const socket = new WebSocket(url)
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve)
      socket.addEventListener('error', reject)
    })
    return new DevTools(socket)
  }

  send(method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
    this.#lastId += 1
    const answer = Promise.withResolvers<Record<string, unknown>>()
    this.#waiting.set(this.#lastId, answer)
    this.#socket.send(JSON.stringify({ id: this.#lastId, method, params, ...(sessionId && { sessionId }) }))
    return answer.promise
  }

  #take({ id, method, params, result, error, sessionId }: Message): void {
    if (id === undefined) this.emit(`${sessionId ?? ''} ${method}`, params ?? {})
    else if (error) this.#waiting.get(id)?.reject(new Error(error.message))
    else this.#waiting.get(id)?.resolve(result ?? {})
    if (id !== undefined) this.#waiting.delete(id)
  }
}
