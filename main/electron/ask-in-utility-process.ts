// oxlint-disable unicorn/require-post-message-target-origin -- a process has no target origin; windows have
import { fileURLToPath } from 'node:url'

import { utilityProcess } from 'electron'

/** A process that answers one question, and is ended when it did. */
export interface AskedProcess {
  send(question: unknown): void
  onMessage(listener: (message: unknown) => void): void
  onEnd(listener: () => void): void
  kill(): void
}

/** What is asked, and how its process is called in the system’s list. */
interface Asked {
  /** The compiled module beside this one. */
  readonly module: string
  readonly env: Record<string, string>
  readonly serviceName: string
}

/** Starts a utility process for one question: `child_process.fork` is not to be had under Electron's fuses. */
export function askInUtilityProcess({ module, env, serviceName }: Asked): AskedProcess {
  const entry = fileURLToPath(new URL(module, import.meta.url))
  const child = utilityProcess.fork(entry, [], { env, execArgv: [], stdio: 'ignore', serviceName })
  return {
    send: (question) => child.postMessage(question),
    onMessage(listener) {
      child.on('message', (message: unknown) => {
        listener(message)
        // The process can't know when its answer has arrived, so it waits to be ended.
        if (message !== 'ready') child.kill()
      })
    },
    onEnd: (listener) => void child.once('exit', listener),
    kill: () => void child.kill(),
  }
}
