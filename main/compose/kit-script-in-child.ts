import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import type { KitRun, KitTools } from '../operations/kit/kit-tools.ts'
import type { KitQuestion } from './kit-messages.ts'

/** A child process that runs one script. */
export interface KitChild {
  send(question: KitQuestion): void
  onMessage(listener: (message: unknown) => void): void
  /** It ended, answered or not. */
  onEnd(listener: () => void): void
  kill(): void
}

function startWithNode(): KitChild {
  const entry = new URL(`./kit-process${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)
  // Nothing of this process's environment is the script's business: whoever keeps a kit has none of it either.
  const child = fork(fileURLToPath(entry), [], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
    env: {},
  })
  return {
    send: (question) => void (child.connected && child.send(question)),
    onMessage: (listener) => void child.on('message', listener),
    onEnd: (listener) => {
      child.once('exit', listener)
      child.once('error', listener)
    },
    kill: () => void child.kill('SIGKILL'),
  }
}

/** Runs recovery kits' scripts, each in a child process that ends with it. */
export function kitScriptInChild(start: () => KitChild = startWithNode): KitTools['run'] {
  return (script, args, input, signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<KitRun>()
    const child = start()
    const stop = (): void => {
      child.kill()
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', stop, { once: true })
    child.onMessage((message) => {
      if (message !== 'ready') return resolve(message as KitRun)
      child.send({ script, args, input: Buffer.from(input).toString('base64') })
    })
    child.onEnd(() => reject(new Error('the kit’s script ended without an answer')))
    return promise.finally(() => signal.removeEventListener('abort', stop))
  }
}
