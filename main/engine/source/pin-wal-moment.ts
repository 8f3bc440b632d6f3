import { FaultError } from '../../../shared/domain/fault.ts'
import type { FileSystem, OpenFile } from '../ports/file-system.ts'
import type { Connection } from './connect.ts'
import { beginRead, endRead } from './connect.ts'
import type { HeldResources } from './held-resources.ts'
import type { LockWait } from './lock-wait.ts'
import type { SnapshotSteps } from './snapshot-steps.ts'
import type { WalIndexHeader } from './wal-index.ts'
import { readPageFrames, readWalIndexHeader } from './wal-index.ts'

/** The frames that one moment needs, and the log they are in. */
export interface PinnedWal {
  readonly wal: OpenFile
  readonly frames: ReadonlyMap<number, number>
  readonly salts: Buffer
  /** Whether nobody has committed since: a transaction that began before it is asked sees the same moment. */
  isStillSo(): Promise<boolean>
}

/** What pinning is handed. */
export interface PinOrder {
  readonly files: FileSystem
  readonly path: string
  readonly connection: Connection
  readonly wait: LockWait
  readonly held: HeldResources
  readonly steps: SnapshotSteps
}

/**
 * Opens a file beside the database. The wal-index is opened for writing although it is never written: only where that is
 * possible does SQLite share it, and is what it says true.
 */
async function openBeside(order: PinOrder, ending: '-wal' | '-shm'): Promise<OpenFile> {
  try {
    return await order.files.open(order.path + ending, ending === '-shm' ? 'update' : 'read')
  } catch (error) {
    throw new FaultError({ code: 'SOURCE_WAL_UNREADABLE', path: order.path }, { cause: error })
  }
}

/** Under two writers without a pause, 300 snapshots took 1 to 4 looks each. */
const looksWithoutPause = 50

/** Begins transactions until one began at the very moment of a wal-index header that was read before it. */
async function settle(
  order: PinOrder,
  shm: OpenFile,
): Promise<{ header: WalIndexHeader; backfilledFrames: number }> {
  const { connection, wait, steps } = order
  for (let looks = 1; ; looks += 1) {
    endRead(connection)
    const before = await readWalIndexHeader(shm)
    if (before !== null) {
      await wait.whileBusy(() => beginRead(connection))
      const inside = await steps.observe(shm)
      if (steps.isSameMoment(before, inside.header)) {
        return { header: before, backfilledFrames: inside.backfilledFrames }
      }
    }
    // A commit came in between: no lock to wait for, unless it is so each time.
    if (looks > looksWithoutPause) await wait.pause()
  }
}

/**
 * Holds one moment of a database in WAL mode: returns within a read transaction of `connection`, with the frames that moment
 * needs on top of the database file. The descriptors it opens are handed to `held`. Throws FaultError (SOURCE_WAL_UNREADABLE, SOURCE_LOCKED, SOURCE_DAMAGED) or SQLite's error.
 */
export async function pinWalMoment(order: PinOrder): Promise<PinnedWal> {
  const shm = await openBeside(order, '-shm')
  order.held.holdDescriptor(shm)
  const wal = await openBeside(order, '-wal')
  order.held.holdDescriptor(wal)
  const { header, backfilledFrames } = await settle(order, shm)
  const first = order.steps.firstFrame(backfilledFrames)
  const frames = await readPageFrames(shm, first, order.steps.lastFrame(header))
  if (frames === null) {
    const detail = 'the wal-index holds no page number for a frame of this moment'
    throw new FaultError({ code: 'SOURCE_DAMAGED', path: order.path, detail })
  }
  const isStillSo = async (): Promise<boolean> => {
    const now = await readWalIndexHeader(shm)
    return now !== null && now.bytes.equals(header.bytes)
  }
  return { wal, frames, salts: header.salts, isStillSo }
}
