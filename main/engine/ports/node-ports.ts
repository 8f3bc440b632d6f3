import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'

import { nodeFileSystem } from './node-file-system.ts'
import { thisMachine } from './node-machine.ts'
import type { Clock, Ids, Logger, Ports } from './ports.ts'

/** The clock of this machine. */
const systemClock: Clock = { now: () => Date.now(), monotonicMs: () => performance.now() }

/** Random version 4 UUIDs. */
export const randomIds: Ids = { newId: () => randomUUID() }

/** The real world, with a logger of the caller's. */
export function nodePorts(logger: Logger): Ports {
  return { files: nodeFileSystem, clock: systemClock, ids: randomIds, machine: thisMachine, logger }
}

/** Keeps nothing. For callers whose caller logs. */
export const silentLogger: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
