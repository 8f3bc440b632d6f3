import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import os from 'node:os'
import { fileURLToPath } from 'node:url'

const shim = fileURLToPath(new URL('./parent-port.ts', import.meta.url))

/** A process of Node that believes it is a utility process. `kill` asks, as Electron's does. */
class UtilityProcess extends EventEmitter {
  pid: number | undefined
  readonly stderr
  readonly #child

  constructor(entry: string, options: { readonly env?: NodeJS.ProcessEnv; readonly serviceName?: string }) {
    super()
    this.#child = fork(entry, [], {
      env: options.env,
      execArgv: ['--import', shim],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.stderr = this.#child.stderr
    this.#child.once('spawn', () => {
      this.pid = this.#child.pid
      this.emit('spawn')
    })
    this.#child.on('message', (message) => this.emit('message', message))
    this.#child.once('exit', (exitCode, signal) => {
      this.pid = undefined
      this.emit('exit', exitCode ?? (signal ? 128 + os.constants.signals[signal] : 1))
    })
  }

  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object, () => undefined)
  }

  kill(): boolean {
    return this.#child.kill('SIGTERM')
  }
}

export const utilityProcess = {
  fork: (entry: string, _args: readonly string[], options: { readonly env?: NodeJS.ProcessEnv }) =>
    new UtilityProcess(entry, options),
}
