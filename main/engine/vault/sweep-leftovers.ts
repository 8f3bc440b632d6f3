import type { Ports } from '../ports/ports.ts'

/** What a sweep cleared away. */
export interface SweepReport {
  /** Relative to the vault. */
  readonly removed: readonly string[]
  readonly freedBytes: number
  /** Another program was sweeping: nothing was done. */
  readonly isSkipped: boolean
}

/**
 * Clears what dead runs left: hidden unfinished files, scratch folders, payloads and page indexes without a manifest,
 * dead leases. What a living run has its lease on stays, wherever it runs. Throws the faults of writing a vault.
 */
export function sweepLeftovers(_ports: Ports, _folder: string): Promise<SweepReport> {
  return Promise.reject(new Error('not built yet'))
}
