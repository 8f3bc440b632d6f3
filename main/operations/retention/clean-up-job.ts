import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import type { Pruned, PruneReport } from '../../../shared/domain/retention/prune-views.ts'
import type { Removal } from '../../../shared/domain/retention/removal.ts'
import { recordActivity, type Happening } from '../activity/record-activity.ts'
import { resultOf } from '../backups/settle-backup.ts'
import { findRegistered } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { Job, JobEnd, Settled, Submitted, Turn } from '../queue/job-queue.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { cleanArchives } from '../system/clean-archives.ts'
import { systemName } from '../system/system-words.ts'
import type { PruneOrder } from './prune-database.ts'
import { runPrune } from './run-prune.ts'

/** What a clean-up of everything is called where a job names its database. */
const everyDatabase = 'every database'

/** What a clean-up refused, and of which database; `databaseId` is null for the archives of the complete system. */
export interface RefusedPrune {
  readonly databaseId: string | null
  readonly fault: Fault & { readonly code: 'PRUNE_REFUSED' }
}

/** Everything that a clean-up refused. */
export function refusalsIn({ databases, archives }: PruneReport): readonly RefusedPrune[] {
  const ofArchives = archives === null ? [] : [{ ...archives, databaseId: null, database: systemName }]
  return [...databases, ...ofArchives].flatMap(({ databaseId, database, refusal }) =>
    refusal === null ? [] : [{ databaseId, fault: { code: 'PRUNE_REFUSED' as const, database, refusal } }],
  )
}

/** A vault that had no room for the record of a removal. */
function fullIn({ databases, archives }: PruneReport): Fault | undefined {
  const skipped = [...databases, ...(archives === null ? [] : [archives])].flatMap((one) => one.skipped)
  return skipped.find(({ fault }) => fault.code === 'VAULT_FULL')?.fault
}

async function settle(
  context: OperationsContext,
  vault: OpenVault,
  slotAt: string | null,
  end: JobEnd<PruneReport>,
): Promise<Settled> {
  const { outcome, startedAt, durationMs } = end
  const common = { kind: 'prune', startedAt, durationMs } satisfies Partial<Happening>
  const refusals = outcome === undefined ? [] : refusalsIn(outcome)
  for (const { databaseId, fault } of refusals) {
    const { database } = fault
    await recordActivity(context, vault, { ...common, result: 'failed', databaseId, database, fault })
  }
  const fault = end.fault ?? refusals[0]?.fault ?? (outcome && fullIn(outcome))
  const ofAll = { bytes: outcome?.freedBytes ?? null, fault: fault ?? null, slotAt }
  await recordActivity(context, vault, { ...common, result: resultOf(fault), ...ofAll })
  return { fault }
}

function bytesOf(removals: readonly Removal[]): number {
  return removals.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}

/** A report on every database, with what was done with the archives. */
function withArchives(report: PruneReport, archives: Pruned): PruneReport {
  return {
    ...report,
    archives,
    setAsideCount: report.setAsideCount + archives.setAside.length,
    endedCount: report.endedCount + archives.ended.length,
    freedBytes: report.freedBytes + bytesOf(archives.ended),
  }
}

/** Every database first, then the archives. */
async function cleanAll(
  context: OperationsContext,
  vault: OpenVault,
  order: PruneOrder,
  turn: Turn,
): Promise<PruneReport> {
  const report = await runPrune(context, vault, order, turn)
  const doneBytes = report.databases.reduce(
    (sum, { setAside, ended }) => sum + bytesOf([...setAside, ...ended]),
    0,
  )
  return withArchives(report, await cleanArchives(context, vault, order, turn, doneBytes))
}

/**
 * The clean-up of expired backups as a job: of every database and the archives of the complete system, or of one database. It runs in this
 * process: it moves and removes files, and reads no database. What it refused makes it fail with the first PRUNE_REFUSED, and a vault without
 * room for the records of removals with VAULT_FULL; the rest is done all the same.
 */
export function cleanUpJob(
  context: OperationsContext,
  vault: OpenVault,
  slotAt: string | null,
  order: PruneOrder = {},
): Job<PruneReport> {
  const only = order.databases?.length === 1 ? findRegistered(vault.catalog, order.databases[0]!) : undefined
  return {
    kind: 'prune',
    databaseId: only?.id ?? vault.access.vaultId,
    database: only?.name ?? everyDatabase,
    run: (turn) =>
      order.databases === undefined
        ? cleanAll(context, vault, order, turn)
        : runPrune(context, vault, order, turn),
    settle: (end) => settle(context, vault, slotAt, end),
  }
}

/** Queues a clean-up that a person asks for. Throws DATABASE_UNKNOWN, VAULT_READ_ONLY, and what keeps the vault from being used. */
export function startPrune(context: OperationsContext, order: PruneOrder): Submitted<PruneReport> {
  const vault = context.session.reachable()
  if (vault.isReadOnly) throw new FaultError({ code: 'VAULT_READ_ONLY', path: vault.access.folder })
  for (const called of order.databases ?? []) findRegistered(vault.catalog, called)
  return context.queue.submit(cleanUpJob(context, vault, null, order))
}
