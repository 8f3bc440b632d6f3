import { FaultError } from '../../../shared/domain/fault.ts'
import { sqliteCodeOf } from '../source/source-faults.ts'

function isTooLarge(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === 'ERR_STRING_TOO_LONG'
}

/** Why SQLite can't read something, in its own words; null for an error that is not SQLite's. */
export function reasonOfSqlite(error: unknown): string | null {
  return sqliteCodeOf(error) !== null || isTooLarge(error) ? (error as Error).message : null
}

/** Runs what reads one table. SQLite's errors become TABLE_UNREADABLE; `place` says of which content. */
export function readingTable<T>(table: string, place: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const detail = reasonOfSqlite(error)
    if (detail === null) throw error
    throw new FaultError({ code: 'TABLE_UNREADABLE', table, place, detail }, { cause: error })
  }
}
