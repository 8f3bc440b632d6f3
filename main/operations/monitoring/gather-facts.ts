import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import { faultOf } from '../../../shared/domain/fault.ts'
import { faultText } from '../../../shared/domain/faults/fault-text.ts'
import type { HealthCheckName, ThresholdUsed } from '../../../shared/domain/health/health-cause.ts'
import { thresholdsOf } from '../../../shared/domain/health/health-report.ts'
import type { DatabaseFacts, HealthFacts } from '../../../shared/domain/health/judge-health.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import type { StoredArchive } from '../../../shared/domain/system-archive.ts'
import { listLeases, listSlotLedgers, schedulesPaused } from '../../engine/engine.ts'
import type { OperationsContext } from '../operations-context.ts'
import { withObjectives } from '../objectives/objective-facts.ts'
import { policiesOf } from '../policies/list-policies.ts'
import { schedulesLease } from '../schedules/hold-schedules.ts'
import { newestStanding } from '../standing/newest-standing.ts'
import { archivesAtHand } from '../system/archive-totals.ts'
import { systemName } from '../system/system-words.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { yieldToOthers } from '../timeline/yield-to-others.ts'
import { dueOfDatabase, dueOfSystem, newestWithRows, type Around, type DueNow } from './due-backups.ts'
import { gatherDrillFacts } from './gather-drill-facts.ts'
import { judgeRuns } from './judge-runs.ts'
import { overdueSlots } from './overdue-slots.ts'

type Unknown = HealthFacts['unknown'][number]

/** Verdicts looked at for a row of bad ones: beyond, it is long enough. */
const runsLookedAt = 100
/** Named in one sentence; how many more there are is said. */
const mostNamed = 5

function namesOf(names: readonly string[]): string {
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''
  return `${names.slice(0, mostNamed).join(', ')}${more}`
}

function wordsOf(error: unknown): string {
  const fault = faultOf(error)
  return fault === undefined ? String(error) : faultText(fault).message.replace(/\.$/, '')
}

/** Reads of the vault what due backups are judged by. Rejects where it can't be read. */
async function lookAround(
  context: OperationsContext,
  vault: OpenVault,
): Promise<[Around, readonly string[]]> {
  const { ports } = context.world
  const { folder } = vault.access
  const nowMs = ports.clock.now()
  const { byId, damaged } = await policiesOf(context, vault)
  const policies = [...byId.values()]
  const ledgers = await listSlotLedgers(ports, folder)
  const leases = (await listLeases(ports, folder)).filter(({ isAlive }) => isAlive)
  const subjects = new Set(leases.map(({ facts }) => facts?.subject ?? ''))
  const isPaused = (await schedulesPaused(ports, folder)) !== null
  const isInQueue = (record: DatabaseRecord | null): boolean =>
    record === null ? isBusyWithSystem(context) : context.queue.isBusy(record.id, 'backup')
  const around: Around = {
    vault,
    nowMs,
    overdue: overdueSlots(nowMs, thresholdsOf(context.settings.current())),
    policies: new Map(policies.map((policy) => [policy.id, { ...policy, isEnabled: true }])),
    restingIds: new Set(policies.filter(({ isEnabled }) => !isEnabled).map(({ id }) => id)),
    hasDamagedPolicies: damaged.length > 0,
    ledgers: new Map(ledgers.records.map((ledger) => [ledger.id, ledger])),
    isPaused,
    isActedOn: leases.some(({ name }) => name === schedulesLease),
    // What waits while schedules are paused is not at work.
    isAtWork: (record) => (record !== null && subjects.has(record.name)) || (!isPaused && isInQueue(record)),
  }
  const unread = damaged.length === 0 ? [] : [`policies that can’t be read: ${namesOf(damaged)}`]
  return [around, unread]
}

function isBusyWithSystem({ queue }: OperationsContext): boolean {
  return queue.views().some(({ kind, endedAt }) => kind === 'system_backup' && endedAt === undefined)
}

function slowAfterOf(policy: Policy | undefined): ThresholdUsed | undefined {
  const minutes = policy?.health?.slowBackupMinutes
  if (policy === undefined || minutes === undefined) return undefined
  return { ms: minutes * 60_000, from: 'policy', policy: policy.name }
}

function factsOfDatabase(
  { catalog }: OpenVault,
  record: DatabaseRecord,
  dueNow: DueNow,
  policy: Policy | undefined,
): DatabaseFacts {
  const { id: databaseId, name: database } = record
  const runs = catalog.history.runsBack(databaseId, ['backup', 'verify'], runsLookedAt)
  const found = { ...judgeRuns(runs), ...newestStanding(catalog, databaseId) }
  return { databaseId, database, ...dueNow, ...found, slowAfter: slowAfterOf(policy) }
}

function standingOfArchive(
  archive: StoredArchive | undefined,
): Pick<DatabaseFacts, 'newestRed' | 'newestUntold'> {
  if (archive?.lastValidation.status !== 'failed') {
    return { newestRed: null, newestUntold: archive?.lastValidation.status === 'not_known' ? 'own' : null }
  }
  const { archiveId: backupId, lastValidation } = archive
  const { checkedAt } = lastValidation
  return { newestRed: { kind: 'validation_failed', backupId, checkedAt }, newestUntold: null }
}

/** The newest archive, where the run that made it failed by what it found of it. */
function storedBad(archive: StoredArchive | undefined): string | null {
  return archive?.validation.status === 'failed' ? archive.archiveId : null
}

