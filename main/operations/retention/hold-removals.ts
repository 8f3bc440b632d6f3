import {
  holdingLease,
  withRoomForCleanUp,
  writingVault,
  type Lease,
  type Ports,
} from '../../engine/engine.ts'

/** A clean-up, or an undo, of another program may take its time. */
const patienceMs = 30_000

/** Does work while nobody else sets aside, puts back or ends anything. Throws VAULT_LOCKED and the faults of writing a vault. */
export function holdingRemovals<T>(
  ports: Ports,
  folder: string,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  return writingVault(ports, folder, () => holdingLease(ports, folder, 'prune', work, patienceMs))
}

/** The same for a clean-up, which a full vault does not keep from being made. */
export function cleaningUp<T>(ports: Ports, folder: string, work: (lease: Lease) => Promise<T>): Promise<T> {
  return withRoomForCleanUp(ports, folder, () => holdingRemovals(ports, folder, work))
}
