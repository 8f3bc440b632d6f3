import type Database from 'better-sqlite3'

import type { DatabaseRecord } from '../../../shared/domain/database-record.ts'

/** The registrations that the catalog remembers. */
export interface DatabaseRows {
  put(record: DatabaseRecord): void
  remove(id: string): void
  get(id: string): DatabaseRecord | null
  /** By name, without regard to case. */
  byName(name: string): DatabaseRecord | null
  /** How many have this name. More than one only where programs that did not see each other registered at once. */
  countNamed(name: string): number
  byPath(path: string): DatabaseRecord | null
  /** Every one, by name. */
  all(): readonly DatabaseRecord[]
  names(): readonly string[]
}

interface Row {
  readonly record: string
}

/** The statements of the table of databases. */
export function databaseRows(db: Database.Database): DatabaseRows {
  const put = db.prepare<[string, string, string, string]>(
    `INSERT INTO databases (id, name, path, record) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, path = excluded.path, record = excluded.record`,
  )
  const remove = db.prepare<[string]>('DELETE FROM databases WHERE id = ?')
  const by = (column: string): ((value: string) => DatabaseRecord | null) => {
    const statement = db.prepare<[string], Row>(`SELECT record FROM databases WHERE ${column} = ? LIMIT 1`)
    return (value) => {
      const row = statement.get(value)
      return row === undefined ? null : (JSON.parse(row.record) as DatabaseRecord)
    }
  }
  const named = db.prepare<[string], { n: number }>('SELECT count(*) AS n FROM databases WHERE name = ?')
  const all = db.prepare<[], Row>('SELECT record FROM databases ORDER BY name')
  const names = db.prepare<[], { name: string }>('SELECT name FROM databases')
  return {
    put: (record) => {
      put.run(record.id, record.name, record.path, JSON.stringify(record))
    },
    remove: (id) => {
      remove.run(id)
    },
    get: by('id'),
    byName: by('name'),
    countNamed: (name) => named.get(name)!.n,
    byPath: by('path'),
    all: () => all.all().map((row) => JSON.parse(row.record) as DatabaseRecord),
    names: () => names.all().map((row) => row.name),
  }
}
