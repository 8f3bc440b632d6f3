import type { ParentPort } from 'electron'

import type { JobChannel } from '../jobs/job-channel.ts'
import type { ToUtility } from './utility-messages.ts'
import { isLastWord } from './utility-messages.ts'

/** A host that says nothing for so long after the last word is not going to. Milliseconds. */
const heardWithinMs = 5000

/** The channel of a process made by `utilityProcess.fork`. */
export function utilityChannel(port: ParentPort): JobChannel {
  const heard = Promise.withResolvers<void>()
  const onSaid = (listener: (message: ToUtility) => void): void =>
    void port.on('message', ({ data }: { data: ToUtility }) => listener(data))
  onSaid((message) => {
    if (message.say === 'heard') heard.resolve()
  })
  return {
    async send(message) {
      port.postMessage(message)
      if (!isLastWord(message)) return
      setTimeout(heard.resolve, heardWithinMs).unref()
      await heard.promise
    },
    onMessage(listener) {
      onSaid((message) => {
        if (message.say !== 'heard') listener(message)
      })
    },
    // A utility process ends with the program that made it; there is nobody to outlive.
    onGone: () => undefined,
  }
}
