import { setImmediate as nextTurn } from 'node:timers/promises'

import { FaultError, faultOf } from '../../../shared/domain/fault.ts'
import type { TablePreview, TriggerChoice } from '../../../shared/domain/partial-restore.ts'
import { takeBackup } from '../backup/take-backup.ts'
import type { RowCounts } from '../content/row-differences.ts'
import type {
  BackupOutcome,
  PartialRestoreOutcome,
  PartialRestoreRequest,
  RunContext,
} from '../engine-types.ts'
import type { Ports } from '../ports/ports.ts'
import type { Connection } from '../source/connect.ts'
import { lockWaitFrom } from '../source/lock-wait.ts'
import { resolveTarget, type ResolvedTarget } from '../target/resolve-target.ts'
import { checkForeignKeys, newViolations } from './check-foreign-keys.ts'
import { chooseTables } from './choose-tables.ts'
import { digestChanges } from './digest-changes.ts'
import { findConflicts, type CountedTable } from './find-conflicts.ts'
import { listChanges } from './list-changes.ts'
import { keepSequence, makeLiveTable, makeParts } from './make-table.ts'
import { openToWrite } from './open-both-sides.ts'
import { asPartialFault, blocked, refuseBlocked } from './partial-faults.ts'
import { provideStored } from './provide-stored.ts'
import { liveOf, storedOf, type PartialTable } from './partial-table.ts'
import { checkTables, integrityCheckFor, readBack } from './read-back.ts'
import { putTriggersBack, takeTriggersAway } from './still-triggers.ts'
import { tablePreview } from './table-preview.ts'
import { writeChanges } from './write-changes.ts'

interface Applying {
  readonly ports: Ports
  readonly request: PartialRestoreRequest
  readonly run: RunContext
  readonly target: ResolvedTarget
  readonly connection: Connection
}

/** What the transaction did. */
interface Applied {
  readonly tables: readonly TablePreview[]
  readonly triggers: TriggerChoice
  readonly rowsCompared: number
  readonly foreignKeysChecked: boolean
  readonly integrityCheck: 'integrity_check' | 'quick_check'
}

/** Lets a cancel be heard between two steps: SQLite's own calls don't give way. */
async function step({ run }: Pick<Applying, 'run'>, name: string): Promise<void> {
  run.onProgress({ step: name, doneBytes: 0, totalBytes: null })
  await nextTurn()
  run.signal.throwIfAborted()
}

/** The chosen tables with what differs in them now; the same as the preview saw, or TARGET_CHANGED. */
async function listAsSeen(
  applying: Applying,
  tables: readonly PartialTable[],
): Promise<readonly CountedTable[]> {
  const { connection, request, run, target } = applying
  const counted: CountedTable[] = []
  for (const table of tables) {
    await step(applying, 'comparing rows')
    counted.push({ table, counts: listChanges(connection, table) })
  }
  const mark = await digestChanges(connection, counted, run.signal)
  if (mark !== request.mark) throw new FaultError({ code: 'TARGET_CHANGED', path: target.path })
  refuseBlocked(target.path, findConflicts(connection, counted, request.triggers))
  return counted
}

function differs({ added, changed, removed }: RowCounts): boolean {
  return added + changed + removed > 0
}

/** Virtual tables count in their own way; what they hold is read back. */
function refuseMiscounted(
  { target, request }: Applying,
  { table, counts }: CountedTable,
  written: object,
): void {
  const { added, changed, removed } = counts
  if (liveOf(table).kind === 'virtual') return
  if (JSON.stringify(written) === JSON.stringify({ added, changed, removed })) return
  const detail = `${liveOf(table).name}: SQLite wrote ${JSON.stringify(written)} rows and not ${JSON.stringify({ added, changed, removed })}`
  if (request.triggers === 'fire') throw blocked(target.path, [`${detail}; a trigger kept rows back`])
  throw new FaultError({ code: 'RESTORE_PROOF_FAILED', detail })
}

async function write(applying: Applying, counted: readonly CountedTable[]): Promise<void> {
  const { connection, request } = applying
  const different = counted.filter(({ counts }) => differs(counts))
  const still =
    request.triggers === 'stand_still'
      ? takeTriggersAway(
          connection,
          different.map(({ table }) => table),
        )
      : []
  for (const one of different) {
    await step(applying, 'writing rows')
    refuseMiscounted(applying, one, writeChanges(connection, one.table))
  }
  for (const { table } of counted.filter((one) => one.table.makesTable)) {
    keepSequence(connection, storedOf(table))
    makeParts(connection, storedOf(table))
  }
  putTriggersBack(connection, still)
}

