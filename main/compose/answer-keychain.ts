import { Entry } from '@napi-rs/keyring'

import type { KeychainAnswer, KeychainQuestion } from './keychain-messages.ts'

const service = 'holdfast'

/** The secret service by name: by default Linux falls back, silently, to a store that forgets everything at the next start. */
const pinned = { linux: { store: 'secret-service' as const } }

/** Asks the OS keychain. May block for ever (a locked keychain waits for a person): only in a process of its own. Never throws. */
export function answerKeychain(question: KeychainQuestion): KeychainAnswer {
  try {
    const entry = new Entry(service, question.account, pinned)
    if (question.ask === 'get') return { ok: true, secret: entry.getPassword() }
    if (question.ask === 'set') entry.setPassword(question.secret)
    else entry.deletePassword()
    return { ok: true, secret: null }
  } catch (error) {
    return { ok: false, detail: (error as Error).message }
  }
}
