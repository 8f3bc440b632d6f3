import { FaultError } from '../../../shared/domain/fault.ts'
import { countOf, formatCount } from '../../../shared/domain/words/format-count.ts'
import type { CheckOutcome, IntegrityCheck, IntegrityExtent } from '../../../shared/domain/validation.ts'
import type { Ports } from '../ports/ports.ts'
import type { Connection } from '../source/connect.ts'
import { describeDatabase } from '../source/describe-database.ts'
import type { DatabaseDescription } from '../source/snapshot.ts'
import { checkIntegrity } from './check-integrity.ts'
import { concludeCheck, elapsedMs, notMade } from './check-outcome.ts'
import type { PartReport } from './check-part.ts'
import { contentDifferences, schemaDifferences, tableCountOf } from './compare-descriptions.ts'
import { openForChecks } from './open-for-checks.ts'
import { parseObjects } from './parse-objects.ts'

/** The three checks that are made of a rebuilt database file. */
export interface DatabaseChecks {
  readonly database_readable: CheckOutcome
  readonly schema_integrity: CheckOutcome
  readonly data_consistency: CheckOutcome
}

/** The checks of a rebuilt database file, and what they rest on. */
export interface CheckedDatabase {
  readonly checks: DatabaseChecks
  /** Null: SQLite's own check could not be made. */
  readonly integrity: IntegrityCheck | null
  /** Rows and content are the recorded ones: whatever `data_consistency` found was so at the source. */
  readonly isContentAsRecorded: boolean
}

/** What the file is compared with: what was recorded when the backup was taken. */
export interface ExpectedDatabase {
  readonly description: DatabaseDescription
  readonly pageCount: number
  readonly sourceBytes: number
  /** The image's identity; the caller has proved that the file has it. */
  readonly root: string
}

/** How thoroughly a rebuilt file is checked. */
export interface CheckOptions {
  /** What SQLite checks now, or the verdict of its full check of this same root, which then is not repeated. */
  readonly integrity: IntegrityExtent | IntegrityCheck
  /** Threads for SQLite's check of a large file. */
  readonly threads: number
  readonly signal: AbortSignal
}

interface Looked {
  readonly ports: Ports
  readonly file: string
  readonly expected: ExpectedDatabase
  readonly options: CheckOptions
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'SQLite gave no reason'
}

/** A fingerprint is taken only of tables that have a recorded one. */
function limitsFor({ description, sourceBytes }: ExpectedDatabase): { fingerprintLimitBytes: number } {
  const isAnyRecorded = description.tables.some((table) => table.fingerprint !== null)
  return { fingerprintLimitBytes: isAnyRecorded ? sourceBytes : -1 }
}

