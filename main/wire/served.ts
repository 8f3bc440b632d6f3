import type { AnyRouter, Context } from '@orpc/server'

/** What a transport serves. The context is the caller's, made by the host: the window can't choose who it is. */
export interface Served {
  readonly router: AnyRouter
  readonly context: Context
  /** Keeps what the window is not told. `reference` is what it is told instead. */
  onUnexpected(reference: string, error: unknown, procedure: string): void
}

/**
 * The largest message that a window may send, bytes (strings: UTF-16 units). Ten thousand long paths fit; nothing that is
 * asked needs more, and what is larger ends the connection.
 */
export const largestMessage = 8 * 1024 * 1024
