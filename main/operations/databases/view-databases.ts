import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import { concludedOf } from '../../../shared/domain/drills/drill-record.ts'
import { judgeProtection } from '../../../shared/domain/protection.ts'
import type { DatabaseView, OverviewView } from '../../../shared/domain/views.ts'
import type { Ports } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { policiesOf } from '../policies/list-policies.ts'
import { nextRuns } from '../schedules/view-schedules.ts'
import { judgeChain } from '../standing/judge-chain.ts'
import { newestProvedOf } from '../standing/newest-proved.ts'
import { archiveTotals } from '../system/archive-totals.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { findRegistered } from './find-database.ts'

const atOnce = 64
const recentSpanMs = 24 * 3_600_000
/** Beyond this the overview's day would be no picture any more; the window says that there are more. */
const mostRecent = 5000

/** Bytes of a database file and its log; null when the file is not there or can't be looked at. */
async function sourceBytesOf(ports: Ports, file: string): Promise<number | null> {
  const facts = await ports.files.stat(file).catch(() => null)
  if (facts === null || !facts.isFile) return null
  const log = await ports.files.stat(`${file}-wal`).catch(() => null)
  return facts.sizeBytes + (log?.sizeBytes ?? 0)
}

type Planned = Pick<DatabaseView, 'policy' | 'nextRunAt'>

/** What runs by itself of each database, computed once for all of them. */
async function plansOf(
  context: OperationsContext,
  vault: OpenVault,
  records: readonly DatabaseRecord[],
): Promise<(record: DatabaseRecord) => Planned> {
  // Of a vault that is away what the catalog remembers is still shown; its policies are not among that.
  const none: ReadonlyMap<string, Policy> = new Map()
  const byId = await policiesOf(context, vault).then(
    (read) => read.byId,
    () => none,
  )
  const runs = nextRuns(context, byId, records)
  return ({ id, policyId }) => ({
    policy: byId.get(policyId ?? '')?.name ?? null,
    nextRunAt: runs.get(id) ?? null,
  })
}

async function viewOf(
  context: OperationsContext,
  vault: OpenVault,
  record: DatabaseRecord,
  planned: Planned,
): Promise<DatabaseView> {
  const { backups, history, speeds } = vault.catalog
  const sourceBytes = await sourceBytesOf(context.world.ports, record.path)
  const newestBackup = backups.newest(record.id)
  const sourceExists = sourceBytes !== null
  const judged = judgeProtection({
    isRunning: context.queue.isBusy(record.id, 'backup'),
    sourceExists,
    recoveryStartedAt: record.recoveryStartedAt,
    newestBackup,
    ...(newestBackup === null
      ? { brokenLink: null, untoldNeed: null }
      : judgeChain(vault.catalog, newestBackup)),
    failedSince: history.failedSince(record.id),
  })
  return {
    ...record,
    ...judged,
    sourceBytes,
    sourceExists,
    newestBackup,
    ...backups.totalsOf(record.id),
    newestProvedAt: newestProvedOf(vault.catalog, record.id).provedAt,
    measuredRestoreMs: speeds.newestRestoreMs(record.id),
    ...planned,
  }
}

/** One registered database as it is now. Throws DATABASE_UNKNOWN. */
export async function viewDatabase(context: OperationsContext, called: string): Promise<DatabaseView> {
  const vault = context.session.known()
  const record = findRegistered(vault.catalog, called)
  const plans = await plansOf(context, vault, [record])
  return viewOf(context, vault, record, plans(record))
}

/** Every registered database as it is now, by name. */
export async function viewDatabases(context: OperationsContext): Promise<readonly DatabaseView[]> {
  const vault = context.session.known()
  const records = vault.catalog.databases.all()
  const plans = await plansOf(context, vault, records)
  const views: DatabaseView[] = []
  for (let first = 0; first < records.length; first += atOnce) {
    const part = records.slice(first, first + atOnce)
    views.push(...(await Promise.all(part.map((record) => viewOf(context, vault, record, plans(record))))))
  }
  return views
}

/** When a database was proved last, whatever runs on it now or became of its file; null: never. */
function provedAtOf({ newestBackup, newestProvedAt, reason }: DatabaseView): string | null {
  const newest = newestBackup?.lastValidation
  // A green backup with a red drill proves nothing.
  if (concludedOf(newestBackup?.lastDrill ?? null)?.verdict === 'failed') return newestProvedAt
  if (reason.code === 'chain_broken') return newestProvedAt
  return newest?.status === 'passed' ? newest.checkedAt : newestProvedAt
}

/** What the Overview shows first. */
export async function viewOverview(context: OperationsContext): Promise<OverviewView> {
  const vault = context.session.known()
  const databases = await viewDatabases(context)
  const provedAt = databases.map((one) => provedAtOf(one) ?? '')
  const lastProvedAt = provedAt.reduce((newest, at) => (at > newest ? at : newest), '')
  const { backupCount, storedBytes } = vault.catalog.backups.totalsOfAll()
  const { archiveCount, archivedBytes } = await archiveTotals(context, vault)
  const { files, clock } = context.world.ports
  const since = new Date(clock.now() - recentSpanMs).toISOString()
  const recent = vault.catalog.history.page({ onlyFailures: false, since, offset: 0, limit: mostRecent })
  return {
    databases,
    provedCount: databases.filter((one) => one.newestProvedAt !== null).length,
    lastProvedAt: lastProvedAt === '' ? null : lastProvedAt,
    recent: recent.rows,
    recentCount: recent.total,
    storage: {
      backupCount,
      archiveCount,
      storedBytes: storedBytes + archivedBytes,
      freeBytes: await files.freeBytes(vault.access.folder).catch(() => null),
    },
  }
}
