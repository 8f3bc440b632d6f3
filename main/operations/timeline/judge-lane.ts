import { assumedBackups } from '../../../shared/domain/retention/assumed-backups.ts'
import type { ComingPoints } from '../../../shared/domain/retention/coming-points.ts'
import { expectedEnds, type ExpectedEnd } from '../../../shared/domain/retention/expected-end.ts'
import { findKeepReasons } from '../../../shared/domain/retention/keep-reasons.ts'
import type { KeepMark } from '../../../shared/domain/retention/keep-mark.ts'
import type { PlannedRuns } from '../../../shared/domain/retention/planned-runs.ts'
import {
  newestFirstOf,
  planRetention,
  type RetentionGuard,
} from '../../../shared/domain/retention/plan-retention.ts'
import type {
  KeepReason,
  RemovalRule,
  RetainedBackup,
  RetentionRefusal,
} from '../../../shared/domain/retention/retention-policy.ts'
import type { LaneBackup } from '../catalog/lane-rows.ts'

/** What the rules of a policy come to for one database. */
export interface LaneJudgement {
  /** Why a backup is kept now. */
  reasonsOf(id: string): readonly KeepReason[]
  endOf(id: string): ExpectedEnd
  /** What the next clean-up removes, by id, with its rule; empty where it is refused. */
  readonly goesNext: ReadonlyMap<string, RemovalRule>
  /** Why nothing is removed, though `held` backups have outlived their rules. */
  readonly refused: { readonly refusal: RetentionRefusal; readonly count: number } | null
}

/** What a database's backups are judged by. */
export interface LaneRules {
  readonly coming: ComingPoints
  readonly runs: PlannedRuns
  readonly cleanUpMs: number
  readonly guard: RetentionGuard
}

const noEnd: ExpectedEnd = { endMs: null, isEstimated: false }

/** Without a policy, or where it is not known what is held: everything stays. */
export const everythingStays: LaneJudgement = {
  reasonsOf: () => [],
  endOf: () => noEnd,
  goesNext: new Map(),
  refused: null,
}

/** Backups of a database as retention judges them, with the pins and holds that name them. */
export function retainedBackups(
  backups: readonly LaneBackup[],
  marks: readonly KeepMark[],
): readonly RetainedBackup[] {
  const pinned = new Set(marks.filter(({ kind }) => kind === 'pin').map(({ backupId }) => backupId))
  const holds = marks.filter(({ kind }) => kind === 'legal_hold')
  const ofAll = holds.filter(({ backupId }) => backupId === null).map(({ name }) => name)
  const namesOf = (id: string): readonly string[] =>
    holds.length === ofAll.length
      ? ofAll
      : [...ofAll, ...holds.filter(({ backupId }) => backupId === id).map(({ name }) => name)]
  return backups.map((backup) => {
    const { id, type, label, takenAt, status } = backup
    return {
      id,
      type,
      label,
      takenAt,
      get needs() {
        return backup.needs
      },
      verdict: status,
      isDrilled: false,
      isPinned: pinned.has(id),
      holds: namesOf(id),
    }
  })
}

/** Judges the backups of one database: now, and at the next clean-up as the runs until then will have left it. */
export function judgeLane(backups: readonly RetainedBackup[], rules: LaneRules): LaneJudgement {
  const { coming, runs, cleanUpMs, guard } = rules
  const newestFirst = newestFirstOf(backups)
  const reasons = findKeepReasons(coming.policy, newestFirst, coming.nowMs)
  const ends = expectedEnds(coming, newestFirst, reasons)
  const assumed = assumedBackups(newestFirst, runs, coming.nowMs, cleanUpMs)
  const plan = planRetention(coming.policy, [...backups, ...assumed], cleanUpMs, guard)
  return {
    reasonsOf: (id) => reasons.of(id),
    endOf: (id) => ends.get(id) ?? noEnd,
    goesNext: new Map(plan.refusal === null ? plan.removed.map(({ id, rule }) => [id, rule]) : []),
    refused: plan.refusal === null ? null : { refusal: plan.refusal, count: plan.removed.length },
  }
}
