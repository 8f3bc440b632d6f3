import type Database from 'better-sqlite3'

import type { BackupType } from '../../../shared/domain/backup-record.ts'
import type { ConcludedDrill } from '../../../shared/domain/drills/drill-record.ts'
import type { DrillLevel, DrillVerdict } from '../../../shared/domain/drills/drill.ts'
import type { RestoreScenario } from '../../../shared/domain/objectives/achieved-rto.ts'
import type { ActivityEntry } from '../../../shared/domain/views.ts'
import type { Fault } from '../../../shared/domain/fault.ts'
import { isNeededInDoubt, isProvable } from './is-provable.ts'

/** What is proved of a database now. Moments are UTC, ISO 8601. */
export interface ProvedRow {
  readonly databaseId: string
  readonly backupId: string | null
  /** Of the newest backup with rows whose validation passed and whose last drill is not red; null: there is none. */
  readonly provedAt: string | null
  /** When the database was last found to be still as that backup has it. */
  readonly unchangedAt: string | null
  /** 1: something that this backup needs is gone, did not pass its newest validation, or was not brought back by a drill. */
  readonly isDoubtful: number
  /** Of its newest backup with rows, proved or not. */
  readonly imageBytes: number | null
  readonly drilledAt: string | null
  readonly drillVerdict: DrillVerdict | null
}

/** One restore that was measured. */
export interface MeasuredRow {
  readonly databaseId: string
  readonly scenario: RestoreScenario
  readonly startedAt: string
  readonly restoreMs: number
  readonly bytes: number | null
}

/** A line of the history that says something of a backup's proof. */
export interface EvidenceRow {
  readonly databaseId: string
  readonly backupId: string
  readonly kind: ActivityEntry['kind']
  readonly result: ActivityEntry['result']
  readonly startedAt: string
  readonly durationMs: number
  readonly type: string | null
  readonly faultCode: Fault['code'] | null
  /** Of a drill that failed: 1, it is known that the backup is bad. */
  readonly isKnown: number | null
  /** Of a drill that failed: the level at which it did. */
  readonly level: DrillLevel | null
}

/** A backup with rows that the catalog has. */
export interface HeldRow {
  readonly databaseId: string
  readonly id: string
  readonly type: Exclude<BackupType, 'schema'>
  readonly takenAt: string
  /** Of its newest validation. */
  readonly status: 'passed' | 'failed' | 'not_known'
  /** Empty: not known. */
  readonly checkedAt: string
  /** Of the validation with which it was stored; null where it was not asked for. */
  readonly firstStatus: 'passed' | 'failed' | null
  readonly firstCheckedAt: string | null
  /** Of its last drill that came to a verdict. Empty: none did. */
  readonly concludedAt: string
  readonly concludedVerdict: ConcludedDrill['verdict'] | ''
  /** 1: its newest validation found its own bytes wrong. Null where it was not asked for. */
  readonly isDamaged: number | null
  /** Where that verdict is a failure: the level at which it did. Null: it is none, or it was not asked for. */
  readonly drillLevel: DrillLevel | null
}

/** A backup that counts, if what it needs does. */
export interface ProvableRow {
  readonly id: string
  readonly takenAt: string
}

/** What happened on a day, as it is counted. */
export interface DayRow {
  /** UTC: `2026-11-28`. */
  readonly day: string
  readonly kind: ActivityEntry['kind']
  readonly result: ActivityEntry['result']
  /** 1: a drill that did not pass, and found out nothing against its backup. */
  readonly isInconclusive: number
  readonly count: number
}

