import type { RpoShares } from '../../../shared/domain/objectives/achieved-rpo.ts'
import {
  achievedRto,
  rtoEstimator,
  type MeasuredRestore,
  type RtoEstimate,
  type RtoGround,
} from '../../../shared/domain/objectives/achieved-rto.ts'
import type { ObjectiveRow, ObjectivesView } from '../../../shared/domain/objectives/objective-views.ts'
import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import type { MeasuredRow, ProvedRow } from '../catalog/objective-rows.ts'
import type { OperationsContext } from '../operations-context.ts'
import { newestProvedOfAll } from '../standing/newest-proved.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { promisesOf, type Promises } from './promises-of.ts'
import { recentShares } from './recent-shares.ts'

/** What the catalog tells of every database at once. */
export interface AchievedFacts {
  readonly proved: ReadonlyMap<string, ProvedRow>
  readonly measured: ReadonlyMap<string, readonly MeasuredRestore[]>
  readonly estimate: RtoEstimate
}

/** A row of the catalog as the arithmetic takes it. */
export function measuredOf({ scenario, startedAt, restoreMs, bytes }: MeasuredRow): MeasuredRestore {
  return { scenario, atMs: Date.parse(startedAt), durationMs: restoreMs, bytes }
}

/** Reads it: two statements, whatever the number of databases; one where it is not asked what is proved. */
export function achievedFacts({ catalog }: OpenVault, withProved = true): AchievedFacts {
  const rows = catalog.objectives.newestMeasured()
  const byDatabase = Map.groupBy(rows, ({ databaseId }) => databaseId)
  return {
    proved: new Map((withProved ? newestProvedOfAll(catalog) : []).map((row) => [row.databaseId, row])),
    measured: new Map([...byDatabase].map(([id, all]) => [id, all.map(measuredOf)])),
    estimate: rtoEstimator(rows.map(measuredOf)),
  }
}

/** The moment of the newest state that is proved; null: none is. Milliseconds since 1970 UTC. */
export function provedStateOf(row: ProvedRow | undefined): number | null {
  if (row === undefined || row.provedAt === null) return null
  return Math.max(Date.parse(row.provedAt), Date.parse(row.unchangedAt ?? row.provedAt))
}

/** What an estimate of its RTO rests on. */
export function rtoGroundOf(row: ProvedRow | undefined): RtoGround {
  return { imageBytes: row?.imageBytes ?? null, isAnyProved: provedStateOf(row) !== null }
}

/** One database's objectives now. */
export function objectiveRow(
  record: DatabaseRecord,
  promises: Promises,
  { proved, measured, estimate }: AchievedFacts,
): ObjectiveRow {
  const { id: databaseId, name: database, tier } = record
  const row = proved.get(databaseId)
  const imageBytes = row?.imageBytes ?? null
  const { drilledAt = null, drillVerdict = null } = row ?? {}
  return {
    databaseId,
    database,
    tier,
    registeredAtMs: Date.parse(record.registeredAt),
    promised: promises.of(record, imageBytes),
    provedStateAtMs: provedStateOf(row),
    rto: achievedRto('complete', measured.get(databaseId) ?? [], estimate, rtoGroundOf(row)),
    shares: null,
    lastDrill:
      drilledAt === null || drillVerdict === null
        ? null
        : { atMs: Date.parse(drilledAt), verdict: drillVerdict },
  }
}

interface KnownShares {
  readonly asked: string
  /** Of the catalog and the minute. */
  readonly moment: string
  readonly shares: ReadonlyMap<string, RpoShares>
  /** By the clock for durations. */
  readonly endedMs: number
  readonly tookMs: number
}

const remembered = new WeakMap<OpenVault, KnownShares>()
/** A share moves with the moment it is asked at, but not by what could be seen. */
const freshMs = 60_000
/** Of ten thousand databases it takes seconds, and something always changes: no more than a tenth of the time is spent on it. */
const restsForEach = 10

async function sharesOf(
  { world }: Pick<OperationsContext, 'world'>,
  vault: OpenVault,
  rows: readonly ObjectiveRow[],
  facts: AchievedFacts,
): Promise<ReadonlyMap<string, RpoShares>> {
  const { clock } = world.ports
  const nowMs = clock.now()
  const subjects = rows.flatMap(({ databaseId, registeredAtMs, promised }) =>
    promised.rpo.kind === 'promised' ? [{ databaseId, registeredAtMs, rpoMs: promised.rpo.ms }] : [],
  )
  const asked = JSON.stringify(subjects)
  const moment = `${vault.catalog.revision()} ${Math.floor(nowMs / freshMs)}`
  const known = remembered.get(vault)
  const beganMs = clock.monotonicMs()
  if (known?.asked === asked) {
    const isFresh = known.moment === moment
    if (isFresh || beganMs - known.endedMs < known.tookMs * restsForEach) return known.shares
  }
  const shares = await recentShares(vault, nowMs, subjects, facts.proved)
  const endedMs = clock.monotonicMs()
  remembered.set(vault, { asked, moment, shares, endedMs, tookMs: endedMs - beganMs })
  return shares
}

/**
 * What is promised and what is achieved of every registered database, by name. Of a vault that is away what the catalog remembers. Throws
 * VAULT_NOT_GIVEN, KEY_NEEDED.
 */
export async function listObjectives(context: OperationsContext): Promise<ObjectivesView> {
  const vault = context.session.known()
  const nowMs = context.world.ports.clock.now()
  const promises = await promisesOf(context, vault)
  const facts = achievedFacts(vault)
  const rows = vault.catalog.databases.all().map((record) => objectiveRow(record, promises, facts))
  const shares = await sharesOf(context, vault, rows, facts)
  return {
    rows: rows.map((row) => ({ ...row, shares: shares.get(row.databaseId) ?? null })),
    nowMs,
    problem: promises.problem,
  }
}
