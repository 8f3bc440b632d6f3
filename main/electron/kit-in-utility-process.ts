// oxlint-disable unicorn/require-post-message-target-origin -- a process has no target origin; windows have
import { answerKit } from '../compose/answer-kit.ts'
import type { KitQuestion } from '../compose/kit-messages.ts'

// The entry of a recovery kit's process under Electron: one script; who asked ends it.
process.parentPort.on('message', ({ data }: { data: KitQuestion }) => {
  void answerKit(data).then((answer) => process.parentPort.postMessage(answer))
})
process.parentPort.postMessage('ready')