/** What the catalog knows of what was achieved. */
export interface ObjectiveRows {
  /** Of every registered database. */
  proved(): readonly ProvedRow[]
  /** Of one database: those whose validation passed and whose last drill that found anything out is not red, newest first. */
  provable(databaseId: string): readonly ProvableRow[]
  /** Of one database: those whose last drill that found anything out did not bring them back as they were. */
  notBroughtBack(databaseId: string): readonly string[]
  /** The newest of each database and scenario. */
  newestMeasured(): readonly MeasuredRow[]
  /** Of one database, newest first. */
  measured(databaseId: string, fromAt: string, toAt: string, limit: number): readonly MeasuredRow[]
  measuredCount(databaseId: string, fromAt: string, toAt: string): number
  /** Of one database; what says that nothing had changed only from a moment on. */
  evidence(databaseId: string, unchangedFromAt: string): readonly EvidenceRow[]
  /** Of every database, of a span of time. */
  evidenceBetween(fromAt: string, toAt: string): readonly EvidenceRow[]
  /** The newest line before a moment that says that a database was still as a backup has it. */
  unchangedBefore(databaseId: string, beforeAt: string): readonly EvidenceRow[]
  held(databaseId: string): readonly HeldRow[]
  /** Of every database, taken in a span of time; without the first validation. */
  heldBetween(fromAt: string, toAt: string): readonly HeldRow[]
  days(databaseId: string, fromAt: string): readonly DayRow[]
  missed(
    databaseId: string,
    fromAt: string,
  ): readonly { readonly startedAt: string; readonly fault: string }[]
}

/** The level at which the last drill that came to a verdict failed. */
const concludedLevel = `coalesce(drill ->> '$.concluded.reason.level', drill ->> '$.reason.level')`

const provedSql = `
SELECT d.id AS databaseId, b.id AS backupId, b.taken_at AS provedAt,
  EXISTS (SELECT 1 FROM json_each('["' || replace(needs, ' ', '","') || '"]') one
    LEFT JOIN backups needed ON needed.id = one.value
    WHERE ${isNeededInDoubt}) AS isDoubtful,
  (SELECT max(h.started_at) FROM history h
   WHERE h.database_id = d.id AND h.backup_id = b.id AND h.result = 'no_changes_required') AS unchangedAt,
  (SELECT record ->> 'sourceBytes' FROM backup_records WHERE number = (
     SELECT number FROM backups WHERE database_id = d.id AND type <> 'schema'
     ORDER BY taken_at DESC, number DESC LIMIT 1)) AS imageBytes,
  drilled.drilled_at AS drilledAt, drilled.drill_verdict AS drillVerdict
FROM databases d
LEFT JOIN backups b ON b.number = (
  SELECT number FROM backups WHERE database_id = d.id AND ${isProvable} ORDER BY taken_at DESC, number DESC LIMIT 1)
LEFT JOIN backup_needs ON backup_needs.number = b.number
LEFT JOIN backups drilled ON drilled.number = (
  SELECT number FROM backups WHERE database_id = d.id AND drilled_at > '' ORDER BY drilled_at DESC LIMIT 1)`

const measuredColumns = `database_id AS databaseId, scenario, started_at AS startedAt, restore_ms AS restoreMs, bytes`

const evidenceColumns = `database_id AS databaseId, backup_id AS backupId, kind, result, started_at AS startedAt,
  duration_ms AS durationMs, type, fault ->> 'code' AS faultCode, fault ->> 'isKnown' AS isKnown,
  fault ->> 'level' AS level`

const isEvidence = `backup_id IS NOT NULL
  AND kind IN ('backup', 'verify', 'drill', 'restore', 'prune', 'set_aside', 'put_back')
  AND result IN ('success', 'failed', 'no_changes_required')`

const heldColumns = `database_id AS databaseId, id, type, taken_at AS takenAt, status, checked_at AS checkedAt,
  concluded_at AS concludedAt, concluded_verdict AS concludedVerdict`

