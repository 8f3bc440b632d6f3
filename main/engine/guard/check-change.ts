import { setImmediate as nextTurn } from 'node:timers/promises'

import { faultOf, type Fault, type FaultCode } from '../../../shared/domain/fault.ts'
import {
  judgeTables,
  nothingFound,
  unreadableAfter,
  type ChangeSeen,
  type ContentSize,
  type GuardCheck,
} from '../../../shared/domain/guard.ts'
import { openSides, type OpenSides } from '../compare/open-sides.ts'
import { summarize } from '../compare/summarize.ts'
import { reasonOfSqlite } from '../content/reading-table.ts'
import type { ChangeCheckRequest, RunContext } from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import { describeDatabase } from '../source/describe-database.ts'
import type { DatabaseDescription } from '../source/snapshot.ts'
import { rowCountOf, tableCountOf } from '../verify/compare-descriptions.ts'
import { foreignKeysSince } from './foreign-keys-since.ts'
import { integritySince } from './integrity-since.ts'

/** What says that the database itself is not what it was. A lock or a full disk says nothing of it. */
const ofTheDatabase: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'SOURCE_MISSING',
  'SOURCE_IS_FOLDER',
  'SOURCE_NOT_PERMITTED',
  'SOURCE_EMPTY',
  'SOURCE_NOT_SQLITE',
  'SOURCE_DAMAGED',
  'SOURCE_NEEDS_RECOVERY',
  'SOURCE_WAL_UNREADABLE',
])

function isOfTheDatabase(fault: Fault, livePath: string): boolean {
  return ofTheDatabase.has(fault.code) || (fault.code === 'TABLE_UNREADABLE' && fault.place === livePath)
}

const readable: GuardCheck = {
  ...nothingFound,
  status: 'passed',
  detail: 'SQLite opens it and reads its schema',
}

/** SQLite's own tables come and go by themselves. */
function sizeOf(description: DatabaseDescription): ContentSize {
  const tables = description.tables.filter(({ name }) => !name.startsWith('sqlite_'))
  const made = { ...description, tables }
  return { tables: tableCountOf(made), rows: rowCountOf(made) }
}

/** The difference, or SQLite's reason why it can't be told. */
async function differenceOf(
  sides: OpenSides,
  run: RunContext,
): Promise<Pick<ChangeSeen, 'difference' | 'notCompared'>> {
  try {
    return { difference: await summarize(sides, run), notCompared: null }
  } catch (error) {
    const reason = reasonOfSqlite(error)
    if (reason === null) throw error
    return { difference: null, notCompared: `the two can’t be compared: ${reason}` }
  }
}

async function look(
  ports: Ports,
  request: ChangeCheckRequest,
  sides: OpenSides,
  run: RunContext,
): Promise<ChangeSeen> {
  const { before, after, threads } = request
  const tell = async (step: string): Promise<void> => {
    run.onProgress({ step, doneBytes: 0, totalBytes: null })
    await nextTurn()
    run.signal.throwIfAborted()
  }
  await tell('counting rows')
  const limits = { fingerprintLimitBytes: -1 }
  const described = {
    before: await describeDatabase(sides.connection, limits, run.signal),
    after: await describeDatabase(sides.rightConnection, limits, run.signal),
  }
  await tell('checking integrity')
  const sizeBytes = (await ports.files.stat(after.imageFile))?.sizeBytes ?? 0
  const image = { file: after.imageFile, sizeBytes, description: described.after, threads }
  const integrity = await integritySince(before.imageFile, image, run.signal)
  const foreignKeys = await foreignKeysSince(sides.connection, sides.rightConnection, (table) =>
    tell(`checking foreign keys of ${table}`),
  )
  const [sizeBefore, sizeAfter] = [sizeOf(described.before), sizeOf(described.after)]
  const { compared } = sides.right
  return {
    observedAt: compared.kind === 'live' ? compared.observedAt : compared.takenAt,
    checks: {
      database_readable: readable,
      tables: judgeTables(sizeBefore, sizeAfter),
      integrity,
      foreign_keys: foreignKeys,
    },
    sizeBefore,
    sizeAfter,
    ...(await differenceOf(sides, run)),
  }
}

/**
 * Looks at a database after a change, beside the backup that was taken before it: whether SQLite finds anything wrong that the backup has
 * not, and what the change did. A database that is gone or can't be read is an answer; throws SOURCE_LOCKED, SOURCE_REPLACED,
 * SOURCE_READ_FAILED, the faults of rebuilding a backup, SCRATCH_FULL, SCRATCH_WRITE_FAILED, and the signal's reason.
 */
export async function checkChange(
  ports: Ports,
  request: ChangeCheckRequest,
  run: RunContext,
): Promise<ChangeSeen> {
  const { before: left, after: right, vault, threads } = request
  let sides: OpenSides
  try {
    sides = await openSides(ports, { vault, left, right, threads, wish: { kind: 'summary' } }, run)
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined || !isOfTheDatabase(fault, right.path)) throw error
    return unreadableAfter(fault)
  }
  try {
    return await look(ports, request, sides, run)
  } finally {
    sides.close()
  }
}
