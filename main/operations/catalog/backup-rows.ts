import type Database from 'better-sqlite3'

import { backupFolders } from '../../../shared/domain/backup-file-name.ts'
import type { BackupLabel, BackupRecord, BackupType } from '../../../shared/domain/backup-record.ts'
import { concludedOf, type DrillSummary } from '../../../shared/domain/drills/drill-record.ts'
import type { Page } from '../../../shared/domain/page.ts'
import type { StoredBackup } from '../../../shared/domain/protection.ts'
import type { LatestValidation } from '../../../shared/domain/validation.ts'
import { isNeededInDoubt, isProvable } from './is-provable.ts'

/** What a list of backups is sorted by. */
export type BackupOrder = 'takenAt' | 'database' | 'sizeBytes' | 'type' | 'label' | 'status'

/** Which part of which list. */
export interface BackupQuery {
  readonly databaseId?: string | undefined
  /** Part of the file's path or the id's beginning; case is ignored. */
  readonly search?: string | undefined
  readonly sort: BackupOrder
  readonly descending: boolean
  readonly offset: number
  readonly limit: number
}

/** What retention judges a backup by. */
export interface JudgedRow {
  readonly id: string
  /** The database's name then. */
  readonly database: string
  readonly file: string
  readonly type: BackupType
  readonly label: BackupLabel
  readonly takenAt: string
  readonly sizeBytes: number
  readonly status: LatestValidation['status']
  /** Its newest drill brought it back. */
  readonly isDrilled: boolean
  /** Ids. */
  readonly needs: readonly string[]
}

/** Sums over the backups of one database. */
export interface BackupTotals {
  readonly backupCount: number
  readonly storedBytes: number
}

/** The backups that the catalog remembers. */
export interface BackupRows {
  /** What was known of its drill stays known. */
  put(record: BackupRecord, validation: LatestValidation | null): void
  /** A later validation of a backup; false when the backup is not known. */
  putValidation(backupId: string, validation: LatestValidation): boolean
  /** The newest drill of a backup; false when the backup is not known. */
  putDrill(backupId: string, drill: DrillSummary): boolean
  removeByFile(file: string): void
  get(id: string): StoredBackup | null
  getByFile(file: string): StoredBackup | null
  /** At most `limit` backups whose id begins so. */
  withIdPrefix(prefix: string, limit: number): readonly StoredBackup[]
  /** At most `limit` backups whose file is named so: a path in the vault, a file name, or a name without its endings. */
  withFileName(name: string, limit: number): readonly StoredBackup[]
  /**
   * The newest backup that says how the database stands. A pre-update backup of content that was found damaged does not: a
   * restore took it of what it replaced. It counts only where there is no other. Neither does a schema backup: it holds no rows.
   */
  newest(databaseId: string): StoredBackup | null
  /** Which one that is, when it was taken and what its newest validation says, without opening its record. */
  newestMoment(
    databaseId: string,
  ): { readonly id: string; readonly takenAt: string; readonly status: string } | null
  /** Those whose newest validation passed, newest first. */
  newestPassed(databaseId: string, limit: number): readonly StoredBackup[]
  /** Those whose newest validation is not known, newest first. */
  newestNotKnown(databaseId: string, limit: number): readonly StoredBackup[]
  /** The newest whose validation passed and that no drill found red, whatever became of those that it needs. */
  newestProvable(databaseId: string): { readonly id: string; readonly takenAt: string } | null
  /** Whether something that a backup needs is not there, did not pass its newest validation, or was not brought back by a drill. */
  isChainInDoubt(backupId: string): boolean
  /** The last check of any of its backups whose outcome is known. */
  newestCheckOf(databaseId: string): { readonly checkedAt: string; readonly status: string } | null
  page(query: BackupQuery): Page<StoredBackup>
  /** Ids and names of every database that has backups, registered or not. */
  databasesWithBackups(): readonly { readonly databaseId: string; readonly database: string }[]
  /** Every backup of a database, newest first. */
  judged(databaseId: string): readonly JudgedRow[]
  /** Every file below a folder of the vault (`daily`). */
  filesIn(folder: string): readonly string[]
  totalsOf(databaseId: string): BackupTotals
  totalsOfAll(): BackupTotals
}

const columnOf: Readonly<Record<BackupOrder, string>> = {
  takenAt: 'taken_at',
  database: 'database',
  sizeBytes: 'size_bytes',
  type: 'type',
  label: 'label',
  status: 'status',
}

/** A backup as the catalog keeps it. */
export interface BackupRow {
  readonly record: string
  readonly validation: string | null
  readonly drill: string | null
}

