import type { ClientContext, ClientOptions } from '@orpc/client'

import type { Line } from './line.ts'
import { LinkError } from './line.ts'

/**
 * Makes one call over the line that is there, or the next one. Trap: after a message port has closed a call over it is never
 * answered and never refused, so the loss of the line itself ends the wait.
 */
export async function callOver(
  currentLine: () => Promise<Line>,
  path: readonly string[],
  input: unknown,
  options: ClientOptions<ClientContext>,
): Promise<unknown> {
  const line = await unlessAborted(currentLine(), options.signal)
  const output = await unlessLost(line, () => line.link.call(path, input, options))
  return isStream(output) ? streamOver(line, output) : output
}

/** Rejects with CONNECTION_LOST as soon as the line is lost, whatever becomes of the answer. */
async function unlessLost<T>(line: Line, ask: () => Promise<T>): Promise<T> {
  const loss = Promise.withResolvers<never>()
  const forget = line.onLost(() => loss.reject(new LinkError('CONNECTION_LOST')))
  try {
    return await Promise.race([ask(), loss.promise])
  } finally {
    forget()
  }
}

/** A wait for a line ends with the patience of who waits. */
function unlessAborted<T>(wait: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return wait
  return new Promise<T>((resolve, reject) => {
    const giveUp = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
    if (signal.aborted) giveUp()
    signal.addEventListener('abort', giveUp, { once: true })
    wait.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
  })
}

type Stream = AsyncIterator<unknown, unknown> & AsyncIterable<unknown>

function isStream(output: unknown): output is Stream {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output && 'next' in output
}

/** The same stream, which also ends, by rejecting, when its line does. */
function streamOver(line: Line, source: Stream): Stream {
  return {
    next: () => unlessLost(line, () => source.next()),
    return: async (value) => (await source.return?.(value)) ?? { done: true, value },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
