import { setTimeout as delay } from 'node:timers/promises'

import { FaultError } from '../../../shared/domain/fault.ts'
import type { FileFacts } from '../ports/file-system.ts'
import { headerBytes } from './database-header.ts'
import type { SnapshotOrder, SnapshotParts } from './snapshot-parts.ts'
import { factsFrom } from './snapshot-parts.ts'
import { stageFor } from './stage-for.ts'
import { describeStaged } from './take-staged-snapshot.ts'

const loneFileRemark =
  'Read without a lock: the folder does not let this user share the write-ahead log, and there was none. The file was the same ' +
  'before and after it was copied.'

/** A file time older than this changes with the next write: the coarsest clock of a file system, FAT's, ticks every 2 s. Milliseconds. */
const settledAfterMs = 2000

/** What would differ if anyone wrote while the file was copied. */
interface Witness {
  readonly facts: FileFacts
  readonly header: Buffer
}

async function witness(order: SnapshotOrder): Promise<Witness> {
  const { source, ports } = order
  const log = await ports.files.stat(`${source.path}-wal`)
  if (log !== null && log.sizeBytes > 0) throw unreadable(source.path)
  const header = Buffer.alloc(headerBytes)
  await source.file.read(header, 0)
  return { facts: await source.file.stat(), header }
}

function unreadable(path: string): FaultError {
  return new FaultError({ code: 'SOURCE_WAL_UNREADABLE', path })
}

function isSame(one: Witness, other: Witness): boolean {
  return (
    one.header.equals(other.header) &&
    one.facts.sizeBytes === other.facts.sizeBytes &&
    one.facts.modifiedAt === other.facts.modifiedAt
  )
}

/** A write within the same tick of the file system's clock would leave no trace: lets the last one grow older. */
async function letSettle(order: SnapshotOrder): Promise<void> {
  const { modifiedAt } = await order.source.file.stat()
  const ageMs = order.ports.clock.now() - modifiedAt
  if (ageMs >= 0 && ageMs < settledAfterMs) {
    await delay(settledAfterMs - ageMs, undefined, { signal: order.options.signal })
  }
}

/**
 * WAL mode where SQLite can't make or share a `-shm` (a read-only folder or medium) and no log is there: the file alone is the
 * database, if nobody writes. It is copied, and taken only if file, header and the absence of a log were the same before and
 * after. Throws SOURCE_WAL_UNREADABLE otherwise.
 */
export async function takeLoneFileSnapshot(order: SnapshotOrder): Promise<SnapshotParts> {
  const { source, ports, options } = order
  await witness(order)
  await letSettle(order)
  const before = await witness(order)
  const takenAtMs = ports.clock.now()
  const { pageSize } = source.header
  const pageCount = source.header.pageCount ?? Math.floor(before.facts.sizeBytes / pageSize)
  const staged = await stageFor(order, { pageSize, pageCount })
  if (!isSame(before, await witness(order))) throw unreadable(source.path)
  return {
    facts: factsFrom(source.header, { pageSize, pageCount, journalMode: 'wal' }, [loneFileRemark]),
    takenAtMs,
    pages: staged,
    describe: (limits) => describeStaged(staged, limits, options.signal),
  }
}
