import os from 'node:os'
import path from 'node:path'

import type { DrillAssertion } from '../../../shared/domain/drills/assertion.ts'
import { levelsOfNone, reasonOf, verdictOf } from '../../../shared/domain/drills/drill.ts'
import {
  concludedOf,
  summaryOfDrill,
  type ConcludedDrill,
  type DrillRecord,
} from '../../../shared/domain/drills/drill-record.ts'
import { assertedOfBackup } from '../../../shared/domain/drills/kept-assertions.ts'
import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { ActivityEntry } from '../../../shared/domain/views.ts'
import {
  manifestOf,
  readAssertions,
  readDrill,
  saveDrill,
  type DrillOutcome,
  type DrillRequest,
} from '../../engine/engine.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { threadsOf } from '../backups/backup-request.ts'
import { resultOf } from '../backups/settle-backup.ts'
import { imageFolderName } from '../content/image-folder.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { JobEnd, Settled, Submitted } from '../queue/job-queue.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { instantOf } from '../world.ts'

/** What a drill found is not all that it is to show; undefined where it is. */
export function faultOfDrill(file: string, { levels }: Pick<DrillOutcome, 'levels'>): Fault | undefined {
  const reason = reasonOf(levels)
  if (reason === null) return undefined
  const { level, detail, status } = reason
  return { code: 'DRILL_NOT_PASSED', file, level, detail, isKnown: status === 'failed' }
}

/** What stands of a backup's drills before another one; null: none came to a verdict. */
async function concludedBefore(
  { world }: OperationsContext,
  { access, catalog }: OpenVault,
  backup: StoredBackup,
): Promise<ConcludedDrill | null> {
  // Another machine may have drilled it since; where its evidence can't be read, the catalog remembers.
  const kept = await readDrill(world.ports, access.folder, backup.id).catch(() => null)
  if (kept !== null && kept !== 'damaged') return concludedOf(summaryOfDrill(kept))
  return concludedOf((catalog.backups.get(backup.id) ?? backup).lastDrill)
}

async function keepRecord(
  context: OperationsContext,
  vault: OpenVault,
  backup: StoredBackup,
  outcome: DrillOutcome,
): Promise<void> {
  const { world, changes } = context
  const { id, databaseId } = backup
  const before = await concludedBefore(context, vault, backup)
  const { bytes: _, ...found } = outcome
  const made: DrillRecord = { backupId: id, ...found, by: os.userInfo().username }
  // One that found nothing out takes nothing back: a red backup stays red.
  const isOpen = found.verdict === 'inconclusive' && before !== null
  const record: DrillRecord = isOpen ? { ...made, concluded: before } : made
  vault.catalog.backups.putDrill(id, summaryOfDrill(record))
  const { restoreMs, drilledAt } = found
  if (restoreMs !== null && outcome.bytes !== null) {
    const measured = { databaseId, measuredAt: drilledAt, bytes: outcome.bytes, durationMs: restoreMs }
    vault.catalog.speeds.add({ kind: 'restore', ...measured })
  }
  changes.tell({ topic: 'backups', databaseId })
  // Health is judged anew where this may turn it, and not after each of ten thousand that pass.
  if (record.verdict !== 'passed' || before?.verdict === 'failed') changes.tell({ topic: 'alerts' })
  if (!vault.isReadOnly) await saveDrill(world.ports, vault.access.folder, record)
}

/** One that did not come back as it was measures nothing. */
function measuredBy(outcome: DrillOutcome | undefined): Pick<ActivityEntry, 'measured'> {
  if (outcome === undefined || outcome.restoreMs === null || outcome.verdict === 'failed') return {}
  return { measured: { scenario: 'drill', restoreMs: outcome.restoreMs } }
}

/** A job that was stopped at its time limit, or died, found nothing out: that is kept too, or it would be tried again each day. */
function outcomeOfNone(
  context: OperationsContext,
  fault: Fault,
  durationMs: number,
): DrillOutcome | undefined {
  if (fault.code !== 'JOB_TIMED_OUT' && fault.code !== 'JOB_DIED') return undefined
  const levels = levelsOfNone(faultText(fault).message.replace(/\.$/, ''))
  const drilledAt = instantOf(context.world.ports.clock)
  const nothing = { assertions: [], restoreMs: null, bytes: null }
  return { verdict: verdictOf(levels), levels, ...nothing, drilledAt, durationMs }
}

