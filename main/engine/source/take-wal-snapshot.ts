import type { Connection } from './connect.ts'
import { describeDatabase } from './describe-database.ts'
import { describeInThread } from './describe-in-thread.ts'
import { pinWalMoment } from './pin-wal-moment.ts'
import { readPragma } from './read-pragma.ts'
import type { SnapshotOrder, SnapshotParts } from './snapshot-parts.ts'
import { factsFrom, headerOf } from './snapshot-parts.ts'
import { walPages } from './wal-pages.ts'

/** The default of `countInThreadBytes`: below, a thread costs more than counting holds the reading up. */
const countInThreadDefaultBytes = 512 << 20

/**
 * WAL mode: the read transaction stays open until the snapshot is closed, and writers go on beside it. Pages are read straight
 * from the database file and the log.
 */
export async function takeWalSnapshot(
  order: SnapshotOrder,
  connection: Connection,
  remarks: readonly string[],
): Promise<SnapshotParts> {
  const { source, ports, wait, held, steps, options } = order
  const pinned = await pinWalMoment({ files: ports.files, path: source.path, connection, wait, held, steps })
  const takenAtMs = ports.clock.now()
  const pageSize = readPragma(connection, 'page_size') as number
  const pageCount = readPragma(connection, 'page_count') as number
  await steps.whilePinned(connection)
  const pages = walPages({ path: source.path, database: source.file, pageSize, ...pinned })
  const header = await headerOf(pages, pageSize)
  return {
    facts: factsFrom(header, { pageSize, pageCount, journalMode: 'wal' }, remarks),
    takenAtMs,
    pages,
    async describe(limits) {
      const imageBytes = pageSize * pageCount
      // Fingerprints give way to the reading by themselves, counting does not.
      const isWorthThread =
        imageBytes > limits.fingerprintLimitBytes &&
        imageBytes >= (options.countInThreadBytes ?? countInThreadDefaultBytes)
      const order = { path: source.path, limits }
      const description = isWorthThread ? await describeInThread(order, () => pinned.isStillSo()) : null
      options.signal.throwIfAborted()
      return description ?? (await describeDatabase(connection, limits, options.signal))
    },
  }
}