/** What a row says. */
export function backupOf(row: BackupRow): StoredBackup {
  const record = JSON.parse(row.record) as BackupRecord
  const later = row.validation === null ? null : (JSON.parse(row.validation) as LatestValidation)
  const lastDrill = row.drill === null ? null : (JSON.parse(row.drill) as DrillSummary)
  return { ...record, lastValidation: later ?? record.validation, lastDrill }
}

function asLike(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
}

/** Whose file holds a text or whose id begins with it. Both are answered by an index alone, a million backups in well under a second. */
const searchedInAll = `number IN (SELECT number FROM backups WHERE file LIKE ? ESCAPE '\\'
  UNION ALL SELECT number FROM backups WHERE id >= ? AND id < ?)`

/** Of one database there are few: they are looked at one by one. */
const searchedInOne = `(file LIKE ? ESCAPE '\\' OR (id >= ? AND id < ?))`

function selectionOf(query: BackupQuery): { where: string; values: string[] } {
  const conditions: string[] = []
  const values: string[] = []
  if (query.databaseId !== undefined) {
    conditions.push('database_id = ?')
    values.push(query.databaseId)
  }
  const text = query.search?.trim() ?? ''
  if (text !== '') {
    conditions.push(query.databaseId === undefined ? searchedInAll : searchedInOne)
    values.push(asLike(text), text.toLowerCase(), `${text.toLowerCase()}\u{10FFFF}`)
  }
  return { where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, values }
}

/** In one direction, so that an index gives the whole order. */
function orderOf(query: BackupQuery): string {
  const way = query.descending ? 'DESC' : 'ASC'
  const column = columnOf[query.sort]
  return column === 'taken_at'
    ? `taken_at ${way}, number ${way}`
    : `${column} ${way}, taken_at ${way}, number ${way}`
}

function pageOf(db: Database.Database, query: BackupQuery): Page<StoredBackup> {
  const { where, values } = selectionOf(query)
  const rows = db
    .prepare<(string | number)[], BackupRow>(
      `SELECT record, validation, drill FROM
         (SELECT * FROM backups ${where} ORDER BY ${orderOf(query)} LIMIT ? OFFSET ?) AS backups
       JOIN backup_records USING (number) ORDER BY ${orderOf(query)}`,
    )
    .all(...values, query.limit, query.offset)
  return { rows: rows.map(backupOf), total: countOf(db, query, where, values) }
}

function countOf(db: Database.Database, query: BackupQuery, where: string, values: string[]): number {
  if (where === '') {
    return db.prepare<[], { n: number }>('SELECT total(backup_count) AS n FROM totals').get()!.n
  }
  if (query.databaseId !== undefined && values.length === 1) {
    const row = db
      .prepare<[string], { n: number }>('SELECT backup_count AS n FROM totals WHERE database_id = ?')
      .get(query.databaseId)
    return row?.n ?? 0
  }
  return db.prepare<string[], { n: number }>(`SELECT count(*) AS n FROM backups ${where}`).get(...values)!.n
}

/** In the place of a moment that is not known: before every other. */
const neverChecked = ''