async function applyInTransaction(applying: Applying): Promise<Applied> {
  const { connection, request, target } = applying
  const chosen = chooseTables(connection, request.selections, makeLiveTable)
  refuseBlocked(target.path, chosen.conflicts)
  const { tables } = chosen
  const before = checkForeignKeys(connection, tables)
  const counted = await listAsSeen(applying, tables)
  await write(applying, counted)
  await step(applying, 'reading rows back')
  const triggers = request.triggers ?? 'fire'
  const rowsCompared = readBack(connection, target.path, counted, triggers)
  await step(applying, 'checking')
  const after = checkForeignKeys(connection, tables)
  const broken = newViolations(before, after)
  if (broken.length > 0) throw blocked(target.path, broken.slice(0, 10))
  const integrityCheck = integrityCheckFor(connection)
  checkTables(connection, tables, integrityCheck)
  await step(applying, 'committing')
  return {
    tables: counted.map(tablePreview),
    triggers,
    rowsCompared,
    foreignKeysChecked: after.unchecked.length === 0,
    integrityCheck,
  }
}

async function bringBack(
  ports: Ports,
  request: PartialRestoreRequest,
  run: RunContext,
  target: ResolvedTarget,
): Promise<Applied> {
  const { lockWaitMs, imageFile } = request
  const { path } = target
  const connection = await openToWrite(ports, { livePath: path, imageFile, lockWaitMs, signal: run.signal })
  try {
    const applied = await applyInTransaction({ ports, request, run, target, connection })
    const wait = lockWaitFrom(ports.clock, path, { lockWaitMs, signal: run.signal })
    await wait.whileBusy(() => connection.exec('COMMIT'))
    return applied
  } finally {
    // Rolls back what was not committed.
    connection.close()
  }
}

/** The newest backup holds the present state already, or a new one does; SAFETY_BACKUP_FAILED where neither does. */
async function keepPresent(
  ports: Ports,
  { safetyBackup }: PartialRestoreRequest,
  run: RunContext,
  { path }: ResolvedTarget,
): Promise<BackupOutcome | null> {
  if (safetyBackup === null) return null
  const onProgress: RunContext['onProgress'] = (progress) =>
    run.onProgress({ ...progress, step: `safety backup: ${progress.step}` })
  try {
    return await takeBackup(ports, { ...safetyBackup, sourcePath: path }, { signal: run.signal, onProgress })
  } catch (error) {
    run.signal.throwIfAborted()
    const because = faultOf(error)?.code
    if (because === undefined) throw error
    throw new FaultError({ code: 'SAFETY_BACKUP_FAILED', path, because }, { cause: error })
  }
}

function idOf(kept: BackupOutcome | null): string | null {
  if (kept === null) return null
  return kept.kind === 'stored' ? kept.backup.id : kept.unchangedSince
}

/**
 * Brings the selected rows of the live database to their state in a backup, in one transaction, after a safety backup: exactly
 * what the preview with this mark showed, or nothing. Before the commit every selected row is read back, foreign keys and the
 * tables are checked. On any failure, and at any kill, the database is as it was. Throws FaultError: those of reading a backup,
 * BACKUP_WITHOUT_ROWS, SAFETY_BACKUP_FAILED, SOURCE_*, TARGET_*, PARTIAL_BLOCKED, RESTORE_PROOF_FAILED, TABLE_UNKNOWN,
 * COLUMN_UNKNOWN, and the signal's reason.
 */
export async function applyPartial(
  ports: Ports,
  request: PartialRestoreRequest,
  run: RunContext,
): Promise<PartialRestoreOutcome> {
  const began = ports.clock.monotonicMs()
  const target = await resolveTarget(ports, request.livePath)
  if (target.facts === null) throw new FaultError({ code: 'SOURCE_MISSING', path: target.path })
  try {
    const backup = await provideStored(ports, request, run)
    const kept = await keepPresent(ports, request, run, target)
    const applied = await bringBack(ports, request, run, target)
    return {
      target: target.path,
      ...applied,
      backup,
      safetyBackup: kept?.kind === 'stored' ? kept.backup : null,
      safetyBackupId: idOf(kept),
      durationMs: Math.round(ports.clock.monotonicMs() - began),
    }
  } catch (error) {
    throw await asPartialFault(ports, target, error)
  }
}
