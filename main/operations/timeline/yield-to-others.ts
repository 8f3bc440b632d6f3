import { setImmediate } from 'node:timers/promises'

/** Lets other work of this process go first: a lane takes milliseconds, and there may be ten thousand. */
export function yieldToOthers(): Promise<void> {
  return setImmediate()
}