/** The statements that tell what was achieved. */
export function objectiveRows(db: Database.Database): ObjectiveRows {
  const proved = db.prepare<[], ProvedRow>(provedSql)
  const provable = db.prepare<[string], ProvableRow>(
    `SELECT id, taken_at AS takenAt FROM backups WHERE database_id = ? AND ${isProvable}
     ORDER BY taken_at DESC, number DESC`,
  )
  const notBroughtBack = db.prepare<[string], { id: string }>(
    `SELECT id FROM backups WHERE database_id = ? AND concluded_verdict = 'failed'`,
  )
  const newestMeasured = db.prepare<[], MeasuredRow>(
    `SELECT database_id AS databaseId, scenario, max(started_at) AS startedAt, restore_ms AS restoreMs, bytes
     FROM history WHERE restore_ms IS NOT NULL AND database_id IS NOT NULL GROUP BY database_id, scenario`,
  )
  const isMeasured = 'database_id = ? AND restore_ms IS NOT NULL AND started_at >= ? AND started_at <= ?'
  const measured = db.prepare<[string, string, string, number], MeasuredRow>(
    `SELECT ${measuredColumns} FROM history WHERE ${isMeasured} ORDER BY started_at DESC LIMIT ?`,
  )
  const measuredCount = db.prepare<[string, string, string], { n: number }>(
    `SELECT count(*) AS n FROM history WHERE ${isMeasured}`,
  )
  const evidence = db.prepare<[string, string], EvidenceRow>(
    `SELECT ${evidenceColumns} FROM history WHERE database_id = ? AND ${isEvidence}
     AND (result <> 'no_changes_required' OR started_at >= ?)`,
  )
  const evidenceBetween = db.prepare<[string, string], EvidenceRow>(
    `SELECT ${evidenceColumns} FROM history
     WHERE started_at >= ? AND started_at < ? AND database_id IS NOT NULL AND ${isEvidence}`,
  )
  const unchangedBefore = db.prepare<[string, string], EvidenceRow>(
    `SELECT database_id AS databaseId, backup_id AS backupId, kind, result, max(started_at) AS startedAt,
       duration_ms AS durationMs, type, NULL AS faultCode, NULL AS isKnown, NULL AS level FROM history
     WHERE database_id = ? AND result = 'no_changes_required' AND backup_id IS NOT NULL AND started_at < ?
     GROUP BY backup_id`,
  )
  const held = db.prepare<[string], HeldRow>(
    `SELECT ${heldColumns}, record ->> '$.validation.status' AS firstStatus,
       record ->> '$.validation.checkedAt' AS firstCheckedAt,
       'failed' IN (coalesce(validation, record ->> '$.validation') ->> '$.checks.file_accessibility.status',
         coalesce(validation, record ->> '$.validation') ->> '$.checks.checksum_match.status') AS isDamaged,
       ${concludedLevel} AS drillLevel
     FROM backups JOIN backup_records USING (number) WHERE database_id = ? AND type <> 'schema'`,
  )
  const heldBetween = db.prepare<[string, string], HeldRow>(
    `SELECT ${heldColumns}, NULL AS firstStatus, NULL AS firstCheckedAt, NULL AS isDamaged, NULL AS drillLevel
     FROM backups
     WHERE taken_at >= ? AND taken_at < ? AND type <> 'schema'`,
  )
  const days = db.prepare<[string, string], DayRow>(
    `SELECT substr(started_at, 1, 10) AS day, kind, result,
       kind = 'drill' AND result = 'failed' AND coalesce(fault ->> 'isKnown', 0) <> 1 AS isInconclusive,
       count(*) AS count FROM history
     WHERE database_id = ? AND started_at >= ? AND kind IN ('backup', 'verify', 'drill')
     GROUP BY day, kind, result, isInconclusive`,
  )
  const missed = db.prepare<[string, string], { startedAt: string; fault: string }>(
    `SELECT started_at AS startedAt, fault FROM history
     WHERE database_id = ? AND started_at >= ? AND kind = 'backup' AND result = 'missed' AND fault IS NOT NULL
     ORDER BY started_at`,
  )
  return {
    proved: () => proved.all(),
    provable: (databaseId) => provable.all(databaseId),
    notBroughtBack: (databaseId) => notBroughtBack.all(databaseId).map(({ id }) => id),
    newestMeasured: () => newestMeasured.all(),
    measured: (databaseId, fromAt, toAt, limit) => measured.all(databaseId, fromAt, toAt, limit),
    measuredCount: (databaseId, fromAt, toAt) => measuredCount.get(databaseId, fromAt, toAt)!.n,
    evidence: (databaseId, unchangedFromAt) => evidence.all(databaseId, unchangedFromAt),
    evidenceBetween: (fromAt, toAt) => evidenceBetween.all(fromAt, toAt),
    unchangedBefore: (databaseId, beforeAt) => unchangedBefore.all(databaseId, beforeAt),
    held: (databaseId) => held.all(databaseId),
    heldBetween: (fromAt, toAt) => heldBetween.all(fromAt, toAt),
    days: (databaseId, fromAt) => days.all(databaseId, fromAt),
    missed: (databaseId, fromAt) => missed.all(databaseId, fromAt),
  }
}
