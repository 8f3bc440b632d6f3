import {
  concludeGuardCheck,
  guardCheckNotMade,
  joinFindings,
  judgeComplaints,
  nothingFound,
  type Complaints,
  type GuardCheck,
} from '../../../shared/domain/guard.ts'
import { reasonOfSqlite } from '../content/reading-table.ts'
import { foldName } from '../content/sql-terms.ts'
import type { Connection } from '../source/connect.ts'
import { brokenKeysOf, tablesWithKeys } from './broken-keys.ts'

const noComplaints: Complaints = new Map()

/** That SQLite can't check a table's keys is a complaint as well: with such a key its programs can't write either. */
function complaintsOf(connection: Connection, table: string): Complaints {
  try {
    return brokenKeysOf(connection, table)
  } catch (error) {
    const reason = reasonOfSqlite(error)
    if (reason === null) throw error
    return new Map([[`foreign keys of ${table} can’t be checked: ${reason}`, 1]])
  }
}

/** What was wrong with a table of the backup; asked only where something is wrong with it now. */
function complaintsBefore(before: Connection, known: readonly string[], table: string): Complaints {
  const same = known.find((name) => foldName(name) === foldName(table))
  return same === undefined ? noComplaints : complaintsOf(before, same)
}

/** Checks every foreign key of a content, and tells what the backup has broken as well apart. `onTable` is called before each table. */
export async function foreignKeysSince(
  before: Connection,
  after: Connection,
  onTable: (table: string) => Promise<void>,
): Promise<GuardCheck> {
  let tables: readonly string[]
  let known: readonly string[]
  try {
    tables = tablesWithKeys(after)
    known = tablesWithKeys(before)
  } catch (error) {
    const reason = reasonOfSqlite(error)
    if (reason === null) throw error
    return guardCheckNotMade(`the foreign keys can’t be listed here: ${reason}`)
  }
  let since = nothingFound
  for (const table of tables) {
    await onTable(table)
    const complaints = complaintsOf(after, table)
    if (complaints.size === 0) continue
    since = joinFindings(since, judgeComplaints(complaintsBefore(before, known, table), complaints))
  }
  return concludeGuardCheck(since, ['broken reference', 'broken references'], 'every reference has its row')
}
