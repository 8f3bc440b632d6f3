import type { JobChannel } from './job-channel.ts'
import type { ToJob } from './job-messages.ts'

/** The channel of a process made by `child_process.fork`. Throws in any other process. */
export function nodeChannel(): JobChannel {
  if (!process.send) throw new Error('A job process is started by Holdfast, not by hand.')
  return {
    send: (message) =>
      new Promise((resolve) => {
        if (!process.connected) resolve()
        else process.send?.(message, undefined, undefined, () => resolve())
      }),
    onMessage: (listener) => process.on('message', (message) => listener(message as ToJob)),
    onGone: (listener) => process.once('disconnect', listener),
  }
}
