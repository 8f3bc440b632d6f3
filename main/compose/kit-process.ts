import { answerKit } from './answer-kit.ts'
import type { KitQuestion } from './kit-messages.ts'

process.once('message', (question: KitQuestion) => {
  void answerKit(question).then((answer) => process.send?.(answer, () => process.exit(0)))
})
process.send?.('ready')
