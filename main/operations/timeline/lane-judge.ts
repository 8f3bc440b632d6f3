import type { Policy } from '../../../shared/domain/policies/policy.ts'
import { ComingPoints } from '../../../shared/domain/retention/coming-points.ts'
import type { KeepMark } from '../../../shared/domain/retention/keep-mark.ts'
import type { RetentionGuard } from '../../../shared/domain/retention/plan-retention.ts'
import type { PlannedRuns } from '../../../shared/domain/retention/planned-runs.ts'
import { listKeepMarks } from '../../engine/engine.ts'
import type { LaneBackup } from '../catalog/lane-rows.ts'
import type { OperationsContext } from '../operations-context.ts'
import { retentionGuardOf } from '../retention/retention-guard.ts'
import { policiesOf } from '../policies/list-policies.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { everythingStays, judgeLane, retainedBackups, type LaneJudgement } from './judge-lane.ts'
import { brokenBackups } from './restorable-windows.ts'
import { cleanUpAtOrAfter, runsOfPolicy } from './runs-of-policy.ts'

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
  /** The policy of a registered database; null: none, or it can't be read. */
  policyOf(databaseId: string): Policy | null
  /** What is planned for a database; null: nothing. */
  runsOf(policy: Policy): PlannedRuns
  judge(databaseId: string): JudgedLane
}

/** So many backups are remembered as judged: some tens of megabytes. */
const mostRemembered = 250_000
/** An end moves with the moment it is asked at, but not by what could be seen. */
const freshMs = 60_000

const judges = new WeakMap<OpenVault, { readonly key: string; readonly judge: LaneJudge }>()

/** Remembers lanes, and forgets the oldest where it becomes too much. */
function remembering(judge: (databaseId: string) => JudgedLane): (databaseId: string) => JudgedLane {
  const known = new Map<string, JudgedLane>()
  let count = 0
  return (databaseId) => {
    const found = known.get(databaseId)
    if (found !== undefined) return found
    const lane = judge(databaseId)
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

interface JudgedBy {
  readonly nowMs: number
  readonly policies: ReadonlyMap<string, Policy>
  readonly marks: readonly KeepMark[]
  /** False: a pin or a hold can't be read, and what it keeps is not known. */
  readonly areMarksKnown: boolean
  readonly guardOf: (databaseId: string, policy: Policy) => RetentionGuard
}

function newJudge(
  { catalog }: OpenVault,
  { nowMs, policies, marks, areMarksKnown, guardOf }: JudgedBy,
): LaneJudge {
  const cleanUpMs = cleanUpAtOrAfter(nowMs + 1)
  const ahead = new Map<string, { readonly runs: PlannedRuns; readonly coming: ComingPoints }>()
  const aheadOf = (policy: Policy): { readonly runs: PlannedRuns; readonly coming: ComingPoints } => {
    const found = ahead.get(policy.id)
    if (found !== undefined) return found
    const runs = runsOfPolicy(policy)
    const rules = { ...policy.retention, timeZone: policy.timeZone }
    const made = { runs, coming: new ComingPoints(rules, nowMs, runs) }
    ahead.set(policy.id, made)
    return made
  }
  const policyOf = (databaseId: string): Policy | null => {
    const policy = policies.get(catalog.databases.get(databaseId)?.policyId ?? '')
    return policy?.scope === 'databases' ? policy : null
  }
  return {
    nowMs,
    cleanUpMs,
    policyOf,
    runsOf: (policy) => aheadOf(policy).runs,
    judge: remembering((databaseId) => {
      const backups = catalog.lanes.ofDatabase(databaseId)
      const policy = policyOf(databaseId)
      const lane = { backups, policy, broken: brokenBackups(backups, catalog.backups) }
      // A policy that rests removes nothing either.
      if (policy?.isEnabled !== true || !areMarksKnown || backups.length === 0)
        return { ...lane, judgement: everythingStays }
      const rules = { ...aheadOf(policy), cleanUpMs, guard: guardOf(databaseId, policy) }
      const ofLane = marks.filter((mark) => mark.databaseId === databaseId)
      return { ...lane, judgement: judgeLane(retainedBackups(backups, ofLane), rules) }
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
  const areMarksKnown = damagedMarks.length === 0
  const guardOf: JudgedBy['guardOf'] = (databaseId, policy) =>
    retentionGuardOf(context, vault, databaseId, policy, false)
  const judge = newJudge(vault, { nowMs, policies: byId, marks, areMarksKnown, guardOf })
  judges.set(vault, { key, judge })
  return judge
}
