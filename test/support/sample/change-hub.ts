import type { ChangeEvent } from '../../../shared/contract/jobs-contract.ts'

/** Hands each change to everyone who listens. */
export interface ChangeHub {
  tell(change: ChangeEvent): void
  listen(signal: AbortSignal | undefined): AsyncGenerator<ChangeEvent, void, void>
  /** Ends every stream, as a lost host does. */
  end(): void
}

/** A hub nobody listens to yet. */
export function newChangeHub(): ChangeHub {
  const listeners = new Set<(change: ChangeEvent | null) => void>()
  return {
    tell: (change) => listeners.forEach((listener) => listener(change)),
    end: () => listeners.forEach((listener) => listener(null)),
    async *listen(signal) {
      const waiting: (ChangeEvent | null)[] = []
      let wake: () => void = () => undefined
      const listener = (change: ChangeEvent | null): void => {
        waiting.push(change)
        wake()
      }
      listeners.add(listener)
      signal?.addEventListener('abort', () => listener(null))
      if (signal?.aborted === true) listener(null)
      try {
        for (;;) {
          const change = waiting.shift()
          if (change === null) return
          if (change !== undefined) yield change
          else await new Promise<void>((resolve) => (wake = resolve))
        }
      } finally {
        listeners.delete(listener)
      }
    },
  }
}
