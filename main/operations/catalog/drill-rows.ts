import type Database from 'better-sqlite3'

import { concludedOf, type DrillSummary } from '../../../shared/domain/drills/drill-record.ts'
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
  /**
   * Backups that the last drill that came to a verdict did not bring back: of each full and what rests on it the one that was taken first,
   * which is nearest to what is wrong. Oldest first.
   */
  readonly reds: readonly NamedDrill[]
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
}

interface RedRow {
  readonly databaseId: string
  readonly fullId: string
  readonly red: string
}

const drillOf = (
  number: string,
): string => `(SELECT json_object('backupId', b.id, 'file', b.file, 'takenAt', b.taken_at, 'drill', json(r.drill))
    FROM backups b JOIN backup_records r USING (number) WHERE b.number = ${number})`

const select = `SELECT d.id AS databaseId, d.name AS database, d.record ->> 'registeredAt' AS registeredAt,
    (SELECT started_at FROM history WHERE database_id = d.id AND kind = 'backup' AND result = 'success'
      ORDER BY started_at LIMIT 1) AS firstAt,
    (SELECT max(concluded_at) FROM backups WHERE database_id = d.id AND concluded_at > '') AS lastConclusiveAt,
    ${drillOf(`(SELECT number FROM backups WHERE database_id = d.id AND drilled_at > '' ORDER BY drilled_at DESC LIMIT 1)`)} AS last
  FROM databases d WHERE EXISTS (SELECT 1 FROM backups WHERE database_id = d.id AND type <> 'schema')`

const selectReds = `SELECT database_id AS databaseId, coalesce(substr(needs, 1, instr(needs || ' ', ' ') - 1), id) AS fullId,
    json_object('backupId', id, 'file', file, 'takenAt', taken_at, 'drill', json(drill)) AS red
  FROM backups JOIN backup_records USING (number) LEFT JOIN backup_needs USING (number)
  WHERE concluded_verdict = 'failed'`

function drillFrom(text: string): NamedDrill {
  const { drill, ...of } = JSON.parse(text) as Omit<NamedDrill, keyof DrillSummary> & { drill: DrillSummary }
  return { ...of, ...drill }
}

/** What was found wrong, also where a later drill found nothing out. */
function redFrom({ red }: RedRow): NamedDrill {
  const drill = drillFrom(red)
  return { ...drill, ...concludedOf(drill) }
}

/** By database; rows are in the order in which the backups were taken. */
function redsOf(rows: readonly RedRow[]): (databaseId: string) => readonly NamedDrill[] {
  const byDatabase = new Map<string, Map<string, NamedDrill>>()
  for (const row of rows) {
    const byFull = byDatabase.get(row.databaseId) ?? new Map<string, NamedDrill>()
    if (!byFull.has(row.fullId)) byFull.set(row.fullId, redFrom(row))
    byDatabase.set(row.databaseId, byFull)
  }
  return (databaseId) => [...(byDatabase.get(databaseId)?.values() ?? [])]
}

function databaseOf(
  { registeredAt, firstAt, last, ...row }: Row,
  reds: (databaseId: string) => readonly NamedDrill[],
): DrilledDatabase {
  const drillableSince = firstAt !== null && firstAt > registeredAt ? firstAt : registeredAt
  return { ...row, drillableSince, last: last === null ? null : drillFrom(last), reds: reds(row.databaseId) }
}

/** The statements about drills. */
export function drillRows(db: Database.Database): DrillRows {
  const all = db.prepare<[], Row>(`${select} ORDER BY d.name`)
  const one = db.prepare<[string], Row>(`${select} AND d.id = ?`)
  const allReds = db.prepare<[], RedRow>(`${selectReds} ORDER BY taken_at, number`)
  const redsOfOne = db.prepare<[string], RedRow>(
    `${selectReds} AND database_id = ? ORDER BY taken_at, number`,
  )
  const page = db.prepare<[string, number, number], BackupRow>(
    `SELECT record, validation, drill FROM backups JOIN backup_records USING (number)
     WHERE database_id = ? AND drilled_at > '' ORDER BY drilled_at DESC LIMIT ? OFFSET ?`,
  )
  const since = db.prepare<[string, string], { n: number }>(
    "SELECT count(*) AS n FROM backups WHERE database_id = ? AND drilled_at > '' AND drilled_at >= ?",
  )
  return {
    ofDatabases: () => {
      const reds = redsOf(allReds.all())
      return all.all().map((row) => databaseOf(row, reds))
    },
    ofDatabase: (databaseId) => {
      const row = one.get(databaseId)
      return row === undefined ? null : databaseOf(row, redsOf(redsOfOne.all(databaseId)))
    },
    page: (databaseId, offset, limit) => ({
      rows: page.all(databaseId, limit, offset).map(backupOf),
      total: since.get(databaseId, '')!.n,
    }),
    countSince: (databaseId, from) => since.get(databaseId, from)!.n,
  }
}
