import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { FaultError } from '../../shared/domain/fault.ts'
import type { Keychain } from '../operations/keys/keychain.ts'
import type { KeychainAnswer, KeychainQuestion } from './keychain-messages.ts'

/** A child process that answers one question. */
export interface KeychainChild {
  send(question: KeychainQuestion): void
  onMessage(listener: (message: unknown) => void): void
  /** It ended, answered or not. */
  onEnd(listener: () => void): void
  kill(): void
}

/** The child's entry, for hosts that start processes in a way of their own. */
const keychainEntry = new URL(
  `./keychain-process${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`,
  import.meta.url,
)

function startWithNode(): KeychainChild {
  const child = fork(fileURLToPath(keychainEntry), [], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
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

const usualDeadlineMs = 5000
const probeAccount = 'holdfast-probe'

function unreachable(detail: string): FaultError {
  return new FaultError({ code: 'KEYCHAIN_UNREACHABLE', detail })
}

/** Asks once. A locked keychain may wait for a person for ever, and nothing inside its process can end that: it is killed. */
function askOnce(
  start: () => KeychainChild,
  deadlineMs: number,
  question: KeychainQuestion,
): Promise<string | null> {
  const { promise, resolve, reject } = Promise.withResolvers<string | null>()
  const child = start()
  const timer = setTimeout(() => {
    reject(unreachable(`it did not answer within ${deadlineMs / 1000} s`))
    child.kill()
  }, deadlineMs)
  child.onMessage((message) => {
    if (message === 'ready') return child.send(question)
    const answer = message as KeychainAnswer
    if (answer.ok) resolve(answer.secret)
    else reject(unreachable(answer.detail))
  })
  child.onEnd(() => reject(unreachable('its process ended without an answer')))
  return promise.finally(() => clearTimeout(timer))
}

/** The OS keychain, each question in a child process with a deadline (five seconds). */
export function keychainInChild(
  start: () => KeychainChild = startWithNode,
  deadlineMs = usualDeadlineMs,
): Keychain {
  const ask = (question: KeychainQuestion): Promise<string | null> => askOnce(start, deadlineMs, question)
  return {
    async answers() {
      try {
        // Kept and given back: some keychains take a secret and lose it.
        const secret = String(process.pid)
        await ask({ ask: 'set', account: probeAccount, secret })
        const isKept = (await ask({ ask: 'get', account: probeAccount })) === secret
        await ask({ ask: 'remove', account: probeAccount })
        return isKept
      } catch {
        return false
      }
    },
    get: (vaultId) => ask({ ask: 'get', account: vaultId }),
    async set(vaultId, secret) {
      await ask({ ask: 'set', account: vaultId, secret })
    },
    async remove(vaultId) {
      await ask({ ask: 'remove', account: vaultId })
    },
  }
}

/** No keychain: for hosts that were told to do without one. */
export const noKeychain: Keychain = {
  answers: () => Promise.resolve(false),
  get: () => Promise.reject(unreachable('it is switched off')),
  set: () => Promise.reject(unreachable('it is switched off')),
  remove: () => Promise.reject(unreachable('it is switched off')),
}
