/** The name of the isolated world that preloads run in, and of the binding that exists only there. */
export const worldName = 'electron-preload'
export const bindingName = 'standInSend'

/**
 * What surrounds the compiled preload in its world: `require('electron')` with the two modules a sandboxed preload has. Runs in
 * the browser as source text, so it uses nothing of this file.
 */
function surroundings(preload: (require: (name: string) => unknown) => void): void {
  const listeners = new Map<string, ((event: object, ...args: unknown[]) => void)[]>()
  const bridges = new Map<number, MessagePort>()
  const send = (message: object): void =>
    (globalThis as unknown as Record<string, (text: string) => void>)['standInSend']?.(
      JSON.stringify(message),
    )
  const encode = (data: unknown): object =>
    typeof data === 'string'
      ? { text: data }
      : { base64: btoa(String.fromCodePoint(...new Uint8Array(data as ArrayBuffer))) }
  const decode = ({ text, base64 }: { text?: string; base64?: string }): unknown =>
    text ?? Uint8Array.from(atob(base64 ?? ''), (char) => char.codePointAt(0) ?? 0)

  const openBridge = (id: number): MessagePort => {
    const { port1, port2 } = new MessageChannel()
    bridges.set(id, port1)
    port1.addEventListener('message', ({ data }: MessageEvent<unknown>) =>
      send({ kind: 'port', id, data: encode(data) }),
    )
    port1.addEventListener('close', () => send({ kind: 'port-closed', id }))
    port1.start()
    return port2
  }
  Object.assign(globalThis, {
    standInTake(message: {
      kind: string
      channel: string
      args: unknown[]
      ports: number[]
      id: number
      data: { text?: string; base64?: string }
    }) {
      if (message.kind === 'ipc') {
        const event = { ports: message.ports.map(openBridge) }
        for (const listener of listeners.get(message.channel) ?? []) listener(event, ...message.args)
      } else if (message.kind === 'port') bridges.get(message.id)?.postMessage(decode(message.data))
      else bridges.get(message.id)?.close()
    },
  })
  const electron = {
    ipcRenderer: {
      send: (channel: string, ...args: unknown[]) => send({ kind: 'ipc', channel, args }),
      on: (channel: string, listener: () => void) =>
        void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
    },
    // Chromium tells nobody where a file lies; tests name the folder that dropped files are said to come from.
    webUtils: { getPathForFile: (file: File) => `/dropped/${file.name}` },
  }
  preload((name) => {
    if (name !== 'electron') throw new Error(`module not found: ${name}`)
    return electron
  })
}

/** The source that chromium evaluates in every new document, in the isolated world. */
export function preloadSource(compiledPreload: string): string {
  return `(${surroundings.toString()})((require) => {
    const exports = {}, module = { exports };
    ${compiledPreload}
  })`
}
