import type Database from 'better-sqlite3'

import type { Fault } from '../../../shared/domain/fault.ts'
import type { RestoreScenario } from '../../../shared/domain/objectives/achieved-rto.ts'
import type { Page } from '../../../shared/domain/page.ts'
import type { ActivityEntry } from '../../../shared/domain/views.ts'

/** Which part of the history. */
export interface HistoryQuery {
  readonly databaseId?: string | undefined
  readonly onlyFailures: boolean
  /** Only what began at or after this moment. UTC, ISO 8601. */
  readonly since?: string | undefined
  readonly offset: number
  readonly limit: number
}

/** What retention removed for good, over all time. */
export interface RemovalTotals {
  readonly removedCount: number
  readonly freedBytes: number
}

/** What a run came to, and no more of it. */
export type PastRun = Pick<
  ActivityEntry,
  'kind' | 'result' | 'backupId' | 'startedAt' | 'durationMs' | 'fault'
>

/** The history of operations that the catalog remembers. */
export interface HistoryRows {
  /** Adds an entry; false for one that is known already, which changes nothing. */
  add(entry: ActivityEntry): boolean
  /** Newest first. */
  page(query: HistoryQuery): Page<ActivityEntry>
  /** When the newest backup attempt of a database began, if that attempt failed; null if it did not, or none was made. */
  failedSince(databaseId: string): string | null
  /** The same, where an attempt that found no room in the vault counts as none: making room is what helps then. */
  failedButForRoomSince(databaseId: string): string | null
  /**
   * The newest runs of these kinds that ended well, found nothing changed or failed, newest first; null: of no database (the complete system).
   * Read one by one as they are asked for: nothing is written before that has ended.
   */
  runsBack(
    databaseId: string | null,
    kinds: readonly ActivityEntry['kind'][],
    limit: number,
  ): Iterable<PastRun>
  /** The newest run of a database that was due and not made; null: none is known. */
  newestMissed(databaseId: string): ActivityEntry | null
  /** By a backup's id: when a database was last found to be still as that backup has it. UTC. */
  unchangedUntil(databaseId: string): ReadonlyMap<string, string>
  /** When a database was last found to be as any of its backups has it. UTC; null: never. */
  newestUnchanged(databaseId: string): string | null
  /** A backup whose removal was told twice (a crash came between two steps) counts once. */
  removalTotals(): RemovalTotals
}

type Row = Omit<ActivityEntry, 'fault'> & { readonly fault: string | null }

const columns = `id, kind, result, database_id AS databaseId, database, backup_id AS backupId, type, label,
  started_at AS startedAt, duration_ms AS durationMs, bytes, fault, slot_at AS slotAt`

function entryOf(row: Row): ActivityEntry {
  return { ...row, fault: row.fault === null ? null : (JSON.parse(row.fault) as Fault) }
}

