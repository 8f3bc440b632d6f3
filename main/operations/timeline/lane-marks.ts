import { keepRules, markFlags, type LaneDensity, type LaneMarks } from '../../../shared/domain/timeline.ts'
import type { LaneBackup } from '../catalog/lane-rows.ts'
import type { LaneJudgement } from './judge-lane.ts'

const bits = new Map(keepRules.map((rule, n) => [rule, 1 << n]))

function whyOf(judgement: LaneJudgement, id: string): number {
  let why = 0
  for (const { rule } of judgement.reasonsOf(id)) why |= bits.get(rule) ?? 0
  return why
}

function flagsOf(judgement: LaneJudgement, id: string, why: number, isBroken: boolean): number {
  let flags = isBroken ? markFlags.broken : 0
  if ((why & bits.get('pinned')!) !== 0) flags |= markFlags.pinned
  if ((why & bits.get('held')!) !== 0) flags |= markFlags.held
  if (judgement.goesNext.has(id)) flags |= markFlags.goesNext
  if (judgement.endOf(id).isEstimated) flags |= markFlags.estimated
  return flags
}

/** Each backup of a part of a lane, ready to cross a wire. */
export function laneMarks(
  backups: readonly LaneBackup[],
  judgement: LaneJudgement,
  broken: ReadonlySet<string>,
): LaneMarks {
  const at = new Map(backups.map(({ id }, n) => [id, n]))
  const why = backups.map(({ id }) => whyOf(judgement, id))
  return {
    ids: backups.map(({ id }) => id),
    takenMs: backups.map(({ takenMs }) => takenMs),
    types: backups.map(({ type }) => type),
    labels: backups.map(({ label }) => label),
    verdicts: backups.map(({ status }) => status),
    sizeBytes: backups.map(({ sizeBytes }) => sizeBytes),
    endMs: backups.map(({ id }) => judgement.endOf(id).endMs),
    flags: backups.map(({ id }, n) => flagsOf(judgement, id, why[n] ?? 0, broken.has(id))),
    why,
    bases: backups.map(({ newestNeeded }) => at.get(newestNeeded) ?? -1),
  }
}

/** Backups of a part of a lane, counted by slices of time. */
export function laneDensity(
  backups: readonly LaneBackup[],
  judgement: LaneJudgement,
  broken: ReadonlySet<string>,
  { fromMs, sliceMs, slices }: { readonly fromMs: number; readonly sliceMs: number; readonly slices: number },
): LaneDensity {
  const counts = Array.from({ length: slices }, () => 0)
  const failed = [...counts]
  const goNext = [...counts]
  for (const { id, takenMs, status } of backups) {
    const slice = Math.min(slices - 1, Math.floor((takenMs - fromMs) / sliceMs))
    counts[slice]! += 1
    if (status === 'failed' || broken.has(id)) failed[slice]! += 1
    if (judgement.goesNext.has(id)) goNext[slice]! += 1
  }
  return { sliceMs, counts, most: Math.max(...counts), failed, goNext }
}
