import { reasonOfSqlite } from '../content/reading-table.ts'
import type { Connection } from '../source/connect.ts'
import { quoteName } from '../source/quote-name.ts'
import { chosenCalled, foreignKeysOf, isInLive, tablesWithForeignKeys } from './foreign-keys.ts'
import type { PartialTable } from './partial-table.ts'

/** What SQLite's own check finds in the tables that rows brought back can concern. */
export interface ForeignKeyCheck {
  /** Violations by what they are; how often, where a table without rowid can't tell its rows apart here. */
  readonly violations: ReadonlyMap<string, number>
  /** Tables that SQLite could not check: a key that names no unique columns of its parent. */
  readonly unchecked: readonly string[]
}

interface Violation {
  readonly table: string
  readonly rowid: bigint | null
  readonly parent: string
  readonly fkid: bigint
}

/** Chosen tables with foreign keys, and every table that refers to a chosen one. */
function concerned(connection: Connection, tables: readonly PartialTable[]): readonly string[] {
  return tablesWithForeignKeys(connection).filter(
    (name) =>
      chosenCalled(tables, name) !== undefined ||
      foreignKeysOf(connection, tables, name).some(
        ({ parent }) => chosenCalled(tables, parent) !== undefined,
      ),
  )
}

/** Makes SQLite's `foreign_key_check` of these tables, in the connection's transaction. Throws SQLite's error when it can't be read. */
export function checkForeignKeys(connection: Connection, tables: readonly PartialTable[]): ForeignKeyCheck {
  const violations = new Map<string, number>()
  const unchecked: string[] = []
  for (const name of concerned(connection, tables)) {
    if (!isInLive(connection, name)) continue
    try {
      const found = connection
        .prepare<[], Violation>(`PRAGMA main.foreign_key_check(${quoteName(name)})`)
        .safeIntegers(true)
        .all()
      for (const { table, rowid, parent, fkid } of found) {
        const key = `${table} ${rowid === null ? 'has a row that refers' : `row ${rowid} refers`} to a row of ${parent} that is not there (key ${fkid})`
        violations.set(key, (violations.get(key) ?? 0) + 1)
      }
    } catch (error) {
      if (reasonOfSqlite(error) === null) throw error
      unchecked.push(name)
    }
  }
  return { violations, unchecked }
}

/** Violations that were not there before, in words. */
export function newViolations(before: ForeignKeyCheck, after: ForeignKeyCheck): readonly string[] {
  return [...after.violations.entries()]
    .filter(([violation, times]) => times > (before.violations.get(violation) ?? 0))
    .map(([violation]) => violation)
}