function pageOf(db: Database.Database, query: HistoryQuery): Page<ActivityEntry> {
  const conditions: string[] = []
  const values: string[] = []
  if (query.databaseId !== undefined) {
    conditions.push('database_id = ?')
    values.push(query.databaseId)
  }
  if (query.onlyFailures) conditions.push("result = 'failed'")
  if (query.since !== undefined) {
    conditions.push('started_at >= ?')
    values.push(query.since)
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
  const rows = db
    .prepare<(string | number)[], Row>(
      `SELECT ${columns} FROM history ${where} ORDER BY started_at DESC LIMIT ? OFFSET ?`,
    )
    .all(...values, query.limit, query.offset)
  const total = db
    .prepare<string[], { n: number }>(`SELECT count(*) AS n FROM history ${where}`)
    .get(...values)!.n
  return { rows: rows.map(entryOf), total }
}

type PastRow = Omit<PastRun, 'fault'> & { readonly fault: string | null }

function runsBackOf(db: Database.Database): HistoryRows['runsBack'] {
  const statements = new Map<number, Database.Statement<(string | number | null)[], PastRow>>()
  const statementFor = (kindCount: number): Database.Statement<(string | number | null)[], PastRow> => {
    const known = statements.get(kindCount)
    if (known !== undefined) return known
    // The plus keeps SQLite to the index that has the runs of all kinds in their order, so that it need not read and sort them all.
    const made = db.prepare<(string | number | null)[], PastRow>(
      `SELECT kind, result, backup_id AS backupId, started_at AS startedAt, duration_ms AS durationMs, fault FROM history
       WHERE database_id IS ? AND +kind IN (${Array.from({ length: kindCount }, () => '?').join(', ')})
       AND result IN ('success', 'failed', 'no_changes_required') ORDER BY started_at DESC LIMIT ?`,
    )
    statements.set(kindCount, made)
    return made
  }
  return function* (databaseId, kinds, limit) {
    for (const row of statementFor(kinds.length).iterate(databaseId, ...kinds, limit)) {
      yield { ...row, fault: row.fault === null ? null : (JSON.parse(row.fault) as Fault) }
    }
  }
}

const scenarioOf: Readonly<Partial<Record<ActivityEntry['kind'], RestoreScenario>>> = {
  restore: 'complete',
  partial_restore: 'partial',
  schema_copy: 'schema_only',
}

/** What an entry measured; of one that does not say so, what its kind comes to. */
function measuredOf({ kind, result, durationMs, measured }: ActivityEntry): ActivityEntry['measured'] {
  if (measured !== undefined) return measured
  const scenario = scenarioOf[kind]
  return result === 'success' && scenario !== undefined ? { scenario, restoreMs: durationMs } : undefined
}

/** The statements of the table of history. */
export function historyRows(db: Database.Database): HistoryRows {
  const add = db.prepare(
    `INSERT INTO history (id, kind, result, database_id, database, backup_id, type, label, started_at, duration_ms, bytes, fault, slot_at,
       scenario, restore_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
  )
  const failedIn = (attempts: string): ((databaseId: string) => string | null) => {
    const last = db.prepare<[string], { startedAt: string; result: string }>(
      `SELECT started_at AS startedAt, result FROM history WHERE database_id = ? AND kind = 'backup'
       AND result NOT IN ('cancelled', 'missed') ${attempts} ORDER BY started_at DESC LIMIT 1`,
    )
    return (databaseId) => {
      const attempt = last.get(databaseId)
      return attempt?.result === 'failed' ? attempt.startedAt : null
    }
  }
  const unchanged = db.prepare<[string], { backupId: string; until: string }>(
    `SELECT backup_id AS backupId, max(started_at) AS until FROM history
     WHERE database_id = ? AND result = 'no_changes_required' AND backup_id IS NOT NULL GROUP BY backup_id`,
  )
  const unchangedLast = db.prepare<[string], { at: string | null }>(
    `SELECT max(started_at) AS at FROM history
     WHERE database_id = ? AND result = 'no_changes_required' AND backup_id IS NOT NULL`,
  )
  const missed = db.prepare<[string], Row>(
    `SELECT ${columns} FROM history WHERE database_id = ? AND kind = 'backup' AND result = 'missed'
     ORDER BY started_at DESC LIMIT 1`,
  )
  const removals = db.prepare<[], RemovalTotals>(
    `SELECT count(*) AS removedCount, total(bytes) AS freedBytes FROM
       (SELECT max(bytes) AS bytes FROM history
        WHERE kind = 'prune' AND result = 'success' AND backup_id IS NOT NULL GROUP BY backup_id)`,
  )
  return {
    add: (entry) => {
      const { id, kind, result, databaseId, database, backupId, type, label } = entry
      const fault = entry.fault === null ? null : JSON.stringify(entry.fault)
      const facts = [id, kind, result, databaseId, database, backupId, type, label]
      const when = [entry.startedAt, entry.durationMs, entry.bytes, fault, entry.slotAt]
      const measured = measuredOf(entry)
      return add.run(...facts, ...when, measured?.scenario ?? null, measured?.restoreMs ?? null).changes > 0
    },
    page: (query) => pageOf(db, query),
    failedSince: failedIn(''),
    failedButForRoomSince: failedIn("AND coalesce(json_extract(fault, '$.code'), '') <> 'VAULT_FULL'"),
    runsBack: runsBackOf(db),
    newestMissed: (databaseId) => {
      const row = missed.get(databaseId)
      return row === undefined ? null : entryOf(row)
    },
    removalTotals: () => removals.get()!,
    newestUnchanged: (databaseId) => unchangedLast.get(databaseId)?.at ?? null,
    unchangedUntil: (databaseId) =>
      new Map(unchanged.all(databaseId).map(({ backupId, until }) => [backupId, until])),
  }
}
