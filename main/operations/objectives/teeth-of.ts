import { rpoTeeth, type RpoTooth } from '../../../shared/domain/objectives/achieved-rpo.ts'
import {
  provedStates,
  type BackupFinding,
  type NeededOf,
} from '../../../shared/domain/objectives/proved-states.ts'
import type { LaneBackup } from '../catalog/lane-rows.ts'
import { standingOnDamaged } from '../timeline/restorable-windows.ts'
import type { OpenVault } from '../vaults/vault-session.ts'
import { provedEvidence } from './proved-evidence.ts'

/** A span of time, milliseconds since 1970 UTC. */
export interface ObjectiveSpan {
  readonly fromMs: number
  readonly toMs: number
}

/** What each backup needs of those that were found damaged at some time. */
function neededOf(lane: readonly LaneBackup[], findings: readonly BackupFinding[]): NeededOf {
  const damaged = new Set(findings.flatMap(({ backupId, isDamage }) => (isDamage === true ? [backupId] : [])))
  const needed = new Map<string, readonly string[]>()
  if (damaged.size === 0) return needed
  for (const { id, base, needs } of lane) {
    const ofBase = base === null ? [] : (needed.get(base.id) ?? [])
    const own =
      base === null ? needs.filter((one) => damaged.has(one)) : damaged.has(base.id) ? [base.id] : []
    if (ofBase.length + own.length > 0) needed.set(id, [...ofBase, ...own])
  }
  return needed
}

/** The teeth of one database through a span of time. */
export function teethOf(
  { catalog }: OpenVault,
  databaseId: string,
  { fromMs, toMs }: ObjectiveSpan,
  nowMs: number,
): readonly RpoTooth[] {
  const { lanes, objectives } = catalog
  const from = new Date(fromMs).toISOString()
  const backups = objectives.held(databaseId)
  const kept = new Set(backups.map(({ id }) => id))
  const rows = [...objectives.evidence(databaseId, from), ...objectives.unchangedBefore(databaseId, from)]
  const lane = lanes.ofDatabase(databaseId)
  // What something that it needs is missing of is as good as gone; and what nobody can tell the verdict of carries nothing.
  const untold = new Set(lane.filter(({ status }) => status === 'not_known').map(({ id }) => id))
  const headless = standingOnDamaged(lane, untold)
  const isKept = (id: string): boolean => kept.has(id) && !headless.has(id)
  const { held, findings } = provedEvidence(rows, backups, { nowMs, isKept })
  return rpoTeeth(provedStates(held, findings, neededOf(lane, findings)), fromMs, toMs)
}