async function settle(
  context: OperationsContext,
  vault: OpenVault,
  backup: StoredBackup,
  slotAt: string | null,
  { outcome, fault: stopped, startedAt, durationMs }: JobEnd<DrillOutcome>,
): Promise<Settled> {
  const found = outcome ?? (stopped && outcomeOfNone(context, stopped, durationMs))
  if (found !== undefined) await keepRecord(context, vault, backup, found)
  const fault = stopped ?? (outcome && faultOfDrill(backup.file, outcome))
  const { databaseId, database, id: backupId, type, label } = backup
  const ofBackup = { databaseId, database, backupId, type, label }
  await recordActivity(context, vault, {
    kind: 'drill',
    result: resultOf(fault),
    ...ofBackup,
    startedAt,
    durationMs,
    bytes: outcome?.bytes ?? null,
    fault: fault ?? null,
    slotAt,
    ...measuredBy(outcome),
  })
  return { fault }
}

/** How a drill is asked for. */
export interface DrillWish {
  /** What is asserted in this drill alone; left out: what the vault keeps of the database. */
  readonly assertions?: readonly DrillAssertion[] | undefined
  /** The moment that the schedule of drills named for it: it waits while schedules are paused. */
  readonly slotAt?: string | undefined
}

/** Behind everything else that waits: nobody waits for a drill. */
const lastPriority = 9

/** A folder of this process's own for a drill; gone after it, and swept when the process died. */
export function drillFolder({ ports, home }: OperationsContext['world']): string {
  return path.join(home.drillsFolder, imageFolderName(ports), ports.ids.newId())
}

async function assertionsFor(
  { world }: OperationsContext,
  { access, catalog }: OpenVault,
  { id, databaseId }: StoredBackup,
  given: readonly DrillAssertion[] | undefined,
): Promise<Pick<DrillRequest, 'assertions' | 'assertionsUnread'>> {
  const isNewest = catalog.backups.newest(databaseId)?.id === id
  if (given !== undefined) return { assertions: assertedOfBackup(given, isNewest) }
  const kept = await readAssertions(world.ports, access.folder, databaseId)
  if (kept === null) return { assertions: [] }
  if ('problem' in kept) {
    return {
      assertions: [],
      assertionsUnread: `what the vault keeps of its assertions can’t be read: ${kept.problem}`,
    }
  }
  return { assertions: assertedOfBackup(kept.assertions, isNewest) }
}

/**
 * Queues the drill of a backup, behind what else waits. A schema backup has no rows to bring back: throws BACKUP_WITHOUT_ROWS, and what
 * keeps the vault from being used. What is restored lies in Holdfast's own folder, private to this user, until the drill ends.
 */
export function startDrill(
  context: OperationsContext,
  backup: StoredBackup,
  { assertions: given, slotAt }: DrillWish = {},
): Submitted<DrillOutcome> {
  const vault = context.session.reachable()
  const { databaseId, database, file, lastValidation } = backup
  if (backup.type === 'schema') throw new FaultError({ code: 'BACKUP_WITHOUT_ROWS', file })
  const { world, settings } = context
  const scratchFolder = drillFolder(world)
  const order = {
    vault: vault.access,
    manifestFile: manifestOf(file),
    databaseId,
    database,
    scratchFolder,
    scratchLimitBytes: settings.current().drillScratchBytes,
    lastValidation,
    threads: threadsOf(world.cores),
  }
  return context.queue.submit<DrillOutcome>({
    kind: 'drill',
    databaseId,
    database,
    backupId: backup.id,
    priority: lastPriority,
    isScheduled: slotAt !== undefined,
    run: async (turn) => {
      const request: DrillRequest = { ...order, ...(await assertionsFor(context, vault, backup, given)) }
      return world.jobs.run({ kind: 'drill', request }, turn)
    },
    settle: async (end) => {
      // The job does so itself, unless it was killed.
      await world.ports.files.removeFolder(scratchFolder).catch(() => undefined)
      return settle(context, vault, backup, slotAt ?? null, end)
    },
  })
}
