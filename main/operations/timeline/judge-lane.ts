import { assumedBackups } from '../../../shared/domain/retention/assumed-backups.ts'
import type { ComingPoints } from '../../../shared/domain/retention/coming-points.ts'
import { expectedEnds, type ExpectedEnd } from '../../../shared/domain/retention/expected-end.ts'
import { findKeepReasons } from '../../../shared/domain/retention/keep-reasons.ts'
import type { KeepMark } from '../../../shared/domain/retention/keep-mark.ts'
import type { PlannedRuns } from '../../../shared/domain/retention/planned-runs.ts'
import {
  findGoing,
  newestFirstOf,
  ruleFor,
  type RetentionGuard,
} from '../../../shared/domain/retention/plan-retention.ts'
import type {
  KeepReason,
  RemovalRule,
  RetainedBackup,
  RetentionRefusal,
} from '../../../shared/domain/retention/retention-policy.ts'
import type { LaneBackup } from '../catalog/lane-rows.ts'
import { yieldToOthers } from './yield-to-others.ts'

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
  return backups.map((backup) => new RetainedRow(backup, pinned.has(backup.id), namesOf(backup.id)))
}

/** A class: thousands of objects with a getter each of their own take longer to make than to judge. */
class RetainedRow implements RetainedBackup {
  readonly id: string
  readonly type: RetainedBackup['type']
  readonly label: string
  readonly takenAt: string
  readonly takenMs: number
  readonly verdict: RetainedBackup['verdict']
  readonly isDrilled: boolean
  readonly isPinned: boolean
  readonly holds: readonly string[]
  readonly #row: LaneBackup

  constructor(row: LaneBackup, isPinned: boolean, holds: readonly string[]) {
    this.id = row.id
    this.type = row.type
    this.label = row.label
    this.takenAt = row.takenAt
    this.takenMs = row.takenMs
    this.verdict = row.status
    this.isDrilled = row.isDrilled
    this.isPinned = isPinned
    this.holds = holds
    this.#row = row
  }

  get needs(): readonly string[] {
    return this.#row.needs
  }
}

/**
 * Judges the backups of one database: now, and at the next clean-up as the runs until then will have left it. Lets other work go first now
 * and then.
 */
export async function judgeLane(
  backups: readonly RetainedBackup[],
  rules: LaneRules,
): Promise<LaneJudgement> {
  const { coming, runs, cleanUpMs, guard } = rules
  const newestFirst = newestFirstOf(backups)
  const reasons = findKeepReasons(coming.policy, newestFirst, coming.nowMs)
  await yieldToOthers()
  const ends = expectedEnds(coming, newestFirst, reasons)
  await yieldToOthers()
  const assumed = assumedBackups(newestFirst, runs, coming.nowMs, cleanUpMs)
  const then = assumed.length === 0 ? newestFirst : newestFirstOf([...backups, ...assumed])
  const { goes, refusal } = findGoing(coming.policy, then, cleanUpMs, guard)
  return {
    reasonsOf: (id) => reasons.of(id),
    endOf: (id) => ends.get(id) ?? noEnd,
    goesNext: new Map(refusal === null ? goes.map((backup) => [backup.id, ruleFor(backup)]) : []),
    refused: refusal === null ? null : { refusal, count: goes.length },
  }
}
