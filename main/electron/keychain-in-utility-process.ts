// oxlint-disable unicorn/require-post-message-target-origin -- a process has no target origin; windows have
import { answerKeychain } from '../compose/answer-keychain.ts'
import type { KeychainQuestion } from '../compose/keychain-messages.ts'

// The entry of a keychain process under Electron: one question, one answer; who asked ends it.
process.parentPort.on('message', ({ data }: { data: KeychainQuestion }) => {
  process.parentPort.postMessage(answerKeychain(data))
})
process.parentPort.postMessage('ready')
