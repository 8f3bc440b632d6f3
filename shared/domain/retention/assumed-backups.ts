import type { BackupType } from '../backup-record.ts'
import type { PlannedRuns } from './planned-runs.ts'
import type { RetainedBackup } from './retention-policy.ts'

/** Of two runs at one moment the first of these is the one that stores something. */
const fullestFirst: readonly BackupType[] = ['full', 'differential', 'incremental', 'schema']

function assumedAt(type: BackupType, atMs: number, newestFirst: readonly RetainedBackup[]): RetainedBackup {
  const isOfChanges = type === 'incremental' || type === 'differential'
  const base = newestFirst.find(
    (one) =>
      one.type !== 'schema' && one.verdict !== 'failed' && (type === 'incremental' || one.type === 'full'),
  )
  const needs = isOfChanges && base !== undefined ? [base.id, ...base.needs] : []
  return {
    id: `planned ${atMs}`,
    type: isOfChanges && base === undefined ? 'full' : type,
    label: 'planned',
    takenAt: new Date(atMs).toISOString(),
    needs,
    verdict: 'passed',
    isDrilled: false,
    isPinned: false,
    holds: [],
  }
}

/** The backups that planned runs will have made up to a moment, oldest first, each found to be sound and each with changes. */
export function assumedBackups(
  newestFirst: readonly RetainedBackup[],
  runs: PlannedRuns,
  nowMs: number,
  untilMs: number,
): readonly RetainedBackup[] {
  const assumed: RetainedBackup[] = []
  for (let atMs = runs.next(fullestFirst, nowMs); atMs !== null && atMs <= untilMs;) {
    const moment = atMs
    const type = fullestFirst.find((one) => runs.next([one], moment - 1) === moment) ?? 'full'
    assumed.push(assumedAt(type, moment, [...assumed.toReversed(), ...newestFirst]))
    atMs = runs.next(fullestFirst, moment)
  }
  return assumed
}
