import {
  outcomeWords,
  type AssertionOutcome,
  type DrillAssertion,
} from '../../../shared/domain/drills/assertion.ts'
import { countOf } from '../../../shared/domain/words/format-count.ts'
import type { ImageReader } from '../image/image-reader.ts'
import { connectReadOnly, type Connection } from '../source/connect.ts'
import { describeDatabase } from '../source/describe-database.ts'
import { checkIntegrity } from '../verify/check-integrity.ts'
import { inShort } from '../verify/check-outcome.ts'
import { contentDifferences, schemaDifferences } from '../verify/compare-descriptions.ts'
import { runAssertions } from './run-assertions.ts'

/** What a level found: nothing wrong, something, or that it can't be found out here. */
export type Finding =
  | { readonly status: 'passed' | 'not_applicable'; readonly detail: string }
  | { readonly status: 'failed' | 'inconclusive'; readonly detail: string }

/** D4: SQLite's full check and foreign keys of the restored file. */
export async function checkBySqlite(
  file: string,
  { record, description }: ImageReader,
  threads: number,
  signal: AbortSignal,
): Promise<Finding> {
  const order = { file, sizeBytes: record.sourceBytes, extent: 'full', description, threads } as const
  const reports = await checkIntegrity(order, signal)
  const complaints = reports.flatMap((report) => ('complaints' in report ? report.complaints : []))
  const impossible = reports.flatMap((report) => ('impossible' in report ? [report] : []))
  const damage = impossible.filter(({ isDamage }) => isDamage).map((one) => one.impossible)
  if (complaints.length + damage.length > 0)
    return { status: 'failed', detail: inShort([...complaints, ...damage]) }
  const leftOut = reports.flatMap((report) => ('complaints' in report ? (report.leftOut ?? []) : []))
  const unknown = [...impossible.map((one) => one.impossible), ...leftOut]
  if (unknown.length > 0) return { status: 'inconclusive', detail: inShort([...new Set(unknown)]) }
  return { status: 'passed', detail: 'integrity and foreign keys hold' }
}

/** D5: schema, row counts and fingerprints of the restored file, as they were recorded at the source. */
export async function compareContent(
  connection: Connection,
  { record, description }: ImageReader,
  signal: AbortSignal,
): Promise<Finding> {
  const proved = description.tables.filter(({ fingerprint }) => fingerprint !== null).length
  const limits = { fingerprintLimitBytes: proved > 0 ? record.sourceBytes : -1 }
  const found = await describeDatabase(connection, limits, signal)
  const differences = [
    ...schemaDifferences(description.schema, found.schema),
    ...contentDifferences(description, found),
  ]
  if (differences.length > 0) return { status: 'failed', detail: inShort(differences) }
  const tables = countOf(description.tables.length, 'table')
  return { status: 'passed', detail: `rows of ${tables} and fingerprints of ${proved} as at the source` }
}

/** D6: what became of each assertion, summed up. `unread`: why what is asserted is not known; null: it is. */
export function judgeAssertions(outcomes: readonly AssertionOutcome[], unread: string | null): Finding {
  const wordsOf = (status: AssertionOutcome['status']): readonly string[] =>
    outcomes.filter((one) => one.status === status).map(outcomeWords)
  const contradicted = wordsOf('contradicted')
  const impossible = [...wordsOf('impossible'), ...(unread === null ? [] : [unread])]
  if (contradicted.length > 0) return { status: 'failed', detail: inShort(contradicted) }
  if (impossible.length > 0) return { status: 'inconclusive', detail: inShort(impossible) }
  if (outcomes.length === 0) return { status: 'not_applicable', detail: 'nothing is asserted' }
  return { status: 'passed', detail: `${countOf(outcomes.length, 'assertion')} held` }
}

/** Asks a restored file what its owner asserts. */
export function askAssertions(
  file: string,
  assertions: readonly DrillAssertion[],
): readonly AssertionOutcome[] {
  if (assertions.length === 0) return []
  const connection = connectReadOnly(file)
  try {
    return runAssertions(connection, assertions)
  } finally {
    connection.close()
  }
}
