import { setTimeout as delay } from 'node:timers/promises'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { Clock } from '../ports/ports.ts'
import { isBusy } from './source-faults.ts'

/** How long another program's lock is waited for. */
export interface LockWait {
  /** Waits a moment. Throws SOURCE_LOCKED once the time is up, or the reason of the abort. */
  pause(): Promise<void>
  /** Runs `act` again until no other program's lock is in its way. Throws what `pause` throws, and any other error of `act`. */
  whileBusy<T>(act: () => T): Promise<T>
}

/** A patience of `lockWaitMs` that begins now. */
export function lockWaitFrom(
  clock: Clock,
  path: string,
  options: { readonly lockWaitMs: number; readonly signal: AbortSignal },
): LockWait {
  const began = clock.monotonicMs()
  let pauses = 0
  const pause = async (): Promise<void> => {
    options.signal.throwIfAborted()
    const waitedMs = Math.round(clock.monotonicMs() - began)
    if (waitedMs >= options.lockWaitMs) throw new FaultError({ code: 'SOURCE_LOCKED', path, waitedMs })
    pauses += 1
    await delay(Math.min(pauses, 20))
  }
  return {
    pause,
    async whileBusy(act) {
      for (;;) {
        try {
          return act()
        } catch (error) {
          if (!isBusy(error)) throw error
        }
        await pause()
      }
    },
  }
}
