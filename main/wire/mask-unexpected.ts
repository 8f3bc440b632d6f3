import { randomUUID } from 'node:crypto'

import { ORPCError } from '@orpc/server'

import type { Served } from './served.ts'

/** What an interceptor of a procedure is handed, as far as it matters here. */
interface Call {
  readonly path: readonly string[]
  readonly signal?: AbortSignal | undefined
  next(): Promise<unknown>
}

/**
 * Lets through what was thrown for the window to know (FAULT, refused input, refused role: status under 500) and turns all
 * else into INTERNAL_SERVER_ERROR with a reference and without its text, also when it comes in the middle of a stream.
 * A call that its caller aborted fails without a line in the log.
 */
export function maskUnexpected(onUnexpected: Served['onUnexpected']): (call: Call) => Promise<unknown> {
  return async (call) => {
    const { path, signal } = call
    const masked = (error: unknown): ORPCError<string, unknown> => {
      if (error instanceof ORPCError && error.status < 500) return error
      const reference = randomUUID()
      if (!signal?.aborted) onUnexpected(reference, error, path.join('.'))
      return new ORPCError('INTERNAL_SERVER_ERROR', { message: 'Internal error', data: { reference } })
    }
    try {
      const output = await call.next()
      return isStream(output) ? maskedStream(output, masked) : output
    } catch (error) {
      throw masked(error)
    }
  }
}

type Stream = AsyncIterator<unknown> & AsyncIterable<unknown>

function isStream(output: unknown): output is Stream {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output && 'next' in output
}

/** Not an async generator: its `return` would wait for a pending `next`, and a broken-off stream would never end. */
function maskedStream(source: Stream, masked: (error: unknown) => Error): Stream {
  return {
    next: () =>
      source.next().catch((error: unknown) => {
        throw masked(error)
      }),
    return: async (value) => (await source.return?.(value)) ?? { done: true, value },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
