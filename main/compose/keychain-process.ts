import { answerKeychain } from './answer-keychain.ts'
import type { KeychainQuestion } from './keychain-messages.ts'

process.once('message', (question: KeychainQuestion) => {
  process.send?.(answerKeychain(question), () => process.exit(0))
})
process.send?.('ready')
