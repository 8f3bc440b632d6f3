import type { Connection } from '../source/connect.ts'
import { quoteName } from '../source/quote-name.ts'
import type { CheckPart, PartReport } from './check-part.ts'

/** More complaints than this say nothing new. */
const complaintLimit = 20

/** Whether SQLite says that bytes are wrong, and not that something it needs is not here. */
function isDamage(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && /^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(code)
}

/** SQLite puts the complaints about one schema into one row, each on its own line, under a heading. */
function complaintsIn(rows: readonly string[]): readonly string[] {
  const lines = rows.flatMap((row) => row.split('\n'))
  if (lines.length === 1 && lines[0] === 'ok') return []
  const complaints = lines.filter((line) => line !== '' && !/^\*\*\* in database .* \*\*\*$/.test(line))
  return complaints.length === 0 ? lines : complaints
}

const pragmas = { whole: 'integrity_check', quick: 'quick_check', table: 'integrity_check' } as const

type IntegrityPart = Exclude<CheckPart, { kind: 'foreign_keys' }>

function integrityComplaints(connection: Connection, part: IntegrityPart, atMost: number): readonly string[] {
  const about = part.kind === 'table' ? quoteName(part.table) : atMost
  const rows = connection.prepare<[], string>(`PRAGMA ${pragmas[part.kind]}(${about})`).pluck(true)
  return complaintsIn(rows.all()).slice(0, atMost)
}

function foreignKeyComplaints(connection: Connection): readonly string[] {
  const violations = connection.prepare<[], { table: string; parent: string }>('PRAGMA foreign_key_check')
  let first: { table: string; parent: string } | undefined
  let count = 0
  for (const violation of violations.iterate()) {
    first ??= violation
    count += 1
  }
  if (first === undefined) return []
  const rows = count === 1 ? '1 row breaks' : `${count} rows break`
  return [`${rows} a foreign key, the first in "${first.table}" to "${first.parent}"`]
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'SQLite gave no reason'
}

function checkForeignKeys(connection: Connection): PartReport {
  try {
    return { complaints: foreignKeyComplaints(connection), leftOut: null }
  } catch (error) {
    // A parent without the unique key that the child names: SQLite can't check it, here or at the source.
    return { impossible: `foreign keys can’t be checked: ${reasonOf(error)}`, isDamage: false }
  }
}

/** A CHECK constraint may call a function that only its program has: then all but these constraints is checked. */
function checkWithoutConstraints(
  connection: Connection,
  part: IntegrityPart,
  because: unknown,
  atMost: number,
): PartReport {
  connection.pragma('ignore_check_constraints = ON')
  try {
    const leftOut = `CHECK constraints can’t be evaluated here: ${reasonOf(because)}`
    return { complaints: integrityComplaints(connection, part, atMost), leftOut }
  } catch (error) {
    const impossible = `SQLite’s integrity check can’t be made here: ${reasonOf(error)}`
    return { impossible, isDamage: isDamage(error) }
  } finally {
    connection.pragma('ignore_check_constraints = OFF')
  }
}

/** Has SQLite check one part of an image, in this thread, without giving way. The first complaints are told, `atMost` of them. */
export function runCheckPart(
  connection: Connection,
  part: CheckPart,
  atMost: number = complaintLimit,
): PartReport {
  if (part.kind === 'foreign_keys') return checkForeignKeys(connection)
  try {
    return { complaints: integrityComplaints(connection, part, atMost), leftOut: null }
  } catch (error) {
    return checkWithoutConstraints(connection, part, error, atMost)
  }
}
