import { levelsOfBytes } from '../../../shared/domain/drills/drill.ts'
import type { FaultCode } from '../../../shared/domain/fault.ts'
import type { BackupFinding, HeldState } from '../../../shared/domain/objectives/proved-states.ts'
import type { EvidenceRow, HeldRow } from '../catalog/objective-rows.ts'
import { badVerdicts } from '../monitoring/judge-runs.ts'

/** What is known of the proofs of one database's backups. */
export interface ProvedEvidence {
  readonly held: readonly HeldState[]
  readonly findings: readonly BackupFinding[]
}

function isBad({ faultCode }: EvidenceRow): boolean {
  return faultCode !== null && badVerdicts.has(faultCode)
}

/** Verdicts on stored bytes. */
const damageCodes: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'BACKUP_DAMAGED',
  'BACKUP_FILE_MISSING',
  'BACKUP_FILE_UNREADABLE',
  'MANIFEST_DAMAGED',
])

function isDamage({ faultCode, level }: EvidenceRow): boolean {
  return (faultCode !== null && damageCodes.has(faultCode)) || (level !== null && levelsOfBytes.has(level))
}

type Finder = (row: EvidenceRow, isGood: boolean) => BackupFinding['found'] | null

/** What a line of each kind says of its backup. */
const finders: Readonly<Partial<Record<EvidenceRow['kind'], Finder>>> = {
  backup: ({ result }, isGood) => {
    if (result === 'no_changes_required') return null
    return isGood ? 'validation_passed' : 'validation_failed'
  },
  verify: (row, isGood) => (isGood ? 'validation_passed' : isBad(row) ? 'validation_failed' : null),
  restore: (row, isGood) => (!isGood && isBad(row) ? 'validation_failed' : null),
  drill: ({ isKnown }, isGood) => (isGood ? 'drill_passed' : isKnown === 1 ? 'drill_failed' : null),
  prune: (_, isGood) => (isGood ? 'removed' : null),
  set_aside: (_, isGood) => (isGood ? 'removed' : null),
  put_back: (_, isGood) => (isGood ? 'put_back' : null),
}

function ofHistory(row: EvidenceRow, evidence: { held: HeldState[]; findings: BackupFinding[] }): void {
  const { backupId, startedAt, durationMs } = row
  const atMs = Date.parse(startedAt)
  const endedMs = atMs + durationMs
  const found = finders[row.kind]?.(row, row.result === 'success') ?? null
  const isBadNews = found === 'validation_failed' || found === 'drill_failed'
  if (found !== null) {
    evidence.findings.push({ backupId, atMs: endedMs, found, isDamage: isBadNews && isDamage(row) })
  }
  // What it holds is of no earlier moment than the run's beginning: the age is never told too small.
  if (row.kind === 'backup') evidence.held.push({ backupId, atMs, knownAtMs: endedMs })
}

function ofBackup(row: HeldRow, evidence: { held: HeldState[]; findings: BackupFinding[] }): void {
  const { id: backupId, takenAt, status, checkedAt, firstStatus, firstCheckedAt, concludedAt } = row
  const { held, findings } = evidence
  const atMs = Date.parse(takenAt)
  held.push({ backupId, atMs, knownAtMs: atMs })
  const say = (at: string | null, found: BackupFinding['found'], isDamage = false): void => {
    if (at !== null && at !== '') findings.push({ backupId, atMs: Date.parse(at), found, isDamage })
  }
  if (firstStatus !== null) say(firstCheckedAt, `validation_${firstStatus}`)
  if (status !== 'not_known') say(checkedAt, `validation_${status}`, row.isDamaged === 1)
  if (row.concludedVerdict === '') return
  const isOfBytes = row.concludedVerdict === 'failed' && levelsOfBytes.has(row.drillLevel ?? '')
  say(concludedAt, `drill_${row.concludedVerdict}`, isOfBytes)
}

/**
 * What rows of one database come to. A backup whose newest verdict can't be told counts for nothing, at any time; one that is not among
 * `isKept` counts no longer than until now, however it went away. Schema backups hold no rows, and are none.
 */
export function provedEvidence(
  history: readonly EvidenceRow[],
  backups: readonly HeldRow[],
  now: { readonly nowMs: number; readonly isKept: ((backupId: string) => boolean) | null },
): ProvedEvidence {
  const evidence: { held: HeldState[]; findings: BackupFinding[] } = { held: [], findings: [] }
  const untold = new Set(backups.filter(({ status }) => status === 'not_known').map(({ id }) => id))
  const counted = history.filter(({ type, backupId }) => type !== 'schema' && !untold.has(backupId))
  for (const row of counted) ofHistory(row, evidence)
  for (const row of backups) if (!untold.has(row.id)) ofBackup(row, evidence)
  if (now.isKept !== null) {
    const gone = new Set(evidence.held.map(({ backupId }) => backupId).filter((id) => !now.isKept!(id)))
    for (const backupId of gone) evidence.findings.push({ backupId, atMs: now.nowMs, found: 'removed' })
  }
  return evidence
}
