import { EventEmitter } from 'node:events'
import os from 'node:os'

type Closing = () => Promise<void> | void

/** The application object: its life from `ready` to `quit`. */
class App extends EventEmitter {
  readonly isPackaged = false
  readonly name = 'holdfast'
  readonly commandLine = { appendSwitch: () => undefined }
  readonly #ready = Promise.withResolvers<void>()
  readonly #paths = new Map([['home', os.homedir()]])
  readonly closings: Closing[] = []
  isSandboxed = false

  whenReady(): Promise<void> {
    return this.#ready.promise
  }

  becomeReady(): void {
    this.#ready.resolve()
    this.emit('ready')
  }

  enableSandbox(): void {
    this.isSandboxed = true
  }

  requestSingleInstanceLock(): boolean {
    return true
  }

  setPath(name: string, place: string): void {
    this.#paths.set(name, place)
  }

  getPath(name: string): string {
    return this.#paths.get(name) ?? os.tmpdir()
  }

  getAppPath(): string {
    return process.argv.slice(2).find((arg) => !arg.startsWith('-')) ?? process.cwd()
  }

  getVersion(): string {
    return '0.0.0'
  }

  quit(): void {
    let isPrevented = false
    const event = { preventDefault: () => (isPrevented = true) }
    this.emit('before-quit', event)
    if (!isPrevented) this.emit('will-quit', event)
    if (!isPrevented) this.exit(0)
  }

  exit(exitCode = 0): void {
    const closed = this.closings.splice(0).map(async (close) => close())
    void Promise.allSettled(closed).then(() => process.exit(exitCode))
  }
}

export const app = new App()
