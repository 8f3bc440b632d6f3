import type Database from 'better-sqlite3'

import type { DrillSummary } from '../../../shared/domain/drills/drill-record.ts'
import type { NamedDrill } from '../../../shared/domain/drills/drill-views.ts'
import type { Page } from '../../../shared/domain/page.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import { backupOf, type BackupRow } from './backup-rows.ts'

/** What is known of the drills of one database. Moments are UTC, ISO 8601. */
export interface DrilledDatabase {
  readonly databaseId: string
  readonly database: string
  /** From then on it had a backup that could be drilled, and was registered. */
  readonly drillableSince: string
  /** Of any of its backups; null: none was ever drilled. */
  readonly last: NamedDrill | null
  /** Of those that came to a verdict: passed or failed. */
  readonly lastConclusiveAt: string | null
  /** A backup that its newest drill did not bring back; no later drill of the newest backup passed. Null: none. */
  readonly red: NamedDrill | null
}

/** What the catalog remembers of drills. */
export interface DrillRows {
  /** Of every registered database that has a backup with rows, by name. One question for all of them. */
  ofDatabases(): readonly DrilledDatabase[]
  /** Of one of them; null where it has no backup with rows. */
  ofDatabase(databaseId: string): DrilledDatabase | null
  /** How many backups of a database were drilled at or after a moment. */
  countSince(databaseId: string, since: string): number
  /** The backups of a database that were drilled, the newest drill first. */
  page(databaseId: string, offset: number, limit: number): Page<StoredBackup>
}

interface Row {
  readonly databaseId: string
  readonly database: string
  readonly registeredAt: string
  readonly firstAt: string | null
  readonly lastConclusiveAt: string | null
  readonly last: string | null
  readonly red: string | null
}

const drillOf = (
  number: string,
): string => `(SELECT json_object('backupId', b.id, 'file', b.file, 'takenAt', b.taken_at, 'drill', json(r.drill))
    FROM backups b JOIN backup_records r USING (number) WHERE b.number = ${number})`

/** As `newest` of backup-rows.ts: the backup that says how a database stands. */
const newestPassedAt = `coalesce((SELECT CASE drill_verdict WHEN 'passed' THEN drilled_at ELSE '' END FROM backups
    WHERE database_id = d.id AND type <> 'schema' AND NOT (label = 'preupdate' AND status = 'failed')
    ORDER BY taken_at DESC, number DESC LIMIT 1), '')`

const select = `SELECT d.id AS databaseId, d.name AS database, d.record ->> 'registeredAt' AS registeredAt,
    (SELECT started_at FROM history WHERE database_id = d.id AND kind = 'backup' AND result = 'success'
      ORDER BY started_at LIMIT 1) AS firstAt,
    (SELECT drilled_at FROM backups WHERE database_id = d.id AND drilled_at > ''
      AND drill_verdict <> 'inconclusive' ORDER BY drilled_at DESC LIMIT 1) AS lastConclusiveAt,
    ${drillOf(`(SELECT number FROM backups WHERE database_id = d.id AND drilled_at > '' ORDER BY drilled_at DESC LIMIT 1)`)} AS last,
    ${drillOf(`(SELECT number FROM backups WHERE database_id = d.id AND drill_verdict = 'failed'
      AND drilled_at > ${newestPassedAt} ORDER BY drilled_at DESC LIMIT 1)`)} AS red
  FROM databases d WHERE EXISTS (SELECT 1 FROM backups WHERE database_id = d.id AND type <> 'schema')`

function drillFrom(text: string | null): NamedDrill | null {
  if (text === null) return null
  const { drill, ...of } = JSON.parse(text) as Omit<NamedDrill, keyof DrillSummary> & { drill: DrillSummary }
  return { ...of, ...drill }
}

function databaseOf({ registeredAt, firstAt, last, red, ...row }: Row): DrilledDatabase {
  const drillableSince = firstAt !== null && firstAt > registeredAt ? firstAt : registeredAt
  return { ...row, drillableSince, last: drillFrom(last), red: drillFrom(red) }
}

/** The statements about drills. */
export function drillRows(db: Database.Database): DrillRows {
  const all = db.prepare<[], Row>(`${select} ORDER BY d.name`)
  const one = db.prepare<[string], Row>(`${select} AND d.id = ?`)
  const page = db.prepare<[string, number, number], BackupRow>(
    `SELECT record, validation, drill FROM backups JOIN backup_records USING (number)
     WHERE database_id = ? AND drilled_at > '' ORDER BY drilled_at DESC LIMIT ? OFFSET ?`,
  )
  const since = db.prepare<[string, string], { n: number }>(
    "SELECT count(*) AS n FROM backups WHERE database_id = ? AND drilled_at > '' AND drilled_at >= ?",
  )
  return {
    ofDatabases: () => all.all().map(databaseOf),
    ofDatabase: (databaseId) => {
      const row = one.get(databaseId)
      return row === undefined ? null : databaseOf(row)
    },
    page: (databaseId, offset, limit) => ({
      rows: page.all(databaseId, limit, offset).map(backupOf),
      total: since.get(databaseId, '')!.n,
    }),
    countSince: (databaseId, from) => since.get(databaseId, from)!.n,
  }
}
