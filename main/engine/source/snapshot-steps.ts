import type { OpenFile } from '../ports/file-system.ts'
import type { Connection } from './connect.ts'
import type { WalIndexHeader } from './wal-index.ts'
import { readBackfilledFrames, readWalIndexHeader } from './wal-index.ts'

/** What the wal-index says after the read transaction has begun. */
export interface WalObservation {
  readonly header: WalIndexHeader | null
  readonly backfilledFrames: number
}

/**
 * The steps of a snapshot that its consistency rests on. The program has one set, `provenSteps`; tests plant an error in
 * each and expect the comparison with SQLite's own image to find it.
 */
export interface SnapshotSteps {
  /** Looks at the wal-index inside the transaction. */
  observe(shm: OpenFile): Promise<WalObservation>
  /** Whether nobody committed between the look before the transaction and the look inside it. */
  isSameMoment(before: WalIndexHeader, inside: WalIndexHeader | null): boolean
  /** The first frame that may not be in the database file yet. */
  firstFrame(backfilledFrames: number): number
  /** The last frame of this moment. */
  lastFrame(header: WalIndexHeader): number
  /** Called once while the transaction, or the SHARED lock, holds the moment. */
  whilePinned(connection: Connection): Promise<void>
}

/** The steps as ARCHITECTURE.md tells and proves them. */
export const provenSteps: SnapshotSteps = {
  async observe(shm) {
    // nBackfill first: read after the header, a log that was reset in between gives 0, and frames of the new log would be
    // taken for frames of the old one.
    const backfilledFrames = await readBackfilledFrames(shm)
    return { backfilledFrames, header: await readWalIndexHeader(shm) }
  },
  isSameMoment: (before, inside) => inside !== null && before.bytes.equals(inside.bytes),
  firstFrame: (backfilledFrames) => backfilledFrames + 1,
  lastFrame: (header) => header.lastFrame,
  whilePinned: () => Promise.resolve(),
}