async function factsOfSystem(
  context: OperationsContext,
  around: Around,
  policy: Policy,
): Promise<DatabaseFacts> {
  const { vault } = around
  const [archive] = await archivesAtHand(context, vault)
  const [run] = vault.catalog.history.runsBack(null, ['system_backup'], 1)
  return {
    databaseId: policy.id,
    database: `${systemName} (${policy.name})`,
    ...dueOfSystem(around, policy, archive?.takenAt ?? null),
    failed:
      run?.result === 'failed' ? { at: run.startedAt, fault: run.fault, backupId: storedBad(archive) } : null,
    failuresInARow: 0,
    newestVerdictAt: null,
    ...standingOfArchive(archive),
    newestRun: null,
  }
}

const betweenYields = 200

async function factsOfDatabases(
  vault: OpenVault,
  dueOf: (record: DatabaseRecord) => DueNow,
  policies: ReadonlyMap<string, Policy>,
): Promise<DatabaseFacts[]> {
  const facts: DatabaseFacts[] = []
  for (const [n, record] of vault.catalog.databases.all().entries()) {
    if (n % betweenYields === betweenYields - 1) await yieldToOthers()
    facts.push(factsOfDatabase(vault, record, dueOf(record), policies.get(record.policyId ?? '')))
  }
  return facts
}

/** Backups whose newest verdict, or that of one that they need, can't be told, and manifests that say nothing. */
function unknownVerdicts({ catalog }: OpenVault, databases: readonly DatabaseFacts[]): readonly string[] {
  const said = (what: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : [`${what}: ${namesOf(names)}`]
  const untold = (whose: DatabaseFacts['newestUntold']): readonly string[] =>
    databases.filter(({ newestUntold }) => newestUntold === whose).map(({ database }) => database)
  const unread = catalog.marks.damaged().map(({ file }) => file)
  return [
    ...said('manifests that can’t be read', unread),
    ...said('databases whose newest backup has no verdict that can be read', untold('own')),
    ...said('databases whose newest backup needs one that has no verdict that can be read', untold('need')),
  ]
}

async function storageOf(
  { world }: OperationsContext,
  { access }: OpenVault,
): Promise<HealthFacts['storage']> {
  const { files } = world.ports
  const [totalBytes, freeBytes] = [
    await files.totalBytes(access.folder),
    await files.freeBytes(access.folder),
  ]
  return { totalBytes, freeBytes }
}

function datedAhead(databases: readonly DatabaseFacts[], around: Around): readonly string[] {
  const names = databases
    .filter(({ due, databaseId }) => {
      if (due.kind !== 'not_known') return false
      const record = around.vault.catalog.databases.get(databaseId)
      return around.policies.has(record?.policyId ?? '')
    })
    .map(({ database }) => database)
  return names.length === 0 ? [] : [`databases whose newest backup is dated ahead of now: ${namesOf(names)}`]
}

interface RecentFacts {
  readonly databases: readonly DatabaseFacts[]
  readonly unknown: readonly string[]
  /** Empty where they can't be read: then the settings hold. */
  readonly policies: ReadonlyMap<string, Policy>
}

async function recentFacts(context: OperationsContext, vault: OpenVault): Promise<RecentFacts> {
  try {
    const [around, unread] = await lookAround(context, vault)
    const databases = await factsOfDatabases(
      vault,
      (record) => dueOfDatabase(around, record),
      around.policies,
    )
    const unknown = [...unread, ...datedAhead(databases, around)]
    const systemPolicies = [...around.policies.values()].filter(({ scope }) => scope === 'system')
    // Without a database there is nothing to take.
    for (const policy of databases.length === 0 ? [] : systemPolicies) {
      databases.push(await factsOfSystem(context, around, policy))
    }
    return { databases, unknown, policies: around.policies }
  } catch (error) {
    const policies = new Map<string, Policy>()
    const databases = await factsOfDatabases(
      vault,
      ({ id }) => ({ due: { kind: 'not_known' }, newestAt: newestWithRows(vault, id) }),
      policies,
    )
    return { databases, unknown: [wordsOf(error)], policies }
  }
}

function unknownOf(check: HealthCheckName, details: readonly string[]): readonly Unknown[] {
  return details.length === 0 ? [] : [{ check, detail: details.join('; ') }]
}

/**
 * What the health of a vault is judged by now. What can't be found out is named, and nothing is made up for it; a vault that is away is
 * judged by what the catalog remembers.
 */
export async function gatherFacts(context: OperationsContext, vault: OpenVault): Promise<HealthFacts> {
  const now = new Date(context.world.ports.clock.now()).toISOString()
  const status = context.session.status()
  const away = status.state === 'unreachable' ? [faultText(status.fault).message.replace(/\.$/, '')] : []
  const recent = await recentFacts(context, vault)
  let storage: HealthFacts['storage'] = null
  const noStorage: string[] = [...away]
  try {
    if (away.length === 0) storage = await storageOf(context, vault)
  } catch (error) {
    noStorage.push(wordsOf(error))
  }
  const promised = await withObjectives(context, vault, recent.databases)
  return {
    now,
    databases: promised.databases,
    drills: gatherDrillFacts(vault, recent.policies),
    storage,
    unknown: [
      ...unknownOf('recent_backups', [...new Set([...away, ...recent.unknown, ...promised.unknown])]),
      ...unknownOf('validation_status', unknownVerdicts(vault, recent.databases)),
      ...unknownOf('storage_capacity', noStorage),
    ],
  }
}