function writingStatements(
  db: Database.Database,
): Pick<BackupRows, 'put' | 'putValidation' | 'putDrill' | 'removeByFile'> {
  // Two statements for one put: REPLACE would not fire the delete trigger that keeps the totals.
  const forget = db.prepare<[string, string]>('DELETE FROM backups WHERE id = ? OR file = ?')
  const insert = db.prepare(
    `INSERT INTO backups (id, database_id, database, type, label, file, taken_at, size_bytes, status, checked_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const insertRecord = db.prepare<[number | bigint, string, string | null, string | null]>(
    'INSERT INTO backup_records (number, record, validation, drill) VALUES (?, ?, ?, ?)',
  )
  const knownDrill = db.prepare<[string], { drill: string | null }>(
    'SELECT drill FROM backups JOIN backup_records USING (number) WHERE id = ?',
  )
  const insertNeeds = db.prepare<[number | bigint, string]>('INSERT INTO backup_needs VALUES (?, ?)')
  const put = db.transaction((record: BackupRecord, validation: LatestValidation | null) => {
    const latest = validation ?? record.validation
    const drill = knownDrill.get(record.id)?.drill ?? null
    forget.run(record.id, record.file)
    const { id, databaseId, database, type, label, file, takenAt, sizeBytes } = record
    const listed = [id, databaseId, database, type, label, file, takenAt, sizeBytes]
    const { lastInsertRowid } = insert.run(...listed, latest.status, latest.checkedAt ?? neverChecked)
    const later = validation === null ? null : JSON.stringify(validation)
    insertRecord.run(lastInsertRowid, JSON.stringify(record), later, drill)
    if (drill !== null) putDrill(record.id, JSON.parse(drill) as DrillSummary)
    if (record.needs.length > 0) insertNeeds.run(lastInsertRowid, record.needs.map((one) => one.id).join(' '))
  })
  const setStatus = db.prepare<[string, string, string], { number: number }>(
    'UPDATE backups SET status = ?, checked_at = ? WHERE id = ? RETURNING number',
  )
  const setValidation = db.prepare<[string, number]>(
    'UPDATE backup_records SET validation = ? WHERE number = ?',
  )
  const putValidation = db.transaction((backupId: string, validation: LatestValidation) => {
    const row = setStatus.get(validation.status, validation.checkedAt ?? neverChecked, backupId)
    if (row === undefined) return false
    setValidation.run(JSON.stringify(validation), row.number)
    return true
  })
  const setDrilled = db.prepare<[number, string, string, string, string, string], { number: number }>(
    `UPDATE backups SET is_drilled = ?, drilled_at = ?, drill_verdict = ?, concluded_at = ?, concluded_verdict = ?
     WHERE id = ? RETURNING number`,
  )
  const setDrill = db.prepare<[string, number]>('UPDATE backup_records SET drill = ? WHERE number = ?')
  const putDrill = db.transaction((backupId: string, summary: DrillSummary) => {
    const { verdict, drilledAt } = summary
    const concluded = concludedOf(summary)
    const [at, found] = [concluded?.drilledAt ?? '', concluded?.verdict ?? '']
    const row = setDrilled.get(found === 'passed' ? 1 : 0, drilledAt, verdict, at, found, backupId)
    if (row === undefined) return false
    setDrill.run(JSON.stringify(summary), row.number)
    return true
  })
  const removeByFile = db.prepare<[string]>('DELETE FROM backups WHERE file = ?')
  return {
    put: (record, validation) => {
      put(record, validation)
    },
    putValidation: (backupId, validation) => putValidation(backupId, validation),
    putDrill: (backupId, drill) => putDrill(backupId, drill),
    removeByFile: (file) => {
      removeByFile.run(file)
    },
  }
}

const selection = 'SELECT record, validation, drill FROM backups JOIN backup_records USING (number)'

/** The range of files that a name can mean: itself, or itself with the endings that Holdfast gives. */
function filesNamed(name: string): readonly string[] {
  return name.includes('/') ? [name] : backupFolders.map((folder) => `${folder}/${name}`)
}

function findingStatements(
  db: Database.Database,
): Pick<
  BackupRows,
  | 'get'
  | 'getByFile'
  | 'withIdPrefix'
  | 'withFileName'
  | 'newest'
  | 'newestMoment'
  | 'newestPassed'
  | 'newestNotKnown'
> {
  const one = (sql: string): ((value: string) => StoredBackup | null) => {
    const statement = db.prepare<[string], BackupRow>(`${selection} ${sql}`)
    return (value) => {
      const row = statement.get(value)
      return row === undefined ? null : backupOf(row)
    }
  }
  const byPrefix = db.prepare<[string, string, number], BackupRow>(
    `${selection} WHERE id >= ? AND id < ? LIMIT ?`,
  )
  const withStatus = db.prepare<[string, string, number], BackupRow>(
    `${selection} WHERE database_id = ? AND status = ? AND type <> 'schema' ORDER BY taken_at DESC, number DESC LIMIT ?`,
  )
  const byName = db.prepare<[string, string, string, number], BackupRow>(
    `${selection} WHERE file = ? OR (file >= ? AND file < ?) LIMIT ?`,
  )
  const newestFirst = 'ORDER BY taken_at DESC, number DESC LIMIT 1'
  const standing = `WHERE database_id = ? AND type <> 'schema' AND NOT (label = 'preupdate' AND status = 'failed') ${newestFirst}`
  const ofAny = `WHERE database_id = ? AND type <> 'schema' ${newestFirst}`
  const [newestStanding, newestOfAny] = [one(standing), one(ofAny)]
  const moment = (
    sql: string,
  ): Database.Statement<[string], { id: string; takenAt: string; status: string }> =>
    db.prepare(`SELECT id, taken_at AS takenAt, status FROM backups ${sql}`)
  const [momentStanding, momentOfAny] = [moment(standing), moment(ofAny)]
  return {
    get: one('WHERE id = ?'),
    getByFile: one('WHERE file = ?'),
    withIdPrefix: (prefix, limit) => byPrefix.all(prefix, `${prefix}\u{10FFFF}`, limit).map(backupOf),
    withFileName: (name, limit) =>
      filesNamed(name)
        .flatMap((file) => byName.all(file, `${file}.db`, `${file}.dc`, limit))
        .slice(0, limit)
        .map(backupOf),
    newest: (databaseId) => newestStanding(databaseId) ?? newestOfAny(databaseId),
    newestMoment: (databaseId) => momentStanding.get(databaseId) ?? momentOfAny.get(databaseId) ?? null,
    newestPassed: (databaseId, limit) => withStatus.all(databaseId, 'passed', limit).map(backupOf),
    newestNotKnown: (databaseId, limit) => withStatus.all(databaseId, 'not_known', limit).map(backupOf),
  }
}

function summingStatements(
  db: Database.Database,
): Pick<
  BackupRows,
  | 'newestProvable'
  | 'isChainInDoubt'
  | 'newestCheckOf'
  | 'databasesWithBackups'
  | 'judged'
  | 'filesIn'
  | 'totalsOf'
  | 'totalsOfAll'
> {
  const provable = db.prepare<[string], { id: string; takenAt: string }>(
    `SELECT id, taken_at AS takenAt FROM backups WHERE database_id = ? AND ${isProvable}
     ORDER BY taken_at DESC, number DESC LIMIT 1`,
  )
  const inDoubt = db.prepare<[string], { isInDoubt: number }>(
    `SELECT EXISTS (SELECT 1 FROM json_each('["' || replace(needs, ' ', '","') || '"]') one
       LEFT JOIN backups needed ON needed.id = one.value
       WHERE ${isNeededInDoubt}) AS isInDoubt
     FROM backups JOIN backup_needs USING (number) WHERE backups.id = ?`,
  )
  const newestCheck = db.prepare<[string], { checkedAt: string; status: string }>(
    "SELECT checked_at AS checkedAt, status FROM backups WHERE database_id = ? AND checked_at > '' ORDER BY checked_at DESC LIMIT 1",
  )
  const withBackups = db.prepare<[], { databaseId: string; database: string }>(
    `SELECT t.database_id AS databaseId, (SELECT database FROM backups b WHERE b.database_id = t.database_id
       ORDER BY taken_at DESC LIMIT 1) AS database FROM totals t WHERE t.backup_count > 0`,
  )
  const judged = db.prepare<
    [string],
    Omit<JudgedRow, 'needs' | 'isDrilled'> & { needs: string; isDrilled: number }
  >(
    `SELECT id, database, file, type, label, taken_at AS takenAt, size_bytes AS sizeBytes, status,
       is_drilled AS isDrilled,
       (SELECT json_group_array(json_extract(value, '$.id')) FROM json_each(record, '$.needs')) AS needs
     FROM backups JOIN backup_records USING (number) WHERE database_id = ? ORDER BY taken_at DESC, number DESC`,
  )
  const inFolder = db.prepare<[string, string], { file: string }>(
    'SELECT file FROM backups WHERE file >= ? AND file < ?',
  )
  const totals = db.prepare<[string], BackupTotals>(
    'SELECT backup_count AS backupCount, stored_bytes AS storedBytes FROM totals WHERE database_id = ?',
  )
  const all = db.prepare<[], BackupTotals>(
    'SELECT total(backup_count) AS backupCount, total(stored_bytes) AS storedBytes FROM totals',
  )
  return {
    newestProvable: (databaseId) => provable.get(databaseId) ?? null,
    isChainInDoubt: (backupId) => inDoubt.get(backupId)?.isInDoubt === 1,
    newestCheckOf: (databaseId) => newestCheck.get(databaseId) ?? null,
    databasesWithBackups: () => withBackups.all(),
    judged: (databaseId) =>
      judged.all(databaseId).map((row) => ({
        ...row,
        isDrilled: row.isDrilled === 1,
        needs: JSON.parse(row.needs) as string[],
      })),
    filesIn: (folder) => inFolder.all(`${folder}/`, `${folder}0`).map((row) => row.file),
    totalsOf: (databaseId) => totals.get(databaseId) ?? { backupCount: 0, storedBytes: 0 },
    totalsOfAll: () => all.get()!,
  }
}

/** The statements of the table of backups. */
export function backupRows(db: Database.Database): BackupRows {
  return {
    ...writingStatements(db),
    ...findingStatements(db),
    ...summingStatements(db),
    page: (query) => pageOf(db, query),
  }
}
