import { FaultError } from '../../../shared/domain/fault.ts'
import { countOf, formatCount } from '../../../shared/domain/words/format-count.ts'
import type { CheckOutcome } from '../../../shared/domain/validation.ts'
import type { Ports } from '../ports/ports.ts'
import { connectReadOnly, type Connection } from '../source/connect.ts'
import { describeDatabase } from '../source/describe-database.ts'
import type { DatabaseDescription } from '../source/snapshot.ts'
import { checkIntegrity } from './check-integrity.ts'
import { concludeCheck, elapsedMs, notMade } from './check-outcome.ts'
import { contentDifferences, schemaDifferences, tableCountOf } from './compare-descriptions.ts'
import type { IntegrityReport } from './integrity-messages.ts'
import { parseObjects } from './parse-objects.ts'

/** The three checks that are made of a rebuilt database file. */
export interface DatabaseChecks {
  readonly database_readable: CheckOutcome
  readonly schema_integrity: CheckOutcome
  readonly data_consistency: CheckOutcome
}

/** What the file is compared with: what was recorded when the backup was taken. */
export interface ExpectedDatabase {
  readonly description: DatabaseDescription
  readonly pageCount: number
  readonly sourceBytes: number
}

interface Looked {
  readonly ports: Ports
  readonly file: string
  readonly expected: ExpectedDatabase
  readonly signal: AbortSignal
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'SQLite gave no reason'
}

/** A fingerprint is taken only of tables that have a recorded one. */
function limitsFor({ description, sourceBytes }: ExpectedDatabase): { fingerprintLimitBytes: number } {
  const isAnyRecorded = description.tables.some((table) => table.fingerprint !== null)
  return { fingerprintLimitBytes: isAnyRecorded ? sourceBytes : -1 }
}

function checkReadable(connection: Connection, looked: Looked, found: DatabaseDescription): CheckOutcome {
  const { ports, expected } = looked
  const sinceMs = ports.clock.monotonicMs()
  const pageCount = connection.pragma('page_count', { simple: true }) as number
  const tables = tableCountOf(found)
  const recorded = tableCountOf(expected.description)
  const findings = [
    ...(pageCount === expected.pageCount
      ? []
      : [`it has ${countOf(pageCount, 'page')} and not ${formatCount(expected.pageCount)}`]),
    ...(tables === recorded
      ? []
      : [`it has ${countOf(tables, 'table')} and not the recorded ${formatCount(recorded)}`]),
  ]
  return concludeCheck(findings, `opens; ${countOf(tables, 'table')}, as recorded`, elapsedMs(ports, sinceMs))
}

function parsedWords(objects: number): string {
  if (objects === 0) return 'none to parse'
  return objects === 1 ? 'it parses' : 'every one parses'
}

function checkSchema(connection: Connection, looked: Looked, found: DatabaseDescription): CheckOutcome {
  const { ports, expected } = looked
  const sinceMs = ports.clock.monotonicMs()
  const parsed = parseObjects(connection, found.schema)
  const findings = [...schemaDifferences(expected.description.schema, found.schema), ...parsed.broken]
  const remark = parsed.unresolved.length === 0 ? '' : `; as at the source, ${parsed.unresolved.join('; ')}`
  const detail = `${countOf(found.schema.length, 'object')}, as recorded; ${parsedWords(found.schema.length)}${remark}`
  return concludeCheck(findings, detail, elapsedMs(ports, sinceMs))
}

/** The image's pages were proved equal to the source's before this: what is wrong in it was wrong there. */
const asAtSource = 'the source had the same when it was backed up'

function foreignKeyFindings(connection: Connection): readonly string[] {
  const violations = connection.pragma('foreign_key_check') as { table: string; parent: string }[]
  const [first] = violations
  if (first === undefined) return []
  const rows = violations.length === 1 ? '1 row breaks' : `${violations.length} rows break`
  return [`${rows} a foreign key, the first in "${first.table}" to "${first.parent}" (${asAtSource})`]
}

function integrityFindings(report: IntegrityReport): { findings: readonly string[]; remark: string } {
  if ('impossible' in report) {
    const text = `SQLite’s integrity check can’t be made here: ${report.impossible}`
    return report.isDamage ? { findings: [text], remark: '' } : { findings: [], remark: text }
  }
  return { findings: report.complaints.map((complaint) => `${complaint} (${asAtSource})`), remark: '' }
}

function foreignKeys(connection: Connection): { findings: readonly string[]; remark: string } {
  try {
    return { findings: foreignKeyFindings(connection), remark: '' }
  } catch (error) {
    // A parent without the unique key that the child names: SQLite can't check it, here or at the source.
    return { findings: [], remark: `foreign keys can’t be checked: ${reasonOf(error)}` }
  }
}

function contentDetail(description: DatabaseDescription): string {
  const tables = description.tables.filter((table) => table.rowCount !== null)
  const proved = tables.filter((table) => table.fingerprint !== null).length
  const content =
    proved === 0 ? 'fingerprints were not taken' : `fingerprints of ${countOf(proved, 'table')} as recorded`
  return `integrity and foreign keys hold; rows of ${countOf(tables.length, 'table')} as recorded; ${content}`
}

function concludeConsistency(
  looked: Looked,
  parts: readonly { findings: readonly string[]; remark: string }[],
  differences: readonly string[],
  durationMs: number,
): CheckOutcome {
  const findings = [...differences, ...parts.flatMap((part) => part.findings)]
  const remarks = parts.flatMap((part) => (part.remark === '' ? [] : [part.remark]))
  if (findings.length > 0 || remarks.length === 0) {
    return concludeCheck(findings, contentDetail(looked.expected.description), durationMs)
  }
  // Pages, rows and content are proved equal; what can't be judged on this machine is said and not called passed.
  return { status: 'not_applicable', detail: remarks.join('; '), durationMs }
}

async function checkOpened(connection: Connection, looked: Looked): Promise<DatabaseChecks> {
  const { ports, file, expected, signal } = looked
  const sinceMs = ports.clock.monotonicMs()
  const integrity = checkIntegrity(file, expected.sourceBytes, signal)
  // Awaited last, watched from the start.
  integrity.catch(() => undefined)
  const found = await describeDatabase(connection, limitsFor(expected), signal)
  const keys = foreignKeys(connection)
  const parts = [integrityFindings(await integrity), keys]
  const differences = contentDifferences(expected.description, found)
  return {
    database_readable: checkReadable(connection, looked, found),
    schema_integrity: checkSchema(connection, looked, found),
    data_consistency: concludeConsistency(looked, parts, differences, elapsedMs(ports, sinceMs)),
  }
}

/**
 * Opens a rebuilt file that nobody else uses, read-only, and makes the three checks of its content. What it finds is an
 * outcome; rejects only with the signal's reason and with faults (FaultError).
 */
export async function checkDatabase(
  ports: Ports,
  file: string,
  expected: ExpectedDatabase,
  signal: AbortSignal,
): Promise<DatabaseChecks> {
  const sinceMs = ports.clock.monotonicMs()
  let connection: Connection | undefined
  try {
    connection = connectReadOnly(file)
    return await checkOpened(connection, { ports, file, expected, signal })
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof FaultError) throw error
    const failed = {
      status: 'failed',
      detail: reasonOf(error),
      durationMs: elapsedMs(ports, sinceMs),
    } as const
    const because = notMade('the image could not be read by SQLite')
    return { database_readable: failed, schema_integrity: because, data_consistency: because }
  } finally {
    connection?.close()
  }
}
