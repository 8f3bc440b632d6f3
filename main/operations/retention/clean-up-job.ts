import { FaultError, type Fault } from '../../../shared/domain/fault.ts'
import type { PruneReport } from '../../../shared/domain/retention/prune-views.ts'
import { recordActivity, type Happening } from '../activity/record-activity.ts'
import { resultOf } from '../backups/settle-backup.ts'
import { findRegistered } from '../databases/find-database.ts'
import type { OperationsContext } from '../operations-context.ts'
import type { Job, JobEnd, Settled, Submitted } from '../queue/job-queue.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { cleanArchives } from '../system/clean-archives.ts'
import type { PruneOrder } from './prune-database.ts'
import { runPrune } from './run-prune.ts'

/** What a clean-up of everything is called where a job names its database. */
const everyDatabase = 'every database'

function refusalsIn(report: PruneReport): readonly (Fault & { readonly code: 'PRUNE_REFUSED' })[] {
  return report.databases.flatMap(({ database, refusal }) =>
    refusal === null ? [] : [{ code: 'PRUNE_REFUSED' as const, database, refusal }],
  )
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
  for (const fault of refusals) {
    const { databaseId, database } = outcome!.databases.find((one) => one.database === fault.database)!
    await recordActivity(context, vault, { ...common, result: 'failed', databaseId, database, fault })
  }
  const full = outcome?.databases
    .flatMap(({ skipped }) => skipped)
    .find(({ fault }) => fault.code === 'VAULT_FULL')
  const fault = end.fault ?? refusals[0] ?? full?.fault
  const ofAll = { bytes: outcome?.freedBytes ?? null, fault: fault ?? null, slotAt }
  await recordActivity(context, vault, { ...common, result: resultOf(fault), ...ofAll })
  return { fault }
}

/**
 * The clean-up of expired backups as a job: of every database, or of one. It runs in this process: it moves and removes files, and reads
 * no database. What it refused makes it fail with PRUNE_REFUSED of the first such database, and a
 * vault without room for the records of removals with VAULT_FULL; the others are done all the same.
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
    run: async (turn) => {
      const report = await runPrune(context, vault, order, turn)
      if (order.databases !== undefined) return report
      return { ...report, freedBytes: report.freedBytes + (await cleanArchives(context, vault)) }
    },
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