/** What a held verdict speaks of is not proved again: rows are counted, content is not read. */
function comparedWith(expected: ExpectedDatabase, { integrity }: CheckOptions): ExpectedDatabase {
  if (typeof integrity === 'string') return expected
  const { schema, tables } = expected.description
  const counted = tables.map((table) => ({ ...table, fingerprint: null }))
  return { ...expected, description: { schema, tables: counted } }
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

function findingsOf(report: PartReport): { findings: readonly string[]; remark: string } {
  if ('complaints' in report) {
    return { findings: report.complaints.map((complaint) => `${complaint} (${asAtSource})`), remark: '' }
  }
  const { impossible, isDamage } = report
  return isDamage ? { findings: [impossible], remark: '' } : { findings: [], remark: impossible }
}

function integrityDetail(integrity: CheckOptions['integrity']): string {
  if (integrity === 'full') return 'integrity and foreign keys hold'
  if (integrity === 'quick') {
    return 'SQLite’s quick check and foreign keys hold; indexes are not yet compared with their tables: a verification does that'
  }
  return `SQLite’s integrity check and foreign keys held for this same root at ${integrity.checkedAt}; not repeated`
}

function contentDetail({ expected, options }: Looked, reports: readonly PartReport[]): string {
  const tables = expected.description.tables.filter((table) => table.rowCount !== null)
  const proved = tables.filter((table) => table.fingerprint !== null).length
  const taken =
    proved === 0 ? 'fingerprints were not taken' : `fingerprints of ${countOf(proved, 'table')} as recorded`
  const content = typeof options.integrity === 'string' ? `; ${taken}` : ''
  const leftOut = reports.flatMap((report) => ('complaints' in report ? (report.leftOut ?? []) : []))
  const all = [
    integrityDetail(options.integrity),
    ...new Set(leftOut),
    `rows of ${countOf(tables.length, 'table')} as recorded${content}`,
  ]
  return all.join('; ')
}

function concludeConsistency(
  looked: Looked,
  reports: readonly PartReport[],
  differences: readonly string[],
  durationMs: number,
): CheckOutcome {
  const parts = reports.map(findingsOf)
  // Two parts of a check walk over one tree: what both find is said once.
  const findings = [...new Set([...differences, ...parts.flatMap((part) => part.findings)])]
  const remarks = [...new Set(parts.flatMap((part) => (part.remark === '' ? [] : [part.remark])))]
  if (findings.length > 0 || remarks.length === 0) {
    return concludeCheck(findings, contentDetail(looked, reports), durationMs)
  }
  // Pages, rows and content are proved equal; what can't be judged on this machine is said and not called passed.
  return { status: 'not_applicable', detail: remarks.join('; '), durationMs }
}

async function askSqlite({ file, expected, options }: Looked): Promise<readonly PartReport[]> {
  const { integrity: extent, threads, signal } = options
  if (typeof extent !== 'string') return []
  const { sourceBytes: sizeBytes, description } = expected
  return checkIntegrity({ file, sizeBytes, extent, description, threads }, signal)
}

function verdictOf(
  { ports, expected, options }: Looked,
  reports: readonly PartReport[],
): IntegrityCheck | null {
  const { integrity } = options
  if (typeof integrity !== 'string') return integrity
  if (reports.some((report) => 'impossible' in report)) return null
  return { extent: integrity, root: expected.root, checkedAt: new Date(ports.clock.now()).toISOString() }
}

async function checkOpened(connection: Connection, looked: Looked): Promise<CheckedDatabase> {
  const { ports, expected, options } = looked
  const sinceMs = ports.clock.monotonicMs()
  const asking = askSqlite(looked)
  // Awaited last, watched from the start.
  asking.catch(() => undefined)
  const found = await describeDatabase(connection, limitsFor(expected), options.signal)
  const reports = await asking
  const differences = contentDifferences(expected.description, found)
  return {
    checks: {
      database_readable: checkReadable(connection, looked, found),
      schema_integrity: checkSchema(connection, looked, found),
      data_consistency: concludeConsistency(looked, reports, differences, elapsedMs(ports, sinceMs)),
    },
    integrity: verdictOf(looked, reports),
    isContentAsRecorded: differences.length === 0,
  }
}

/** A file that SQLite can't read at all. */
function unreadable(detail: string, durationMs: number): CheckedDatabase {
  const because = notMade('the image could not be read by SQLite')
  return {
    checks: {
      database_readable: { status: 'failed', detail, durationMs },
      schema_integrity: because,
      data_consistency: because,
    },
    integrity: null,
    isContentAsRecorded: false,
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
  options: CheckOptions,
): Promise<CheckedDatabase> {
  const sinceMs = ports.clock.monotonicMs()
  let connection: Connection | undefined
  try {
    connection = openForChecks(file)
    return await checkOpened(connection, { ports, file, expected: comparedWith(expected, options), options })
  } catch (error) {
    options.signal.throwIfAborted()
    if (error instanceof FaultError) throw error
    return unreadable(reasonOf(error), elapsedMs(ports, sinceMs))
  } finally {
    connection?.close()
  }
}
