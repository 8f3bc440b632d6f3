import type { Connection } from './connect.ts'
import { beginRead, endRead } from './connect.ts'
import { describeDatabase } from './describe-database.ts'
import { readPragma } from './read-pragma.ts'
import type { DatabaseDescription, DescribeLimits, SourceFacts } from './snapshot.ts'
import type { SnapshotOrder, SnapshotParts } from './snapshot-parts.ts'
import { factsFrom, headerOf } from './snapshot-parts.ts'
import { sqliteCodeOf } from './source-faults.ts'
import { stageFor } from './stage-for.ts'
import type { StagedImage } from './staged-image.ts'

/** Up to this size the source itself is described, which holds writers up for some hundredths of a second once more. */
const describeLiveBytes = 16 << 20

const describedCopyRemark =
  'Tables were counted and fingerprinted in the copy, not in the database itself, so that writers did not wait for it.'

/** Describes a copy by a connection of its own. */
export async function describeStaged(
  staged: StagedImage,
  limits: DescribeLimits,
  signal: AbortSignal,
): Promise<DatabaseDescription> {
  const connection = staged.connect()
  try {
    return await describeDatabase(connection, limits, signal)
  } finally {
    connection.close()
  }
}

/** Takes the SHARED lock again; false, without it, where a writer came in between or has the lock now. */
async function beginSameMoment(
  order: SnapshotOrder,
  connection: Connection,
  facts: SourceFacts,
): Promise<boolean> {
  try {
    beginRead(connection)
  } catch (error) {
    if (sqliteCodeOf(error) === null) throw error
    return false
  }
  const counter = Buffer.alloc(4)
  await order.source.file.read(counter, 24)
  if (counter.readUInt32BE(0) === facts.changeCounter) return true
  endRead(connection)
  return false
}

/**
 * Rollback-journal mode: the file is copied under the SHARED lock, and the lock is given back before this returns. A small
 * database is then described by its own connection if nobody has committed since, a large one from the copy.
 */
export async function takeStagedSnapshot(
  order: SnapshotOrder,
  connection: Connection,
  remarks: readonly string[],
): Promise<SnapshotParts> {
  const { ports, options, steps } = order
  const takenAtMs = ports.clock.now()
  const pageSize = readPragma(connection, 'page_size') as number
  const pageCount = readPragma(connection, 'page_count') as number
  const staged = await stageFor(order, { pageSize, pageCount })
  await steps.whilePinned(connection)
  endRead(connection)
  const small = pageSize * pageCount <= describeLiveBytes
  const facts = factsFrom(
    await headerOf(staged, pageSize),
    { pageSize, pageCount, journalMode: 'rollback' },
    small ? remarks : [...remarks, describedCopyRemark],
  )
  return {
    facts,
    takenAtMs,
    pages: staged,
    async describe(limits) {
      if (!small || !(await beginSameMoment(order, connection, facts))) {
        return await describeStaged(staged, limits, options.signal)
      }
      try {
        return await describeDatabase(connection, limits, options.signal)
      } finally {
        endRead(connection)
      }
    },
  }
}
