import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'
import type { Policy } from '../../../shared/domain/policies/policy.ts'
import { ComingPoints } from '../../../shared/domain/retention/coming-points.ts'
import type { KeepMark } from '../../../shared/domain/retention/keep-mark.ts'
import type { RetentionGuard } from '../../../shared/domain/retention/plan-retention.ts'
import type { PlannedRuns } from '../../../shared/domain/retention/planned-runs.ts'
import { listKeepMarks } from '../../engine/engine.ts'
import type { LaneBackup } from '../catalog/lane-rows.ts'
import type { OperationsContext } from '../operations-context.ts'
import { retentionGuardOf } from '../retention/retention-guard.ts'
import { silenceOf } from '../retention/silence-of.ts'
import { policiesOf } from '../policies/list-policies.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { everythingStays, judgeLane, retainedBackups, type LaneJudgement } from './judge-lane.ts'
import { brokenBackups } from './restorable-windows.ts'
import { cleanUpAtOrAfter, runsOfPolicy } from './runs-of-policy.ts'
import { yieldToOthers } from './yield-to-others.ts'

/** A database's backups, oldest first, and what becomes of them. */
export interface JudgedLane {
  readonly backups: readonly LaneBackup[]
  readonly policy: Policy | null
  readonly judgement: LaneJudgement
  /** Which can't be restored. */
  readonly broken: ReadonlySet<string>
}

/** Judges the lanes of one vault at one moment. */
export interface LaneJudge {
  readonly nowMs: number
  readonly cleanUpMs: number
  /** Files of pins and holds that can't be read: what they keep is not known, and nothing goes. */
  readonly damagedMarks: readonly string[]
  /** The policy of a registered database; null: none, or it can't be read. */
  policyOf(record: Pick<DatabaseRecord, 'policyId'> | null): Policy | null
  /** What is planned for a database; null: nothing. */
  runsOf(policy: Policy): PlannedRuns
  judge(databaseId: string): Promise<JudgedLane>
}

/** So many backups are remembered as judged: some tens of megabytes. */
const mostRemembered = 250_000
/** An end moves with the moment it is asked at, but not by what could be seen. */
const freshMs = 60_000

const judges = new WeakMap<OpenVault, { readonly key: string; readonly judge: LaneJudge }>()

/** Remembers lanes, and forgets the oldest where it becomes too much. */
function remembering(judge: LaneJudge['judge']): LaneJudge['judge'] {
  const known = new Map<string, JudgedLane>()
  let count = 0
  return async (databaseId) => {
    const found = known.get(databaseId)
    if (found !== undefined) return found
    const lane = await judge(databaseId)
    if (known.has(databaseId)) return lane
    known.set(databaseId, lane)
    count += lane.backups.length
    for (const [id, { backups }] of known) {
      if (count <= mostRemembered || id === databaseId) break
      known.delete(id)
      count -= backups.length
    }
    return lane
  }
}

/** What a policy brings, the same for each of its databases. */
interface Ahead {
  readonly runs: PlannedRuns
  readonly coming: ComingPoints
  readonly silenceMs: number
}

interface JudgedBy {
  readonly nowMs: number
  readonly policies: ReadonlyMap<string, Policy>
  readonly marks: readonly KeepMark[]
  readonly damagedMarks: readonly string[]
  readonly guardOf: (databaseId: string, policy: Policy, silenceMs: number) => RetentionGuard
}

function newJudge(
  { catalog }: OpenVault,
  { nowMs, policies, marks, damagedMarks, guardOf }: JudgedBy,
): LaneJudge {
  const cleanUpMs = cleanUpAtOrAfter(nowMs + 1)
  const ahead = new Map<string, Ahead>()
  const aheadOf = (policy: Policy): Ahead => {
    const found = ahead.get(policy.id)
    if (found !== undefined) return found
    const runs = runsOfPolicy(policy)
    const rules = { ...policy.retention, timeZone: policy.timeZone }
    const made = { runs, coming: new ComingPoints(rules, nowMs, runs), silenceMs: silenceOf(policy, nowMs) }
    ahead.set(policy.id, made)
    return made
  }
  const policyOf: LaneJudge['policyOf'] = (record) => {
    const policy = policies.get(record?.policyId ?? '')
    return policy?.scope === 'databases' ? policy : null
  }
  return {
    nowMs,
    cleanUpMs,
    damagedMarks,
    policyOf,
    runsOf: (policy) => aheadOf(policy).runs,
    judge: remembering(async (databaseId) => {
      const backups = catalog.lanes.ofDatabase(databaseId)
      const policy = policyOf(catalog.databases.get(databaseId))
      const lane = { backups, policy, broken: brokenBackups(backups, catalog.backups) }
      // A policy that rests removes nothing either.
      if (policy?.isEnabled !== true || damagedMarks.length > 0 || backups.length === 0)
        return { ...lane, judgement: everythingStays }
      const { runs, coming, silenceMs } = aheadOf(policy)
      const rules = { runs, coming, cleanUpMs, guard: guardOf(databaseId, policy, silenceMs) }
      await yieldToOthers()
      const ofLane = marks.filter((mark) => mark.databaseId === databaseId)
      return { ...lane, judgement: await judgeLane(retainedBackups(backups, ofLane), rules) }
    }),
  }
}

/**
 * The judge of the open vault's lanes. What it found is remembered for a minute, or until the catalog, a policy, a pin or a hold
 * changes. Throws what keeps the vault from being read: without it neither policies nor holds are known.
 */
export async function laneJudge(context: OperationsContext): Promise<LaneJudge> {
  const vault = context.session.reachable()
  const { ports } = context.world
  const { byId, damaged } = await policiesOf(context, vault)
  const { records: marks, damaged: damagedMarks } = await listKeepMarks(ports, vault.access.folder)
  const now = ports.clock.now()
  const nowMs = now - (now % freshMs)
  const key = JSON.stringify([
    vault.catalog.revision(),
    nowMs,
    [...byId.values()],
    damaged,
    marks,
    damagedMarks,
    context.settings.current().pruneShareAtOnce,
  ])
  const found = judges.get(vault)
  if (found?.key === key) return found.judge
  const guardOf: JudgedBy['guardOf'] = (databaseId, policy, silenceMs) =>
    retentionGuardOf(context, vault, databaseId, policy, false, silenceMs)
  const judge = newJudge(vault, { nowMs, policies: byId, marks, damagedMarks, guardOf })
  judges.set(vault, { key, judge })
  return judge
}
