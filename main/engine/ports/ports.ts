import type { FileSystem } from './file-system.ts'
import type { Machine } from './machine.ts'

/** Tells the time. The engine never asks the system itself. */
export interface Clock {
  /** The wall clock, milliseconds since 1970 UTC. May jump. */
  now(): number
  /** A clock that only goes forward, milliseconds; for durations. */
  monotonicMs(): number
}

/** Makes identifiers that no other call, process or machine makes. */
export interface Ids {
  /** A version 4 UUID. */
  newId(): string
}

/** Takes what is worth keeping of a run. Never throws. Facts are plain values; no secret is ever among them. */
export interface Logger {
  info(event: string, facts?: Readonly<Record<string, unknown>>): void
  warn(event: string, facts?: Readonly<Record<string, unknown>>): void
  error(event: string, facts?: Readonly<Record<string, unknown>>): void
}

/** What the engine asks of the world. */
export interface Ports {
  readonly files: FileSystem
  readonly clock: Clock
  readonly ids: Ids
  readonly machine: Machine
  readonly logger: Logger
}
